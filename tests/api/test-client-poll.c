/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Polling: what fails, what is repeated, and how tasks fail. */
#include "api-fixture.h"

#include <string.h>

#define POLL QWENTTS_SIMULATOR_POLL

/* More than the client may use. */
#define ALL 100

static void
assert_one_task (ApiFixture * fixture)
{
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==, 1);
  g_assert_cmpuint (api_count (fixture, QWENTTS_SIMULATOR_SUBMIT), ==, 1);
}

/* Submits and waits, which must fail. */
static GError *
fail_to_wait (ApiFixture * fixture)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  GError *error = NULL;

  g_assert_false (api_wait (fixture, &task, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task->id);
  assert_one_task (fixture);
  return error;
}

/* Submits and waits, which must end well. */
static void
wait_well (ApiFixture * fixture)
{
  g_autofree gchar *url = api_make_audio_url (fixture);

  g_assert_nonnull (url);
  assert_one_task (fixture);
}

typedef struct
{
  guint status;
  const gchar *code;
  QwenttsError error;
  gboolean is_retryable;
} Answer;

static const Answer repeated[] = {
  {429, "rate_limit_exceeded", QWENTTS_ERROR_RATE_LIMIT, TRUE},
  {500, "internal_error", QWENTTS_ERROR_SERVER, TRUE},
  {502, "bad_gateway", QWENTTS_ERROR_SERVER, TRUE},
  {503, "service_unavailable", QWENTTS_ERROR_SERVER, TRUE},
  {504, "gateway_timeout", QWENTTS_ERROR_SERVER, TRUE},
  {408, "request_timeout", QWENTTS_ERROR_TIMEOUT, TRUE},
};

static const Answer not_repeated[] = {
  {400, "invalid_task_id", QWENTTS_ERROR_SETTINGS, FALSE},
  {401, "unauthorized", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {402, "quota_exceeded", QWENTTS_ERROR_QUOTA, FALSE},
  {403, "permission_denied", QWENTTS_ERROR_PERMISSION, FALSE},
  {404, "task_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {302, "found", QWENTTS_ERROR_PROTOCOL, FALSE},
};

static void
add_answer (ApiFixture * fixture, guint count, const Answer * answer)
{
  g_autofree gchar *json = g_strdup_printf ("{\"error\":{\"code\":\"%s\","
      "\"message\":\"words\",\"type\":\"kind\"}}", answer->code);

  api_add_status (fixture, POLL, count, answer->status,
      "x-request-id: \r\nx-oneapi-request-id: request-1\r\n", json);
}

static void
assert_fails_with (ApiFixture * fixture, const Answer * answer,
    guint n_requests)
{
  g_autoptr (GError) error = NULL;

  add_answer (fixture, ALL, answer);
  error = fail_to_wait (fixture);
  api_assert_details (error, answer->error, answer->is_retryable,
      answer->status, answer->code);
  g_assert_cmpstr (qwentts_error_get_details (error)->api_type, ==, "kind");
  g_assert_cmpstr (qwentts_error_get_details (error)->request_id, ==,
      "request-1");
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==,
      "words");
  g_assert_cmpuint (api_count (fixture, POLL), ==, n_requests);
}

static void
test_fails_after_all_repeats (ApiFixture * fixture, gconstpointer answer)
{
  assert_fails_with (fixture, answer, 4);
}

static void
test_fails_at_once (ApiFixture * fixture, gconstpointer answer)
{
  assert_fails_with (fixture, answer, 1);
}

static void
test_no_retries_is_no_repeat (ApiFixture * fixture, gconstpointer answer)
{
  fixture->connection.retries = 0;
  assert_fails_with (fixture, answer, 1);
}

static void
test_last_repeat_succeeds (ApiFixture * fixture, gconstpointer answer)
{
  QwenttsCounters counters;

  add_answer (fixture, 3, answer);
  wait_well (fixture);
  qwentts_client_get_counters (fixture->client, &counters);
  g_assert_cmpuint (counters.retries, ==, 3);
}

static void
test_repeats_without_end (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.retries = -1;
  add_answer (fixture, 50, &repeated[1]);
  wait_well (fixture);
  g_assert_cmpuint (api_count (fixture, POLL), >=, 51);
}

/* Each poll has all repeats. */
static void
test_repeats_count_anew (ApiFixture * fixture, gconstpointer data)
{
  static const gchar pending[] = "{\"id\":\"t\",\"status\":\"pending\"}";

  fixture->connection.retries = 1;
  for (guint i = 0; i < 5; i++) {
    add_answer (fixture, 1, &repeated[1]);
    api_add_status (fixture, POLL, 1, 200, NULL, pending);
  }
  wait_well (fixture);
}

static void
test_bad_page_is_repeated (ApiFixture * fixture, gconstpointer body)
{
  g_autoptr (GError) error = NULL;

  api_add_status (fixture, POLL, ALL, 200, NULL, body);
  error = fail_to_wait (fixture);
  api_assert_details (error, QWENTTS_ERROR_PROTOCOL, FALSE, 200, NULL);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 4);
}

