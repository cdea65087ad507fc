/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each thing that the service's pages forbid is refused, with their bodies. */
#include "test-client.h"
#include "test-simulator.h"

#define VOICE "qwen-tts-vd-announcer-voice-20260402-a1b2"
#define SPEECH(members) "{\"model\":\"qwen3-tts-vd\"" members "}"
#define PROMPT ",\"prompt\":\"Hello.\""
#define WITH_VOICE ",\"voice\":\"" VOICE "\""
#define DESIGN(members) "{\"model\":\"qwen-voice-design\"" members "}"
#define TEXTS ",\"voice_prompt\":\"A man\",\"preview_text\":\"Hello.\""
#define NAME ",\"preferred_name\":\"announcer\""
#define MISSING_TEXTS \
  "Missing required parameter: voice_prompt or preview_text"

typedef struct
{
  const gchar *json;
  guint status;
  const gchar *code;
  const gchar *message;         /* part of it */
} Refusal;

static const Refusal refusals[] = {
  {"nonsense", 400, "invalid_parameter", "JSON object"},
  {"[]", 400, "invalid_parameter", "JSON object"},
  {"\"text\"", 400, "invalid_parameter", "JSON object"},
  {"{}", 400, "invalid_parameter", "Missing required parameter: model"},
  {"{\"model\":1}", 400, "invalid_parameter", "model"},
  {"{\"model\":null}", 400, "invalid_parameter", "model"},
  {"{\"model\":[\"qwen-voice-design\"]}", 400, "invalid_parameter", "model"},
  {"{\"model\":\"qwen9\"}", 404, "model_not_found", "qwen9"},

  {SPEECH (WITH_VOICE), 400, "missing_text",
      "Missing required parameter: prompt or input"},
  {SPEECH (WITH_VOICE ",\"prompt\":\" \""), 400, "missing_text", "prompt"},
  {SPEECH (WITH_VOICE ",\"prompt\":7"), 400, "invalid_parameter", "prompt"},
  {SPEECH (PROMPT), 400, "invalid_parameter",
      "Missing required parameter: voice"},
  {SPEECH (PROMPT ",\"voice\":\"Cherry\""), 400, "invalid_parameter",
      "'Cherry'"},
  {SPEECH (PROMPT ",\"voice\":null"), 400, "invalid_parameter", "voice"},
  {SPEECH (PROMPT WITH_VOICE ",\"language_type\":\"Klingon\""), 400,
      "invalid_parameter", "language_type"},
  {SPEECH (PROMPT WITH_VOICE ",\"language_type\":\"english\""), 400,
      "invalid_parameter", "language_type"},
  {SPEECH (PROMPT WITH_VOICE ",\"format\":\"wav\""), 400,
      "invalid_parameter", "Unknown parameter: format"},
  {SPEECH (PROMPT WITH_VOICE ",\"callback_url\":\"http://example.org/\""),
      400, "invalid_parameter", "callback_url"},
  {SPEECH (PROMPT WITH_VOICE ",\"callback_url\":\"https://10.1.2.3/\""),
      400, "invalid_parameter", "callback_url"},
  {SPEECH (PROMPT WITH_VOICE ",\"callback_url\":\"https://localhost/\""),
      400, "invalid_parameter", "callback_url"},
  {SPEECH (PROMPT WITH_VOICE
            ",\"callback_url\":\"https://[::ffff:127.0.0.1]/\""), 400,
      "invalid_parameter", "callback_url"},

  {DESIGN (NAME), 400, "invalid_parameter", MISSING_TEXTS},
  {DESIGN (NAME ",\"voice_prompt\":\"A man\""), 400, "invalid_parameter",
      MISSING_TEXTS},
  {DESIGN (NAME ",\"preview_text\":\"Hello.\""), 400, "invalid_parameter",
      MISSING_TEXTS},
  {DESIGN (NAME ",\"preview_text\":\"Hello.\",\"voice_prompt\":\"\""), 400,
      "invalid_parameter", MISSING_TEXTS},
  {DESIGN (NAME ",\"preview_text\":\"x\",\"voice_prompt\":\"\\u3000\\n\""),
      400, "invalid_parameter", MISSING_TEXTS},
  {DESIGN (NAME ",\"voice_prompt\":\"A man\",\"preview_text\":\" \\t\""), 400,
      "invalid_parameter", MISSING_TEXTS},
  {DESIGN (NAME ",\"preview_text\":\"x\",\"voice_prompt\":7"), 400,
      "invalid_parameter", "voice_prompt must be a string"},
  {DESIGN (NAME ",\"preview_text\":\"x\",\"voice_prompt\":null"), 400,
      "invalid_parameter", "voice_prompt must be a string"},
  {DESIGN (NAME ",\"voice_prompt\":\"x\",\"preview_text\":[\"x\"]"), 400,
      "invalid_parameter", "preview_text must be a string"},
  {DESIGN (TEXTS), 400, "invalid_parameter", "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":7"), 400, "invalid_parameter",
      "preferred_name must be a string"},
  {DESIGN (TEXTS ",\"preferred_name\":{}"), 400, "invalid_parameter",
      "preferred_name must be a string"},
  {DESIGN (TEXTS ",\"preferred_name\":\"naïve\""), 400, "invalid_parameter",
      "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":\"a b\""), 400, "invalid_parameter",
      "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":\"\""), 400, "invalid_parameter",
      "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":\"a-b\""), 400, "invalid_parameter",
      "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":\"a12345678901234567\""), 400,
      "invalid_parameter", "preferred_name"},
  {DESIGN (TEXTS ",\"preferred_name\":\"a\\n\""), 400, "invalid_parameter",
      "preferred_name"},
  {DESIGN (NAME ",\"preview_text\":\"x\",\"voice_prompt\":\"мужчина\""),
      400, "invalid_parameter", "Chinese or English"},
  {DESIGN (TEXTS NAME ",\"language\":\"nl\""), 400, "invalid_parameter",
      "language"},
  {DESIGN (TEXTS NAME ",\"language\":\"EN\""), 400, "invalid_parameter",
      "language must be one of zh, en, ja, ko, de, fr, it, ru, pt, es"},
  {DESIGN (TEXTS NAME ",\"language\":1"), 400, "invalid_parameter",
      "language must be a string"},
  {DESIGN (TEXTS NAME ",\"sample_rate\":24000.5"), 400,
      "invalid_parameter", "sample_rate must be an integer"},
  {DESIGN (TEXTS NAME ",\"sample_rate\":true"), 400,
      "invalid_parameter", "sample_rate must be an integer"},
  {DESIGN (TEXTS NAME ",\"sample_rate\":null"), 400,
      "invalid_parameter", "sample_rate must be an integer"},
  {DESIGN (TEXTS NAME ",\"sample_rate\":44100"), 400, "invalid_parameter",
      "sample_rate"},
  {DESIGN (TEXTS NAME ",\"sample_rate\":\"24000\""), 400,
      "invalid_parameter", "sample_rate"},
  {DESIGN (TEXTS NAME ",\"response_format\":\"flac\""), 400,
      "invalid_parameter", "response_format"},
  {DESIGN (TEXTS NAME ",\"response_format\":false"), 400,
      "invalid_parameter", "response_format must be a string"},
  {DESIGN (TEXTS NAME ",\"target_model\":null"), 400,
      "invalid_parameter", "target_model must be a string"},
  {DESIGN (TEXTS NAME ",\"target_model\":\"qwen3-tts-vd\""), 400,
      "invalid_parameter", "target_model"},
  {DESIGN (TEXTS NAME ",\"language_type\":\"English\""), 400,
      "invalid_parameter", "Unknown parameter: language_type"},
  {DESIGN (TEXTS NAME ",\"callback_url\":1"), 400, "invalid_parameter",
      "callback_url must be a string"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"http://example.org/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"example.org\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https:///path\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://127.0.0.1/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://10.0.0.1/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://172.16.0.1/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://172.31.255.255/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://[::1]/\""), 400,
      "invalid_parameter", "callback_url"},
  {DESIGN (TEXTS NAME ",\"callback_url\":\"https://192.168.0.1/\""), 400,
      "invalid_parameter", "callback_url"},
};

