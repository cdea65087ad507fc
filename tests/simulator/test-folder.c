/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "test-folder.h"

#include <glib/gstdio.h>

TestFolder *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = g_dir_make_tmp ("qwentts-simulator-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_files (const gchar * folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
}

void
test_folder_free (TestFolder * folder)
{
  remove_files (folder);
  g_rmdir (folder);
  g_free (folder);
}
