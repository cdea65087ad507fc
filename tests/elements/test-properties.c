/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of qwenttssrc, one by one. */
#include <gio/gio.h>
#include <gst/base/gstpushsrc.h>
#include <gst/gst.h>
#include <string.h>

/* "Good " and a byte that is no UTF-8. */
#define NOT_UTF8 "Good \xff"

static GstElement *
make_element (void)
{
  GstElement *element = gst_element_factory_make ("qwenttssrc", NULL);

  g_assert_nonnull (element);
  return gst_object_ref_sink (element);
}

static GParamSpec *
find (GstElement * element, const gchar * name)
{
  GParamSpec *pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (element), name);

  g_assert_nonnull (pspec);
  return pspec;
}

typedef struct
{
  const gchar *name;
  const gchar *initial;         /* as text */
  const gchar *other;           /* that it takes; NULL: is read-only */
} Property;

static const Property properties[] = {
  {"api-key-file", "NULL", "/run/key"},
  {"base-url", "https://api.evolink.ai", "http://localhost:1"},
  {"ca-file", "NULL", "ca.pem"},
  {"cache", "TRUE", "FALSE"},
  {"cache-dir", "NULL", "/var/cache/announcer"},
  {"callback-url", "NULL", "https://example.com/"},
  {"language-type", "auto", "portuguese"},
  {"max-segment-length", "600", "50"},
  {"model", "qwen3-tts-vd", "qwen4"},
  {"poll-interval", "0", "1500"},
  {"proxy", "NULL", "http://proxy:3128"},
  {"retries", "3", "-1"},
  {"retry-backoff-factor", "1.000000", "0.500000"},
  {"retry-backoff-max", "30.000000", "2.500000"},
  {"task-timeout", "600", "0"},
  {"text", "NULL", "Good evening. 晚上好。"},
  {"timeout", "30", "1"},
  {"tls-database", "NULL", NULL},
  {"user-agent", "gst-qwentts/" PACKAGE_VERSION, "announcer/1"},
  {"voice", "NULL", "qwen-tts-vd-a-voice-20260402-a1b2"},
};

static gchar *
get_text (GstElement * element, GParamSpec * pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), pspec->name, &value);
  if (G_VALUE_HOLDS_OBJECT (&value))
    return g_strdup (g_value_get_object (&value) ? "set" : "NULL");
  if (G_VALUE_HOLDS_ENUM (&value))
    return gst_value_serialize (&value);
  g_value_init (&text, G_TYPE_STRING);
  g_assert_true (g_value_transform (&value, &text));
  return g_strdup (g_value_get_string (&text) ? g_value_get_string (&text)
      : "NULL");
}

/* A new property has to come into the table, and with that under test. */
static void
test_table_has_all (void)
{
  g_autoptr (GstElement) element = make_element ();
  g_autofree GParamSpec **pspecs = NULL;
  guint n_pspecs, n_own = 0;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element),
      &n_pspecs);
  for (guint i = 0; i < n_pspecs; i++)
    if (!g_type_is_a (GST_TYPE_PUSH_SRC, pspecs[i]->owner_type))
      n_own++;
  /* And api-key and stats, which have tests of their own. */
  g_assert_cmpuint (n_own, ==, G_N_ELEMENTS (properties) + 2);
}

static void
test_default (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = make_element ();
  GParamSpec *pspec = find (element, property->name);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree gchar *text = get_text (element, pspec);

  g_assert_cmpstr (text, ==, property->initial);
  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), pspec->name, &value);
  g_assert_true (g_param_value_defaults (pspec, &value));
}

static void
test_round_trip (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = make_element ();
  g_autofree gchar *text = NULL;

  gst_util_set_object_arg (G_OBJECT (element), property->name, property->other);
  text = get_text (element, find (element, property->name));
  g_assert_cmpstr (text, ==, property->other);
}

static void
test_flags (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = make_element ();
  GParamSpec *pspec = find (element, property->name);
  const guint wanted = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
      | GST_PARAM_MUTABLE_READY;

  g_assert_cmphex (pspec->flags & wanted, ==, wanted);
  g_assert_cmphex (pspec->flags & (GST_PARAM_MUTABLE_PLAYING
          | GST_PARAM_MUTABLE_PAUSED | GST_PARAM_CONTROLLABLE
          | G_PARAM_CONSTRUCT | G_PARAM_CONSTRUCT_ONLY), ==, 0);
  g_assert_cmpuint (strlen (g_param_spec_get_blurb (pspec)), >, 5);
}

