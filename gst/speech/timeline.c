/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/timeline.h"

GstClockTime
qwentts_timeline_get_position (const QwenttsTimeline * timeline)
{
  if (timeline->rate == 0)
    return timeline->base;

  return timeline->base + gst_util_uint64_scale (timeline->n_frames,
      GST_SECOND, timeline->rate);
}

GstClockTime
qwentts_timeline_get_end (const QwenttsTimeline * timeline,
    GstClockTime duration)
{
  QwenttsTimeline end = *timeline;

  end.n_frames += gst_util_uint64_scale_round (duration, timeline->rate,
      GST_SECOND);
  return qwentts_timeline_get_position (&end);
}

guint64
qwentts_timeline_find_frame (const QwenttsTimeline * timeline,
    GstClockTime position)
{
  if (position <= timeline->base)
    return 0;

  return gst_util_uint64_scale_ceil (position - timeline->base, timeline->rate,
      GST_SECOND);
}

void
qwentts_timeline_move_to (QwenttsTimeline * timeline, GstClockTime position)
{
  timeline->base = position;
  timeline->n_frames = 0;
}

void
qwentts_timeline_set_rate (QwenttsTimeline * timeline, guint rate)
{
  if (rate == timeline->rate)
    return;

  qwentts_timeline_move_to (timeline, qwentts_timeline_get_position (timeline));
  timeline->rate = rate;
}

void
qwentts_timeline_stamp (QwenttsTimeline * timeline, GstBuffer * buffer,
    guint64 n_frames)
{
  GstClockTime start = qwentts_timeline_get_position (timeline);

  GST_BUFFER_OFFSET (buffer) = timeline->n_frames;
  timeline->n_frames += n_frames;
  GST_BUFFER_OFFSET_END (buffer) = timeline->n_frames;
  GST_BUFFER_PTS (buffer) = start;
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION (buffer) =
      qwentts_timeline_get_position (timeline) - start;
}
