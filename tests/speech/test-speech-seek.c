/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking in a speech: each frame is where it was, wherever its audio lies by then,
 * and nothing is paid for twice. */
#include "replay.h"

#define N_SEEKS 30

/* More than is decoded at first. */
#define PART (60 * GST_MSECOND)

static const ReplayAudio mixed[] = {
  {24000, 12001}, {24000, 7}, {44100, 30011}, {44100, 1}, {8000, 3001}
};

/* More than a chunk of a clip. */
static const ReplayAudio long_one[] = { {48000, 500011}, {48000, 5} };

typedef struct
{
  const gchar *path;
  ReplayOptions options;
} Case;

static const Case cases[] = {
  {"kept", {.audio = mixed,.n_segments = G_N_ELEMENTS (mixed),.uses_store =
              TRUE}},
  {"not-kept", {.audio = mixed,.n_segments = G_N_ELEMENTS (mixed)}},
  {"kept-and-long", {.audio = long_one,.n_segments = G_N_ELEMENTS (long_one),
          .uses_store = TRUE}},
  {"not-kept-and-long", {.audio = long_one,.n_segments =
              G_N_ELEMENTS (long_one)}},
};

static GArray *
read_all (Replay * replay, const Case * test)
{
  return replay_read_all (replay, test->options.audio,
      test->options.n_segments);
}

static GstClockTime
get_start (const Case * test, guint n)
{
  return replay_get_start (test->options.audio, n);
}

static GstClockTime
get_end (const Case * test)
{
  return get_start (test, test->options.n_segments);
}

static GstClockTime
choose_position (const Case * test)
{
  return g_test_rand_double_range (0, 1.01) * get_end (test);
}

/* All was read. */

static void
test_goes_anywhere (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);

  for (guint i = 0; i < N_SEEKS; i++)
    replay_assert_seek (replay, all, choose_position (test),
        i % 3 == 0 ? GST_CLOCK_TIME_NONE : choose_position (test));
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, test->options.n_segments);
  g_assert_cmpuint (design_count (replay->design, QWENTTS_SIMULATOR_DOWNLOAD),
      ==, test->options.n_segments);
}

static void
test_goes_to_each_joint (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);

  for (guint i = 1; i <= test->options.n_segments; i++)
    for (gint k = -1; k <= 1; k++) {
      GstClockTime joint = get_start (test, i) + k;

      replay_assert_seek (replay, all, joint, GST_CLOCK_TIME_NONE);
      replay_assert_seek (replay, all, get_start (test, i - 1), joint);
      replay_assert_seek (replay, all, joint, joint + 1);
    }
}

/* As a player does that is told to go somewhere while it plays. */
static void
test_goes_on_from_the_middle_of_anything (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);

  for (guint i = 0; i < N_SEEKS; i++) {
    GstClockTime position = choose_position (test) / 2;

    replay_seek (replay, position, i % 2 ? GST_CLOCK_TIME_NONE
        : get_end (test) - GST_MSECOND);
    for (guint k = 0; k < i % 5; k++)
      g_assert_true (replay_pull (replay, NULL));
    if (i % 5 > 0)
      replay_assert_begun (replay, all, position);
  }
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
}

static void
test_beyond_the_end_there_is_nothing (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);

  for (guint i = 0; i < 3; i++) {
    replay_assert_seek (replay, all, get_end (test) + i * GST_SECOND,
        GST_CLOCK_TIME_NONE);
    g_assert_cmpuint (replay->frames->len, ==, 0);
    g_assert_cmpuint (replay->segments->len, ==, 0);
    g_assert_true (replay->is_final);
    g_assert_cmpuint (replay->duration, ==, get_end (test));
  }
  replay_assert_seek (replay, all, get_end (test) / 2, GST_CLOCK_TIME_NONE);
}

static void
test_ends_at_the_stop_and_stays_there (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);
  GstClockTime stop = get_end (test) / 2 + 1;

  replay_assert_seek (replay, all, 0, stop);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, 0, stop);
  replay_assert_seek (replay, all, stop, GST_CLOCK_TIME_NONE);
}

