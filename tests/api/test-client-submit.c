/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Asking for a task: what is repeated, and that nothing is paid for twice. */
#include "api-fixture.h"

#include <string.h>

#include "api/service-error.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT

/* More than the client may use. */
#define ALL 100

static void
assert_cost (ApiFixture * fixture, guint n_requests, guint n_tasks)
{
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, n_requests);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==,
      n_tasks);
}

static void
assert_same_keys (ApiFixture * fixture, guint n_requests)
{
  g_autofree gchar *first = api_get_header (fixture->simulator, SUBMIT, 0,
      "Idempotency-Key");

  g_assert_nonnull (first);
  for (guint i = 1; i < n_requests; i++) {
    g_autofree gchar *key = api_get_header (fixture->simulator, SUBMIT, i,
        "Idempotency-Key");

    g_assert_cmpstr (key, ==, first);
  }
}

static gchar *
make_error_body (const gchar * code)
{
  return g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"words\","
      "\"type\":\"kind\"}}", code);
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
  {502, "bad_gateway", QWENTTS_ERROR_SERVER, TRUE},
  {503, "service_unavailable", QWENTTS_ERROR_SERVER, TRUE},
  {503, "no_available_channel", QWENTTS_ERROR_SERVER, TRUE},
  {409, "paid_outcome_unknown", QWENTTS_ERROR_SERVER, TRUE},
};

static const Answer not_repeated[] = {
  {400, "invalid_parameter", QWENTTS_ERROR_SETTINGS, FALSE},
  {400, "missing_text", QWENTTS_ERROR_SETTINGS, FALSE},
  {401, "unauthorized", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {402, "insufficient_quota", QWENTTS_ERROR_QUOTA, FALSE},
  {403, "permission_denied", QWENTTS_ERROR_PERMISSION, FALSE},
  {403, "key_disabled", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {403, "key_expired", QWENTTS_ERROR_AUTHENTICATION, FALSE},
  {404, "model_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {408, "request_timeout", QWENTTS_ERROR_TIMEOUT, TRUE},
  {409, "idempotency_conflict", QWENTTS_ERROR_PROTOCOL, FALSE},
  {500, "internal_error", QWENTTS_ERROR_SERVER, TRUE},
  {501, "not_implemented", QWENTTS_ERROR_SERVER, TRUE},
  {503, "model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE},
  {504, "gateway_timeout", QWENTTS_ERROR_SERVER, TRUE},
};

static void
assert_fails_with (ApiFixture * fixture, const Answer * answer,
    const QwenttsSimulatorFault * changes, guint n_requests, guint n_tasks)
{
  QwenttsSimulatorFault fault = changes ? *changes
      : (QwenttsSimulatorFault) { 0 };
  g_autofree gchar *json = make_error_body (answer->code);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;

  fault.count = ALL;
  fault.status = answer->status;
  fault.body = body;
  fault.headers = "x-request-id: request-1\r\n";
  api_add_fault (fixture, SUBMIT, &fault);

  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, answer->error, answer->is_retryable,
      answer->status, answer->code);
  g_assert_cmpstr (qwentts_error_get_details (error)->api_type, ==, "kind");
  g_assert_cmpstr (qwentts_error_get_details (error)->request_id, ==,
      "request-1");
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==,
      "words");
  assert_cost (fixture, n_requests, n_tasks);
  assert_same_keys (fixture, n_requests);
}

static void
test_repeats_once (ApiFixture * fixture, gconstpointer answer)
{
  assert_fails_with (fixture, answer, NULL, 2, 0);
}

static void
test_never_repeats (ApiFixture * fixture, gconstpointer answer)
{
  assert_fails_with (fixture, answer, NULL, 1, 0);
}

/* A gateway fails after the service has taken the request. */
static void
test_never_pays_twice (ApiFixture * fixture, gconstpointer answer)
{
  QwenttsSimulatorFault fault = {.is_carried_out = TRUE };

  assert_fails_with (fixture, answer, &fault, 1, 1);
}

static void
test_never_pays_twice_though_repeated (ApiFixture * fixture,
    gconstpointer answer)
{
  QwenttsSimulatorFault fault = {.is_carried_out = TRUE };

  assert_fails_with (fixture, answer, &fault, 2, 1);
}

static void
test_succeeds_after_one_repeat (ApiFixture * fixture, gconstpointer data)
{
  const Answer *answer = data;
  g_autofree gchar *json = make_error_body (answer->code);
  g_autoptr (QwenttsTask) task = NULL;
  QwenttsCounters counters;

  api_add_status (fixture, SUBMIT, 1, answer->status, NULL, json);
  task = api_submit_well (fixture);
  qwentts_client_get_counters (fixture->client, &counters);

  assert_cost (fixture, 2, 1);
  assert_same_keys (fixture, 2);
  g_assert_cmpuint (counters.submits, ==, 1);
  g_assert_cmpuint (counters.retries, ==, 1);
}

/* The status has come: that the body is cut does not make it a lost answer. */
static void
test_cut_refusal_is_no_lost_answer (ApiFixture * fixture, gconstpointer end)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("<html>oh</html>", 15);
  QwenttsSimulatorFault fault = {
    .count = ALL,
    .status = 500,
    .is_carried_out = TRUE,
    .body = body,
    .end = GPOINTER_TO_INT (end),
    .cut = -3,
  };
  g_autoptr (GError) error = NULL;

  fixture->connection.timeout_s = 1;
  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_SERVER, TRUE, 500, NULL);
  assert_cost (fixture, 1, 1);
}

