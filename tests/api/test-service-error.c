/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each row of the table of errors. */
#include "service-answer.h"

#include <string.h>

#include "api/error.h"
#include "api/task.h"

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
    g_autoptr (GError) error = service_answer_error (answers[i].status, body);
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
  g_autoptr (GError) number = service_answer_error (500,
      "{\"error\":{\"code\":1234,\"message\":\"words\",\"type\":\"\"}}");
  g_autoptr (GError) none = service_answer_error (500,
      "{\"error\":{\"code\":null,\"message\":7,\"type\":[]}}");
  g_autoptr (GError) string =
      service_answer_error (500, "{\"error\":\"words\"}");

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
    g_autoptr (GError) error = service_answer_error (outcomes[i].status, body);

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
  add ("cancelled-task-is-a-server-error",
      test_cancelled_task_is_a_server_error);
  add ("expired-task-is-a-server-error", test_expired_task_is_a_server_error);
  add ("categories-have-names", test_categories_have_names);

  return g_test_run ();
}
