/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/entry.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/rig.h"
#include "store/use.h"

/* Every step is on disk when it is done, and the next claim goes on there. */
static void
test_each_step_is_kept (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  for (guint state = QWENTTS_RECORD_ABSENT; state <= QWENTTS_RECORD_READY;
      state++) {
    g_autoptr (QwenttsEntry) entry = rig_claim (rig);

    rig_advance (entry, state);
    rig_assert_record (qwentts_entry_get_record (entry), state);
    rig_assert_state (rig, state);
    g_assert_null (qwentts_entry_get_damage (entry));
  }
}

static void
test_files_are_for_the_user_alone (void)
{
  static const gchar *const suffixes[] = { ".entry", ".audio", "" };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *lock = g_build_filename (rig->folder, "lock", NULL);
  mode_t mask = umask (0);

  rig_leave_audio (rig);
  umask (mask);
  g_assert_cmpuint (rig_get_mode (rig->folder), ==, 0700);
  g_assert_cmpuint (rig_get_mode (lock), ==, 0600);
  for (guint i = 0; *suffixes[i]; i++) {
    g_autofree gchar *path = rig_make_path (rig, suffixes[i]);

    g_assert_cmpuint (rig_get_mode (path), ==, 0600);
  }
}

/* Three files, and none of them tells what is said. */
static void
test_names_show_no_text (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GDir) dir = NULL;
  const gchar *name;
  guint n_files = 0;

  rig_leave_audio (rig);
  dir = g_dir_open (rig->folder, 0, NULL);
  while ((name = g_dir_read_name (dir))) {
    g_assert_true (g_str_equal (name, "lock")
        || g_str_has_prefix (name, rig->key));
    n_files++;
  }
  g_assert_cmpuint (n_files, ==, 3);
}

static void
test_audio_is_kept (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *audio = NULL;

  rig_leave_audio (rig);
  rig_assert_state (rig, QWENTTS_RECORD_READY);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_audio_can_come_with_a_later_claim (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *audio = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_leave_audio (rig);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_audio_is_replaced (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (QwenttsTempFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *audio = NULL;

  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, &error));
  file = qwentts_entry_create_audio (entry, &error);
  g_assert_true (qwentts_temp_file_write (file, "new", 3, &error));
  g_assert_true (qwentts_entry_attach_audio (entry, file, &rig_audio, &error));
  g_assert_no_error (error);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, "new");
}

static void
test_unfinished_audio_goes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *temp = rig_make_path (rig, ".audio.tmp");
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autoptr (GError) error = NULL;
  QwenttsTempFile *file;

  rig_advance (entry, rig_get_audio_state ());
  file = qwentts_entry_create_audio (entry, &error);
  g_assert_true (qwentts_temp_file_write (file, "half", 4, &error));
  g_assert_true (rig_exists (temp));
  qwentts_temp_file_free (file);
  g_assert_false (rig_exists (temp));
  g_assert_false (rig_exists (path));
}

/* The voice is there all the same, and its preview can come anew. */
static void
test_lost_audio_is_told (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autofree gchar *audio = NULL;

  rig_leave_audio (rig);
  rig_write (path, RIG_AUDIO "longer");
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_CORRUPT);
  g_assert_cmpint (truncate (path, 3), ==, 0);
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_CORRUPT);
  g_unlink (path);
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_MISSING);

  rig_leave_audio (rig);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static gint
open_audio (Rig * rig, const QwenttsRecord * record)
{
  g_autoptr (GError) error = NULL;
  gint fd = qwentts_store_open_audio (rig->store, record, &error);

  g_assert_no_error (error);
  return fd;
}

