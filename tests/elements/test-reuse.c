/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* An element that is used again, and more than one of them. */
#include <string.h>

#include "connections.h"
#include "phase.h"

#define N_CYCLES 100

static void
assert_plays_again (Phase phase, GstState state)
{
  g_autoptr (Rig) rig = phase_new_rig (phase);

  phase_enter (rig, phase);
  rig_stop (rig, state);
  phase_release (rig, phase);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
}

static void
test_plays_again_from_ready (gconstpointer data)
{
  assert_plays_again (GPOINTER_TO_INT (data), GST_STATE_READY);
}

static void
test_plays_again_from_null (gconstpointer data)
{
  assert_plays_again (GPOINTER_TO_INT (data), GST_STATE_NULL);
}

static void
test_new_text_is_spoken_the_next_time (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "text", "And here is the news.", NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, "And here is the news.");
}

static void
test_rapid_cycles_do_no_harm (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  for (guint i = 0; i < N_CYCLES; i++) {
    rig_start (rig, GST_STATE_PLAYING);
    rig_stop (rig, GST_STATE_NULL);
  }
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

/* Stops at another moment each time: after so many requests. */
static void
test_cycles_stop_anywhere (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "cache", FALSE, NULL);
  for (guint i = 0; i < N_CYCLES; i++) {
    const QwenttsSimulatorKind kind = i % 3;
    guint count = qwentts_simulator_count (rig->simulator, kind);

    rig_start (rig, GST_STATE_PLAYING);
    g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind,
            count + 1));
    rig_stop (rig, i % 2 ? GST_STATE_NULL : GST_STATE_READY);
  }
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
}

static void
test_two_speak_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Rig) other = rig_new_for (rig->simulator);

  g_object_set (other->src, "text", "And here is the news.", NULL);
  rig_start (rig, GST_STATE_PAUSED);
  rig_start (other, GST_STATE_PAUSED);
  rig_play_to_end (rig);
  rig_play_to_end (other);
  rig_assert_spoken (rig, RIG_TEXT);
  rig_assert_spoken (other, "And here is the news.");
}

static void
test_paused_prerolls (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  GstState state;

  rig_start (rig, GST_STATE_PAUSED);
  g_assert_cmpint (gst_element_get_state (rig->pipeline, &state, NULL,
          30 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpint (state, ==, GST_STATE_PAUSED);
  g_assert_cmpuint (rig->n_buffers, ==, 1);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

/* Of downloads: libsoup opens a new one for each POST. */
static void
test_connections_are_reused_from_run_to_run (void)
{
  static const gchar *const file = "RIFF and no more, which is an error";
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, strlen (file));
  g_autofree gchar *url =
      qwentts_simulator_add_file (rig->simulator, bytes, "audio/wav");
  const gchar *path = strstr (url, "/files/");
  g_autofree gchar *server = g_strndup (url, path - url);
  g_autoptr (Connections) connections = connections_new (server);
  g_autofree gchar *answer = g_strdup_printf ("{\"id\":\"task-unified-1\","
      "\"status\":\"completed\",\"results\":[\"%s%s\"]}",
      connections_get_url (connections), path);

  for (guint i = 0; i < 5; i++) {
    qwentts_simulator_add_poll_answer (rig->simulator, answer);
    rig_start (rig, GST_STATE_PLAYING);
    gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
    rig_stop (rig, GST_STATE_READY);
    rig_forget (rig);
  }
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD), ==, 5);
  g_assert_cmpuint (connections_count (connections), ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  phase_add_tests ("plays-again-from-ready-when-stopped",
      test_plays_again_from_ready, N_PHASES);
  phase_add_tests ("plays-again-from-null-when-stopped",
      test_plays_again_from_null, N_PHASES);
#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("new-text-is-spoken-the-next-time",
      test_new_text_is_spoken_the_next_time);
  ADD ("rapid-cycles-do-no-harm", test_rapid_cycles_do_no_harm);
  ADD ("cycles-stop-anywhere", test_cycles_stop_anywhere);
  ADD ("two-speak-at-once", test_two_speak_at_once);
  ADD ("paused-prerolls", test_paused_prerolls);
  ADD ("connections-are-reused-from-run-to-run",
      test_connections_are_reused_from_run_to_run);
#undef ADD

  return g_test_run ();
}