static void
test_strings_can_be_unset (void)
{
  g_autoptr (GstElement) element = make_element ();
  g_autofree gchar *text = NULL;
  g_autofree gchar *base_url = NULL;

  g_object_set (element, "text", "Hello.", "base-url", "http://localhost:1",
      NULL);
  g_object_set (element, "text", NULL, "base-url", NULL, NULL);
  g_object_get (element, "text", &text, "base-url", &base_url, NULL);
  g_assert_cmpstr (text, ==, NULL);
  g_assert_cmpstr (base_url, ==, "https://api.evolink.ai");
}

static void
test_tls_database_round_trips (void)
{
  g_autoptr (GstElement) element = make_element ();
  g_autoptr (GTlsDatabase) database =
      g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr (GTlsDatabase) got = NULL;

  g_assert_nonnull (database);
  g_object_set (element, "tls-database", database, NULL);
  g_object_get (element, "tls-database", &got, NULL);
  g_assert_true (got == database);
}

static void
test_api_key_is_write_only (void)
{
  g_autoptr (GstElement) element = make_element ();
  GParamSpec *pspec = find (element, "api-key");

  g_assert_cmphex (pspec->flags & (G_PARAM_READWRITE | GST_PARAM_MUTABLE_READY),
      ==, G_PARAM_WRITABLE | GST_PARAM_MUTABLE_READY);
  g_object_set (element, "api-key", "sk-one", NULL);
  g_object_set (element, "api-key", "sk-two", NULL);
  g_object_set (element, "api-key", NULL, NULL);
}

static void
test_stats_are_read_only_and_zero_at_first (void)
{
  static const gchar *const counts[] = { "submits", "polls", "downloads",
    "retries", "cache-hits", "characters", "bytes", "segments"
  };
  g_autoptr (GstElement) element = make_element ();
  g_autoptr (GstStructure) stats = NULL;
  GstClockTime time = 0;
  gdouble credits = 1;

  g_assert_cmphex (find (element, "stats")->flags & G_PARAM_READWRITE, ==,
      G_PARAM_READABLE);
  g_object_get (element, "stats", &stats, NULL);
  g_assert_true (gst_structure_has_name (stats, "application/x-qwentts-stats"));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    guint64 count = 1;

    g_assert_true (gst_structure_get_uint64 (stats, counts[i], &count));
    g_assert_cmpuint (count, ==, 0);
  }
  g_assert_true (gst_structure_get_double (stats, "credits", &credits));
  g_assert_cmpfloat (credits, ==, 0);
  g_assert_true (gst_structure_get_clock_time (stats, "time-to-first-audio",
          &time));
  g_assert_cmpuint (time, ==, GST_CLOCK_TIME_NONE);
  g_assert_true (gst_structure_get_clock_time (stats, "wait-time", &time));
  g_assert_cmpuint (time, ==, 0);
}

typedef struct
{
  const gchar *name;
  gdouble minimum;
  gdouble maximum;
} Range;

static const Range ranges[] = {
  {"max-segment-length", 50, 600},
  {"poll-interval", 0, G_MAXINT},
  {"retries", -1, G_MAXINT},
  {"retry-backoff-factor", 0, 86400},
  {"retry-backoff-max", 0, 86400},
  {"task-timeout", 0, G_MAXUINT / 1000},
  {"timeout", 0, G_MAXINT},
};

static void
test_range (gconstpointer data)
{
  const Range *range = data;
  g_autoptr (GstElement) element = make_element ();
  GParamSpec *pspec = find (element, range->name);

  if (G_IS_PARAM_SPEC_UINT (pspec)) {
    g_assert_cmpuint (G_PARAM_SPEC_UINT (pspec)->minimum, ==, range->minimum);
    g_assert_cmpuint (G_PARAM_SPEC_UINT (pspec)->maximum, ==, range->maximum);
  } else if (G_IS_PARAM_SPEC_INT (pspec)) {
    g_assert_cmpint (G_PARAM_SPEC_INT (pspec)->minimum, ==, range->minimum);
    g_assert_cmpint (G_PARAM_SPEC_INT (pspec)->maximum, ==, range->maximum);
  } else {
    g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (pspec)->minimum, ==,
        range->minimum);
    g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (pspec)->maximum, ==,
        range->maximum);
  }
}

