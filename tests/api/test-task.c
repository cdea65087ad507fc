/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each shape of answer that the service is known to give. */
#include "api/task.h"

#include <string.h>

#include "api/error.h"

#define SECRET "sk-secret"

static QwenttsTask *
parse (const gchar * json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  QwenttsTask *task = qwentts_task_parse (body, SECRET, &error);

  g_assert_no_error (error);
  return task;
}

/* The answer to a POST, as in the service's pages. */
static void
test_reads_new_task (void)
{
  g_autoptr (QwenttsTask) task = parse ("{\"created\":1757169743,"
      "\"id\":\"task-unified-1757169743-7cvnl5zw\",\"model\":\"qwen3-tts-vd\","
      "\"object\":\"audio.generation.task\",\"progress\":0,"
      "\"status\":\"pending\",\"task_info\":{\"can_cancel\":true,"
      "\"estimated_time\":10},\"type\":\"audio\","
      "\"usage\":{\"billing_rule\":\"per_call\",\"credits_reserved\":0.32,"
      "\"user_group\":\"default\"}}");

  g_assert_cmpstr (task->id, ==, "task-unified-1757169743-7cvnl5zw");
  g_assert_cmpint (task->status, ==, QWENTTS_TASK_UNFINISHED);
  g_assert_cmpuint (task->progress, ==, 0);
  g_assert_cmpfloat (task->estimated_time_s, ==, 10);
  g_assert_cmpfloat (task->credits, ==, 0.32);
  g_assert_null (task->audio_url);
  g_assert_null (task->voice);
  g_assert_null (task->error_code);
  g_assert_null (task->error_message);
}

static void
test_reads_shapes (void)
{
  static const gchar *const shapes[] = {
    "{\"id\":\"task-1\",\"status\":\"completed\",\"progress\":100}",
    "{\"task_id\":\"task-1\",\"status\":\"completed\",\"progress\":100}",
    "{\"data\":{\"id\":\"task-1\",\"status\":\"completed\",\"progress\":100}}",
    "{\"data\":{\"task_id\":\"task-1\",\"status\":\"completed\","
        "\"progress\":100},\"code\":200,\"id\":7}",
    "{\"id\":\"task-1\",\"status\":\"completed\",\"progress\":100,"
        "\"data\":null}",
    "{\"id\":\"task-1\",\"status\":\"completed\",\"progress\":100,"
        "\"data\":{\"x\":1}}",
    "{\"id\":\"task-1\",\"status\":\"completed\",\"progress\":100,"
        "\"data\":[]}",
    "{\"id\":null,\"task_id\":\"task-1\",\"status\":\"completed\","
        "\"progress\":100.4}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (QwenttsTask) task = parse (shapes[i]);

    g_test_message ("%s", shapes[i]);
    g_assert_cmpstr (task->id, ==, "task-1");
    g_assert_cmpint (task->status, ==, QWENTTS_TASK_COMPLETED);
    g_assert_cmpuint (task->progress, ==, 100);
  }
}

