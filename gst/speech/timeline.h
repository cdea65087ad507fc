/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Time stamps from a running count of samples, exact over any number of
 * buffers and changes of rate. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  GstClockTime base;            /* where the count below began */
  guint64 n_frames;             /* since then */
  guint rate;                   /* Hz; 0: none yet */
} QwenttsTimeline;

/* Where the next frame lies. */
GstClockTime qwentts_timeline_get_position (const QwenttsTimeline * timeline);

/* The position after so much more: as it will be told there, which is not the sum
 * of both to the nanosecond. */
GstClockTime qwentts_timeline_get_end (const QwenttsTimeline * timeline,
    GstClockTime duration);

/* The first frame that lies at a position or behind it, as n_frames counts them: as
 * frames are stamped. Needs a rate. */
guint64 qwentts_timeline_find_frame (const QwenttsTimeline * timeline,
    GstClockTime position);

/* The next frame lies there instead. */
void qwentts_timeline_move_to (QwenttsTimeline * timeline,
    GstClockTime position);

/* The following frames have another rate. */
void qwentts_timeline_set_rate (QwenttsTimeline * timeline, guint rate);

/* Stamps a buffer of so many frames with times, and with the frames as
 * offsets, and moves on. */
void qwentts_timeline_stamp (QwenttsTimeline * timeline, GstBuffer * buffer,
    guint64 n_frames);

G_END_DECLS