static void
test_refuses_what_is_not_utf8 (gconstpointer name)
{
  g_autoptr (GstElement) element = make_element ();
  g_autofree gchar *kept = NULL;

  g_object_set (element, name, "before", NULL);
  g_object_set (element, name, NOT_UTF8, NULL);
  g_object_get (element, name, &kept, NULL);
  g_assert_cmpstr (kept, ==, NULL);
}

static void
test_languages_are_those_of_the_service (void)
{
  static const gchar *const nicks[] = { "auto", "chinese", "english",
    "japanese", "korean", "french", "german", "spanish", "italian", "russian",
    "portuguese"
  };
  g_autoptr (GstElement) element = make_element ();
  GParamSpecEnum *pspec = G_PARAM_SPEC_ENUM (find (element, "language-type"));

  g_assert_cmpuint (pspec->enum_class->n_values, ==, G_N_ELEMENTS (nicks));
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    g_assert_cmpstr (pspec->enum_class->values[i].value_nick, ==, nicks[i]);
}

static void
test_language_type_is_documented_api (void)
{
  g_autoptr (GstElement) element = make_element ();
  GType type = find (element, "language-type")->value_type;
  GstPluginAPIFlags flags;

  g_assert_true (gst_type_is_plugin_api (type, &flags));
  g_assert_true (g_str_has_prefix (g_type_name (type), "GstQwenTts"));
}

static void
test_element_is_what_the_registry_says (void)
{
  g_autoptr (GstElement) element = make_element ();
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");
  g_autoptr (GstCaps) caps = gst_pad_get_pad_template_caps (pad);
  g_autoptr (GstCaps) planar = gst_caps_from_string ("audio/x-raw, "
      "layout=non-interleaved");

  g_assert_cmpstr (gst_element_factory_get_metadata (factory,
          GST_ELEMENT_METADATA_KLASS), ==, "Source/Audio/Network");
  g_assert_cmpuint (gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory)),
      ==, GST_RANK_NONE);
  g_assert_cmpstr (gst_plugin_feature_get_plugin_name (GST_PLUGIN_FEATURE
          (factory)), ==, "qwentts");
  g_assert_cmpuint (gst_caps_get_size (caps), ==, 1);
  g_assert_true (gst_structure_has_name (gst_caps_get_structure (caps, 0),
          "audio/x-raw"));
  g_assert_false (gst_caps_can_intersect (caps, planar));
}

static void
add (const gchar * name, const gchar * sentence, gconstpointer data,
    GTestDataFunc function)
{
  g_autofree gchar *path = g_strdup_printf ("/ttssrc/%s-%s", name, sentence);

  g_test_add_data_func (path, data, function);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++) {
    const Property *property = &properties[i];

    add (property->name, "has-its-default", property, test_default);
    add (property->name, "is-mutable-in-ready", property, test_flags);
    if (property->other)
      add (property->name, "gives-what-it-was-set-to", property,
          test_round_trip);
  }
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    add (ranges[i].name, "has-its-range", &ranges[i], test_range);
  add ("text", "refuses-what-is-not-utf8", "text",
      test_refuses_what_is_not_utf8);
  add ("voice", "refuses-what-is-not-utf8", "voice",
      test_refuses_what_is_not_utf8);
  add ("model", "refuses-what-is-not-utf8", "model",
      test_refuses_what_is_not_utf8);
#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("property-table-has-all", test_table_has_all);
  ADD ("strings-can-be-unset", test_strings_can_be_unset);
  ADD ("tls-database-round-trips", test_tls_database_round_trips);
  ADD ("api-key-is-write-only", test_api_key_is_write_only);
  ADD ("stats-are-read-only-and-zero-at-first",
      test_stats_are_read_only_and_zero_at_first);
  ADD ("languages-are-those-of-the-service",
      test_languages_are_those_of_the_service);
  ADD ("language-type-is-documented-api", test_language_type_is_documented_api);
  ADD ("element-is-what-the-registry-says",
      test_element_is_what_the_registry_says);
#undef ADD

  return g_test_run ();
}
