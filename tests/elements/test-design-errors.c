/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What goes wrong with a design, as qwenvoicedesign tells it: each failure is an
 * error of its own. */
#include <string.h>

#include "data-folder.h"
#include "design-rig.h"
#include "failure.h"
#include "nowhere.h"

#define RETRIES 2
#define WORDS "these are the words"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
#define CODE(code) GST_RESOURCE_ERROR_ ## code

/* All requests of a kind are answered so. */
typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorFault fault;
  const gchar *api_code;        /* in its body; NULL: without a body */
  gint code;
  const gchar *category;
  gboolean is_retryable;
  guint n_requests;             /* of the kind that are made */
  guint n_tasks;
} Refusal;

static const Refusal refusals[] = {
  {"submit-400", SUBMIT, {.status = 400}, "invalid_parameter", CODE (SETTINGS),
      "settings", FALSE, 1, 0},
  {"submit-401", SUBMIT, {.status = 401}, "unauthorized",
      CODE (NOT_AUTHORIZED), "authentication", FALSE, 1, 0},
  {"submit-402", SUBMIT, {.status = 402}, "insufficient_quota",
      CODE (NOT_AUTHORIZED), "quota", FALSE, 1, 0},
  {"submit-403", SUBMIT, {.status = 403}, "model_access_denied",
      CODE (NOT_AUTHORIZED), "permission", FALSE, 1, 0},
  {"submit-404", SUBMIT, {.status = 404}, "model_not_found",
      CODE (NOT_FOUND), "not-found", FALSE, 1, 0},
  {"submit-429", SUBMIT, {.status = 429}, "rate_limit_exceeded", CODE (BUSY),
      "rate-limit", TRUE, 2, 0},
  {"submit-500", SUBMIT, {.status = 500}, "internal_error", CODE (FAILED),
      "server", TRUE, 1, 0},
  {"submit-that-is-reset", SUBMIT, {.lost_before = TRUE,
          .end = QWENTTS_SIMULATOR_END_RESET}, NULL, CODE (OPEN_READ),
      "network", TRUE, 2, 0},
  {"submit-whose-answer-is-lost", SUBMIT, {.end = QWENTTS_SIMULATOR_END_RESET},
      NULL, CODE (OPEN_READ), "network", TRUE, 2, 1},
  {"poll-401", POLL, {.status = 401}, "unauthorized", CODE (NOT_AUTHORIZED),
      "authentication", FALSE, 1, 1},
  {"poll-404", POLL, {.status = 404}, "task_not_found", CODE (NOT_FOUND),
      "not-found", FALSE, 1, 1},
  {"poll-500", POLL, {.status = 500}, "internal_error", CODE (FAILED),
      "server", TRUE, 1 + RETRIES, 1},
  {"download-404", DOWNLOAD, {.status = 404}, NULL, CODE (NOT_FOUND),
      "not-found", FALSE, 1, 1},
  {"download-500", DOWNLOAD, {.status = 500}, NULL, CODE (FAILED), "server",
      TRUE, 1 + RETRIES, 1},
  {"download-that-is-closed", DOWNLOAD, {.end = QWENTTS_SIMULATOR_END_CLOSE},
      NULL, CODE (READ), "network", TRUE, 1 + RETRIES, 1},
};

static GBytes *
make_body (const gchar * api_code)
{
  gchar *json;

  if (api_code == NULL)
    return NULL;
  json = g_strdup_printf ("{\"error\":{\"code\":\"%s\",\"message\":\"" WORDS
      "\",\"type\":\"some_type\"}}", api_code);
  return g_bytes_new_take (json, strlen (json));
}

/* Makes the preview only. */
static Rig *
new_rig (const QwenttsSimulatorOptions * options)
{
  Rig *rig = design_rig_new (options);

  g_object_set (rig->src, "text", NULL, "retries", RETRIES, NULL);
  return rig;
}

static Failure *
fail (Rig * rig, gint code, const gchar * category, gboolean is_retryable)
{
  Failure *failure;

  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, code, category,
      is_retryable);
  g_assert_false (gst_structure_has_field (failure->details, "segment-index"));
  g_assert_false (gst_structure_has_field (failure->details, "text-index"));
  return failure;
}

static void
assert_task (Failure * failure, gboolean is_known)
{
  const gchar *id = gst_structure_get_string (failure->details, "task-id");

  g_assert_cmpint (id && g_str_has_prefix (id, "task-unified-"), ==, is_known);
}

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GBytes) body = make_body (refusal->api_code);
  QwenttsSimulatorFault fault = refusal->fault;

  fault.count = 100;
  fault.body = body;
  fault.content_type = body ? "application/json" : NULL;
  if (fault.status == 0)
    fault.headers = "Connection: close\r\n";
  qwentts_simulator_add_fault (rig->simulator, refusal->kind, &fault);
  failure = fail (rig, refusal->code, refusal->category, refusal->is_retryable);
  failure_assert_http_status (failure, fault.status);
  failure_assert_string (failure, "api-error-code", refusal->api_code);
  g_assert_cmpint (strstr (failure->debug, WORDS) != NULL, ==,
      refusal->api_code != NULL);
  assert_task (failure, refusal->kind != SUBMIT);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, refusal->kind), ==,
      refusal->n_requests);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      refusal->n_tasks);
}

typedef struct
{
  const gchar *path;
  const gchar *status;          /* of the task */
  const gchar *api_code;        /* NULL: no error */
  gint code;
  const gchar *category;
  gboolean is_retryable;
} TaskFailure;

