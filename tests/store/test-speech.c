/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a kind does whose audio is its result, and which can be made again; and
 * kill -9 and errors at each of its system calls. */

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/child.h"
#include "store/faulty.h"
#include "store/rig.h"

/* More calls than a life makes. */
#define N_CALLS_MAX 200

static const gchar *program;

static guint
count_files (Rig * rig)
{
  g_autoptr (GDir) dir = g_dir_open (rig->folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* Only the lock is left. */
static void
test_dropped_speech_is_removed (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  rig_leave_audio (rig);
  entry = rig_claim (rig);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_no_error (error);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_ABSENT);
  g_assert_cmpuint (count_files (rig), ==, 1);
  records = qwentts_store_list (rig->store, NULL, NULL, &error);
  g_assert_cmpuint (records->len, ==, 0);

  g_assert_true (qwentts_entry_restore (entry, &error));
  g_assert_no_error (error);
  rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
}

static void
test_lost_audio_is_asked_anew (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autofree gchar *audio = NULL;
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  rig_leave_audio (rig);
  rig_write (path, "short");
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_CORRUPT);
  g_unlink (path);
  rig_assert_audio_lost (rig, QWENTTS_STORE_ERROR_MISSING);

  entry = rig_claim (rig);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_no_error (error);
  rig_advance (entry, QWENTTS_RECORD_READY);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

/* Of a process that died between the audio and its entry. */
static void
test_audio_of_a_pending_one_is_replaced (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autofree gchar *audio = NULL;

  rig_leave (rig, QWENTTS_RECORD_PENDING);
  rig_write (path, "left");
  rig_leave_audio (rig);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_audio_of_a_failed_one_goes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".audio");
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_PENDING);
  rig_write (path, "left");
  entry = rig_claim (rig);
  g_assert_true (qwentts_entry_drop (entry, &error));
  g_assert_no_error (error);
  g_assert_false (rig_exists (path));
}

static void
test_damaged_one_goes_aside_with_its_audio (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autofree gchar *aside = rig_make_path (rig, ".damaged-1.audio");
  g_autofree gchar *audio = NULL;

  rig_leave_audio (rig);
  rig_write (path, "damaged");
  rig_leave (rig, QWENTTS_RECORD_ABSENT);
  audio = rig_read (aside);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_ready_without_audio_is_refused (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (QwenttsFields) result = rig_make_result ();

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*has_audio_when_ready*");
  g_assert_false (qwentts_entry_set_ready (entry, result, NULL));
  g_test_assert_expected_messages ();
  rig_assert_state (rig, QWENTTS_RECORD_PENDING);
}

/* Whatever was left behind, all steps can be taken from there; and what is READY
 * is whole. Amid a drop, and only there, its audio may be missing. */
static void
go_on_from_what_is_left (Rig * rig, gboolean may_be_lost)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  const QwenttsRecord *record = qwentts_entry_get_record (entry);
  g_autofree gchar *audio = NULL;
  gint fd;

  g_assert_null (qwentts_entry_get_damage (entry));
  rig_assert_record (record, record->state);
  if (record->state == QWENTTS_RECORD_READY) {
    fd = qwentts_store_open_audio (rig->store, record, NULL);
    g_assert_true (fd >= 0 || may_be_lost);
    if (fd >= 0)
      close (fd);
    else
      g_assert_true (qwentts_entry_drop (entry, NULL));
  }
  rig_advance (entry, QWENTTS_RECORD_READY);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

/* The child's: a life until it is killed at a system call. */
static void
be_killed (Rig * rig, const gchar * argument)
{
  QwenttsEntry *entry;

  faulty_reset ();
  faulty_limit_writes (200);
  faulty_fail_at (atoi (argument), 0);
  entry = rig_claim (rig);
  rig_advance (entry, QWENTTS_RECORD_READY);
  qwentts_entry_release (entry);
  faulty_reset ();
}

static void
be_killed_dropping (Rig * rig, const gchar * argument)
{
  QwenttsEntry *entry = rig_claim (rig);

  faulty_reset ();
  faulty_fail_at (atoi (argument), 0);
  g_assert_true (qwentts_entry_drop (entry, NULL));
  qwentts_entry_release (entry);
  faulty_reset ();
}

static gboolean
run_to_call (Rig * rig, const gchar * mode, guint n)
{
  g_autofree gchar *argument = g_strdup_printf ("%u", n);

  return child_finish (child_start (program, mode, rig->folder, rig->key,
          argument));
}

/* One call more never means one state less. */
static void
test_kill_at_every_call_loses_nothing (void)
{
  QwenttsRecordState last = QWENTTS_RECORD_ABSENT;
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autoptr (QwenttsRecord) record = NULL;

    is_complete = run_to_call (rig, "be-killed", n);
    record = qwentts_store_peek (rig->store, rig->key, NULL);
    g_assert_nonnull (record);
    g_assert_cmpint (record->state, >=, last);
    last = record->state;
    go_on_from_what_is_left (rig, FALSE);
  }
  g_assert_true (is_complete);
  g_assert_cmpint (last, ==, QWENTTS_RECORD_READY);
  g_assert_cmpuint (n, >, 20);
}

