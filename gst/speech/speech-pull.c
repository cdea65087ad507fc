/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The stream: one segment after the other. */
#include "speech/speech-debug.h"
#include "speech/speech-private.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

/* The next one's turn.
 *
 * @is_broken: it ended with an error */
static void
end_job (QwenttsSpeech * speech, gboolean is_broken, GCancellable * wait)
{
  g_autoptr (QwenttsJob) job = qwentts_job_ref (speech->job);
  gboolean is_kept;

  GST_DEBUG ("segment %u ends at %" GST_TIME_FORMAT, speech->index,
      GST_TIME_ARGS (qwentts_timeline_get_position (&speech->timeline)));
  qwentts_speech_remember (speech, is_broken);
  is_kept = qwentts_speech_watch_keeping (speech);
  qwentts_job_queue_pass (speech->queue, job);
  qwentts_speech_leave_job (speech);
  if (!is_kept)
    qwentts_speech_settle (speech, job, wait);
  speech->index++;
}

static void
note_begin (QwenttsSpeech * speech)
{
  g_mutex_lock (&speech->lock);
  speech->segments++;
  if (!GST_CLOCK_TIME_IS_VALID (speech->time_to_first_audio))
    speech->time_to_first_audio =
        (g_get_monotonic_time () - speech->start_us) * GST_USECOND;
  g_mutex_unlock (&speech->lock);
}

/* Live, it is not known: silence comes between. */
static void
tell_duration (QwenttsSpeech * speech, GstClockTime duration, gboolean is_final)
{
  if (!speech->is_live)
    speech->funcs->duration (duration, is_final, speech->user_data);
}

/* Where the job ends, by what its header says; NONE if it does not. */
static GstClockTime
get_end_of_job (QwenttsSpeech * speech)
{
  GstClockTime duration = qwentts_decoder_get_duration (speech->decoder);

  return GST_CLOCK_TIME_IS_VALID (duration)
      ? qwentts_timeline_get_end (&speech->head->start, duration)
      : GST_CLOCK_TIME_NONE;
}

gboolean
qwentts_speech_is_at_end_of_job (QwenttsSpeech * speech)
{
  GstClockTime end = !qwentts_speech_is_in_history (speech) && speech->decoder
      ? get_end_of_job (speech) : GST_CLOCK_TIME_NONE;

  return GST_CLOCK_TIME_IS_VALID (end)
      && qwentts_speech_get_position (speech) >= end;
}

/* The first samples of a job are there: the wait is over. */
static void
begin_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  GstClockTime end;

  speech->head_start = speech->timeline;
  speech->head = qwentts_passage_new (job, speech->index, &speech->timeline);
  note_begin (speech);
  qwentts_speech_tell_complete (speech);
  end = get_end_of_job (speech);
  if (GST_CLOCK_TIME_IS_VALID (end))
    tell_duration (speech, end, FALSE);
}

/* Where what is being read ends; NONE if it is not known. */
static GstClockTime
get_end (QwenttsSpeech * speech)
{
  if (qwentts_speech_is_in_history (speech))
    return qwentts_history_get (speech->history, speech->place)->end;
  return get_end_of_job (speech);
}

/* A buffer of it is pulled. Who is told a second time paid nothing for that. */
static void
tell_segment (QwenttsSpeech * speech)
{
  QwenttsPassage *passage = qwentts_speech_is_in_history (speech)
      ? qwentts_history_get (speech->history, speech->place) : speech->head;
  GstClockTime end = get_end (speech);
  QwenttsSegmentInfo info = {
    .segment = &passage->segment,
    .index = passage->index,
    .stream_time = qwentts_timeline_get_position (&passage->start),
    .duration = GST_CLOCK_TIME_NONE,
    .task_id = passage->task_id,
    .is_cached = passage->is_cached || passage->is_told,
    .credits = passage->is_told ? 0 : passage->credits,
  };

  if (GST_CLOCK_TIME_IS_VALID (end))
    info.duration = end - info.stream_time;
  speech->is_told = TRUE;
  passage->is_told = TRUE;
  speech->funcs->segment (&info, speech->user_data);
}

/* Returns: NULL without an error at the end of the job, or where its samples are
 *   passed over */
