/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The limit, as whoever keeps something meets it. */

#include "store/room.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/lock.h"
#include "store/shelf.h"
#include "store/use.h"

#define LIMIT 100000
#define SIZE 10000
/* What one of SIZE takes, with its entry, is less. */
#define WHOLE_SIZE 11000

/* With ages by which the first is the oldest. */
static GPtrArray *
put_many (Rig * shelf, guint n)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    gchar *key = shelf_put (shelf, SIZE);

    g_ptr_array_add (keys, key);
    shelf_set_age (shelf, key, 10000 - i);
  }
  return keys;
}

static gboolean
is_ready (Rig * shelf, const gchar * key)
{
  return shelf_get_state (shelf, key) == QWENTTS_RECORD_READY;
}

static guint
count_ready (Rig * shelf, GPtrArray * keys)
{
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    n += is_ready (shelf, keys->pdata[i]);
  return n;
}

static void
use (Rig * shelf, const gchar * key)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (shelf->store, key,
      NULL);
  g_autoptr (GError) error = NULL;
  gint fd = qwentts_store_open_audio (shelf->store, record, &error);

  g_assert_no_error (error);
  close (fd);
}

static void
test_all_stay_below_the_limit (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 8);

  g_assert_cmpuint (count_ready (shelf, keys), ==, 8);
}

/* From the limit down to 90 % of it, and no further. */
static void
test_least_recently_used_goes (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 9);
  g_autofree gchar *key = NULL;

  g_assert_cmpuint (count_ready (shelf, keys), ==, 9);
  use (shelf, keys->pdata[0]);
  use (shelf, keys->pdata[2]);
  key = shelf_put (shelf, SIZE);

  g_assert_true (is_ready (shelf, key));
  g_assert_true (is_ready (shelf, keys->pdata[0]));
  g_assert_false (is_ready (shelf, keys->pdata[1]));
  g_assert_true (is_ready (shelf, keys->pdata[2]));
  g_assert_false (is_ready (shelf, keys->pdata[3]));
  g_assert_true (is_ready (shelf, keys->pdata[4]));
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT / 10 * 9 + WHOLE_SIZE
      - SIZE);
  g_assert_cmpuint (shelf_measure (shelf), >, LIMIT / 10 * 9 - WHOLE_SIZE);
}

static void
test_limit_holds_for_ever (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);

  for (guint i = 0; i < 100; i++) {
    g_autofree gchar *key = shelf_put (shelf, SIZE + 37 * i);

    g_assert_true (is_ready (shelf, key));
    g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT + WHOLE_SIZE - SIZE);
  }
  g_assert_cmpuint (shelf_measure (shelf), >, LIMIT / 2);
}

/* A task that made it can still be polled. */
static void
test_what_is_larger_than_the_limit_is_not_kept (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 8);
  g_autofree gchar *key = shelf_put (shelf, LIMIT + 1);
  g_autofree gchar *audio = shelf_make_path (shelf, key, ".audio");
  g_autofree gchar *temp = shelf_make_path (shelf, key, ".audio.tmp");

  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_false (rig_exists (audio));
  g_assert_false (rig_exists (temp));
  g_assert_cmpuint (count_ready (shelf, keys), ==, 8);
}

/* Nor what was kept before; what is paid for is. */
static void
test_with_limit_0_nothing_is_kept (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 3);
  g_autofree gchar *asked = shelf_leave (shelf, QWENTTS_RECORD_ASKED);
  g_autofree gchar *key = NULL;

  qwentts_store_unref (shelf->store);
  shelf->store = qwentts_store_new_limited (shelf->folder,
      QWENTTS_KIND_SPEECH, 0);
  key = shelf_put (shelf, 1);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpint (shelf_get_state (shelf, asked), ==, QWENTTS_RECORD_ASKED);
  g_assert_cmpuint (count_ready (shelf, keys), ==, 0);
}

/* Somebody else thinks that there is room: nothing of it is looked at. */
static void
test_total_tells_without_a_look (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 8);
  g_autofree gchar *first = NULL;
  g_autofree gchar *second = NULL;

  shelf_set_total (shelf, LIMIT - 2 * WHOLE_SIZE, 0);
  first = shelf_put (shelf, SIZE);
  second = shelf_put (shelf, SIZE);
  g_assert_cmpuint (count_ready (shelf, keys), ==, 8);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (count_ready (shelf, keys), <, 8);
}

/* A process that was killed may have lost a number. */
static void
test_total_is_counted_anew_after_many_writes (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = put_many (shelf, 9);

  shelf_set_total (shelf, 0, 4095);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (count_ready (shelf, keys), ==, 9);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (count_ready (shelf, keys), <, 9);
}

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
    g_autoptr (GPtrArray) keys = put_many (shelf, 9);
    g_autofree gchar *path = shelf_make_path (shelf, "total", "");
    g_autofree gchar *target = g_build_filename (shelf->root, "mine", NULL);
    g_autofree gchar *text = NULL;

    rig_write (target, "mine");
    g_assert_cmpint (g_unlink (path), ==, 0);
    plants[i] (path, target);
    for (guint n = 0; n < 3; n++) {
      g_autofree gchar *key = shelf_put (shelf, SIZE);

      g_assert_true (is_ready (shelf, key));
      g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT);
    }
    text = rig_read (target);
    g_assert_cmpstr (text, ==, "mine");
  }
}

