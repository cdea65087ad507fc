/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Several processes with one folder, and kill -9 at every moment. */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/child.h"
#include "store/faulty.h"
#include "store/rig.h"

#define N_ROUNDS 10
/* More calls than a life makes. */
#define N_CALLS_MAX 200

static const gchar *program;

static Child *
start (Rig * rig, const gchar * mode, const gchar * argument)
{
  return child_start (program, mode, rig->folder, rig->key, argument);
}

/* The child's: goes as far as told and stays there, holding the key. */
static void
be_held (Rig * rig, const gchar * argument)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, atoi (argument));
  child_say_and_wait ("there");
}

static void
test_killed_owner_leaves_its_state (void)
{
  for (guint state = QWENTTS_RECORD_ABSENT; state <= QWENTTS_RECORD_READY;
      state++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autofree gchar *argument = g_strdup_printf ("%u", state);
    g_autoptr (QwenttsEntry) entry = NULL;
    Child *child = start (rig, "be-held", argument);

    child_expect (child, "there");
    child_kill (child);
    entry = rig_claim (rig);
    rig_assert_record (qwentts_entry_get_record (entry), state);
    g_assert_cmpint (qwentts_entry_is_fresh (entry), ==,
        state != QWENTTS_RECORD_ABSENT);
    rig_advance (entry, QWENTTS_RECORD_READY);
  }
}

static gpointer
claim_in_thread (gpointer user_data)
{
  return rig_claim (user_data);
}

/* Somebody else has it, lives or dies, and then it is ours. */
static void
wait_for_child (gboolean is_killed)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  g_autoptr (QwenttsEntry) entry = NULL;
  Child *child = start (rig, "be-held", "2");
  GThread *thread;

  child_expect (child, "there");
  faulty_reset ();
  thread = g_thread_new ("claim", claim_in_thread, rig);
  faulty_wait_for_tries (3);
  if (is_killed) {
    child_kill (child);
  } else {
    child_go_on (child);
    g_assert_true (child_finish (child));
  }
  entry = g_thread_join (thread);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_PENDING);
}

static void
test_killed_owner_is_followed (void)
{
  wait_for_child (TRUE);
}

static void
test_finished_owner_is_followed (void)
{
  wait_for_child (FALSE);
}

/* As long as RIG_AUDIO, so that only what is said of it tells which it is. */
#define OTHER_AUDIO "OTHE, as good as any bytes"
#define OTHER_N_FRAMES 54321

G_STATIC_ASSERT (sizeof OTHER_AUDIO == sizeof RIG_AUDIO);

static void
attach_other_audio (QwenttsEntry * entry)
{
  g_autoptr (QwenttsTempFile) file = qwentts_entry_create_audio (entry, NULL);
  QwenttsStoredAudio other = rig_audio;

  other.n_frames = OTHER_N_FRAMES;
  g_assert_true (qwentts_temp_file_write (file, OTHER_AUDIO,
          strlen (OTHER_AUDIO), NULL));
  g_assert_true (qwentts_entry_attach_audio (entry, file, &other, NULL));
}

/* The audio that is described is the one that is there, if one is. */
static void
check_audio (Rig * rig, const QwenttsRecord * record)
{
  gchar text[sizeof RIG_AUDIO] = "";
  gint fd = record->audio.format
      ? qwentts_store_open_audio (rig->store, record, NULL) : -1;

  if (fd < 0)
    return;
  g_assert_cmpint (read (fd, text, sizeof text), ==, strlen (RIG_AUDIO));
  g_assert_cmpstr (text, ==, record->audio.n_frames == OTHER_N_FRAMES
      ? OTHER_AUDIO : RIG_AUDIO);
  close (fd);
}

/* The child's: everything that can be done with an entry, until it is killed at
 * a system call. */
static void
be_killed (Rig * rig, const gchar * argument)
{
  QwenttsEntry *entry;

  faulty_reset ();
  faulty_limit_writes (200);
  faulty_fail_at (atoi (argument), 0);
  entry = rig_claim (rig);
  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, NULL));
  attach_other_audio (entry);
  g_assert_true (qwentts_entry_drop (entry, NULL));
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_assert_true (qwentts_entry_drop (entry, NULL));
  qwentts_entry_release (entry);
  faulty_reset ();
}

