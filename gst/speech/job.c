/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/job.h"

#include "api/download.h"
#include "api/error.h"
#include "api/monitor.h"
#include "api/request.h"

struct _QwenttsJob
{
  /* Never changed. */
  gchar *text;
  guint index;
  guint offset;
  guint length;
  gchar *idempotency_key;
  QwenttsClip *clip;

  QwenttsMonitor monitor;
  /* Protected by the monitor's lock. */
  QwenttsJobState state;
  gchar *task_id;
  GError *error;
  QwenttsJobCost cost;
};

void
qwentts_voice_settings_copy (const QwenttsVoiceSettings * from,
    QwenttsVoiceSettings * to)
{
  to->model = g_strdup (from->model);
  to->voice = g_strdup (from->voice);
  to->language_type = g_strdup (from->language_type);
  to->callback_url = g_strdup (from->callback_url);
}

void
qwentts_voice_settings_clear (QwenttsVoiceSettings * settings)
{
  g_clear_pointer (&settings->model, g_free);
  g_clear_pointer (&settings->voice, g_free);
  g_clear_pointer (&settings->language_type, g_free);
  g_clear_pointer (&settings->callback_url, g_free);
}

QwenttsJob *
qwentts_job_new (const gchar * text, guint index, guint offset, guint length)
{
  QwenttsJob *job = g_atomic_rc_box_new0 (QwenttsJob);

  job->text = g_strdup (text);
  job->index = index;
  job->offset = offset;
  job->length = length;
  job->idempotency_key = qwentts_make_idempotency_key ();
  job->clip = qwentts_clip_new ();
  qwentts_monitor_init (&job->monitor);
  return job;
}

QwenttsJob *
qwentts_job_ref (QwenttsJob * job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
clear (gpointer data)
{
  QwenttsJob *job = data;

  g_free (job->text);
  g_free (job->idempotency_key);
  qwentts_clip_unref (job->clip);
  g_free (job->task_id);
  g_clear_error (&job->error);
  qwentts_monitor_clear (&job->monitor);
}

void
qwentts_job_unref (QwenttsJob * job)
{
  g_atomic_rc_box_release_full (job, clear);
}

static void
enter_phase (QwenttsJob * job, QwenttsJobPhase phase)
{
  g_mutex_lock (&job->monitor.lock);
  job->state.phase = phase;
  job->state.has_audio |= phase == QWENTTS_JOB_ARRIVING;
  g_cond_broadcast (&job->monitor.cond);
  g_mutex_unlock (&job->monitor.lock);
}

static void
note_progress (guint percent, gpointer user_data)
{
  QwenttsJob *job = user_data;

  g_mutex_lock (&job->monitor.lock);
  job->state.percent = percent;
  g_cond_broadcast (&job->monitor.cond);
  g_mutex_unlock (&job->monitor.lock);
}

/* What a task costs is given back where it came to nothing. */
static gdouble
get_credits (const QwenttsTask * task)
{
  switch (task->status) {
    case QWENTTS_TASK_FAILED:
    case QWENTTS_TASK_CANCELLED:
    case QWENTTS_TASK_EXPIRED:
      return 0;
    default:
      return task->credits;
  }
}

static void
note_task (QwenttsJob * job, const QwenttsTask * task)
{
  g_mutex_lock (&job->monitor.lock);
  g_free (job->task_id);
  job->task_id = g_strdup (task->id);
  job->cost.credits = get_credits (task);
  g_mutex_unlock (&job->monitor.lock);
}

/* Adds the time since @start_us to a field of the cost. */
static void
note_time (QwenttsJob * job, GstClockTime * field, gint64 start_us)
{
  g_mutex_lock (&job->monitor.lock);
  *field += (g_get_monotonic_time () - start_us) * GST_USECOND;
  g_mutex_unlock (&job->monitor.lock);
}

static void
fail (QwenttsJob * job, GError * error)
{
  g_mutex_lock (&job->monitor.lock);
  job->error = g_error_copy (error);
  job->state.phase = QWENTTS_JOB_FAILED;
  g_cond_broadcast (&job->monitor.cond);
  g_mutex_unlock (&job->monitor.lock);

  qwentts_clip_finish (job->clip, error);
}

static QwenttsTask *
submit (QwenttsJob * job, QwenttsClient * client,
    const QwenttsVoiceSettings * settings, gint64 deadline_us,
    GCancellable * cancellable, GError ** error)
{
  QwenttsSpeechRequest request = {
    .model = settings->model,
    .text = job->text,
    .voice = settings->voice,
    .language_type = settings->language_type,
    .callback_url = settings->callback_url,
  };
  g_autoptr (GBytes) body = qwentts_speech_request_to_json (&request);
  gint64 start_us = g_get_monotonic_time ();
  QwenttsTask *task = qwentts_client_submit (client, body,
      job->idempotency_key, deadline_us, cancellable, error);

  note_time (job, &job->cost.submit_time, start_us);
  if (task)
    note_task (job, task);
  return task;
}

static GError *
make_no_audio_error (const QwenttsTask * task)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL,
      "The service completed the task %s without naming an audio file.",
      task->id);

  qwentts_error_get_details (error)->task_id = g_strdup (task->id);
  qwentts_error_get_details (error)->request_id = g_strdup (task->request_id);
  return error;
}