static void
test_bad_page_passes (ApiFixture * fixture, gconstpointer body)
{
  api_add_status (fixture, POLL, 2, 203, NULL, body);
  wait_well (fixture);
}

static const struct
{
  const gchar *name;
  QwenttsSimulatorFault fault;
  QwenttsError error;
  guint n_polls;
} broken[] = {
  {"closed", {.end = QWENTTS_SIMULATOR_END_CLOSE}, QWENTTS_ERROR_NETWORK, 4},
  {"reset", {.end = QWENTTS_SIMULATOR_END_RESET}, QWENTTS_ERROR_NETWORK, 4},
  {"lost", {.lost_before = TRUE}, QWENTTS_ERROR_NETWORK, 4},
  {"cut", {.end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -1},
      QWENTTS_ERROR_NETWORK, 4},
  {"cut-without-length", {.end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -1,
          .has_no_length = TRUE}, QWENTTS_ERROR_NETWORK, 4},
  {"stalled", {.end = QWENTTS_SIMULATOR_END_STALL}, QWENTTS_ERROR_TIMEOUT, 2},
  {"stalled-in-body", {.end = QWENTTS_SIMULATOR_END_STALL,.cut = -1},
      QWENTTS_ERROR_TIMEOUT, 2},
};

static void
test_broken_answer (ApiFixture * fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  QwenttsSimulatorFault fault = broken[i].fault;
  g_autoptr (GError) error = NULL;

  fault.count = ALL;
  fixture->connection.timeout_s = 1;
  fixture->connection.retries = broken[i].n_polls - 1;
  api_add_fault (fixture, POLL, &fault);
  error = fail_to_wait (fixture);
  g_assert_error (error, QWENTTS_ERROR, (gint) broken[i].error);
  g_assert_cmpuint (api_count (fixture, POLL), >=, broken[i].n_polls);
}

static void
test_broken_answer_passes (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.timeout_s = 1;
  api_add_fault (fixture, POLL, &broken[GPOINTER_TO_UINT (data)].fault);
  wait_well (fixture);
}

/* A slow answer is none that stalls. */
static void
test_slow_answer_is_waited_for (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.trickle_size = 60,.trickle_ms = 150 };

  fixture->connection.timeout_s = 1;
  api_add_fault (fixture, POLL, &fault);
  wait_well (fixture);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
}

static void
assert_task_fails (ApiFixture * fixture, const gchar * status,
    const gchar * json, QwenttsError code, const gchar * api_code,
    const gchar * words)
{
  g_autoptr (GError) error = NULL;

  qwentts_simulator_fail_tasks (fixture->simulator, 1, status, json);
  error = fail_to_wait (fixture);
  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_cmpuint (qwentts_error_get_details (error)->http_status_code, ==, 0);
  g_assert_cmpstr (qwentts_error_get_details (error)->api_code, ==, api_code);
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==, words);
  g_assert_nonnull (qwentts_error_get_details (error)->request_id);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
}

static void
test_failed_task_is_not_submitted_again (ApiFixture * fixture,
    gconstpointer data)
{
  assert_task_fails (fixture, "failed",
      "{\"code\":\"service_error\",\"message\":\"words\"}",
      QWENTTS_ERROR_SERVER, "service_error", "words");
}