static void
assert_refused (QwenttsSimulator * simulator, const Refusal * refusal)
{
  g_autoptr (Answer) answer = client_post (simulator, refusal->json, NULL);

  g_test_message ("%s: %s", refusal->json, answer->body);
  g_assert_cmpuint (answer->status, ==, refusal->status);
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, refusal->code);
  g_assert_cmpstr (answer_get (answer, "error.type"), ==,
      "invalid_request_error");
  g_assert_nonnull (strstr (answer_get (answer, "error.message"),
          refusal->message));
  g_assert_nonnull (soup_message_headers_get_one (answer->headers,
          "x-request-id"));
}

static void
test_bodies (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (refusals); i++)
    assert_refused (simulator, &refusals[i]);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 0);
}

/* To the letter of the page's example. */
static void
test_page_body (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (Answer) answer = client_post (simulator, DESIGN (NAME), NULL);

  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (answer->body, ==, "{\"error\":{\"code\":"
      "\"invalid_parameter\",\"message\":\"" MISSING_TEXTS "\","
      "\"type\":\"invalid_request_error\"}}");
}

/* Each value that the page names is taken. */
static void
test_enums (void)
{
  static const gchar *const members[] = { "\"language\":\"zh\"",
    "\"language\":\"en\"", "\"language\":\"ja\"", "\"language\":\"ko\"",
    "\"language\":\"de\"", "\"language\":\"fr\"", "\"language\":\"it\"",
    "\"language\":\"ru\"", "\"language\":\"pt\"", "\"language\":\"es\"",
    "\"target_model\":\"qwen3-tts-vd-2026-01-26\"",
    "\"target_model\":\"qwen3-tts-vd-realtime-2026-01-15\"",
    "\"target_model\":\"qwen3-tts-vd-realtime-2025-12-16\"",
    "\"callback_url\":\"https://your-domain.com/webhooks\"",
    "\"callback_url\":\"https://172.32.0.1/\""
  };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (members); i++) {
    g_autofree gchar *json = g_strdup_printf (DESIGN (TEXTS NAME ",%s"),
        members[i]);
    g_autofree gchar *id = client_submit (simulator, json);

    g_assert_nonnull (id);
  }
  g_assert_cmpuint (qwentts_simulator_get_n_designs (simulator), ==, i);
}

