/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking: to any place, sample by sample, and nothing is paid twice. */
#include "cache-rig.h"
#include "seek-rig.h"
#include "speech/open-files.h"

typedef struct
{
  const gchar *path;
  const ScriptAudio *audio;
  gboolean uses_cache;
} Case;

static const Case cases[] = {
  {"kept", script_same_format, TRUE},
  {"kept-in-formats", script_formats, TRUE},
  {"not-kept", script_same_format, FALSE},
  {"not-kept-in-formats", script_formats, FALSE},
};

static Rig *
new_rig (const Case * test)
{
  Rig *rig = script_rig_new (test->audio);

  g_object_set (rig->src, "cache", test->uses_cache, NULL);
  return rig;
}

static GstClockTime
get_end (const Case * test)
{
  return script_get_end (test->audio, SCRIPT_N_SENTENCES);
}

static void
seek_and_assert (Rig * rig, const Case * test, GstClockTime start,
    GstClockTime stop)
{
  seek_rig_seek (rig, start, stop);
  seek_rig_assert_heard (rig, test->audio, start, stop);
}

/* All was heard. */

static void
test_goes_to_each_joint (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);

  rig_play_to_end (rig);
  for (guint i = 0; i <= SCRIPT_N_SENTENCES; i++) {
    GstClockTime joint = script_get_end (test->audio, i);

    seek_and_assert (rig, test, joint, GST_CLOCK_TIME_NONE);
    seek_and_assert (rig, test, joint + 1, GST_CLOCK_TIME_NONE);
    seek_and_assert (rig, test, 0, joint + 1);
    if (i == 0)
      continue;
    seek_and_assert (rig, test, joint - 1, GST_CLOCK_TIME_NONE);
    seek_and_assert (rig, test, 0, joint);
    seek_and_assert (rig, test, 0, joint - 1);
  }
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD), ==, SCRIPT_N_SENTENCES);
}

static void
test_goes_anywhere (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime end = get_end (test);

  rig_play_to_end (rig);
  for (guint i = 0; i < 60; i++) {
    GstClockTime start = g_test_rand_int_range (0, end / 1000) * 1000
        + g_test_rand_int_range (0, 1000);
    GstClockTime length = g_test_rand_int_range (1, end / 1000) * 1000;

    seek_and_assert (rig, test, start, i % 2 ? start + length
        : GST_CLOCK_TIME_NONE);
  }
}

/* Two that meet in the middle of anything miss no sample and have none twice:
 * that is what the frames between are. */
static void
test_nothing_is_between (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime middle = get_end (test) / 3 + 1;

  rig_play_to_end (rig);
  seek_and_assert (rig, test, middle, middle);
  seek_and_assert (rig, test, 0, middle);
  seek_and_assert (rig, test, middle, GST_CLOCK_TIME_NONE);
}

static void
assert_is_at_end (Rig * rig, const Case * test)
{
  gint64 position = -1;

  g_assert_true (gst_element_query_position (rig->pipeline, GST_FORMAT_TIME,
          &position));
  g_assert_cmpuint (position, ==, get_end (test));
}

static void
test_beyond_the_end_is_eos (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  gint64 duration = 0;

  rig_play_to_end (rig);
  seek_and_assert (rig, test, get_end (test) + GST_SECOND, GST_CLOCK_TIME_NONE);
  assert_is_at_end (rig, test);
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (duration, ==, get_end (test));
  seek_and_assert (rig, test, 0, GST_CLOCK_TIME_NONE);
}

/* Not all was heard. */

static void
test_beyond_an_end_that_was_not_known (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);

  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  seek_and_assert (rig, test, 3600 * GST_SECOND, 3601 * GST_SECOND);
  assert_is_at_end (rig, test);
}

static void
test_begins_beyond_the_end (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);

  rig_start (rig, GST_STATE_READY);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 3600 * GST_SECOND));
  rig_play_to_end (rig);
  assert_is_at_end (rig, test);
}

/* A flush that is no seek. */
static void
test_position_at_the_end_outlives_a_flush (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);

  rig_play_to_end (rig);
  rig_forget (rig);
  g_assert_true (gst_element_send_event (rig->src, gst_event_new_flush_start
          ()));
  g_assert_true (gst_element_send_event (rig->src,
          gst_event_new_flush_stop (FALSE)));
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_SEGMENT), ==, 1);
}