static void
test_reads_status_words (void)
{
  static const struct
  {
    const gchar *json;
    QwenttsTaskStatus status;
  } words[] = {
    {"\"pending\"", QWENTTS_TASK_UNFINISHED},
    {"\"processing\"", QWENTTS_TASK_UNFINISHED},
    {"\"completed\"", QWENTTS_TASK_COMPLETED},
    {"\"Completed\"", QWENTTS_TASK_COMPLETED},
    {"\"COMPLETED\"", QWENTTS_TASK_COMPLETED},
    {"\"failed\"", QWENTTS_TASK_FAILED},
    {"\"FAILED\"", QWENTTS_TASK_FAILED},
    {"\"cancelled\"", QWENTTS_TASK_CANCELLED},
    {"\"canceled\"", QWENTTS_TASK_CANCELLED},
    {"\"Canceled\"", QWENTTS_TASK_CANCELLED},
    {"\"expired\"", QWENTTS_TASK_EXPIRED},
    {"\"Expired\"", QWENTTS_TASK_EXPIRED},
    {"\"queued\"", QWENTTS_TASK_UNFINISHED},
    {"\"complete\"", QWENTTS_TASK_UNFINISHED},
    {"\"\"", QWENTTS_TASK_UNFINISHED},
    {"null", QWENTTS_TASK_UNFINISHED},
    {"3", QWENTTS_TASK_UNFINISHED},
    {"{}", QWENTTS_TASK_UNFINISHED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree gchar *json = g_strdup_printf ("{\"id\":\"t\",\"status\":%s}",
        words[i].json);
    g_autoptr (QwenttsTask) task = parse (json);

    g_test_message ("%s", json);
    g_assert_cmpint (task->status, ==, words[i].status);
  }
}

static void
test_missing_status_is_unfinished (void)
{
  g_autoptr (QwenttsTask) task = parse ("{\"id\":\"t\"}");

  g_assert_cmpint (task->status, ==, QWENTTS_TASK_UNFINISHED);
}

static void
test_reads_numbers (void)
{
  g_autoptr (QwenttsTask) odd = parse ("{\"id\":\"t\",\"progress\":-4,"
      "\"task_info\":{\"estimated_time\":1e300},"
      "\"usage\":{\"credits_reserved\":\"0.32\"}}");
  g_autoptr (QwenttsTask) large = parse ("{\"id\":\"t\",\"progress\":1e30,"
      "\"task_info\":{\"estimated_time\":-1},"
      "\"usage\":{\"credits_reserved\":2,\"credits_used\":1.5}}");
  g_autoptr (QwenttsTask) text = parse ("{\"id\":\"t\",\"progress\":\"50\","
      "\"task_info\":[],\"usage\":null}");

  g_assert_cmpuint (odd->progress, ==, 0);
  g_assert_cmpfloat (odd->estimated_time_s, ==, 3600);
  g_assert_cmpfloat (odd->credits, ==, 0);
  g_assert_cmpuint (large->progress, ==, 100);
  g_assert_cmpfloat (large->estimated_time_s, ==, 0);
  g_assert_cmpfloat (large->credits, ==, 1.5);
  g_assert_cmpuint (text->progress, ==, 0);
}

/* The forms of a result, in the order in which they win. */
static const gchar *const results[] = {
  "\"results\":[\"http://h/1\",\"http://h/x\"]",
  "\"result_data\":{\"audio_url\":\"http://h/2\"}",
  "\"result_data\":{\"audio\":\"http://h/3\"}",
  "\"result_data\":{\"audio\":{\"url\":\"http://h/4\"}}",
  "\"result_data\":{\"preview_audio_url\":\"http://h/5\"}",
  "\"result_data\":{\"url\":\"http://h/6\"}",
  "\"result_data\":{\"songs\":[{\"audio_url\":\"http://h/7\"},"
      "{\"audio_url\":\"http://h/x\"}]}",
  "\"result_data\":[{\"audio_url\":\"http://h/8\"},"
      "{\"audio_url\":\"http://h/x\"}]",
};

static void
test_finds_audio (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autofree gchar *json = g_strdup_printf ("{\"id\":\"t\",%s}", results[i]);
    g_autofree gchar *wrapped = g_strdup_printf ("{\"data\":%s}", json);
    g_autofree gchar *expected = g_strdup_printf ("http://h/%u", i + 1);
    g_autoptr (QwenttsTask) task = parse (json);
    g_autoptr (QwenttsTask) inner = parse (wrapped);

    g_assert_cmpstr (task->audio_url, ==, expected);
    g_assert_cmpstr (inner->audio_url, ==, expected);
  }
}

