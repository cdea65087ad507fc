/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "decode-progress.h"

#include "stream-error.h"

/* An element posts its error before what it had decoded has come through, and
 * then sends EOS. This is for those that do not: after so much silence there
 * will be nothing more. */
#define SILENCE_AFTER_ERROR_US (500 * G_TIME_SPAN_MILLISECOND)
/* The same for elements that, at the end of a file, neither found a stream in
 * it nor say so, or do not say that the one they found has ended. */
#define SILENCE_AFTER_FILE_US (5 * G_TIME_SPAN_SECOND)

void
qwentts_decode_progress_init (QwenttsDecodeProgress * progress,
    gboolean has_mark)
{
  progress->has_mark = has_mark;
  progress->woken_us = g_get_monotonic_time ();
  g_mutex_init (&progress->lock);
  g_cond_init (&progress->cond);
}

void
qwentts_decode_progress_clear (QwenttsDecodeProgress * progress)
{
  g_clear_error (&progress->input_failure);
  g_clear_error (&progress->failure);
  gst_clear_caps (&progress->missing_caps);
  g_cond_clear (&progress->cond);
  g_mutex_clear (&progress->lock);
}

static void
wake_and_unlock (QwenttsDecodeProgress * progress)
{
  progress->wakeups++;
  progress->woken_us = g_get_monotonic_time ();
  g_cond_broadcast (&progress->cond);
  g_mutex_unlock (&progress->lock);
}

void
qwentts_decode_progress_wake (QwenttsDecodeProgress * progress)
{
  g_mutex_lock (&progress->lock);
  wake_and_unlock (progress);
}

void
qwentts_decode_progress_note_pull (QwenttsDecodeProgress * progress)
{
  g_mutex_lock (&progress->lock);
  progress->woken_us = g_get_monotonic_time ();
  g_mutex_unlock (&progress->lock);
}

void
qwentts_decode_progress_set_fed (QwenttsDecodeProgress * progress,
    GError * failure)
{
  g_mutex_lock (&progress->lock);
  progress->is_fed = TRUE;
  if (failure && !progress->input_failure)
    progress->input_failure = g_steal_pointer (&failure);
  wake_and_unlock (progress);

  g_clear_error (&failure);
}

void
qwentts_decode_progress_set_has_audio (QwenttsDecodeProgress * progress)
{
  g_mutex_lock (&progress->lock);
  progress->has_audio = TRUE;
  wake_and_unlock (progress);
}

/* The first bytes of a file that was cut are easily taken for a video: what is
 * found before anything was understood does not count. */
void
qwentts_decode_progress_add_type (QwenttsDecodeProgress * progress,
    gboolean may_hold_audio)
{
  g_mutex_lock (&progress->lock);
  if (may_hold_audio)
    progress->is_understood = TRUE;
  else
    progress->has_other_streams = progress->is_understood;
  g_mutex_unlock (&progress->lock);
}

void
qwentts_decode_progress_set_ended (QwenttsDecodeProgress * progress)
{
  g_mutex_lock (&progress->lock);
  progress->has_ended = TRUE;
  wake_and_unlock (progress);
}

void
qwentts_decode_progress_set_missing (QwenttsDecodeProgress * progress,
    GstCaps * caps)
{
  g_mutex_lock (&progress->lock);
  if (!progress->missing_caps)
    progress->missing_caps = gst_caps_ref (caps);
  g_mutex_unlock (&progress->lock);
}

void
qwentts_decode_progress_take_failure (QwenttsDecodeProgress * progress,
    GError * failure)
{
  g_mutex_lock (&progress->lock);
  if (!progress->failure)
    progress->failure = g_steal_pointer (&failure);
  wake_and_unlock (progress);

  g_clear_error (&failure);
}

void
qwentts_decode_progress_take_message (QwenttsDecodeProgress * progress,
    GstMessage * message)
{
  QwenttsDecodeLook seen = qwentts_decode_progress_look (progress);

  qwentts_decode_progress_take_failure (progress,
      qwentts_stream_error_from_message (message,
          qwentts_decode_progress_get_missing_caps (progress), seen.has_audio
          || progress->has_mark));
}

