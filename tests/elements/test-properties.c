/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of qwenttssrc, one by one. */
#include <gio/gio.h>
#include <gst/base/gstpushsrc.h>
#include <gst/gst.h>

#include "property-table.h"

/* "Good " and a byte that is no UTF-8. */
#define NOT_UTF8 "Good \xff"

static const Property properties[] = {
  {"api-key-file", "NULL", "/run/key"},
  {"base-url", "https://api.evolink.ai", "http://localhost:1"},
  {"ca-file", "NULL", "ca.pem"},
  {"cache", "TRUE", "FALSE"},
  {"cache-dir", "NULL", "/var/cache/announcer"},
  {"cache-max-size", "1073741824", "0"},
  {"callback-url", "NULL", "https://example.com/"},
  {"is-live", "FALSE", "TRUE"},
  {"keep-open", "FALSE", "TRUE", FALSE, TRUE},
  {"language-type", "auto", "portuguese", FALSE, TRUE},
  {"max-prefetch", "2", "0"},
  {"max-segment-length", "600", "50"},
  {"model", "qwen3-tts-vd", "qwen4"},
  {"on-segment-error", "stop", "skip", FALSE, TRUE},
  {"poll-interval", "0", "1500"},
  {"proxy", "NULL", "http://proxy:3128"},
  {"retries", "3", "-1"},
  {"retry-backoff-factor", "1.000000", "0.500000"},
  {"retry-backoff-max", "30.000000", "2.500000"},
  {"task-timeout", "600", "0"},
  {"text", "NULL", "Good evening. 晚上好。", FALSE, TRUE},
  {"timeout", "30", "1"},
  {"tls-database", "NULL", NULL},
  {"user-agent", "gst-qwentts/" PACKAGE_VERSION, "announcer/1"},
  {"voice", "NULL", "qwen-tts-vd-a-voice-20260402-a1b2", FALSE, TRUE},
};

static void
test_table_has_all (void)
{
  /* And api-key and stats, which have tests of their own. */
  g_assert_cmpuint (property_table_count (GST_TYPE_PUSH_SRC), ==,
      G_N_ELEMENTS (properties) + 2);
}

static void
test_strings_can_be_unset (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
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
  g_autoptr (GstElement) element = property_table_make_element ();
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
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpec *pspec = property_table_find (element, "api-key");

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
  g_autoptr (GstElement) element = property_table_make_element ();
  g_autoptr (GstStructure) stats = NULL;
  GstClockTime time = 0;
  gdouble credits = 1;

  g_assert_cmphex (property_table_find (element,
          "stats")->flags & G_PARAM_READWRITE, ==, G_PARAM_READABLE);
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
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpec *pspec = property_table_find (element, range->name);

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
  g_autoptr (GstElement) element = property_table_make_element ();
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
    "portuguese", NULL
  };

  property_table_assert_nicks ("language-type", nicks, "GstQwenTts");
}

static void
test_element_is_what_the_registry_says (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
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

  property_table_add_tests ("qwenttssrc", "ttssrc", properties,
      G_N_ELEMENTS (properties));
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
  ADD ("element-is-what-the-registry-says",
      test_element_is_what_the_registry_says);
#undef ADD

  return g_test_run ();
}