static const TaskFailure task_failures[] = {
  {"content-policy", "failed", "content_policy_violation", CODE (FAILED),
      "moderation", FALSE},
  {"invalid-parameters", "failed", "invalid_parameters", CODE (SETTINGS),
      "settings", FALSE},
  {"resource-not-found", "failed", "resource_not_found", CODE (NOT_FOUND),
      "not-found", FALSE},
  {"model-unavailable", "failed", "model_unavailable", CODE (NOT_FOUND),
      "not-found", FALSE},
  {"quota-exceeded", "failed", "quota_exceeded", CODE (BUSY), "rate-limit",
      TRUE},
  {"service-error", "failed", "service_error", CODE (FAILED), "server", TRUE},
  {"unheard-of-code", "failed", "unheard_of", CODE (FAILED), "server", TRUE},
  {"no-error", "failed", NULL, CODE (FAILED), "server", TRUE},
  {"cancelled", "cancelled", NULL, CODE (FAILED), "server", FALSE},
  {"expired", "expired", NULL, CODE (FAILED), "server", TRUE},
};

/* It is asked for again by the next run only. */
static void
test_task_failure (gconstpointer data)
{
  const TaskFailure *task = data;
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *error = task->api_code
      ? g_strdup_printf ("{\"code\":\"%s\"}", task->api_code) : NULL;

  qwentts_simulator_fail_tasks (rig->simulator, 1, task->status, error);
  failure = fail (rig, task->code, task->category, task->is_retryable);
  failure_assert_string (failure, "api-error-code", task->api_code);
  assert_task (failure, TRUE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  rig_forget (rig);
  rig_play_to_end (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);
}

static void
test_tells_a_refused_connection (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Nowhere) nowhere = nowhere_new ();
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "base-url", nowhere_get_url (nowhere), NULL);
  failure = fail (rig, CODE (OPEN_READ), "network", TRUE);
}

static void
test_stall (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault stall = {.count = 100,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "timeout", 1, "retries", 0, NULL);
  qwentts_simulator_add_fault (rig->simulator, kind, &stall);
  failure = fail (rig, CODE (READ), "timeout", TRUE);
}

static void
test_tells_a_task_that_does_not_end (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = new_rig (&options);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "task-timeout", 1, "poll-interval", 50, NULL);
  failure = fail (rig, CODE (READ), "timeout", TRUE);
  failure_assert_names (failure, "task-timeout");
  assert_task (failure, TRUE);
}

/* With less than the service owes. */
static void
test_tells_a_design_without_a_voice (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Failure) failure = NULL;

  qwentts_simulator_add_poll_answer (rig->simulator,
      "{\"id\":\"task-unified-1\",\"status\":\"completed\","
      "\"results\":[\"http://127.0.0.1:1/preview.wav\"]}");
  failure = fail (rig, CODE (READ), "protocol", FALSE);
  assert_task (failure, TRUE);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, DOWNLOAD), ==, 0);
}

static void
test_tells_a_preview_that_is_no_audio (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>Sorry</html>", 18);
  const QwenttsSimulatorFault fault = {.count = 100,.status = 200,.body = page
  };

  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &fault);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_STREAM_ERROR,
      GST_STREAM_ERROR_WRONG_TYPE, "audio", FALSE);
  g_assert_cmpuint (design_rig_count_files (".entry"), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".audio"), ==, 0);
}

/* GstBaseSrc ends the stream behind its error, as if the preview were over. */
static void
test_nothing_follows_a_failure_of_the_preview (void)
{
  g_autoptr (Rig) rig = new_rig (NULL);
  const QwenttsSimulatorFault fault = {.count = 1,.status = 404 };
  g_autofree gchar *story = NULL;
  const gchar *failure;

  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &fault);
  g_object_set (rig->src, "text", DESIGN_TEXT, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_event (rig, GST_EVENT_EOS);
  rig_stop (rig, GST_STATE_READY);
  story = design_rig_get_story (rig);
  failure = strchr (story, 'X');
  g_assert_nonnull (failure);
  g_assert_null (strpbrk (failure, "scpeaTxb"));
  g_assert_null (strchr (story, 'b'));
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *path = g_strdup_printf ("/voicedesign/tells-%s",
        refusals[i].path);

    g_test_add_data_func (path, &refusals[i], test_refusal);
  }
  for (guint i = 0; i < G_N_ELEMENTS (task_failures); i++) {
    g_autofree gchar *path = g_strdup_printf ("/voicedesign/tells-task-with-%s",
        task_failures[i].path);

    g_test_add_data_func (path, &task_failures[i], test_task_failure);
  }
  g_test_add_data_func ("/voicedesign/tells-submit-that-stalls",
      GINT_TO_POINTER (SUBMIT), test_stall);
  g_test_add_data_func ("/voicedesign/tells-poll-that-stalls",
      GINT_TO_POINTER (POLL), test_stall);
  g_test_add_data_func ("/voicedesign/tells-download-that-stalls",
      GINT_TO_POINTER (DOWNLOAD), test_stall);
#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("tells-a-refused-connection", test_tells_a_refused_connection);
  ADD ("tells-a-task-that-does-not-end", test_tells_a_task_that_does_not_end);
  ADD ("tells-a-design-without-a-voice", test_tells_a_design_without_a_voice);
  ADD ("nothing-follows-a-failure-of-the-preview",
      test_nothing_follows_a_failure_of_the_preview);
  ADD ("tells-a-preview-that-is-no-audio",
      test_tells_a_preview_that_is_no_audio);
#undef ADD

  return data_folder_finish (g_test_run ());
}