static void
test_waits_for_what_is_not_there (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime place = script_get_end (test->audio, 2) + 12345;

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  rig_unblock (rig);
  seek_and_assert (rig, test, place, GST_CLOCK_TIME_NONE);
  seek_and_assert (rig, test, 0, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

/* Only what lies before the stop is asked for. */
static void
test_stop_spends_nothing_behind_it (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime stop = script_get_end (test->audio, 1);

  rig_start (rig, GST_STATE_READY);
  g_assert_true (gst_element_seek (rig->src, 1.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, stop));
  seek_rig_assert_heard (rig, test->audio, 0, stop);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  /* What is paid is kept, too. */
  rig_stop (rig, GST_STATE_READY);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".audio"), ==,
      test->uses_cache);
}

static void
test_comes_back_while_it_arrives (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  const QwenttsSimulatorFault stall = {.cut = 20000,
    .end = QWENTTS_SIMULATOR_END_STALL
  };

  g_object_set (rig->src, "text", RIG_TEXT, NULL);
  qwentts_simulator_clear_faults (rig->simulator);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &stall);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 3);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_wait_for_buffers (rig, 3);
  qwentts_simulator_clear_faults (rig->simulator);
  rig_play_to_end (rig);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* As somebody does who drags a slider. */
static void
test_fifty_in_a_row (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime place = 0;

  rig_start (rig, GST_STATE_PLAYING);
  for (guint i = 0; i < 50; i++) {
    place = g_test_rand_int_range (0, get_end (test) / 1000) * 1000;
    seek_rig_seek (rig, place, GST_CLOCK_TIME_NONE);
  }
  seek_rig_assert_heard (rig, test->audio, place, GST_CLOCK_TIME_NONE);
  seek_and_assert (rig, test, 0, GST_CLOCK_TIME_NONE);
}

/* What is read before the first buffer of a place would be there. */
static void
test_fifty_while_paused (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  GstClockTime place = 0;

  rig_start (rig, GST_STATE_PAUSED);
  for (guint i = 0; i < 50; i++) {
    place = g_test_rand_int_range (0, get_end (test) / 1000) * 1000;
    seek_rig_seek (rig, place, GST_CLOCK_TIME_NONE);
    if (i % 5 == 0)
      gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  }
  seek_rig_assert_heard (rig, test->audio, place, GST_CLOCK_TIME_NONE);
}

/* The file for what is not kept. */
static void
test_leaves_no_file_behind (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Rig) rig = new_rig (test);
  guint before = open_files_count_unlinked ();

  rig_play_to_end (rig);
  seek_and_assert (rig, test, 0, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (open_files_count_unlinked (), ==,
      before + !test->uses_cache);
  rig_stop (rig, GST_STATE_READY);
  g_assert_cmpuint (open_files_count_unlinked (), ==, before);
}

static const struct
{
  const gchar *path;
  GTestDataFunc function;
} tests[] = {
  {"goes-to-each-joint", test_goes_to_each_joint},
  {"goes-anywhere", test_goes_anywhere},
  {"nothing-is-between", test_nothing_is_between},
  {"beyond-the-end-is-eos", test_beyond_the_end_is_eos},
  {"beyond-an-end-that-was-not-known", test_beyond_an_end_that_was_not_known},
  {"begins-beyond-the-end", test_begins_beyond_the_end},
  {"position-at-the-end-outlives-a-flush",
      test_position_at_the_end_outlives_a_flush},
  {"waits-for-what-is-not-there", test_waits_for_what_is_not_there},
  {"stop-spends-nothing-behind-it", test_stop_spends_nothing_behind_it},
  {"comes-back-while-it-arrives", test_comes_back_while_it_arrives},
  {"fifty-in-a-row", test_fifty_in_a_row},
  {"fifty-while-paused", test_fifty_while_paused},
  {"leaves-no-file-behind", test_leaves_no_file_behind},
};

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++) {
      g_autofree gchar *path = g_strdup_printf ("/seek/%s/%s", tests[i].path,
          cases[k].path);

      g_test_add_data_func (path, &cases[k], tests[i].function);
    }

  return g_test_run ();
}
