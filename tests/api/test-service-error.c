/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each row of the table of errors, and what is shown of an answer. */
#include "api/service-error.h"

#include <gio/gio.h>
#include <string.h>

#include "api/error.h"
#include "api/task.h"

#define SECRET "sk-secret"
#define QUOTE_MAX_SIZE 500

static GError *
from_answer (guint status, const gchar * text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return qwentts_error_from_answer (status, body, "request-1", SECRET);
}

static const struct
{
  guint status;
  const gchar *code;            /* NULL: an HTML page */
  QwenttsError error;
  gboolean is_retryable;
} answers[] = {
  {400, "invalid_parameter", QWENTTS_ERROR_SETTINGS, FALSE},
  {400, "missing_text", QWENTTS_ERROR_SETTINGS, FALSE},
  {400, "invalid_task_id", QWENTTS_ERROR_SETTINGS, FALSE},
  {400, "invalid_parameters", QWENTTS_ERROR_SETTINGS, FALSE},
  {400, NULL, QWENTTS_ERROR_SETTINGS, FALSE},
  {400, "content_policy_violation", QWENTTS_ERROR_MODERATION, FALSE},
  {400, "DataInspectionFailed", QWENTTS_ERROR_MODERATION, FALSE},
  {403, "content_policy_violation", QWENTTS_ERROR_MODERATION, FALSE},
  {401, "unauthorized", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {401, NULL, QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {402, "insufficient_quota", QWENTTS_ERROR_QUOTA, FALSE},
  {402, "quota_exceeded", QWENTTS_ERROR_QUOTA, FALSE},
  {402, "insufficient_token_quota", QWENTTS_ERROR_QUOTA, FALSE},
  {402, "key_quota_exhausted", QWENTTS_ERROR_QUOTA, FALSE},
  {402, "token_daily_quota_exceeded", QWENTTS_ERROR_QUOTA, FALSE},
  {402, "key_daily_quota_exhausted", QWENTTS_ERROR_QUOTA, FALSE},
  {403, "model_access_denied", QWENTTS_ERROR_PERMISSION, FALSE},
  {403, "permission_denied", QWENTTS_ERROR_PERMISSION, FALSE},
  {403, "key_model_not_allowed", QWENTTS_ERROR_PERMISSION, FALSE},
  {403, "key_disabled", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {403, "key_expired", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {404, "task_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {404, "model_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {410, NULL, QWENTTS_ERROR_NOT_FOUND, FALSE},
  {400, "model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {503, "model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {409, "idempotency_conflict", QWENTTS_ERROR_PROTOCOL, FALSE},
  {409, "paid_outcome_unknown", QWENTTS_ERROR_SERVER, TRUE},
  {425, "paid_outcome_unknown", QWENTTS_ERROR_SERVER, TRUE},
  {408, NULL, QWENTTS_ERROR_TIMEOUT, TRUE},
  {413, NULL, QWENTTS_ERROR_SETTINGS, FALSE},
  {422, NULL, QWENTTS_ERROR_SETTINGS, FALSE},
  {429, "rate_limit_exceeded", QWENTTS_ERROR_RATE_LIMIT, TRUE},
  {429, NULL, QWENTTS_ERROR_RATE_LIMIT, TRUE},
  {500, "internal_error", QWENTTS_ERROR_SERVER, TRUE},
  {502, NULL, QWENTTS_ERROR_SERVER, TRUE},
  {503, "service_unavailable", QWENTTS_ERROR_SERVER, TRUE},
  {503, "no_available_channel", QWENTTS_ERROR_SERVER, TRUE},
  {504, NULL, QWENTTS_ERROR_SERVER, TRUE},
  {599, NULL, QWENTTS_ERROR_SERVER, TRUE},
  {301, NULL, QWENTTS_ERROR_PROTOCOL, FALSE},
  {302, NULL, QWENTTS_ERROR_PROTOCOL, FALSE},
  {307, NULL, QWENTTS_ERROR_PROTOCOL, FALSE},
  {418, NULL, QWENTTS_ERROR_PROTOCOL, FALSE},
};

static void
test_knows_each_answer (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree gchar *body = answers[i].code
        ? g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"words\","
        "\"type\":\"kind\"}}", answers[i].code)
        : g_strdup ("<html>words</html>");
    g_autoptr (GError) error = from_answer (answers[i].status, body);
    QwenttsErrorDetails *details = qwentts_error_get_details (error);

    g_test_message ("%u %s", answers[i].status, body);
    g_assert_error (error, QWENTTS_ERROR, (gint) answers[i].error);
    g_assert_cmpint (details->is_retryable, ==, answers[i].is_retryable);
    g_assert_cmpuint (details->http_status_code, ==, answers[i].status);
    g_assert_cmpstr (details->api_code, ==, answers[i].code);
    g_assert_cmpstr (details->api_type, ==, answers[i].code ? "kind" : NULL);
    g_assert_cmpstr (details->request_id, ==, "request-1");
    g_assert_nonnull (strstr (details->service_words, "words"));
  }
}

static void
test_takes_any_kind_of_code (void)
{
  g_autoptr (GError) number = from_answer (500,
      "{\"error\":{\"code\":1234,\"message\":\"words\",\"type\":\"\"}}");
  g_autoptr (GError) none = from_answer (500,
      "{\"error\":{\"code\":null,\"message\":7,\"type\":[]}}");
  g_autoptr (GError) string = from_answer (500, "{\"error\":\"words\"}");

  g_assert_cmpstr (qwentts_error_get_details (number)->api_code, ==, "1234");
  g_assert_null (qwentts_error_get_details (number)->api_type);
  g_assert_null (qwentts_error_get_details (none)->api_code);
  g_assert_cmpstr (qwentts_error_get_details (none)->service_words, ==, "7");
  g_assert_null (qwentts_error_get_details (string)->api_code);
  g_assert_nonnull (strstr (qwentts_error_get_details (string)->service_words,
          "words"));
}

static const struct
{
  guint status;
  const gchar *code;
  gboolean is_refusal;
} outcomes[] = {
  {400, "invalid_parameter", TRUE},
  {400, "content_policy_violation", TRUE},
  {401, "unauthorized", TRUE},
  {402, "insufficient_quota", TRUE},
  {403, "permission_denied", TRUE},
  {404, "model_not_found", TRUE},
  {404, "", TRUE},
  {407, "", TRUE},
  {410, "", TRUE},
  {413, "", TRUE},
  {422, "", TRUE},
  {429, "rate_limit_exceeded", TRUE},
  {499, "", TRUE},
  /* There is a task, but not for this key. */
  {409, "idempotency_conflict", TRUE},
  {422, "idempotency_conflict", TRUE},
  {408, "request_timeout", FALSE},
  {409, "", FALSE},
  {425, "", FALSE},
  {400, "paid_outcome_unknown", FALSE},
  {409, "paid_outcome_unknown", FALSE},
  {429, "paid_outcome_unknown", FALSE},
  {503, "paid_outcome_unknown", FALSE},
  {200, "", FALSE},
  {302, "", FALSE},
  {399, "", FALSE},
  {500, "internal_error", FALSE},
  {502, "", FALSE},
  {503, "model_unavailable", FALSE},
  {503, "idempotency_conflict", FALSE},
  {504, "", FALSE},
};

static void
test_refusal_is_certain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    g_autofree gchar *body = g_strdup_printf ("{\"error\":{\"code\":\"%s\"}}",
        outcomes[i].code);
    g_autoptr (GError) error = from_answer (outcomes[i].status, body);

    g_test_message ("%u %s", outcomes[i].status, body);
    g_assert_cmpint (qwentts_error_is_refusal (error), ==,
        outcomes[i].is_refusal);
  }
}

static void
test_end_without_an_answer_is_no_refusal (void)
{
  g_autoptr (GError) lost = qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
      "words");
  g_autoptr (GError) late = qwentts_error_new (QWENTTS_ERROR_TIMEOUT, NULL,
      "words");
  g_autoptr (GError) no_answer = qwentts_error_new (QWENTTS_ERROR_SETTINGS,
      NULL, "words");
  g_autoptr (GError) failed_task =
      qwentts_error_from_task_code ("invalid_parameters", "words");
  g_autoptr (GError) cancelled = g_error_new (G_IO_ERROR,
      G_IO_ERROR_CANCELLED, "words");

  g_assert_false (qwentts_error_is_refusal (lost));
  g_assert_false (qwentts_error_is_refusal (late));
  g_assert_false (qwentts_error_is_refusal (no_answer));
  g_assert_false (qwentts_error_is_refusal (failed_task));
  g_assert_false (qwentts_error_is_refusal (cancelled));
}

static const struct
{
  const gchar *code;
  QwenttsError error;
  gboolean is_retryable;
} task_codes[] = {
  {"content_policy_violation", QWENTTS_ERROR_MODERATION, FALSE},
  {"Content_Policy_Violation", QWENTTS_ERROR_MODERATION, FALSE},
  {"data_inspection_failed", QWENTTS_ERROR_MODERATION, FALSE},
  {"sensitive_content", QWENTTS_ERROR_MODERATION, FALSE},
  {"invalid_parameters", QWENTTS_ERROR_SETTINGS, FALSE},
  {"request_cancelled", QWENTTS_ERROR_SERVER, FALSE},
  {"resource_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {"model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {"service_error", QWENTTS_ERROR_SERVER, TRUE},
  {"generation_timeout", QWENTTS_ERROR_SERVER, TRUE},
  {"resource_exhausted", QWENTTS_ERROR_RATE_LIMIT, TRUE},
  {"quota_exceeded", QWENTTS_ERROR_RATE_LIMIT, TRUE},
  {"service_unavailable", QWENTTS_ERROR_SERVER, TRUE},
  {"generation_failed_no_content", QWENTTS_ERROR_SERVER, TRUE},
  {"unknown_error", QWENTTS_ERROR_SERVER, TRUE},
  {"a_code_of_tomorrow", QWENTTS_ERROR_SERVER, TRUE},
  {"400", QWENTTS_ERROR_SERVER, TRUE},
  {NULL, QWENTTS_ERROR_SERVER, TRUE},
};

static void
test_knows_each_task_code (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (task_codes); i++) {
    QwenttsTask task = {
      .id = (gchar *) "task-1",
      .status = QWENTTS_TASK_FAILED,
      .error_code = (gchar *) task_codes[i].code,
      .error_message = (gchar *) "words",
      .error_type = (gchar *) "kind",
      .request_id = (gchar *) "request-1",
    };
    g_autoptr (GError) error = qwentts_task_to_error (&task);
    QwenttsErrorDetails *details = qwentts_error_get_details (error);

    g_test_message ("%s", task_codes[i].code ? task_codes[i].code : "none");
    g_assert_error (error, QWENTTS_ERROR, (gint) task_codes[i].error);
    g_assert_cmpint (details->is_retryable, ==, task_codes[i].is_retryable);
    g_assert_cmpuint (details->http_status_code, ==, 0);
    g_assert_cmpstr (details->api_code, ==, task_codes[i].code);
    g_assert_cmpstr (details->api_type, ==, "kind");
    g_assert_cmpstr (details->task_id, ==, "task-1");
    g_assert_cmpstr (details->request_id, ==, "request-1");
    g_assert_cmpstr (details->service_words, ==, "words");
  }
}

/* What the service or the provider behind it says of a voice it does not have. */
static const gchar *const voice_words[] = {
  "Voice 'Cherry' is not available: qwen3-tts-vd needs a voice created with "
      "qwen-voice-design, system built-in voices are not supported",
  "Invalid voice: Cherry",
  "INVALID VOICE",
  "voice_id is unknown",
  "[voice] not found",
  "Built-in voices are not supported",
  "\xe9\x9f\xb3\xe8\x89\xb2voice\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8",
  "qwen-tts-vd-announcer-voice-20260402-a1b2 does not exist",
  "The voice was made for another target_model",
};

/* What it says of other things, of designs above all. */
static const gchar *const other_words[] = {
  "Missing required parameter: voice_prompt or preview_text",
  "Invalid parameter: voice_prompt must be Chinese or English",
  "VOICE_PROMPT: the voice is not described in a supported language",
  "preferred_name, the voice's name, must match ^[a-zA-Z0-9_]+$",
  "The preview_text does not suit the voice",
  "The voice prompt is too long",
  "The voice description is too long",
  "Invalid voice design request",
  "Unknown model: qwen-voice-design",
  "Unknown parameter: prompt",
  "Range of input length should be [0, 600]",
  "The invoice is unpaid, and invoices are",
};

static void
assert_about_voice (const GError * error, gboolean is_about_voice)
{
  const gchar *start = "The service does not know the voice, or";

  g_test_message ("%s", error->message);
  g_assert_cmpint (g_str_has_prefix (error->message, start), ==,
      is_about_voice);
  g_assert_cmpint (strstr (error->message, "qwenvoicedesign") != NULL, ==,
      is_about_voice);
}

static void
assert_answer_about_voice (guint status, const gchar * words,
    QwenttsError code, gboolean is_about_voice)
{
  g_autofree gchar *body = g_strdup_printf ("{\"error\":{\"code\":\"code\","
      "\"message\":\"%s\"}}", words);
  g_autoptr (GError) error = from_answer (status, body);

  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_false (qwentts_error_get_details (error)->is_retryable);
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==, words);
  assert_about_voice (error, is_about_voice);
}