static guint
count_ready (Rig * rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
      qwentts_store_list (rig->store, NULL, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++) {
    QwenttsRecord *record = records->pdata[i];

    n += record->state == QWENTTS_RECORD_READY;
  }
  return n;
}

/* Whatever was left behind, all steps can be taken from there. */
static void
go_on_from_what_is_left (Rig * rig)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *audio = NULL;

  g_assert_null (qwentts_entry_get_damage (entry));
  rig_assert_record (qwentts_entry_get_record (entry),
      qwentts_entry_get_record (entry)->state);
  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, NULL));
  audio = rig_read_audio (rig);
  g_assert_cmpstr (audio, ==, RIG_AUDIO);
}

static void
test_kill_at_every_call_loses_nothing (void)
{
  QwenttsRecordState last = QWENTTS_RECORD_ABSENT;
  gboolean was_ready = FALSE;
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autoptr (QwenttsRecord) record = NULL;
    g_autofree gchar *argument = g_strdup_printf ("%u", n);

    is_complete = child_finish (start (rig, "be-killed", argument));
    record = qwentts_store_peek (rig->store, rig->key, NULL);
    g_assert_nonnull (record);
    check_audio (rig, record);

    /* One call more never means one state less, and a voice stays. */
    if (!was_ready)
      g_assert_cmpint (record->state, >=, last);
    last = record->state;
    was_ready = was_ready || record->state == QWENTTS_RECORD_READY;
    g_assert_cmpuint (count_ready (rig), ==, was_ready);
    go_on_from_what_is_left (rig);
  }
  g_assert_true (is_complete && was_ready);
  g_assert_cmpuint (n, >, 40);
}

/* The child's: gets the voice, and pays for it if nobody has. */
static void
be_served (Rig * rig, const gchar * bill_path)
{
  QwenttsEntry *entry;

  child_say_and_wait ("up");
  entry = rig_claim (rig);
  if (qwentts_entry_get_record (entry)->state == QWENTTS_RECORD_ABSENT) {
    gint bill = open (bill_path, O_WRONLY | O_CREAT | O_APPEND, 0600);

    rig_advance (entry, QWENTTS_RECORD_ASKED);
    g_assert_cmpint (write (bill, "$", 1), ==, 1);
    close (bill);
  }
  rig_advance (entry, QWENTTS_RECORD_READY);
  rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_READY);
  qwentts_entry_release (entry);
}

static void
race (guint n_children)
{
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autofree gchar *bill_path = g_build_filename (rig->root, "bill", NULL);
    g_autofree gchar *bill = NULL;
    Child *children[4];

    for (guint i = 0; i < n_children; i++)
      children[i] = start (rig, "be-served", bill_path);
    for (guint i = 0; i < n_children; i++)
      child_expect (children[i], "up");
    for (guint i = 0; i < n_children; i++)
      child_go_on (children[i]);
    for (guint i = 0; i < n_children; i++)
      g_assert_true (child_finish (children[i]));

    bill = rig_read (bill_path);
    g_assert_cmpstr (bill, ==, "$");
    rig_assert_state (rig, QWENTTS_RECORD_READY);
  }
}

static void
test_two_pay_once (void)
{
  race (2);
}

static void
test_four_pay_once (void)
{
  race (4);
}

static int
run_child (gchar ** argv)
{
  g_autoptr (Rig) rig = rig_adopt (argv[3], argv[4], &faulty_system);

  faulty_reset ();
  if (g_str_equal (argv[2], "be-held"))
    be_held (rig, argv[5]);
  else if (g_str_equal (argv[2], "be-killed"))
    be_killed (rig, argv[5]);
  else
    be_served (rig, argv[5]);
  faulty_reset ();
  return 0;
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  if (argc == 6 && g_str_equal (argv[1], "--child"))
    return run_child (argv);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  rig_add_for_each_kind ("/processes/killed-owner-leaves-its-state",
      test_killed_owner_leaves_its_state);
  g_test_add_func ("/processes/killed-owner-is-followed",
      test_killed_owner_is_followed);
  g_test_add_func ("/processes/finished-owner-is-followed",
      test_finished_owner_is_followed);
  g_test_add_func ("/processes/kill-at-every-call-loses-nothing",
      test_kill_at_every_call_loses_nothing);
  rig_add_for_each_kind ("/processes/two-pay-once", test_two_pay_once);
  rig_add_for_each_kind ("/processes/four-pay-once", test_four_pay_once);
  return g_test_run ();
}
