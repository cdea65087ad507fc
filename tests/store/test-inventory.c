/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/inventory.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "store/shelf.h"

#define DAY_S (24 * 60 * 60)

static QwenttsInventory *
take (Rig * shelf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, TRUE, &error);
  QwenttsInventory *inventory = qwentts_inventory_take (folder, NULL, &error);

  g_assert_no_error (error);
  return inventory;
}

static const QwenttsHolding *
get (QwenttsInventory * inventory, guint i)
{
  g_assert_cmpuint (i, <, inventory->holdings->len);
  return inventory->holdings->pdata[i];
}

static void
test_every_file_is_counted (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autofree gchar *temp = shelf_make_path (shelf, key, ".audio.tmp");
  g_autofree gchar *damaged = shelf_make_path (shelf, key, ".damaged-1.entry");
  g_autofree gchar *foreign = shelf_make_path (shelf, "notes", ".entry");
  g_autofree gchar *folder = shelf_make_path (shelf, "folder", ".entry");
  g_autoptr (QwenttsInventory) inventory = NULL;

  rig_write (temp, "12345");
  rig_write (damaged, "1234567");
  rig_write (foreign, "123");
  g_mkdir (folder, 0700);
  inventory = take (shelf);
  g_assert_cmpuint (inventory->n_bytes, ==, shelf_measure (shelf));
  g_assert_cmpuint (inventory->holdings->len, ==, 2);
  g_assert_cmpuint (inventory->leftovers->len, ==, 0);
}

/* The bytes are those of both files. */
static void
test_entry_and_audio_are_one (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *key = shelf_put (shelf, 1000);
  g_autofree gchar *path = shelf_make_path (shelf, key, ".entry");
  g_autofree gchar *text = rig_read (path);
  g_autoptr (QwenttsInventory) inventory = take (shelf);

  g_assert_cmpuint (inventory->holdings->len, ==, 1);
  g_assert_cmpstr (get (inventory, 0)->name, ==, key);
  g_assert_cmpuint (get (inventory, 0)->n_bytes, ==, 1000 + strlen (text));
}

/* Each with its age in seconds; in the order in which they have to come. */
static void
test_least_recently_used_comes_first (void)
{
  static const gint64 ages_s[] = {
    -3 * DAY_S, -400 * DAY_S, 9000, 60, 50, 0, -DAY_S / 2,
  };
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autoptr (QwenttsInventory) inventory = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (ages_s); i++) {
    gchar *key = i % 2 ? shelf_put (shelf, 10)
        : shelf_leave (shelf, QWENTTS_RECORD_PENDING);

    g_ptr_array_add (keys, key);
    shelf_set_age (shelf, key, ages_s[i]);
  }
  inventory = take (shelf);
  for (guint i = 0; i < keys->len; i++)
    g_assert_cmpstr (get (inventory, i)->name, ==, keys->pdata[i]);
}

/* In which order the folder has its files is no matter. */
static void
test_age_is_that_of_the_audio (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *young = shelf_put (shelf, 10);
  g_autofree gchar *old = shelf_put (shelf, 10);
  const gchar *suffixes[] = { ".entry", ".audio" };

  shelf_set_age (shelf, young, 50);
  for (guint i = 0; i < 2; i++) {
    g_autofree gchar *path = shelf_make_path (shelf, old, suffixes[i]);
    g_autofree gchar *entry = shelf_make_path (shelf, old, ".entry");
    g_autofree gchar *text = rig_read (path);
    g_autoptr (QwenttsInventory) inventory = NULL;

    /* Where a folder has the newest file first, or last, it is now this one. */
    g_unlink (path);
    rig_write (path, text);
    shelf_set_age (shelf, old, 100);
    g_assert_cmpint (utime (entry, NULL), ==, 0);
    inventory = take (shelf);
    g_assert_cmpstr (get (inventory, 0)->name, ==, old);
  }
}

/* Its entry does not change by that. */
static void
test_use_of_the_audio_counts (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *used = shelf_put (shelf, 10);
  g_autofree gchar *other = shelf_put (shelf, 10);
  g_autofree gchar *audio = shelf_make_path (shelf, used, ".audio");
  g_autoptr (QwenttsInventory) inventory = NULL;

  shelf_set_age (shelf, used, 100);
  shelf_set_age (shelf, other, 50);
  g_assert_cmpint (utime (audio, NULL), ==, 0);
  inventory = take (shelf);
  g_assert_cmpstr (get (inventory, 0)->name, ==, other);
  g_assert_cmpstr (get (inventory, 1)->name, ==, used);
}

static void
test_temporary_files_are_left_after_a_day (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autofree gchar *young = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_autofree gchar *old = shelf_leave (shelf, QWENTTS_RECORD_ABSENT);
  g_autofree gchar *young_path = shelf_make_path (shelf, young, ".audio.tmp");
  g_autofree gchar *old_path = shelf_make_path (shelf, old, ".audio.tmp");
  g_autofree gchar *foreign = shelf_make_path (shelf, "mine", ".audio.tmp");
  g_autoptr (QwenttsInventory) inventory = NULL;
  const QwenttsHolding *leftover;

  rig_write (young_path, "1");
  rig_write (old_path, "12");
  rig_write (foreign, "123");
  shelf_set_age (shelf, young, DAY_S - 100);
  shelf_set_age (shelf, old, DAY_S + 100);
  shelf_set_age (shelf, "mine", DAY_S + 100);
  inventory = take (shelf);
  g_assert_cmpuint (inventory->leftovers->len, ==, 1);
  leftover = inventory->leftovers->pdata[0];
  g_assert_true (g_str_has_suffix (old_path, leftover->name));
  g_assert_cmpuint (leftover->n_bytes, ==, 2);
}

static void
test_look_can_be_cancelled (void)
{
  g_autoptr (Rig) shelf = shelf_new (QWENTTS_STORE_NO_LIMIT, NULL);
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, TRUE, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qwentts_inventory_take (folder, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/inventory/counts-every-file", test_every_file_is_counted);
  g_test_add_func ("/inventory/entry-and-audio-are-one",
      test_entry_and_audio_are_one);
  g_test_add_func ("/inventory/least-recently-used-comes-first",
      test_least_recently_used_comes_first);
  g_test_add_func ("/inventory/age-is-that-of-the-audio",
      test_age_is_that_of_the_audio);
  g_test_add_func ("/inventory/use-of-the-audio-counts",
      test_use_of_the_audio_counts);
  g_test_add_func ("/inventory/temporary-files-are-left-after-a-day",
      test_temporary_files_are_left_after_a_day);
  g_test_add_func ("/inventory/can-be-cancelled", test_look_can_be_cancelled);
  return g_test_run ();
}
