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
  const QwenttsSpeechFuncs *funcs;
  gpointer user_data;
  gint64 start_us;
  GCancellable *cancellable;    /* of all jobs; cancelled once, by the end */
  guint window;                 /* jobs under way or ready, at most */

  /* Not changed from the first pull on. */
  GPtrArray *jobs;              /* of QwenttsJob, in order */
  gboolean works_ahead;         /* began before anybody waited */

  /* The thread that pulls, and then the one that stops. */
  GPtrArray *workers;           /* of GThread */
  QwenttsDecoder *decoder;      /* of the job being read; NULL: waits for it */
  QwenttsJobState seen;         /* of the same job */
  gboolean is_progress_open;
  gboolean has_begun;           /* a buffer of the job was pulled */
  GstCaps *caps;
  guint frame_size;             /* bytes, in these caps */
  QwenttsTimeline timeline;

  GMutex lock;
  GCond cond;
  /* Protected by lock. `current` changes in the thread that pulls only, which
   * reads it without. */
  guint next_job;               /* that no worker has taken */
  guint current;                /* job being read */
  gboolean is_ending;
  guint64 segments;
  GstClockTime time_to_first_audio;
};

QwenttsSpeech *
qwentts_speech_new (QwenttsClient * client, const QwenttsSpeechFuncs * funcs,
    gpointer user_data)
{
  QwenttsSpeech *speech = g_atomic_rc_box_new0 (QwenttsSpeech);

  speech->client = qwentts_client_ref (client);
  speech->funcs = funcs;
  speech->user_data = user_data;
  speech->start_us = g_get_monotonic_time ();
  speech->cancellable = g_cancellable_new ();
  speech->jobs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) qwentts_job_unref);
  speech->window = 1;
  g_mutex_init (&speech->lock);
  g_cond_init (&speech->cond);
  speech->workers = g_ptr_array_new ();
  speech->time_to_first_audio = GST_CLOCK_TIME_NONE;
  return speech;
}

void
qwentts_speech_add_job (QwenttsSpeech * speech, QwenttsJob * job)
{
  g_ptr_array_add (speech->jobs, job);
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

  g_clear_pointer (&speech->decoder, qwentts_decoder_free);
  gst_clear_caps (&speech->caps);
  g_ptr_array_unref (speech->workers);
  g_ptr_array_unref (speech->jobs);
  g_object_unref (speech->cancellable);
  qwentts_client_unref (speech->client);
  g_mutex_clear (&speech->lock);
  g_cond_clear (&speech->cond);
}

void
qwentts_speech_unref (QwenttsSpeech * speech)
{
  g_atomic_rc_box_release_full (speech, clear);
}

void
qwentts_speech_stop (QwenttsSpeech * speech)
{
  g_mutex_lock (&speech->lock);
  speech->is_ending = TRUE;
  g_cond_broadcast (&speech->cond);
  g_mutex_unlock (&speech->lock);
  g_cancellable_cancel (speech->cancellable);

  for (guint i = 0; i < speech->workers->len; i++)
    g_thread_join (speech->workers->pdata[i]);
  g_ptr_array_set_size (speech->workers, 0);
  g_clear_pointer (&speech->decoder, qwentts_decoder_free);
}

/* Waits for a job that may be started: the first that nobody has taken, if the
 * stream has come near enough to it.
 *
 * Returns: (transfer full): NULL when the worker is to end */
static QwenttsJob *
take_job (QwenttsSpeech * speech)
{
  QwenttsJob *job = NULL;

  g_mutex_lock (&speech->lock);
  while (!speech->is_ending && speech->next_job < speech->jobs->len
      && speech->next_job >= speech->current + speech->window)
    g_cond_wait (&speech->cond, &speech->lock);
  if (!speech->is_ending && speech->next_job < speech->jobs->len)
    job = qwentts_job_ref (speech->jobs->pdata[speech->next_job++]);
  g_mutex_unlock (&speech->lock);
  return job;
}

static gpointer
work (gpointer user_data)
{
  QwenttsSpeech *speech = user_data;
  QwenttsJob *job;

  while ((job = take_job (speech))) {
    qwentts_job_run (job, speech->client, speech->cancellable);
    qwentts_job_unref (job);
  }
  return NULL;
}

/* Returns: FALSE with the error of the system */
static gboolean
ensure_workers (QwenttsSpeech * speech, GError ** error)
{
  guint n_workers = MIN (speech->window, speech->jobs->len);

  while (speech->workers->len < n_workers) {
    GThread *worker = g_thread_try_new ("qwentts-job", work, speech, error);

    if (worker == NULL)
      return FALSE;
    g_ptr_array_add (speech->workers, worker);
  }
  return TRUE;
}