static void
test_failed_task_with_words_only (ApiFixture * fixture, gconstpointer data)
{
  assert_task_fails (fixture, "FAILED", "\"words\"", QWENTTS_ERROR_SERVER,
      NULL, "words");
}

static void
test_failed_task_without_error (ApiFixture * fixture, gconstpointer data)
{
  assert_task_fails (fixture, "failed", NULL, QWENTTS_ERROR_SERVER, NULL, NULL);
}

static void
test_failed_task_with_null (ApiFixture * fixture, gconstpointer data)
{
  assert_task_fails (fixture, "failed", "null", QWENTTS_ERROR_SERVER, NULL,
      NULL);
}

static void
test_refused_text (ApiFixture * fixture, gconstpointer data)
{
  assert_task_fails (fixture, "failed",
      "{\"code\":\"content_policy_violation\",\"message\":\"words\"}",
      QWENTTS_ERROR_MODERATION, "content_policy_violation", "words");
}

static void
test_cancelled_task (ApiFixture * fixture, gconstpointer status)
{
  assert_task_fails (fixture, status, NULL, QWENTTS_ERROR_SERVER, NULL, NULL);
}

static void
add_each (const gchar * name, const Answer * answers, guint n_answers,
    void (*func) (ApiFixture *, gconstpointer))
{
  for (guint i = 0; i < n_answers; i++) {
    g_autofree gchar *path = g_strdup_printf ("/client-poll/%s/%u", name,
        answers[i].status);

    g_test_add (path, ApiFixture, &answers[i], api_fixture_set_up, func,
        api_fixture_tear_down);
  }
}

static void
add_broken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree gchar *fails = g_strdup_printf ("/client-poll/fails-when/%s",
        broken[i].name);
    g_autofree gchar *passes = g_strdup_printf ("/client-poll/goes-on-when/%s",
        broken[i].name);

    g_test_add (fails, ApiFixture, GUINT_TO_POINTER (i), api_fixture_set_up,
        test_broken_answer, api_fixture_tear_down);
    g_test_add (passes, ApiFixture, GUINT_TO_POINTER (i), api_fixture_set_up,
        test_broken_answer_passes, api_fixture_tear_down);
  }
}

#define add_all(name, answers, func) \
  add_each (name, answers, G_N_ELEMENTS (answers), func)
#define add(path, data, func) \
  g_test_add ("/client-poll/" path, ApiFixture, data, api_fixture_set_up, \
      func, api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_all ("fails-after-all-repeats", repeated, test_fails_after_all_repeats);
  add_all ("last-repeat-succeeds", repeated, test_last_repeat_succeeds);
  add_all ("no-retries-is-no-repeat", repeated, test_no_retries_is_no_repeat);
  add_all ("fails-at-once", not_repeated, test_fails_at_once);
  add ("repeats-without-end", NULL, test_repeats_without_end);
  add ("repeats-count-anew", NULL, test_repeats_count_anew);
  add ("empty-page-is-repeated", "", test_bad_page_is_repeated);
  add ("html-is-repeated", "<html></html>", test_bad_page_is_repeated);
  add ("no-object-is-repeated", "[]", test_bad_page_is_repeated);
  add ("no-id-is-repeated", "{\"status\":\"completed\"}",
      test_bad_page_is_repeated);
  add ("odd-id-is-repeated", "{\"id\":\"../x\"}", test_bad_page_is_repeated);
  add ("html-passes", "<html></html>", test_bad_page_passes);
  add_broken ();
  add ("slow-answer-is-waited-for", NULL, test_slow_answer_is_waited_for);
  add ("failed-task-is-not-submitted-again", NULL,
      test_failed_task_is_not_submitted_again);
  add ("failed-task-with-words-only", NULL, test_failed_task_with_words_only);
  add ("failed-task-without-error", NULL, test_failed_task_without_error);
  add ("failed-task-with-null", NULL, test_failed_task_with_null);
  add ("refused-text", NULL, test_refused_text);
  add ("cancelled-task", "cancelled", test_cancelled_task);
  add ("canceled-task", "Canceled", test_cancelled_task);
  add ("expired-task", "expired", test_cancelled_task);

  return g_test_run ();
}
