/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/data-folder.h"

#include "elements/memory-folder.h"

static gchar *root;

void
data_folder_init (void)
{
  root = memory_folder_make ();
  g_setenv ("XDG_DATA_HOME", root, TRUE);
  g_setenv ("XDG_CACHE_HOME", root, TRUE);
  g_unsetenv ("GST_PRESET_PATH");
}

const gchar *
data_folder_get (void)
{
  return root;
}

void
data_folder_clear (void)
{
  memory_folder_clear (root);
}

int
data_folder_finish (int result)
{
  memory_folder_remove (root);
  g_clear_pointer (&root, g_free);
  return result;
}
