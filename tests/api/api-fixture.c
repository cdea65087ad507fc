/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api-fixture.h"

#include <string.h>

#include "api/request.h"

#define AUDIO_SIZE 3000
#define READ_SIZE 1000
#define BACKOFF_S 0.001

GBytes *
api_make_audio (void)
{
  GByteArray *audio = g_byte_array_new ();

  for (guint i = 0; i < AUDIO_SIZE / 2; i++) {
    guint16 sample = GUINT16_TO_LE (i * 40503u);

    g_byte_array_append (audio, (const guint8 *) &sample, 2);
  }
  return g_byte_array_free_to_bytes (audio);
}

void
api_fixture_init (ApiFixture * fixture, const QwenttsSimulatorOptions * given)
{
  QwenttsSimulatorOptions options = *given;
  g_autoptr (GBytes) audio = api_make_audio ();
  g_autoptr (GError) error = NULL;

  if (options.audio == NULL)
    options.audio = audio;
  if (options.api_key == NULL)
    options.api_key = API_KEY;
  fixture->simulator = qwentts_simulator_new (&options, &error);
  g_assert_no_error (error);

  fixture->connection.base_url =
      g_strdup (qwentts_simulator_get_base_url (fixture->simulator));
  fixture->connection.api_key = g_strdup (API_KEY);
  fixture->connection.user_agent = g_strdup ("test-agent/1");
  fixture->connection.timeout_s = API_LONG_S;
  fixture->connection.task_timeout_ms = API_LONG_S * 1000;
  fixture->connection.retries = 3;
  fixture->connection.backoff_factor_s = BACKOFF_S;
  fixture->connection.backoff_max_s = BACKOFF_S;
  fixture->connection.poll_interval_ms = 1;
}

void
api_fixture_set_up (ApiFixture * fixture, gconstpointer data)
{
  const QwenttsSimulatorOptions options = { 0 };

  api_fixture_init (fixture, &options);
}

void
api_fixture_set_up_manual (ApiFixture * fixture, gconstpointer data)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };

  api_fixture_init (fixture, &options);
}

void
api_fixture_tear_down (ApiFixture * fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->client, qwentts_client_unref);
  g_clear_pointer (&fixture->simulator, qwentts_simulator_free);
  qwentts_connection_clear (&fixture->connection);
}

QwenttsClient *
api_fixture_get_client (ApiFixture * fixture)
{
  g_autoptr (GError) error = NULL;

  if (fixture->client == NULL)
    fixture->client = qwentts_client_new (&fixture->connection, &error);
  g_assert_no_error (error);
  return fixture->client;
}

GBytes *
api_fixture_make_body (ApiFixture * fixture)
{
  QwenttsSpeechRequest request = {
    .model = QWENTTS_DEFAULT_SPEECH_MODEL,
    .text = "Good evening.",
    .voice = qwentts_simulator_get_voice (fixture->simulator),
  };

  return qwentts_speech_request_to_json (&request);
}

QwenttsTask *
api_submit (ApiFixture * fixture, GCancellable * cancellable, GError ** error)
{
  QwenttsClient *client = api_fixture_get_client (fixture);
  g_autoptr (GBytes) body = api_fixture_make_body (fixture);
  g_autofree gchar *key = qwentts_make_idempotency_key ();

  return qwentts_client_submit (client, body, key,
      qwentts_client_get_deadline_us (client), cancellable, error);
}

QwenttsTask *
api_submit_well (ApiFixture * fixture)
{
  g_autoptr (GError) error = NULL;
  QwenttsTask *task = api_submit (fixture, NULL, &error);

  g_assert_no_error (error);
  return task;
}

gboolean
api_wait (ApiFixture * fixture, QwenttsTask ** task,
    GCancellable * cancellable, GError ** error)
{
  QwenttsClient *client = api_fixture_get_client (fixture);

  return qwentts_client_wait (client, QWENTTS_DEFAULT_SPEECH_MODEL, task,
      qwentts_client_get_deadline_us (client), NULL, NULL, cancellable, error);
}

GBytes *
api_download (ApiFixture * fixture, const gchar * url,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsDownload) download =
      qwentts_download_open (api_fixture_get_client (fixture), url,
      cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[READ_SIZE];
  gssize n;

  if (download == NULL)
    return NULL;
  while ((n = qwentts_download_read (download, buffer, sizeof buffer,
              cancellable, error)) > 0)
    g_byte_array_append (bytes, buffer, n);
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gchar *
api_make_audio_url (ApiFixture * fixture)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (GError) error = NULL;

  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (task->audio_url);
  return g_strdup (task->audio_url);
}

