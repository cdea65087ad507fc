/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/speech.h"

#include <gst/audio/audio.h>

#include "speech/clip-input.h"
#include "speech/speech-debug.h"
#include "speech/timeline.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

/* Buffers are at most so long: 1/10 s. */
#define BUFFERS_PER_SECOND 10
/* Until the rate of a segment is known: no voice has less than 4 kHz. */
#define FIRST_BUFFER_FRAMES 400

struct _QwenttsSpeech
{
  /* Never changed. */
  QwenttsClient *client;
  QwenttsJobQueue *queue;
  const QwenttsSpeechFuncs *funcs;
  gpointer user_data;
  gint64 start_us;

  /* The thread that pulls; one before the first pull, and the one that stops. */
  gboolean has_started;
  gboolean works_ahead;         /* began before anybody waited */
  QwenttsJob *job;              /* being read; NULL: none */
  QwenttsDecoder *decoder;      /* of the job; NULL: waits for it */
  QwenttsJobState seen;         /* of the job */
  guint index;                  /* of the job in the stream */
  gboolean is_progress_open;
  gboolean has_begun;           /* a buffer of the job was pulled */
  GstCaps *caps;
  guint frame_size;             /* bytes, in these caps */
  QwenttsTimeline timeline;

  GMutex lock;
  /* Protected by lock. */
  guint n_texts;
  guint64 segments;
  GstClockTime time_to_first_audio;
};

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
qwentts_speech_add_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  qwentts_job_queue_push_job (speech->queue, job);
}

gboolean
qwentts_speech_push_text (QwenttsSpeech * speech, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length)
{
  guint index;

  g_mutex_lock (&speech->lock);
  index = speech->n_texts++;
  g_mutex_unlock (&speech->lock);

  return qwentts_job_queue_push_script (speech->queue,
      qwentts_script_new (text, index, settings, max_length));
}

void
qwentts_speech_set_open (QwenttsSpeech * speech, gboolean is_open)
{
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
  qwentts_job_queue_drop (speech->queue);
}

/* Returns: FALSE with the error of the system */
static gboolean
ensure_started (QwenttsSpeech * speech, GError ** error)
{
  speech->has_started = speech->has_started
      || qwentts_job_queue_start (speech->queue, error);
  return speech->has_started;
}

gboolean
qwentts_speech_begin (QwenttsSpeech * speech, GError ** error)
{
  speech->works_ahead = TRUE;
  return ensure_started (speech, error);
}

static void
leave_job (QwenttsSpeech * speech)
{
  g_clear_pointer (&speech->decoder, qwentts_decoder_free);
  g_clear_pointer (&speech->job, qwentts_job_unref);
  speech->seen = (QwenttsJobState) {
  0};
  speech->has_begun = FALSE;
}

void
qwentts_speech_stop (QwenttsSpeech * speech)
{
  qwentts_job_queue_stop (speech->queue);
  leave_job (speech);
}

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

/* The wait of the stream ended before the audio was there. */
static void
tell_end_of_wait (QwenttsSpeech * speech, const GError * error)
{
  if (speech->is_progress_open)
    tell_progress (speech, g_error_matches (error, G_IO_ERROR,
            G_IO_ERROR_CANCELLED) ? GST_PROGRESS_TYPE_CANCELED :
        GST_PROGRESS_TYPE_ERROR);
}

/* Only those that were seen: a later one may be about a voice that was not. */
static void
tell_warnings (QwenttsSpeech * speech, QwenttsJob * job, guint count)
{
  for (; count > 0; count--) {
    g_autoptr (GError) warning = qwentts_job_take_warning (job);

    if (speech->funcs->warning)
      speech->funcs->warning (warning, speech->user_data);
  }
}

/* Waits for something new of the job, and tells it. */
static gboolean
watch_job (QwenttsSpeech * speech, QwenttsJob * job, GCancellable * wait,
    GError ** error)
{
  QwenttsJobState before = speech->seen;

  if (!speech->is_progress_open && before.phase < QWENTTS_JOB_ARRIVING
      && (!speech->works_ahead || qwentts_job_is_waited_for (job)))
    tell_progress (speech, GST_PROGRESS_TYPE_START);
  if (!qwentts_job_wait_for_change (job, &speech->seen, wait, error))
    return FALSE;

  if (speech->seen.phase < QWENTTS_JOB_ARRIVING
      && speech->seen.percent != before.percent)
    tell_progress (speech, GST_PROGRESS_TYPE_CONTINUE);
  if (speech->seen.has_voice && !before.has_voice && speech->funcs->voice)
    speech->funcs->voice (qwentts_job_get_voice (job), speech->user_data);
  tell_warnings (speech, job, speech->seen.n_warnings - before.n_warnings);
  return TRUE;
}

