/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the tests of the calls share: a service on loopback, the settings that
 * reach it, and the three steps of a job as one call each. */
#pragma once

#include "api/client.h"
#include "api/download.h"
#include "api/error.h"
#include "simulator/simulator.h"

G_BEGIN_DECLS

#define API_KEY "sk-a-key-that-nobody-may-see"

/* Longer than any test: what takes so long has hung. */
#define API_LONG_S 600

/* Backing off takes a millisecond, polling too; an exchange may take
 * API_LONG_S. */
typedef struct
{
  QwenttsSimulator *simulator;
  QwenttsConnection connection; /* changed before the client is made */
  QwenttsClient *client;        /* NULL until api_fixture_get_client () */
} ApiFixture;

/* For g_test_add (), whatever the data. */
void api_fixture_set_up (ApiFixture * fixture, gconstpointer data);
void api_fixture_tear_down (ApiFixture * fixture, gconstpointer data);

/* The same with jobs that end only by qwentts_simulator_finish_jobs (). */
void api_fixture_set_up_manual (ApiFixture * fixture, gconstpointer data);

/* @options: without `audio` each task gives api_make_audio () and without
 *   `api_key` API_KEY is taken */
void api_fixture_init (ApiFixture * fixture,
    const QwenttsSimulatorOptions * options);

/* The file that each task gives: small, and no two parts of it are the same. */
GBytes *api_make_audio (void);

QwenttsClient *api_fixture_get_client (ApiFixture * fixture);

/* A request that the simulator takes. */
GBytes *api_fixture_make_body (ApiFixture * fixture);

QwenttsTask *api_submit (ApiFixture * fixture, GCancellable * cancellable,
    GError ** error);

/* Submits, which must succeed. */
QwenttsTask *api_submit_well (ApiFixture * fixture);

gboolean api_wait (ApiFixture * fixture, QwenttsTask ** task,
    GCancellable * cancellable, GError ** error);

/* Downloads to the end. */
GBytes *api_download (ApiFixture * fixture, const gchar * url,
    GCancellable * cancellable, GError ** error);

/* All three, which must succeed and give api_make_audio (). */
void api_run_job_well (ApiFixture * fixture);

/* The URL of a finished task's audio. */
gchar *api_make_audio_url (ApiFixture * fixture);

guint api_count (ApiFixture * fixture, QwenttsSimulatorKind kind);

void api_add_fault (ApiFixture * fixture, QwenttsSimulatorKind kind,
    const QwenttsSimulatorFault * fault);

/* The next @count answers of the kind have another status and body.
 *
 * @headers: (nullable): "Name: value\r\n" each
 * @body: (nullable) */
void api_add_status (ApiFixture * fixture, QwenttsSimulatorKind kind,
    guint count, guint status, const gchar * headers, const gchar * body);

/* The value of a header of the @index-th request of the kind; NULL if it has
 * none. */
gchar *api_get_header (QwenttsSimulator * simulator, QwenttsSimulatorKind kind,
    guint index, const gchar * name);

/* Nothing that reached the simulator's port of files shows the key. */
void api_assert_no_key_in_downloads (QwenttsSimulator * simulator);

/* No part of the error shows the key. */
void api_assert_hides_key (const GError * error);

/* An error of the code, with these details. */
void api_assert_details (const GError * error, QwenttsError code,
    gboolean is_retryable, guint http_status_code, const gchar * api_code);

/* Cancels in a thread of its own once @count requests of the kind have come.
 * The thread must be joined. */
GThread *api_cancel_at (ApiFixture * fixture, QwenttsSimulatorKind kind,
    guint count, GCancellable * cancellable);

G_END_DECLS
