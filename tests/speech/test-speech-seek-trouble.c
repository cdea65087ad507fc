/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking in a speech of which something failed, or was dropped, or that has no
 * end. Each test with and without a store. */
#include "open-files.h"
#include "replay.h"

#define N_SEGMENTS 4

static const ReplayAudio whole[N_SEGMENTS] = {
  {24000, 12001}, {24000, 9000}, {44100, 30011}, {24000, 3001}
};

/* The file is shorter than its header says. */
static const ReplayAudio broken[N_SEGMENTS] = {
  {24000, 12001}, {24000, 9000, 3001}, {44100, 30011}, {24000, 3001}
};

static Replay *
make_replay (const ReplayAudio * audio, gconstpointer uses_store,
    gboolean skips)
{
  const ReplayOptions options = {.audio = audio,.n_segments = N_SEGMENTS,
    .uses_store = GPOINTER_TO_INT (uses_store),.skips = skips
  };

  return replay_new (&options);
}

/* To each joint and into each middle; nothing more fails by that. */
static void
assert_is_the_same_again (Replay * replay, GArray * all)
{
  const guint n_skipped = replay->n_skipped;

  for (guint i = 0; i < all->len; i += all->len / 20) {
    GstClockTime position = g_array_index (all, ReplayFrame, i).stamp;

    replay_assert_seek (replay, all, position, GST_CLOCK_TIME_NONE);
    replay_assert_seek (replay, all, position / 2, position + 1);
  }
  g_assert_cmpuint (replay->n_skipped, ==, n_skipped);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
}

/* Failures. */

static void
test_segment_without_audio_stays_skipped (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, TRUE);
  g_autoptr (GArray) all = NULL;

  replay_pull_up_to_segment (replay, 0);
  qwentts_simulator_fail_tasks (replay->design->service->simulator, 1, "failed",
      "null");
  replay_pull_to_end (replay);
  g_assert_cmpuint (replay->n_skipped, ==, 1);
  g_assert_cmpuint (replay->segments->len, ==, N_SEGMENTS - 1);
  g_assert_cmpuint (replay_get_segment (replay, 1)->index, ==, 2);

  all = replay_get_heard (replay);
  assert_is_the_same_again (replay, all);
}

static void
test_segment_that_broke_off_is_heard_up_to_there (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (broken, uses_store, TRUE);
  g_autoptr (GArray) all = replay_read_all (replay, broken, N_SEGMENTS);

  g_assert_cmpuint (replay->n_skipped, ==, 1);
  assert_is_the_same_again (replay, all);
}

/* The service serves its files no further. */
static void
test_transfer_that_broke_off_is_heard_up_to_there (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, TRUE);
  g_autoptr (GBytes) file = replay_make_file (whole, 0);
  const QwenttsSimulatorFault cut = {.count = N_SEGMENTS,.body = file,
    .content_type = "audio/wav",.cut = -2001,
    .end = QWENTTS_SIMULATOR_END_CLOSE
  };
  g_autoptr (GArray) all = NULL;

  qwentts_simulator_clear_faults (replay->design->service->simulator);
  qwentts_simulator_add_fault (replay->design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  replay_pull_to_end (replay);
  g_assert_cmpuint (replay->n_skipped, ==, N_SEGMENTS);
  g_assert_cmpuint (replay->frames->len, ==,
      N_SEGMENTS * (whole[0].n_frames - 1001));

  all = replay_get_heard (replay);
  assert_is_the_same_again (replay, all);
}

/* As often as one comes there: it is where the stream ends. */
static void
test_failure_that_stops_is_told_again (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (broken, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (broken, N_SEGMENTS);
  GstClockTime end = replay_get_start (broken, 2);

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;

    replay_seek (replay, i, GST_CLOCK_TIME_NONE);
    while (replay_pull (replay, &error))
      continue;
    g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
    replay_assert_heard (replay, all, i, end);
  }
  replay_assert_seek (replay, all, GST_MSECOND, end);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 2);
}

/* Interruptions. */

static void
push_another_text (Replay * replay)
{
  g_autofree gchar *text = replay_make_text (N_SEGMENTS);

  g_assert_true (qwentts_speech_push_text (replay->speech, text,
          &replay->settings, 600));
}

/* Returns: where it was interrupted, in what was read before */
static GstClockTime
interrupt_in_second (Replay * replay)
{
  GstClockTime second = replay_get_start (whole, 1);

  replay_pull_up_to_segment (replay, 2);
  replay_seek (replay, second + GST_MSECOND, GST_CLOCK_TIME_NONE);
  g_assert_true (replay_pull (replay, NULL));
  qwentts_speech_interrupt (replay->speech);
  return replay->next;
}

static void
test_interruption_ends_what_is_read_again (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (whole, N_SEGMENTS);
  GstClockTime second = replay_get_start (whole, 1);
  GstClockTime place = interrupt_in_second (replay);

  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, second + GST_MSECOND, place);
  g_assert_true (replay->is_final);
  g_assert_cmpuint (replay->duration, ==, place);

  /* What was whole by then can be heard. */
  for (guint i = 0; i < 2; i++) {
    replay_seek (replay, i, GST_CLOCK_TIME_NONE);
    replay_pull_to_end (replay);
    replay_assert_heard (replay, all, i, second);
  }
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 3);
}

