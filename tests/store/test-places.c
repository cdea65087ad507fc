/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/places.h"

#include "store/rig.h"

static gchar *data_home;
static gchar *cache_home;

static void
test_voices_are_data (void)
{
  g_autofree gchar *wanted = g_build_filename (data_home, "gst-qwentts",
      "voices", NULL);
  g_autofree gchar *folder = qwentts_store_get_voices_folder (NULL);
  g_autofree gchar *same = qwentts_store_get_voices_folder ("");

  g_assert_cmpstr (folder, ==, wanted);
  g_assert_cmpstr (same, ==, wanted);
}

static void
test_speech_is_cache (void)
{
  g_autofree gchar *wanted = g_build_filename (cache_home, "gst-qwentts",
      "speech", NULL);
  g_autofree gchar *folder = qwentts_store_get_speech_folder (NULL);
  g_autofree gchar *same = qwentts_store_get_speech_folder ("");

  g_assert_cmpstr (folder, ==, wanted);
  g_assert_cmpstr (same, ==, wanted);
}

static void
test_chosen_folder_is_taken (void)
{
  g_autofree gchar *voices = qwentts_store_get_voices_folder ("/some/where/");
  g_autofree gchar *speech = qwentts_store_get_speech_folder ("/some/where/");

  g_assert_cmpstr (voices, ==, "/some/where/voices");
  g_assert_cmpstr (speech, ==, "/some/where/speech");
}

/* Nothing of the user's home is touched. */
static void
test_store_lives_there (void)
{
  g_autofree gchar *folder = qwentts_store_get_voices_folder (NULL);
  g_autofree gchar *above = g_build_filename (data_home, "gst-qwentts", NULL);
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (QwenttsStore) store = qwentts_store_new (folder,
      QWENTTS_KIND_VOICE);
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsEntry) entry = NULL;

  g_assert_false (rig_exists (above));
  entry = qwentts_store_claim (store, key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rig_get_mode (folder), ==, 0700);
  g_assert_cmpuint (rig_get_mode (above), ==, 0700);
}

int
main (int argc, char **argv)
{
  int result;

  /* Before GLib looks. */
  data_home = rig_make_folder ();
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  cache_home = rig_make_folder ();
  g_setenv ("XDG_CACHE_HOME", cache_home, TRUE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/voices-are-data", test_voices_are_data);
  g_test_add_func ("/places/speech-is-cache", test_speech_is_cache);
  g_test_add_func ("/places/chosen-folder-is-taken",
      test_chosen_folder_is_taken);
  g_test_add_func ("/places/store-lives-there", test_store_lives_there);
  result = g_test_run ();

  rig_remove_folder (data_home);
  g_free (data_home);
  rig_remove_folder (cache_home);
  g_free (cache_home);
  return result;
}
