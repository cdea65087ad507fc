/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/speech-private.h"

QwenttsSpeech *
qwentts_speech_new (QwenttsClient * client, guint window,
    const QwenttsSpeechFuncs * funcs, gpointer user_data)
{
  QwenttsSpeech *speech = g_atomic_rc_box_new0 (QwenttsSpeech);

  speech->client = qwentts_client_ref (client);
  speech->queue = qwentts_job_queue_new (client, window);
  speech->funcs = funcs;
  speech->user_data = user_data;
  speech->start_us = g_get_monotonic_time ();
  g_mutex_init (&speech->lock);
  speech->stop = GST_CLOCK_TIME_NONE;
  speech->time_to_first_audio = GST_CLOCK_TIME_NONE;
  return speech;
}

QwenttsSpeech *
qwentts_speech_ref (QwenttsSpeech * speech)
{
  return g_atomic_rc_box_acquire (speech);
}

static void
clear (gpointer data)
{
  QwenttsSpeech *speech = data;

  gst_clear_caps (&speech->caps);
  /* Where it never began. */
  g_clear_pointer (&speech->history, qwentts_history_free);
  g_clear_pointer (&speech->length, qwentts_length_free);
  qwentts_job_queue_free (speech->queue);
  qwentts_client_unref (speech->client);
  g_mutex_clear (&speech->lock);
}

void
qwentts_speech_unref (QwenttsSpeech * speech)
{
  g_atomic_rc_box_release_full (speech, clear);
}

void
qwentts_speech_set_live (QwenttsSpeech * speech)
{
  speech->is_live = TRUE;
}

void
qwentts_speech_add_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  qwentts_job_queue_push_job (speech->queue, job);
}

gboolean
qwentts_speech_push_text (QwenttsSpeech * speech, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length)
{
  gpointer measured = NULL;
  gboolean is_taken;

  /* Before it may be heard. */
  if (speech->length)
    measured = qwentts_length_add_text (speech->length, text, settings,
        max_length);
  is_taken = qwentts_job_queue_push_script (speech->queue,
      qwentts_script_new (text, settings, max_length));
  if (!is_taken && speech->length)
    qwentts_length_take_back (speech->length, measured);
  return is_taken;
}

void
qwentts_speech_set_open (QwenttsSpeech * speech, gboolean is_open)
{
  if (is_open)
    g_atomic_int_set (&speech->is_endless, TRUE);
  qwentts_job_queue_set_open (speech->queue, is_open);
}

void
qwentts_speech_close (QwenttsSpeech * speech)
{
  qwentts_job_queue_close (speech->queue);
}

void
qwentts_speech_interrupt (QwenttsSpeech * speech)
{
  if (speech->length)
    qwentts_length_give_up (speech->length);
  qwentts_job_queue_drop (speech->queue);
  g_atomic_int_inc (&speech->n_interrupts);
}

gboolean
qwentts_speech_ensure_started (QwenttsSpeech * speech, GError ** error)
{
  speech->has_started = speech->has_started
      || qwentts_job_queue_start (speech->queue, error);
  return speech->has_started;
}

gboolean
qwentts_speech_begin (QwenttsSpeech * speech, GError ** error)
{
  speech->works_ahead = TRUE;
  return qwentts_speech_ensure_started (speech, error);
}

void
qwentts_speech_leave_job (QwenttsSpeech * speech)
{
  /* Of one that was left after its first buffer. */
  if (speech->head)
    qwentts_job_note_use (speech->job);
  qwentts_speech_leave_clip (speech);
  g_clear_pointer (&speech->head, qwentts_passage_free);
  g_clear_pointer (&speech->job, qwentts_job_unref);
  speech->seen = (QwenttsJobState) {
  0};
  speech->head_start = speech->timeline;
  speech->is_stored = FALSE;
}

void
qwentts_speech_stop (QwenttsSpeech * speech)
{
  qwentts_job_queue_stop (speech->queue);
  qwentts_speech_leave_job (speech);
  qwentts_speech_forget_keeping (speech);
  g_clear_pointer (&speech->history, qwentts_history_free);
}

GstCaps *
qwentts_speech_get_caps (QwenttsSpeech * speech)
{
  return speech->caps;
}

void
qwentts_speech_describe_failure (QwenttsSpeech * speech, guint * index,
    const QwenttsSegment ** segment, gchar ** task_id, GstCaps ** missing_caps)
{
  GstCaps *caps = speech->decoder
      ? qwentts_decoder_get_missing_caps (speech->decoder) : NULL;

  if (qwentts_speech_is_in_history (speech)) {
    const QwenttsPassage *passage = qwentts_history_get (speech->history,
        speech->place);

    *index = passage->index;
    *segment = &passage->segment;
    *task_id = g_strdup (passage->task_id);
  } else {
    *index = speech->index;
    *segment = speech->job ? qwentts_job_get_segment (speech->job) : NULL;
    *task_id = speech->job ? qwentts_job_get_task_id (speech->job) : NULL;
  }
  *missing_caps = caps ? gst_caps_ref (caps) : NULL;
}

void
qwentts_speech_get_stats (QwenttsSpeech * speech, QwenttsSpeechStats * stats)
{
  *stats = (QwenttsSpeechStats) {
  .start_us = speech->start_us};
  qwentts_client_get_counters (speech->client, &stats->counters);
  qwentts_job_queue_get_cost (speech->queue, &stats->cost, &stats->cache_hits);

  g_mutex_lock (&speech->lock);
  stats->segments = speech->segments;
  stats->time_to_first_audio = speech->time_to_first_audio;
  g_mutex_unlock (&speech->lock);
}

GstClockTime
qwentts_speech_get_length (QwenttsSpeech * speech)
{
  return speech->length ? qwentts_length_get (speech->length)
      : GST_CLOCK_TIME_NONE;
}
