/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The presets of qwenvoicedesign that are installed, held against the service's
 * limits, and read by GStreamer's implementation of GstPreset and by ours: for
 * that, copies of the file name two elements of the test's own, with the same
 * properties. */
#include "presets/presets.h"

#include <string.h>

#include "preset-rig.h"

#define TYPE_NAME "GstQwenVoiceDesign"
#define N_PRESETS 8

static const gchar *const properties[] = { "voice-prompt", "preview-text",
  "preferred-name", "language", "sample-rate", "response-format",
  "target-model", NULL
};

/* Elements that take what a preset has. */

static const GEnumValue languages[] = {
  {0, "Chinese", "zh"}, {1, "English", "en"}, {0, NULL, NULL}
};

static const GEnumValue formats[] = {
  {0, "PCM", "pcm"}, {1, "WAV", "wav"}, {0, NULL, NULL}
};

typedef struct
{
  GstElement parent;
  gchar *values[G_N_ELEMENTS (properties)];
} Design;

typedef GstElementClass DesignClass;

static void
design_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  Design *self = (Design *) object;

  g_free (self->values[id - 1]);
  self->values[id - 1] = G_VALUE_HOLDS_STRING (value)
      ? g_value_dup_string (value) : gst_value_serialize (value);
}

static void
design_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  Design *self = (Design *) object;

  if (self->values[id - 1])
    gst_value_deserialize (value, self->values[id - 1]);
}

static void
design_finalize (GObject * object)
{
  Design *self = (Design *) object;

  for (guint i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_free (self->values[i]);
  G_OBJECT_CLASS (g_type_class_peek (GST_TYPE_ELEMENT))->finalize (object);
}

static GParamSpec *
make_pspec (const gchar * name)
{
  static GType language_type, format_type;

  if (language_type == 0) {
    language_type = g_enum_register_static ("TestLanguage", languages);
    format_type = g_enum_register_static ("TestFormat", formats);
  }
  if (g_str_equal (name, "language"))
    return g_param_spec_enum (name, NULL, NULL, language_type, 0,
        G_PARAM_READWRITE);
  if (g_str_equal (name, "response-format"))
    return g_param_spec_enum (name, NULL, NULL, format_type, 0,
        G_PARAM_READWRITE);
  if (g_str_equal (name, "sample-rate"))
    return g_param_spec_uint (name, NULL, NULL, 8000, 48000, 24000,
        G_PARAM_READWRITE);
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE);
}

static void
design_class_init (gpointer klass, gpointer data)
{
  GObjectClass *object_class = klass;

  object_class->set_property = design_set_property;
  object_class->get_property = design_get_property;
  object_class->finalize = design_finalize;
  for (guint i = 0; properties[i]; i++)
    g_object_class_install_property (object_class, i + 1,
        make_pspec (properties[i]));
}

static void
init_ours (gpointer iface, gpointer data)
{
  qwentts_presets_init_interface (iface, properties);
}

static GType
register_element (const gchar * name, GInterfaceInitFunc init_presets)
{
  const GTypeInfo info = {
    .class_size = sizeof (DesignClass),
    .class_init = design_class_init,
    .instance_size = sizeof (Design),
  };
  const GInterfaceInfo presets = {.interface_init = init_presets };
  GType type = g_type_register_static (GST_TYPE_ELEMENT, name, &info, 0);

  g_type_add_interface_static (type, GST_TYPE_PRESET, &presets);
  return type;
}

/* The file */

static gchar *
read_shipped (void)
{
  gchar *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (PRESETS "/" TYPE_NAME ".prs", &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static GKeyFile *
parse_shipped (void)
{
  g_autofree gchar *text = read_shipped ();
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_data (file, text, strlen (text), 0, &error);
  g_assert_no_error (error);
  return file;
}

/* Returns: (transfer full): without the header */
static GStrv
get_names (GKeyFile * file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_assert_cmpstr (groups[0], ==, "_presets_");
  return g_strdupv (groups + 1);
}

static void
test_is_of_the_element (void)
{
  g_autoptr (GKeyFile) file = parse_shipped ();
  g_autofree gchar *name =
      g_key_file_get_value (file, "_presets_", "element-name", NULL);
  g_autofree gchar *version =
      g_key_file_get_value (file, "_presets_", "version", NULL);
  g_auto (GStrv) names = get_names (file);

  g_assert_cmpstr (name, ==, TYPE_NAME);
  g_assert_cmpstr (version, ==, "1.22.0");
  g_assert_cmpuint (g_strv_length (names), ==, N_PRESETS);
}

static void
assert_only_known_keys (GKeyFile * file, const gchar * name)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, name, NULL, NULL);

  for (guint i = 0; keys[i]; i++)
    g_assert_true (g_str_equal (keys[i], "_meta/comment")
        || g_strv_contains (properties, keys[i]));
  g_assert_cmpuint (g_strv_length (keys), ==, G_N_ELEMENTS (properties));
}

static gchar *
get_value (GKeyFile * file, const gchar * name, const gchar * key)
{
  gchar *value = g_key_file_get_value (file, name, key, NULL);

  g_assert_nonnull (value);
  g_assert_true (g_utf8_validate (value, -1, NULL));
  /* Each reader takes it as it stands. */
  g_assert_null (strpbrk (value, "\"\\"));
  return value;
}

