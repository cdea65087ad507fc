/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A cache that cannot be used, or was tampered with: it is played on, with one
 * WARNING, and nothing is followed outside. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache-rig.h"
#include "failure.h"
#include "memory-folder.h"
#include "segments.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
/* Four segments. */
#define SCRIPT "One sentence is spoken now by the announcer. Another sentence " \
  "comes behind it by itself. And the last one is said at the end of all."
#define MAX_LENGTH 50

static void
write_file (const gchar * path, const gchar * text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gchar *
get_folder (Rig * rig)
{
  return g_build_filename (rig->cache_dir, "speech", NULL);
}

static void
test_folder_that_cannot_be_made_is_a_warning (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *file = g_build_filename (rig->cache_dir, "file", NULL);
  g_autofree gchar *folder = g_build_filename (file, "cache", NULL);

  write_file (file, "");
  g_object_set (rig->src, "cache-dir", folder, NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
}

static void
spoil_by_file (const gchar * folder)
{
  write_file (folder, "no folder");
}

static void
spoil_by_mode (const gchar * folder)
{
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
}

static void
spoil_by_lock (const gchar * folder)
{
  g_autofree gchar *lock = g_build_filename (folder, "lock", NULL);

  g_assert_cmpint (g_mkdir_with_parents (lock, 0700), ==, 0);
}

/* Whoever may not give it away leaves it to all. */
static void
spoil_by_owner (const gchar * folder)
{
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  if (chown (folder, 65534, 65534) < 0)
    g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
}

/* However many segments there are. */
static void
test_unusable_folder_is_one_warning (gconstpointer data)
{
  void (*spoil) (const gchar *) = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *folder = get_folder (rig);
  g_autoptr (GPtrArray) segments = NULL;

  spoil (folder);
  g_object_set (rig->src, "text", SCRIPT, "max-segment-length", MAX_LENGTH,
      NULL);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, >=, 3);
  segments_assert_heard (rig, segments, NULL);
  cache_rig_assert_warned_once (rig);
}

static void
test_folder_that_vanished_is_made_again (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  memory_folder_clear (rig->cache_dir);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

static void
test_folder_that_vanishes_amid_the_run_is_a_warning (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_UINT (data);
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = kind == QWENTTS_SIMULATOR_DOWNLOAD ? 20000 : 0
  };
  g_autoptr (Rig) rig = rig_new (NULL);

  qwentts_simulator_add_fault (rig->simulator, kind, &stall);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind, 1));
  memory_folder_clear (rig->cache_dir);
  qwentts_simulator_clear_faults (rig->simulator);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);

  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* Links. */

static gboolean
is_empty (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return g_dir_read_name (dir) == NULL;
}

static void
test_link_for_the_folder_is_not_followed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *folder = get_folder (rig);
  g_autofree gchar *outside = memory_folder_make ();

  g_assert_cmpint (symlink (outside, folder), ==, 0);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
  g_assert_true (is_empty (outside));
  memory_folder_remove (outside);
}

/* Puts a link to a file outside in the place of the only file that ends so.
 *
 * Returns: (transfer full): the file outside, whose content is "outside" */
static gchar *
plant_link (Rig * rig, const gchar * suffix)
{
  g_autofree gchar *path = cache_rig_find_file (rig->cache_dir, suffix);
  gchar *outside = g_build_filename (rig->cache_dir, "outside", NULL);

  write_file (outside, "outside");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink (outside, path), ==, 0);
  return outside;
}

static void
assert_untouched (const gchar * outside)
{
  g_autofree gchar *text = NULL;

  g_assert_true (g_file_get_contents (outside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "outside");
}

static void
test_link_for_an_entry_is_not_followed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *outside = NULL;

  rig_play_to_end (rig);
  outside = plant_link (rig, ".entry");
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_untouched (outside);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir,
          ".damaged-1.entry"), ==, 1);
}

static void
test_link_for_audio_is_not_followed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *outside = NULL;

  rig_play_to_end (rig);
  outside = plant_link (rig, ".audio");
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_untouched (outside);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