static void
test_tells_how_to_make_an_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (voice_words); i++) {
    assert_answer_about_voice (400, voice_words[i], QWENTTS_ERROR_SETTINGS,
        TRUE);
    assert_answer_about_voice (404, voice_words[i], QWENTTS_ERROR_NOT_FOUND,
        TRUE);
    assert_answer_about_voice (422, voice_words[i], QWENTTS_ERROR_SETTINGS,
        TRUE);
  }
}

static void
test_refused_design_is_no_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_words); i++) {
    assert_answer_about_voice (400, other_words[i], QWENTTS_ERROR_SETTINGS,
        FALSE);
    assert_answer_about_voice (404, other_words[i], QWENTTS_ERROR_NOT_FOUND,
        FALSE);
    assert_answer_about_voice (422, other_words[i], QWENTTS_ERROR_SETTINGS,
        FALSE);
  }
}

static void
test_other_answers_are_not_about_a_voice (void)
{
  assert_answer_about_voice (401, voice_words[0],
      QWENTTS_ERROR_AUTHENTICATION, FALSE);
  assert_answer_about_voice (402, voice_words[0], QWENTTS_ERROR_QUOTA, FALSE);
  assert_answer_about_voice (403, voice_words[0], QWENTTS_ERROR_PERMISSION,
      FALSE);
  assert_answer_about_voice (413, voice_words[0], QWENTTS_ERROR_SETTINGS,
      FALSE);
}