/* A folder that is opened for a look; each claim opens it once as well. */
static guint n_opened_to_look;

static gint
count_looks (gint folder, const gchar * name, gint flags, guint mode)
{
  n_opened_to_look += g_str_equal (name, ".");
  return qwentts_system.open_file (folder, name, flags, mode);
}

/* Long texts, all of them in use: more than the limit, and it is not looked
 * through for each of them. */
static void
test_what_is_used_stays_beyond_the_limit (void)
{
  QwenttsSystem system = qwentts_system;
  g_autoptr (Rig) shelf = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  QwenttsStoreUse *uses;
  guint n_kept = 100;

  system.open_file = count_looks;
  shelf = shelf_new (LIMIT, &system);
  keys = g_ptr_array_new_with_free_func (g_free);
  uses = qwentts_store_use_new (shelf->store);
  n_opened_to_look = 0;
  for (guint i = 0; i < n_kept; i++) {
    gchar *key = rig_make_key ();

    g_ptr_array_add (keys, key);
    g_assert_true (qwentts_store_use_add (uses, key, NULL, NULL));
    g_assert_true (shelf_keep (shelf, key, SIZE / 10, NULL));
  }
  g_assert_cmpuint (count_ready (shelf, keys), ==, n_kept);
  g_assert_cmpuint (n_opened_to_look - n_kept, <, n_kept / 5);

  qwentts_store_use_free (uses);
  for (guint i = 0; i < 20; i++)
    g_free (shelf_put (shelf, SIZE / 10));
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT);
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
  g_autoptr (GPtrArray) keys = put_many (shelf, 1);
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
  g_autoptr (GPtrArray) keys = put_many (shelf, 9);
  g_autofree gchar *path = shelf_make_path (shelf, "uses", "");
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  g_assert_cmpint (symlink ("/nowhere", path), ==, 0);
  g_assert_false (shelf_keep (shelf, key, SIZE, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (count_ready (shelf, keys), ==, 9);
}

static void
test_hit_in_a_read_only_folder_is_one (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, &faulty_system);
  g_autofree gchar *key = NULL;

  faulty_reset ();
  key = shelf_put (shelf, SIZE);
  faulty_fail_at (0, EROFS);
  use (shelf, key);
  g_assert_cmpuint (faulty_get_n_calls (), >, 0);
  faulty_reset ();
}

/* At one call, or from it on; whatever happens, what is READY is whole, and the
 * limit holds for the next. */
static gboolean
keep_with_fault (guint n, gboolean is_once, gint code)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, &faulty_system);
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (GError) error = NULL;
  gboolean is_complete;

  faulty_reset ();
  keys = put_many (shelf, 9);
  if (is_once)
    faulty_fail_once_at (n, code);
  else
    faulty_fail_at (n, code);
  if (!shelf_keep (shelf, key, SIZE, &error))
    g_assert_true (error->domain == QWENTTS_STORE_ERROR);
  is_complete = faulty_get_n_calls () < n;
  faulty_reset ();

  /* Two had to go; of a third, only the entry may have been removed. */
  g_assert_cmpuint (count_ready (shelf, keys), >=, 6);
  for (guint i = 0; i < 3; i++)
    g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT);
  return is_complete;
}

static void
test_error_at_every_call_leaves_the_limit (void)
{
  static const gint codes[] = { ENOSPC, EIO };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (codes); i++) {
    guint n;

    for (n = 0; n < 300 && !keep_with_fault (n, i % 2, codes[i / 2]); n++);
    g_assert_cmpuint (n, <, 300);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/room/all-stay-below-the-limit",
      test_all_stay_below_the_limit);
  g_test_add_func ("/room/least-recently-used-goes",
      test_least_recently_used_goes);
  g_test_add_func ("/room/limit-holds-for-ever", test_limit_holds_for_ever);
  g_test_add_func ("/room/larger-than-the-limit-is-not-kept",
      test_what_is_larger_than_the_limit_is_not_kept);
  g_test_add_func ("/room/limit-0-keeps-nothing",
      test_with_limit_0_nothing_is_kept);
  g_test_add_func ("/room/total-tells-without-a-look",
      test_total_tells_without_a_look);
  g_test_add_func ("/room/is-counted-anew-after-many-writes",
      test_total_is_counted_anew_after_many_writes);
  g_test_add_func ("/room/lost-total-is-counted-anew",
      test_lost_total_is_counted_anew);
  g_test_add_func ("/room/what-is-used-stays-beyond-the-limit",
      test_what_is_used_stays_beyond_the_limit);
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
