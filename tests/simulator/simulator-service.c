/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The service: who may ask, what is done, what is answered. */
#include "simulator-private.h"

#define TASK_PATH "/v1/tasks/"

/* Under what key a task was made. */
typedef struct
{
  GBytes *body;
  gchar *first_answer;
} Idempotent;

static void
idempotent_free (gpointer data)
{
  Idempotent *idempotent = data;

  g_bytes_unref (idempotent->body);
  g_free (idempotent->first_answer);
  g_free (idempotent);
}

/* For what was asked for with an Idempotency-Key. */
GHashTable *
sim_service_new_idempotent (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      idempotent_free);
}

SimFile *
sim_file_new (const gchar * content_type, GBytes * bytes, SimTask * task)
{
  SimFile *file = g_new0 (SimFile, 1);
  g_autofree gchar *random = sim_random_name (16);

  file->content_type = g_strdup (content_type);
  file->etag = g_strdup_printf ("\"%s\"", random);
  file->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  file->task = task != NULL ? sim_task_ref (task) : NULL;
  return file;
}

void
sim_file_free (SimFile * file)
{
  g_free (file->content_type);
  g_free (file->etag);
  g_clear_pointer (&file->bytes, g_bytes_unref);
  g_clear_pointer (&file->task, sim_task_unref);
  g_free (file);
}

static SimAnswer *
refuse (const gchar * message)
{
  return sim_answer_new_error (400, "invalid_parameter",
      "invalid_request_error", "%s", message);
}

static SimAnswer *
check_key (QwenttsSimulator * simulator, const SimRequest * request)
{
  const gchar *given = soup_message_headers_get_list (request->headers,
      "Authorization");
  g_autofree gchar *wanted = g_strconcat ("Bearer ", simulator->api_key, NULL);

  if (g_strcmp0 (given, wanted) == 0)
    return NULL;
  return sim_answer_new_error (401, "unauthorized", "authentication_error",
      "Invalid or expired token");
}

static gdouble
get_credits (QwenttsSimulator * simulator)
{
  return simulator->options.credits - sim_tasks_sum_credits (simulator);
}

static SimAnswer *
check_credits (QwenttsSimulator * simulator, gboolean is_design)
{
  /* A hundredth of a credit against the errors of doubles. */
  if (get_credits (simulator) + 0.001 >= sim_task_get_price (is_design))
    return NULL;
  return sim_answer_new_error (402, "insufficient_quota",
      "insufficient_quota", "Insufficient quota. Please top up your account.");
}

