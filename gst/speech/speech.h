/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A script becomes one ordered stream of samples.
 *
 *            script
 *               │ segments
 *   jobs   [0] [1] [2] …     each run by a worker, at most `window` at once
 *            │                and only so far ahead of the one being read
 *          clip ─▶ decoder ─▶ time stamps ─▶ qwentts_speech_pull ()
 *
 * One thread pulls; the others may be anything. */
#pragma once

#include <gst/gst.h>

#include "speech/job.h"

G_BEGIN_DECLS

typedef struct _QwenttsSpeech QwenttsSpeech;

/* The segment whose audio begins with the buffer that was pulled. */
typedef struct
{
  guint index;
  guint offset;                 /* in the script, Unicode characters */
  guint length;
  GstClockTime stream_time;
  GstClockTime duration;        /* NONE while it is not known */
  gdouble credits;
  const gchar *text;
  const gchar *task_id;
} QwenttsSegmentInfo;

/* What the stream is waiting for. */
typedef struct
{
  GstProgressType type;         /* START, CONTINUE, COMPLETE or ERROR */
  guint percent;
} QwenttsSpeechProgress;

/* Called by the thread that pulls, without a lock. */
typedef struct
{
  void (*progress) (const QwenttsSpeechProgress * progress, gpointer user_data);
  void (*segment) (const QwenttsSegmentInfo * info, gpointer user_data);
  /* The duration of the whole has become known or changed. */
  void (*duration) (GstClockTime duration, gpointer user_data);
} QwenttsSpeechFuncs;

/* What a speech has done so far. */
typedef struct
{
  QwenttsCounters counters;
  QwenttsJobCost cost;          /* of all jobs */
  guint64 characters;           /* submitted, Unicode */
  guint64 segments;             /* whose audio has begun */
  GstClockTime time_to_first_audio;     /* NONE: none yet */
} QwenttsSpeechStats;

/* Nothing is spent before the first pull.
 *
 * @script: not empty
 * @funcs: must stay */
QwenttsSpeech *qwentts_speech_new (const gchar * script,
    QwenttsClient * client, const QwenttsVoiceSettings * settings,
    const QwenttsSpeechFuncs * funcs, gpointer user_data);

QwenttsSpeech *qwentts_speech_ref (QwenttsSpeech * speech);

void qwentts_speech_unref (QwenttsSpeech * speech);

/* Abandons what is under way and ends the workers; nobody may be pulling, or
 * pull again. Before the last reference goes. */
void qwentts_speech_stop (QwenttsSpeech * speech);

/* The next samples with time stamps, at most 100 ms of them. Blocks.
 *
 * @wait: ends the wait only: jobs go on, and nothing is lost
 *
 * Returns: (transfer full): NULL without an error at the end of the script,
 *   else NULL with G_IO_ERROR_CANCELLED, a QWENTTS_ERROR or one of the
 *   decoder's */
GstBuffer *qwentts_speech_pull (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error);

/* The format of the buffer that was pulled last.
 *
 * Returns: (transfer none) (nullable) */
GstCaps *qwentts_speech_get_caps (QwenttsSpeech * speech);

/* Which segment an error of pull belongs to.
 *
 * @task_id: (out) (transfer full) (nullable)
 * @missing_caps: (out) (transfer full) (nullable): no decoder for these */
void qwentts_speech_describe_failure (QwenttsSpeech * speech, guint * index,
    gchar ** task_id, GstCaps ** missing_caps);

/* From any thread. */
void qwentts_speech_get_stats (QwenttsSpeech * speech,
    QwenttsSpeechStats * stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsSpeech, qwentts_speech_unref);

G_END_DECLS
