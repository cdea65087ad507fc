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

  cache_rig_write_file (file, "");
  g_object_set (rig->src, "cache-dir", folder, NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_warned_once (rig);
}

static void
spoil_by_file (const gchar * folder)
{
  cache_rig_write_file (folder, "no folder");
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

  cache_rig_write_file (outside, "outside");
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
  cache_rig_write_file (outside, "outside");
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
  cache_rig_write_file (outside, "outside");
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
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
