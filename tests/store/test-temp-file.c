/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Steps on a disk that is full, breaks or is slow. */

#include "store/temp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/rig.h"

/* More calls than a step makes. */
#define N_CALLS_MAX 200

static const struct
{
  gint code;
  gint error;
} faults[] = {
  {ENOSPC, QWENTTS_STORE_ERROR_NO_SPACE},
  {EDQUOT, QWENTTS_STORE_ERROR_NO_SPACE},
  {EIO, QWENTTS_STORE_ERROR_UNWRITABLE},
  {EROFS, QWENTTS_STORE_ERROR_UNWRITABLE},
};

static Rig *
make_rig (void)
{
  faulty_reset ();
  return rig_new (&faulty_system);
}

/* The order is the promise: what is renamed was synced, and the rename is. */
static void
test_each_step_is_synced (void)
{
  const gchar *steps = "create .entry.tmp\nwrite\nsync-file\n"
      "rename .entry\nsync-folder\n";

  for (guint state = QWENTTS_RECORD_ABSENT; state < QWENTTS_RECORD_READY;
      state++) {
    g_autoptr (Rig) rig = make_rig ();
    g_autoptr (QwenttsEntry) entry = rig_claim (rig);

    rig_advance (entry, state);
    faulty_reset ();
    rig_advance (entry, state + 1);
    g_assert_cmpstr (faulty_get_log (), ==, steps);
  }
}

static void
test_audio_is_synced_before_it_is_told (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, QWENTTS_RECORD_READY);
  faulty_reset ();
  g_assert_true (rig_attach_audio (entry, NULL));
  g_assert_cmpstr (faulty_get_log (), ==, "create .audio.tmp\nwrite\n"
      "sync-file\nrename .audio\nsync-folder\n"
      "create .entry.tmp\nwrite\nsync-file\nrename .entry\nsync-folder\n");
}

static void
test_drop_is_synced (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  faulty_reset ();
  g_assert_true (qwentts_entry_drop (entry, NULL));
  g_assert_cmpstr (faulty_get_log (), ==, "unlink .entry\nsync-folder\n");

  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, NULL));
  faulty_reset ();
  g_assert_true (qwentts_entry_drop (entry, NULL));
  g_assert_cmpstr (faulty_get_log (), ==, "rename .old-1.audio\n"
      "rename .old-1.entry\nsync-folder\n");
}

/* Fails the n-th call of the step out of the state.
 *
 * Returns: whether the step has such a call */
static gboolean
try_step (QwenttsRecordState state, guint n, guint fault)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  rig_advance (entry, state);
  faulty_limit_writes (100);
  faulty_fail_once_at (n, faults[fault].code);
  if (rig_step (entry, &error))
    return FALSE;
  g_assert_error (error, QWENTTS_STORE_ERROR, faults[fault].error);
  g_assert_nonnull (strstr (error->message, rig->folder));

  /* On disk is what was, or what was to be, whole; in hand is the step. */
  record = qwentts_store_peek (rig->store, rig->key, NULL);
  rig_assert_record (record, MIN (MAX (record->state, state), state + 1));
  rig_assert_record (qwentts_entry_get_record (entry), state + 1);

  /* And nothing is lost once there is room again. */
  if (state + 1 < QWENTTS_RECORD_READY) {
    rig_advance (entry, state + 2);
    rig_assert_state (rig, state + 2);
  }
  return TRUE;
}

static void
test_failing_call_leaves_a_whole_record (void)
{
  for (guint state = QWENTTS_RECORD_ABSENT; state < QWENTTS_RECORD_READY;
      state++)
    for (guint fault = 0; fault < G_N_ELEMENTS (faults); fault++) {
      guint n = 0;

      while (try_step (state, n, fault))
        n++;
      /* Create, some writes, sync, rename, sync. */
      g_assert_cmpuint (n, >=, 8);
      g_assert_cmpuint (n, <, N_CALLS_MAX);
    }
}

static gboolean
try_audio (guint n, gint code)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *temp = rig_make_path (rig, ".audio.tmp");
  g_autofree gchar *audio = NULL;
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_READY);
  faulty_limit_writes (10);
  faulty_fail_once_at (n, code);
  if (rig_attach_audio (entry, &error))
    return FALSE;
  g_assert_true (error->domain == QWENTTS_STORE_ERROR);
  rig_assert_state (rig, QWENTTS_RECORD_READY);
  g_assert_false (rig_exists (temp));

  g_assert_true (rig_attach_audio (entry, NULL));
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
  return TRUE;
}

static void
test_failing_call_costs_the_audio_only (void)
{
  guint n = 0;

  while (try_audio (n, ENOSPC) && try_audio (n, EIO))
    n++;
  g_assert_cmpuint (n, >=, 12);
  g_assert_cmpuint (n, <, N_CALLS_MAX);
}

static gboolean
try_drop (guint n)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, NULL));
  faulty_fail_once_at (n, EIO);
  if (qwentts_entry_drop (entry, &error))
    return FALSE;
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_READY);
  records = qwentts_store_list (rig->store, NULL, NULL, NULL);
  g_assert_cmpuint (records->len, ==, 1);
  return TRUE;
}

static void
test_failing_drop_keeps_the_voice (void)
{
  guint n = 0;

  while (try_drop (n))
    n++;
  g_assert_cmpuint (n, ==, 3);
}

