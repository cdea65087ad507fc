/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is asked of the service, and under which key its result is kept. */
#include "speech/job-request.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>

#include "design.h"

#define CALLBACK_URL "https://example.com/done"

static JsonObject *
get_body (Design * design, JsonParser * parser)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, design_get_request (requests,
          QWENTTS_SIMULATOR_SUBMIT, 0)->body, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
assert_member (JsonObject * object, const gchar * name, const gchar * value)
{
  g_assert_cmpstr (json_object_get_string_member (object, name), ==, value);
}

static void
test_body_has_each_member (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (Run) run = NULL;
  JsonObject *body;

  design->request.callback_url = CALLBACK_URL;
  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, 403, "permission_denied");
  run = design_run (design, DESIGN_PLAIN);
  body = get_body (design, parser);
  assert_member (body, "model", design->request.model);
  assert_member (body, "voice_prompt", design->request.voice_prompt);
  assert_member (body, "preview_text", design->request.preview_text);
  assert_member (body, "preferred_name", design->request.preferred_name);
  assert_member (body, "language", design->request.language);
  assert_member (body, "response_format", design->request.response_format);
  assert_member (body, "target_model", design->request.target_model);
  assert_member (body, "callback_url", CALLBACK_URL);
  g_assert_cmpint (json_object_get_int_member (body, "sample_rate"), ==, 16000);
  g_assert_cmpuint (json_object_get_size (body), ==, 9);
}

static void
test_body_without_a_callback_has_none (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (Run) run = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, 403, "permission_denied");
  run = design_run (design, DESIGN_PLAIN);
  g_assert_false (json_object_has_member (get_body (design, parser),
          "callback_url"));
}

/* The key of the request with one field changed. */

#define BASE_URL "https://example.com/api"

static gchar *
make_key (const QwenttsDesignRequest * request, const gchar * base_url)
{
  g_autoptr (QwenttsStore) store = qwentts_store_new ("/nowhere",
      QWENTTS_KIND_VOICE);
  g_autoptr (QwenttsJobRequest) made = qwentts_job_request_new_design (request,
      base_url, store, TRUE, TRUE);

  return g_strdup (made->key);
}

static gchar *
make_usual_key (void)
{
  QwenttsDesignRequest request;

  design_init_request (&request);
  return make_key (&request, BASE_URL);
}

static void
assert_same_key (const QwenttsDesignRequest * request, const gchar * base_url,
    gboolean is_same)
{
  g_autofree gchar *usual = make_usual_key ();
  g_autofree gchar *key = make_key (request, base_url);

  g_assert_cmpint (g_str_equal (key, usual), ==, is_same);
}

static void
test_preview_makes_no_other_key (void)
{
  QwenttsDesignRequest request;

  design_init_request (&request);
  request.sample_rate = 48000;
  assert_same_key (&request, BASE_URL, TRUE);
  request.response_format = "opus";
  assert_same_key (&request, BASE_URL, TRUE);
  request.callback_url = CALLBACK_URL;
  assert_same_key (&request, BASE_URL, TRUE);
}

static void
test_slash_makes_no_other_key (void)
{
  QwenttsDesignRequest request;

  design_init_request (&request);
  assert_same_key (&request, BASE_URL "/", TRUE);
  assert_same_key (&request, BASE_URL "//", TRUE);
}

static void
test_each_other_field_makes_another_key (void)
{
  static const gsize fields[] = {
    G_STRUCT_OFFSET (QwenttsDesignRequest, model),
    G_STRUCT_OFFSET (QwenttsDesignRequest, target_model),
    G_STRUCT_OFFSET (QwenttsDesignRequest, voice_prompt),
    G_STRUCT_OFFSET (QwenttsDesignRequest, preview_text),
    G_STRUCT_OFFSET (QwenttsDesignRequest, preferred_name),
    G_STRUCT_OFFSET (QwenttsDesignRequest, language),
  };
  QwenttsDesignRequest request;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    design_init_request (&request);
    G_STRUCT_MEMBER (const gchar *, &request, fields[i]) = "another";
    assert_same_key (&request, BASE_URL, FALSE);
  }
  design_init_request (&request);
  assert_same_key (&request, "https://example.com/ap", FALSE);
  assert_same_key (&request, "http://example.com/api", FALSE);
}

