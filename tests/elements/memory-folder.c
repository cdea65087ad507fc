/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/memory-folder.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>

#define MEMORY "/dev/shm"

gchar *
memory_folder_make (void)
{
  const gchar *place = g_access (MEMORY, W_OK | X_OK) == 0 ? MEMORY
      : g_get_tmp_dir ();
  gchar *path = g_build_filename (place, "qwentts-data-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (path));
  return path;
}

/* Whoever still writes there may have renamed it, or made another one. */
static int
remove_one (const char *name, const struct stat *info, int type,
    struct FTW *walk)
{
  if (walk->level > 0 && g_remove (name) != 0)
    g_assert_true (errno == ENOENT || errno == ENOTEMPTY);
  return 0;
}

void
memory_folder_clear (const gchar * path)
{
  g_assert_cmpint (nftw (path, remove_one, 8, FTW_DEPTH | FTW_PHYS), ==, 0);
}

void
memory_folder_remove (const gchar * path)
{
  memory_folder_clear (path);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}
