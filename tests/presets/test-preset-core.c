/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* GStreamer's own implementation of GstPreset and ours understand each other's
 * files. */
#include <gst/gst.h>
#include <stdio.h>

#include "preset-rig.h"

#define ALTO_VALUES "alto-1 qwen9 german 50"

static void
assert_values (GstElement * element, const gchar * wanted)
{
  g_autofree gchar *values = preset_rig_describe (element);

  g_assert_cmpstr (values, ==, wanted);
}

static void
assert_loads (const gchar * name, const gchar * wanted)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  g_assert_true (gst_preset_load_preset (GST_PRESET (element), name));
  assert_values (element, wanted);
}

/* @wanted: with a space between them; "" is none */
static void
assert_names (const gchar * wanted)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_auto (GStrv) names = gst_preset_get_preset_names (GST_PRESET (element));
  g_autofree gchar *joined = names ? g_strjoinv (" ", names) : g_strdup ("");

  g_assert_cmpstr (joined, ==, wanted);
}

/* GStreamer's own functions remember the file for as long as the process lives:
 * they get a process for each question. */

static int
run_child (const gchar * mode, const gchar * name)
{
  GstPresetInterface *core;
  g_autoptr (GstElement) element = NULL;
  g_autofree gchar *values = NULL;
  gboolean is_done;

  gst_init (NULL, NULL);
  core = g_type_default_interface_ref (GST_TYPE_PRESET);
  element = preset_rig_make_element ();

  if (g_str_equal (mode, "core-save")) {
    g_object_set (element, "voice", "alto-1", "model", "qwen9",
        "max-segment-length", 50, NULL);
    gst_util_set_object_arg (G_OBJECT (element), "language-type", "german");
    is_done = core->save_preset (GST_PRESET (element), name)
        && core->set_meta (GST_PRESET (element), name, "comment", "Of core");
  } else {
    is_done = core->load_preset (GST_PRESET (element), name);
  }
  values = preset_rig_describe (element);
  /* Not g_print (), which knows the locale. */
  printf ("%s\n", values);
  g_type_default_interface_unref (core);
  return is_done ? 0 : 1;
}

static void
test_core_reads_what_we_wrote (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autoptr (GSubprocess) child = NULL;
  g_autofree gchar *said = NULL;

  preset_rig_clear ();
  g_object_set (element, "voice", "caf\303\251 \"\\x\"", "max-segment-length",
      99, NULL);
  gst_util_set_object_arg (G_OBJECT (element), "language-type", "german");
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "my voice"));
  child = preset_rig_spawn ("core-load", "my voice", "");
  said = preset_rig_wait (child);
  g_assert_cmpstr (said, ==, "caf\303\251 \"\\x\" qwen3-tts-vd german 99\n");
}

static void
test_reads_what_core_wrote (void)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autofree gchar *said = NULL;
  g_autofree gchar *comment = NULL;

  preset_rig_clear ();
  child = preset_rig_spawn ("core-save", "my voice", "");
  said = preset_rig_wait (child);
  assert_loads ("my voice", ALTO_VALUES);
  g_assert_true (gst_preset_get_meta (GST_PRESET (element), "my voice",
          "comment", &comment));
  g_assert_cmpstr (comment, ==, "Of core");
}

static void
test_core_finds_all_that_both_wrote (void)
{
  g_autoptr (GSubprocess) saver = NULL;
  g_autoptr (GSubprocess) loader = NULL;
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autofree gchar *said = NULL, *loaded = NULL;

  preset_rig_clear ();
  g_object_set (element, "voice", "one", NULL);
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "ours"));
  saver = preset_rig_spawn ("core-save", "theirs", "");
  said = preset_rig_wait (saver);
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "later"));
  assert_names ("later ours theirs");
  loader = preset_rig_spawn ("core-load", "theirs", "");
  loaded = preset_rig_wait (loader);
  g_assert_cmpstr (loaded, ==, ALTO_VALUES "\n");
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preset-core/core-reads-what-we-wrote",
      test_core_reads_what_we_wrote);
  g_test_add_func ("/preset-core/reads-what-core-wrote",
      test_reads_what_core_wrote);
  g_test_add_func ("/preset-core/core-finds-all-that-both-wrote",
      test_core_finds_all_that_both_wrote);

  return preset_rig_finish (g_test_run ());
}
