/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The work for one request: look in the store, submit, wait, download.
 *
 *   WAITING ──▶ REQUESTED ──▶ ARRIVING ──▶ DONE
 *       └───────────┴─────────────┴─────▶ FAILED
 *
 * A worker runs the job, the streaming thread watches it. */
#pragma once

#include <gst/gst.h>

#include "api/client.h"
#include "speech/clip.h"
#include "speech/job-request.h"

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_JOB_WAITING,          /* for a worker */
  QWENTTS_JOB_REQUESTED,        /* the service works on it */
  QWENTTS_JOB_ARRIVING,         /* the audio can be read from the clip */
  QWENTTS_JOB_DONE,             /* all of the audio is there, and kept */
  QWENTTS_JOB_FAILED,
  QWENTTS_JOB_REPLACED          /* others do its work */
} QwenttsJobPhase;

/* What is seen of a job at one moment. */
typedef struct
{
  QwenttsJobPhase phase;
  guint percent;                /* the service's, while REQUESTED */
  gboolean has_voice;           /* the voice that it makes has a name */
  gboolean has_audio;           /* ARRIVING was reached, even if it FAILED */
  guint n_warnings;             /* so far */
} QwenttsJobState;

/* A text of the script. */
typedef struct
{
  const gchar *text;
  guint text_index;             /* of the script in the stream */
  guint offset;                 /* of it in the script, in Unicode characters */
  guint length;                 /* Unicode characters */
} QwenttsSegment;

/* A voice that was made. */
typedef struct
{
  gchar *name;
  gchar *target_model;
  gchar *task_id;
  gboolean is_cached;           /* made before, and kept */
  gdouble credits;
} QwenttsVoice;

/* What a job has cost. */
typedef struct
{
  gboolean is_cached;           /* nothing was asked for */
  gdouble credits;
  guint64 characters;           /* submitted, Unicode */
  guint64 bytes;
  GstClockTime submit_time;
  GstClockTime wait_time;
  GstClockTime download_time;
} QwenttsJobCost;

/* Adds a cost to a sum; cached ones are not counted here. */
void qwentts_job_cost_add (QwenttsJobCost * sum, const QwenttsJobCost * cost);

typedef struct _QwenttsJob QwenttsJob;

/* @request: (transfer full)
 * @segment: copied: what is to be heard */
QwenttsJob *qwentts_job_new (QwenttsJobRequest * request,
    const QwenttsSegment * segment);

QwenttsJob *qwentts_job_ref (QwenttsJob * job);

void qwentts_job_unref (QwenttsJob * job);

/* Called by the worker as soon as a voice that was made is on disk (or could not
 * be written there), before anybody else sees it.
 *
 * Returns: (transfer full) (nullable): a warning about it */
typedef GError *(*QwenttsVoiceFunc) (const gchar * voice,
    GCancellable * cancellable, gpointer user_data);

/* Before the job is run. */
void qwentts_job_set_voice_func (QwenttsJob * job, QwenttsVoiceFunc func,
    gpointer user_data);

/* Called by the worker as soon as the service has the request. */
typedef void (*QwenttsAskedFunc) (QwenttsJob * job, gpointer user_data);

/* Before the job is run. */
void qwentts_job_set_asked_func (QwenttsJob * job, QwenttsAskedFunc func,
    gpointer user_data);

/* Does the work, in the calling thread. Cancelling ends it at once: the job is
 * then FAILED with G_IO_ERROR_CANCELLED.
 *
 * Returns: FALSE if the service finds the text too long; then the job is to be
 *   replaced, or refused */
gboolean qwentts_job_run (QwenttsJob * job, QwenttsClient * client,
    GCancellable * cancellable);

/* Takes what is kept for a text, if it is there and whole, in the calling thread.
 * Of the job nothing is seen before.
 *
 * Returns: whether it is DONE; else it can be run */
gboolean qwentts_job_run_stored (QwenttsJob * job, GCancellable * cancellable);

/* Whether its audio was kept, and is to be compared once it was read: before that
 * it would make the first of it late. Only then it is DONE. */
gboolean qwentts_job_is_unchecked (QwenttsJob * job);

/* Does that, in the calling thread: what is damaged is told, and not used again. */
void qwentts_job_check (QwenttsJob * job, GCancellable * cancellable);

/* Its audio is in use, if it was kept: see qwentts_store_note_use (). For the thread
 * that reads it, which need not wait for that before it has any. */
void qwentts_job_note_use (QwenttsJob * job);

/* Others do its work. */
void qwentts_job_give_way (QwenttsJob * job);

/* Nobody can: it FAILED with what the service said. */
void qwentts_job_refuse (QwenttsJob * job);

/* It is not run at all.
 *
 * @error: (transfer full) */
void qwentts_job_fail (QwenttsJob * job, GError * error);

/* Whether it failed before there was any audio. */
gboolean qwentts_job_is_in_vain (QwenttsJob * job);

/* Whether there is neither audio nor a failure yet. */
gboolean qwentts_job_is_waited_for (QwenttsJob * job);

/* Waits until the job looks other than @state, and updates it; a @cancellable that
 * is cancelled only ends the wait.
 *
 * Errors: G_IO_ERROR_CANCELLED, of the wait */
gboolean qwentts_job_wait_for_change (QwenttsJob * job, QwenttsJobState * state,
    GCancellable * cancellable, GError ** error);

/* Valid as long as the job. */
const QwenttsSegment *qwentts_job_get_segment (QwenttsJob * job);

/* Valid as long as the job. */
const QwenttsJobRequest *qwentts_job_get_request (QwenttsJob * job);

/* Before the job is run: all of its clip can be read again. */
void qwentts_job_retain_audio (QwenttsJob * job, QwenttsTape * tape);

/* Returns: (transfer none) (nullable): with what a text is spoken; NULL for a
 *   design */
const QwenttsVoiceSettings *qwentts_job_get_settings (QwenttsJob * job);

/* Whether its result is written down; then DONE comes after that. */
gboolean qwentts_job_is_kept (QwenttsJob * job);

/* Once there is audio, or the job FAILED.
 *
 * Returns: (transfer none) */
QwenttsClip *qwentts_job_get_clip (QwenttsJob * job);

/* The format of the clip, once there is audio.
 *
 * Returns: (transfer none) (nullable): NULL if its header says it */
GstCaps *qwentts_job_get_pcm_caps (QwenttsJob * job);

/* Returns: (transfer none): valid once the state has_voice */
const QwenttsVoice *qwentts_job_get_voice (QwenttsJob * job);

/* What went wrong although the job goes on, one thing each time.
 *
 * Returns: (transfer full) (nullable): NULL: no more */
GError *qwentts_job_take_warning (QwenttsJob * job);

/* Returns: (transfer full) (nullable): the task's id once it is known */
gchar *qwentts_job_get_task_id (QwenttsJob * job);

/* Returns: (transfer full) (nullable): why it FAILED */
GError *qwentts_job_get_error (QwenttsJob * job);

void qwentts_job_get_cost (QwenttsJob * job, QwenttsJobCost * cost);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsJob, qwentts_job_unref);

G_END_DECLS
