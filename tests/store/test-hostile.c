/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What somebody has planted in the folder, which could be written to once. */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/rig.h"

#define SECRET "not to be touched"

typedef enum
{ LINK, DANGLING_LINK, FOLDER, PIPE, N_PLANTS } Plant;

/* A link leads here. */
static gchar *
make_target (Rig * rig)
{
  return g_build_filename (rig->root, "target", NULL);
}

static void
plant (Rig * rig, Plant what, const gchar * path)
{
  g_autofree gchar *target = make_target (rig);

  g_unlink (path);
  if (what != DANGLING_LINK)
    rig_write (target, SECRET);
  switch (what) {
    case LINK:
    case DANGLING_LINK:
      g_assert_cmpint (symlink (target, path), ==, 0);
      break;
    case FOLDER:
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      break;
    default:
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  }
}

static void
assert_untouched (Rig * rig, Plant what)
{
  g_autofree gchar *target = make_target (rig);
  g_autofree gchar *text = NULL;

  if (what == DANGLING_LINK) {
    g_assert_false (rig_exists (target));
    return;
  }
  text = rig_read (target);
  g_assert_cmpstr (text, ==, SECRET);
}

static void
test_instead_of_an_entry (void)
{
  for (Plant what = 0; what < N_PLANTS; what++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autofree gchar *path = rig_make_path (rig, ".entry");
    g_autofree gchar *aside = rig_make_path (rig, ".damaged-1.entry");
    g_autoptr (QwenttsEntry) entry = NULL;
    g_autoptr (GError) error = NULL;

    rig_leave (rig, QWENTTS_RECORD_ASKED);
    plant (rig, what, path);
    g_assert_null (qwentts_store_peek (rig->store, rig->key, &error));
    g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);

    entry = rig_claim (rig);
    g_assert_nonnull (qwentts_entry_get_damage (entry));
    g_assert_true (rig_exists (aside));
    rig_advance (entry, QWENTTS_RECORD_READY);
    rig_assert_state (rig, QWENTTS_RECORD_READY);
    assert_untouched (rig, what);
  }
}

static void
test_instead_of_the_lock (void)
{
  for (Plant what = 0; what < N_PLANTS; what++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autofree gchar *path = g_build_filename (rig->folder, "lock", NULL);
    g_autoptr (GError) error = NULL;

    rig_leave (rig, QWENTTS_RECORD_READY);
    plant (rig, what, path);
    g_assert_null (qwentts_store_claim (rig->store, rig->key, NULL, &error));
    g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
    g_assert_nonnull (strstr (error->message, path));
    assert_untouched (rig, what);
    /* What is there can still be used. */
    rig_assert_state (rig, QWENTTS_RECORD_READY);
  }
}

static void
try_temp (Plant what, const gchar * suffix)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autofree gchar *path = rig_make_path (rig, suffix);
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  plant (rig, what, path);
  if (rig_step (entry, &error))
    rig_attach_audio (entry, &error);
  assert_untouched (rig, what);

  /* A folder cannot be taken away as a file can. */
  if (what == FOLDER) {
    g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
    return;
  }
  g_assert_no_error (error);
  rig_assert_state (rig, QWENTTS_RECORD_READY);
  g_assert_false (rig_exists (path));
}

static void
test_instead_of_a_temporary_file (void)
{
  for (Plant what = 0; what < N_PLANTS; what++) {
    try_temp (what, ".entry.tmp");
    try_temp (what, ".audio.tmp");
  }
}

static void
assert_audio_refused (Rig * rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (rig->store, rig->key,
      &error);

  g_assert_no_error (error);
  g_assert_cmpint (qwentts_store_open_audio (rig->store, record, &error), ==,
      -1);
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
}

static void
test_instead_of_audio (void)
{
  for (Plant what = 0; what < N_PLANTS; what++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autofree gchar *path = rig_make_path (rig, ".audio");
    g_autoptr (QwenttsEntry) entry = NULL;
    g_autoptr (GError) error = NULL;

    rig_leave_audio (rig);
    plant (rig, what, path);
    if (what != DANGLING_LINK)
      assert_audio_refused (rig);
    entry = rig_claim (rig);
    g_assert_cmpint (rig_attach_audio (entry, &error), ==, what != FOLDER);
    assert_untouched (rig, what);
    /* The voice is there in any case. */
    rig_assert_state (rig, QWENTTS_RECORD_READY);
  }
}

static void
test_other_files_are_not_listed (void)
{
  static const gchar *const names[] = {
    "x.entry", ".entry", "lock", "README", "0123.entry",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *old = rig_make_path (rig, ".old-.entry");
  g_autofree gchar *temp = rig_make_path (rig, ".entry.tmp");
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreadable;

  rig_leave (rig, QWENTTS_RECORD_READY);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = g_build_filename (rig->folder, names[i], NULL);

    rig_write (path, "x");
  }
  rig_write (old, "x");
  rig_write (temp, "x");
  records = qwentts_store_list (rig->store, &n_unreadable, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpuint (n_unreadable, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/hostile/instead-of-an-entry", test_instead_of_an_entry);
  g_test_add_func ("/hostile/instead-of-the-lock", test_instead_of_the_lock);
  g_test_add_func ("/hostile/instead-of-a-temporary-file",
      test_instead_of_a_temporary_file);
  g_test_add_func ("/hostile/instead-of-audio", test_instead_of_audio);
  g_test_add_func ("/hostile/other-files-are-not-listed",
      test_other_files_are_not_listed);
  return g_test_run ();
}