/* A code or a parameter that says more than the message. */
static void
test_code_and_parameter_come_before_the_message (void)
{
  g_autoptr (GError) gone = from_answer (404, "{\"error\":{\"code\":"
      "\"model_unavailable\",\"message\":\"no voice\"}}");
  g_autoptr (GError) refused = from_answer (400, "{\"error\":{\"code\":"
      "\"content_policy_violation\",\"message\":\"no voice\"}}");
  g_autoptr (GError) design = from_answer (400, "{\"error\":{\"param\":"
      "\"voice_prompt\",\"message\":\"a voice is not described so\"}}");
  g_autoptr (GError) speech = from_answer (400, "{\"error\":{\"param\":"
      "\"voice\",\"message\":\"Invalid parameter\"}}");

  g_assert_error (gone, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  assert_about_voice (gone, FALSE);
  g_assert_error (refused, QWENTTS_ERROR, QWENTTS_ERROR_MODERATION);
  assert_about_voice (refused, FALSE);
  assert_about_voice (design, FALSE);
  assert_about_voice (speech, TRUE);
}

static void
test_only_the_service_speaks_of_voices (void)
{
  g_autoptr (GError) page = from_answer (404, "<html>Voice not found</html>");
  g_autoptr (GError) string = from_answer (404,
      "{\"error\":\"Voice not found\"}");

  assert_about_voice (page, FALSE);
  assert_about_voice (string, TRUE);
}

static void
assert_task_about_voice (const gchar * code, const gchar * words,
    gboolean is_about_voice)
{
  g_autoptr (GError) error = qwentts_error_from_task_code (code, words);

  assert_about_voice (error, is_about_voice);
}

static void
test_failed_task_tells_how_to_make_an_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (voice_words); i++) {
    assert_task_about_voice ("invalid_parameters", voice_words[i], TRUE);
    assert_task_about_voice ("Resource_Not_Found", voice_words[i], TRUE);
    assert_task_about_voice ("model_unavailable", voice_words[i], FALSE);
    assert_task_about_voice ("service_error", voice_words[i], FALSE);
    assert_task_about_voice (NULL, voice_words[i], FALSE);
  }
  for (guint i = 0; i < G_N_ELEMENTS (other_words); i++) {
    assert_task_about_voice ("invalid_parameters", other_words[i], FALSE);
    assert_task_about_voice ("resource_not_found", other_words[i], FALSE);
  }
  assert_task_about_voice ("invalid_parameters", NULL, FALSE);
}