static void
test_next_text_begins_where_it_was_interrupted (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  GstClockTime place = interrupt_in_second (replay);

  push_another_text (replay);
  replay_pull_to_end (replay);
  g_assert_cmpuint (replay->segments->len, ==, 2);
  g_assert_cmpuint (replay_get_segment (replay, 1)->stream_time, ==, place);
  /* Behind the one that was being read, of which something was heard. */
  g_assert_cmpuint (replay_get_segment (replay, 1)->index, ==, 3);

  replay_seek (replay, place, GST_CLOCK_TIME_NONE);
  replay_pull_to_end (replay);
  g_assert_cmpuint (replay->segments->len, ==, 1);
  g_assert_cmpuint (replay_get_segment (replay, 0)->stream_time, ==, place);
  g_assert_cmpuint (g_array_index (replay->frames, ReplayFrame, 0).stamp, ==,
      place);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 4);
}

static void
test_seek_to_an_interruption_stays_there (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  GstClockTime place = interrupt_in_second (replay);

  push_another_text (replay);
  replay_seek (replay, place, GST_CLOCK_TIME_NONE);
  replay_pull_to_end (replay);
  g_assert_cmpuint (replay->segments->len, ==, 1);
  g_assert_cmpuint (replay_get_segment (replay, 0)->stream_time, ==, place);
}

static void
test_interrupted_segment_is_not_said_again (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (whole, N_SEGMENTS);
  GstClockTime second = replay_get_start (whole, 1);

  replay_pull_up_to_segment (replay, 1);
  qwentts_speech_interrupt (replay->speech);
  replay_pull_to_end (replay);
  replay_assert_begun (replay, all, 0);
  replay_seek (replay, 1, GST_CLOCK_TIME_NONE);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, 1, second);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 2);
}

/* Between the interruption and the next pull. */
static void
test_seek_behind_an_interruption_goes_to_what_is_whole (gconstpointer
    uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (whole, N_SEGMENTS);
  GstClockTime second = replay_get_start (whole, 1);

  replay_pull_up_to_segment (replay, 1);
  qwentts_speech_interrupt (replay->speech);
  replay_seek (replay, GST_MSECOND, GST_CLOCK_TIME_NONE);
  push_another_text (replay);
  replay_pull_up_to_segment (replay, 2);
  g_assert_cmpuint (replay_get_segment (replay, 1)->stream_time, ==, second);
  replay_seek (replay, GST_MSECOND, second);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, GST_MSECOND, second);
}

/* No end. */

static void
assert_refuses_seeks (Replay * replay)
{
  GstClockTime position = qwentts_speech_get_position (replay->speech);

  g_assert_false (qwentts_speech_seek (replay->speech, 0, GST_CLOCK_TIME_NONE));
  g_assert_false (qwentts_speech_seek (replay->speech, position,
          position + GST_SECOND));
  /* Where it is, as at the start of each stream. */
  g_assert_true (qwentts_speech_seek (replay->speech, position,
          GST_CLOCK_TIME_NONE));
}

static void
test_open_one_forgets_what_it_said (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (whole, N_SEGMENTS);
  const guint n_unlinked = open_files_count_unlinked ();

  replay_pull_up_to_segment (replay, 2);
  qwentts_speech_set_open (replay->speech, TRUE);
  qwentts_speech_set_open (replay->speech, FALSE);
  assert_refuses_seeks (replay);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, 0, GST_CLOCK_TIME_NONE);
  assert_refuses_seeks (replay);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_unlinked);
}

/* What is being read again is read to where the stream was. */
static void
test_one_that_becomes_open_goes_on (gconstpointer uses_store)
{
  g_autoptr (Replay) replay = make_replay (whole, uses_store, FALSE);
  g_autoptr (GArray) all = replay_make_frames (whole, N_SEGMENTS);
  GstClockTime place = replay_get_start (whole, 1) / 2;

  replay_pull_up_to_segment (replay, 2);
  replay_seek (replay, place, GST_CLOCK_TIME_NONE);
  g_assert_true (replay_pull (replay, NULL));
  qwentts_speech_set_open (replay->speech, TRUE);
  replay_pull_up_to_segment (replay, 3);
  qwentts_speech_set_open (replay->speech, FALSE);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, place, GST_CLOCK_TIME_NONE);
  assert_refuses_seeks (replay);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
}

static const struct
{
  const gchar *path;
  GTestDataFunc function;
} tests[] = {
  {"segment-without-audio-stays-skipped",
      test_segment_without_audio_stays_skipped},
  {"segment-that-broke-off-is-heard-up-to-there",
      test_segment_that_broke_off_is_heard_up_to_there},
  {"transfer-that-broke-off-is-heard-up-to-there",
      test_transfer_that_broke_off_is_heard_up_to_there},
  {"failure-that-stops-is-told-again", test_failure_that_stops_is_told_again},
  {"interruption-ends-what-is-read-again",
      test_interruption_ends_what_is_read_again},
  {"next-text-begins-where-it-was-interrupted",
      test_next_text_begins_where_it_was_interrupted},
  {"seek-to-an-interruption-stays-there",
      test_seek_to_an_interruption_stays_there},
  {"interrupted-segment-is-not-said-again",
      test_interrupted_segment_is_not_said_again},
  {"seek-behind-an-interruption-goes-to-what-is-whole",
      test_seek_behind_an_interruption_goes_to_what_is_whole},
  {"open-one-forgets-what-it-said", test_open_one_forgets_what_it_said},
  {"one-that-becomes-open-goes-on", test_one_that_becomes_open_goes_on},
};

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (gint uses_store = FALSE; uses_store <= TRUE; uses_store++) {
      g_autofree gchar *path = g_strdup_printf ("/speech-seek-trouble/%s/%s",
          tests[i].path, uses_store ? "kept" : "not-kept");

      g_test_add_data_func (path, GINT_TO_POINTER (uses_store),
          tests[i].function);
    }

  return g_test_run ();
}
