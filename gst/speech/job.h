/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The work for one segment: submit, wait, download.
 *
 *   WAITING ──▶ REQUESTED ──▶ ARRIVING ──▶ DONE
 *       └───────────┴─────────────┴─────▶ FAILED
 *
 * A worker runs the job, the streaming thread watches it. */
#pragma once

#include <gst/gst.h>

#include "api/client.h"
#include "speech/clip.h"

G_BEGIN_DECLS

/* What all jobs of a speech have in common. */
typedef struct
{
  gchar *model;
  gchar *voice;
  gchar *language_type;         /* NULL: detected by the service */
  gchar *callback_url;          /* NULL: none */
} QwenttsVoiceSettings;

void qwentts_voice_settings_copy (const QwenttsVoiceSettings * from,
    QwenttsVoiceSettings * to);

void qwentts_voice_settings_clear (QwenttsVoiceSettings * settings);

typedef enum
{
  QWENTTS_JOB_WAITING,          /* for a worker */
  QWENTTS_JOB_REQUESTED,        /* the service works on it */
  QWENTTS_JOB_ARRIVING,         /* the audio can be read from the clip */
  QWENTTS_JOB_DONE,             /* all of the audio is there */
  QWENTTS_JOB_FAILED
} QwenttsJobPhase;

/* What is seen of a job at one moment. */
typedef struct
{
  QwenttsJobPhase phase;
  guint percent;                /* the service's, while REQUESTED */
  gboolean has_audio;           /* ARRIVING was reached, even if it FAILED */
} QwenttsJobState;

/* What a job has cost. */
typedef struct
{
  gdouble credits;
  guint64 bytes;
  GstClockTime submit_time;
  GstClockTime wait_time;
  GstClockTime download_time;
} QwenttsJobCost;

typedef struct _QwenttsJob QwenttsJob;

/* @text: one segment
 * @index: of the segment in the stream
 * @offset, @length: of it in the script, in Unicode characters */
QwenttsJob *qwentts_job_new (const gchar * text, guint index, guint offset,
    guint length);

QwenttsJob *qwentts_job_ref (QwenttsJob * job);

void qwentts_job_unref (QwenttsJob * job);

/* Does the work, in the calling thread. Cancelling ends it at once: the job is
 * then FAILED with G_IO_ERROR_CANCELLED. */
void qwentts_job_run (QwenttsJob * job, QwenttsClient * client,
    const QwenttsVoiceSettings * settings, GCancellable * cancellable);

/* Waits until the job looks other than @state, and updates it.
 *
 * Errors: G_IO_ERROR_CANCELLED, of the wait */
gboolean qwentts_job_wait_for_change (QwenttsJob * job, QwenttsJobState * state,
    GCancellable * cancellable, GError ** error);

const gchar *qwentts_job_get_text (QwenttsJob * job);
guint qwentts_job_get_index (QwenttsJob * job);
guint qwentts_job_get_offset (QwenttsJob * job);
guint qwentts_job_get_length (QwenttsJob * job);

/* Returns: (transfer none) */
QwenttsClip *qwentts_job_get_clip (QwenttsJob * job);

/* Returns: (transfer full) (nullable): the task's id once it is known */
gchar *qwentts_job_get_task_id (QwenttsJob * job);

/* Returns: (transfer full) (nullable): why it FAILED */
GError *qwentts_job_get_error (QwenttsJob * job);

void qwentts_job_get_cost (QwenttsJob * job, QwenttsJobCost * cost);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsJob, qwentts_job_unref);

G_END_DECLS
