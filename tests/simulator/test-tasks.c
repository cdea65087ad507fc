/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The life of tasks: made once, pending, processing, completed or failed. */
#include "test-client.h"
#include "test-simulator.h"

#define KEY "Idempotency-Key: 0123456789abcdef"

static QwenttsSimulator *
new_manual (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (GError) error = NULL;
  QwenttsSimulator *simulator = qwentts_simulator_new (&options, &error);

  g_assert_no_error (error);
  return simulator;
}

static void
assert_number (Answer * answer, const gchar * object, const gchar * name,
    gdouble number)
{
  JsonObject *root = json_node_get_object (answer->json);

  if (object != NULL)
    root = json_object_get_object_member (root, object);
  g_assert_cmpfloat (json_object_get_double_member (root, name), ==, number);
}

static void
test_answers (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autoptr (Answer) first = client_post (simulator, json, NULL);
  g_autoptr (Answer) last = client_poll (simulator, answer_get (first, "id"));
  const gchar *url = answer_get (last, "results.0");

  g_assert_cmpstr (answer_get (first, "status"), ==, "pending");
  g_assert_cmpstr (answer_get (first, "object"), ==, "audio.generation.task");
  g_assert_cmpstr (answer_get (first, "model"), ==, "qwen3-tts-vd");
  g_assert_cmpstr (answer_get (first, "type"), ==, "audio");
  g_assert_cmpstr (answer_get (first, "task_info.audio_type"), ==, "tts");
  assert_number (first, "task_info", "estimated_time", 10);
  assert_number (first, "usage", "credits_reserved", 0.32);
  g_assert_true (g_regex_match_simple ("^task-unified-[0-9]+-[a-z0-9]{8}$",
          answer_get (first, "id"), 0, 0));

  g_assert_cmpstr (answer_get (last, "status"), ==, "completed");
  assert_number (last, NULL, "progress", 100);
  assert_number (last, "usage", "credits_used", 0.32);
  g_assert_cmpstr (answer_get (last, "result_data.audio_url"), ==, url);
  g_assert_false (g_str_has_prefix (url,
          qwentts_simulator_get_base_url (simulator)));
}

static void
test_progress (void)
{
  g_autoptr (QwenttsSimulator) simulator = new_manual ();
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *id = client_submit (simulator, json);
  g_autoptr (Answer) pending = client_poll (simulator, id);
  g_autoptr (Answer) processing = NULL;
  g_autoptr (Answer) completed = NULL;

  g_assert_cmpstr (answer_get (pending, "status"), ==, "pending");
  qwentts_simulator_set_progress (simulator, 37);
  processing = client_poll (simulator, id);
  g_assert_cmpstr (answer_get (processing, "status"), ==, "processing");
  assert_number (processing, NULL, "progress", 37);
  qwentts_simulator_finish_jobs (simulator, FALSE);
  completed = client_poll (simulator, id);
  g_assert_cmpstr (answer_get (completed, "status"), ==, "completed");
}

static void
assert_status (QwenttsSimulator * simulator, const gchar * id,
    const gchar * status)
{
  g_autoptr (Answer) answer = client_poll (simulator, id);

  g_assert_cmpstr (answer_get (answer, "status"), ==, status);
}

static void
test_finish_jobs (void)
{
  g_autoptr (QwenttsSimulator) simulator = new_manual ();
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *first = client_submit (simulator, json);
  g_autofree gchar *second = NULL;
  g_autofree gchar *third = NULL;

  qwentts_simulator_finish_jobs (simulator, FALSE);
  second = client_submit (simulator, json);
  assert_status (simulator, first, "completed");
  assert_status (simulator, second, "pending");
  qwentts_simulator_finish_jobs (simulator, TRUE);
  third = client_submit (simulator, json);
  assert_status (simulator, second, "completed");
  assert_status (simulator, third, "completed");
}