/* The disk stays full. */
static void
test_full_disk_keeps_what_was (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, QWENTTS_RECORD_ASKED);
  faulty_fail_all ("write", ENOSPC);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (rig_step (entry, &error));
    g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NO_SPACE);
  }
  rig_assert_state (rig, QWENTTS_RECORD_ASKED);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_READY);
}

static void
test_claim_that_cannot_make_its_file_fails (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (GError) error = NULL;

  faulty_fail_all ("create", EROFS);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  g_assert_nonnull (strstr (error->message, rig->folder));
}

/* Damaged, and cannot be moved: not to be overwritten then. */
static void
test_claim_that_cannot_move_aside_fails (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_write (path, "damaged");
  faulty_fail_all ("rename", EROFS);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  text = rig_read (path);
  g_assert_cmpstr (text, ==, "damaged");
}

static void
test_renamed_but_told_otherwise_is_done (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  faulty_lie_about_renames (ENOENT);
  rig_advance (entry, QWENTTS_RECORD_READY);
  rig_assert_state (rig, QWENTTS_RECORD_READY);
}

/* Renaming is the last moment at which another writer is seen. */
static void
take_away (gpointer user_data)
{
  g_unlink (user_data);
}

static void
test_vanished_file_is_told (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *temp = rig_make_path (rig, ".entry.tmp");
  g_autoptr (GError) error = NULL;

  faulty_before_rename (take_away, temp);
  g_assert_false (rig_step (entry, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
}

static void
test_file_of_another_writer_is_not_taken (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *temp = rig_make_path (rig, ".audio.tmp");
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  QwenttsTempFile *file;

  rig_advance (entry, QWENTTS_RECORD_READY);
  file = qwentts_entry_create_audio (entry, &error);
  g_assert_true (qwentts_temp_file_write (file, "mine", 4, &error));
  g_unlink (temp);
  rig_write (temp, "another's");
  g_assert_false (qwentts_entry_attach_audio (entry, file, &rig_audio, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  qwentts_temp_file_free (file);
  text = rig_read (temp);
  g_assert_cmpstr (text, ==, "another's");
  rig_assert_state (rig, QWENTTS_RECORD_READY);
}

static void
test_left_over_file_is_replaced (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *temp = rig_make_path (rig, ".entry.tmp");

  rig_write (temp, "left by a killed process, and longer than any entry…");
  rig_advance (entry, QWENTTS_RECORD_ASKED);
  rig_assert_state (rig, QWENTTS_RECORD_ASKED);
  g_assert_false (rig_exists (temp));
}

/* rm -r while it is held. */
static void
test_vanished_folder_is_told (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  rig_remove_folder (rig->folder);
  g_assert_false (rig_step (entry, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);

  /* The next claim makes it anew. */
  g_clear_pointer (&entry, qwentts_entry_release);
  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_assert_state (rig, QWENTTS_RECORD_READY);
}

/* What was written can be read, while it is written and when it is gone. */
static void
test_copy_reads_what_was_written (void)
{
  g_autoptr (Rig) rig = make_rig ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;
  QwenttsTempFile *file;
  gchar text[20] = "";
  gint fd;

  rig_advance (entry, QWENTTS_RECORD_READY);
  file = qwentts_entry_create_audio (entry, &error);
  g_assert_no_error (error);
  g_assert_true (qwentts_temp_file_write (file, "first ", 6, &error));
  fd = qwentts_temp_file_dup (file, &error);
  g_assert_no_error (error);
  g_assert_true (qwentts_temp_file_write (file, "second", 6, &error));
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
  qwentts_temp_file_free (file);
  g_assert_cmpint (pread (fd, text, sizeof text, 0), ==, 12);
  g_assert_cmpstr (text, ==, "first second");
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/temp-file/each-step-is-synced", test_each_step_is_synced);
  g_test_add_func ("/temp-file/audio-is-synced-before-it-is-told",
      test_audio_is_synced_before_it_is_told);
  g_test_add_func ("/temp-file/drop-is-synced", test_drop_is_synced);
  g_test_add_func ("/temp-file/failing-call-leaves-a-whole-record",
      test_failing_call_leaves_a_whole_record);
  g_test_add_func ("/temp-file/failing-call-costs-the-audio-only",
      test_failing_call_costs_the_audio_only);
  g_test_add_func ("/temp-file/failing-drop-keeps-the-voice",
      test_failing_drop_keeps_the_voice);
  g_test_add_func ("/temp-file/full-disk-keeps-what-was",
      test_full_disk_keeps_what_was);
  g_test_add_func ("/temp-file/claim-without-file-fails",
      test_claim_that_cannot_make_its_file_fails);
  g_test_add_func ("/temp-file/claim-that-cannot-move-aside-fails",
      test_claim_that_cannot_move_aside_fails);
  g_test_add_func ("/temp-file/renamed-but-told-otherwise-is-done",
      test_renamed_but_told_otherwise_is_done);
  g_test_add_func ("/temp-file/vanished-is-told", test_vanished_file_is_told);
  g_test_add_func ("/temp-file/of-another-writer-is-not-taken",
      test_file_of_another_writer_is_not_taken);
  g_test_add_func ("/temp-file/copy-reads-what-was-written",
      test_copy_reads_what_was_written);
  g_test_add_func ("/temp-file/left-over-is-replaced",
      test_left_over_file_is_replaced);
  g_test_add_func ("/temp-file/vanished-folder-is-told",
      test_vanished_folder_is_told);
  return g_test_run ();
}
