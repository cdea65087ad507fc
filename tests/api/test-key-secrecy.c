/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The key is shown by no error, even if the service says it back. */
#include "api-fixture.h"

#include <string.h>

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

/* More than the client may use. */
#define ALL 100

#define ID_HEADER "x-request-id: " API_KEY "\r\n"

static const gchar *const bodies[] = {
  API_KEY,
  "<html>Bearer " API_KEY "</html>",
  "{\"error\":\"" API_KEY "\"}",
  "{\"error\":{\"code\":\"" API_KEY "\",\"message\":\"" API_KEY "\","
      "\"type\":\"" API_KEY "\"}}",
  "{\"error\":{\"message\":\"not sk\\u002da\\u002dkey-that-nobody-may-see\"}}",
  "{\"id\":\"" API_KEY "\",\"status\":\"failed\"}",
  "{\"id\":\"t\",\"status\":\"failed\",\"error\":\"" API_KEY "\"}",
  "{\"id\":\"t\",\"status\":\"" API_KEY "\",\"error\":{}}",
  "{\"id\":\"t\",\"status\":\"failed\",\"error\":{\"code\":\"" API_KEY "\","
      "\"message\":\"x" API_KEY "x\",\"type\":\"" API_KEY "\"}}",
};

static const guint statuses[] = { 200, 400, 401, 403, 429, 500, 418, 302 };

/* Submits, waits, downloads as far as it goes, which need not be far. */
static GError *
run_job (ApiFixture * fixture)
{
  GError *error = NULL;
  g_autoptr (QwenttsTask) task = api_submit (fixture, NULL, &error);
  g_autoptr (GBytes) audio = NULL;

  if (task && api_wait (fixture, &task, NULL, &error))
    audio = api_download (fixture, task->audio_url, NULL, &error);
  return error;
}

static void
test_said_back (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorKind kind = GPOINTER_TO_UINT (data);

  fixture->connection.retries = 0;
  fixture->connection.task_timeout_ms = 30;
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint j = 0; j < G_N_ELEMENTS (statuses); j++) {
      g_autoptr (GError) error = NULL;

      if (kind == DOWNLOAD && statuses[j] == 200)
        continue;
      api_add_status (fixture, kind, ALL, statuses[j], ID_HEADER, bodies[i]);
      error = run_job (fixture);
      qwentts_simulator_clear_faults (fixture->simulator);
      g_test_message ("%u %s", statuses[j], bodies[i]);
      g_assert_nonnull (error);
      api_assert_hides_key (error);
    }
}

/* In each byte of the answer at which the connection may end. */
static void
test_said_back_in_part (ApiFixture * fixture, gconstpointer data)
{
  static const gchar page[] = "<html>" API_KEY "</html>";
  g_autoptr (GBytes) body = g_bytes_new_static (page, strlen (page));

  fixture->connection.retries = 0;
  for (guint missing = 1; missing < sizeof page; missing++) {
    const QwenttsSimulatorFault fault = {.status = 401,.body = body,
      .end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -(gint64) missing
    };
    g_autoptr (GError) error = NULL;

    api_add_fault (fixture, SUBMIT, &fault);
    error = run_job (fixture);
    g_test_message ("%u bytes are missing: %s", missing, error->message);
    api_assert_details (error, QWENTTS_ERROR_AUTHENTICATION, FALSE, 401, NULL);
    g_assert_null (strstr (qwentts_error_get_details (error)->service_words,
            "sk-a"));
  }
}

static void
test_said_back_in_address (ApiFixture * fixture, gconstpointer address)
{
  g_autofree gchar *json = g_strdup_printf ("{\"id\":\"t\","
      "\"status\":\"completed\",\"results\":[\"%s\"]}",
      (const gchar *) address);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (fixture->simulator, json);
  error = run_job (fixture);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  api_assert_hides_key (error);
}

/* A key that the service does not take, which is said back as it is. */
static void
test_refused_key (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_free (fixture->connection.api_key);
  fixture->connection.api_key = g_strdup (API_KEY "-wrong");
  error = run_job (fixture);
  api_assert_details (error, QWENTTS_ERROR_AUTHENTICATION, FALSE, 401,
      "unauthorized");
  api_assert_hides_key (error);
}

#define add(path, data, func) \
  g_test_add ("/key-secrecy/" path, ApiFixture, data, api_fixture_set_up, \
      func, api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("said-back-to-submit", GUINT_TO_POINTER (SUBMIT), test_said_back);
  add ("said-back-to-poll", GUINT_TO_POINTER (POLL), test_said_back);
  add ("said-back-to-download", GUINT_TO_POINTER (DOWNLOAD), test_said_back);
  add ("said-back-in-part", NULL, test_said_back_in_part);
  add ("said-back-in-scheme", API_KEY "://h/a", test_said_back_in_address);
  add ("said-back-in-host", "http://" API_KEY "/a", test_said_back_in_address);
  add ("said-back-in-path", "http://127.0.0.1:1/" API_KEY,
      test_said_back_in_address);
  add ("said-back-in-query", "http://127.0.0.1:1/?x=" API_KEY,
      test_said_back_in_address);
  add ("refused-key", NULL, test_refused_key);

  return g_test_run ();
}
