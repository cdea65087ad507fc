/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The limit where something is in its way. */

#include "store/room.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/lock.h"
#include "store/shelf.h"

#define LIMIT 100000
#define SIZE 10000

static void
plant_nothing (const gchar * path, const gchar * target)
{
}

static void
plant_text (const gchar * path, const gchar * target)
{
  rig_write (path, "bytes=0\nstuck-bytes=0\nwrites=0\n");
}

static void
plant_link (const gchar * path, const gchar * target)
{
  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
plant_pipe (const gchar * path, const gchar * target)
{
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
plant_folder (const gchar * path, const gchar * target)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

/* Whatever stands in the place of the total, the limit holds. */
static void
test_lost_total_is_counted_anew (void)
{
  static void (*const plants[]) (const gchar *, const gchar *) = {
    plant_nothing, plant_text, plant_link, plant_pipe, plant_folder,
  };

  for (guint i = 0; i < G_N_ELEMENTS (plants); i++) {
    g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
    g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 9);
    g_autofree gchar *path = shelf_make_path (shelf, "total", "");
    g_autofree gchar *target = g_build_filename (shelf->root, "mine", NULL);
    g_autofree gchar *text = NULL;

    rig_write (target, "mine");
    g_assert_cmpint (g_unlink (path), ==, 0);
    plants[i] (path, target);
    for (guint n = 0; n < 3; n++) {
      g_autofree gchar *key = shelf_put (shelf, SIZE);

      g_assert_true (shelf_is_ready (shelf, key));
      g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT);
    }
    text = rig_read (target);
    g_assert_cmpstr (text, ==, "mine");
  }
}

static gpointer
keep_in_thread (gpointer user_data)
{
  rig_leave_audio (user_data);
  return NULL;
}

/* Else one would write over the other's number. */
static void
test_one_counts_at_a_time (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, &faulty_system);
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, TRUE, NULL);
  QwenttsLock *held = qwentts_lock_acquire_total (folder, NULL, NULL);
  GThread *thread;

  faulty_reset ();
  thread = g_thread_new ("keep", keep_in_thread, shelf);
  /* One for the key, and two in vain. */
  faulty_wait_for_tries (3);
  rig_assert_state (shelf, QWENTTS_RECORD_PENDING);
  qwentts_lock_release (held);
  g_thread_join (thread);
  rig_assert_state (shelf, QWENTTS_RECORD_READY);
}

static void
test_stopping_does_not_wait_for_others (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, &faulty_system);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, TRUE, NULL);
  g_autoptr (QwenttsLock) held = qwentts_lock_acquire_total (folder, NULL,
      NULL);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  entry = qwentts_store_claim (shelf->store, shelf->key, cancellable, &error);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_cancellable_cancel (cancellable);
  g_assert_true (rig_step (entry, &error));
  g_assert_no_error (error);
  rig_assert_state (shelf, QWENTTS_RECORD_READY);
}

/* Stopped, but nobody is in the way: it counts. */
static void
test_stopped_one_is_counted (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 1);
  g_autofree gchar *path = shelf_make_path (shelf, "total", "");
  g_autofree gchar *before = rig_read (path);
  g_autofree gchar *after = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsEntry) entry = qwentts_store_claim (shelf->store,
      shelf->key, cancellable, NULL);

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_cancellable_cancel (cancellable);
  rig_advance (entry, QWENTTS_RECORD_READY);
  after = rig_read (path);
  g_assert_cmpstr (before, !=, after);
}

/* Nobody could tell what is used: so nothing goes, and nothing is added. */
static void
test_planted_link_for_the_uses_is_told (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 9);
  g_autofree gchar *path = shelf_make_path (shelf, "uses", "");
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  g_assert_cmpint (symlink ("/nowhere", path), ==, 0);
  g_assert_false (shelf_keep (shelf, key, SIZE, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 9);
}

static void
test_hit_in_a_read_only_folder_is_one (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, &faulty_system);
  g_autofree gchar *key = NULL;

  faulty_reset ();
  key = shelf_put (shelf, SIZE);
  faulty_fail_at (0, EROFS);
  shelf_use (shelf, key);
  g_assert_cmpuint (faulty_get_n_calls (), >, 0);
  faulty_reset ();
}

/* Room for three: the oldest must go. */
#define SMALL_LIMIT 37000

/* At one call, or from it on; whatever happens, what is READY is whole, and the
 * limit holds for the next. */
static gboolean
keep_with_fault (guint n, gboolean is_once, gint code)
{
  g_autoptr (Rig) shelf = shelf_new (SMALL_LIMIT, &faulty_system);
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (GError) error = NULL;
  guint n_before;
  gboolean is_complete;

  faulty_reset ();
  keys = shelf_put_many (shelf, SIZE, 3);
  n_before = faulty_get_n_calls ();
  if (is_once)
    faulty_fail_once_at (n, code);
  else
    faulty_fail_at (n, code);
  if (!shelf_keep (shelf, key, SIZE, &error))
    g_assert_true (error->domain == QWENTTS_STORE_ERROR);
  is_complete = faulty_get_n_calls () - n_before <= n;
  faulty_reset ();

  /* One had to go; of a second, only the entry may have been removed. */
  g_assert_cmpuint (shelf_count_ready (shelf, keys), >=, 1);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (shelf_measure (shelf), <=, SMALL_LIMIT);
  return is_complete;
}

static void
test_error_at_every_call_leaves_the_limit (void)
{
  static const struct
  {
    gboolean is_once;
    gint code;
  } faults[] = { {TRUE, ENOSPC}, {FALSE, ENOSPC}, {TRUE, EIO} };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    guint n = 0;

    while (n < 300 && !keep_with_fault (n, faults[i].is_once, faults[i].code))
      n++;
    g_assert_cmpuint (n, >, 20);
    g_assert_cmpuint (n, <, 300);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/room/lost-total-is-counted-anew",
      test_lost_total_is_counted_anew);
  g_test_add_func ("/room/one-counts-at-a-time", test_one_counts_at_a_time);
  g_test_add_func ("/room/stopping-does-not-wait-for-others",
      test_stopping_does_not_wait_for_others);
  g_test_add_func ("/room/stopped-one-is-counted", test_stopped_one_is_counted);
  g_test_add_func ("/room/planted-link-for-the-uses-is-told",
      test_planted_link_for_the_uses_is_told);
  g_test_add_func ("/room/hit-in-a-read-only-folder-is-one",
      test_hit_in_a_read_only_folder_is_one);
  g_test_add_func ("/room/error-at-every-call-leaves-the-limit",
      test_error_at_every_call_leaves_the_limit);
  return g_test_run ();
}