static void
assert_is_long (const gchar * text, glong min_length, glong max_length)
{
  g_assert_cmpint (g_utf8_strlen (text, -1), >=, min_length);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, max_length);
}

/* Its texts are in its language. */
static void
assert_is_in (const gchar * language, const gchar * text)
{
  gboolean has_chinese = FALSE;

  for (const gchar * c = text; *c; c = g_utf8_next_char (c))
    has_chinese |= g_unichar_get_script (g_utf8_get_char (c))
        == G_UNICODE_SCRIPT_HAN;
  g_assert_true (has_chinese == g_str_equal (language, "zh"));
}

static void
assert_is_within_the_limits (GKeyFile * file, const gchar * name)
{
  g_autofree gchar *prompt = get_value (file, name, "voice-prompt");
  g_autofree gchar *text = get_value (file, name, "preview-text");
  g_autofree gchar *voice = get_value (file, name, "preferred-name");
  g_autofree gchar *language = get_value (file, name, "language");
  g_autofree gchar *rate = get_value (file, name, "sample-rate");
  g_autofree gchar *format = get_value (file, name, "response-format");
  g_autofree gchar *model = get_value (file, name, "target-model");
  g_autofree gchar *comment = get_value (file, name, "_meta/comment");
  g_autofree gchar *suffix = g_strconcat ("-", language, NULL);

  assert_is_long (prompt, 100, 2048);
  assert_is_long (text, 20, 1024);
  g_assert_true (g_regex_match_simple ("^[a-zA-Z0-9_]{1,16}\\z", voice, 0, 0));
  g_assert_true (g_str_has_suffix (name, suffix));
  assert_is_in (language, prompt);
  assert_is_in (language, text);
  assert_is_in (language, comment);
  g_assert_cmpstr (rate, ==, "24000");
  g_assert_cmpstr (format, ==, "wav");
  g_assert_cmpstr (model, ==, "qwen3-tts-vd-2026-01-26");
}

static void
test_all_are_within_the_limits (void)
{
  g_autoptr (GKeyFile) file = parse_shipped ();
  g_auto (GStrv) names = get_names (file);

  for (guint i = 0; names[i]; i++) {
    assert_only_known_keys (file, names[i]);
    assert_is_within_the_limits (file, names[i]);
  }
}

static void
test_no_two_voices_have_one_name (void)
{
  g_autoptr (GKeyFile) file = parse_shipped ();
  g_autoptr (GHashTable) voices =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) names = get_names (file);

  for (guint i = 0; names[i]; i++)
    g_assert_true (g_hash_table_add (voices,
            get_value (file, names[i], "preferred-name")));
}

/* Copies the file for the element of another name. */
static void
ship_for (const gchar * type_name)
{
  g_autofree gchar *text = read_shipped ();
  GString *copy = g_string_new (text);
  g_autofree gchar *new_line = g_strconcat ("element-name=", type_name, NULL);
  g_autofree gchar *path = g_strconcat (preset_rig_get_root (), "/", type_name,
      ".prs", NULL);

  g_assert_cmpuint (g_string_replace (copy, "element-name=" TYPE_NAME, new_line,
          0), ==, 1);
  g_assert_true (g_file_set_contents (path, copy->str, -1, NULL));
  g_string_free (copy, TRUE);
}

static void
assert_reads_all (const gchar * type_name, GInterfaceInitFunc init)
{
  g_autoptr (GKeyFile) file = parse_shipped ();
  g_auto (GStrv) names = get_names (file);
  g_auto (GStrv) found = NULL;
  g_autoptr (GstElement) element =
      g_object_new (register_element (type_name, init), NULL);
  GstPreset *preset = GST_PRESET (gst_object_ref_sink (element));

  ship_for (type_name);
  g_setenv ("GST_PRESET_PATH", preset_rig_get_root (), TRUE);
  found = gst_preset_get_preset_names (preset);
  g_assert_cmpuint (g_strv_length (found), ==, N_PRESETS);
  for (guint i = 0; names[i]; i++) {
    g_autofree gchar *comment = get_value (file, names[i], "_meta/comment");
    g_autofree gchar *found_comment = NULL;

    g_assert_true (gst_preset_load_preset (preset, names[i]));
    for (guint j = 0; properties[j]; j++) {
      g_autofree gchar *value = get_value (file, names[i], properties[j]);

      g_assert_cmpstr (((Design *) element)->values[j], ==, value);
    }
    g_assert_true (gst_preset_get_meta (preset, names[i], "comment",
            &found_comment));
    g_assert_cmpstr (found_comment, ==, comment);
  }
  g_unsetenv ("GST_PRESET_PATH");
}

static void
test_core_reads_all (void)
{
  /* NULL: GStreamer's own functions. */
  assert_reads_all ("TestCoreDesign", NULL);
}

static void
test_we_read_all (void)
{
  assert_reads_all ("TestOurDesign", init_ours);
}

int
main (int argc, char **argv)
{
  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shipped-presets/is-of-the-element",
      test_is_of_the_element);
  g_test_add_func ("/shipped-presets/all-are-within-the-limits",
      test_all_are_within_the_limits);
  g_test_add_func ("/shipped-presets/no-two-voices-have-one-name",
      test_no_two_voices_have_one_name);
  g_test_add_func ("/shipped-presets/core-reads-all", test_core_reads_all);
  g_test_add_func ("/shipped-presets/we-read-all", test_we_read_all);

  return preset_rig_finish (g_test_run ());
}
