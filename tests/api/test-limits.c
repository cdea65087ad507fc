/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Answers that are too large, garbled or hostile. */
#include "api-fixture.h"

#include <gio/gio.h>
#include <string.h>

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define JSON_MAX_SIZE (1024 * 1024)

/* More than the client may use. */
#define ALL 100

/* A task whose answer has just this size. */
static GBytes *
make_task_of_size (gsize size)
{
  const gchar *start = "{\"id\":\"t\",\"status\":\"pending\",\"x\":\"";
  GString *json = g_string_new (start);

  while (json->len < size - 2)
    g_string_append_c (json, 'x');
  g_string_append (json, "\"}");
  return g_string_free_to_bytes (json);
}

static void
assert_submit_fails (ApiFixture * fixture, QwenttsError code, guint status)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (api_submit (fixture, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_cmpuint (qwentts_error_get_details (error)->http_status_code, ==,
      status);
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, 1);
}

static void
test_takes_largest_answer (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = make_task_of_size (JSON_MAX_SIZE);
  const QwenttsSimulatorFault fault = {.body = body };
  g_autoptr (QwenttsTask) task = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  task = api_submit_well (fixture);
  g_assert_cmpstr (task->id, ==, "t");
}

static void
test_refuses_larger_answer (ApiFixture * fixture, gconstpointer has_no_length)
{
  g_autoptr (GBytes) body = make_task_of_size (JSON_MAX_SIZE + 1);
  const QwenttsSimulatorFault fault = {.body = body,
    .has_no_length = GPOINTER_TO_INT (has_no_length)
  };

  api_add_fault (fixture, SUBMIT, &fault);
  assert_submit_fails (fixture, QWENTTS_ERROR_PROTOCOL, 200);
}

/* A small body that is unpacked to a large one. */
static void
test_refuses_larger_unpacked_answer (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) plain = make_task_of_size (100 * JSON_MAX_SIZE);
  g_autoptr (GConverter) packer =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  gsize plain_size, n_read, n_written;
  const guint8 *bytes = g_bytes_get_data (plain, &plain_size);
  g_autofree guint8 *packed = g_malloc (JSON_MAX_SIZE);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  QwenttsSimulatorFault fault = {.headers = "Content-Encoding: gzip\r\n" };

  g_assert_cmpint (g_converter_convert (packer, bytes, plain_size, packed,
          JSON_MAX_SIZE, G_CONVERTER_INPUT_AT_END, &n_read, &n_written,
          &error), ==, G_CONVERTER_FINISHED);
  body = g_bytes_new (packed, n_written);
  fault.body = body;
  api_add_fault (fixture, SUBMIT, &fault);
  assert_submit_fails (fixture, QWENTTS_ERROR_PROTOCOL, 200);
}

/* A status is an answer, however large the page that comes with it. */
static void
test_large_refusal_is_a_refusal (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = make_task_of_size (4 * JSON_MAX_SIZE);
  const QwenttsSimulatorFault fault = {.status = 500,.body = body };

  api_add_fault (fixture, SUBMIT, &fault);
  assert_submit_fails (fixture, QWENTTS_ERROR_SERVER, 500);
}

static void
test_large_gateway_page_is_repeated (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = make_task_of_size (4 * JSON_MAX_SIZE);
  const QwenttsSimulatorFault fault = {.status = 502,.body = body };
  g_autoptr (QwenttsTask) task = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  task = api_submit_well (fixture);
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==, 1);
}

/* What a paid request is answered with is not asked for again. */
static void
test_garbled_answer (ApiFixture * fixture, gconstpointer body)
{
  api_add_status (fixture, SUBMIT, ALL, 200, NULL, body);
  assert_submit_fails (fixture, QWENTTS_ERROR_PROTOCOL, 200);
}

/* Without a length it may have been cut: then it is a lost one. */
static void
test_garbled_answer_without_length (ApiFixture * fixture, gconstpointer text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  const QwenttsSimulatorFault fault = {.body = body,.has_no_length = TRUE };
  g_autoptr (QwenttsTask) task = NULL;

  api_add_fault (fixture, SUBMIT, &fault);
  task = api_submit_well (fixture);
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==, 1);
}