/* Waits until the audio of the job can be read. */
static gboolean
wait_for_audio (QwenttsSpeech * speech, QwenttsJob * job, GCancellable * wait,
    GError ** error)
{
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

/* All has been read. What is paid for is not thrown away by stopping in the
 * moment in which it is written down. */
static gboolean
wait_until_kept (QwenttsSpeech * speech, QwenttsJob * job, GCancellable * wait,
    GError ** error)
{
  while (qwentts_job_is_kept (job) && speech->seen.phase < QWENTTS_JOB_DONE)
    if (!watch_job (speech, job, wait, error))
      return FALSE;
  return TRUE;
}

/* The next one's turn. */
static void
end_job (QwenttsSpeech * speech)
{
  GST_DEBUG ("segment %u ends at %" GST_TIME_FORMAT, speech->index,
      GST_TIME_ARGS (qwentts_timeline_get_position (&speech->timeline)));
  qwentts_job_queue_pass (speech->queue, speech->job);
  leave_job (speech);
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

/* The first samples of a job are there: the wait is over. */
static void
begin_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  g_autofree gchar *task_id = qwentts_job_get_task_id (job);
  QwenttsSegmentInfo info = {
    .segment = qwentts_job_get_segment (job),
    .index = speech->index,
    .stream_time = qwentts_timeline_get_position (&speech->timeline),
    .duration = qwentts_decoder_get_duration (speech->decoder),
    .task_id = task_id,
  };
  QwenttsJobCost cost;

  qwentts_job_get_cost (job, &cost);
  info.is_cached = cost.is_cached;
  info.credits = cost.credits;

  speech->has_begun = TRUE;
  note_begin (speech);
  if (speech->is_progress_open)
    tell_progress (speech, GST_PROGRESS_TYPE_COMPLETE);
  if (GST_CLOCK_TIME_IS_VALID (info.duration))
    speech->funcs->duration (info.stream_time + info.duration,
        speech->user_data);
  speech->funcs->segment (&info, speech->user_data);
}

static guint
get_max_frames (QwenttsSpeech * speech)
{
  return speech->has_begun ? MAX (speech->timeline.rate /
      BUFFERS_PER_SECOND, 1) : FIRST_BUFFER_FRAMES;
}

static void
set_caps (QwenttsSpeech * speech, GstCaps * caps)
{
  GstAudioInfo info;

  if (speech->caps == caps)
    return;

  gst_caps_replace (&speech->caps, caps);
  gst_audio_info_from_caps (&info, caps);
  speech->frame_size = info.bpf;
  qwentts_timeline_set_rate (&speech->timeline, info.rate);
}

static GstBuffer *
finish_buffer (QwenttsSpeech * speech, QwenttsJob * job, GstBuffer * buffer)
{
  set_caps (speech, qwentts_decoder_get_caps (speech->decoder));
  if (!speech->has_begun)
    begin_job (speech, job);
  qwentts_timeline_stamp (&speech->timeline, buffer,
      gst_buffer_get_size (buffer) / speech->frame_size);
  return buffer;
}

/* Makes sure that there is a job to be read.
 *
 * Returns: FALSE without an error when all is said */
static gboolean
ensure_job (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  if (speech->job && !qwentts_job_queue_is_current (speech->queue, speech->job)) {
    /* It was dropped, or others do its work. */
    if (speech->is_progress_open && speech->seen.phase != QWENTTS_JOB_REPLACED)
      tell_progress (speech, GST_PROGRESS_TYPE_CANCELED);
    speech->index += speech->has_begun;
    leave_job (speech);
  }
  if (speech->job == NULL)
    speech->job = qwentts_job_queue_get_current (speech->queue, wait, error);
  return speech->job != NULL;
}

/* Returns: NULL without an error at the end of the job */
static GstBuffer *
read_job (QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  QwenttsJob *job = speech->job;
  GError *cause = NULL;
  GstBuffer *buffer = NULL;

  if (!wait_for_audio (speech, job, wait, error))
    return NULL;
  if (speech->seen.has_audio) {
    if (speech->decoder == NULL)
      speech->decoder = qwentts_decoder_new (&qwentts_clip_input,
          qwentts_job_get_clip (job), qwentts_job_get_pcm_caps (job));
    buffer = qwentts_decoder_read (speech->decoder, get_max_frames (speech),
        wait, &cause);
  }
  if (buffer)
    return finish_buffer (speech, job, buffer);
  if (cause)
    g_propagate_error (error, cause);
  else
    wait_until_kept (speech, job, wait, error);
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

  tell_end_of_wait (speech, error);
  if (speech->funcs->skip == NULL
      || !speech->funcs->skip (error, speech->user_data))
    return FALSE;
  end_job (speech);
  return TRUE;
}

GstBuffer *
qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  g_autoptr (GError) cause = NULL;

  if (!ensure_started (speech, error))
    return NULL;

  while (ensure_job (speech, wait, &cause)) {
    GstBuffer *buffer = read_job (speech, wait, &cause);

    if (buffer)
      return buffer;
    if (cause && !survives (speech, cause, wait))
      break;
    if (cause == NULL && speech->seen.phase != QWENTTS_JOB_REPLACED) {
      if (speech->is_progress_open)
        tell_progress (speech, GST_PROGRESS_TYPE_COMPLETE);
      end_job (speech);
    }
    g_clear_error (&cause);
  }

  if (cause) {
    tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }
  speech->funcs->duration (qwentts_timeline_get_position (&speech->timeline),
      speech->user_data);
  return NULL;
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
  if (until_kept && !wait_until_kept (speech, job, wait, error))
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

  if (!ensure_started (speech, error)
      || !ensure_job (speech, wait, error))
    return FALSE;

  if (!watch_until_voice (speech, until_kept, wait, &cause)) {
    tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (speech->is_progress_open)
    tell_progress (speech, GST_PROGRESS_TYPE_COMPLETE);
  return TRUE;
}

GstCaps *
qwentts_speech_get_caps (QwenttsSpeech * speech)
{
  return speech->caps;
}

void
qwentts_speech_describe_failure (QwenttsSpeech * speech, guint * index,
    gchar ** task_id, GstCaps ** missing_caps)
{
  GstCaps *caps = speech->decoder
      ? qwentts_decoder_get_missing_caps (speech->decoder) : NULL;

  *index = speech->index;
  *task_id = speech->job ? qwentts_job_get_task_id (speech->job) : NULL;
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
