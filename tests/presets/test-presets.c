/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* GstPreset of qwenttssrc. */
#include <glib/gstdio.h>
#include <gst/gst.h>

#include "preset-rig.h"

#define ALTO "[alto]\nvoice=alto-1\nmodel=qwen9\nlanguage-type=german\n" \
  "max-segment-length=50\n"
#define ALTO_VALUES "alto-1 qwen9 german 50"
#define DEFAULT_VALUES "(none) qwen3-tts-vd auto 600"

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

static void
assert_does_not_load (const gchar * name)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  g_assert_false (gst_preset_load_preset (GST_PRESET (element), name));
  assert_values (element, DEFAULT_VALUES);
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

static void
test_has_four_properties (void)
{
  static const gchar *const wanted[] = { "voice", "model", "language-type",
    "max-segment-length", NULL
  };
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_auto (GStrv) names = gst_preset_get_property_names (GST_PRESET (element));

  g_assert_true (gst_preset_is_editable (GST_PRESET (element)));
  g_assert_true (g_strv_equal ((const gchar * const *) names, wanted));
}

static void
test_saves_what_is_loaded (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  g_object_set (element, "voice", "alto-1", "model", "qwen9",
      "max-segment-length", 50, "api-key", "sk-secret", "text", "Hello.", NULL);
  gst_util_set_object_arg (G_OBJECT (element), "language-type", "german");
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "alto"));

  assert_loads ("alto", ALTO_VALUES);
  assert_names ("alto");
}

static void
test_saves_no_voice_too (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "nobody"));
  g_object_set (element, "voice", "alto-1", NULL);
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "nobody"));
  assert_values (element, DEFAULT_VALUES);
}

static void
test_strings_round_trip (void)
{
  static const gchar *const voices[] = { "", "NULL", " a ", "\"a\"", "a\\b",
    "a\\", "\\303\\251", "line\nbreak\ttab", "caf\303\251",
    "\346\231\232\344\270\212\345\245\275", "a=b;c#d", "[alto]", "%s"
  };

  preset_rig_clear ();
  for (guint i = 0; i < G_N_ELEMENTS (voices); i++) {
    g_autoptr (GstElement) element = preset_rig_make_element ();
    g_autoptr (GstElement) other = preset_rig_make_element ();
    g_autofree gchar *voice = NULL;

    g_object_set (element, "voice", voices[i], NULL);
    g_assert_true (gst_preset_save_preset (GST_PRESET (element), "x"));
    g_assert_true (gst_preset_load_preset (GST_PRESET (other), "x"));
    g_object_get (other, "voice", &voice, NULL);
    g_assert_cmpstr (voice, ==, voices[i]);
  }
  assert_names ("x");
}

static void
test_load_sets_nothing_else (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autofree gchar *base_url = NULL;
  g_autofree gchar *key_file = NULL;
  g_autofree gchar *text = NULL;
  g_autofree gchar *name = gst_object_get_name (GST_OBJECT (element));

  preset_rig_clear ();
  preset_rig_write (ALTO "api-key=sk-planted\napi-key-file=/etc/passwd\n"
      "base-url=https://example.com\ntext=planted\nname=planted\n"
      "blocksize=1\nparent=x\nstats=x\nno-such=1\n");
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "alto"));
  assert_values (element, ALTO_VALUES);
  g_object_get (element, "base-url", &base_url, "api-key-file", &key_file,
      "text", &text, NULL);
  g_assert_cmpstr (base_url, ==, "https://api.evolink.ai");
  g_assert_cmpstr (key_file, ==, NULL);
  g_assert_cmpstr (text, ==, NULL);
  g_assert_cmpstr (GST_OBJECT_NAME (element), ==, name);
}

static void
test_refuses_bad_values_as_a_whole (void)
{
  static const gchar *const bad[] = { "max-segment-length=49",
    "max-segment-length=601", "max-segment-length=-1",
    "max-segment-length=99999999999999999999", "max-segment-length=many",
    "language-type=klingon", "language-type=77", "model=\"\\3\"",
    "model=\"\\377\"", "model=\xff"
  };

  preset_rig_clear ();
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree gchar *presets = g_strconcat ("[x]\nvoice=alto-1\n", bad[i],
        "\n", NULL);

    preset_rig_write (presets);
    assert_does_not_load ("x");
  }
}

static void
test_missing_values_stay (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  preset_rig_write ("[x]\nvoice=alto-1\n");
  g_object_set (element, "max-segment-length", 77, NULL);
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "x"));
  assert_values (element, "alto-1 qwen3-tts-vd auto 77");
}