static void
test_audio_has_an_order (void)
{
  static const gchar *const members[] = {
    "\"audio_url\":\"http://h/0\"",
    "\"audio\":\"http://h/1\"",
    "\"preview_audio_url\":\"http://h/2\"",
    "\"url\":\"http://h/3\"",
    "\"songs\":[{\"audio_url\":\"http://h/4\"}]",
  };

  for (guint first = 0; first < G_N_ELEMENTS (members); first++) {
    g_autoptr (GString) json = g_string_new ("{\"id\":\"t\",\"result_data\":{");
    g_autofree gchar *expected = g_strdup_printf ("http://h/%u", first);
    g_autoptr (QwenttsTask) task = NULL;

    for (guint i = G_N_ELEMENTS (members); i-- > first;)
      g_string_append_printf (json, "%s%s", members[i], i > first ? "," : "");
    g_string_append (json, "}}");
    task = parse (json->str);
    g_assert_cmpstr (task->audio_url, ==, expected);
  }
}

static void
test_results_win (void)
{
  g_autoptr (QwenttsTask) task = parse ("{\"id\":\"t\","
      "\"result_data\":{\"audio_url\":\"http://h/data\"},"
      "\"results\":[\"http://h/results\"]}");

  g_assert_cmpstr (task->audio_url, ==, "http://h/results");
}

static void
test_audio_object_is_second_to_string (void)
{
  g_autoptr (QwenttsTask) task = parse ("{\"id\":\"t\",\"result_data\":{"
      "\"audio\":{\"url\":\"http://h/object\"},\"url\":\"http://h/url\"}}");

  g_assert_cmpstr (task->audio_url, ==, "http://h/object");
}

/* What is no address in one place does not hide the next. */
static void
test_odd_results_are_passed_over (void)
{
  static const gchar *const odd[] = { "null", "[]", "[null]", "[\"\"]", "[7]",
    "{}", "\"http://h/string\"", "[{\"url\":\"http://h/object\"}]"
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autofree gchar *json = g_strdup_printf ("{\"id\":\"t\",\"results\":%s,"
        "\"result_data\":{\"audio_url\":\"http://h/data\"}}", odd[i]);
    g_autoptr (QwenttsTask) task = parse (json);

    g_test_message ("%s", odd[i]);
    g_assert_cmpstr (task->audio_url, ==, "http://h/data");
  }
}

static void
test_completed_without_result_has_none (void)
{
  static const gchar *const without[] = {
    "{\"id\":\"t\",\"status\":\"completed\"}",
    "{\"id\":\"t\",\"status\":\"completed\",\"results\":[],"
        "\"result_data\":{}}",
    "{\"id\":\"t\",\"status\":\"completed\",\"result_data\":[]}",
    "{\"id\":\"t\",\"status\":\"completed\",\"result_data\":[\"x\"]}",
    "{\"id\":\"t\",\"status\":\"completed\",\"result_data\":\"x\"}",
    "{\"id\":\"t\",\"status\":\"completed\",\"result_data\":{\"songs\":{}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (without); i++) {
    g_autoptr (QwenttsTask) task = parse (without[i]);

    g_assert_null (task->audio_url);
    g_assert_null (task->voice);
  }
}

static void
test_reads_voice (void)
{
  g_autoptr (QwenttsTask) object = parse ("{\"id\":\"t\",\"result_data\":{"
      "\"voice\":\"v-1\",\"preview_audio_url\":\"http://h/1\"}}");
  g_autoptr (QwenttsTask) array = parse ("{\"id\":\"t\",\"result_data\":[{"
      "\"voice\":\"v-2\",\"audio_url\":\"http://h/2\"}]}");

  g_assert_cmpstr (object->voice, ==, "v-1");
  g_assert_cmpstr (object->audio_url, ==, "http://h/1");
  g_assert_cmpstr (array->voice, ==, "v-2");
  g_assert_cmpstr (array->audio_url, ==, "http://h/2");
}