static void
test_repeats_lost_answer_once (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = ALL,
    .end = QWENTTS_SIMULATOR_END_CLOSE
  };
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  assert_cost (fixture, 2, 1);
  assert_same_keys (fixture, 2);
}

static void
test_repeats_lost_request_once (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = ALL,.lost_before = TRUE,
    .end = QWENTTS_SIMULATOR_END_RESET
  };
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  assert_cost (fixture, 2, 0);
}

static void
test_repeats_stalled_answer_once (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = ALL,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  g_autoptr (GError) error = NULL;

  fixture->connection.timeout_s = 1;
  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_TIMEOUT, TRUE, 0, NULL);
  assert_cost (fixture, 2, 1);
}

static void
test_no_retries_is_no_repeat (ApiFixture * fixture, gconstpointer data)
{
  const Answer *answer = data;
  g_autofree gchar *json = make_error_body (answer->code);
  g_autoptr (GError) error = NULL;

  fixture->connection.retries = 0;
  api_add_status (fixture, SUBMIT, ALL, answer->status, NULL, json);
  g_assert_null (api_submit (fixture, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, (gint) answer->error);
  assert_cost (fixture, 1, 0);
}

static void
test_endless_retries_repeat_once (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.retries = -1;
  assert_fails_with (fixture, &repeated[0], NULL, 2, 0);
}

static void
test_refusal_makes_no_task (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  api_add_status (fixture, SUBMIT, ALL, 429, NULL, NULL);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_RATE_LIMIT, TRUE, 429, NULL);
  g_assert_true (qwentts_error_is_refusal (error));
  assert_cost (fixture, 2, 0);
}

/* The first answer was lost and its task is there, whatever the second says. */
static void
test_lost_answer_outweighs_refusal (ApiFixture * fixture, gconstpointer status)
{
  QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_CLOSE };
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  api_add_status (fixture, SUBMIT, ALL, GPOINTER_TO_UINT (status), NULL, NULL);
  g_assert_null (api_submit (fixture, NULL, &error));
  g_assert_cmpuint (qwentts_error_get_details (error)->http_status_code, ==,
      GPOINTER_TO_UINT (status));
  g_assert_false (qwentts_error_is_refusal (error));
  assert_cost (fixture, 2, 1);
}

static void
test_conflict_after_lost_answer_is_refusal (ApiFixture * fixture,
    gconstpointer data)
{
  QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_CLOSE };
  g_autofree gchar *conflict = make_error_body ("idempotency_conflict");
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  api_add_status (fixture, SUBMIT, ALL, 409, NULL, conflict);
  g_assert_null (api_submit (fixture, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  g_assert_true (qwentts_error_is_refusal (error));
}

/* libsoup gives up a used connection by itself for a GET, if it ends without an
 * answer. It must not for a request that is paid. */
static void
test_used_connection_is_no_excuse (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_CLOSE };
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  fixture->connection.retries = 0;
  task = api_submit_well (fixture);
  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  assert_cost (fixture, 2, 2);
}

