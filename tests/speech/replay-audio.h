/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The audio of several segments, and where each frame of it lies in the stream. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The audio of a segment: 16 bit mono. */
typedef struct
{
  guint rate;
  guint n_frames;               /* that its header tells */
  guint n_missing;              /* of them, at the end: it broke off */
} ReplayAudio;

/* A frame of the stream, alone. */
typedef struct
{
  GstClockTime stamp;
  guint64 sample;
} ReplayFrame;

/* All that lies in the segments, where it belongs.
 *
 * Returns: (transfer full) (element-type ReplayFrame) */
GArray *replay_make_frames (const ReplayAudio * audio, guint n_segments);

/* Where the n-th segment begins, or the last one ends. */
GstClockTime replay_get_start (const ReplayAudio * audio, guint n);

/* A file with the audio of the index-th segment. */
GBytes *replay_make_file (const ReplayAudio * audio, guint index);

/* Frames from the first-th on that are counted since a base.
 *
 * @frames: (element-type ReplayFrame) */
void replay_append_frames (GArray * frames, const guint8 * samples,
    gsize frame_size, guint n_frames, GstClockTime base, guint64 first,
    guint rate);

G_END_DECLS