static void
test_reads_errors (void)
{
  static const struct
  {
    const gchar *json;
    const gchar *code;
    const gchar *message;
    const gchar *type;
  } errors[] = {
    {",\"error\":{\"code\":\"service_error\",\"message\":\"m\","
          "\"type\":\"task_error\"}", "service_error", "m", "task_error"},
    {",\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"\"}", "400", "m",
        NULL},
    {",\"error\":{\"code\":null,\"message\":null}", NULL, NULL, NULL},
    {",\"error\":{}", NULL, NULL, NULL},
    {",\"error\":\"only words\"", NULL, "only words", NULL},
    {",\"error\":\"\"", NULL, NULL, NULL},
    {",\"error\":null", NULL, NULL, NULL},
    {",\"error\":[]", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_autofree gchar *json = g_strdup_printf ("{\"id\":\"t\","
        "\"status\":\"failed\",\"progress\":0%s}", errors[i].json);
    g_autoptr (QwenttsTask) task = parse (json);

    g_test_message ("%s", json);
    g_assert_cmpint (task->status, ==, QWENTTS_TASK_FAILED);
    g_assert_cmpstr (task->error_code, ==, errors[i].code);
    g_assert_cmpstr (task->error_message, ==, errors[i].message);
    g_assert_cmpstr (task->error_type, ==, errors[i].type);
  }
}

static void
test_refuses_without_usable_id (void)
{
  g_autofree gchar *long_id = g_strnfill (129, 'x');
  g_autofree gchar *too_long = g_strdup_printf ("{\"id\":\"%s\"}", long_id);
  const gchar *const bodies[] = { "", "[]", "<html>", "{}", "{\"id\":\"\"}",
    "{\"id\":null}", "{\"id\":{}}", "{\"id\":\"../credits\"}",
    "{\"id\":\".\"}", "{\"id\":\"a/b\"}", "{\"id\":\"a?b\"}",
    "{\"id\":\"a#b\"}", "{\"id\":\"a%2fb\"}", "{\"id\":\"a b\"}",
    "{\"id\":\"a\\r\\nb\"}", "{\"id\":\"\\u00e9\"}", "{\"id\":\"" SECRET "\"}",
    "{\"data\":[{\"id\":\"t\"}]}", too_long
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GBytes) body = g_bytes_new (bodies[i], strlen (bodies[i]));
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bodies[i]);
    g_assert_null (qwentts_task_parse (body, SECRET, &error));
    g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
    g_assert_false (qwentts_error_get_details (error)->is_retryable);
    g_assert_null (strstr (qwentts_error_get_details (error)->service_words,
            SECRET));
  }
}

static void
test_hides_secret (void)
{
  g_autoptr (QwenttsTask) task = parse ("{\"id\":\"t\",\"status\":\"failed\","
      "\"result_data\":{\"voice\":\"v " SECRET "\"},\"error\":{"
      "\"code\":\"c " SECRET "\",\"message\":\"m " SECRET "\","
      "\"type\":\"t " SECRET "\"}}");

  g_assert_cmpstr (task->voice, ==, "v ***");
  g_assert_cmpstr (task->error_code, ==, "c ***");
  g_assert_cmpstr (task->error_message, ==, "m ***");
  g_assert_cmpstr (task->error_type, ==, "t ***");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/task/reads-new-task", test_reads_new_task);
  g_test_add_func ("/task/reads-shapes", test_reads_shapes);
  g_test_add_func ("/task/reads-status-words", test_reads_status_words);
  g_test_add_func ("/task/missing-status-is-unfinished",
      test_missing_status_is_unfinished);
  g_test_add_func ("/task/reads-numbers", test_reads_numbers);
  g_test_add_func ("/task/finds-audio", test_finds_audio);
  g_test_add_func ("/task/audio-has-an-order", test_audio_has_an_order);
  g_test_add_func ("/task/results-win", test_results_win);
  g_test_add_func ("/task/audio-object-is-second-to-string",
      test_audio_object_is_second_to_string);
  g_test_add_func ("/task/odd-results-are-passed-over",
      test_odd_results_are_passed_over);
  g_test_add_func ("/task/completed-without-result-has-none",
      test_completed_without_result_has_none);
  g_test_add_func ("/task/reads-voice", test_reads_voice);
  g_test_add_func ("/task/reads-errors", test_reads_errors);
  g_test_add_func ("/task/refuses-without-usable-id",
      test_refuses_without_usable_id);
  g_test_add_func ("/task/hides-secret", test_hides_secret);

  return g_test_run ();
}
