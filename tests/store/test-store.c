/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/store.h"

#include <glib/gstdio.h>
#include <unistd.h>
#include <utime.h>

#include "store/rig.h"

static void
test_new_store_does_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsStore) store = qwentts_store_ref (rig->store);

  g_assert_cmpstr (qwentts_store_get_folder (store), ==, rig->folder);
  g_assert_false (rig_exists (rig->folder));
}

/* Whatever the program does with its current folder afterwards. */
static void
test_folder_is_absolute (void)
{
  g_autofree gchar *current = g_get_current_dir ();
  g_autofree gchar *wanted = g_build_filename (current, "b", NULL);
  g_autoptr (QwenttsStore) store = qwentts_store_new ("a/../b/",
      QWENTTS_KIND_VOICE);

  g_assert_cmpstr (qwentts_store_get_folder (store), ==, wanted);
}

/* They cannot be made again. */
static void
test_voices_have_no_limit (void)
{
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_lasting*");
  g_assert_null (qwentts_store_new_limited ("a", QWENTTS_KIND_VOICE, 1000));
  g_test_assert_expected_messages ();
}

static void
test_nothing_is_absent (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
  g_assert_false (rig_exists (rig->folder));
  rig_leave (rig, QWENTTS_RECORD_ABSENT);
  rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
}

static void
test_audio_of_a_vanished_folder_is_missing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  rig_leave_audio (rig);
  record = qwentts_store_peek (rig->store, rig->key, &error);
  rig_remove_folder (rig->folder);
  g_assert_cmpint (qwentts_store_open_audio (rig->store, record, &error), ==,
      -1);
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_MISSING);
}

/* As of a CD, or of a system's own voices. */
static void
test_read_only_folder_can_be_used (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *lock = g_build_filename (rig->folder, "lock", NULL);
  g_autofree gchar *audio = NULL;

  rig_leave_audio (rig);
  g_unlink (lock);
  g_chmod (rig->folder, 0500);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
  g_assert_false (rig_exists (lock));
  g_chmod (rig->folder, 0700);
}

/* Only where something has to go for it, the last use matters. */
static void
test_use_of_a_voice_changes_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autofree gchar *audio = NULL;
  struct utimbuf times = {.modtime = 1775000000 };
  GStatBuf info;

  rig_leave_audio (rig);
  g_assert_cmpint (utime (path, &times), ==, 0);
  audio = rig_read_audio (rig);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mtime, ==, times.modtime);
}

static void
test_list_without_folder_is_empty (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
      qwentts_store_list (rig->store, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 0);
  g_assert_false (rig_exists (rig->folder));
}

static gint64 clock_s;

static gint64
get_clock_s (void)
{
  return clock_s;
}

static void
leave_at (Rig * rig, gint64 time_s, QwenttsRecordState state)
{
  g_free (rig->key);
  rig->key = rig_make_key ();
  clock_s = time_s;
  rig_leave (rig, state);
}

static void
test_list_has_the_oldest_first (void)
{
  QwenttsSystem system = qwentts_system;
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  system.get_unix_s = get_clock_s;
  rig = rig_new (&system);
  leave_at (rig, 3, QWENTTS_RECORD_READY);
  leave_at (rig, 1, QWENTTS_RECORD_ASKED);
  leave_at (rig, 2, QWENTTS_RECORD_PENDING);

  records = qwentts_store_list (rig->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 3);
  rig_assert_record (records->pdata[0], QWENTTS_RECORD_ASKED);
  rig_assert_record (records->pdata[1], QWENTTS_RECORD_PENDING);
  rig_assert_record (records->pdata[2], QWENTTS_RECORD_READY);
}

static void
drop (Rig * rig)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_no_error (error);
}

/* Its name was paid for, and the service cannot tell it again. */
static void
test_list_has_dropped_voices (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  gint fd;

  rig_leave_audio (rig);
  drop (rig);
  rig_leave_audio (rig);
  drop (rig);
  rig_leave (rig, QWENTTS_RECORD_ASKED);
  records = qwentts_store_list (rig->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 3);

  for (guint i = 0; i < records->len; i++) {
    QwenttsRecord *record = records->pdata[i];

    if (record->state != QWENTTS_RECORD_READY)
      continue;
    fd = qwentts_store_open_audio (rig->store, record, &error);
    g_assert_no_error (error);
    close (fd);
  }
}

static void
test_list_counts_what_it_cannot_read (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *first = rig_make_path (rig, ".entry");
  g_autofree gchar *second = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreadable;

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_write (first, "damaged, to be moved aside by the next line");
  rig_leave (rig, QWENTTS_RECORD_READY);
  g_free (g_steal_pointer (&rig->key));
  rig->key = rig_make_key ();
  second = rig_make_path (rig, ".entry");
  rig_write (second, "[entry]\nformat-version=2\n");

  records = qwentts_store_list (rig->store, &n_unreadable, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpuint (n_unreadable, ==, 2);
}

static void
test_foreign_folder_is_not_listed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  g_chmod (rig->folder, 0777);
  g_assert_null (qwentts_store_list (rig->store, NULL, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_null (qwentts_store_peek (rig->store, rig->key, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_clear_error (&error);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/store/new-does-nothing", test_new_store_does_nothing);
  g_test_add_func ("/store/folder-is-absolute", test_folder_is_absolute);
  g_test_add_func ("/store/voices-have-no-limit", test_voices_have_no_limit);
  g_test_add_func ("/store/nothing-is-absent", test_nothing_is_absent);
  g_test_add_func ("/store/audio-of-a-vanished-folder-is-missing",
      test_audio_of_a_vanished_folder_is_missing);
  g_test_add_func ("/store/read-only-can-be-used",
      test_read_only_folder_can_be_used);
  g_test_add_func ("/store/use-of-a-voice-changes-nothing",
      test_use_of_a_voice_changes_nothing);
  g_test_add_func ("/store/list-without-folder-is-empty",
      test_list_without_folder_is_empty);
  g_test_add_func ("/store/list-has-the-oldest-first",
      test_list_has_the_oldest_first);
  g_test_add_func ("/store/list-has-dropped-voices",
      test_list_has_dropped_voices);
  g_test_add_func ("/store/list-counts-what-it-cannot-read",
      test_list_counts_what_it_cannot_read);
  g_test_add_func ("/store/foreign-folder-is-not-used",
      test_foreign_folder_is_not_listed);
  return g_test_run ();
}
