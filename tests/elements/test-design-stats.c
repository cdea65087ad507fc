/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The statistics of qwenvoicedesign: of both its parts, and of one run. */
#include "data-folder.h"
#include "design-phase.h"
#include "fields.h"

static void
assert_credits (const GstStructure * stats, gdouble wanted)
{
  g_assert_cmpfloat_with_epsilon (fields_get_double (stats, "credits"), wanted,
      1e-9);
}

static void
test_stats_sum_both_parts (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstStructure) stats = NULL;
  g_autoptr (GBytes) samples = NULL;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  stats = rig_get_stats (rig);
  samples = rig_get_samples (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "submits"), ==, 2);
  g_assert_cmpuint (fields_get_uint64 (stats, "downloads"), ==, 2);
  g_assert_cmpuint (fields_get_uint64 (stats, "polls"), ==,
      qwentts_simulator_count (rig->simulator, QWENTTS_SIMULATOR_POLL));
  g_assert_cmpuint (fields_get_uint64 (stats, "segments"), ==, 2);
  g_assert_cmpuint (fields_get_uint64 (stats, "cache-hits"), ==, 0);
  g_assert_cmpuint (fields_get_uint64 (stats, "characters"), ==,
      g_utf8_strlen (DESIGN_PREVIEW, -1) + g_utf8_strlen (DESIGN_TEXT, -1));
  g_assert_cmpuint (fields_get_uint64 (stats, "bytes"), ==,
      g_bytes_get_size (samples) + 2 * 44);
  assert_credits (stats, DESIGN_PRICE + SPEECH_PRICE);
}

static void
test_what_is_stored_is_a_cache_hit (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstStructure) stats = NULL;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  stats = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "cache-hits"), ==, 2);
  g_assert_cmpuint (fields_get_uint64 (stats, "submits"), ==, 0);
  assert_credits (stats, 0);
}

/* Of the run before, in which there was a text. */
static void
test_stats_forget_the_speech_of_before (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstStructure) stats = NULL;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", NULL, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  stats = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "submits"), ==, 0);
  g_assert_cmpuint (fields_get_uint64 (stats, "segments"), ==, 1);
  assert_credits (stats, 0);
}

/* The speech, which has been asked for later, does not make it shorter. */
static void
test_first_audio_is_that_of_the_preview (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (GstStructure) before = NULL;
  g_autoptr (GstStructure) after = NULL;
  GstClockTime time;

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 100));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_wait_until_blocked (rig);
  before = rig_get_stats (rig);
  time = fields_get_time (before, "time-to-first-audio");
  g_assert_true (GST_CLOCK_TIME_IS_VALID (time));
  rig_unblock (rig);
  rig_play_to_end (rig);
  after = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_time (after, "time-to-first-audio"), ==, time);
}

/* Without a preview the design was waited for all the same. */
static void
test_first_audio_counts_from_the_start (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (GstStructure) stats = NULL;

  g_object_set (rig->src, "preview", FALSE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 100));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  stats = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_time (stats, "time-to-first-audio"), >=,
      fields_get_time (stats, "wait-time"));
}

static void
test_stats_stay_after_a_stop (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_POLLING);
  g_autoptr (GstStructure) stats = NULL;

  design_phase_enter (rig, DESIGN_PHASE_POLLING);
  rig_stop (rig, GST_STATE_NULL);
  stats = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "submits"), ==, 1);
  g_assert_cmpuint (fields_get_uint64 (stats, "polls"), >=, 2);
  assert_credits (stats, DESIGN_PRICE);
  g_assert_cmpuint (fields_get_time (stats, "time-to-first-audio"), ==,
      GST_CLOCK_TIME_NONE);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("stats-sum-both-parts", test_stats_sum_both_parts);
  ADD ("what-is-stored-is-a-cache-hit", test_what_is_stored_is_a_cache_hit);
  ADD ("stats-forget-the-speech-of-before",
      test_stats_forget_the_speech_of_before);
  ADD ("first-audio-is-that-of-the-preview",
      test_first_audio_is_that_of_the_preview);
  ADD ("first-audio-counts-from-the-start",
      test_first_audio_counts_from_the_start);
  ADD ("stats-stay-after-a-stop", test_stats_stay_after_a_stop);
#undef ADD

  return data_folder_finish (g_test_run ());
}
