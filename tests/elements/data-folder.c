/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/data-folder.h"

#include <ftw.h>
#include <glib/gstdio.h>

/* In memory, where there is such a place: much is synced. */
#define MEMORY "/dev/shm"

static gchar *root;

void
data_folder_init (void)
{
  const gchar *place = g_access (MEMORY, W_OK | X_OK) == 0 ? MEMORY
      : g_get_tmp_dir ();

  root = g_build_filename (place, "qwentts-data-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (root));
  g_setenv ("XDG_DATA_HOME", root, TRUE);
  g_unsetenv ("GST_PRESET_PATH");
}

const gchar *
data_folder_get (void)
{
  return root;
}

static int
remove_one (const char *name, const struct stat *info, int type,
    struct FTW *walk)
{
  if (walk->level > 0)
    g_assert_cmpint (g_remove (name), ==, 0);
  return 0;
}

void
data_folder_clear (void)
{
  g_assert_cmpint (nftw (root, remove_one, 8, FTW_DEPTH | FTW_PHYS), ==, 0);
}

int
data_folder_finish (int result)
{
  data_folder_clear ();
  g_assert_cmpint (g_rmdir (root), ==, 0);
  g_clear_pointer (&root, g_free);
  return result;
}
