/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech in which one seeks: each text is a segment with audio that is known, and
 * what is heard is compared frame by frame. */
#pragma once

#include "design.h"
#include "replay-audio.h"
#include "speech/speech.h"

G_BEGIN_DECLS

typedef struct
{
  const ReplayAudio *audio;     /* of the segments, in their order */
  guint n_segments;
  GBytes *file;                 /* each of them is this instead */
  gboolean uses_store;
  guint64 max_size;             /* of the store; 0: no limit */
  const QwenttsSystem *system;  /* of the store; NULL: the real one */
  gboolean skips;               /* segments that fail */
  gint retries;
} ReplayOptions;

/* A segment as it was told. */
typedef struct
{
  guint index;
  GstClockTime stream_time;
  GstClockTime duration;
  gboolean is_cached;
  gdouble credits;
  gchar *task_id;
} ReplaySegment;

typedef struct
{
  Design *design;
  QwenttsClient *client;
  QwenttsVoiceSettings settings;
  QwenttsSpeech *speech;
  GCancellable *wait;
  gboolean skips;
  guint n_skipped;
  guint n_warnings;
  GstClockTime duration;        /* as it was told */
  gboolean is_final;            /* that one */
  /* Since the last seek. */
  GArray *frames;               /* of ReplayFrame */
  GArray *segments;             /* of ReplaySegment */
  GstClockTime next;            /* where the next buffer begins; NONE: anywhere */
} Replay;

/* One segment is asked for after the other. */
Replay *replay_new (const ReplayOptions * options);

void replay_free (Replay * replay);

/* Before it is freed. */
void replay_end_speech (Replay * replay);

/* Another speech says the same texts. */
void replay_begin_anew (Replay * replay, guint n_segments);

/* Returns: FALSE at the end, or with an error */
gboolean replay_pull (Replay * replay, GError ** error);

/* Nothing may go wrong. */
void replay_pull_to_end (Replay * replay);

/* Pulls until the index-th segment is told. */
void replay_pull_up_to_segment (Replay * replay, guint index);

/* Nothing may go wrong. */
void replay_seek (Replay * replay, GstClockTime position, GstClockTime stop);

/* What was heard since the last seek is what lies between, or, without an end, as
 * much as was pulled of that.
 *
 * @all: (element-type ReplayFrame): of the stream */
void replay_assert_heard (Replay * replay, GArray * all,
    GstClockTime position, GstClockTime stop);

void replay_assert_begun (Replay * replay, GArray * all,
    GstClockTime position);

/* Seeks, pulls to the end, and asserts. */
void replay_assert_seek (Replay * replay, GArray * all,
    GstClockTime position, GstClockTime stop);

/* Reads it all, which must be what lies in the segments.
 *
 * Returns: (transfer full) (element-type ReplayFrame) */
GArray *replay_read_all (Replay * replay, const ReplayAudio * audio,
    guint n_segments);

/* A copy of what was heard.
 *
 * Returns: (transfer full) (element-type ReplayFrame) */
GArray *replay_get_heard (Replay * replay);

const ReplaySegment *replay_get_segment (Replay * replay, guint i);

/* The text of the index-th segment. */
gchar *replay_make_text (guint index);

/* The key under which the index-th segment is kept. */
gchar *replay_make_key (Replay * replay, guint index);

/* In the store's folder: ".entry", ".audio". */
gchar *replay_make_path (Replay * replay, guint index, const gchar * suffix);

/* Waits, at most 30 s, until the store has it. */
void replay_wait_until_kept (Replay * replay, guint index);

guint replay_get_n_tasks (Replay * replay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Replay, replay_free);

G_END_DECLS
