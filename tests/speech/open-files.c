/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "open-files.h"

#include <glib/gstdio.h>

#define FOLDER "/proc/self/fd"

typedef struct
{
  guint n_files;
  guint n_unlinked;
  guint64 unlinked_size;
} OpenFiles;

static void
note (OpenFiles * files, const gchar * path)
{
  g_autofree gchar *target = g_file_read_link (path, NULL);
  GStatBuf info;

  if (target == NULL || !g_path_is_absolute (target))
    return;
  files->n_files++;
  if (!g_str_has_suffix (target, " (deleted)"))
    return;
  files->n_unlinked++;
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  files->unlinked_size += info.st_size;
}

static OpenFiles
look (void)
{
  g_autoptr (GDir) folder = g_dir_open (FOLDER, 0, NULL);
  OpenFiles files = { 0 };
  const gchar *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder))) {
    g_autofree gchar *path = g_build_filename (FOLDER, name, NULL);

    note (&files, path);
  }
  /* The folder itself. */
  files.n_files--;
  return files;
}

guint
open_files_count (void)
{
  return look ().n_files;
}

guint
open_files_count_unlinked (void)
{
  return look ().n_unlinked;
}

guint64
open_files_measure_unlinked (void)
{
  return look ().unlinked_size;
}
