/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/stats-structure.h"

GstStructure *
qwentts_stats_to_structure (const QwenttsSpeechStats * stats)
{
  const QwenttsSpeechStats none = {
    .time_to_first_audio = GST_CLOCK_TIME_NONE
  };

  if (stats == NULL)
    stats = &none;

  return gst_structure_new ("application/x-qwentts-stats",
      "submits", G_TYPE_UINT64, stats->counters.submits,
      "polls", G_TYPE_UINT64, stats->counters.polls,
      "downloads", G_TYPE_UINT64, stats->counters.downloads,
      "retries", G_TYPE_UINT64, stats->counters.retries,
      "cache-hits", G_TYPE_UINT64, G_GUINT64_CONSTANT (0),
      "characters", G_TYPE_UINT64, stats->characters,
      "bytes", G_TYPE_UINT64, stats->cost.bytes,
      "segments", G_TYPE_UINT64, stats->segments,
      "credits", G_TYPE_DOUBLE, stats->cost.credits,
      "time-to-first-audio", GST_TYPE_CLOCK_TIME, stats->time_to_first_audio,
      "submit-time", GST_TYPE_CLOCK_TIME, stats->cost.submit_time,
      "wait-time", GST_TYPE_CLOCK_TIME, stats->cost.wait_time,
      "download-time", GST_TYPE_CLOCK_TIME, stats->cost.download_time, NULL);
}