static void
test_cancelled_task_is_a_server_error (void)
{
  QwenttsTask task = {.id = (gchar *) "task-1",
    .status = QWENTTS_TASK_CANCELLED
  };
  g_autoptr (GError) error = qwentts_task_to_error (&task);

  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  g_assert_false (qwentts_error_get_details (error)->is_retryable);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, "task-1");
}

static void
test_expired_task_is_a_server_error (void)
{
  QwenttsTask task = {.id = (gchar *) "task-1",.status = QWENTTS_TASK_EXPIRED };
  g_autoptr (GError) error = qwentts_task_to_error (&task);

  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  g_assert_true (qwentts_error_get_details (error)->is_retryable);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, "task-1");
}

static void
test_categories_have_names (void)
{
  static const gchar *const names[] = { "settings", "authentication",
    "permission", "quota", "not-found", "moderation", "rate-limit", "server",
    "network", "timeout", "protocol"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (qwentts_error_get_category (i), ==, names[i]);
}

static gchar *
quote (const gchar * data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  return qwentts_quote_body (body, SECRET);
}

static void
test_quotes_as_shown_text (void)
{
  g_autofree gchar *nothing = quote (NULL, 0);
  g_autofree gchar *control = quote ("a\r\n\033[31mb\0c\377d", 13);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (g_utf8_validate (control, -1, NULL));
  g_assert_cmpstr (control, ==, "a   [31mb\357\277\275c\357\277\275d");
}

static void
test_quotes_little (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree gchar *quoted = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "\346\227\245");
  quoted = quote (text->str, text->len);

  g_assert_true (g_utf8_validate (quoted, -1, NULL));
  g_assert_cmpuint (strlen (quoted), <=, QUOTE_MAX_SIZE);
  g_assert_cmpuint (strlen (quoted), >, QUOTE_MAX_SIZE - 4);
}

