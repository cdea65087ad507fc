/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/folder.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/rig.h"

#define NOBODY 65534

typedef struct
{
  gchar *root;
  gchar *path;                  /* in it, not made */
} Place;

static Place *
place_new (void)
{
  Place *place = g_new0 (Place, 1);

  faulty_reset ();
  place->root = rig_make_folder ();
  place->path = g_build_filename (place->root, "folder", NULL);
  return place;
}

static void
place_free (Place * place)
{
  rig_remove_folder (place->root);
  g_free (place->root);
  g_free (place->path);
  g_free (place);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free);

static void
assert_refused (const gchar * path, gboolean is_made, gint code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (qwentts_folder_open (path, &faulty_system, is_made, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
}

static QwenttsFolder *
open_folder (const gchar * path)
{
  g_autoptr (GError) error = NULL;
  QwenttsFolder *folder = qwentts_folder_open (path, &faulty_system, TRUE,
      &error);

  g_assert_no_error (error);
  return folder;
}

static void
test_makes_folders_for_the_user_alone (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *below = g_build_filename (place->path, "b", "c", NULL);
  g_autofree gchar *between = g_path_get_dirname (below);
  mode_t mask = umask (0);
  g_autoptr (QwenttsFolder) folder = NULL;

  folder = open_folder (below);
  umask (mask);
  g_assert_cmpstr (folder->path, ==, below);
  g_assert_cmpuint (rig_get_mode (place->path), ==, 0700);
  g_assert_cmpuint (rig_get_mode (between), ==, 0700);
  g_assert_cmpuint (rig_get_mode (below), ==, 0700);
  /* Each one is synced into the one above it. */
  g_assert_cmpstr (faulty_get_log (), ==, "make-folder folder\nsync-folder\n"
      "make-folder b\nsync-folder\nmake-folder c\nsync-folder\n");
}

static void
test_missing_is_told (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (qwentts_folder_open (place->path, &faulty_system, FALSE,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (rig_exists (place->path));
}

static void
test_folder_open_to_others_is_foreign (void)
{
  static const guint modes[] = { 0770, 0720, 0702, 0777, 01777 };
  g_autoptr (Place) place = place_new ();
  g_autoptr (QwenttsFolder) folder = NULL;

  g_mkdir (place->path, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_chmod (place->path, modes[i]);
    assert_refused (place->path, TRUE, QWENTTS_STORE_ERROR_FOREIGN);
  }
  /* To be read by others is the user's choice. */
  g_chmod (place->path, 0755);
  folder = open_folder (place->path);
}

static void
test_file_instead_of_it_is_foreign (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *below = g_build_filename (place->path, "below", NULL);

  rig_write (place->path, "x");
  assert_refused (place->path, TRUE, QWENTTS_STORE_ERROR_FOREIGN);
  assert_refused (below, TRUE, QWENTTS_STORE_ERROR_FOREIGN);
}

static void
test_link_instead_of_it_is_foreign (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *elsewhere = rig_make_folder ();
  g_autofree gchar *dangling = g_build_filename (elsewhere, "new", NULL);

  g_assert_cmpint (symlink (elsewhere, place->path), ==, 0);
  assert_refused (place->path, TRUE, QWENTTS_STORE_ERROR_FOREIGN);

  g_unlink (place->path);
  g_assert_cmpint (symlink (dangling, place->path), ==, 0);
  assert_refused (place->path, TRUE, QWENTTS_STORE_ERROR_FOREIGN);
  g_assert_false (rig_exists (dangling));
  rig_remove_folder (elsewhere);
}

/* As people do to move their caches. */
static void
test_own_link_above_is_followed (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *elsewhere = rig_make_folder ();
  g_autofree gchar *below = g_build_filename (place->path, "below", NULL);
  g_autofree gchar *made = g_build_filename (elsewhere, "below", NULL);
  g_autoptr (QwenttsFolder) folder = NULL;

  g_assert_cmpint (symlink (elsewhere, place->path), ==, 0);
  folder = open_folder (below);
  g_assert_true (rig_exists (made));
  rig_remove_folder (elsewhere);
}

/* The next three need to be root, to have somebody else. */
static gboolean
is_root (void)
{
  if (geteuid () == 0)
    return TRUE;
  g_test_skip ("only root can give files to another user");
  return FALSE;
}

static void
test_link_of_another_above_is_foreign (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *below = g_build_filename (place->path, "below", NULL);

  if (!is_root ())
    return;
  g_assert_cmpint (symlink ("/dev/shm", place->path), ==, 0);
  g_assert_cmpint (lchown (place->path, NOBODY, NOBODY), ==, 0);
  assert_refused (below, FALSE, QWENTTS_STORE_ERROR_FOREIGN);
}

static void
test_folder_of_another_is_foreign (void)
{
  g_autoptr (Place) place = place_new ();

  if (!is_root ())
    return;
  g_mkdir (place->path, 0700);
  g_assert_cmpint (chown (place->path, NOBODY, NOBODY), ==, 0);
  assert_refused (place->path, TRUE, QWENTTS_STORE_ERROR_FOREIGN);
}

static void
test_unwritable_folder_is_told (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *below = g_build_filename (place->path, "below", NULL);
  gboolean was_root = geteuid () == 0;

  g_mkdir (place->path, was_root ? 0755 : 0500);
  g_chmod (place->root, 0755);
  if (was_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  assert_refused (below, TRUE, QWENTTS_STORE_ERROR_UNWRITABLE);
  if (was_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

/* A read-only folder that root made for all can be read. */
static void
test_folder_of_root_is_ours (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (QwenttsFolder) folder = NULL;

  if (!is_root ())
    return;
  g_mkdir (place->path, 0755);
  g_chmod (place->root, 0755);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  folder = open_folder (place->path);
  g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_failures_while_making_are_told (void)
{
  static const struct
  {
    gint code;
    gint error;
  } codes[] = {
    {ENOSPC, QWENTTS_STORE_ERROR_NO_SPACE},
    {EDQUOT, QWENTTS_STORE_ERROR_NO_SPACE},
    {EIO, QWENTTS_STORE_ERROR_UNWRITABLE},
    {EROFS, QWENTTS_STORE_ERROR_UNWRITABLE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    for (guint n = 0; n < 2; n++) {
      g_autoptr (Place) place = place_new ();

      faulty_fail_once_at (n, codes[i].code);
      assert_refused (place->path, TRUE, codes[i].error);
    }
}

/* Another process was quicker, or the file system cannot sync a folder. */
static void
test_harmless_failures_are_passed_over (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree gchar *below = g_build_filename (place->path, "below", NULL);
  g_autoptr (QwenttsFolder) folder = NULL;

  faulty_fail_all ("sync-folder", EINVAL);
  folder = open_folder (below);
  g_assert_true (qwentts_folder_sync (folder, NULL));
}

static void
assert_file_refused (QwenttsFolder * folder, const gchar * name)
{
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_cmpint (qwentts_folder_open_file (folder, name, &info, &error), ==,
      -1);
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_strange_files_are_foreign (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (QwenttsFolder) folder = open_folder (place->path);
  g_autofree gchar *secret = g_build_filename (place->root, "secret", NULL);

  rig_write (secret, "secret");
  g_assert_cmpint (symlinkat (secret, folder->fd, "link"), ==, 0);
  g_assert_cmpint (mkfifoat (folder->fd, "pipe", 0600), ==, 0);
  g_assert_cmpint (mkdirat (folder->fd, "below", 0700), ==, 0);
  assert_file_refused (folder, "link");
  assert_file_refused (folder, "pipe");
  assert_file_refused (folder, "below");
}

static void
test_file_of_another_is_foreign (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (QwenttsFolder) folder = open_folder (place->path);
  g_autofree gchar *file = g_build_filename (place->path, "file", NULL);

  if (!is_root ())
    return;
  rig_write (file, "x");
  g_assert_cmpint (chown (file, NOBODY, NOBODY), ==, 0);
  assert_file_refused (folder, "file");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/folder/is-made-for-the-user-alone",
      test_makes_folders_for_the_user_alone);
  g_test_add_func ("/folder/missing-is-told", test_missing_is_told);
  g_test_add_func ("/folder/open-to-others-is-foreign",
      test_folder_open_to_others_is_foreign);
  g_test_add_func ("/folder/file-instead-is-foreign",
      test_file_instead_of_it_is_foreign);
  g_test_add_func ("/folder/link-instead-is-foreign",
      test_link_instead_of_it_is_foreign);
  g_test_add_func ("/folder/own-link-above-is-followed",
      test_own_link_above_is_followed);
  g_test_add_func ("/folder/link-of-another-above-is-foreign",
      test_link_of_another_above_is_foreign);
  g_test_add_func ("/folder/of-another-is-foreign",
      test_folder_of_another_is_foreign);
  g_test_add_func ("/folder/of-root-is-ours", test_folder_of_root_is_ours);
  g_test_add_func ("/folder/unwritable-is-told",
      test_unwritable_folder_is_told);
  g_test_add_func ("/folder/failures-while-making-are-told",
      test_failures_while_making_are_told);
  g_test_add_func ("/folder/harmless-failures-are-passed-over",
      test_harmless_failures_are_passed_over);
  g_test_add_func ("/folder/strange-files-are-foreign",
      test_strange_files_are_foreign);
  g_test_add_func ("/folder/file-of-another-is-foreign",
      test_file_of_another_is_foreign);
  return g_test_run ();
}