/* A job of a minute is not done after a moment. */
static void
test_job_time (void)
{
  const QwenttsSimulatorOptions options = {.job_ms = 60000 };
  const QwenttsSimulatorOptions shared = {.job_share = 1000 };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autoptr (QwenttsSimulator) slow = qwentts_simulator_new (&shared, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *id = client_submit (simulator, json);
  g_autofree gchar *slow_id = client_submit (slow, json);

  assert_status (simulator, id, "pending");
  assert_status (slow, slow_id, "pending");
}

/* A short one is, at the latest when its time is over. */
static void
test_short_job (void)
{
  const QwenttsSimulatorOptions options = {.job_ms = 30 };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  gint64 start_us = g_get_monotonic_time ();
  g_autofree gchar *id = client_submit (simulator, json);
  gboolean is_completed = FALSE;

  while (!is_completed) {
    g_autoptr (Answer) answer = client_poll (simulator, id);

    is_completed = g_str_equal (answer_get (answer, "status"), "completed");
    g_assert_cmpint (g_get_monotonic_time () - start_us, <,
        30 * G_TIME_SPAN_SECOND);
  }
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 30000);
}

static void
test_replay (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *other_json = speech_json (simulator, "Good bye.");
  g_autoptr (Answer) first = client_post (simulator, json, KEY);
  g_autoptr (Answer) again = client_post (simulator, json, KEY);
  g_autoptr (Answer) other = client_post (simulator, other_json, KEY);
  g_autoptr (Answer) bad = client_post (simulator, json,
      "Idempotency-Key: short");

  g_assert_null (soup_message_headers_get_one (first->headers,
          "idempotency-replayed"));
  g_assert_cmpstr (soup_message_headers_get_one (again->headers,
          "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (answer_get (again, "id"), ==, answer_get (first, "id"));
  g_assert_cmpuint (other->status, ==, 409);
  g_assert_cmpstr (answer_get (other, "error.code"), ==,
      "idempotency_conflict");
  g_assert_cmpuint (bad->status, ==, 400);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 1);
}

static void
assert_failed (QwenttsSimulator * simulator, const gchar * status,
    const gchar * error)
{
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *id = client_submit (simulator, json);
  g_autoptr (Answer) answer = client_poll (simulator, id);
  JsonObject *root = json_node_get_object (answer->json);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get (answer, "status"), ==, status);
  g_assert_false (json_object_has_member (root, "results"));
  if (error == NULL) {
    g_assert_false (json_object_has_member (root, "error"));
  } else {
    g_autofree gchar *given =
        json_to_string (json_object_get_member (root, "error"), FALSE);

    g_assert_cmpstr (given, ==, error);
  }
}

static void
test_failures (void)
{
  static const gchar *const errors[] = { NULL, "null", "\"out of luck\"",
    "{\"code\":\"service_error\",\"message\":\"m\"}"
  };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *url = NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (errors); i++) {
    qwentts_simulator_fail_tasks (simulator, 2, "failed", errors[i]);
    assert_failed (simulator, "failed", errors[i]);
    assert_failed (simulator, "failed", errors[i]);
  }
  qwentts_simulator_fail_tasks (simulator, 1, "canceled", NULL);
  assert_failed (simulator, "canceled", NULL);
  url = client_speak (simulator, "Hello.");
  g_assert_nonnull (url);
}

static void
test_poll_answers (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree gchar *url = qwentts_simulator_add_file (simulator, bytes,
      "audio/flac");
  g_autoptr (Answer) file = client_download (url, NULL);
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) next = NULL;

  qwentts_simulator_add_poll_answer (simulator, "{\"task_id\":1}");
  answer = client_poll (simulator, "anything");
  next = client_poll (simulator, "anything");
  g_assert_cmpstr (answer->body, ==, "{\"task_id\":1}");
  g_assert_cmpuint (next->status, ==, 404);
  g_assert_cmpstr (file->body, ==, "abc");
  g_assert_cmpstr (soup_message_headers_get_one (file->headers,
          "Content-Type"), ==, "audio/flac");
}

static gdouble
get_credits (QwenttsSimulator * simulator)
{
  g_autoptr (Answer) answer = client_get (simulator, "/v1/credits");
  JsonObject *data =
      json_object_get_object_member (json_node_get_object (answer->json),
      "data");
  JsonObject *user = json_object_get_object_member (data, "user");
  JsonObject *token = json_object_get_object_member (data, "token");

  g_assert_cmpfloat (json_object_get_double_member (user,
          "remaining_credits"), ==, json_object_get_double_member (token,
          "remaining_credits"));
  return json_object_get_double_member (user, "remaining_credits");
}

