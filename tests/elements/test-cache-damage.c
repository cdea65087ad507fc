/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A cache whose files are not what they were: it is played on, with one WARNING. */
#include <glib/gstdio.h>
#include <string.h>

#include "cache-rig.h"
#include "failure.h"
#include "segments.h"

static void
test_damaged_entry_is_moved_aside (gconstpointer text)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".entry");
  cache_rig_write_file (path, text);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir,
          ".damaged-1.entry"), ==, 1);
}

static void
test_newer_entry_is_left_alone (void)
{
  static const gchar *const newer = "[entry]\nformat-version=99\n";
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;
  g_autofree gchar *after = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".entry");
  cache_rig_write_file (path, newer);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, newer);
}

/* Shorter, or gone. */
static void
test_audio_that_is_not_whole_is_fetched_again (gconstpointer text)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".audio");
  g_assert_cmpint (g_unlink (path), ==, 0);
  if (text)
    cache_rig_write_file (path, text);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  if (text)
    cache_rig_assert_warned_once (rig);
  else
    g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* As a disk that forgets may do: of the same length, with zeros from an offset on. */
static void
forget_bytes (Rig * rig, gsize offset, const gchar * begin)
{
  g_autofree gchar *path = cache_rig_find_file (rig->cache_dir, ".audio");
  g_autofree gchar *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + offset, 0, size - offset);
  memcpy (bytes + offset, begin, strlen (begin));
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

static void
test_audio_that_is_none_is_fetched_again (gconstpointer begin)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  forget_bytes (rig, 0, begin);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* It is heard for once, and the stream goes on. */
static void
test_changed_samples_are_told_and_fetched_later (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) damaged = NULL;

  rig_play_to_end (rig);
  whole = rig_get_samples (rig);
  forget_bytes (rig, g_bytes_get_size (whole) / 2, "");
  cache_rig_play_again (rig);
  damaged = rig_get_samples (rig);
  g_assert_cmpuint (g_bytes_get_size (damaged), ==, g_bytes_get_size (whole));
  cache_rig_assert_warned_once (rig);

  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* The file of the damaged samples has gone from the store by then. */
static void
test_changed_samples_are_heard_again_after_a_seek (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (GBytes) again = NULL;

  rig_play_to_end (rig);
  forget_bytes (rig, 1000, "");
  cache_rig_play_again (rig);
  damaged = rig_get_samples (rig);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".audio"), ==, 0);
  rig_forget (rig);
  g_assert_true (gst_element_seek_simple (rig->pipeline, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 0));
  rig_play_to_end (rig);
  again = rig_get_samples (rig);
  g_assert_true (g_bytes_equal (again, damaged));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_page_is_told_and_never_kept (void)
{
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>sorry</html>", 18);
  const QwenttsSimulatorFault fault = {.body = page,
    .content_type = "text/html"
  };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &fault);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_STREAM_ERROR,
      GST_STREAM_ERROR_WRONG_TYPE, "audio", FALSE);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".audio"), ==, 0);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* What was asked for is not lost, whenever that is. */
static void
test_interrupted_amid_the_audio_pays_once (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 1);
  g_signal_emit_by_name (rig->src, "interrupt");
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS
          | GST_MESSAGE_ERROR));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/cache-damage/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/cache-damage/" path, data, function)
  ADD_WITH ("damaged-entry-is-moved-aside", "[entry]\nformat-version=1\n",
      test_damaged_entry_is_moved_aside);
  ADD_WITH ("empty-entry-is-moved-aside", "",
      test_damaged_entry_is_moved_aside);
  ADD ("newer-entry-is-left-alone", test_newer_entry_is_left_alone);
  ADD_WITH ("audio-that-is-gone-is-fetched-again", NULL,
      test_audio_that_is_not_whole_is_fetched_again);
  ADD_WITH ("audio-that-is-cut-is-fetched-again", "RIFF",
      test_audio_that_is_not_whole_is_fetched_again);
  ADD_WITH ("audio-of-zeros-is-fetched-again", "",
      test_audio_that_is_none_is_fetched_again);
  ADD_WITH ("page-for-audio-is-fetched-again", "<html>",
      test_audio_that_is_none_is_fetched_again);
  ADD ("changed-samples-are-told-and-fetched-later",
      test_changed_samples_are_told_and_fetched_later);
  ADD ("changed-samples-are-heard-again-after-a-seek",
      test_changed_samples_are_heard_again_after_a_seek);
  ADD ("page-is-told-and-never-kept", test_page_is_told_and_never_kept);
  ADD ("interrupted-amid-the-audio-pays-once",
      test_interrupted_amid_the_audio_pays_once);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