static QwenttsJobRequest *
make_request (guint sample_rate, const gchar * response_format)
{
  g_autoptr (QwenttsStore) store = qwentts_store_new ("/nowhere",
      QWENTTS_KIND_VOICE);
  QwenttsDesignRequest request;

  design_init_request (&request);
  request.sample_rate = sample_rate;
  request.response_format = response_format;
  return qwentts_job_request_new_design (&request, BASE_URL, store, TRUE, TRUE);
}

static void
test_pcm_has_caps (void)
{
  static const guint rates[] = { 8000, 16000, 24000, 48000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autoptr (QwenttsJobRequest) request = make_request (rates[i], "pcm");
    g_autoptr (GstCaps) caps = request->make_pcm_caps (request->fields);
    g_autofree gchar *text = g_strdup_printf ("audio/x-raw, format=S16LE, "
        "layout=interleaved, channels=1, rate=%u", rates[i]);
    g_autoptr (GstCaps) wanted = gst_caps_from_string (text);

    g_assert_true (gst_caps_is_equal (caps, wanted));
  }
}

static void
test_what_has_a_header_has_no_caps (void)
{
  static const gchar *const formats[] = { "wav", "mp3", "opus" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (QwenttsJobRequest) request = make_request (24000, formats[i]);

    g_assert_null (request->make_pcm_caps (request->fields));
  }
}

/* A record may have been written by anybody. */
static void
test_senseless_rate_has_no_caps (void)
{
  static const gchar *const rates[] =
      { NULL, "", "0", "-1", "fast", "99999999999" };
  g_autoptr (QwenttsJobRequest) request = make_request (24000, "pcm");

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autoptr (QwenttsFields) fields = qwentts_fields_new ("response-format",
        "pcm", "sample-rate", rates[i], NULL);

    g_assert_null (request->make_pcm_caps (fields));
  }
}

/* What is written down is enough to make the same body again. */
static void
test_fields_make_the_body (void)
{
  g_autoptr (QwenttsJobRequest) request = make_request (24000, "mp3");
  g_autoptr (QwenttsFields) fields = qwentts_fields_copy (request->fields);
  g_autoptr (GBytes) body = request->make_body (request->fields);
  g_autoptr (GBytes) again = request->make_body (fields);

  g_assert_true (g_bytes_equal (body, again));
}

static void
test_settings_are_copied (void)
{
  g_autoptr (QwenttsStore) store = qwentts_store_new ("/nowhere",
      QWENTTS_KIND_VOICE);
  const QwenttsVoiceSettings settings = { (gchar *) "m", (gchar *) "v",
    (gchar *) "English", (gchar *) CALLBACK_URL, store
  };
  g_auto (QwenttsVoiceSettings) copy = { 0 };

  qwentts_voice_settings_copy (&settings, &copy);
  g_assert_cmpstr (copy.model, ==, "m");
  g_assert_cmpstr (copy.voice, ==, "v");
  g_assert_cmpstr (copy.language_type, ==, "English");
  g_assert_cmpstr (copy.callback_url, ==, CALLBACK_URL);
  g_assert_true (copy.voices == store);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/job-request/" path, function)
  ADD ("body-has-each-member", test_body_has_each_member);
  ADD ("body-without-a-callback-has-none",
      test_body_without_a_callback_has_none);
  ADD ("preview-makes-no-other-key", test_preview_makes_no_other_key);
  ADD ("slash-makes-no-other-key", test_slash_makes_no_other_key);
  ADD ("each-other-field-makes-another-key",
      test_each_other_field_makes_another_key);
  ADD ("pcm-has-caps", test_pcm_has_caps);
  ADD ("what-has-a-header-has-no-caps", test_what_has_a_header_has_no_caps);
  ADD ("senseless-rate-has-no-caps", test_senseless_rate_has_no_caps);
  ADD ("fields-make-the-body", test_fields_make_the_body);
  ADD ("settings-are-copied", test_settings_are_copied);
#undef ADD

  return g_test_run ();
}
