/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the service refuses, in each phase, as the element tells it. */
#include <string.h>

#include "failure.h"

#define RETRIES 2
#define WORDS "these are the words"

typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;    /* all requests of it are answered with … */
  guint status;
  const gchar *api_code;        /* NULL: without a body */
  gint code;
  const gchar *category;
  gboolean is_retryable;
  guint n_requests;             /* of the kind that are made */
  guint n_tasks;
} Refusal;

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
#define CODE(code) GST_RESOURCE_ERROR_ ## code

static const Refusal refusals[] = {
  {"submit-400", SUBMIT, 400, "invalid_parameter", CODE (SETTINGS),
      "settings", FALSE, 1, 0},
  {"submit-401", SUBMIT, 401, "unauthorized", CODE (NOT_AUTHORIZED),
      "authentication", FALSE, 1, 0},
  {"submit-402", SUBMIT, 402, "insufficient_quota", CODE (NOT_AUTHORIZED),
      "quota", FALSE, 1, 0},
  {"submit-403", SUBMIT, 403, "model_access_denied", CODE (NOT_AUTHORIZED),
      "permission", FALSE, 1, 0},
  {"submit-403-key-disabled", SUBMIT, 403, "key_disabled",
      CODE (NOT_AUTHORIZED), "authentication", FALSE, 1, 0},
  {"submit-403-key-expired", SUBMIT, 403, "key_expired",
      CODE (NOT_AUTHORIZED), "authentication", FALSE, 1, 0},
  {"submit-404", SUBMIT, 404, "model_not_found", CODE (NOT_FOUND),
      "not-found", FALSE, 1, 0},
  {"submit-429", SUBMIT, 429, "rate_limit_exceeded", CODE (BUSY),
      "rate-limit", TRUE, 2, 0},
  {"submit-500", SUBMIT, 500, "internal_error", CODE (FAILED), "server", TRUE,
      1, 0},
  {"submit-503", SUBMIT, 503, "service_unavailable", CODE (FAILED), "server",
      TRUE, 2, 0},
  {"submit-503-without-a-body", SUBMIT, 503, NULL, CODE (FAILED), "server",
      TRUE, 2, 0},
  /* Whoever redirects has taken the request. */
  {"submit-302", SUBMIT, 302, NULL, CODE (READ), "protocol", FALSE, 1, 1},
  {"poll-401", POLL, 401, "unauthorized", CODE (NOT_AUTHORIZED),
      "authentication", FALSE, 1, 1},
  {"poll-403", POLL, 403, "permission_denied", CODE (NOT_AUTHORIZED),
      "permission", FALSE, 1, 1},
  {"poll-404", POLL, 404, "task_not_found", CODE (NOT_FOUND), "not-found",
      FALSE, 1, 1},
  {"poll-429", POLL, 429, "rate_limit_exceeded", CODE (BUSY), "rate-limit",
      TRUE, 1 + RETRIES, 1},
  {"poll-500", POLL, 500, "internal_error", CODE (FAILED), "server", TRUE,
      1 + RETRIES, 1},
  {"poll-502-without-a-body", POLL, 502, NULL, CODE (FAILED), "server", TRUE,
      1 + RETRIES, 1},
  {"download-403", DOWNLOAD, 403, NULL, CODE (NOT_AUTHORIZED), "permission",
      FALSE, 1, 1},
  {"download-404", DOWNLOAD, 404, NULL, CODE (NOT_FOUND), "not-found", FALSE,
      1, 1},
  {"download-429", DOWNLOAD, 429, NULL, CODE (BUSY), "rate-limit", TRUE,
      1 + RETRIES, 1},
  {"download-500", DOWNLOAD, 500, NULL, CODE (FAILED), "server", TRUE,
      1 + RETRIES, 1},
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

static void
assert_segment_index (Failure * failure)
{
  guint index = 99;

  g_assert_true (gst_structure_get_uint (failure->details, "segment-index",
          &index));
  g_assert_cmpuint (index, ==, 0);
}

/* The task's id is known from the first answer on. */
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
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GBytes) body = make_body (refusal->api_code);
  const QwenttsSimulatorFault fault = {.count = 100,.status = refusal->status,
    .body = body,.content_type = body ? "application/json" : NULL
  };
  const gchar *request_id;

  g_object_set (rig->src, "retries", RETRIES, NULL);
  qwentts_simulator_add_fault (rig->simulator, refusal->kind, &fault);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, refusal->code,
      refusal->category, refusal->is_retryable);

  failure_assert_http_status (failure, refusal->status);
  failure_assert_string (failure, "api-error-code", refusal->api_code);
  failure_assert_string (failure, "api-error-type",
      refusal->api_code ? "some_type" : NULL);
  request_id = gst_structure_get_string (failure->details, "request-id");
  g_assert_cmpint (request_id && strlen (request_id) == 32, ==,
      refusal->kind != DOWNLOAD);
  g_assert_cmpint (strstr (failure->debug, WORDS) != NULL, ==,
      refusal->api_code != NULL);
  assert_task (failure, refusal->kind != SUBMIT);
  assert_segment_index (failure);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, refusal->kind), ==,
      refusal->n_requests);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      refusal->n_tasks);
}

