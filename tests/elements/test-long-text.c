/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts of several segments, and texts that come while it plays. */
#include <string.h>

#include "segments.h"

/* Longer than one segment; each sentence is too short to be one. */
#define SENTENCE "The weather stays fine until tomorrow night in all of the " \
    "country, says the office. "
#define SCRIPT SENTENCE SENTENCE SENTENCE SENTENCE SENTENCE SENTENCE SENTENCE

/* The same sentence comes again and again, and is to be asked for each time. */
static Rig *
new_rig (const QwenttsSimulatorOptions * options)
{
  Rig *rig = rig_new (options);

  g_object_set (rig->src, "cache", FALSE, NULL);
  return rig;
}

static void
test_long_text_is_one_stream (gconstpointer prefetch)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  g_object_set (rig->src, "text", SCRIPT, "max-prefetch",
      GPOINTER_TO_UINT (prefetch), NULL);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, >, 2);
  for (guint i = 0; i < segments->len; i++) {
    const gchar *text = segments_get_text (segments, i);

    g_assert_cmpuint (segments_get_uint (segments, i, "index"), ==, i);
    g_assert_cmpuint (segments_get_uint (segments, i, "text-index"), ==, 0);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==, said->len);
    g_assert_cmpuint (segments_get_uint (segments, i, "length"), ==,
        strlen (text));
    g_string_append_printf (said, "%s ", text);
  }
  g_assert_cmpstr (said->str, ==, SCRIPT);
  segments_assert_heard (rig, segments, NULL);
  segments_assert_exact_times (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_SEGMENT), ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      segments->len);
}

/* A paused pipeline stops spending at the window. */
static void
test_no_more_than_the_window_is_asked_for (gconstpointer data)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  const guint prefetch = GPOINTER_TO_UINT (data);
  g_autoptr (Rig) rig = new_rig (&options);

  g_object_set (rig->src, "text", SCRIPT, "max-prefetch", prefetch, NULL);
  rig_block (rig);
  rig_start (rig, GST_STATE_PAUSED);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, prefetch + 1));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_wait_until_blocked (rig);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, prefetch + 1));
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, prefetch + 1);
  rig_unblock (rig);
  rig_play_to_end (rig);
}

/* The service's limit is below ours: nothing is lost, order is kept. */
static void
test_segment_that_is_too_long_for_the_service_is_cut (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  const gchar *words = "{\"error\":{\"code\":\"invalid_parameter\",\"message\":"
      "\"Range of input length should be [0, 600]\"}}";
  g_autoptr (GBytes) body = g_bytes_new_static (words, strlen (words));
  const QwenttsSimulatorFault refusal = {.count = 2,.status = 400,.body = body,
    .content_type = "application/json"
  };
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
      &refusal);
  g_object_set (rig->src, "text", SCRIPT, NULL);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  for (guint i = 0; i < segments->len; i++) {
    g_assert_cmpuint (segments_get_uint (segments, i, "index"), ==, i);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==, said->len);
    g_string_append_printf (said, "%s ", segments_get_text (segments, i));
  }
  g_assert_cmpstr (said->str, ==, SCRIPT);
  segments_assert_heard (rig, segments, NULL);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
}

/* The queue. */

static gboolean
push (Rig * rig, const gchar * text)
{
  gboolean is_taken;

  g_signal_emit_by_name (rig->src, "push-text", text, &is_taken);
  return is_taken;
}

static void
test_texts_are_said_in_their_order (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (GPtrArray) segments = NULL;

  g_object_set (rig->src, "text", "One.", "keep-open", TRUE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_named (rig, "qwentts/segment"));
  g_assert_true (push (rig, "Two."));
  g_object_set (rig->src, "text", "Three.", NULL);
  g_object_set (rig->src, "text", "Three.", NULL);
  g_signal_emit_by_name (rig->src, "end-of-stream");
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 4);
  for (guint i = 0; i < 4; i++) {
    static const gchar *const texts[] = { "One.", "Two.", "Three.", "Three." };

    g_assert_cmpstr (segments_get_text (segments, i), ==, texts[i]);
    g_assert_cmpuint (segments_get_uint (segments, i, "text-index"), ==, i);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==, 0);
  }
  segments_assert_heard (rig, segments, NULL);
  segments_assert_exact_times (rig);
}

