/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of qwenvoicedesign, one by one. */
#include <gst/gst.h>

#include "data-folder.h"
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
  {"language", "zh", "es"},
  {"model", "qwen-voice-design", "qwen-voice-design-2"},
  {"poll-interval", "0", "1500"},
  {"preferred-name", "NULL", "announcer"},
  {"preset-name", "NULL", "Announcer of the evening"},
  {"preview", "TRUE", "FALSE"},
  {"preview-text", "NULL", "Good evening. 晚上好。"},
  {"proxy", "NULL", "http://proxy:3128"},
  {"response-format", "wav", "opus"},
  {"retries", "3", "-1"},
  {"retry-backoff-factor", "1.000000", "0.500000"},
  {"retry-backoff-max", "30.000000", "2.500000"},
  {"sample-rate", "24000", "48000"},
  {"target-model", "qwen3-tts-vd-2026-01-26",
      "qwen3-tts-vd-realtime-2026-01-15"},
  {"task-timeout", "600", "0"},
  {"text", "NULL", "Here is the news."},
  {"timeout", "30", "1"},
  {"tls-database", "NULL", NULL},
  {"user-agent", "gst-qwentts/" PACKAGE_VERSION, "announcer/1"},
  {"voice", "NULL", NULL, TRUE},
  {"voice-prompt", "NULL", "A calm news anchor"},
};

static void
test_property_table_has_all (void)
{
  /* And api-key and stats, which have tests of their own. */
  g_assert_cmpuint (property_table_count (GST_TYPE_BIN), ==,
      G_N_ELEMENTS (properties) + 2);
}

static void
test_voice_and_stats_are_read_only (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();

  g_assert_cmphex (property_table_find (element,
          "voice")->flags & G_PARAM_READWRITE, ==, G_PARAM_READABLE);
  g_assert_cmphex (property_table_find (element,
          "stats")->flags & G_PARAM_READWRITE, ==, G_PARAM_READABLE);
}

static void
test_stats_are_zero_at_first (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  g_autoptr (GstStructure) stats = NULL;
  guint64 n_submits = 1;
  GstClockTime time = 0;

  g_object_get (element, "stats", &stats, NULL);
  g_assert_true (gst_structure_has_name (stats, "application/x-qwentts-stats"));
  g_assert_true (gst_structure_get_uint64 (stats, "submits", &n_submits));
  g_assert_cmpuint (n_submits, ==, 0);
  g_assert_true (gst_structure_get_clock_time (stats, "time-to-first-audio",
          &time));
  g_assert_cmpuint (time, ==, GST_CLOCK_TIME_NONE);
}

static void
test_api_key_is_write_only (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();

  g_assert_cmphex (property_table_find (element, "api-key")->flags
      & (G_PARAM_READWRITE | GST_PARAM_MUTABLE_READY), ==,
      G_PARAM_WRITABLE | GST_PARAM_MUTABLE_READY);
}

static void
test_languages_are_those_of_the_service (void)
{
  static const gchar *const nicks[] = { "zh", "en", "ja", "ko", "de", "fr",
    "it", "ru", "pt", "es", NULL
  };

  property_table_assert_nicks ("language", nicks, "GstQwenVoiceDesign");
}

static void
test_formats_are_those_of_the_service (void)
{
  static const gchar *const nicks[] = { "pcm", "wav", "mp3", "opus", NULL };

  property_table_assert_nicks ("response-format", nicks, "GstQwenVoiceDesign");
}

static void
test_sample_rate_has_its_range (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpecUInt *pspec =
      G_PARAM_SPEC_UINT (property_table_find (element, "sample-rate"));

  g_assert_cmpuint (pspec->minimum, ==, 8000);
  g_assert_cmpuint (pspec->maximum, ==, 48000);
}

/* And nothing of before stays in its place. */
static void
test_strings_refuse_what_is_not_utf8 (void)
{
  static const gchar *const names[] = { "voice-prompt", "preview-text",
    "preferred-name", "target-model", "model", "text", "preset-name"
  };
  g_autoptr (GstElement) element = property_table_make_element ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *kept = NULL;

    g_object_set (element, names[i], "before", NULL);
    g_object_set (element, names[i], NOT_UTF8, NULL);
    g_object_get (element, names[i], &kept, NULL);
    g_assert_cmpstr (kept, ==, NULL);
  }
}

