/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The simulator with a client for it. */
#pragma once

#include "simulator/simulator.h"
#include "speech/job.h"

G_BEGIN_DECLS

typedef struct
{
  QwenttsSimulator *simulator;
  QwenttsClient *client;
  QwenttsVoiceSettings settings;
} Service;

#define SERVICE_TASK_TIMEOUT_MS 60000

/* A client for a simulator, perhaps of another process. */
QwenttsClient *service_make_client (const gchar * base_url,
    guint task_timeout_ms, gint retries);

/* @options: (nullable): without `api_key`
 * @retries: of the client, which polls every millisecond */
Service *service_new (const QwenttsSimulatorOptions * options, gint retries);

void service_free (Service * service);

/* A job that speaks this segment with the settings. */
QwenttsJob *service_make_job (Service * service, const gchar * text,
    guint text_index, guint offset);

/* A WAV file, 16 bit mono, with so many frames that all differ. */
GBytes *service_make_wav (guint rate, guint n_frames);

/* The samples in a file of service_make_wav (). */
GBytes *service_get_samples (GBytes * wav);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Service, service_free);

G_END_DECLS