void
api_run_job_well (ApiFixture * fixture)
{
  g_autofree gchar *url = api_make_audio_url (fixture);
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) audio = api_download (fixture, url, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (audio, expected));
}

guint
api_count (ApiFixture * fixture, QwenttsSimulatorKind kind)
{
  return qwentts_simulator_count (fixture->simulator, kind);
}

void
api_add_fault (ApiFixture * fixture, QwenttsSimulatorKind kind,
    const QwenttsSimulatorFault * fault)
{
  qwentts_simulator_add_fault (fixture->simulator, kind, fault);
}

void
api_add_status (ApiFixture * fixture, QwenttsSimulatorKind kind, guint count,
    guint status, const gchar * headers, const gchar * body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body ? body : "",
      body ? strlen (body) : 0);
  QwenttsSimulatorFault fault = {
    .count = count,
    .status = status,
    .headers = headers,
    .body = bytes,
    .content_type = "application/json",
  };

  api_add_fault (fixture, kind, &fault);
}

gchar *
api_get_header (QwenttsSimulator * simulator, QwenttsSimulatorKind kind,
    guint index, const gchar * name)
{
  g_autoptr (GPtrArray) requests = qwentts_simulator_get_requests (simulator);
  g_autofree gchar *start = g_strconcat (name, ": ", NULL);
  guint n = 0;

  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = g_ptr_array_index (requests, i);
    g_auto (GStrv) lines = g_strsplit (request->headers, "\n", -1);

    if (request->kind != kind || n++ != index)
      continue;
    for (guint j = 0; lines[j]; j++)
      if (g_ascii_strncasecmp (lines[j], start, strlen (start)) == 0)
        return g_strdup (lines[j] + strlen (start));
    return NULL;
  }
  g_assert_not_reached ();
}

void
api_assert_no_key_in_downloads (QwenttsSimulator * simulator)
{
  g_autoptr (GPtrArray) requests = qwentts_simulator_get_requests (simulator);
  guint n = 0;

  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = g_ptr_array_index (requests, i);

    if (request->kind != QWENTTS_SIMULATOR_DOWNLOAD)
      continue;
    n++;
    g_assert_null (strstr (request->headers, API_KEY));
    g_assert_null (strstr (request->path, API_KEY));
    g_assert_null (strstr (request->headers, "uthorization"));
  }
  g_assert_cmpuint (n, >, 0);
}

static void
assert_no_key (const gchar * text)
{
  g_assert_true (text == NULL || strstr (text, API_KEY) == NULL);
}

void
api_assert_hides_key (const GError * error)
{
  const QwenttsErrorDetails *details = qwentts_error_get_details (error);

  assert_no_key (error->message);
  assert_no_key (details->api_code);
  assert_no_key (details->api_type);
  assert_no_key (details->task_id);
  assert_no_key (details->request_id);
  assert_no_key (details->service_words);
}

void
api_assert_details (const GError * error, QwenttsError code,
    gboolean is_retryable, guint http_status_code, const gchar * api_code)
{
  const QwenttsErrorDetails *details;

  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  details = qwentts_error_get_details (error);
  g_assert_cmpint (details->is_retryable, ==, is_retryable);
  g_assert_cmpuint (details->http_status_code, ==, http_status_code);
  g_assert_cmpstr (details->api_code, ==, api_code);
}

typedef struct
{
  QwenttsSimulator *simulator;
  QwenttsSimulatorKind kind;
  guint count;
  GCancellable *cancellable;
} CancelAt;

static gpointer
wait_and_cancel (gpointer data)
{
  g_autofree CancelAt *at = data;

  g_assert_true (qwentts_simulator_wait_for (at->simulator, at->kind,
          at->count));
  g_cancellable_cancel (at->cancellable);
  g_object_unref (at->cancellable);
  return NULL;
}

GThread *
api_cancel_at (ApiFixture * fixture, QwenttsSimulatorKind kind, guint count,
    GCancellable * cancellable)
{
  CancelAt *at = g_new (CancelAt, 1);

  *at = (CancelAt) {
  fixture->simulator, kind, count, g_object_ref (cancellable)};
  return g_thread_new ("cancel", wait_and_cancel, at);
}