static void
test_nested_answer (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *brackets = g_strnfill (900000, '[');
  g_autofree gchar *body = g_strconcat ("{\"id\":\"t\",\"x\":", brackets, NULL);

  test_garbled_answer (fixture, body);
}

static void
test_nul_in_answer (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new ("{\"id\":\"t\"}\0", 11);
  const QwenttsSimulatorFault fault = {.body = body };

  api_add_fault (fixture, SUBMIT, &fault);
  assert_submit_fails (fixture, QWENTTS_ERROR_PROTOCOL, 200);
}

typedef struct
{
  GSocketListener *listener;
  GCancellable *end;
  const gchar *answer;
  gboolean is_endless;          /* zeros follow the answer */
  guint n_requests;
} RawServer;

/* More than any buffer on the way holds, so that it must not all be taken. */
static void
write_endlessly (GOutputStream * output)
{
  static const guint8 zeros[65536];
  guint n = 0;

  while (g_output_stream_write_all (output, zeros, sizeof zeros, NULL, NULL,
          NULL))
    g_assert_cmpuint (++n, <, 2000);
}

/* Answers each connection's first bytes with a text that need be no HTTP. */
static gpointer
run_raw_server (gpointer data)
{
  RawServer *server = data;
  g_autoptr (GSocketConnection) connection = NULL;

  while ((connection = g_socket_listener_accept (server->listener, NULL,
              server->end, NULL)) != NULL) {
    GIOStream *stream = G_IO_STREAM (connection);
    GOutputStream *output = g_io_stream_get_output_stream (stream);
    gchar buffer[4096];

    if (g_input_stream_read (g_io_stream_get_input_stream (stream), buffer,
            sizeof buffer, NULL, NULL) > 0) {
      server->n_requests++;
      g_output_stream_write_all (output, server->answer,
          strlen (server->answer), NULL, NULL, NULL);
      if (server->is_endless)
        write_endlessly (output);
      g_io_stream_close (stream, NULL, NULL);
    }
    g_clear_object (&connection);
  }
  return NULL;
}

/* Submits to a server that gives this answer, which must fail. */
static void
assert_raw_fails (ApiFixture * fixture, const gchar * answer,
    gboolean is_endless, QwenttsError code, guint n_requests)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GCancellable) end = g_cancellable_new ();
  RawServer server = { listener, end, answer, is_endless, 0 };
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpuint (port, !=, 0);
  thread = g_thread_new ("server", run_raw_server, &server);
  g_free (fixture->connection.base_url);
  fixture->connection.base_url = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_assert_null (api_submit (fixture, NULL, &error));
  g_cancellable_cancel (end);
  g_thread_join (thread);

  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_cmpuint (server.n_requests, ==, n_requests);
}

/* Whether it is the start of a head or no HTTP at all cannot be told. */
static void
test_no_head_is_a_lost_answer (ApiFixture * fixture, gconstpointer answer)
{
  assert_raw_fails (fixture, answer, FALSE, QWENTTS_ERROR_NETWORK, 2);
}

/* Nothing reads all of an answer before it looks at its size. */
static void
test_endless_answer_is_cut_off (ApiFixture * fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    QwenttsError error;
  } answers[] = {
    {200, QWENTTS_ERROR_PROTOCOL},
    {302, QWENTTS_ERROR_PROTOCOL},
    {401, QWENTTS_ERROR_AUTHENTICATION},
    {407, QWENTTS_ERROR_PROTOCOL},
    {500, QWENTTS_ERROR_SERVER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree gchar *head = g_strdup_printf ("HTTP/1.1 %u X\r\n"
        "WWW-Authenticate: Basic realm=\"x\"\r\n"
        "Proxy-Authenticate: Basic realm=\"x\"\r\n%s", answers[i].status,
        (const gchar *) data);

    g_clear_pointer (&fixture->client, qwentts_client_unref);
    assert_raw_fails (fixture, head, TRUE, answers[i].error, 1);
  }
}

static void
test_odd_request_id_is_text (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gchar *id;

  api_add_status (fixture, SUBMIT, ALL, 400,
      "x-request-id: a\377\033[31mb\r\n", NULL);
  g_assert_null (api_submit (fixture, NULL, &error));
  id = qwentts_error_get_details (error)->request_id;
  g_assert_true (g_utf8_validate (id, -1, NULL));
  g_assert_null (strchr (id, '\033'));
  g_assert_true (g_str_has_prefix (id, "a"));
}