/* Neither whole nor in part: at the limit, and where the body was cut. */
static void
test_quotes_without_secret (void)
{
  for (gsize before = QUOTE_MAX_SIZE - 20; before < QUOTE_MAX_SIZE + 20;
      before++) {
    g_autofree gchar *filling = g_strnfill (before, 'x');
    g_autofree gchar *text = g_strconcat (filling, SECRET, "yyyy", NULL);
    g_autofree gchar *whole = quote (text, strlen (text));
    g_autofree gchar *cut = quote (text, before + strlen (SECRET) - 1);

    g_assert_null (strstr (whole, "sk-s"));
    g_assert_null (strstr (cut, "sk-s"));
  }
}

/* What a hostile service says is shown in terminals and put into messages. */
static void
test_words_are_short_text (void)
{
  g_autofree gchar *filling = g_strnfill (100000, 'x');
  g_autofree gchar *body = g_strdup_printf ("{\"error\":{"
      "\"code\":\"\\u001b[31m%s\",\"type\":\"\\n%s\","
      "\"message\":\"\\u001b[31m\\r\\n\\ud800%s\"}}", filling, filling,
      filling);
  g_autoptr (GError) error = from_answer (500, body);
  QwenttsErrorDetails *details = qwentts_error_get_details (error);
  const gchar *const texts[] = { details->service_words, details->api_code,
    details->api_type
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_utf8_validate (texts[i], -1, NULL));
    g_assert_cmpuint (strlen (texts[i]), <=, QUOTE_MAX_SIZE);
    for (const gchar * c = texts[i]; *c; c++)
      g_assert_false (g_ascii_iscntrl (*c));
  }
}