static void
test_lists_no_private_groups (void)
{
  preset_rig_clear ();
  assert_names ("");
  preset_rig_write ("[b]\n\n[a]\n\n[_private]\nvoice=x\n");
  assert_names ("a b");
  assert_does_not_load ("_presets_");
  assert_does_not_load ("_private");
  assert_does_not_load ("c");
  assert_does_not_load ("");
  assert_does_not_load ("\xff");
}

static void
test_looks_at_the_disk_each_time (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  preset_rig_write ("[x]\nvoice=one\n");
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "x"));
  preset_rig_write ("[x]\nvoice=two\n");
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "x"));
  assert_values (element, "two qwen3-tts-vd auto 600");
}

static void
test_save_keeps_what_it_does_not_know (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  preset_rig_write ("# First.\n[a]\nvoice=old\n# Inside.\nmood=merry\n"
      "_meta/comment=Good\n\n# Of b.\n[b]\nvoice=b\n\n[_private]\nx=y\n\n"
      "# Last.\n");
  g_object_set (element, "voice", "new", NULL);
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "a"));
  preset_rig_assert_file ("# First.\n[a]\nvoice=new\n# Inside.\nmood=merry\n"
      "_meta/comment=Good\nmodel=qwen3-tts-vd\nlanguage-type=auto\n"
      "max-segment-length=600\n\n# Of b.\n[b]\nvoice=b\n\n[_private]\nx=y\n\n"
      "# Last.\n");
}

static void
test_renames_in_its_place (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  GstPreset *preset = GST_PRESET (element);

  preset_rig_clear ();
  preset_rig_write ("[a]\nvoice=a\n\n# Of b.\n[b]\nvoice=b\n# Last of b.\n\n"
      "[c]\nvoice=c\n");
  g_assert_true (gst_preset_rename_preset (preset, "b", "d"));
  preset_rig_assert_file ("[a]\nvoice=a\n\n# Of b.\n[d]\nvoice=b\n"
      "# Last of b.\n\n[c]\nvoice=c\n");
  g_assert_true (gst_preset_rename_preset (preset, "d", "a"));
  preset_rig_assert_file ("# Of b.\n[a]\nvoice=b\n# Last of b.\n\n"
      "[c]\nvoice=c\n");
  g_assert_true (gst_preset_rename_preset (preset, "c", "c"));
  g_assert_false (gst_preset_rename_preset (preset, "x", "y"));
  g_assert_false (gst_preset_rename_preset (preset, "c", "x]"));
  g_assert_false (gst_preset_rename_preset (preset, "_presets_", "x"));
  assert_names ("a c");
}

static void
test_deletes_nothing_else (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  GstPreset *preset = GST_PRESET (element);

  preset_rig_clear ();
  preset_rig_write ("[a]\nvoice=a\n\n[b]\n# In b.\nvoice=b\n\n# Of c.\n"
      "[c]\nvoice=c\n");
  g_assert_true (gst_preset_delete_preset (preset, "b"));
  preset_rig_assert_file ("[a]\nvoice=a\n\n# Of c.\n[c]\nvoice=c\n");
  g_assert_false (gst_preset_delete_preset (preset, "b"));
  g_assert_false (gst_preset_delete_preset (preset, "_presets_"));
  g_assert_true (gst_preset_delete_preset (preset, "c"));
  g_assert_true (gst_preset_delete_preset (preset, "a"));
  assert_names ("");
}

static void
test_keeps_meta_data (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  GstPreset *preset = GST_PRESET (element);
  g_autofree gchar *value = NULL;
  gchar *none = (gchar *) "";

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_true (gst_preset_set_meta (preset, "alto", "comment",
          "C:\\temp; caf\303\251"));
  g_assert_true (gst_preset_get_meta (preset, "alto", "comment", &value));
  g_assert_cmpstr (value, ==, "C:\\temp; caf\303\251");
  g_assert_false (gst_preset_get_meta (preset, "alto", "mood", &none));
  g_assert_null (none);
  g_assert_true (gst_preset_set_meta (preset, "alto", "comment", NULL));
  preset_rig_assert_file (ALTO);
  g_assert_false (gst_preset_get_meta (preset, "alto", "comment", &none));
  g_assert_false (gst_preset_get_meta (preset, "x", "comment", &none));
  g_assert_false (gst_preset_set_meta (preset, "x", "comment", "y"));
  assert_loads ("alto", ALTO_VALUES);
}

static void
test_meta_data_plants_nothing (void)
{
  static const gchar *const bad[] = { "a\nvoice=evil", "a\n[b]", "a\rb", " a",
    "a ", "\xff"
  };
  static const gchar *const bad_tags[] = { "", "a=b", "a[de]", "a\nb", "a " };
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  preset_rig_write (ALTO);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gst_preset_set_meta (GST_PRESET (element), "alto",
            "comment", bad[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad_tags); i++)
    g_assert_false (gst_preset_set_meta (GST_PRESET (element), "alto",
            bad_tags[i], "x"));
  preset_rig_assert_file (ALTO);
}

