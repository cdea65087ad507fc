/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "preset-rig.h"

#include <glib/gstdio.h>

#include "elements/data-folder.h"

static gchar *path;

void
preset_rig_init (void)
{
  data_folder_init ();
  path = g_build_filename (data_folder_get (), "gstreamer-1.0", "presets",
      "GstQwenTtsSrc.prs", NULL);
}

void
preset_rig_clear (void)
{
  data_folder_clear ();
}

int
preset_rig_finish (int result)
{
  g_clear_pointer (&path, g_free);
  return data_folder_finish (result);
}

const gchar *
preset_rig_get_root (void)
{
  return data_folder_get ();
}

const gchar *
preset_rig_get_path (void)
{
  return path;
}

void
preset_rig_make_folder (void)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
}

static void
write_file (const gchar * name, const gchar * header, const gchar * presets)
{
  g_autofree gchar *text = g_strconcat (header, presets, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (name, text, -1, &error);
  g_assert_no_error (error);
}

void
preset_rig_write (const gchar * presets)
{
  preset_rig_make_folder ();
  write_file (path, PRESET_RIG_HEADER, presets);
}

gchar *
preset_rig_write_elsewhere (const gchar * name, const gchar * version,
    const gchar * presets)
{
  g_autofree gchar *folder = g_build_filename (data_folder_get (), name, NULL);
  g_autofree gchar *file = g_build_filename (folder, "GstQwenTtsSrc.prs", NULL);
  g_autofree gchar *header = g_strdup_printf ("[_presets_]\nversion=%s\n"
      "element-name=GstQwenTtsSrc\n\n", version);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  write_file (file, header, presets);
  return g_steal_pointer (&folder);
}

gchar *
preset_rig_read (void)
{
  gchar *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

void
preset_rig_assert_file (const gchar * presets)
{
  g_autofree gchar *wanted = g_strconcat (PRESET_RIG_HEADER, presets, NULL);
  g_autofree gchar *text = preset_rig_read ();

  g_assert_cmpstr (text, ==, wanted);
}

GstElement *
preset_rig_make_element (void)
{
  GstElement *element = gst_element_factory_make ("qwenttssrc", NULL);

  g_assert_nonnull (element);
  return gst_object_ref_sink (element);
}

gchar *
preset_rig_describe (GstElement * element)
{
  g_autofree gchar *voice = NULL;
  g_autofree gchar *model = NULL;
  g_autofree gchar *language = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  guint max_length;

  g_object_get (element, "voice", &voice, "model", &model,
      "max-segment-length", &max_length, NULL);
  g_object_get_property (G_OBJECT (element), "language-type", &value);
  language = gst_value_serialize (&value);
  return g_strdup_printf ("%s %s %s %u", voice ? voice : "(none)", model,
      language, max_length);
}

GSubprocess *
preset_rig_spawn (const gchar * mode, const gchar * a, const gchar * b)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *program = g_file_read_link ("/proc/self/exe", &error);
  GSubprocess *child;

  g_assert_no_error (error);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", mode, a, b,
      NULL);
  g_assert_no_error (error);
  return child;
}

void
preset_rig_expect (GSubprocess * child, const gchar * line)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (child);
  g_autoptr (GString) said = g_string_new (NULL);
  gchar c;

  while (g_input_stream_read (stream, &c, 1, NULL, NULL) == 1 && c != '\n')
    g_string_append_c (said, c);
  g_assert_cmpstr (said->str, ==, line);
}

gchar *
preset_rig_wait (GSubprocess * child)
{
  g_autoptr (GError) error = NULL;
  gchar *said = NULL;

  g_subprocess_communicate_utf8 (child, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (child));
  return said;
}
