/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The watch over a job: what is seen of it is told. */
#include "speech/speech-debug.h"
#include "speech/speech-private.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

static void
tell_progress (QwenttsSpeech * speech, GstProgressType type)
{
  QwenttsSpeechProgress progress = {
    .type = type,
    .percent = type == GST_PROGRESS_TYPE_COMPLETE ? 100 : speech->seen.percent,
  };

  speech->is_progress_open = type == GST_PROGRESS_TYPE_START
      || type == GST_PROGRESS_TYPE_CONTINUE;
  speech->funcs->progress (&progress, speech->user_data);
}

void
qwentts_speech_tell_complete (QwenttsSpeech * speech)
{
  if (speech->is_progress_open)
    tell_progress (speech, GST_PROGRESS_TYPE_COMPLETE);
}

void
qwentts_speech_tell_end_of_wait (QwenttsSpeech * speech, const GError * error)
{
  if (speech->is_progress_open)
    tell_progress (speech, g_error_matches (error, G_IO_ERROR,
            G_IO_ERROR_CANCELLED) ? GST_PROGRESS_TYPE_CANCELED :
        GST_PROGRESS_TYPE_ERROR);
}

/* A disk that is full, or not ours, is told of once, not with each segment; what
 * is lost of a voice always. */
static gboolean
is_told (QwenttsSpeech * speech, QwenttsJob * job, const GError * warning)
{
  gboolean *has_told = warning->code == QWENTTS_STORE_ERROR_CORRUPT
      ? &speech->has_told_of_damage : &speech->has_told_of_loss;

  if (warning->domain != QWENTTS_STORE_ERROR
      || qwentts_job_get_settings (job) == NULL)
    return TRUE;
  if (*has_told) {
    GST_INFO ("%s", warning->message);
    return FALSE;
  }
  *has_told = TRUE;
  return TRUE;
}

/* Only those that were seen: a later one may be about a voice that was not. */
void
qwentts_speech_tell_warnings (QwenttsSpeech * speech, QwenttsJob * job,
    guint count)
{
  for (; count > 0; count--) {
    g_autoptr (GError) warning = qwentts_job_take_warning (job);

    if (speech->funcs->warning && is_told (speech, job, warning))
      speech->funcs->warning (warning, speech->user_data);
  }
}

/* Returns: FALSE without an error when all is said and written down */
static gboolean
take_next_job (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  g_autoptr (GError) cause = NULL;

  qwentts_speech_tell_of_keeping (speech);
  /* Nobody waits for more before what went wrong is told. */
  if (!qwentts_job_queue_is_empty (speech->queue)
      || qwentts_speech_wait_for_keeping (speech, wait, &cause))
    speech->job = qwentts_job_queue_get_current (speech->queue, wait, &cause);
  if (speech->job == NULL && cause == NULL)
    qwentts_speech_wait_for_keeping (speech, wait, &cause);

  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return speech->job != NULL;
}

gboolean
qwentts_speech_ensure_job (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  if (speech->job && !qwentts_job_queue_is_current (speech->queue, speech->job)) {
    /* It was dropped, or others do its work. */
    if (speech->is_progress_open && speech->seen.phase != QWENTTS_JOB_REPLACED)
      tell_progress (speech, GST_PROGRESS_TYPE_CANCELED);
    speech->index += speech->head != NULL;
    qwentts_speech_leave_job (speech);
  }
  return speech->job || take_next_job (speech, wait, error);
}

/* Waits for something new of the job, and tells it. */
static gboolean
watch_job (QwenttsSpeech * speech, QwenttsJob * job, GCancellable * wait,
    GError ** error)
{
  QwenttsJobState before = speech->seen;

  if (!speech->is_progress_open && before.phase < QWENTTS_JOB_ARRIVING
      && (!(speech->works_ahead || speech->is_stored)
          || qwentts_job_is_waited_for (job)))
    tell_progress (speech, GST_PROGRESS_TYPE_START);
  if (!qwentts_job_wait_for_change (job, &speech->seen, wait, error))
    return FALSE;

  if (speech->seen.phase < QWENTTS_JOB_ARRIVING
      && speech->seen.percent != before.percent)
    tell_progress (speech, GST_PROGRESS_TYPE_CONTINUE);
  if (speech->seen.has_voice && !before.has_voice && speech->funcs->voice)
    speech->funcs->voice (qwentts_job_get_voice (job), speech->user_data);
  qwentts_speech_tell_warnings (speech, job,
      speech->seen.n_warnings - before.n_warnings);
  return TRUE;
}

gboolean
qwentts_speech_wait_for_audio (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  QwenttsJob *job = speech->job;

  while (speech->seen.phase < QWENTTS_JOB_ARRIVING)
    if (!watch_job (speech, job, wait, error))
      return FALSE;

  /* Of a file that broke off what is whole is played first. */
  if (speech->seen.phase == QWENTTS_JOB_FAILED && !speech->seen.has_audio) {
    g_propagate_error (error, qwentts_job_get_error (job));
    return FALSE;
  }
  return TRUE;
}

gboolean
qwentts_speech_wait_for_end_of_job (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error)
{
  QwenttsJob *job = speech->job;

  /* What was kept before is looked at once it was read to its end. */
  if (job == NULL || speech->head == NULL || !qwentts_job_is_kept (job)
      || qwentts_job_is_unchecked (job)
      || !qwentts_speech_is_at_end_of_job (speech))
    return TRUE;

  while (speech->seen.phase < QWENTTS_JOB_DONE)
    if (!watch_job (speech, job, wait, error))
      return FALSE;
  return TRUE;
}

/* Returns: FALSE with the error that there is, too */
static gboolean
watch_until_voice (QwenttsSpeech * speech, gboolean until_kept,
    GCancellable * wait, GError ** error)
{
  QwenttsJob *job = speech->job;

  while (!speech->seen.has_voice && speech->seen.phase < QWENTTS_JOB_DONE)
    if (!watch_job (speech, job, wait, error))
      return FALSE;
  while (until_kept && qwentts_job_is_kept (job)
      && speech->seen.phase < QWENTTS_JOB_DONE)
    if (!watch_job (speech, job, wait, error))
      return FALSE;
  if (speech->seen.has_voice)
    return TRUE;

  g_propagate_error (error, qwentts_job_get_error (job));
  return FALSE;
}

gboolean
qwentts_speech_await_voice (QwenttsSpeech * speech, gboolean until_kept,
    GCancellable * wait, GError ** error)
{
  g_autoptr (GError) cause = NULL;

  if (!qwentts_speech_ensure_started (speech, error)
      || !qwentts_speech_ensure_job (speech, wait, error))
    return FALSE;

  if (!watch_until_voice (speech, until_kept, wait, &cause)) {
    qwentts_speech_tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  qwentts_speech_tell_complete (speech);
  return TRUE;
}