/* Also where more was decoded than was wanted. */
static void
test_goes_on_behind_a_stop (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);

  for (guint i = 0; i < test->options.n_segments; i++)
    for (guint k = 0; k < 2; k++) {
      GstClockTime start = get_start (test, i);
      GstClockTime place;

      replay_assert_seek (replay, all, start, start + 1);
      g_assert_cmpuint (replay->frames->len, ==, 1);
      place = replay->next + k * 100 * GST_USECOND;
      if (place + 2 * PART >= get_start (test, i + 1))
        continue;
      /* And tells again where it is. */
      for (guint n = 0; n < 2; n++) {
        replay_assert_seek (replay, all, place, place + PART);
        g_assert_cmpuint (replay->segments->len, ==, 1);
        g_assert_cmpuint (replay_get_segment (replay, 0)->index, ==, i);
        place = replay->next;
      }
    }
}

/* Only who is waited for is told of a price. */
static void
test_is_told_again_as_cached (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = read_all (replay, test);
  g_autofree gchar *task_id =
      g_strdup (replay_get_segment (replay, 0)->task_id);

  g_assert_cmpuint (replay->segments->len, ==, test->options.n_segments);
  for (guint i = 0; i < test->options.n_segments; i++) {
    g_assert_false (replay_get_segment (replay, i)->is_cached);
    g_assert_cmpfloat (replay_get_segment (replay, i)->credits, >, 0);
  }
  replay_assert_seek (replay, all, GST_MSECOND, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay->segments->len, ==, test->options.n_segments);
  for (guint i = 0; i < test->options.n_segments; i++) {
    const ReplaySegment *segment = replay_get_segment (replay, i);

    g_assert_cmpuint (segment->index, ==, i);
    g_assert_cmpuint (segment->stream_time, ==, get_start (test, i));
    g_assert_cmpuint (segment->duration, ==, get_start (test, i + 1)
        - get_start (test, i));
    g_assert_true (segment->is_cached);
    g_assert_cmpfloat (segment->credits, ==, 0);
  }
  g_assert_cmpstr (replay_get_segment (replay, 0)->task_id, ==, task_id);
}

/* Not all was read. */

static void
test_waits_for_what_was_not_read (gconstpointer data)
{
  const Case *test = data;
  const guint n = test->options.n_segments - 1;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);
  GstClockTime position = get_start (test, n) - 1;

  replay_seek (replay, position, get_start (test, n) + 1);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, position, get_start (test, n) + 1);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, n + 1);
  /* What was passed over is not told, and still to be paid for when it is. */
  g_assert_cmpuint (replay->segments->len, ==, 1);
  g_assert_cmpuint (replay_get_segment (replay, 0)->index, ==, n);
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
  g_assert_false (replay_get_segment (replay, 0)->is_cached);
  g_assert_cmpfloat (replay_get_segment (replay, 0)->credits, >, 0);
  g_assert_true (replay_get_segment (replay, n)->is_cached);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, n + 1);
}

static void
test_stop_spends_nothing_behind_it (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);

  replay_assert_seek (replay, all, 0, get_start (test, 1));
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 1);
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
}

static void
test_beyond_what_was_never_read_there_is_nothing (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);

  replay_assert_seek (replay, all, get_end (test), GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay->frames->len, ==, 0);
  g_assert_cmpuint (replay->duration, ==, get_end (test));
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
}

/* Back in the segment whose turn it is. */
static void
test_goes_back_in_what_is_read (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);

  for (guint i = 0; i < test->options.n_segments; i++) {
    GstClockTime start = get_start (test, i);

    replay_assert_seek (replay, all, start, start + 1);
    for (guint k = 0; k < 3; k++) {
      replay_seek (replay, start, GST_CLOCK_TIME_NONE);
      g_assert_true (replay_pull (replay, NULL));
      replay_assert_begun (replay, all, start);
    }
    g_assert_cmpuint (replay_get_n_tasks (replay), ==, i + 1);
  }
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* @is_ended: (out): by the cancelling */
static gboolean
pull_cancelled (Replay * replay, gboolean * is_ended)
{
  GThread *thread = g_thread_new ("cancel", cancel, replay->wait);
  g_autoptr (GError) error = NULL;
  gboolean is_pulled = replay_pull (replay, &error);

  if (error)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *is_ended = error != NULL;
  g_thread_join (thread);
  g_clear_object (&replay->wait);
  replay->wait = g_cancellable_new ();
  return is_pulled;
}