/* A port on which nobody listens, as long as the socket lives. */
static GSocket *
make_dead_port (guint16 * port)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
      G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static void
test_repeats_refused_connection (ApiFixture * fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) socket = make_dead_port (&port);
  g_autoptr (GError) error = NULL;
  QwenttsCounters counters;

  g_free (fixture->connection.base_url);
  fixture->connection.base_url = g_strdup_printf ("http://127.0.0.1:%u", port);
  fixture->connection.retries = 5;
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  g_assert_nonnull (strstr (error->message, "refused"));
  qwentts_client_get_counters (fixture->client, &counters);
  g_assert_cmpuint (counters.submits, ==, 1);
  g_assert_cmpuint (counters.retries, ==, 5);
  assert_cost (fixture, 0, 0);
}

static void
test_unknown_host_is_a_network_error (ApiFixture * fixture, gconstpointer data)
{
  /* No name has so long a part, so no server is asked for it. */
  g_autofree gchar *label = g_strnfill (64, 'x');
  g_autoptr (GError) error = NULL;

  g_free (fixture->connection.base_url);
  fixture->connection.base_url = g_strdup_printf ("https://%s.invalid", label);
  fixture->connection.retries = 1;
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  g_assert_nonnull (strstr (error->message, label));
}

static void
add_answers (const gchar * name, const Answer * answers, guint n_answers,
    void (*func) (ApiFixture *, gconstpointer))
{
  for (guint i = 0; i < n_answers; i++) {
    g_autofree gchar *path = g_strdup_printf ("/client-submit/%s/%u-%s", name,
        answers[i].status, answers[i].code);

    g_test_add (path, ApiFixture, &answers[i], api_fixture_set_up, func,
        api_fixture_tear_down);
  }
}

#define add_all(name, answers, func) \
  add_answers (name, answers, G_N_ELEMENTS (answers), func)
#define add(path, data, func) \
  g_test_add ("/client-submit/" path, ApiFixture, data, api_fixture_set_up, \
      func, api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_all ("repeats-once", repeated, test_repeats_once);
  add_all ("never-repeats", not_repeated, test_never_repeats);
  add_all ("never-pays-twice", not_repeated, test_never_pays_twice);
  add_all ("never-pays-twice-though-repeated", repeated,
      test_never_pays_twice_though_repeated);
  add_all ("succeeds-after-one-repeat", repeated,
      test_succeeds_after_one_repeat);
  add_all ("no-retries-is-no-repeat", repeated, test_no_retries_is_no_repeat);
  add ("cut-refusal-is-no-lost-answer",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_END_CLOSE),
      test_cut_refusal_is_no_lost_answer);
  add ("reset-refusal-is-no-lost-answer",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_END_RESET),
      test_cut_refusal_is_no_lost_answer);
  add ("stalled-refusal-is-no-lost-answer",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_END_STALL),
      test_cut_refusal_is_no_lost_answer);
  add ("repeats-lost-answer-once", NULL, test_repeats_lost_answer_once);
  add ("repeats-lost-request-once", NULL, test_repeats_lost_request_once);
  add ("repeats-stalled-answer-once", NULL, test_repeats_stalled_answer_once);
  add ("endless-retries-repeat-once", NULL, test_endless_retries_repeat_once);
  add ("refusal-makes-no-task", NULL, test_refusal_makes_no_task);
  add ("lost-answer-outweighs-refusal/400", GUINT_TO_POINTER (400),
      test_lost_answer_outweighs_refusal);
  add ("lost-answer-outweighs-refusal/401", GUINT_TO_POINTER (401),
      test_lost_answer_outweighs_refusal);
  add ("lost-answer-outweighs-refusal/429", GUINT_TO_POINTER (429),
      test_lost_answer_outweighs_refusal);
  add ("conflict-after-lost-answer-is-refusal", NULL,
      test_conflict_after_lost_answer_is_refusal);
  add ("used-connection-is-no-excuse", NULL, test_used_connection_is_no_excuse);
  add ("repeats-refused-connection", NULL, test_repeats_refused_connection);
  add ("unknown-host-is-a-network-error", NULL,
      test_unknown_host_is_a_network_error);

  return g_test_run ();
}
