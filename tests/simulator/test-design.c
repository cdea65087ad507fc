/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Design tasks: what is told of them, repeated, counted and handed to tests. */
#include "test-client.h"
#include "test-simulator.h"

#define DESIGN(prompt) "{\"model\":\"qwen-voice-design\",\"voice_prompt\":\"" \
  prompt "\",\"preview_text\":\"Good evening.\",\"preferred_name\":\"tester\"}"
#define KEY "Idempotency-Key: 0123456789abcdef"

static gdouble
get_usage (Answer * answer, const gchar * name)
{
  JsonObject *usage =
      json_object_get_object_member (json_node_get_object (answer->json),
      "usage");

  return json_object_get_double_member_with_default (usage, name, -1);
}

static void
test_answers (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (Answer) first = client_post (simulator, DESIGN ("A man"), NULL);
  g_autoptr (Answer) last = client_poll (simulator, answer_get (first, "id"));
  JsonObject *info =
      json_object_get_object_member (json_node_get_object (first->json),
      "task_info");

  g_assert_cmpstr (answer_get (first, "status"), ==, "pending");
  g_assert_cmpstr (answer_get (first, "object"), ==, "audio.generation.task");
  g_assert_cmpstr (answer_get (first, "model"), ==, "qwen-voice-design");
  g_assert_cmpstr (answer_get (first, "type"), ==, "audio");
  g_assert_cmpstr (answer_get (first, "task_info.audio_type"), ==,
      "voice_design");
  g_assert_cmpint (json_object_get_int_member (info, "estimated_time"), ==, 15);
  g_assert_cmpfloat (get_usage (first, "credits_reserved"), ==, 2);
  g_assert_cmpfloat (get_usage (first, "credits_used"), ==, -1);

  g_assert_cmpstr (answer_get (last, "status"), ==, "completed");
  g_assert_cmpfloat (get_usage (last, "credits_reserved"), ==, 2);
  g_assert_cmpfloat (get_usage (last, "credits_used"), ==, 2);
  g_assert_nonnull (answer_get (last, "result_data.voice"));
}

static void
assert_replayed (QwenttsSimulator * simulator, Answer * first)
{
  g_autoptr (Answer) again = client_post (simulator, DESIGN ("A man"), KEY);

  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (again->headers,
          "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (answer_get (again, "id"), ==, answer_get (first, "id"));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (simulator), ==, 1);
}

static void
assert_conflict (QwenttsSimulator * simulator, const gchar * json)
{
  g_autoptr (Answer) answer = client_post (simulator, json, KEY);

  g_assert_cmpuint (answer->status, ==, 409);
  g_assert_cmpstr (answer_get (answer, "error.code"), ==,
      "idempotency_conflict");
}

/* While it is unfinished, and when it is completed. */
static void
test_replay (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *speech = speech_json (simulator, "Hello.");
  g_autoptr (Answer) first = client_post (simulator, DESIGN ("A man"), KEY);
  g_autoptr (Answer) pending = client_poll (simulator,
      answer_get (first, "id"));
  g_autoptr (Answer) completed = NULL;

  g_assert_null (soup_message_headers_get_one (first->headers,
          "idempotency-replayed"));
  g_assert_cmpstr (answer_get (pending, "status"), ==, "pending");
  assert_replayed (simulator, first);
  qwentts_simulator_finish_jobs (simulator, TRUE);
  completed = client_poll (simulator, answer_get (first, "id"));
  g_assert_cmpstr (answer_get (completed, "status"), ==, "completed");
  assert_replayed (simulator, first);

  assert_conflict (simulator, DESIGN ("A woman"));
  assert_conflict (simulator, speech);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 1);
}

/* A key under which nothing was made is free. */
static void
test_refused_key (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (Answer) refused = client_post (simulator, DESIGN (""), KEY);
  g_autoptr (Answer) taken = client_post (simulator, DESIGN ("A man"), KEY);

  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_null (soup_message_headers_get_one (taken->headers,
          "idempotency-replayed"));
}

static void
test_counts (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autofree gchar *voice = client_design (simulator, "A man", "", NULL);
  g_autoptr (Answer) refused = client_post (simulator, DESIGN (""), NULL);

  g_assert_cmpuint (refused->status, ==, 400);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (simulator), ==, 1);
}