static void
test_request_id_is_utf8 (void)
{
  g_autoptr (GBytes) body = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = qwentts_error_from_answer (500, body,
      "id-\377\376-" SECRET, SECRET);
  const gchar *id = qwentts_error_get_details (error)->request_id;

  g_assert_true (g_utf8_validate (id, -1, NULL));
  g_assert_true (g_str_has_prefix (id, "id-"));
  g_assert_true (g_str_has_suffix (id, "-***"));
}

static void
test_hides_secret (void)
{
  g_autoptr (GError) error = from_answer (401, "{\"error\":{\"code\":\""
      SECRET "\",\"message\":\"not " SECRET "\",\"type\":\"" SECRET "\"}}");
  g_autoptr (GError) page = from_answer (401, "<html>" SECRET "</html>");

  g_assert_cmpstr (qwentts_error_get_details (error)->api_code, ==, "***");
  g_assert_cmpstr (qwentts_error_get_details (error)->api_type, ==, "***");
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==,
      "not ***");
  g_assert_cmpstr (qwentts_error_get_details (page)->service_words, ==,
      "<html>***</html>");
}

#define add(path, func) g_test_add_func ("/service-error/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("knows-each-answer", test_knows_each_answer);
  add ("takes-any-kind-of-code", test_takes_any_kind_of_code);
  add ("knows-each-task-code", test_knows_each_task_code);
  add ("refusal-is-certain", test_refusal_is_certain);
  add ("end-without-an-answer-is-no-refusal",
      test_end_without_an_answer_is_no_refusal);
  add ("tells-how-to-make-an-unknown-voice",
      test_tells_how_to_make_an_unknown_voice);
  add ("refused-design-is-no-unknown-voice",
      test_refused_design_is_no_unknown_voice);
  add ("other-answers-are-not-about-a-voice",
      test_other_answers_are_not_about_a_voice);
  add ("code-and-parameter-come-before-the-message",
      test_code_and_parameter_come_before_the_message);
  add ("only-the-service-speaks-of-voices",
      test_only_the_service_speaks_of_voices);
  add ("failed-task-tells-how-to-make-an-unknown-voice",
      test_failed_task_tells_how_to_make_an_unknown_voice);
  add ("cancelled-task-is-a-server-error",
      test_cancelled_task_is_a_server_error);
  add ("expired-task-is-a-server-error", test_expired_task_is_a_server_error);
  add ("categories-have-names", test_categories_have_names);
  add ("quotes-as-shown-text", test_quotes_as_shown_text);
  add ("quotes-little", test_quotes_little);
  add ("quotes-without-secret", test_quotes_without_secret);
  add ("words-are-short-text", test_words_are_short_text);
  add ("request-id-is-utf8", test_request_id_is_utf8);
  add ("hides-secret", test_hides_secret);

  return g_test_run ();
}
