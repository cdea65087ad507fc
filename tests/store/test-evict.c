/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What goes, and what stays, where everything should go. */

#include "store/evict.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/shelf.h"
#include "store/use.h"

#define DAY_S (24 * 60 * 60)

static void
sweep_to (Rig * shelf, guint64 goal, const QwenttsSystem * system)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      system, FALSE, &error);
  g_autoptr (QwenttsInventory) inventory = qwentts_inventory_take (folder,
      NULL, &error);

  g_assert_true (qwentts_evict (folder, QWENTTS_KIND_SPEECH, inventory, goal,
          NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (inventory->n_bytes, ==, shelf_measure (shelf));
}

static void
sweep (Rig * shelf)
{
  sweep_to (shelf, 0, &qwentts_system);
}

static void
test_ready_goes_with_its_audio (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autofree gchar *audio = shelf_make_path (shelf, key, ".audio");

  sweep (shelf);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_ABSENT);
  g_assert_false (rig_exists (audio));
}

/* The oldest ones, and no more of them. */
static void
test_no_more_goes_than_must (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  gchar *keys[4];

  for (guint i = 0; i < 4; i++) {
    keys[i] = shelf_put (shelf, 10000);
    shelf_set_age (shelf, keys[i], 1000 - i);
  }
  sweep_to (shelf, 30000, &qwentts_system);
  for (guint i = 0; i < 4; i++) {
    g_assert_cmpint (shelf_get_state (shelf, keys[i]), ==,
        i < 2 ? QWENTTS_RECORD_ABSENT : QWENTTS_RECORD_READY);
    g_free (keys[i]);
  }
}

static void
test_claimed_one_stays (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  QwenttsEntry *entry;

  rig_leave_audio (shelf);
  entry = rig_claim (shelf);
  sweep (shelf);
  rig_assert_state (shelf, QWENTTS_RECORD_READY);

  qwentts_entry_release (entry);
  sweep (shelf);
  rig_assert_state (shelf, QWENTTS_RECORD_ABSENT);
}

static void
test_used_one_stays (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autofree gchar *other = shelf_put (shelf, 1000);
  QwenttsStoreUse *use = qwentts_store_use_new (shelf->store);

  g_assert_true (qwentts_store_use_add (use, key, NULL, NULL));
  sweep (shelf);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_READY);
  g_assert_cmpint (shelf_get_state (shelf, other), ==, QWENTTS_RECORD_ABSENT);

  qwentts_store_use_free (use);
  sweep (shelf);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_ABSENT);
}

static gint64
get_boot_s_of_tomorrow (void)
{
  return qwentts_system.get_boot_s () + DAY_S;
}

/* It may be polled, not paid again; the age of its file tells nothing. */
static void
test_what_is_paid_for_stays_for_a_day (void)
{
  QwenttsSystem tomorrow = qwentts_system;

  tomorrow.get_boot_s = get_boot_s_of_tomorrow;
  for (guint state = QWENTTS_RECORD_ASKED; state <= QWENTTS_RECORD_PENDING;
      state++) {
    g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
    g_autofree gchar *key = shelf_leave (shelf, state);

    shelf_set_age (shelf, key, 10 * DAY_S);
    sweep (shelf);
    g_assert_cmpint (shelf_get_state (shelf, key), ==, state);
    sweep_to (shelf, 0, &tomorrow);
    g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_ABSENT);
  }
}

static void
test_newer_version_stays (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autofree gchar *entry = shelf_make_path (shelf, key, ".entry");
  g_autofree gchar *audio = shelf_make_path (shelf, key, ".audio");

  rig_write (entry, "[entry]\nformat-version=2\n");
  sweep (shelf);
  g_assert_true (rig_exists (entry));
  g_assert_true (rig_exists (audio));
}

/* Damaged, set aside, or left by a process that died between two steps. */
static void
test_what_is_of_no_use_goes (void)
{
  static const gchar *const suffixes[] = {
    ".entry", ".audio", ".damaged-1.entry", ".damaged-1.audio",
    ".damaged-22.audio",
  };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
    g_autofree gchar *key = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
    g_autofree gchar *path = shelf_make_path (shelf, key, suffixes[i]);

    rig_write (path, "nothing that can be used");
    sweep (shelf);
    g_assert_false (rig_exists (path));
  }
}