static void
fail_without_audio_locked (QwenttsDecodeProgress * progress)
{
  if (!progress->failure && !progress->has_audio)
    progress->failure = qwentts_stream_error_no_audio (progress->missing_caps,
        progress->has_mark && !progress->has_other_streams);
}

void
qwentts_decode_progress_set_complete (QwenttsDecodeProgress * progress)
{
  g_mutex_lock (&progress->lock);
  fail_without_audio_locked (progress);
  wake_and_unlock (progress);
}

QwenttsDecodeLook
qwentts_decode_progress_look (QwenttsDecodeProgress * progress)
{
  QwenttsDecodeLook seen;

  g_mutex_lock (&progress->lock);
  seen.wakeups = progress->wakeups;
  seen.is_fed = progress->is_fed;
  seen.has_audio = progress->has_audio;
  seen.has_ended = progress->has_ended;
  seen.has_failed = progress->failure != NULL;
  g_mutex_unlock (&progress->lock);

  return seen;
}

/* How much silence means the end, 0 while none does. */
static gint64
longest_silence (const QwenttsDecodeLook * seen)
{
  if (seen->has_failed)
    return SILENCE_AFTER_ERROR_US;
  if (seen->is_fed)
    return SILENCE_AFTER_FILE_US;

  return 0;
}

static void
on_cancelled (GCancellable * cancellable, gpointer user_data)
{
  QwenttsDecodeProgress *progress = user_data;

  g_mutex_lock (&progress->lock);
  g_cond_broadcast (&progress->cond);
  g_mutex_unlock (&progress->lock);
}

/* Returns: whether nothing came for so long that nothing will */
static gboolean
wait_for_news_locked (QwenttsDecodeProgress * progress,
    const QwenttsDecodeLook * seen, GCancellable * cancellable)
{
  gint64 silence_us = longest_silence (seen);
  gint64 deadline_us = progress->woken_us + silence_us;
  gboolean is_silent = FALSE;

  while (progress->wakeups == seen->wakeups && !is_silent
      && !g_cancellable_is_cancelled (cancellable)) {
    if (silence_us == 0)
      g_cond_wait (&progress->cond, &progress->lock);
    else
      is_silent = !g_cond_wait_until (&progress->cond, &progress->lock,
          deadline_us);
  }
  return progress->wakeups == seen->wakeups && silence_us > 0
      && g_get_monotonic_time () >= deadline_us;
}

gboolean
qwentts_decode_progress_wait (QwenttsDecodeProgress * progress,
    const QwenttsDecodeLook * seen, GCancellable * cancellable,
    gboolean * is_silent, GError ** error)
{
  gulong handler = 0;
  gboolean has_news;

  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
        progress, NULL);
  g_mutex_lock (&progress->lock);
  *is_silent = wait_for_news_locked (progress, seen, cancellable);
  has_news = *is_silent || progress->wakeups != seen->wakeups;
  g_mutex_unlock (&progress->lock);
  g_cancellable_disconnect (cancellable, handler);

  return has_news || !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* What the input says comes first: the rest follows from it. */
void
qwentts_decode_progress_get_error (QwenttsDecodeProgress * progress,
    GError ** error)
{
  GError *failure = NULL;

  g_mutex_lock (&progress->lock);
  fail_without_audio_locked (progress);
  if (progress->input_failure)
    failure = g_error_copy (progress->input_failure);
  else if (progress->failure)
    failure = g_error_copy (progress->failure);
  g_mutex_unlock (&progress->lock);

  if (failure)
    g_propagate_error (error, failure);
}

GstCaps *
qwentts_decode_progress_get_missing_caps (QwenttsDecodeProgress * progress)
{
  GstCaps *missing_caps;

  g_mutex_lock (&progress->lock);
  missing_caps = progress->missing_caps;
  g_mutex_unlock (&progress->lock);

  return missing_caps;
}
