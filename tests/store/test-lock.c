/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Turns within one process. */

#include "store/lock.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/rig.h"

/* A second claimant, in a thread of its own. */
typedef struct
{
  Rig *rig;
  GCancellable *cancellable;
  GThread *thread;
  QwenttsEntry *entry;
  GError *error;
} Claimant;

static gpointer
claim (gpointer user_data)
{
  Claimant *claimant = user_data;

  claimant->entry = qwentts_store_claim (claimant->rig->store,
      claimant->rig->key, claimant->cancellable, &claimant->error);
  return NULL;
}

/* Returns once it has tried in vain, if somebody holds the key. */
static Claimant *
claimant_start (Rig * rig, gboolean is_waiting)
{
  Claimant *claimant = g_new0 (Claimant, 1);

  faulty_reset ();
  claimant->rig = rig;
  claimant->cancellable = g_cancellable_new ();
  claimant->thread = g_thread_new ("claimant", claim, claimant);
  if (is_waiting)
    faulty_wait_for_tries (3);
  return claimant;
}

static void
claimant_finish (Claimant * claimant)
{
  g_thread_join (claimant->thread);
  if (claimant->entry)
    qwentts_entry_release (claimant->entry);
  g_clear_error (&claimant->error);
  g_object_unref (claimant->cancellable);
  g_free (claimant);
}

static void
test_one_has_it_at_a_time (void)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  QwenttsEntry *entry = rig_claim (rig);
  Claimant *second = claimant_start (rig, TRUE);

  g_assert_null (second->entry);
  rig_advance (entry, QWENTTS_RECORD_READY);
  qwentts_entry_release (entry);

  g_thread_join (g_thread_ref (second->thread));
  g_assert_no_error (second->error);
  rig_assert_record (qwentts_entry_get_record (second->entry),
      QWENTTS_RECORD_READY);
  claimant_finish (second);
}

static void
test_other_key_is_free (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (QwenttsEntry) other = NULL;
  g_autoptr (GError) error = NULL;

  other = qwentts_store_claim (rig->store, key, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (qwentts_entry_get_record (other)->key, ==, key);
  g_assert_cmpstr (qwentts_entry_get_record (entry)->key, ==, rig->key);
}

static void
test_peek_waits_for_nobody (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  rig_assert_state (rig, QWENTTS_RECORD_PENDING);
}

static void
test_wait_can_be_cancelled (void)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  Claimant *second = claimant_start (rig, TRUE);

  g_cancellable_cancel (second->cancellable);
  g_thread_join (g_thread_ref (second->thread));
  g_assert_null (second->entry);
  g_assert_error (second->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  claimant_finish (second);
  rig_advance (entry, QWENTTS_RECORD_ASKED);
}

static void
test_cancelled_before_does_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, cancellable,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (rig_exists (rig->folder));
}

/* Somebody cleaned up: those who wait meet again at the new file. */
static void
test_removed_lock_file_is_made_anew (void)
{
  g_autoptr (Rig) rig = rig_new (&faulty_system);
  g_autofree gchar *path = g_build_filename (rig->folder, "lock", NULL);
  QwenttsEntry *entry = rig_claim (rig);
  Claimant *second = claimant_start (rig, TRUE);
  Claimant *third;

  g_unlink (path);
  qwentts_entry_release (entry);
  g_thread_join (g_thread_ref (second->thread));
  g_assert_no_error (second->error);
  g_assert_true (rig_exists (path));

  third = claimant_start (rig, TRUE);
  g_assert_null (third->entry);
  claimant_finish (second);
  claimant_finish (third);
}

/* The copy of the descriptor that a forked child has is no claim. */
static void
test_forked_child_holds_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  QwenttsEntry *entry = rig_claim (rig);
  pid_t child = fork ();

  if (child == 0) {
    rig_start_watchdog ();
    for (;;)
      pause ();
  }
  g_assert_cmpint (child, >, 0);
  qwentts_entry_release (entry);

  rig_leave (rig, QWENTTS_RECORD_ASKED);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static gint
have_no_locks (gint fd, gint64 offset)
{
  errno = ENOLCK;
  return -1;
}

static void
test_disk_without_locks_is_told (void)
{
  QwenttsSystem system = qwentts_system;
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GError) error = NULL;

  system.try_lock = have_no_locks;
  rig = rig_new (&system);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  g_assert_nonnull (strstr (error->message, rig->folder));
}

#define N_THREADS 16
#define N_ROUNDS 20

typedef struct
{
  Rig *rig;
  gint n_inside;
  gint n_turns;
} Crowd;

static gpointer
take_turns (gpointer user_data)
{
  Crowd *crowd = user_data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr (QwenttsEntry) entry = rig_claim (crowd->rig);

    g_assert_cmpint (g_atomic_int_add (&crowd->n_inside, 1), ==, 0);
    g_thread_yield ();
    g_atomic_int_inc (&crowd->n_turns);
    g_assert_cmpint (g_atomic_int_add (&crowd->n_inside, -1), ==, 1);
  }
  return NULL;
}

static void
test_crowd_takes_turns (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  Crowd crowd = {.rig = rig };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("crowd", take_turns, &crowd);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (crowd.n_turns, ==, N_THREADS * N_ROUNDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/lock/one-has-it-at-a-time", test_one_has_it_at_a_time);
  g_test_add_func ("/lock/other-key-is-free", test_other_key_is_free);
  g_test_add_func ("/lock/peek-waits-for-nobody", test_peek_waits_for_nobody);
  g_test_add_func ("/lock/wait-can-be-cancelled", test_wait_can_be_cancelled);
  g_test_add_func ("/lock/cancelled-before-does-nothing",
      test_cancelled_before_does_nothing);
  g_test_add_func ("/lock/removed-file-is-made-anew",
      test_removed_lock_file_is_made_anew);
  g_test_add_func ("/lock/forked-child-holds-nothing",
      test_forked_child_holds_nothing);
  g_test_add_func ("/lock/disk-without-locks-is-told",
      test_disk_without_locks_is_told);
  g_test_add_func ("/lock/crowd-takes-turns", test_crowd_takes_turns);
  return g_test_run ();
}
