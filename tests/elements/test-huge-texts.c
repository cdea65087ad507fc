/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts of a million characters. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "audio/wav-file.h"
#include "failure.h"
#include "segments.h"

#define MILLION 1000000
#define LIMIT 600

/* 10 ms. */
#define N_FRAMES 240

static gchar *
repeat (const gchar * unit, guint n)
{
  gsize size = strlen (unit);
  gchar *text = g_malloc (n * size + 1);

  for (guint i = 0; i < n; i++)
    memcpy (text + i * size, unit, size);
  text[n * size] = '\0';
  return text;
}

static void
test_million_spaces_are_no_text (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *text = repeat ("\xe3\x80\x80", MILLION);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "text", text, NULL);
  g_assert_cmpint (gst_element_set_state (rig->pipeline, GST_STATE_PAUSED), ==,
      GST_STATE_CHANGE_FAILURE);
  failure = failure_get (rig, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
      "settings", FALSE);
  failure_assert_names (failure, "text");
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 0);
}

/* Each request is answered with 10 ms. */
static Rig *
new_quick_rig (void)
{
  g_autoptr (GBytes) samples = wav_make_samples (N_FRAMES * 2);
  g_autoptr (GBytes) wav =
      g_byte_array_free_to_bytes (wav_file_new (&wav_speech_format,
          g_bytes_get_data (samples, NULL), g_bytes_get_size (samples)));
  const QwenttsSimulatorOptions options = {.audio = wav };

  return rig_new (&options);
}

/* Asserts that none is longer than the limit.
 *
 * Returns: the number of characters of all requests */
static guint
sum_requests (Rig * rig)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);
  guint n_characters = 0;

  for (guint i = 0; i < requests->len; i++) {
    const QwenttsSimulatorRequest *request = requests->pdata[i];
    g_autoptr (JsonNode) root = NULL;
    guint length;

    if (request->kind != QWENTTS_SIMULATOR_SUBMIT)
      continue;
    root = json_from_string (request->body, NULL);
    length = g_utf8_strlen (json_object_get_string_member (json_node_get_object
            (root), "prompt"), -1);
    g_assert_cmpuint (length, <=, LIMIT);
    n_characters += length;
  }
  return n_characters;
}

static void
test_endless_word_is_said_whole (gconstpointer letter)
{
  const guint n_letters = 50000;
  g_autoptr (Rig) rig = new_quick_rig ();
  g_autofree gchar *text = repeat (letter, n_letters);

  g_object_set (rig->src, "text", text, "cache", FALSE, NULL);
  rig_play_to_end (rig);
  g_assert_cmpuint (sum_requests (rig), ==, n_letters);
  g_assert_cmpuint (segments_assert_exact_times (rig), ==,
      qwentts_simulator_get_n_tasks (rig->simulator) * 10 * GST_MSECOND);
}

/* No more of it is cut and asked for than the window has room for. */
static Rig *
play_a_million (gboolean keep_open)
{
  Rig *rig = new_quick_rig ();
  g_autofree gchar *text = repeat ("a", MILLION);

  g_object_set (rig->src, "text", text, "keep-open", keep_open, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 3);
  return rig;
}

static void
test_million_letters_are_stopped_at_once (void)
{
  g_autoptr (Rig) rig = play_a_million (FALSE);

  rig_stop (rig, GST_STATE_NULL);
  g_assert_cmpuint (rig_count_messages (rig,
          GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  g_assert_cmpuint (sum_requests (rig), <, MILLION);
}

static void
test_million_letters_are_interrupted_at_once (void)
{
  g_autoptr (Rig) rig = play_a_million (TRUE);
  g_autoptr (GPtrArray) segments = NULL;
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (rig->src, "interrupt");
  g_signal_emit_by_name (rig->src, "push-text", "News.", &is_taken);
  g_assert_true (is_taken);
  g_signal_emit_by_name (rig->src, "end-of-stream");
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpstr (segments_get_text (segments, segments->len - 1), ==,
      "News.");
  g_assert_cmpuint (sum_requests (rig), <, MILLION);
  segments_assert_exact_times (rig);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gst_debug_remove_log_function (gst_debug_log_default);

#define ADD(path, function) g_test_add_func ("/huge-texts/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/huge-texts/" path, data, function)
  ADD_WITH ("endless-word-is-said-whole", "a", test_endless_word_is_said_whole);
  ADD_WITH ("endless-word-of-han-is-said-whole", "天",
      test_endless_word_is_said_whole);
  ADD ("million-spaces-are-no-text", test_million_spaces_are_no_text);
  ADD ("million-letters-are-stopped-at-once",
      test_million_letters_are_stopped_at_once);
  ADD ("million-letters-are-interrupted-at-once",
      test_million_letters_are_interrupted_at_once);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