gboolean
qwentts_speech_begin (QwenttsSpeech * speech, GError ** error)
{
  speech->works_ahead = TRUE;
  return ensure_workers (speech, error);
}

static QwenttsJob *
get_current_job (QwenttsSpeech * speech)
{
  return speech->current < speech->jobs->len
      ? speech->jobs->pdata[speech->current] : NULL;
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

static void
end_job (QwenttsSpeech * speech)
{
  g_clear_pointer (&speech->decoder, qwentts_decoder_free);
  speech->seen = (QwenttsJobState) {
  0};
  speech->has_begun = FALSE;

  g_mutex_lock (&speech->lock);
  speech->current++;
  g_cond_broadcast (&speech->cond);
  g_mutex_unlock (&speech->lock);
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
  if (GST_CLOCK_TIME_IS_VALID (info.duration) && speech->jobs->len == 1)
    speech->funcs->duration (info.duration, speech->user_data);
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

GstBuffer *
qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  QwenttsJob *job;

  if (!ensure_workers (speech, error))
    return NULL;

  while ((job = get_current_job (speech))) {
    g_autoptr (GError) cause = NULL;
    GstBuffer *buffer = NULL;

    if (wait_for_audio (speech, job, wait, &cause) && speech->seen.has_audio) {
      if (speech->decoder == NULL)
        speech->decoder = qwentts_decoder_new (&qwentts_clip_input,
            qwentts_job_get_clip (job), qwentts_job_get_pcm_caps (job));
      buffer = qwentts_decoder_read (speech->decoder, get_max_frames (speech),
          wait, &cause);
    }
    if (buffer)
      return finish_buffer (speech, job, buffer);
    if (cause || !wait_until_kept (speech, job, wait, &cause)) {
      tell_end_of_wait (speech, cause);
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    if (speech->is_progress_open)
      tell_progress (speech, GST_PROGRESS_TYPE_COMPLETE);
    GST_DEBUG ("segment %u ends at %" GST_TIME_FORMAT,
        qwentts_job_get_segment (job)->index,
        GST_TIME_ARGS (qwentts_timeline_get_position (&speech->timeline)));
    end_job (speech);
  }

  speech->funcs->duration (qwentts_timeline_get_position (&speech->timeline),
      speech->user_data);
  return NULL;
}

gboolean
qwentts_speech_await_voice (QwenttsSpeech * speech, gboolean until_kept,
    GCancellable * wait, GError ** error)
{
  QwenttsJob *job = get_current_job (speech);
  g_autoptr (GError) cause = NULL;

  if (!ensure_workers (speech, error))
    return FALSE;

  while (!speech->seen.has_voice && speech->seen.phase < QWENTTS_JOB_DONE
      && watch_job (speech, job, wait, &cause))
    continue;
  if (cause == NULL && until_kept)
    wait_until_kept (speech, job, wait, &cause);
  if (cause == NULL && !speech->seen.has_voice)
    cause = qwentts_job_get_error (job);

  if (cause) {
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
  QwenttsJob *job = get_current_job (speech);
  GstCaps *caps = speech->decoder
      ? qwentts_decoder_get_missing_caps (speech->decoder) : NULL;

  *index = job ? qwentts_job_get_segment (job)->index : 0;
  *task_id = job ? qwentts_job_get_task_id (job) : NULL;
  *missing_caps = caps ? gst_caps_ref (caps) : NULL;
}

void
qwentts_speech_get_stats (QwenttsSpeech * speech, QwenttsSpeechStats * stats)
{
  *stats = (QwenttsSpeechStats) {
  0};
  stats->start_us = speech->start_us;
  qwentts_client_get_counters (speech->client, &stats->counters);

  g_mutex_lock (&speech->lock);
  stats->segments = speech->segments;
  stats->time_to_first_audio = speech->time_to_first_audio;
  g_mutex_unlock (&speech->lock);

  for (guint i = 0; i < speech->jobs->len; i++) {
    QwenttsJobCost cost;

    qwentts_job_get_cost (speech->jobs->pdata[i], &cost);
    stats->cache_hits += cost.is_cached;
    stats->cost.credits += cost.credits;
    stats->cost.characters += cost.characters;
    stats->cost.bytes += cost.bytes;
    stats->cost.submit_time += cost.submit_time;
    stats->cost.wait_time += cost.wait_time;
    stats->cost.download_time += cost.download_time;
  }
}
