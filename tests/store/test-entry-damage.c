/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Entries that cannot be read, or could not be if they were written. */
#include <string.h>
#include <unistd.h>

#include "store/rig.h"

static void
test_damaged_entry_is_moved_aside (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");

  rig_leave_audio (rig);
  for (guint n = 1; n <= 3; n++) {
    g_autofree gchar *text = g_strdup_printf ("damaged %u", n);
    g_autofree gchar *suffix = g_strdup_printf (".damaged-%u.entry", n);
    g_autofree gchar *aside = rig_make_path (rig, suffix);
    g_autofree gchar *moved = NULL;
    g_autoptr (QwenttsEntry) entry = NULL;

    rig_write (path, text);
    entry = rig_claim (rig);
    rig_assert_record (qwentts_entry_get_record (entry), QWENTTS_RECORD_ABSENT);
    g_assert_nonnull (strstr (qwentts_entry_get_damage (entry), rig->folder));
    g_assert_nonnull (strstr (qwentts_entry_get_damage (entry), suffix));
    moved = rig_read (aside);
    g_assert_cmpstr (moved, ==, text);
    rig_advance (entry, QWENTTS_RECORD_READY);
  }
}

/* To peek moves nothing. */
static void
test_damaged_entry_is_told_by_peek (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_write (path, "damaged");
  g_assert_null (qwentts_store_peek (rig->store, rig->key, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT);
  text = rig_read (path);
  g_assert_cmpstr (text, ==, "damaged");
}

static void
test_huge_entry_is_damaged (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autoptr (QwenttsEntry) entry = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  g_assert_cmpint (truncate (path, G_GINT64_CONSTANT (1) << 40), ==, 0);
  entry = rig_claim (rig);
  g_assert_nonnull (qwentts_entry_get_damage (entry));
}

static void
test_newer_entry_is_left_alone (void)
{
  const gchar *newer = "[entry]\nformat-version=2\nmore=x\n";
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_write (path, newer);
  g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, rig->folder));
  g_clear_error (&error);
  g_assert_null (qwentts_store_peek (rig->store, rig->key, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NEWER);
  text = rig_read (path);
  g_assert_cmpstr (text, ==, newer);
}

static void
test_request_too_long_to_read_is_not_written (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *text = g_strnfill (300000, 'a');
  g_autoptr (QwenttsFields) request = qwentts_fields_new ("text", text, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_entry_set_asked (entry, RIG_IDEMPOTENCY_KEY, request,
          &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE);
  rig_assert_state (rig, QWENTTS_RECORD_ABSENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  rig_add_for_each_kind ("/entry-damage/damaged-is-moved-aside",
      test_damaged_entry_is_moved_aside);
  rig_add_for_each_kind ("/entry-damage/damaged-is-told-by-peek",
      test_damaged_entry_is_told_by_peek);
  rig_add_for_each_kind ("/entry-damage/huge-is-damaged",
      test_huge_entry_is_damaged);
  rig_add_for_each_kind ("/entry-damage/newer-is-left-alone",
      test_newer_entry_is_left_alone);
  rig_add_for_each_kind ("/entry-damage/too-long-is-not-written",
      test_request_too_long_to_read_is_not_written);
  return g_test_run ();
}