static void
test_link_for_a_temporary_file_is_not_followed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *outside = g_build_filename (rig->cache_dir, "outside",
      NULL);
  g_autofree gchar *audio = NULL;
  g_autofree gchar *temp = NULL;

  rig_play_to_end (rig);
  audio = cache_rig_find_file (rig->cache_dir, ".audio");
  temp = g_strconcat (audio, ".tmp", NULL);
  write_file (outside, "outside");
  g_assert_cmpint (g_unlink (audio), ==, 0);
  g_assert_cmpint (symlink (outside, temp), ==, 0);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_untouched (outside);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* A use is not worth a warning: what is there is played. */
static void
test_link_for_a_file_of_all_keys_is_not_followed (gconstpointer name)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *outside = g_build_filename (rig->cache_dir, "outside",
      NULL);
  g_autofree gchar *path = g_build_filename (rig->cache_dir, "speech", name,
      NULL);

  rig_play_to_end (rig);
  write_file (outside, "outside");
  g_unlink (path);
  g_assert_cmpint (symlink (outside, path), ==, 0);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);

  g_object_set (rig->src, "text", "Good morning.", NULL);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, "Good morning.");
  assert_untouched (outside);
}

/* Files that are not what they were. */

static void
test_damaged_entry_is_moved_aside (gconstpointer text)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".entry");
  write_file (path, text);
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
  write_file (path, newer);
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
    write_file (path, text);
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

#define ADD(path, function) g_test_add_func ("/cache-trouble/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/cache-trouble/" path, data, function)
  ADD ("folder-that-cannot-be-made-is-a-warning",
      test_folder_that_cannot_be_made_is_a_warning);
  ADD_WITH ("file-for-the-folder-is-one-warning", spoil_by_file,
      test_unusable_folder_is_one_warning);
  ADD_WITH ("folder-of-all-is-one-warning", spoil_by_mode,
      test_unusable_folder_is_one_warning);
  ADD_WITH ("folder-of-another-is-one-warning", spoil_by_owner,
      test_unusable_folder_is_one_warning);
  ADD_WITH ("folder-for-the-lock-is-one-warning", spoil_by_lock,
      test_unusable_folder_is_one_warning);
  ADD ("folder-that-vanished-is-made-again",
      test_folder_that_vanished_is_made_again);
  ADD_WITH ("folder-that-vanishes-while-asking-is-a-warning",
      GUINT_TO_POINTER (QWENTTS_SIMULATOR_SUBMIT),
      test_folder_that_vanishes_amid_the_run_is_a_warning);
  ADD_WITH ("folder-that-vanishes-while-polling-is-a-warning",
      GUINT_TO_POINTER (QWENTTS_SIMULATOR_POLL),
      test_folder_that_vanishes_amid_the_run_is_a_warning);
  ADD_WITH ("folder-that-vanishes-while-downloading-is-a-warning",
      GUINT_TO_POINTER (QWENTTS_SIMULATOR_DOWNLOAD),
      test_folder_that_vanishes_amid_the_run_is_a_warning);
  ADD ("link-for-the-folder-is-not-followed",
      test_link_for_the_folder_is_not_followed);
  ADD ("link-for-an-entry-is-not-followed",
      test_link_for_an_entry_is_not_followed);
  ADD ("link-for-audio-is-not-followed", test_link_for_audio_is_not_followed);
  ADD ("link-for-a-temporary-file-is-not-followed",
      test_link_for_a_temporary_file_is_not_followed);
  ADD_WITH ("link-for-the-lock-is-not-followed", "lock",
      test_link_for_a_file_of_all_keys_is_not_followed);
  ADD_WITH ("link-for-the-total-is-not-followed", "total",
      test_link_for_a_file_of_all_keys_is_not_followed);
  ADD_WITH ("link-for-the-uses-is-not-followed", "uses",
      test_link_for_a_file_of_all_keys_is_not_followed);
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