static void
test_foreign_files_stay (void)
{
  static const gchar *const names[] = {
    "notes.txt", "notes.entry", ".audio", "0123.audio",
  };
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);

  g_free (shelf_put (shelf, 1000));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = shelf_make_path (shelf, names[i], "");

    rig_write (path, "mine");
  }
  sweep (shelf);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = shelf_make_path (shelf, names[i], "");

    g_assert_true (rig_exists (path));
  }
}

/* The link goes, not what it leads to; a folder is left alone. */
static void
test_nothing_outside_goes (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *linked = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_autofree gchar *made = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_autofree gchar *link = shelf_make_path (shelf, linked, ".entry");
  g_autofree gchar *folder = shelf_make_path (shelf, made, ".entry");
  g_autofree gchar *audio = shelf_make_path (shelf, made, ".audio");
  g_autofree gchar *target = g_build_filename (shelf->root, "mine", NULL);

  rig_write (target, "mine");
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  rig_write (audio, "left");
  sweep (shelf);
  g_assert_true (rig_exists (target));
  g_assert_false (rig_exists (link));
  g_assert_true (rig_exists (folder));
}

/* Whatever the goal is. */
static void
test_leftovers_go_after_a_day (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *temp = NULL;
  g_autofree gchar *young = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_autofree gchar *young_temp = shelf_make_path (shelf, young, ".entry.tmp");
  QwenttsEntry *entry;

  rig_write (young_temp, "half");
  g_free (shelf_leave (shelf, QWENTTS_RECORD_ABSENT));
  temp = rig_make_path (shelf, ".audio.tmp");
  rig_write (temp, "half");
  shelf_set_age (shelf, shelf->key, DAY_S + 100);

  /* Its owner lives, and takes its time. */
  entry = rig_claim (shelf);
  sweep_to (shelf, G_MAXUINT64, &qwentts_system);
  g_assert_true (rig_exists (temp));
  qwentts_entry_release (entry);

  sweep_to (shelf, G_MAXUINT64, &qwentts_system);
  g_assert_false (rig_exists (temp));
  g_assert_true (rig_exists (young_temp));
}

static void
test_sweep_can_be_cancelled (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, FALSE, NULL);
  g_autoptr (QwenttsInventory) inventory = qwentts_inventory_take (folder,
      NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_true (qwentts_evict (folder, QWENTTS_KIND_SPEECH, inventory, 0,
          cancellable, NULL));
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_READY);
}

/* It counts on: what could not go is still there. */
static void
test_what_cannot_be_removed_is_counted (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);

  faulty_reset ();
  faulty_fail_all ("unlink", EROFS);
  sweep_to (shelf, 0, &faulty_system);
  faulty_reset ();
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_READY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/evict/ready-goes-with-its-audio",
      test_ready_goes_with_its_audio);
  g_test_add_func ("/evict/no-more-goes-than-must",
      test_no_more_goes_than_must);
  g_test_add_func ("/evict/claimed-one-stays", test_claimed_one_stays);
  g_test_add_func ("/evict/used-one-stays", test_used_one_stays);
  g_test_add_func ("/evict/what-is-paid-for-stays-for-a-day",
      test_what_is_paid_for_stays_for_a_day);
  g_test_add_func ("/evict/newer-version-stays", test_newer_version_stays);
  g_test_add_func ("/evict/what-is-of-no-use-goes",
      test_what_is_of_no_use_goes);
  g_test_add_func ("/evict/foreign-files-stay", test_foreign_files_stay);
  g_test_add_func ("/evict/nothing-outside-goes", test_nothing_outside_goes);
  g_test_add_func ("/evict/leftovers-go-after-a-day",
      test_leftovers_go_after_a_day);
  g_test_add_func ("/evict/can-be-cancelled", test_sweep_can_be_cancelled);
  g_test_add_func ("/evict/what-cannot-be-removed-is-counted",
      test_what_cannot_be_removed_is_counted);
  return g_test_run ();
}