static void
test_redirect_is_not_followed (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorKind kind = GPOINTER_TO_UINT (data);
  ApiFixture other = { 0 };
  g_autofree gchar *header = NULL;
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  api_fixture_set_up (&other, NULL);
  header = g_strdup_printf ("Location: %s/v1/audios/generations\r\n",
      other.connection.base_url);
  for (guint status = 300; status <= 308; status++) {
    guint n_before = api_count (fixture, kind);

    if (kind == POLL)
      task = api_submit_well (fixture);
    api_add_status (fixture, kind, 1, status, header, NULL);
    if (kind == POLL)
      g_assert_false (api_wait (fixture, &task, NULL, &error));
    else
      g_assert_null (api_submit (fixture, NULL, &error));
    api_assert_details (error, QWENTTS_ERROR_PROTOCOL, FALSE, status, NULL);
    g_assert_cmpuint (api_count (fixture, kind), ==, n_before + 1);
    g_clear_error (&error);
    g_clear_pointer (&task, qwentts_task_free);
  }
  for (guint k = 0; k < QWENTTS_SIMULATOR_N_KINDS; k++)
    g_assert_cmpuint (api_count (&other, k), ==, 0);
  api_fixture_tear_down (&other, NULL);
}

#define add(path, data, func) \
  g_test_add ("/limits/" path, ApiFixture, data, api_fixture_set_up, func, \
      api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("takes-largest-answer", NULL, test_takes_largest_answer);
  add ("refuses-larger-answer", GINT_TO_POINTER (FALSE),
      test_refuses_larger_answer);
  add ("refuses-larger-answer-without-length", GINT_TO_POINTER (TRUE),
      test_refuses_larger_answer);
  add ("refuses-larger-unpacked-answer", NULL,
      test_refuses_larger_unpacked_answer);
  add ("large-refusal-is-a-refusal", NULL, test_large_refusal_is_a_refusal);
  add ("large-gateway-page-is-repeated", NULL,
      test_large_gateway_page_is_repeated);
  add ("html", "<html>", test_garbled_answer);
  add ("empty", "", test_garbled_answer);
  add ("empty-without-length", "", test_garbled_answer_without_length);
  add ("cut-without-length", "{\"id\":\"t\"",
      test_garbled_answer_without_length);
  add ("array", "[]", test_garbled_answer);
  add ("no-id", "{}", test_garbled_answer);
  add ("comment", "{\"id\":\"t\"/* so */}", test_garbled_answer);
  add ("no-utf8", "{\"id\":\"t\",\"x\":\"\377\"}", test_garbled_answer);
  add ("nested", NULL, test_nested_answer);
  add ("nul", NULL, test_nul_in_answer);
  add ("other-protocol-is-a-lost-answer", "SSH-2.0-OpenSSH_9.2\r\n\r\n",
      test_no_head_is_a_lost_answer);
  add ("garbage-is-a-lost-answer", "\001\002\003\r\n\r\n",
      test_no_head_is_a_lost_answer);
  add ("one-byte-is-a-lost-answer", "H", test_no_head_is_a_lost_answer);
  add ("cut-status-line-is-a-lost-answer", "HTTP/1.1 200",
      test_no_head_is_a_lost_answer);
  add ("cut-head-is-a-lost-answer", "HTTP/1.1 200 OK\r\nContent-Le",
      test_no_head_is_a_lost_answer);
  add ("endless-answer-is-cut-off", "\r\n", test_endless_answer_is_cut_off);
  add ("endless-answer-with-length-is-cut-off",
      "Content-Length: 9223372036854775807\r\n\r\n",
      test_endless_answer_is_cut_off);
  add ("odd-request-id-is-text", NULL, test_odd_request_id_is_text);
  add ("submit-redirect-is-not-followed", GUINT_TO_POINTER (SUBMIT),
      test_redirect_is_not_followed);
  add ("poll-redirect-is-not-followed", GUINT_TO_POINTER (POLL),
      test_redirect_is_not_followed);

  return g_test_run ();
}