static void
test_searches_the_folders_of_the_environment (void)
{
  g_autofree gchar *old = NULL, *new = NULL, *other = NULL, *path = NULL;

  preset_rig_clear ();
  old = preset_rig_write_elsewhere ("old", "1.2",
      "[a]\nvoice=old\n\n[b]\nvoice=old\n");
  new = preset_rig_write_elsewhere ("new", "1.10.0",
      "[b]\nvoice=new\n\n[c]\nvoice=new\n\n[d]\nvoice=new\n");
  other = preset_rig_write_elsewhere ("other", "1.10.0", "[c]\nvoice=other\n");
  preset_rig_write ("[a]\nvoice=user\n");
  path = g_strjoin (":", "", new, "/nowhere", old, other, NULL);
  g_setenv ("GST_PRESET_PATH", path, TRUE);

  assert_names ("a b c d");
  assert_loads ("a", "user qwen3-tts-vd auto 600");
  assert_loads ("b", "old qwen3-tts-vd auto 600");
  assert_loads ("c", "other qwen3-tts-vd auto 600");
  assert_loads ("d", "new qwen3-tts-vd auto 600");
  g_unsetenv ("GST_PRESET_PATH");
  assert_names ("a");
}

static void
test_changes_only_the_users (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  GstPreset *preset = GST_PRESET (element);
  g_autofree gchar *folder = NULL;

  preset_rig_clear ();
  folder = preset_rig_write_elsewhere ("team", "1.22.0", "[a]\nvoice=team\n");
  g_setenv ("GST_PRESET_PATH", folder, TRUE);
  g_assert_false (gst_preset_delete_preset (preset, "a"));
  g_assert_false (gst_preset_rename_preset (preset, "a", "b"));
  g_assert_false (gst_preset_set_meta (preset, "a", "comment", "x"));
  assert_loads ("a", "team qwen3-tts-vd auto 600");

  g_object_set (element, "voice", "mine", NULL);
  g_assert_true (gst_preset_save_preset (preset, "a"));
  assert_loads ("a", "mine qwen3-tts-vd auto 600");
  g_assert_true (gst_preset_delete_preset (preset, "a"));
  assert_loads ("a", "team qwen3-tts-vd auto 600");
  g_unsetenv ("GST_PRESET_PATH");
}

static void
test_is_launch_syntax (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstElement) nothing = NULL;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  element = gst_parse_launch ("qwenttssrc @preset=alto text=Hello.", &error);
  g_assert_no_error (error);
  gst_object_ref_sink (element);
  assert_values (element, ALTO_VALUES);

  nothing = gst_parse_launch ("qwenttssrc @preset=tenor", &error);
  if (nothing)
    gst_object_ref_sink (nothing);
  g_assert_error (error, GST_PARSE_ERROR,
      GST_PARSE_ERROR_COULD_NOT_SET_PROPERTY);
}

int
main (int argc, char **argv)
{
  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/presets/has-four-properties", test_has_four_properties);
  g_test_add_func ("/presets/saves-what-is-loaded", test_saves_what_is_loaded);
  g_test_add_func ("/presets/saves-no-voice-too", test_saves_no_voice_too);
  g_test_add_func ("/presets/strings-round-trip", test_strings_round_trip);
  g_test_add_func ("/presets/load-sets-nothing-else",
      test_load_sets_nothing_else);
  g_test_add_func ("/presets/refuses-bad-values-as-a-whole",
      test_refuses_bad_values_as_a_whole);
  g_test_add_func ("/presets/missing-values-stay", test_missing_values_stay);
  g_test_add_func ("/presets/lists-no-private-groups",
      test_lists_no_private_groups);
  g_test_add_func ("/presets/looks-at-the-disk-each-time",
      test_looks_at_the_disk_each_time);
  g_test_add_func ("/presets/save-keeps-what-it-does-not-know",
      test_save_keeps_what_it_does_not_know);
  g_test_add_func ("/presets/renames-in-its-place", test_renames_in_its_place);
  g_test_add_func ("/presets/deletes-nothing-else", test_deletes_nothing_else);
  g_test_add_func ("/presets/keeps-meta-data", test_keeps_meta_data);
  g_test_add_func ("/presets/meta-data-plants-nothing",
      test_meta_data_plants_nothing);
  g_test_add_func ("/presets/searches-the-folders-of-the-environment",
      test_searches_the_folders_of_the_environment);
  g_test_add_func ("/presets/changes-only-the-users",
      test_changes_only_the_users);
  g_test_add_func ("/presets/is-launch-syntax", test_is_launch_syntax);

  return preset_rig_finish (g_test_run ());
}