static void
test_cancelled_waits_lose_nothing (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (Replay) replay = replay_new (&test->options);
  g_autoptr (GArray) all = replay_make_frames (test->options.audio,
      test->options.n_segments);
  GstClockTime position = get_end (test) / 3;

  for (guint k = 0; k < 3; k++) {
    gboolean is_ended;

    replay_seek (replay, position, GST_CLOCK_TIME_NONE);
    while (pull_cancelled (replay, &is_ended) || is_ended)
      continue;
    replay_assert_heard (replay, all, position, GST_CLOCK_TIME_NONE);
    position /= 3;
  }
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, test->options.n_segments);
}

static void
test_goes_back_while_it_arrives (gconstpointer data)
{
  const gboolean uses_store = GPOINTER_TO_INT (data);
  g_autoptr (GBytes) file = replay_make_file (mixed, 0);
  const QwenttsSimulatorFault other_file = {.body = file,
    .content_type = "audio/wav",.cut = 15000,.end = QWENTTS_SIMULATOR_END_STALL
  };
  const ReplayOptions options = {.audio = mixed,.uses_store = uses_store };
  g_autoptr (Replay) replay = replay_new (&options);
  g_autoptr (GArray) all = replay_make_frames (mixed, 1);
  g_autofree gchar *text = replay_make_text (0);

  qwentts_simulator_add_fault (replay->design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &other_file);
  g_assert_true (qwentts_speech_push_text (replay->speech, text,
          &replay->settings, 600));
  for (guint i = 0; i < 5; i++) {
    GstClockTime position = i * 10 * GST_MSECOND;

    replay_seek (replay, position, GST_CLOCK_TIME_NONE);
    g_assert_true (replay_pull (replay, NULL));
    g_assert_true (replay_pull (replay, NULL));
    replay_assert_begun (replay, all, position);
  }
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 1);
}

static const struct
{
  const gchar *path;
  GTestDataFunc function;
} tests[] = {
  {"goes-anywhere", test_goes_anywhere},
  {"goes-to-each-joint", test_goes_to_each_joint},
  {"goes-on-from-the-middle-of-anything",
      test_goes_on_from_the_middle_of_anything},
  {"beyond-the-end-there-is-nothing", test_beyond_the_end_there_is_nothing},
  {"ends-at-the-stop-and-stays-there", test_ends_at_the_stop_and_stays_there},
  {"goes-on-behind-a-stop", test_goes_on_behind_a_stop},
  {"is-told-again-as-cached", test_is_told_again_as_cached},
  {"waits-for-what-was-not-read", test_waits_for_what_was_not_read},
  {"stop-spends-nothing-behind-it", test_stop_spends_nothing_behind_it},
  {"beyond-what-was-never-read-there-is-nothing",
      test_beyond_what_was_never_read_there_is_nothing},
  {"goes-back-in-what-is-read", test_goes_back_in_what_is_read},
  {"cancelled-waits-lose-nothing", test_cancelled_waits_lose_nothing},
};

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++) {
      g_autofree gchar *path = g_strdup_printf ("/speech-seek/%s/%s",
          tests[i].path, cases[k].path);

      g_test_add_data_func (path, &cases[k], tests[i].function);
    }
  g_test_add_data_func ("/speech-seek/goes-back-while-it-arrives/kept",
      GINT_TO_POINTER (TRUE), test_goes_back_while_it_arrives);
  g_test_add_data_func ("/speech-seek/goes-back-while-it-arrives/not-kept",
      GINT_TO_POINTER (FALSE), test_goes_back_while_it_arrives);

  return g_test_run ();
}