static void
assert_preview (QwenttsSimulator * simulator, const gchar * more)
{
  g_autofree gchar *url = NULL;
  g_autofree gchar *voice = client_design (simulator, "A man", more, &url);
  g_autoptr (Answer) file = client_download (url, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) preview = qwentts_simulator_get_preview (simulator, voice,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (preview), >, 1000);
  g_assert_true (g_bytes_equal (preview, file->bytes));
}

static void
test_preview (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (QwenttsSimulator) streamed =
      qwentts_simulator_new (&options, NULL);

  assert_preview (simulator, "");
  assert_preview (simulator, ",\"response_format\":\"pcm\"");
  assert_preview (simulator, ",\"sample_rate\":48000");
  assert_preview (streamed, "");
}

/* Those who wait for a task can know its preview before. */
static void
test_preview_of_unfinished (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *id = client_submit (simulator, DESIGN ("A man"));
  g_autofree gchar *other_id = client_submit (simulator, DESIGN ("A girl"));
  g_autoptr (GBytes) preview = qwentts_simulator_get_preview (simulator, id,
      NULL);
  g_autoptr (GBytes) other = qwentts_simulator_get_preview (simulator,
      other_id, NULL);
  g_autoptr (Answer) task = NULL;
  g_autoptr (Answer) file = NULL;

  g_assert_false (g_bytes_equal (preview, other));
  qwentts_simulator_finish_jobs (simulator, TRUE);
  task = client_poll (simulator, id);
  file = client_download (answer_get (task, "results.0"), NULL);
  g_assert_true (g_bytes_equal (preview, file->bytes));
}

static void
assert_no_preview (QwenttsSimulator * simulator, const gchar * name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) preview = qwentts_simulator_get_preview (simulator, name,
      &error);

  g_assert_null (preview);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_no_preview (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *speech = client_submit (simulator, json);
  g_autofree gchar *failed = NULL;

  qwentts_simulator_fail_tasks (simulator, 1, "failed", NULL);
  failed = client_submit (simulator, DESIGN ("A man"));
  assert_no_preview (simulator, speech);
  assert_no_preview (simulator, failed);
  assert_no_preview (simulator, "Cherry");
  assert_no_preview (simulator, qwentts_simulator_get_voice (simulator));
}

/* How a test has a design completed with less than it should have: the poll is
 * answered by order, with a file of the test's and a voice that is there. */
static void
test_incomplete (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("RIFF", 4);
  g_autofree gchar *url = qwentts_simulator_add_file (simulator, bytes,
      "audio/wav");
  g_autofree gchar *without_voice =
      g_strdup_printf ("{\"status\":\"completed\",\"results\":[\"%s\"],"
      "\"result_data\":{\"preview_audio_url\":\"%s\"}}", url, url);
  g_autofree gchar *without_audio =
      g_strdup_printf ("{\"status\":\"completed\",\"results\":[],"
      "\"result_data\":{\"voice\":\"%s\"}}",
      qwentts_simulator_get_voice (simulator));
  g_autofree gchar *first_id = client_submit (simulator, DESIGN ("A man"));
  g_autofree gchar *second_id = client_submit (simulator, DESIGN ("A man"));
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) speech = NULL;

  qwentts_simulator_add_poll_answer (simulator, without_voice);
  qwentts_simulator_add_poll_answer (simulator, without_audio);
  first = client_poll (simulator, first_id);
  second = client_poll (simulator, second_id);
  speech = client_speak_with (simulator, answer_get (second,
          "result_data.voice"));

  g_assert_cmpstr (answer_get (first, "results.0"), ==, url);
  g_assert_null (answer_get (first, "result_data.voice"));
  g_assert_cmpstr (answer_get (second, "status"), ==, "completed");
  g_assert_null (answer_get (second, "result_data.preview_audio_url"));
  g_assert_cmpstr (answer_get (speech, "status"), ==, "completed");
}

void
add_design_tests (void)
{
  g_test_add_func ("/simulator/design/answers-as-on-the-page", test_answers);
  g_test_add_func ("/simulator/design/is-replayed", test_replay);
  g_test_add_func ("/simulator/design/refused-key-is-free", test_refused_key);
  g_test_add_func ("/simulator/design/is-counted", test_counts);
  g_test_add_func ("/simulator/design/preview-is-known", test_preview);
  g_test_add_func ("/simulator/design/preview-is-known-before-the-end",
      test_preview_of_unfinished);
  g_test_add_func ("/simulator/design/preview-is-missing", test_no_preview);
  g_test_add_func ("/simulator/design/completes-with-less", test_incomplete);
}
