/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts become one ordered stream of samples.
 *
 *   texts ─▶ job queue ─▶ clip ─▶ decoder ─▶ time stamps ─▶ qwentts_speech_pull ()
 *
 * One thread pulls; texts may come from any. */
#pragma once

#include <gst/gst.h>

#include "speech/job-queue.h"

G_BEGIN_DECLS

typedef struct _QwenttsSpeech QwenttsSpeech;

/* The segment whose audio begins with the buffer that was pulled. */
typedef struct
{
  const QwenttsSegment *segment;
  guint index;                  /* in the stream */
  GstClockTime stream_time;
  GstClockTime duration;        /* NONE while it is not known */
  gboolean is_cached;
  gdouble credits;
  const gchar *task_id;
} QwenttsSegmentInfo;

/* What the stream is waiting for. */
typedef struct
{
  GstProgressType type;         /* any */
  guint percent;
} QwenttsSpeechProgress;

/* Called by the thread that pulls, without a lock. */
typedef struct
{
  void (*progress) (const QwenttsSpeechProgress * progress, gpointer user_data);
  void (*segment) (const QwenttsSegmentInfo * info, gpointer user_data);
  /* How far the stream goes, as far as it is known, has become known or changed.
   *
   * @is_final: nothing comes behind that any more */
  void (*duration) (GstClockTime duration, gboolean is_final,
      gpointer user_data);
  /* A voice that was made; nullable, as the next. */
  void (*voice) (const QwenttsVoice * voice, gpointer user_data);
  /* Something is lost, but the stream goes on. */
  void (*warning) (const GError * warning, gpointer user_data);
  /* A job has failed. Returns: whether the stream goes on with the next;
   * nullable: it does not */
    gboolean (*skip) (const GError * error, gpointer user_data);
} QwenttsSpeechFuncs;

/* What a speech has done so far. */
typedef struct
{
  QwenttsCounters counters;
  QwenttsJobCost cost;          /* of all jobs */
  guint64 cache_hits;           /* jobs that asked for nothing */
  guint64 segments;             /* whose audio has begun */
  gint64 start_us;              /* monotonic: when it was made */
  GstClockTime time_to_first_audio;     /* from then; NONE: none yet */
} QwenttsSpeechStats;

/* @window: jobs under way or ready, at most: the one being read, and those ahead
 * @funcs: must stay */
QwenttsSpeech *qwentts_speech_new (QwenttsClient * client, guint window,
    const QwenttsSpeechFuncs * funcs, gpointer user_data);

/* Before the first pull: the stream is live, and it is _pull_live () that is
 * called. Buffers are at most 20 ms. No duration is told. */
void qwentts_speech_set_live (QwenttsSpeech * speech);

/* Before the first pull, and not live: what was pulled can be pulled again, from
 * the store, or from a file that is gone with the speech. */
void qwentts_speech_set_seekable (QwenttsSpeech * speech);

/* Before the first pull; nothing is spent until then, or until _begin ().
 *
 * @job: (transfer full): comes after those that were added before */
void qwentts_speech_add_job (QwenttsSpeech * speech, QwenttsJob * job);

/* From any thread: a text that is said after those before it.
 *
 * @text: UTF-8, not blank
 * @max_length: of a segment, in Unicode characters
 *
 * Returns: FALSE if nothing more is taken: it was closed, or is over */
gboolean qwentts_speech_push_text (QwenttsSpeech * speech, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length);

/* From any thread: whether more texts are waited for when all are said; not at
 * first. A stream that was open is not seekable any more. */
void qwentts_speech_set_open (QwenttsSpeech * speech, gboolean is_open);

/* From any thread: no more texts. */
void qwentts_speech_close (QwenttsSpeech * speech);

/* From any thread: drops what is being said and what is to be said. A buffer that
 * is being pulled may still come. */
void qwentts_speech_interrupt (QwenttsSpeech * speech);

/* Starts the work ahead of the first pull. Not while somebody pulls. What is
 * there by then was never waited for, and no progress of it is told.
 *
 * Returns: FALSE with the error of the system */
gboolean qwentts_speech_begin (QwenttsSpeech * speech, GError ** error);

QwenttsSpeech *qwentts_speech_ref (QwenttsSpeech * speech);

void qwentts_speech_unref (QwenttsSpeech * speech);

/* Abandons what is under way and ends the workers; nobody may be pulling, or
 * pull again. Before the last reference goes. */
void qwentts_speech_stop (QwenttsSpeech * speech);

/* The next samples with time stamps, at most 100 ms of them. Blocks. A segment that
 * is pulled again is told again, as cached.
 *
 * @wait: ends the wait only: jobs go on, and nothing is lost
 *
 * Returns: (transfer full): NULL without an error after the last job, or at the
 *   stop, else NULL with G_IO_ERROR_CANCELLED, a QWENTTS_ERROR, one of the
 *   decoder's or, of what was pulled before, a QWENTTS_STORE_ERROR */
GstBuffer *qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error);

/* While nobody pulls: the next buffer begins with the first frame at @position or
 * behind it, and the last one ends with the last frame before @stop. Frames that
 * were pulled, or passed over, are never paid for again; those between them and
 * @position are waited for. Beyond the end there are none.
 *
 * @stop: NONE: the end
 *
 * Returns: FALSE if it is not seekable, and not there already */
gboolean qwentts_speech_seek (QwenttsSpeech * speech, GstClockTime position,
    GstClockTime stop);

/* Live: the next samples, or silence, flagged GAP, if none have arrived: in the
 * last format, before any audio 16 bit 24 kHz mono. At most 20 ms. Does not wait.
 *
 * Returns: (transfer full): NULL without an error after the last job, else NULL
 *   with an error as of _pull () */
GstBuffer *qwentts_speech_pull_live (QwenttsSpeech * speech, GError ** error);

/* Nobody waits for what is being waited for: its progress ends, if it is told. */
void qwentts_speech_end_wait (QwenttsSpeech * speech);

/* Where the next buffer begins. */
GstClockTime qwentts_speech_get_position (QwenttsSpeech * speech);

/* It begins there instead. */
void qwentts_speech_move_to (QwenttsSpeech * speech, GstClockTime position);

/* Waits until the voice that the current job makes is told, and pulls no audio.
 *
 * @until_kept: until its audio is on disk, too, if it can be had
 * @wait: as for _pull ()
 *
 * Errors: as for _pull () */
gboolean qwentts_speech_await_voice (QwenttsSpeech * speech,
    gboolean until_kept, GCancellable * wait, GError ** error);

/* The format of the buffer that was pulled last.
 *
 * Returns: (transfer none) (nullable) */
GstCaps *qwentts_speech_get_caps (QwenttsSpeech * speech);

/* Which segment an error of pull belongs to.
 *
 * @segment: (out) (transfer none) (nullable): valid until the next pull
 * @task_id: (out) (transfer full) (nullable)
 * @missing_caps: (out) (transfer full) (nullable): no decoder for these */
void qwentts_speech_describe_failure (QwenttsSpeech * speech, guint * index,
    const QwenttsSegment ** segment, gchar ** task_id, GstCaps ** missing_caps);

/* From any thread: how long all texts are together, if it is seekable, all segments
 * are in the store, and none was dropped.
 *
 * Returns: NONE: it is not known (yet) */
GstClockTime qwentts_speech_get_length (QwenttsSpeech * speech);

/* From any thread. */
void qwentts_speech_get_stats (QwenttsSpeech * speech,
    QwenttsSpeechStats * stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsSpeech, qwentts_speech_unref);

G_END_DECLS