static gboolean
wait_until_done (QwenttsJob * job, QwenttsClient * client,
    const QwenttsVoiceSettings * settings, QwenttsTask ** task,
    gint64 deadline_us, GCancellable * cancellable, GError ** error)
{
  gint64 start_us = g_get_monotonic_time ();
  gboolean is_completed = qwentts_client_wait (client, settings->model, task,
      deadline_us, note_progress, job, cancellable, error);

  note_time (job, &job->cost.wait_time, start_us);
  note_task (job, *task);
  if (!is_completed)
    return FALSE;
  if ((*task)->audio_url)
    return TRUE;

  g_propagate_error (error, make_no_audio_error (*task));
  return FALSE;
}

/* Moves the bytes of the transfer into the clip. */
static gboolean
transfer (QwenttsJob * job, QwenttsDownload * download,
    GCancellable * cancellable, GError ** error)
{
  gssize n;

  do {
    gsize space;
    gpointer buffer = qwentts_clip_get_space (job->clip, &space);

    n = qwentts_download_read (download, buffer, space, cancellable, error);
    if (n < 0)
      return FALSE;
    g_mutex_lock (&job->monitor.lock);
    job->cost.bytes += n;
    g_mutex_unlock (&job->monitor.lock);
    if (n > 0 && !qwentts_clip_commit (job->clip, n, cancellable, error))
      return FALSE;
  } while (n > 0);

  return TRUE;
}

static gboolean
fetch (QwenttsJob * job, QwenttsClient * client, const gchar * url,
    GCancellable * cancellable, GError ** error)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (QwenttsDownload) download = qwentts_download_open (client, url,
      cancellable, error);
  gboolean is_whole;

  if (download == NULL) {
    note_time (job, &job->cost.download_time, start_us);
    return FALSE;
  }
  qwentts_clip_set_size (job->clip, qwentts_download_get_size (download));
  enter_phase (job, QWENTTS_JOB_ARRIVING);

  is_whole = transfer (job, download, cancellable, error);
  note_time (job, &job->cost.download_time, start_us);
  return is_whole;
}

static void
complete_error (QwenttsJob * job, GError * error)
{
  QwenttsErrorDetails *details;

  if (error->domain != QWENTTS_ERROR)
    return;
  details = qwentts_error_get_details (error);
  if (details->task_id == NULL)
    details->task_id = qwentts_job_get_task_id (job);
}

void
qwentts_job_run (QwenttsJob * job, QwenttsClient * client,
    const QwenttsVoiceSettings * settings, GCancellable * cancellable)
{
  gint64 deadline_us = qwentts_client_get_deadline_us (client);
  g_autoptr (QwenttsTask) task = NULL;
  GError *error = NULL;

  enter_phase (job, QWENTTS_JOB_REQUESTED);
  task = submit (job, client, settings, deadline_us, cancellable, &error);
  if (task == NULL
      || !wait_until_done (job, client, settings, &task, deadline_us,
          cancellable, &error)
      || !fetch (job, client, task->audio_url, cancellable, &error)) {
    complete_error (job, error);
    fail (job, error);
    return;
  }

  qwentts_clip_finish (job->clip, NULL);
  enter_phase (job, QWENTTS_JOB_DONE);
}

gboolean
qwentts_job_wait_for_change (QwenttsJob * job, QwenttsJobState * state,
    GCancellable * cancellable, GError ** error)
{
  gulong watch = qwentts_monitor_watch (&job->monitor, cancellable);
  gboolean has_ended;

  g_mutex_lock (&job->monitor.lock);
  while (job->state.phase == state->phase
      && job->state.percent == state->percent
      && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&job->monitor.cond, &job->monitor.lock);
  /* What is seen is told, so a wait that was ended has seen nothing. */
  has_ended = g_cancellable_is_cancelled (cancellable);
  if (!has_ended)
    *state = job->state;
  g_mutex_unlock (&job->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);

  return !has_ended || !g_cancellable_set_error_if_cancelled (cancellable,
      error);
}

const gchar *
qwentts_job_get_text (QwenttsJob * job)
{
  return job->text;
}

guint
qwentts_job_get_index (QwenttsJob * job)
{
  return job->index;
}

guint
qwentts_job_get_offset (QwenttsJob * job)
{
  return job->offset;
}

guint
qwentts_job_get_length (QwenttsJob * job)
{
  return job->length;
}

QwenttsClip *
qwentts_job_get_clip (QwenttsJob * job)
{
  return job->clip;
}

gchar *
qwentts_job_get_task_id (QwenttsJob * job)
{
  gchar *task_id;

  g_mutex_lock (&job->monitor.lock);
  task_id = g_strdup (job->task_id);
  g_mutex_unlock (&job->monitor.lock);
  return task_id;
}

GError *
qwentts_job_get_error (QwenttsJob * job)
{
  GError *error;

  g_mutex_lock (&job->monitor.lock);
  error = job->error ? g_error_copy (job->error) : NULL;
  g_mutex_unlock (&job->monitor.lock);
  return error;
}

void
qwentts_job_get_cost (QwenttsJob * job, QwenttsJobCost * cost)
{
  g_mutex_lock (&job->monitor.lock);
  *cost = job->cost;
  g_mutex_unlock (&job->monitor.lock);
}
