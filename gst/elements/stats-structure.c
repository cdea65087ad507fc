/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/stats-structure.h"

void
qwentts_stats_install (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id,
      g_param_spec_boxed ("stats", "Statistics",
          "What was asked, paid and waited for since the last start",
          GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

void
qwentts_stats_add (QwenttsSpeechStats * stats, const QwenttsSpeechStats * other)
{
  stats->counters.submits += other->counters.submits;
  stats->counters.polls += other->counters.polls;
  stats->counters.downloads += other->counters.downloads;
  stats->counters.retries += other->counters.retries;
  stats->cache_hits += other->cache_hits;
  stats->segments += other->segments;
  stats->cost.credits += other->cost.credits;
  stats->cost.characters += other->cost.characters;
  stats->cost.bytes += other->cost.bytes;
  stats->cost.submit_time += other->cost.submit_time;
  stats->cost.wait_time += other->cost.wait_time;
  stats->cost.download_time += other->cost.download_time;
  /* NONE is the largest. */
  if (GST_CLOCK_TIME_IS_VALID (other->time_to_first_audio))
    stats->time_to_first_audio = MIN (stats->time_to_first_audio,
        other->time_to_first_audio
        + (other->start_us - stats->start_us) * GST_USECOND);
}

GstStructure *
qwentts_stats_to_structure (const QwenttsSpeechStats * stats)
{
  return gst_structure_new ("application/x-qwentts-stats",
      "submits", G_TYPE_UINT64, stats->counters.submits,
      "polls", G_TYPE_UINT64, stats->counters.polls,
      "downloads", G_TYPE_UINT64, stats->counters.downloads,
      "retries", G_TYPE_UINT64, stats->counters.retries,
      "cache-hits", G_TYPE_UINT64, stats->cache_hits,
      "characters", G_TYPE_UINT64, stats->cost.characters,
      "bytes", G_TYPE_UINT64, stats->cost.bytes,
      "segments", G_TYPE_UINT64, stats->segments,
      "credits", G_TYPE_DOUBLE, stats->cost.credits,
      "time-to-first-audio", GST_TYPE_CLOCK_TIME, stats->time_to_first_audio,
      "submit-time", GST_TYPE_CLOCK_TIME, stats->cost.submit_time,
      "wait-time", GST_TYPE_CLOCK_TIME, stats->cost.wait_time,
      "download-time", GST_TYPE_CLOCK_TIME, stats->cost.download_time, NULL);
}