static void
test_preset_has_the_design_only (void)
{
  static const gchar *const wanted[] = { "voice-prompt", "preview-text",
    "preferred-name", "language", "sample-rate", "response-format",
    "target-model"
  };
  g_autoptr (GstElement) element = property_table_make_element ();
  g_auto (GStrv) names = NULL;

  g_assert_true (GST_IS_PRESET (element));
  names = gst_preset_get_property_names (GST_PRESET (element));
  g_assert_cmpuint (g_strv_length (names), ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_true (g_strv_contains ((const gchar * const *) names, wanted[i]));
}

static void
test_preset_round_trips (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  g_autoptr (GstElement) other = property_table_make_element ();
  g_autofree gchar *prompt = NULL;
  g_autofree gchar *text = NULL;
  guint rate;

  g_object_set (element, "voice-prompt", "A \"calm\" anchor", "sample-rate",
      48000, "text", "Here is the news.", "api-key", "sk-secret", NULL);
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "anchor"));
  g_assert_true (gst_preset_load_preset (GST_PRESET (other), "anchor"));
  g_object_get (other, "voice-prompt", &prompt, "sample-rate", &rate, "text",
      &text, NULL);
  g_assert_cmpstr (prompt, ==, "A \"calm\" anchor");
  g_assert_cmpuint (rate, ==, 48000);
  g_assert_cmpstr (text, ==, NULL);
}

static void
test_speech_is_reached_by_its_name (void)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  gint language_type = -1;

  gst_util_set_object_arg (G_OBJECT (element), "name", "designer");
  gst_child_proxy_set (GST_CHILD_PROXY (element), "speech::language-type", 4,
      "speech::max-segment-length", 50, NULL);
  gst_child_proxy_get (GST_CHILD_PROXY (element), "speech::language-type",
      &language_type, NULL);
  g_assert_cmpint (language_type, ==, 4);
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

  g_assert_true (GST_IS_BIN (element));
  g_assert_true (GST_IS_GHOST_PAD (pad));
  g_assert_true (GST_OBJECT_FLAG_IS_SET (element, GST_ELEMENT_FLAG_SOURCE));
  g_assert_cmpstr (gst_element_factory_get_metadata (factory,
          GST_ELEMENT_METADATA_KLASS), ==, "Source/Audio/Network");
  g_assert_cmpuint (gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory)),
      ==, GST_RANK_NONE);
  g_assert_true (gst_structure_has_name (gst_caps_get_structure (caps, 0),
          "audio/x-raw"));
  g_assert_false (gst_caps_can_intersect (caps, planar));
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  property_table_add_tests ("qwenvoicedesign", "voicedesign", properties,
      G_N_ELEMENTS (properties));
#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("property-table-has-all", test_property_table_has_all);
  ADD ("voice-and-stats-are-read-only", test_voice_and_stats_are_read_only);
  ADD ("stats-are-zero-at-first", test_stats_are_zero_at_first);
  ADD ("api-key-is-write-only", test_api_key_is_write_only);
  ADD ("languages-are-those-of-the-service",
      test_languages_are_those_of_the_service);
  ADD ("formats-are-those-of-the-service",
      test_formats_are_those_of_the_service);
  ADD ("sample-rate-has-its-range", test_sample_rate_has_its_range);
  ADD ("strings-refuse-what-is-not-utf8", test_strings_refuse_what_is_not_utf8);
  ADD ("preset-has-the-design-only", test_preset_has_the_design_only);
  ADD ("preset-round-trips", test_preset_round_trips);
  ADD ("speech-is-reached-by-its-name", test_speech_is_reached_by_its_name);
  ADD ("element-is-what-the-registry-says",
      test_element_is_what_the_registry_says);
#undef ADD

  return data_folder_finish (g_test_run ());
}
