/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The samples, with time stamps. */
#include "speech/clip-input.h"
#include "speech/speech-debug.h"
#include "speech/speech-private.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

/* Buffers are at most so long: 1/10 s, live 1/50 s. */
#define BUFFERS_PER_SECOND 10
#define LIVE_BUFFERS_PER_SECOND 50
/* Until the rate of a segment is known: no voice has less. */
#define MIN_RATE 4000

/* Of silence before any audio. */
#define SILENCE_FORMAT GST_AUDIO_FORMAT_S16
#define SILENCE_RATE 24000
#define SILENCE_CHANNELS 1

/* The next one's turn. */
static void
end_job (QwenttsSpeech * speech)
{
  GST_DEBUG ("segment %u ends at %" GST_TIME_FORMAT, speech->index,
      GST_TIME_ARGS (qwentts_timeline_get_position (&speech->timeline)));
  qwentts_speech_watch_keeping (speech);
  qwentts_job_queue_pass (speech->queue, speech->job);
  qwentts_speech_leave_job (speech);
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
tell_duration (QwenttsSpeech * speech, GstClockTime duration)
{
  if (!speech->is_live)
    speech->funcs->duration (duration, speech->user_data);
}

/* The first samples of a job are there: the wait is over. */
static void
begin_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  g_autofree gchar *task_id = qwentts_job_get_task_id (job);
  QwenttsSegmentInfo info = {
    .segment = qwentts_job_get_segment (job),
    .index = speech->index,
    .stream_time = qwentts_timeline_get_position (&speech->timeline),
    .duration = GST_CLOCK_TIME_NONE,
    .task_id = task_id,
  };
  GstClockTime duration = qwentts_decoder_get_duration (speech->decoder);
  GstClockTime end = GST_CLOCK_TIME_NONE;
  QwenttsJobCost cost;

  if (GST_CLOCK_TIME_IS_VALID (duration)) {
    end = qwentts_timeline_get_end (&speech->timeline, duration);
    info.duration = end - info.stream_time;
  }
  qwentts_job_get_cost (job, &cost);
  info.is_cached = cost.is_cached;
  info.credits = cost.credits;

  speech->has_begun = TRUE;
  note_begin (speech);
  qwentts_speech_tell_complete (speech);
  if (GST_CLOCK_TIME_IS_VALID (end))
    tell_duration (speech, end);
  speech->funcs->segment (&info, speech->user_data);
}

/* @rate: Hz */
static guint
get_max_frames (QwenttsSpeech * speech, guint rate)
{
  return MAX (rate / (speech->is_live ? LIVE_BUFFERS_PER_SECOND
          : BUFFERS_PER_SECOND), 1);
}

static void
set_caps (QwenttsSpeech * speech, GstCaps * caps)
{
  if (speech->caps == caps)
    return;

  gst_caps_replace (&speech->caps, caps);
  gst_audio_info_from_caps (&speech->info, caps);
  qwentts_timeline_set_rate (&speech->timeline, speech->info.rate);
}

static GstBuffer *
finish_buffer (QwenttsSpeech * speech, QwenttsJob * job, GstBuffer * buffer)
{
  set_caps (speech, qwentts_decoder_get_caps (speech->decoder));
  if (!speech->has_begun)
    begin_job (speech, job);
  qwentts_timeline_stamp (&speech->timeline, buffer,
      gst_buffer_get_size (buffer) / speech->info.bpf);
  return buffer;
}

/* Returns: NULL without an error at the end of the job */
static GstBuffer *
read_job (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  QwenttsJob *job = speech->job;
  GError *cause = NULL;
  GstBuffer *buffer = NULL;

  if (!qwentts_speech_wait_for_audio (speech, wait, error))
    return NULL;
  if (speech->seen.has_audio) {
    if (speech->decoder == NULL)
      speech->decoder = qwentts_decoder_new (&qwentts_clip_input,
          qwentts_job_get_clip (job), qwentts_job_get_pcm_caps (job));
    buffer = qwentts_decoder_read (speech->decoder, get_max_frames (speech,
            speech->has_begun ? speech->timeline.rate : MIN_RATE), wait,
        &cause);
  }
  if (buffer)
    return finish_buffer (speech, job, buffer);
  if (cause)
    g_propagate_error (error, cause);
  return NULL;
}

/* Whether the stream goes on after a failure. */
static gboolean
survives (QwenttsSpeech * speech, const GError * error, GCancellable * wait)
{
  /* What was dropped fails so. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return !g_cancellable_is_cancelled (wait);
  if (!qwentts_job_queue_is_current (speech->queue, speech->job))
    return TRUE;

  qwentts_speech_tell_end_of_wait (speech, error);
  if (speech->funcs->skip == NULL
      || !speech->funcs->skip (error, speech->user_data)) {
    /* Nobody would hear it. */
    qwentts_job_queue_halt (speech->queue, speech->job);
    return FALSE;
  }
  end_job (speech);
  return TRUE;
}

/* Returns: NULL without an error when all is said */
static GstBuffer *
next_buffer (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  g_autoptr (GError) cause = NULL;

  while (qwentts_speech_ensure_job (speech, wait, &cause)) {
    GstBuffer *buffer = read_job (speech, wait, &cause);

    if (buffer)
      return buffer;
    if (cause && !survives (speech, cause, wait))
      break;
    if (cause == NULL && speech->seen.phase != QWENTTS_JOB_REPLACED) {
      qwentts_speech_tell_complete (speech);
      end_job (speech);
    }
    g_clear_error (&cause);
  }

  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    tell_duration (speech, qwentts_speech_get_position (speech));
  return NULL;
}

GstBuffer *
qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer = NULL;

  if (!qwentts_speech_ensure_started (speech, error))
    return NULL;

  /* What a flush would throw away is not taken. */
  if (!g_cancellable_set_error_if_cancelled (wait, &cause))
    buffer = next_buffer (speech, wait, &cause);
  if (cause) {
    qwentts_speech_tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
  }
  return buffer;
}

/* Live. */

/* The last format stays. */
static void
ensure_caps (QwenttsSpeech * speech)
{
  g_autoptr (GstCaps) caps = NULL;
  GstAudioInfo info;

  if (speech->caps)
    return;

  gst_audio_info_set_format (&info, SILENCE_FORMAT, SILENCE_RATE,
      SILENCE_CHANNELS, NULL);
  caps = gst_audio_info_to_caps (&info);
  set_caps (speech, caps);
}

static GstBuffer *
make_silence (QwenttsSpeech * speech)
{
  GstBuffer *buffer;
  GstMapInfo map;
  guint n_frames;

  ensure_caps (speech);
  n_frames = get_max_frames (speech, speech->info.rate);
  buffer = gst_buffer_new_allocate (NULL,
      (gsize) n_frames * speech->info.bpf, NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  gst_audio_format_info_fill_silence (speech->info.finfo, map.data, map.size);
  gst_buffer_unmap (buffer, &map);

  GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
  qwentts_timeline_stamp (&speech->timeline, buffer, n_frames);
  return buffer;
}

GstBuffer *
qwentts_speech_pull_live (QwenttsSpeech * speech, GError ** error)
{
  g_autoptr (GCancellable) no_wait = g_cancellable_new ();
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer;

  if (!qwentts_speech_ensure_started (speech, error))
    return NULL;

  g_cancellable_cancel (no_wait);
  buffer = next_buffer (speech, no_wait, &cause);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return make_silence (speech);
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
