/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-places.h"

#include <stdio.h>

#include "presets/preset-debug.h"
#include "presets/preset-file.h"

#define GST_CAT_DEFAULT QWENTTS_PRESET_DEBUG

/* (transfer full) (nullable) */
static GKeyFile *
read_file (const gchar * path, const gchar * type_name)
{
  g_autoptr (GError) error = NULL;
  GKeyFile *file = qwentts_preset_file_read (path, type_name, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    GST_DEBUG ("No presets in %s", path);
  else if (error)
    GST_WARNING ("%s", error->message);
  return file;
}

static GKeyFile *
read_from_folder (const gchar * folder, const gchar * type_name)
{
  g_autofree gchar *name = g_strconcat (type_name, ".prs", NULL);
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return read_file (path, type_name);
}

/* "1.22.0" and the like; what has no minor version counts as the lowest. */
static guint64
get_version (GKeyFile * file)
{
  g_autofree gchar *text =
      g_key_file_get_value (file, "_presets_", "version", NULL);
  guint parts[4] = { 0, 0, 0, 0 };
  guint64 version = 0;

  if (text == NULL || sscanf (text, "%u.%u.%u.%u", &parts[0], &parts[1],
          &parts[2], &parts[3]) < 2)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    version = version << 16 | (parts[i] & 0xffff);
  return version;
}

static gint
compare_versions (gconstpointer a, gconstpointer b)
{
  guint64 version_a = get_version (*(GKeyFile * const *) a);
  guint64 version_b = get_version (*(GKeyFile * const *) b);

  return version_a < version_b ? -1 : version_a > version_b;
}

static void
add (GPtrArray * files, GKeyFile * file)
{
  if (file)
    g_ptr_array_add (files, file);
}

static void
add_from_environment (GPtrArray * files, const gchar * type_name)
{
  const gchar *path = g_getenv ("GST_PRESET_PATH");
  g_auto (GStrv) folders =
      g_strsplit (path ? path : "", G_SEARCHPATH_SEPARATOR_S, -1);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = g_strv_length (folders); i > 0; i--)
    if (*folders[i - 1] != '\0')
      add (found, read_from_folder (folders[i - 1], type_name));

  /* Keeps the order of equals. */
  g_ptr_array_sort (found, compare_versions);
  g_ptr_array_extend (files, found, NULL, NULL);
}

GPtrArray *
qwentts_preset_places_read (const gchar * type_name)
{
  GPtrArray *files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_key_file_unref);
  g_autofree gchar *user_path = qwentts_preset_file_get_user_path (type_name);
  const gchar *app_folder = gst_preset_get_app_dir ();

  add (files, read_file (user_path, type_name));
  if (app_folder)
    add (files, read_from_folder (app_folder, type_name));
  add_from_environment (files, type_name);
  add (files, read_from_folder (OWN_PRESETS, type_name));
  add (files, read_from_folder (GSTREAMER_PRESETS, type_name));
  return files;
}