typedef struct
{
  const gchar *path;
  const gchar *status;          /* of the task */
  const gchar *error;           /* in JSON; NULL: none */
  gint code;
  const gchar *category;
  gboolean is_retryable;
  const gchar *api_code;        /* in the details; NULL: none */
} TaskFailure;

static const TaskFailure task_failures[] = {
  {"content-policy", "failed", "{\"code\":\"content_policy_violation\","
        "\"message\":\"" WORDS "\"}", CODE (FAILED), "moderation", FALSE,
      "content_policy_violation"},
  {"invalid-parameters", "failed", "{\"code\":\"invalid_parameters\","
        "\"message\":\"" WORDS "\"}", CODE (SETTINGS), "settings", FALSE,
      "invalid_parameters"},
  {"resource-not-found", "failed", "{\"code\":\"resource_not_found\"}",
      CODE (NOT_FOUND), "not-found", FALSE, "resource_not_found"},
  {"model-unavailable", "failed", "{\"code\":\"model_unavailable\"}",
      CODE (NOT_FOUND), "not-found", FALSE, "model_unavailable"},
  {"quota-exceeded", "failed", "{\"code\":\"quota_exceeded\"}", CODE (BUSY),
      "rate-limit", TRUE, "quota_exceeded"},
  {"resource-exhausted", "failed", "{\"code\":\"resource_exhausted\"}",
      CODE (BUSY), "rate-limit", TRUE, "resource_exhausted"},
  {"service-error", "failed", "{\"code\":\"service_error\","
        "\"type\":\"task_error\"}", CODE (FAILED), "server", TRUE,
      "service_error"},
  {"generation-timeout", "failed", "{\"code\":\"generation_timeout\"}",
      CODE (FAILED), "server", TRUE, "generation_timeout"},
  {"unheard-of-code", "failed", "{\"code\":\"unheard_of\"}", CODE (FAILED),
      "server", TRUE, "unheard_of"},
  {"error-that-is-a-string", "failed", "\"" WORDS "\"", CODE (FAILED),
      "server", TRUE, NULL},
  {"error-that-is-null", "failed", "null", CODE (FAILED), "server", TRUE,
      NULL},
  {"no-error", "failed", NULL, CODE (FAILED), "server", TRUE, NULL},
  {"cancelled", "cancelled", NULL, CODE (FAILED), "server", FALSE, NULL},
  {"canceled", "Canceled", NULL, CODE (FAILED), "server", FALSE, NULL},
  {"expired", "expired", NULL, CODE (FAILED), "server", TRUE, NULL},
};

/* A failed task is not submitted again: 1 task, no download. */
static void
test_task_failure (gconstpointer data)
{
  const TaskFailure *task = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  qwentts_simulator_fail_tasks (rig->simulator, 100, task->status, task->error);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, task->code,
      task->category, task->is_retryable);
  failure_assert_http_status (failure, 0);
  failure_assert_string (failure, "api-error-code", task->api_code);
  assert_task (failure, TRUE);
  assert_segment_index (failure);
  if (task->error && strstr (task->error, WORDS))
    g_assert_nonnull (strstr (failure->debug, WORDS));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, DOWNLOAD), ==, 0);
}

static void
test_unknown_voice (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "voice", "Cherry", NULL);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (SETTINGS),
      "settings", FALSE);
  failure_assert_http_status (failure, 400);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 0);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/tells-%s",
        refusals[i].path);

    g_test_add_data_func (path, &refusals[i], test_refusal);
  }
  for (guint i = 0; i < G_N_ELEMENTS (task_failures); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/tells-task-with-%s",
        task_failures[i].path);

    g_test_add_data_func (path, &task_failures[i], test_task_failure);
  }
  g_test_add_func ("/ttssrc/tells-unknown-voice", test_unknown_voice);

  return g_test_run ();
}
