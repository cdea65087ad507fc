/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A live source and its time: what a pause does to it, and where it goes on when
 * it is not where the clock is. */
#include <string.h>

#include "failure.h"
#include "live-rig.h"

/* What a stream may be off before it goes on elsewhere. */
#define MAX_AHEAD (40 * GST_MSECOND)
#define MAX_BEHIND (100 * GST_MSECOND)

static const QwenttsSimulatorOptions never_done = {.is_manual = TRUE };

/* A pause of the pipeline, by as much of the clock's time. */
static void
pause_for (Live * live, GstClockTime duration)
{
  GstClock *clock = GST_CLOCK (live->clock);

  rig_start (live->rig, GST_STATE_PAUSED);
  hand_clock_jump_to (live->clock, gst_clock_get_time (clock) + duration);
  rig_start (live->rig, GST_STATE_PLAYING);
}

static void
assert_one_stream (Live * live)
{
  live_assert_well_formed (live);
  g_assert_cmpuint (live_count_disconts (live), ==, 1);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_SEGMENT), ==, 1);
  g_assert_cmpuint (rig_count_messages (live->rig, GST_MESSAGE_ERROR), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (live->rig->simulator), ==,
      1);
}

/* Running time stands still, so nobody sees that there was a pause. */
static void
test_pause_while_speaking_loses_nothing (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  live_run_until_named (live, "qwentts/segment");
  for (guint i = 0; i < 5; i++) {
    pause_for (live, 10 * GST_SECOND);
    live_play_to (live, live_get_end (live) + 50 * GST_MSECOND);
  }
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

static void
test_pause_while_waiting_kills_no_job (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  g_autofree gchar *progress = NULL;

  live_play_to (live, GST_SECOND);
  g_assert_true (qwentts_simulator_wait_for (live->rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  pause_for (live, 10 * GST_SECOND);
  live_play_to (live, 2 * GST_SECOND);
  g_assert_cmpuint (live_get_end (live), <, 2 * GST_SECOND + MAX_AHEAD);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
  /* The stream waited all the time. */
  progress = rig_get_progress (live->rig);
  g_assert_null (strchr (progress, 'A'));
}

/* The service goes on meanwhile, and the stream does not. */
static void
test_nothing_is_pushed_while_paused (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);

  live_play_to (live, GST_SECOND);
  rig_start (live->rig, GST_STATE_PAUSED);
  rig_forget (live->rig);
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  g_assert_true (qwentts_simulator_wait_for (live->rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, 1));
  g_assert_cmpuint (live->rig->n_buffers, ==, 0);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
}

static void
test_pause_at_any_moment_loses_nothing (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  rig_start (live->rig, GST_STATE_PLAYING);
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  for (guint i = 0; i < 200; i++) {
    rig_start (live->rig, GST_STATE_PAUSED);
    rig_start (live->rig, GST_STATE_PLAYING);
  }
  g_object_set (live->rig->src, "keep-open", FALSE, NULL);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
}

/* Downstream takes nothing, for so long of the clock's time. */
static void
block_for (Live * live, GstClockTime duration)
{
  GstClock *clock = GST_CLOCK (live->clock);

  rig_block (live->rig);
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  rig_wait_until_blocked (live->rig);
  hand_clock_jump_to (live->clock, gst_clock_get_time (clock) + duration);
  rig_unblock (live->rig);
}

static GstClockTime
get_running_time (Live * live)
{
  return gst_clock_get_time (GST_CLOCK (live->clock))
      - gst_element_get_base_time (live->rig->src);
}

/* What is late by much would be late for ever. */
static void
test_goes_on_now_after_a_long_block (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  live_run_until_named (live, "qwentts/segment");
  block_for (live, 5 * GST_SECOND);
  hand_clock_wait_for_sleeper (live->clock);
  g_assert_cmpuint (live_count_disconts (live), ==, 2);
  g_assert_cmpuint (live_get_end (live), >, get_running_time (live));
  g_assert_cmpuint (live_get_end (live), <, get_running_time (live)
      + MAX_AHEAD);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
}

/* What is late by little catches up. */
static void
test_short_block_makes_no_hole (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  live_run_until_named (live, "qwentts/segment");
  block_for (live, MAX_BEHIND - 20 * GST_MSECOND);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

/* So long may downstream hold what it has. */
static void
test_latency_of_the_pipeline_is_no_hole (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  gst_pipeline_set_latency (GST_PIPELINE (live->rig->pipeline), 5 * GST_SECOND);
  live_run_until_named (live, "qwentts/segment");
  block_for (live, 5 * GST_SECOND);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

/* A sink that plays later than the latency says, and has no queue before it, holds
 * each buffer so long; that is learnt once. */
static void
test_late_sink_makes_one_hole (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  g_object_set (live->rig->sink, "sync", TRUE, "ts-offset",
      (gint64) (300 * GST_MSECOND), NULL);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
  g_assert_cmpuint (live_count_disconts (live), <=, 2);
}

/* But what was held once, and not again, is forgotten. */
static void
test_one_block_does_not_excuse_the_next (void)
{
  g_autoptr (Live) live = live_new (NULL, NULL);

  live_play_to (live, GST_SECOND);
  block_for (live, 500 * GST_MSECOND);
  hand_clock_wait_for_sleeper (live->clock);
  g_assert_cmpuint (live_count_disconts (live), ==, 2);
  live_play_to (live, 5 * GST_SECOND);
  block_for (live, 500 * GST_MSECOND);
  hand_clock_wait_for_sleeper (live->clock);
  g_assert_cmpuint (live_count_disconts (live), ==, 3);
}

/* A flush with a reset, and the next PLAYING makes running time begin anew. */
static void
test_goes_on_where_running_time_begins_anew (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) buffers = NULL;

  live_play_to (live, 0);
  live_play_to (live, 5 * GST_SECOND);
  rig_start (live->rig, GST_STATE_PAUSED);
  rig_forget (live->rig);
  gst_element_set_start_time (live->rig->pipeline, 0);
  live_run_to_end (live);
  buffers = rig_get_buffers (live->rig);
  g_assert_cmpuint (GST_BUFFER_PTS ((GstBuffer *) buffers->pdata[0]), ==, 0);
  g_assert_cmpuint (live_count_disconts (live), ==, 1);
  live_assert_well_formed (live);
}

/* The stream begins where the others are. */
static void
test_source_that_comes_later_begins_now (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) buffers = NULL;

  g_object_set (live->rig->sink, "async", FALSE, NULL);
  gst_element_set_locked_state (live->rig->src, TRUE);
  rig_start (live->rig, GST_STATE_PLAYING);
  hand_clock_jump_to (live->clock,
      gst_clock_get_time (GST_CLOCK (live->clock)) + 7 * GST_SECOND);
  gst_element_set_locked_state (live->rig->src, FALSE);
  g_assert_true (gst_element_sync_state_with_parent (live->rig->src));
  live_run_to_end (live);
  buffers = rig_get_buffers (live->rig);
  g_assert_cmpuint (GST_BUFFER_PTS ((GstBuffer *) buffers->pdata[0]), ==,
      7 * GST_SECOND);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

/* Clocks that come and go. */

#define TYPE_CLOCK_GIVER (clock_giver_get_type ())
G_DECLARE_FINAL_TYPE (ClockGiver, clock_giver, CLOCK, GIVER, GstElement);

/* An element that has a clock, and nothing else. */
struct _ClockGiver
{
  GstElement parent;
  HandClock *clock;
};

G_DEFINE_FINAL_TYPE (ClockGiver, clock_giver, GST_TYPE_ELEMENT);

static GstClock *
clock_giver_provide_clock (GstElement * element)
{
  return gst_object_ref (CLOCK_GIVER (element)->clock);
}

static void
clock_giver_dispose (GObject * object)
{
  gst_clear_object (&CLOCK_GIVER (object)->clock);

  G_OBJECT_CLASS (clock_giver_parent_class)->dispose (object);
}

static void
clock_giver_init (ClockGiver * self)
{
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_PROVIDE_CLOCK);
}

static void
clock_giver_class_init (ClockGiverClass * klass)
{
  G_OBJECT_CLASS (klass)->dispose = clock_giver_dispose;
  GST_ELEMENT_CLASS (klass)->provide_clock = clock_giver_provide_clock;
}

/* Returns: (transfer none): in the pipeline */
static GstElement *
add_giver (Live * live, HandClock * clock)
{
  ClockGiver *giver = g_object_new (TYPE_CLOCK_GIVER, NULL);

  giver->clock = gst_object_ref (clock);
  gst_bin_add (GST_BIN (live->rig->pipeline), GST_ELEMENT (giver));
  return GST_ELEMENT (giver);
}

/* The pipeline's clock goes, and the application has it choose the next one. */
static void
lose_clock (Live * live, GstElement * giver, HandClock * next)
{
  g_autoptr (HandClock) lost = live->clock;
  g_autoptr (GstElement) removed = gst_object_ref (giver);
  g_autoptr (GstClock) chosen = NULL;

  add_giver (live, next);
  gst_bin_remove (GST_BIN (live->rig->pipeline), giver);
  gst_element_set_state (removed, GST_STATE_NULL);
  gst_message_unref (rig_wait_for_message (live->rig, GST_MESSAGE_CLOCK_LOST));
  live->clock = gst_object_ref (next);
  rig_start (live->rig, GST_STATE_PAUSED);
  rig_start (live->rig, GST_STATE_PLAYING);
  chosen = gst_element_get_clock (live->rig->src);
  g_assert_true (chosen == GST_CLOCK (next));
}

/* What it shows is no matter: running time goes on. */
static void
test_goes_on_with_another_clock (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (HandClock) next = hand_clock_new ();
  GstElement *giver = add_giver (live, live->clock);

  gst_pipeline_auto_clock (GST_PIPELINE (live->rig->pipeline));
  hand_clock_jump_to (next, 7777 * GST_SECOND);
  live_run_until_named (live, "qwentts/segment");
  lose_clock (live, giver, next);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

static void
test_goes_on_with_another_clock_while_waiting (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  g_autoptr (HandClock) next = hand_clock_new ();
  GstElement *giver = add_giver (live, live->clock);

  gst_pipeline_auto_clock (GST_PIPELINE (live->rig->pipeline));
  live_play_to (live, GST_SECOND);
  lose_clock (live, giver, next);
  g_assert_true (qwentts_simulator_wait_for (live->rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  assert_one_stream (live);
}

static void
test_clock_that_cannot_be_waited_for_is_told (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  g_autoptr (Failure) failure = NULL;

  live_play_to (live, GST_SECOND);
  hand_clock_break (live->clock);
  failure = failure_wait_for (live->rig, GST_CORE_ERROR, GST_CORE_ERROR_CLOCK,
      "server", TRUE);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/live-clock/" path, function)
  ADD ("pause-while-speaking-loses-nothing",
      test_pause_while_speaking_loses_nothing);
  ADD ("pause-while-waiting-kills-no-job",
      test_pause_while_waiting_kills_no_job);
  ADD ("nothing-is-pushed-while-paused", test_nothing_is_pushed_while_paused);
  ADD ("pause-at-any-moment-loses-nothing",
      test_pause_at_any_moment_loses_nothing);
  ADD ("goes-on-now-after-a-long-block", test_goes_on_now_after_a_long_block);
  ADD ("short-block-makes-no-hole", test_short_block_makes_no_hole);
  ADD ("latency-of-the-pipeline-is-no-hole",
      test_latency_of_the_pipeline_is_no_hole);
  ADD ("late-sink-makes-one-hole", test_late_sink_makes_one_hole);
  ADD ("one-block-does-not-excuse-the-next",
      test_one_block_does_not_excuse_the_next);
  ADD ("goes-on-where-running-time-begins-anew",
      test_goes_on_where_running_time_begins_anew);
  ADD ("source-that-comes-later-begins-now",
      test_source_that_comes_later_begins_now);
  ADD ("goes-on-with-another-clock", test_goes_on_with_another_clock);
  ADD ("goes-on-with-another-clock-while-waiting",
      test_goes_on_with_another_clock_while_waiting);
  ADD ("clock-that-cannot-be-waited-for-is-told",
      test_clock_that_cannot_be_waited_for_is_told);
#undef ADD

  return g_test_run ();
}