static void
test_credits (void)
{
  const QwenttsSimulatorOptions options = {.credits = 10 };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *id = NULL;
  g_autofree gchar *url = NULL;

  g_assert_cmpfloat (get_credits (simulator), ==, 10);
  id = client_submit (simulator, "{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"x\",\"preview_text\":\"y\","
      "\"preferred_name\":\"z\"}");
  g_assert_cmpfloat (get_credits (simulator), ==, 8);
  url = client_speak (simulator, "Hello.");
  g_assert_cmpfloat_with_epsilon (get_credits (simulator), 7.68, 0.001);
  qwentts_simulator_fail_tasks (simulator, 1, "failed", NULL);
  assert_failed (simulator, "failed", NULL);
  g_assert_cmpfloat_with_epsilon (get_credits (simulator), 7.68, 0.001);
}

static void
test_requests (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autofree gchar *with_query = g_strconcat (url, "?a=b", NULL);
  g_autoptr (Answer) file = client_download (with_query, NULL);
  g_autoptr (Answer) credits = client_get (simulator, "/v1/credits");
  g_autoptr (Answer) other = client_get (simulator, "/v1/nothing");
  g_autoptr (GPtrArray) requests = qwentts_simulator_get_requests (simulator);
  const QwenttsSimulatorRequest *submit = g_ptr_array_index (requests, 0);
  const QwenttsSimulatorRequest *download = g_ptr_array_index (requests, 2);
  guint kind;

  g_assert_cmpuint (requests->len, ==, 5);
  for (kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++) {
    const QwenttsSimulatorRequest *request = g_ptr_array_index (requests, kind);

    g_assert_cmpuint (qwentts_simulator_count (simulator, kind), ==, 1);
    g_assert_true (qwentts_simulator_wait_for (simulator, kind, 1));
    g_assert_cmpuint (request->kind, ==, kind);
  }
  g_assert_cmpstr (submit->method, ==, "POST");
  g_assert_cmpstr (submit->path, ==, "/v1/audios/generations");
  g_assert_nonnull (strstr (submit->headers,
          "Authorization: Bearer sk-simulator\n"));
  g_assert_nonnull (strstr (submit->body, "\"Hello.\""));
  g_assert_true (g_str_has_suffix (download->path, "?a=b"));
  g_assert_null (strstr (download->headers, "Authorization"));
  g_assert_cmpuint (download->port, !=, submit->port);
  g_assert_cmpint (download->time_us, >=, submit->time_us);
}

static gpointer
poll_credits (gpointer simulator)
{
  g_autoptr (Answer) answer = client_get (simulator, "/v1/credits");

  return GUINT_TO_POINTER (answer->status);
}

static void
test_wait_for (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  GThread *thread = g_thread_new ("credits", poll_credits, simulator);

  g_assert_true (qwentts_simulator_wait_for (simulator,
          QWENTTS_SIMULATOR_CREDITS, 1));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 200);
}

#define N_TRIALS 20

/* A test that ends before its text is spoken leaves nothing behind: that is for a
 * leak checker to see. */
static void
test_ends_with_the_simulator (void)
{
  for (guint i = 0; i < N_TRIALS; i++) {
    g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
    g_autofree gchar *url = client_speak (simulator, "1");
    g_autofree gchar *json = speech_json (simulator, "2");
    g_autofree gchar *id = client_submit (simulator, json);

    g_assert_nonnull (url);
    g_assert_nonnull (id);
  }
}

void
add_task_tests (void)
{
  g_test_add_func ("/simulator/task/answers-as-on-the-page", test_answers);
  g_test_add_func ("/simulator/task/tells-progress", test_progress);
  g_test_add_func ("/simulator/task/ends-when-told", test_finish_jobs);
  g_test_add_func ("/simulator/task/takes-its-time", test_job_time);
  g_test_add_func ("/simulator/task/ends-in-time", test_short_job);
  g_test_add_func ("/simulator/task/is-replayed", test_replay);
  g_test_add_func ("/simulator/task/fails-when-told", test_failures);
  g_test_add_func ("/simulator/task/is-answered-as-told", test_poll_answers);
  g_test_add_func ("/simulator/task/costs-credits", test_credits);
  g_test_add_func ("/simulator/task/ends-with-its-simulator",
      test_ends_with_the_simulator);
  g_test_add_func ("/simulator/requests/are-kept", test_requests);
  g_test_add_func ("/simulator/requests/are-waited-for", test_wait_for);
}