static void
test_kill_amid_a_drop_leaves_what_can_be_asked_anew (void)
{
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Rig) rig = rig_new (NULL);

    rig_leave_audio (rig);
    is_complete = run_to_call (rig, "be-killed-dropping", n);
    go_on_from_what_is_left (rig, TRUE);
  }
  g_assert_true (is_complete);
  g_assert_cmpuint (n, >, 3);
}

/* A disk that is full for one call, or from then on, while the audio is kept. */
static void
fail_while_kept (guint n, gboolean is_once, gint code, gboolean * is_complete)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  g_autoptr (GError) error = NULL;
  QwenttsEntry *entry;

  faulty_reset ();
  entry = rig_claim (rig);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  faulty_fail_at (n, code);
  if (is_once)
    faulty_fail_once_at (n, code);
  *is_complete = rig_attach_audio (entry, &error);
  g_assert_true (*is_complete || error->domain == QWENTTS_STORE_ERROR);
  qwentts_entry_release (entry);

  faulty_reset ();
  go_on_from_what_is_left (rig, FALSE);
}

static void
test_error_at_every_call_leaves_it_pending_or_ready (void)
{
  static const gint codes[] = { ENOSPC, EIO, EROFS };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (codes); i++) {
    gboolean is_complete = FALSE;
    guint n;

    for (n = 0; !is_complete && n < N_CALLS_MAX; n++)
      fail_while_kept (n, i % 2, codes[i / 2], &is_complete);
    g_assert_true (is_complete);
    g_assert_cmpuint (n, >, 8);
  }
  faulty_reset ();
}

/* The audio could not be kept: it can be tried again. */
static void
test_disk_with_room_again_keeps_it (void)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autofree gchar *audio = NULL;
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  entry = rig_claim (rig);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  faulty_fail_at (0, ENOSPC);
  g_assert_false (rig_attach_audio (entry, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NO_SPACE);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_PENDING);

  faulty_reset ();
  rig_advance (entry, QWENTTS_RECORD_READY);
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static int
run_child (gchar ** argv)
{
  g_autoptr (Rig) rig = rig_adopt (argv[3], argv[4], &faulty_system);

  faulty_reset ();
  if (g_str_equal (argv[2], "be-killed"))
    be_killed (rig, argv[5]);
  else
    be_killed_dropping (rig, argv[5]);
  return 0;
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  if (argc == 6 && g_str_equal (argv[1], "--child"))
    return run_child (argv);

  program = argv[0];
  rig_kind = QWENTTS_KIND_SPEECH;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speech/is-removed-when-dropped",
      test_dropped_speech_is_removed);
  g_test_add_func ("/speech/lost-audio-is-asked-anew",
      test_lost_audio_is_asked_anew);
  g_test_add_func ("/speech/audio-of-a-pending-one-is-replaced",
      test_audio_of_a_pending_one_is_replaced);
  g_test_add_func ("/speech/audio-of-a-failed-one-goes",
      test_audio_of_a_failed_one_goes);
  g_test_add_func ("/speech/damaged-one-goes-aside-with-its-audio",
      test_damaged_one_goes_aside_with_its_audio);
  g_test_add_func ("/speech/is-not-ready-without-audio",
      test_ready_without_audio_is_refused);
  g_test_add_func ("/speech/kill-at-every-call-loses-nothing",
      test_kill_at_every_call_loses_nothing);
  g_test_add_func ("/speech/kill-amid-a-drop-leaves-what-can-be-asked-anew",
      test_kill_amid_a_drop_leaves_what_can_be_asked_anew);
  g_test_add_func ("/speech/error-at-every-call-leaves-it-pending-or-ready",
      test_error_at_every_call_leaves_it_pending_or_ready);
  g_test_add_func ("/speech/disk-with-room-again-keeps-it",
      test_disk_with_room_again_keeps_it);
  return g_test_run ();
}