/* @character: repeated into a JSON string */
static gchar *
repeat (const gchar * format, const gchar * character, guint n)
{
  GString *text = g_string_new (NULL);
  g_auto (GStrv) halves = g_strsplit (format, "@", 2);

  while (n-- > 0)
    g_string_append (text, character);
  g_string_prepend (text, halves[0]);
  g_string_append (text, halves[1]);
  return g_string_free (text, FALSE);
}

static void
assert_limit (const gchar * format, const gchar * character, guint limit,
    const gchar * message)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *longest = repeat (format, character, limit);
  g_autofree gchar *too_long = repeat (format, character, limit + 1);
  g_autofree gchar *id = client_submit (simulator, longest);
  const Refusal refusal = { too_long, 400, "invalid_parameter", message };

  assert_refused (simulator, &refusal);
  g_assert_true (g_str_has_prefix (id, "task-unified-"));
}

/* Characters, not bytes: 你 has three. */
static void
test_lengths (void)
{
  assert_limit (SPEECH (WITH_VOICE ",\"prompt\":\"@\""), "你", 600,
      "Range of input length should be [0, 600]");
  assert_limit (DESIGN (NAME
          ",\"preview_text\":\"x\",\"voice_prompt\":\"@\""), "女", 2048,
      "voice_prompt");
  assert_limit (DESIGN (NAME ",\"voice_prompt\":\"x\",\"preview_text\":\"@\""),
      "é", 1024, "preview_text");
  assert_limit (DESIGN (NAME
          ",\"preview_text\":\"x\",\"voice_prompt\":\"@\""), "𠮷", 2048,
      "voice_prompt");
  assert_limit (DESIGN (NAME ",\"voice_prompt\":\"x\",\"preview_text\":\"@\""),
      "😀", 1024, "preview_text");
  assert_limit (DESIGN (TEXTS ",\"preferred_name\":\"@\""), "_", 16,
      "preferred_name");
  assert_limit (DESIGN (TEXTS NAME
          ",\"callback_url\":\"https://example.org/@\""), "x",
      2048 - strlen ("https://example.org/"), "callback_url");
  assert_limit (SPEECH (PROMPT WITH_VOICE
          ",\"callback_url\":\"https://example.org/@\""), "x",
      2048 - strlen ("https://example.org/"), "callback_url");
}