static void
test_changed_audio_is_told (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  gint fd;

  rig_leave_audio (rig);
  record = qwentts_store_peek (rig->store, rig->key, NULL);
  fd = open_audio (rig, record);
  g_assert_true (qwentts_store_check_audio (rig->store, record, fd, NULL,
          NULL));
  g_assert_cmpint (truncate (path, 1), ==, 0);
  g_assert_false (qwentts_store_check_audio (rig->store, record, fd, NULL,
          &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT);
  g_clear_error (&error);

  g_cancellable_cancel (cancelled);
  g_assert_false (qwentts_store_check_audio (rig->store, record, fd, cancelled,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* As an older version left it. */
  g_clear_pointer (&record->audio.checksum, g_free);
  g_assert_true (qwentts_store_check_audio (rig->store, record, fd, NULL,
          NULL));
  close (fd);
}

static void
test_audio_that_is_no_good_goes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gint fd;

  rig_leave_audio (rig);
  entry = rig_claim (rig);
  fd = open_audio (rig, qwentts_entry_get_record (entry));
  g_assert_true (qwentts_entry_drop_audio (entry, fd, &error));
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_MISSING);
  close (fd);
}

static void
test_audio_that_is_in_use_stays (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (rig->store);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *audio = NULL;
  gint fd;

  rig_leave_audio (rig);
  g_assert_true (qwentts_store_use_add (use, rig->key, NULL, NULL));
  entry = rig_claim (rig);
  fd = open_audio (rig, qwentts_entry_get_record (entry));
  g_assert_true (qwentts_entry_drop_audio (entry, fd, &error));
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
  close (fd);
}

static void
test_audio_that_came_in_its_place_stays (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *audio = NULL;
  gint fd;

  rig_leave_audio (rig);
  entry = rig_claim (rig);
  fd = open_audio (rig, qwentts_entry_get_record (entry));
  g_assert_true (rig_attach_audio (entry, &error));
  g_assert_true (qwentts_entry_drop_audio (entry, fd, &error));
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
  close (fd);
}

/* What is being played stays whole. */
static void
test_open_audio_outlives_its_name (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  gchar text[100] = "";
  gint fd;

  rig_leave_audio (rig);
  entry = rig_claim (rig);
  fd = qwentts_store_open_audio (rig->store, qwentts_entry_get_record (entry),
      &error);
  g_assert_no_error (error);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_cmpint (read (fd, text, sizeof text), ==, strlen (RIG_AUDIO));
  g_assert_cmpstr (text, ==, RIG_AUDIO);
  close (fd);
}

static void
test_failed_task_is_dropped (void)
{
  for (guint state = QWENTTS_RECORD_ABSENT; state <= QWENTTS_RECORD_PENDING;
      state++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autoptr (QwenttsEntry) entry = rig_claim (rig);
    g_autofree gchar *path = rig_make_path (rig, ".entry");
    g_autoptr (GError) error = NULL;

    rig_advance (entry, state);
    g_assert_true (qwentts_entry_drop (entry, &error));
    g_assert_no_error (error);
    g_assert_false (rig_exists (path));
    rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_ABSENT);
    g_assert_false (qwentts_entry_is_fresh (entry));
    rig_advance (entry, QWENTTS_RECORD_READY);
    rig_assert_state (rig, QWENTTS_RECORD_READY);
  }
}

static void
test_dropped_voice_is_kept (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  for (guint n = 1; n <= 3; n++) {
    g_autofree gchar *suffix = g_strdup_printf (".old-%u.entry", n);
    g_autofree gchar *audio_suffix = g_strdup_printf (".old-%u.audio", n);
    g_autofree gchar *path = rig_make_path (rig, suffix);
    g_autofree gchar *audio_path = rig_make_path (rig, audio_suffix);
    g_autoptr (QwenttsEntry) entry = NULL;
    g_autoptr (GError) error = NULL;

    rig_leave_audio (rig);
    entry = rig_claim (rig);
    g_assert_true (qwentts_entry_drop (entry, &error));
    g_assert_no_error (error);
    rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_ABSENT);
    rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
    g_assert_true (rig_exists (path));
    g_assert_true (rig_exists (audio_path));
  }
}

static void
test_dropped_voice_comes_back (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *aside = rig_make_path (rig, ".old-1.entry");
  g_autofree gchar *audio = NULL;
  QwenttsEntry *entry;
  g_autoptr (GError) error = NULL;

  rig_leave_audio (rig);
  entry = rig_claim (rig);
  g_assert_true (qwentts_entry_drop (entry, &error));
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_true (qwentts_entry_restore (entry, &error));
  g_assert_no_error (error);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_READY);
  qwentts_entry_release (entry);

  rig_assert_state (rig, QWENTTS_RECORD_READY);
  g_assert_false (rig_exists (aside));
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_nothing_comes_back_where_nothing_was (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_ASKED);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_true (qwentts_entry_restore (entry, &error));
  g_assert_no_error (error);
  rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  rig_add_for_each_kind ("/entry/keeps-each-step", test_each_step_is_kept);
  rig_add_for_each_kind ("/entry/is-for-the-user-alone",
      test_files_are_for_the_user_alone);
  rig_add_for_each_kind ("/entry/names-show-no-text", test_names_show_no_text);
  rig_add_for_each_kind ("/entry/keeps-audio", test_audio_is_kept);
  g_test_add_func ("/entry/takes-audio-with-a-later-claim",
      test_audio_can_come_with_a_later_claim);
  g_test_add_func ("/entry/replaces-audio", test_audio_is_replaced);
  rig_add_for_each_kind ("/entry/removes-unfinished-audio",
      test_unfinished_audio_goes);
  g_test_add_func ("/entry/tells-lost-audio", test_lost_audio_is_told);
  rig_add_for_each_kind ("/entry/tells-changed-audio",
      test_changed_audio_is_told);
  rig_add_for_each_kind ("/entry/drops-audio-that-is-no-good",
      test_audio_that_is_no_good_goes);
  rig_add_for_each_kind ("/entry/keeps-audio-that-is-in-use",
      test_audio_that_is_in_use_stays);
  rig_add_for_each_kind ("/entry/keeps-audio-that-came-in-its-place",
      test_audio_that_came_in_its_place_stays);
  rig_add_for_each_kind ("/entry/open-audio-outlives-its-name",
      test_open_audio_outlives_its_name);
  rig_add_for_each_kind ("/entry/drops-a-failed-task",
      test_failed_task_is_dropped);
  g_test_add_func ("/entry/keeps-a-dropped-voice", test_dropped_voice_is_kept);
  g_test_add_func ("/entry/dropped-voice-comes-back",
      test_dropped_voice_comes_back);
  rig_add_for_each_kind ("/entry/nothing-comes-back-where-nothing-was",
      test_nothing_comes_back_where_nothing_was);
  return g_test_run ();
}
