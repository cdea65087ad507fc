/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/use.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/child.h"
#include "store/faulty.h"
#include "store/lock.h"
#include "store/shelf.h"

static const gchar *program;

static void
add (QwenttsStoreUse * use, const gchar * key)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_store_use_add (use, key, NULL, &error));
  g_assert_no_error (error);
}

/* As whoever makes room has it; the lock stays. */
static QwenttsLock *
try_unused (Rig * shelf, const gchar * key)
{
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &faulty_system, TRUE, NULL);
  g_autoptr (QwenttsLock) lock = qwentts_lock_new_for_uses (folder, NULL);

  return qwentts_lock_try (lock, key) ? g_steal_pointer (&lock) : NULL;
}

static gboolean
is_in_use (Rig * shelf, const gchar * key)
{
  g_autoptr (QwenttsLock) lock = try_unused (shelf, key);

  return lock == NULL;
}

static void
test_new_one_does_nothing (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);

  g_assert_false (rig_exists (shelf->folder));
}

static void
test_keys_are_in_use_until_it_is_freed (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  g_autofree gchar *other = rig_make_key ();
  g_autofree gchar *third = rig_make_key ();
  QwenttsStoreUse *use = qwentts_store_use_new (shelf->store);

  add (use, shelf->key);
  add (use, shelf->key);
  add (use, other);
  g_assert_true (is_in_use (shelf, shelf->key));
  g_assert_true (is_in_use (shelf, other));
  g_assert_false (is_in_use (shelf, third));

  qwentts_store_use_free (use);
  g_assert_false (is_in_use (shelf, shelf->key));
  g_assert_false (is_in_use (shelf, other));
}

static void
test_several_use_the_same (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  QwenttsStoreUse *first = qwentts_store_use_new (shelf->store);
  QwenttsStoreUse *second = qwentts_store_use_new (shelf->store);

  add (first, shelf->key);
  add (second, shelf->key);
  qwentts_store_use_free (first);
  g_assert_true (is_in_use (shelf, shelf->key));
  qwentts_store_use_free (second);
  g_assert_false (is_in_use (shelf, shelf->key));
}

/* It is used while somebody asks for it. */
static void
test_claim_is_no_matter (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);
  g_autoptr (QwenttsEntry) entry = rig_claim (shelf);

  add (use, shelf->key);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_assert_true (is_in_use (shelf, shelf->key));
}

static void
test_killed_process_uses_nothing (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  Child *child = child_start (program, "use", shelf->folder, shelf->key, "");

  child_expect (child, "there");
  g_assert_true (is_in_use (shelf, shelf->key));
  child_kill (child);
  g_assert_false (is_in_use (shelf, shelf->key));
}

/* The copy of the descriptor that a forked child has is no use. */
static void
test_forked_child_uses_nothing (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  QwenttsStoreUse *use = qwentts_store_use_new (shelf->store);
  pid_t child;

  add (use, shelf->key);
  child = fork ();
  if (child == 0) {
    rig_start_watchdog ();
    for (;;)
      pause ();
  }
  g_assert_cmpint (child, >, 0);
  qwentts_store_use_free (use);
  g_assert_false (is_in_use (shelf, shelf->key));
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* A second thread that adds. */
typedef struct
{
  Rig *shelf;
  QwenttsStoreUse *use;
  GCancellable *cancellable;
  GError *error;
} Adder;

static gpointer
add_in_thread (gpointer user_data)
{
  Adder *adder = user_data;

  return GINT_TO_POINTER (qwentts_store_use_add (adder->use,
          adder->shelf->key, adder->cancellable, &adder->error));
}

/* Somebody is just removing the entry. */
static gboolean
add_while_it_goes (gboolean is_cancelled, GError ** error)
{
  g_autoptr (Rig) shelf = shelf_new (1000, &faulty_system);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  QwenttsLock *unused = try_unused (shelf, shelf->key);
  Adder adder = { shelf, use, cancellable, NULL };
  GThread *thread;
  gpointer result;

  g_assert_nonnull (unused);
  faulty_reset ();
  thread = g_thread_new ("add", add_in_thread, &adder);
  faulty_wait_for_tries (2);
  if (is_cancelled)
    g_cancellable_cancel (cancellable);
  else
    g_clear_pointer (&unused, qwentts_lock_release);
  result = g_thread_join (thread);
  g_clear_pointer (&unused, qwentts_lock_release);
  g_assert_cmpint (is_in_use (shelf, shelf->key), ==, !is_cancelled);
  if (adder.error)
    g_propagate_error (error, adder.error);
  return GPOINTER_TO_INT (result);
}

static void
test_waits_while_it_goes (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (add_while_it_goes (FALSE, &error));
  g_assert_no_error (error);
}

static void
test_wait_can_be_cancelled (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (add_while_it_goes (TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_planted_link_is_told (void)
{
  g_autoptr (Rig) shelf = shelf_new (1000, NULL);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);
  g_autofree gchar *path = shelf_make_path (shelf, "uses", "");
  g_autofree gchar *target = g_build_filename (shelf->root, "mine", NULL);
  g_autoptr (GError) error = NULL;

  rig_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_false (qwentts_store_use_add (use, shelf->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_assert_false (rig_exists (target));

  /* It can be tried again. */
  g_unlink (path);
  add (use, shelf->key);
}

/* The child's. */
static int
use_until_killed (const gchar * folder, const gchar * key)
{
  g_autoptr (Rig) shelf = shelf_adopt (folder, 1000, &qwentts_system);
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);

  add (use, key);
  child_say_and_wait ("there");
  return 0;
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  if (argc == 6 && g_str_equal (argv[1], "--child"))
    return use_until_killed (argv[3], argv[4]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/use/new-one-does-nothing", test_new_one_does_nothing);
  g_test_add_func ("/use/lasts-until-it-is-freed",
      test_keys_are_in_use_until_it_is_freed);
  g_test_add_func ("/use/several-have-the-same", test_several_use_the_same);
  g_test_add_func ("/use/claim-is-no-matter", test_claim_is_no_matter);
  g_test_add_func ("/use/ends-with-its-process",
      test_killed_process_uses_nothing);
  g_test_add_func ("/use/forked-child-has-none",
      test_forked_child_uses_nothing);
  g_test_add_func ("/use/waits-while-it-goes", test_waits_while_it_goes);
  g_test_add_func ("/use/wait-can-be-cancelled", test_wait_can_be_cancelled);
  g_test_add_func ("/use/planted-link-is-told", test_planted_link_is_told);
  return g_test_run ();
}