static void
test_waits_for_a_text_while_it_is_open (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (GPtrArray) segments = NULL;

  g_object_set (rig->src, "text", NULL, "keep-open", TRUE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "One."));
  rig_wait_for_buffers (rig, 1);
  g_object_set (rig->src, "keep-open", FALSE, NULL);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 1);
  segments_assert_heard (rig, segments, NULL);
}

static void
test_interrupt_drops_what_is_said_and_queued (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = new_rig (&options);
  g_autoptr (GPtrArray) segments = NULL;
  g_autofree gchar *progress = NULL;

  g_object_set (rig->src, "text", SCRIPT, "keep-open", TRUE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 3));
  g_assert_true (push (rig, "Never."));
  g_signal_emit_by_name (rig->src, "interrupt");
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  g_assert_true (push (rig, "News."));
  g_signal_emit_by_name (rig->src, "end-of-stream");
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 1);
  g_assert_cmpstr (segments_get_text (segments, 0), ==, "News.");
  segments_assert_heard (rig, segments, NULL);
  progress = rig_get_progress (rig);
  g_assert_cmpstr (progress, ==, "SASP");
}

static void
test_interrupt_ends_what_is_not_open (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = new_rig (&options);

  g_object_set (rig->src, "text", SCRIPT, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 1));
  g_signal_emit_by_name (rig->src, "interrupt");
  rig_wait_for_event (rig, GST_EVENT_EOS);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
}

/* The buffer that is being pushed passes, and nothing behind it, although all of
 * the audio is there. */
static void
test_interrupt_lets_one_buffer_pass (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) buffers = NULL;

  g_object_set (rig->src, "keep-open", TRUE, NULL);
  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  g_signal_emit_by_name (rig->src, "interrupt");
  rig_unblock (rig);
  g_signal_emit_by_name (rig->src, "end-of-stream");
  rig_wait_for_event (rig, GST_EVENT_EOS);
  buffers = rig_get_buffers (rig);
  g_assert_cmpuint (buffers->len, ==, 1);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
}

#define N_PUSHES 100

static gpointer
push_many (gpointer rig)
{
  for (guint i = 0; i < N_PUSHES; i++)
    g_assert_true (push (rig, "Yes."));
  return NULL;
}

/* Whoever pushes them, texts are counted in the order in which they are said. */
static void
test_texts_of_two_threads_are_counted (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) segments = NULL;
  GThread *threads[2];

  g_object_set (rig->src, "text", NULL, "keep-open", TRUE, "max-prefetch", 8,
      NULL);
  rig_start (rig, GST_STATE_PLAYING);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("pusher", push_many, rig);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_signal_emit_by_name (rig->src, "end-of-stream");
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 2 * N_PUSHES);
  for (guint i = 0; i < segments->len; i++)
    g_assert_cmpuint (segments_get_uint (segments, i, "text-index"), ==, i);
}

/* From handlers of the bus and of signals, which run where they please. */

static void
say_at_the_segment (Rig * rig, GstMessage * message)
{
  if (!gst_message_has_name (message, "qwentts/segment"))
    return;
  rig->on_message = NULL;
  g_signal_emit_by_name (rig->src, "interrupt");
  g_object_set (rig->src, "text", "Two.", NULL);
}

static void
say_one_more (GObject * src, GParamSpec * pspec, Rig * rig)
{
  g_signal_handlers_disconnect_by_func (src, say_one_more, rig);
  g_assert_true (push (rig, "Three."));
  g_object_set (src, "text", "Four.", "keep-open", FALSE, NULL);
}