static JsonObject *
parse_body (const SimRequest * request, JsonParser * parser)
{
  const gchar *type = soup_message_headers_get_content_type (request->headers,
      NULL);
  gsize size;
  const gchar *data = g_bytes_get_data (request->body, &size);
  JsonNode *root;

  if (g_strcmp0 (type, "application/json") != 0 || size == 0
      || !g_utf8_validate (data, size, NULL)
      || !json_parser_load_from_data (parser, data, size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return json_node_get_object (root);
}

static SimAnswer *
check_model (JsonObject * object, gboolean * is_design)
{
  JsonNode *node = json_object_get_member (object, "model");
  const gchar *model;

  if (node == NULL)
    return refuse ("Missing required parameter: model");
  if (!JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse ("Invalid parameter: model must be a string");
  model = json_node_get_string (node);
  *is_design = g_str_equal (model, SIM_DESIGN_MODEL);
  if (*is_design || g_str_equal (model, SIM_SPEECH_MODEL))
    return NULL;
  return sim_answer_new_error (404, "model_not_found",
      "invalid_request_error", "Model not found: %s", model);
}

/* Returns: (nullable): the refusal, or the first answer again */
static SimAnswer *
check_idempotency (QwenttsSimulator * simulator, const SimRequest * request,
    const gchar * key)
{
  Idempotent *first;
  SimAnswer *answer;

  if (!g_regex_match_simple ("^[A-Za-z0-9._-]{16,96}\\z", key, 0, 0))
    return refuse ("Idempotency-Key must be 16 to 96 characters of "
        "[A-Za-z0-9._-]");
  first = g_hash_table_lookup (simulator->idempotent, key);
  if (first == NULL)
    return NULL;
  if (!g_bytes_equal (first->body, request->body))
    return sim_answer_new_error (409, "idempotency_conflict",
        "invalid_request_error",
        "Idempotency-Key was already used for another request");
  answer = sim_answer_new_json (200, first->first_answer);
  soup_message_headers_replace (answer->headers, "idempotency-replayed",
      "true");
  return answer;
}

static void
remember (QwenttsSimulator * simulator, const SimRequest * request,
    const gchar * key, const gchar * first_answer)
{
  Idempotent *idempotent = g_new0 (Idempotent, 1);

  idempotent->body = g_bytes_ref (request->body);
  idempotent->first_answer = g_strdup (first_answer);
  g_hash_table_replace (simulator->idempotent, g_strdup (key), idempotent);
}

static SimAnswer *
check_task (QwenttsSimulator * simulator, JsonObject * object,
    gboolean * is_design)
{
  SimAnswer *answer = check_model (object, is_design);

  if (answer == NULL)
    answer = *is_design ? sim_check_design (object)
        : sim_check_speech (simulator, object);
  if (answer == NULL)
    answer = check_credits (simulator, *is_design);
  return answer;
}

static SimAnswer *
submit (QwenttsSimulator * simulator, const SimRequest * request)
{
  const gchar *key = soup_message_headers_get_one (request->headers,
      "Idempotency-Key");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (SimTask) task = NULL;
  g_autofree gchar *json = NULL;
  JsonObject *object;
  gboolean is_design;
  SimAnswer *answer = NULL;

  if (key != NULL)
    answer = check_idempotency (simulator, request, key);
  if (answer != NULL)
    return answer;
  object = parse_body (request, parser);
  if (object == NULL)
    return refuse ("The request body must be a JSON object");
  answer = check_task (simulator, object, &is_design);
  if (answer != NULL)
    return answer;

  if (is_design)
    task = sim_task_new_design (simulator, object);
  else
    task = sim_task_new_speech (simulator, object);
  json = sim_task_to_json (simulator, task, TRUE);
  if (key != NULL)
    remember (simulator, request, key, json);
  return sim_answer_new_json (200, json);
}

static SimAnswer *
poll_task (QwenttsSimulator * simulator, const SimRequest * request)
{
  const gchar *id = request->path + strlen (TASK_PATH);
  g_autofree gchar *ordered = NULL;
  g_autofree gchar *json = NULL;
  SimTask *task;

  g_mutex_lock (&simulator->lock);
  ordered = g_queue_pop_head (&simulator->poll_answers);
  task = g_hash_table_lookup (simulator->tasks, id);
  g_mutex_unlock (&simulator->lock);

  if (ordered != NULL)
    return sim_answer_new_json (200, ordered);
  if (task == NULL)
    return sim_answer_new_error (404, "task_not_found",
        "invalid_request_error", "Task not found: %s", id);
  json = sim_task_to_json (simulator, task, FALSE);
  return sim_answer_new_json (200, json);
}

static SimAnswer *
tell_credits (QwenttsSimulator * simulator)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree gchar *json = NULL;

  g_ascii_formatd (number, sizeof number, "%.2f", get_credits (simulator));
  json = g_strdup_printf ("{\"success\":true,\"data\":{"
      "\"user\":{\"remaining_credits\":%s},"
      "\"token\":{\"remaining_credits\":%s}}}", number, number);
  return sim_answer_new_json (200, json);
}

/* @file: found; its bytes, or its task's once that is completed */
static GBytes *
get_file_bytes (QwenttsSimulator * simulator, SimFile * file)
{
  if (file->bytes != NULL)
    return file->bytes;
  return sim_task_is_completed (simulator, file->task) ? file->task->audio
      : NULL;
}

static SimAnswer *
download (QwenttsSimulator * simulator, const SimRequest * request)
{
  GBytes *bytes = NULL;
  SimAnswer *answer;
  SimFile *file;

  /* As a store of signed URLs does: the key has no business here. */
  if (soup_message_headers_get_list (request->headers, "Authorization"))
    return sim_answer_new (400, "text/plain", NULL);

  g_mutex_lock (&simulator->lock);
  file = g_hash_table_lookup (simulator->files, request->path);
  g_mutex_unlock (&simulator->lock);
  if (file != NULL)
    bytes = get_file_bytes (simulator, file);
  if (bytes == NULL)
    return sim_answer_new (404, "text/plain", NULL);

  answer = sim_answer_new (200, file->content_type, bytes);
  soup_message_headers_replace (answer->headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (answer->headers, "ETag", file->etag);
  sim_answer_take_range (answer, request->headers);
  return answer;
}

SimAnswer *
sim_service_answer (QwenttsSimulator * simulator, const SimRequest * request)
{
  SimAnswer *answer;

  switch (request->kind) {
    case QWENTTS_SIMULATOR_SUBMIT:
      answer = check_key (simulator, request);
      return answer != NULL ? answer : submit (simulator, request);
    case QWENTTS_SIMULATOR_POLL:
      answer = check_key (simulator, request);
      return answer != NULL ? answer : poll_task (simulator, request);
    case QWENTTS_SIMULATOR_CREDITS:
      answer = check_key (simulator, request);
      return answer != NULL ? answer : tell_credits (simulator);
    case QWENTTS_SIMULATOR_DOWNLOAD:
      return download (simulator, request);
    default:
      return sim_answer_new_error (404, "not_found", "invalid_request_error",
          "No such resource: %s %s", request->method, request->path);
  }
}
