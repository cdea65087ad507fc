/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Other places of the stream than the one behind what was read.
 *
 *   history  [0][1][2] … [n-1]   job   jobs ahead
 *                 ▲ place         ▲ place n
 *
 * What was read is read again from the history. What was not is read, and passed
 * over. */
#include "speech/speech-debug.h"
#include "speech/speech-private.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

void
qwentts_speech_set_seekable (QwenttsSpeech * speech)
{
  speech->history = qwentts_history_new ();
  speech->length = qwentts_length_new ();
  qwentts_job_queue_set_tape (speech->queue,
      qwentts_history_get_tape (speech->history));
}

gboolean
qwentts_speech_is_in_history (QwenttsSpeech * speech)
{
  return speech->history
      && speech->place < qwentts_history_get_length (speech->history);
}

/* Goes to the start of a passage, or of the job. */
static void
enter_place (QwenttsSpeech * speech, guint place)
{
  GstClockTime before = qwentts_speech_get_position (speech);

  qwentts_speech_leave_clip (speech);
  if (qwentts_speech_is_in_history (speech))
    qwentts_history_close (speech->history, speech->place);
  speech->place = place;
  speech->timeline = qwentts_speech_is_in_history (speech)
      ? qwentts_history_get (speech->history, place)->start
      : speech->head_start;
  speech->has_gap |= qwentts_speech_get_position (speech) != before;
  if (!qwentts_speech_is_in_history (speech) && speech->head)
    qwentts_clip_rewind (qwentts_job_get_clip (speech->job));
}

/* The history. */

static void
forget_history (QwenttsSpeech * speech)
{
  qwentts_job_queue_set_tape (speech->queue, NULL);
  g_clear_pointer (&speech->history, qwentts_history_free);
  speech->place = 0;
}

/* The stream goes on here with what comes next. */
static void
cut_history (QwenttsSpeech * speech)
{
  speech->head_start = speech->timeline;
  qwentts_history_truncate (speech->history, speech->place);
  qwentts_speech_leave_clip (speech);
}

void
qwentts_speech_check_history (QwenttsSpeech * speech)
{
  gint n_interrupts = g_atomic_int_get (&speech->n_interrupts);
  gboolean is_interrupted = n_interrupts != speech->n_interrupts_seen;

  speech->n_interrupts_seen = n_interrupts;
  if (is_interrupted && qwentts_speech_is_in_history (speech))
    cut_history (speech);
  if (speech->history && g_atomic_int_get (&speech->is_endless)
      && !qwentts_speech_is_in_history (speech))
    forget_history (speech);
}

void
qwentts_speech_settle (QwenttsSpeech * speech, QwenttsJob * job,
    GCancellable * wait)
{
  if (speech->history)
    qwentts_history_settle (speech->history, job, wait);
}

void
qwentts_speech_remember (QwenttsSpeech * speech, gboolean is_broken)
{
  if (speech->history == NULL || speech->head == NULL)
    return;

  speech->head->is_broken = is_broken;
  speech->head->end = qwentts_speech_get_position (speech);
  qwentts_history_add (speech->history, g_steal_pointer (&speech->head));
  speech->place = qwentts_history_get_length (speech->history);
}

void
qwentts_speech_leave_passage (QwenttsSpeech * speech)
{
  enter_place (speech, speech->place + 1);
}

/* What was told of a segment that broke off is not told again. */
static GstBuffer *
read_passage (QwenttsSpeech * speech, QwenttsPassage * passage,
    GCancellable * wait, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer = qwentts_speech_read (speech, wait, &cause);

  if (buffer)
    return buffer;
  if (cause && (!passage->is_broken
          || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    qwentts_speech_leave_passage (speech);
  return NULL;
}

GstBuffer *
qwentts_speech_read_again (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  QwenttsPassage *passage = qwentts_history_get (speech->history,
      speech->place);
  GstBuffer *buffer;

  if (speech->clip == NULL) {
    g_autoptr (QwenttsClip) clip = qwentts_history_open (speech->history,
        speech->place, error);

    if (clip == NULL)
      return NULL;
    qwentts_speech_enter_clip (speech, clip, passage->pcm_caps);
  }
  buffer = read_passage (speech, passage, wait, error);
  return buffer ? qwentts_speech_stamp (speech, buffer) : NULL;
}

/* The place itself. */

static guint
find_place (QwenttsSpeech * speech, GstClockTime position)
{
  guint length = qwentts_history_get_length (speech->history);

  if (length == 0
      || position >= qwentts_timeline_get_position (&speech->head_start))
    return length;
  return qwentts_history_find (speech->history, position);
}

gboolean
qwentts_speech_seek (QwenttsSpeech * speech, GstClockTime position,
    GstClockTime stop)
{
  GstClockTime current = qwentts_speech_get_position (speech);
  guint place;

  qwentts_speech_check_history (speech);
  if (speech->history == NULL)
    return position == current && !GST_CLOCK_TIME_IS_VALID (stop);

  GST_DEBUG ("from %" GST_TIME_FORMAT " to %" GST_TIME_FORMAT,
      GST_TIME_ARGS (current), GST_TIME_ARGS (position));
  place = find_place (speech, position);
  if (place != speech->place || position < current || speech->is_torn)
    enter_place (speech, place);
  /* Its segment is told again. */
  speech->is_told = FALSE;
  speech->from = position;
  speech->stop = stop;
  return TRUE;
}
