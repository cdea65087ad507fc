/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/task.h"

#include <string.h>

#include "api/error.h"
#include "api/json-reader.h"
#include "api/service-error.h"

#define ID_MAX_LENGTH 128
/* More is not an estimate. */
#define ESTIMATE_MAX_S 3600.0

void
qwentts_task_free (QwenttsTask * task)
{
  g_free (task->id);
  g_free (task->audio_url);
  g_free (task->voice);
  g_free (task->error_code);
  g_free (task->error_type);
  g_free (task->error_message);
  g_free (task->request_id);
  g_free (task);
}

gboolean
qwentts_task_is_id (const gchar * text)
{
  gsize length = strlen (text);

  if (length == 0 || length > ID_MAX_LENGTH || *text == '.')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && !strchr ("-_.:", text[i]))
      return FALSE;
  return TRUE;
}

static QwenttsTaskStatus
parse_status (const gchar * word)
{
  static const struct
  {
    const gchar *word;
    QwenttsTaskStatus status;
  } words[] = {
    {"completed", QWENTTS_TASK_COMPLETED},
    {"failed", QWENTTS_TASK_FAILED},
    {"cancelled", QWENTTS_TASK_CANCELLED},
    {"canceled", QWENTTS_TASK_CANCELLED},
    {"expired", QWENTTS_TASK_EXPIRED},
  };

  for (guint i = 0; word && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i].word) == 0)
      return words[i].status;
  return QWENTTS_TASK_UNFINISHED;
}

static gchar *
find_url_in_data (JsonObject * data)
{
  gchar *url = qwentts_json_get_string (data, "audio_url", NULL);

  if (url == NULL)
    url = qwentts_json_get_string (data, "audio", NULL);
  if (url == NULL)
    url = qwentts_json_get_string (qwentts_json_get_object (data, "audio"),
        "url", NULL);
  if (url == NULL)
    url = qwentts_json_get_string (data, "preview_audio_url", NULL);
  if (url == NULL)
    url = qwentts_json_get_string (data, "url", NULL);
  if (url == NULL)
    url =
        qwentts_json_get_string (qwentts_json_get_element_object
        (qwentts_json_get_array (data, "songs"), 0), "audio_url", NULL);
  return url;
}

static void
parse_result (QwenttsTask * task, JsonObject * object, const gchar * secret)
{
  JsonObject *data = qwentts_json_get_object (object, "result_data");
  JsonObject *first =
      qwentts_json_get_element_object (qwentts_json_get_array (object,
          "result_data"), 0);

  task->audio_url = qwentts_json_get_element_string (qwentts_json_get_array
      (object, "results"), 0);
  if (task->audio_url == NULL)
    task->audio_url = find_url_in_data (data);
  if (task->audio_url == NULL)
    task->audio_url = qwentts_json_get_string (first, "audio_url", NULL);

  task->voice = qwentts_json_get_string (data ? data : first, "voice", secret);
}

static void
parse_error (QwenttsTask * task, JsonObject * object, const gchar * secret)
{
  JsonObject *error = qwentts_json_get_object (object, "error");

  task->error_code = qwentts_json_get_words (error, "code", secret);
  task->error_type = qwentts_json_get_words (error, "type", secret);
  task->error_message = error
      ? qwentts_json_get_words (error, "message", secret)
      : qwentts_json_get_words (object, "error", secret);
}

static void
parse_numbers (QwenttsTask * task, JsonObject * object)
{
  JsonObject *info = qwentts_json_get_object (object, "task_info");
  JsonObject *usage = qwentts_json_get_object (object, "usage");

  task->progress = MIN (qwentts_json_get_number (object, "progress", 0), 100.0);
  task->estimated_time_s =
      MIN (qwentts_json_get_number (info, "estimated_time", 0), ESTIMATE_MAX_S);
  task->credits = qwentts_json_get_number (usage, "credits_used",
      qwentts_json_get_number (usage, "credits_reserved", 0));
}

static GError *
protocol_error (const gchar * what, GBytes * body, const gchar * secret)
{
  g_autofree gchar *words = qwentts_quote_body (body, secret);

  return qwentts_error_new (QWENTTS_ERROR_PROTOCOL, words,
      "The service answered without %s. If this lasts, a newer version of this "
      "plugin or another \"base-url\" may be needed.", what);
}

static gchar *
get_id (JsonObject * object, const gchar * secret)
{
  gchar *id = qwentts_json_get_string (object, "id", secret);

  return id ? id : qwentts_json_get_string (object, "task_id", secret);
}

/* The task is the body, or within it. */
static JsonObject *
find_task (JsonObject * root, const gchar * secret)
{
  JsonObject *data = qwentts_json_get_object (root, "data");
  g_autofree gchar *id = get_id (data, secret);

  return id ? data : root;
}

QwenttsTask *
qwentts_task_parse (GBytes * body, const gchar * secret, GError ** error)
{
  g_autoptr (JsonObject) root = qwentts_json_parse (body);
  g_autoptr (QwenttsTask) task = g_new0 (QwenttsTask, 1);
  g_autofree gchar *status = NULL;
  JsonObject *object;

  if (root == NULL) {
    g_propagate_error (error, protocol_error ("valid JSON", body, secret));
    return NULL;
  }
  object = find_task (root, secret);
  task->id = get_id (object, secret);
  if (task->id == NULL || !qwentts_task_is_id (task->id)) {
    g_propagate_error (error, protocol_error ("a task id", body, secret));
    return NULL;
  }

  status = qwentts_json_get_string (object, "status", NULL);
  task->status = parse_status (status);
  parse_numbers (task, object);
  parse_result (task, object, secret);
  parse_error (task, object, secret);
  return g_steal_pointer (&task);
}

GError *
qwentts_task_to_error (const QwenttsTask * task)
{
  GError *error = NULL;

  switch (task->status) {
    case QWENTTS_TASK_CANCELLED:
      error = qwentts_error_new (QWENTTS_ERROR_SERVER, task->error_message,
          "The service cancelled the task.");
      qwentts_error_get_details (error)->is_retryable = FALSE;
      break;
    case QWENTTS_TASK_EXPIRED:
      error = qwentts_error_new (QWENTTS_ERROR_SERVER, task->error_message,
          "The service let the task expire. Ask again.");
      break;
    default:
      error = qwentts_error_from_task_code (task->error_code,
          task->error_message);
      break;
  }

  qwentts_error_get_details (error)->task_id = g_strdup (task->id);
  qwentts_error_get_details (error)->api_code = g_strdup (task->error_code);
  qwentts_error_get_details (error)->api_type = g_strdup (task->error_type);
  qwentts_error_get_details (error)->request_id = g_strdup (task->request_id);
  return error;
}
