/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The example that lists the voices of a store. */
#include <string.h>

#include "store/rig.h"

typedef struct
{
  gint status;
  gchar *stdout_text;
  gchar *stderr_text;
} Listing;

static void
listing_clear (Listing * listing)
{
  g_free (listing->stdout_text);
  g_free (listing->stderr_text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear);

static void
list (const gchar * argument, Listing * listing)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("LIST_VOICES"),
      argument, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &listing->stdout_text,
      &listing->stderr_text, &error);
  g_assert_no_error (error);
  listing->status = g_subprocess_get_exit_status (process);
}

/* The folder above that of the voices, as "cache-dir" has it. */
static gchar *
get_cache_dir (Rig * rig)
{
  return g_path_get_dirname (rig->folder);
}

static void
list_rig (Rig * rig, Listing * listing)
{
  g_autofree gchar *cache_dir = get_cache_dir (rig);

  list (cache_dir, listing);
}

/* Makes another voice, of another key, that speaks Chinese.
 *
 * Returns: (transfer full): the key */
static gchar *
leave_chinese_voice (Rig * rig)
{
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (QwenttsFields) request = qwentts_fields_new ("voice-prompt",
      "沉稳的男声", "language", "zh", NULL);
  g_autoptr (QwenttsFields) result = qwentts_fields_new ("voice", "chinese",
      "target-model", "model-of-chinese", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsEntry) entry = qwentts_store_claim (rig->store, key, NULL,
      &error);

  g_assert_no_error (error);
  qwentts_entry_set_asked (entry, RIG_IDEMPOTENCY_KEY, request, &error);
  g_assert_no_error (error);
  qwentts_entry_set_pending (entry, RIG_TASK_ID, &error);
  g_assert_no_error (error);
  qwentts_entry_set_ready (entry, result, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&key);
}

static void
assert_has (const gchar * text, const gchar * part)
{
  if (strstr (text, part) == NULL)
    g_error ("\"%s\" is not in:\n%s", part, text);
}

static void
assert_has_path (const gchar * text, const gchar * folder, const gchar * key)
{
  g_autofree gchar *path = g_strdup_printf ("%s/%s.entry\n", folder, key);

  assert_has (text, path);
}

static void
test_two_voices (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *chinese = NULL;

  rig_leave_audio (rig);
  chinese = leave_chinese_voice (rig);
  list_rig (rig, &listing);

  g_assert_cmpint (listing.status, ==, 0);
  g_assert_cmpstr (listing.stderr_text, ==, "");
  assert_has (listing.stdout_text, RIG_VOICE "\n");
  assert_has (listing.stdout_text, "speaks with  " RIG_TARGET_MODEL "\n");
  assert_has (listing.stdout_text, "language     en\n");
  assert_has (listing.stdout_text, "description  Calm. Deep; a=b [entry]");
  assert_has (listing.stdout_text, "preview      0.5 s, wav, ");
  assert_has_path (listing.stdout_text, rig->folder, rig->key);
  assert_has (listing.stdout_text, "chinese\n");
  assert_has (listing.stdout_text, "language     zh\n");
  assert_has (listing.stdout_text, "description  沉稳的男声\n");
  assert_has (listing.stdout_text, "preview      none was kept\n");
  assert_has_path (listing.stdout_text, rig->folder, chinese);
  g_assert_null (strstr (listing.stdout_text, "set aside"));
}

static void
test_moment (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *line = NULL;
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GDateTime) made = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  record = qwentts_store_peek (rig->store, rig->key, NULL);
  made = g_date_time_new_from_unix_utc (record->created.unix_s);
  line = g_date_time_format (made, "made         %Y-%m-%d %H:%M\n");
  list_rig (rig, &listing);

  assert_has (listing.stdout_text, line);
}

static void
test_set_aside (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *name = g_strconcat (rig->key, ".old-1", NULL);
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  {
    g_autoptr (QwenttsEntry) entry = rig_claim (rig);

    qwentts_entry_drop (entry, &error);
    g_assert_no_error (error);
  }
  list_rig (rig, &listing);

  g_assert_cmpint (listing.status, ==, 0);
  assert_has (listing.stdout_text, RIG_VOICE "\n  set aside ");
  assert_has_path (listing.stdout_text, rig->folder, name);
}

static void
test_unfinished (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };

  rig_leave (rig, QWENTTS_RECORD_PENDING);
  list_rig (rig, &listing);

  g_assert_cmpint (listing.status, ==, 0);
  assert_has (listing.stdout_text, "(no name yet)\n");
  assert_has (listing.stdout_text, "task         " RIG_TASK_ID "\n");
}

static void
test_none (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *line = g_strdup_printf ("No voices in %s, which is not "
      "there\n", rig->folder);

  list_rig (rig, &listing);

  g_assert_cmpint (listing.status, ==, 0);
  g_assert_cmpstr (listing.stdout_text, ==, line);
  g_assert_false (g_file_test (rig->folder, G_FILE_TEST_EXISTS));
}

static void
test_damaged (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autofree gchar *chinese = leave_chinese_voice (rig);

  g_assert_true (g_file_set_contents (path, "[entry]\n", -1, NULL));
  list_rig (rig, &listing);

  g_assert_cmpint (listing.status, ==, 1);
  assert_has (listing.stdout_text, "chinese\n");
  g_assert_true (g_str_has_prefix (listing.stderr_text, "1 more in "));
}

static void
test_no_folder (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_auto (Listing) listing = { 0 };
  g_autofree gchar *cache_dir = get_cache_dir (rig);

  g_assert_true (g_file_set_contents (cache_dir, "A file.", -1, NULL));
  list (cache_dir, &listing);

  g_assert_cmpint (listing.status, ==, 1);
  assert_has (listing.stderr_text, cache_dir);
}

static void
test_usage (void)
{
  g_auto (Listing) listing = { 0 };

  list ("--help", &listing);

  g_assert_cmpint (listing.status, ==, 2);
  g_assert_true (g_str_has_prefix (listing.stderr_text, "Usage: "));
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-voices/shows-two-voices", test_two_voices);
  g_test_add_func ("/list-voices/shows-when-it-was-made", test_moment);
  g_test_add_func ("/list-voices/shows-what-is-set-aside", test_set_aside);
  g_test_add_func ("/list-voices/shows-what-is-unfinished", test_unfinished);
  g_test_add_func ("/list-voices/says-that-there-are-none", test_none);
  g_test_add_func ("/list-voices/tells-what-is-damaged", test_damaged);
  g_test_add_func ("/list-voices/fails-without-a-folder", test_no_folder);
  g_test_add_func ("/list-voices/tells-how-it-is-called", test_usage);
  return g_test_run ();
}