static void
assert_unauthorized (QwenttsSimulator * simulator, const gchar * method,
    const gchar * path, const gchar * header)
{
  g_autofree gchar *url =
      g_strconcat (qwentts_simulator_get_base_url (simulator), path, NULL);
  g_autoptr (Answer) answer = client_send (method, url, header, NULL);

  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_cmpstr (answer->body, ==,
      "{\"error\":{\"code\":\"unauthorized\",\"message\":"
      "\"Invalid or expired token\",\"type\":\"authentication_error\"}}");
}

static void
test_key (void)
{
  static const gchar *const headers[] = { NULL, "Authorization: Bearer sk",
    "Authorization: sk-simulator", "Authorization: Bearer sk-simulator2",
    "Authorization: bearer sk-simulator"
  };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (headers); i++) {
    assert_unauthorized (simulator, "POST", "/v1/audios/generations",
        headers[i]);
    assert_unauthorized (simulator, "GET", "/v1/tasks/task-unified-1-a",
        headers[i]);
    assert_unauthorized (simulator, "GET", "/v1/credits", headers[i]);
  }
}

static void
test_unknown (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (Answer) task = client_poll (simulator, "task-unified-1-abcdefgh");
  g_autoptr (Answer) path = client_get (simulator, "/v1/voices");
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autofree gchar *other = g_strconcat (url, "x", NULL);
  g_autoptr (Answer) file = client_download (other, NULL);

  g_assert_cmpuint (task->status, ==, 404);
  g_assert_cmpstr (answer_get (task, "error.code"), ==, "task_not_found");
  g_assert_cmpuint (path->status, ==, 404);
  g_assert_cmpuint (file->status, ==, 404);
}

/* A client that sends its key to another host gives it away. */
static void
test_download_with_key (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autoptr (Answer) answer = client_download (url,
      "Authorization: Bearer sk-simulator");

  g_assert_cmpuint (answer->status, ==, 400);
}

static void
test_content_type (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autoptr (Answer) answer = client_post (simulator, json,
      "Content-Type: text/plain");

  g_assert_cmpuint (answer->status, ==, 400);
}

static void
test_quota (void)
{
  const QwenttsSimulatorOptions options = {.credits = 0.64 };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *first = client_submit (simulator, json);
  g_autofree gchar *second = client_submit (simulator, json);
  g_autoptr (Answer) answer = client_post (simulator, json, NULL);

  g_assert_cmpuint (answer->status, ==, 402);
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, "insufficient_quota");
}

void
add_refusal_tests (void)
{
  g_test_add_func ("/simulator/refuses/bodies", test_bodies);
  g_test_add_func ("/simulator/refuses/as-on-the-page", test_page_body);
  g_test_add_func ("/simulator/refuses/lengths", test_lengths);
  g_test_add_func ("/simulator/takes/enums", test_enums);
  g_test_add_func ("/simulator/refuses/keys", test_key);
  g_test_add_func ("/simulator/refuses/unknown-paths", test_unknown);
  g_test_add_func ("/simulator/refuses/downloads-with-key",
      test_download_with_key);
  g_test_add_func ("/simulator/refuses/content-types", test_content_type);
  g_test_add_func ("/simulator/refuses/without-credits", test_quota);
}
