/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Where the speech of an element is kept, how much of it, and when not. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cache-rig.h"
#include "data-folder.h"
#include "design-rig.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT

static guint
get_mode (const gchar * path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static guint64
get_size (const gchar * path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_size;
}

static gboolean
is_empty (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return g_dir_read_name (dir) == NULL;
}

static void
test_speech_is_kept_in_the_users_cache (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *folder = g_build_filename (data_folder_get (),
      "gst-qwentts", NULL);

  data_folder_clear ();
  g_object_set (rig->src, "cache-dir", NULL, NULL);
  rig_play_to_end (rig);
  cache_rig_assert_ready (folder, 1);
  g_assert_true (is_empty (rig->cache_dir));
}

static void
test_files_are_for_the_user_alone (void)
{
  static const gchar *const suffixes[] = { ".entry", ".audio", "lock" };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *folder = g_build_filename (rig->cache_dir, "speech", NULL);
  mode_t mask = umask (0);

  rig_play_to_end (rig);
  umask (mask);
  g_assert_cmpuint (get_mode (folder), ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree gchar *path = cache_rig_find_file (rig->cache_dir, suffixes[i]);

    g_assert_cmpuint (get_mode (path), ==, 0600);
  }
}

static void
test_names_show_no_text (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;
  g_autofree gchar *name = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".audio");
  name = g_path_get_basename (path);
  g_assert_cmpuint (strspn (name, "0123456789abcdef"), ==, 64);
  g_assert_cmpuint (strlen (name), ==, 64 + strlen (".audio"));
}

/* A person finds the text, and who said it. */
static void
test_entry_can_be_read_by_a_person (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *text = NULL;
  g_autofree gchar *voice = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".entry");
  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  text = g_key_file_get_string (file, "request", "text", NULL);
  voice = g_key_file_get_string (file, "request", "voice", NULL);
  g_assert_cmpstr (text, ==, RIG_TEXT);
  g_assert_cmpstr (voice, ==, qwentts_simulator_get_voice (rig->simulator));
  g_assert_cmpint (g_key_file_get_integer (file, "entry", "format-version",
          NULL), ==, 1);
}

/* Without the cache. */

/* Nor is it for a while. */
static void
test_without_cache_nothing_is_written (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = 20000
  };
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "cache", FALSE, NULL);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &stall);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 1);
  g_assert_true (is_empty (rig->cache_dir));
  qwentts_simulator_clear_faults (rig->simulator);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_true (is_empty (rig->cache_dir));
}

static void
test_without_cache_nothing_is_read (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;

  rig_play_to_end (rig);
  path = cache_rig_find_file (rig->cache_dir, ".entry");
  g_file_get_contents (path, &before, NULL, NULL);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "cache", FALSE, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_told (rig, FALSE, NULL);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);
  g_file_get_contents (path, &after, NULL, NULL);
  g_assert_cmpstr (after, ==, before);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

/* The same text twice, too. */
static void
test_without_cache_each_time_is_paid (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  gboolean is_taken = FALSE;

  g_object_set (rig->src, "cache", FALSE, NULL);
  rig_start (rig, GST_STATE_PAUSED);
  g_signal_emit_by_name (rig->src, "push-text", RIG_TEXT, &is_taken);
  rig_play_to_end (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);
}

/* How much. */

static void
say (Rig * rig, const gchar * text)
{
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", text, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, text);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
}

/* Of three there is room for two. */
static void
test_least_recently_heard_goes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = NULL;
  guint64 size;

  say (rig, "Good morning one.");
  path = cache_rig_find_file (rig->cache_dir, ".audio");
  size = get_size (path);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "cache-max-size", size * 29 / 10, NULL);

  say (rig, "Good morning two.");
  say (rig, "Good morning one.");
  say (rig, "Good morning six.");
  cache_rig_assert_ready (rig->cache_dir, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 3);
  say (rig, "Good morning one.");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 3);
  say (rig, "Good morning two.");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 4);
}

/* The task can still be asked for a day. */
static void
test_what_is_too_large_is_played_and_not_kept (gconstpointer size)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "cache-max-size", (guint64) GPOINTER_TO_UINT (size),
      NULL);
  say (rig, RIG_TEXT);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".audio"), ==, 0);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".tmp"), ==, 0);
  say (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD), ==, 2);
}

/* The bin. */

static void
test_speech_of_a_design_is_kept (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *folder = g_build_filename (data_folder_get (),
      "gst-qwentts", NULL);
  guint n_requests;

  rig_play_to_end (rig);
  cache_rig_assert_ready (folder, 1);
  n_requests = cache_rig_count_requests (rig->simulator);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "api-key", NULL, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (cache_rig_count_requests (rig->simulator), ==, n_requests);
  g_assert_cmpuint (cache_rig_get_count (rig, "cache-hits"), ==, 2);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/cache-folder/" path, function)
  ADD ("speech-is-kept-in-the-users-cache",
      test_speech_is_kept_in_the_users_cache);
  ADD ("files-are-for-the-user-alone", test_files_are_for_the_user_alone);
  ADD ("names-show-no-text", test_names_show_no_text);
  ADD ("entry-can-be-read-by-a-person", test_entry_can_be_read_by_a_person);
  ADD ("without-cache-nothing-is-written",
      test_without_cache_nothing_is_written);
  ADD ("without-cache-nothing-is-read", test_without_cache_nothing_is_read);
  ADD ("without-cache-each-time-is-paid", test_without_cache_each_time_is_paid);
  ADD ("least-recently-heard-goes", test_least_recently_heard_goes);
  g_test_add_data_func ("/cache-folder/what-is-too-large-is-not-kept",
      GUINT_TO_POINTER (2000), test_what_is_too_large_is_played_and_not_kept);
  g_test_add_data_func ("/cache-folder/cache-of-no-size-keeps-nothing",
      GUINT_TO_POINTER (0), test_what_is_too_large_is_played_and_not_kept);
  ADD ("speech-of-a-design-is-kept", test_speech_of_a_design_is_kept);
#undef ADD

  return data_folder_finish (g_test_run ());
}
