/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A voice design, or a text, that is run as a job, with a service and a store of
 * its own. */
#pragma once

#include "service.h"
#include "store/rig.h"

G_BEGIN_DECLS

#define DESIGN_MODEL "qwen-voice-design"
#define DESIGN_TARGET_MODEL "qwen3-tts-vd-2026-01-26"
#define DESIGN_PRICE 2.0
/* Of a text. */
#define DESIGN_TEXT "Good evening."
#define DESIGN_VOICE "qwen-tts-vd-announcer-voice-20260402-a1b2"
#define DESIGN_TEXT_PRICE 0.32
#define DESIGN_DAY_S (24 * 60 * 60)

typedef struct
{
  Service *service;             /* NULL once the service is gone */
  QwenttsClient *client;        /* the service's, which it outlives */
  gchar *base_url;
  Rig *rig;                     /* the store, with the key of the design */
  QwenttsDesignRequest request; /* changed at will, its strings are static */
  const gchar *text;            /* that is spoken; NULL: a voice is made */
} Design;

/* @options: (nullable)
 * @system: (nullable): of the store */
Design *design_new (const QwenttsSimulatorOptions * options,
    const QwenttsSystem * system);

/* The same for a text: a speech is made, and no voice. */
Design *design_new_text (const QwenttsSimulatorOptions * options,
    const QwenttsSystem * system);

void design_free (Design * design);

/* Its folder once more.
 *
 * @system: (nullable) */
QwenttsStore *design_open_store (Design * design,
    const QwenttsSystem * system);

/* The design that all of these make: what the page has as its example. */
void design_init_request (QwenttsDesignRequest * request);

/* The service ends, and what is asked of it fails from now on. */
void design_end_service (Design * design);

typedef enum
{
  DESIGN_PLAIN = 0,
  DESIGN_ANEW = 1 << 0,         /* a stored voice will not do */
  DESIGN_SILENT = 1 << 1        /* the preview is not to be heard */
} DesignFlags;

/* A job that makes the voice.
 *
 * @store: (nullable): the design's own */
QwenttsJob *design_make_job (Design * design, QwenttsStore * store,
    DesignFlags flags);

/* A job, and perhaps a thread that runs it. */
typedef struct
{
  QwenttsJob *job;
  QwenttsClient *client;
  GCancellable *cancellable;
  GThread *thread;
} Run;

Run *run_new (Design * design, QwenttsStore * store, DesignFlags flags);

void run_free (Run * run);

void run_start (Run * run);

void run_join (Run * run);

/* Cancels and joins. */
void run_stop (Run * run);

/* Runs it here, to its end. */
void run_here (Run * run);

/* A new job of the design, run here to its end. */
Run *design_run (Design * design, DesignFlags flags);

/* The same; it must be DONE. */
Run *design_run_well (Design * design, DesignFlags flags);

void run_assert_done (Run * run);

/* @code: of a job that FAILED
 *
 * Returns: (transfer full): its error */
GError *run_assert_failed (Run * run, GQuark domain, gint code);

QwenttsJobState run_get_state (Run * run);

/* The audio as a player reads it. */
GBytes *run_read_clip (Run * run, GError ** error);

/* What it has told that it costs. */
gdouble run_get_credits (Run * run);

/* How many of the warnings have the text; all are taken. */
guint run_count_warnings (Run * run, const gchar * text, guint * n_others);

/* There were no warnings. */
void run_assert_no_warning (Run * run);

/* What is on disk now. */
QwenttsRecord *design_peek (Design * design);

void design_assert_state (Design * design, QwenttsRecordState state);

/* The job is DONE, and gives the audio that the service has for it. */
void design_assert_heard (Design * design, Run * run);

/* And that is on disk; of a design, the voice too. */
void design_assert_kept (Design * design, Run * run);

/* The file with the audio of the record, whole. */
GBytes *design_read_stored (Design * design, const QwenttsRecord * record);

guint design_count (Design * design, QwenttsSimulatorKind kind);

void design_wait_for (Design * design, QwenttsSimulatorKind kind, guint count);

guint design_get_n_designs (Design * design);

/* Paid ones, of both kinds. */
guint design_get_n_tasks (Design * design);

/* The next request of the kind is answered with this many bytes and then with
 * nothing more. */
void design_stall (Design * design, QwenttsSimulatorKind kind, gint64 cut);

/* The next request of the kind is refused.
 *
 * @code: of the error in the body */
void design_refuse (Design * design, QwenttsSimulatorKind kind, guint status,
    const gchar * code);

/* The answer to the next request of the kind has this body. */
void design_answer (Design * design, QwenttsSimulatorKind kind,
    const gchar * json);

/* The index-th request of the kind, from 0.
 *
 * @requests: of qwentts_simulator_get_requests () */
const QwenttsSimulatorRequest *design_get_request (GPtrArray * requests,
    QwenttsSimulatorKind kind, guint index);

/* Returns: (transfer full) (nullable): the value of a header */
gchar *design_get_header (const QwenttsSimulatorRequest * request,
    const gchar * name);

/* All POSTs were the same: one body, one Idempotency-Key. */
void design_assert_same_posts (Design * design, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Design, design_free);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free);

G_END_DECLS