static void
test_handlers_may_do_anything (void)
{
  static const gchar *const texts[] = { "One.", "Two.", "Three.", "Four." };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) segments = NULL;

  g_object_set (rig->src, "text", "One.", "keep-open", TRUE, NULL);
  g_signal_connect (rig->src, "notify::text", G_CALLBACK (say_one_more), rig);
  rig->on_message = say_at_the_segment;
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < segments->len; i++)
    g_assert_cmpstr (segments_get_text (segments, i), ==, texts[i]);
  segments_assert_exact_times (rig);
}

/* One of the things that an application does, at any moment. */
static void
do_something (Rig * rig, GRand * rand)
{
  switch (g_rand_int_range (rand, 0, 7)) {
    case 0:
      g_signal_emit_by_name (rig->src, "interrupt");
      break;
    case 1:
      g_object_set (rig->src, "text", "Set while it plays.", NULL);
      break;
    case 2:
      gst_element_send_event (rig->src, gst_event_new_flush_start ());
      gst_element_send_event (rig->src, gst_event_new_flush_stop (FALSE));
      break;
    case 3:
      rig_start (rig, GST_STATE_PAUSED);
      break;
    case 4:
      rig_start (rig, GST_STATE_PLAYING);
      break;
    default:
      g_assert_true (push (rig, SCRIPT));
      break;
  }
}

/* And then all that is queued is said, and nothing else. */
static void
test_takes_anything_at_any_moment (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260402);

  for (guint round = 0; round < 20; round++) {
    g_autoptr (Rig) rig = new_rig (NULL);
    g_autoptr (GPtrArray) segments = NULL;

    g_object_set (rig->src, "text", SCRIPT, "keep-open", TRUE, NULL);
    rig_start (rig, GST_STATE_PLAYING);
    for (guint i = 0; i < 20; i++)
      do_something (rig, rand);
    if (round % 2) {
      rig_stop (rig, GST_STATE_NULL);
      continue;
    }
    g_signal_emit_by_name (rig->src, "interrupt");
    g_assert_true (push (rig, "The last one."));
    g_signal_emit_by_name (rig->src, "end-of-stream");
    rig_play_to_end (rig);
    segments = segments_get (rig);
    g_assert_cmpstr (segments_get_text (segments, segments->len - 1), ==,
        "The last one.");
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint prefetch = 0; prefetch < 6; prefetch += 2) {
    g_autofree gchar *path = g_strdup_printf
        ("/long-text/is-one-stream-with-%u-ahead", prefetch);

    g_test_add_data_func (path, GUINT_TO_POINTER (prefetch),
        test_long_text_is_one_stream);
  }
#define ADD(path, function) g_test_add_func ("/long-text/" path, function)
  g_test_add_data_func ("/long-text/asks-for-one-at-a-time",
      GUINT_TO_POINTER (0), test_no_more_than_the_window_is_asked_for);
  g_test_add_data_func ("/long-text/asks-for-no-more-than-the-window",
      GUINT_TO_POINTER (2), test_no_more_than_the_window_is_asked_for);
  ADD ("segment-that-is-too-long-is-cut",
      test_segment_that_is_too_long_for_the_service_is_cut);
  ADD ("texts-are-said-in-their-order", test_texts_are_said_in_their_order);
  ADD ("waits-while-it-is-open", test_waits_for_a_text_while_it_is_open);
  ADD ("interrupt-drops-all", test_interrupt_drops_what_is_said_and_queued);
  ADD ("interrupt-lets-one-buffer-pass", test_interrupt_lets_one_buffer_pass);
  ADD ("texts-of-two-threads-are-counted",
      test_texts_of_two_threads_are_counted);
  ADD ("handlers-may-do-anything", test_handlers_may_do_anything);
  ADD ("interrupt-ends-what-is-not-open", test_interrupt_ends_what_is_not_open);
  ADD ("takes-anything-at-any-moment", test_takes_anything_at_any_moment);
#undef ADD

  return g_test_run ();
}
