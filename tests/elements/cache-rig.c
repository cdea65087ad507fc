/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "cache-rig.h"

#include "fields.h"
#include "segments.h"

Rig *
cache_rig_new_beside (Rig * rig)
{
  Rig *other = rig_new_for (rig->simulator);

  g_object_set (other->src, "cache-dir", rig->cache_dir, NULL);
  return other;
}

/* The files. */

/* Returns: (transfer full) (element-type filename) */
static GPtrArray *
find_files (const gchar * cache_dir, const gchar * suffix)
{
  g_autofree gchar *folder = g_build_filename (cache_dir, "speech", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return files;
}

guint
cache_rig_count_files (const gchar * cache_dir, const gchar * suffix)
{
  g_autoptr (GPtrArray) files = find_files (cache_dir, suffix);

  return files->len;
}

gchar *
cache_rig_find_file (const gchar * cache_dir, const gchar * suffix)
{
  g_autoptr (GPtrArray) files = find_files (cache_dir, suffix);

  g_assert_cmpuint (files->len, ==, 1);
  return g_strdup (files->pdata[0]);
}

static gboolean
is_ready (const gchar * path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *state = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  state = g_key_file_get_string (file, "entry", "state", NULL);
  return g_strcmp0 (state, "ready") == 0;
}

void
cache_rig_write_file (const gchar * path, const gchar * text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
cache_rig_assert_ready (const gchar * cache_dir, guint count)
{
  g_autoptr (GPtrArray) entries = find_files (cache_dir, ".entry");

  g_assert_cmpuint (entries->len, ==, count);
  for (guint i = 0; i < entries->len; i++)
    g_assert_true (is_ready (entries->pdata[i]));
  g_assert_cmpuint (cache_rig_count_files (cache_dir, ".audio"), ==, count);
  g_assert_cmpuint (cache_rig_count_files (cache_dir, ".tmp"), ==, 0);
}

/* The service, and what is told. */

guint
cache_rig_count_requests (QwenttsSimulator * simulator)
{
  guint count = 0;

  for (guint kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    count += qwentts_simulator_count (simulator, kind);
  return count;
}

void
cache_rig_play_again (Rig * rig)
{
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_play_to_end (rig);
}

gboolean
cache_rig_is_cached (Rig * rig, guint index)
{
  g_autoptr (GPtrArray) segments = segments_get (rig);
  gboolean is_cached;

  g_assert_cmpuint (index, <, segments->len);
  g_assert_true (gst_structure_get_boolean (segments->pdata[index], "cached",
          &is_cached));
  return is_cached;
}

void
cache_rig_assert_told (Rig * rig, gboolean is_cached, const gchar * task_id)
{
  g_autoptr (GPtrArray) segments = segments_get (rig);
  gdouble credits = -1;

  g_assert_cmpuint (segments->len, ==, 1);
  g_assert_cmpint (cache_rig_is_cached (rig, 0), ==, is_cached);
  gst_structure_get_double (segments->pdata[0], "credits", &credits);
  g_assert_cmpfloat (credits, ==, is_cached ? 0 : CACHE_RIG_PRICE);
  if (task_id)
    g_assert_cmpstr (gst_structure_get_string (segments->pdata[0], "task-id"),
        ==, task_id);
}

gchar *
cache_rig_get_task_id (Rig * rig)
{
  g_autoptr (GstStructure) segment = rig_get_structure (rig, "qwentts/segment");

  g_assert_nonnull (segment);
  return g_strdup (gst_structure_get_string (segment, "task-id"));
}

guint64
cache_rig_get_count (Rig * rig, const gchar * field)
{
  g_autoptr (GstStructure) stats = rig_get_stats (rig);

  return fields_get_uint64 (stats, field);
}

void
cache_rig_assert_warned_once (Rig * rig)
{
  g_autoptr (GstMessage) message = NULL;
  const GstStructure *details = NULL;

  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  message = rig_wait_for_message (rig, GST_MESSAGE_WARNING);
  gst_message_parse_warning_details (message, &details);
  g_assert_cmpstr (gst_structure_get_string (details, "category"), ==,
      "storage");
}
