/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is sent, to the letter, as the simulator's log has it. */
#include "api-fixture.h"

#include <string.h>

#include "api/request.h"

#define add(path, func) \
  g_test_add ("/wire-format/" path, ApiFixture, NULL, api_fixture_set_up, \
      func, api_fixture_tear_down)

static QwenttsSimulatorRequest *
get_request (GPtrArray * requests, QwenttsSimulatorKind kind)
{
  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = g_ptr_array_index (requests, i);

    if (request->kind == kind)
      return request;
  }
  g_assert_not_reached ();
}

static gint
compare_names (gconstpointer one, gconstpointer other)
{
  return strcmp (*(const gchar * const *) one, *(const gchar * const *) other);
}

/* The names of the headers in lower case, sorted, with commas between. */
static gchar *
list_headers (const QwenttsSimulatorRequest * request)
{
  g_auto (GStrv) lines = g_strsplit (request->headers, "\n", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] && *lines[i]; i++) {
    *strchr (lines[i], ':') = '\0';
    g_ptr_array_add (names, g_ascii_strdown (lines[i], -1));
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (gchar **) names->pdata);
}

static void
assert_header (ApiFixture * fixture, QwenttsSimulatorKind kind,
    const gchar * name, const gchar * expected)
{
  g_autofree gchar *value = api_get_header (fixture->simulator, kind, 0, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_submit (ApiFixture * fixture, gconstpointer data)
{
  QwenttsClient *client = api_fixture_get_client (fixture);
  g_autoptr (GBytes) body = api_fixture_make_body (fixture);
  g_autofree gchar *length = g_strdup_printf ("%" G_GSIZE_FORMAT,
      g_bytes_get_size (body));
  g_autofree gchar *expected = g_strdup_printf
      ("{\"model\":\"qwen3-tts-vd\",\"prompt\":\"Good evening.\","
      "\"voice\":\"%s\"}", qwentts_simulator_get_voice (fixture->simulator));
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsTask) task = qwentts_client_submit (client, body,
      "an-idempotency-key", G_MAXINT64, NULL, &error);
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (fixture->simulator);
  QwenttsSimulatorRequest *request = get_request (requests,
      QWENTTS_SIMULATOR_SUBMIT);
  g_autofree gchar *headers = list_headers (request);

  g_assert_no_error (error);
  g_assert_nonnull (task);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, "/v1/audios/generations");
  g_assert_cmpstr (request->body, ==, expected);
  g_assert_cmpstr (headers, ==, "accept-encoding,authorization,connection,"
      "content-length,content-type,host,idempotency-key,user-agent");
  assert_header (fixture, request->kind, "Authorization", "Bearer " API_KEY);
  assert_header (fixture, request->kind, "Idempotency-Key",
      "an-idempotency-key");
  assert_header (fixture, request->kind, "Content-Type", "application/json");
  assert_header (fixture, request->kind, "Accept-Encoding", "identity");
  /* Or one more connection would be kept for each request. */
  assert_header (fixture, request->kind, "Connection", "close");
  assert_header (fixture, request->kind, "Content-Length", length);
  assert_header (fixture, request->kind, "User-Agent", "test-agent/1");
}

static void
test_poll (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *path = NULL;
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree gchar *headers = NULL;
  QwenttsSimulatorRequest *request;

  path = g_strconcat ("/v1/tasks/", task->id, NULL);
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  request = get_request (requests, QWENTTS_SIMULATOR_POLL);
  headers = list_headers (request);

  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->path, ==, path);
  g_assert_cmpstr (request->body, ==, "");
  g_assert_cmpstr (headers, ==, "accept-encoding,authorization,connection,"
      "host,user-agent");
  assert_header (fixture, request->kind, "Authorization", "Bearer " API_KEY);
  assert_header (fixture, request->kind, "Accept-Encoding", "identity");
  assert_header (fixture, request->kind, "User-Agent", "test-agent/1");
}

static void
test_download (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree gchar *headers = NULL;
  QwenttsSimulatorRequest *request;

  api_run_job_well (fixture);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  request = get_request (requests, QWENTTS_SIMULATOR_DOWNLOAD);
  headers = list_headers (request);

  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->body, ==, "");
  g_assert_cmpstr (headers, ==, "accept-encoding,connection,host,user-agent");
  assert_header (fixture, request->kind, "Accept-Encoding", "identity");
  api_assert_no_key_in_downloads (fixture->simulator);
}

/* The simulator refuses a member that the page does not know. */
static void
test_all_members_are_taken (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSpeechRequest request = {
    .model = QWENTTS_DEFAULT_SPEECH_MODEL,
    .text = "\346\227\245\346\234\254",
    .voice = qwentts_simulator_get_voice (fixture->simulator),
    .language_type = "Japanese",
    .callback_url = "https://example.com/done?a=b&c=d",
  };
  QwenttsClient *client = api_fixture_get_client (fixture);
  g_autoptr (GBytes) body = qwentts_speech_request_to_json (&request);
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsTask) task = qwentts_client_submit (client, body,
      "an-idempotency-key", G_MAXINT64, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==, 1);
}

/* With a path in the base URL, too. */
static void
test_base_url_has_a_path (ApiFixture * fixture, gconstpointer data)
{
  gchar *base = g_strconcat (fixture->connection.base_url, "/proxy/", NULL);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture->connection.base_url);
  fixture->connection.base_url = base;
  task = api_submit (fixture, NULL, &error);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  g_assert_cmpstr (get_request (requests, QWENTTS_SIMULATOR_OTHER)->path, ==,
      "/proxy/v1/audios/generations");
}

static void
test_job_is_three_requests (ApiFixture * fixture, gconstpointer data)
{
  QwenttsCounters counters;
  g_autoptr (GPtrArray) requests = NULL;

  qwentts_simulator_finish_jobs (fixture->simulator, TRUE);
  api_run_job_well (fixture);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  qwentts_client_get_counters (fixture->client, &counters);

  g_assert_cmpuint (requests->len, ==, 3);
  g_assert_cmpuint (counters.submits, ==, 1);
  g_assert_cmpuint (counters.polls, ==, 1);
  g_assert_cmpuint (counters.downloads, ==, 1);
  g_assert_cmpuint (counters.retries, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("submit", test_submit);
  add ("poll", test_poll);
  add ("download", test_download);
  add ("all-members-are-taken", test_all_members_are_taken);
  add ("base-url-has-a-path", test_base_url_has_a_path);
  add ("job-is-three-requests", test_job_is_three_requests);

  return g_test_run ();
}
