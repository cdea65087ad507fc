/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/request.h"

#include <json-glib/json-glib.h>

static gchar *
to_text (GBytes * body)
{
  gchar *text = g_strndup (g_bytes_get_data (body, NULL),
      g_bytes_get_size (body));

  g_bytes_unref (body);
  return text;
}

static JsonNode *
parse (GBytes * body)
{
  g_autofree gchar *text = to_text (body);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
to_json (const QwenttsSpeechRequest * request)
{
  return parse (qwentts_speech_request_to_json (request));
}

static void
assert_member (JsonNode * node, const gchar * name, const gchar * value)
{
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node),
          name), ==, value);
}

static void
test_speech_has_all_members (void)
{
  QwenttsSpeechRequest request = { "model-1", "Good evening.", "voice-1",
    "English", "https://example.com/done"
  };
  g_autoptr (JsonNode) node = to_json (&request);

  g_assert_cmpuint (json_object_get_size (json_node_get_object (node)), ==, 5);
  assert_member (node, "model", "model-1");
  assert_member (node, "prompt", "Good evening.");
  assert_member (node, "voice", "voice-1");
  assert_member (node, "language_type", "English");
  assert_member (node, "callback_url", "https://example.com/done");
}

static void
test_speech_leaves_out_what_is_not_given (void)
{
  QwenttsSpeechRequest request = {.model = "model-1",.text = "Good evening.",
    .voice = "voice-1"
  };
  g_autoptr (JsonNode) node = to_json (&request);

  g_assert_cmpuint (json_object_get_size (json_node_get_object (node)), ==, 3);
  assert_member (node, "model", "model-1");
  assert_member (node, "prompt", "Good evening.");
  assert_member (node, "voice", "voice-1");
}

static void
test_speech_keeps_each_character (void)
{
  const gchar *text = "\"\\/\b\f\n\r\t\001\177 </script> \xe2\x80\xa8"
      "\xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80 \xef\xbb\xbf";
  QwenttsSpeechRequest request = {.model = "m",.text = text,.voice = "v" };
  g_autoptr (JsonNode) node = to_json (&request);

  assert_member (node, "prompt", text);
}

static const QwenttsDesignRequest design = {
  .model = "model-1",
  .voice_prompt = "A calm voice",
  .preview_text = "Good evening.",
  .preferred_name = "announcer",
  .language = "zh",
  .response_format = "wav",
  .target_model = "model-2",
  .sample_rate = 24000,
};

#define DESIGN_START "{\"model\":\"model-1\"," \
  "\"voice_prompt\":\"A calm voice\",\"preview_text\":\"Good evening.\"," \
  "\"preferred_name\":\"announcer\",\"language\":\"zh\"," \
  "\"sample_rate\":24000,\"response_format\":\"wav\"," \
  "\"target_model\":\"model-2\""

static void
test_design_is_these_bytes (void)
{
  g_autofree gchar *text = to_text (qwentts_design_request_to_json (&design));

  g_assert_cmpstr (text, ==, DESIGN_START "}");
}

static void
test_design_has_callback_if_given (void)
{
  QwenttsDesignRequest request = design;
  g_autofree gchar *text = NULL;

  request.callback_url = "https://example.com/done";
  text = to_text (qwentts_design_request_to_json (&request));
  g_assert_cmpstr (text, ==,
      DESIGN_START ",\"callback_url\":\"https://example.com/done\"}");
}

static void
test_design_keeps_each_character (void)
{
  const gchar *prompt = "\"\\/\t\001\177 \xe6\x97\xa5 \xf0\x9f\x98\x80";
  const gchar *preview = "\xe2\x80\xa8\r\n</script>\xef\xbb\xbf";
  QwenttsDesignRequest request = design;
  g_autoptr (JsonNode) node = NULL;

  request.voice_prompt = prompt;
  request.preview_text = preview;
  node = parse (qwentts_design_request_to_json (&request));
  assert_member (node, "voice_prompt", prompt);
  assert_member (node, "preview_text", preview);
}

static void
test_idempotency_keys_fit_and_differ (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash,
      g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++) {
    gchar *key = qwentts_make_idempotency_key ();

    g_assert_true (g_regex_match_simple ("^[A-Za-z0-9._-]{16,96}\\z", key, 0,
            0));
    g_assert_true (g_hash_table_add (keys, key));
  }
}

static void
test_blank_is_white_space_only (void)
{
  g_assert_true (qwentts_is_blank (NULL));
  g_assert_true (qwentts_is_blank (""));
  g_assert_true (qwentts_is_blank (" \t\r\n\xc2\xa0\xe3\x80\x80"));
  g_assert_true (qwentts_is_blank ("\v\f\xc2\x85\xe2\x80\xa8"));
  g_assert_false (qwentts_is_blank (" . "));
  g_assert_false (qwentts_is_blank ("\xe6\x97\xa5"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/speech-has-all-members",
      test_speech_has_all_members);
  g_test_add_func ("/request/speech-leaves-out-what-is-not-given",
      test_speech_leaves_out_what_is_not_given);
  g_test_add_func ("/request/speech-keeps-each-character",
      test_speech_keeps_each_character);
  g_test_add_func ("/request/design-is-these-bytes",
      test_design_is_these_bytes);
  g_test_add_func ("/request/design-has-callback-if-given",
      test_design_has_callback_if_given);
  g_test_add_func ("/request/design-keeps-each-character",
      test_design_keeps_each_character);
  g_test_add_func ("/request/idempotency-keys-fit-and-differ",
      test_idempotency_keys_fit_and_differ);
  g_test_add_func ("/request/blank-is-white-space-only",
      test_blank_is_white_space_only);

  return g_test_run ();
}