static GstBuffer *
read_job (QwenttsSpeech * speech, gboolean * is_over, GCancellable * wait,
    GError ** error)
{
  QwenttsJob *job = speech->job;
  GstBuffer *buffer;

  *is_over = TRUE;
  if (!qwentts_speech_wait_for_audio (speech, wait, error)
      || !speech->seen.has_audio)
    return NULL;
  if (speech->clip == NULL)
    qwentts_speech_enter_clip (speech, qwentts_job_get_clip (job),
        qwentts_job_get_pcm_caps (job));
  if (speech->head)
    qwentts_job_note_use (job);
  buffer = qwentts_speech_read (speech, wait, error);
  if (buffer == NULL)
    return NULL;

  *is_over = FALSE;
  if (speech->head == NULL)
    begin_job (speech, job);
  return qwentts_speech_stamp (speech, buffer);
}

/* Whether the stream goes on after a failure. */
static gboolean
survives (QwenttsSpeech * speech, const GError * error, GCancellable * wait)
{
  gboolean is_in_history = qwentts_speech_is_in_history (speech);

  /* What was dropped fails so. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return !g_cancellable_is_cancelled (wait);
  if (!is_in_history
      && !qwentts_job_queue_is_current (speech->queue, speech->job))
    return TRUE;

  qwentts_speech_tell_end_of_wait (speech, error);
  if (speech->funcs->skip == NULL
      || !speech->funcs->skip (error, speech->user_data)) {
    /* Nobody would hear it. */
    if (!is_in_history)
      qwentts_job_queue_halt (speech->queue, speech->job);
    return FALSE;
  }
  if (is_in_history)
    qwentts_speech_leave_passage (speech);
  else
    end_job (speech, TRUE, wait);
  return TRUE;
}

/* Returns: NULL without an error where there are no samples that are wanted; the
 *   next ones may be somewhere else
 *
 * @is_over: (out): whether all is said */
static GstBuffer *
read_some (QwenttsSpeech * speech, gboolean * is_over, GCancellable * wait,
    GError ** error)
{
  gboolean is_job_over = FALSE;
  GstBuffer *buffer;

  qwentts_speech_check_history (speech);
  if (qwentts_speech_is_in_history (speech))
    return qwentts_speech_read_again (speech, wait, error);
  if (!qwentts_speech_ensure_job (speech, wait, error)) {
    *is_over = *error == NULL;
    return NULL;
  }

  buffer = read_job (speech, &is_job_over, wait, error);
  if (is_job_over && *error == NULL
      && speech->seen.phase != QWENTTS_JOB_REPLACED) {
    qwentts_speech_tell_complete (speech);
    end_job (speech, FALSE, wait);
  }
  return buffer;
}

/* What is passed over is there without a wait that could be ended. */
static gboolean
is_ended (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  return !speech->is_live && g_cancellable_set_error_if_cancelled (wait, error);
}

GstBuffer *
qwentts_speech_next_buffer (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  gboolean is_over = FALSE;

  while (!is_over && !qwentts_speech_is_at_stop (speech)) {
    g_autoptr (GError) cause = NULL;
    GstBuffer *buffer = is_ended (speech, wait, &cause) ? NULL
        : read_some (speech, &is_over, wait, &cause);

    if (buffer && !speech->is_told)
      tell_segment (speech);
    if (buffer)
      return buffer;
    if (cause && !survives (speech, cause, wait)) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  }
  if (is_over) {
    tell_duration (speech, qwentts_speech_get_position (speech), TRUE);
  } else if (!speech->is_live) {
    /* What is paid for is not thrown away by whoever stops here. */
    if (qwentts_speech_wait_for_end_of_job (speech, wait, error))
      qwentts_speech_wait_for_keeping (speech, wait, error);
  }
  return NULL;
}

/* The first buffer of what is kept waits for no other thread. */
static gboolean
begin (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  if (!speech->has_started && !speech->has_looked) {
    speech->has_looked = TRUE;
    speech->is_stored = qwentts_job_queue_use_stored (speech->queue, wait);
    if (speech->is_stored)
      return TRUE;
  }
  return qwentts_speech_ensure_started (speech, error);
}

GstBuffer *
qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer;

  if (!begin (speech, wait, error))
    return NULL;

  buffer = qwentts_speech_next_buffer (speech, wait, &cause);
  if (cause) {
    qwentts_speech_tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
  }
  return buffer;
}

void
qwentts_speech_end_wait (QwenttsSpeech * speech)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR,
      G_IO_ERROR_CANCELLED, "The stream no longer waits");

  qwentts_speech_tell_end_of_wait (speech, cancelled);
}

GstClockTime
qwentts_speech_get_position (QwenttsSpeech * speech)
{
  return qwentts_timeline_get_position (&speech->timeline);
}

void
qwentts_speech_move_to (QwenttsSpeech * speech, GstClockTime position)
{
  qwentts_timeline_move_to (&speech->timeline, position);
}
