/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What submitting and polling have in common: one exchange with the API host,
 * and whether and when it is repeated. */
#include "api/client-private.h"

#include <string.h>

#include "api/backoff.h"
#include "api/deadline.h"
#include "api/error.h"
#include "api/exchange.h"
#include "api/service-error.h"
#include "api/url.h"

#define JSON_MAX_SIZE (1024 * 1024)
/* For what is under way at the deadline: the last look at a task, say. */
#define GRACE_US G_TIME_SPAN_SECOND

SoupMessage *
qwentts_client_make_message (QwenttsClient * client, const gchar * method,
    const gchar * path)
{
  g_autofree gchar *url = qwentts_url_join (client->connection.base_url, path);
  g_autofree gchar *bearer = g_strconcat ("Bearer ",
      client->connection.api_key, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_headers_replace (soup_message_get_request_headers (message),
      "Authorization", bearer);
  explicit_bzero (bearer, strlen (bearer));
  return message;
}

/* The task in a whole answer, or what the answer says instead. */
static QwenttsTask *
read_task (const QwenttsAnswer * answer, const gchar * secret, GError ** error)
{
  GError *cause = NULL;
  QwenttsTask *task;

  if (!SOUP_STATUS_IS_SUCCESSFUL (answer->status)) {
    cause = qwentts_error_from_answer (answer->status, answer->body,
        answer->request_id, secret);
    qwentts_error_get_details (cause)->retry_after_s = answer->retry_after_s;
    g_propagate_error (error, cause);
    return NULL;
  }

  task = qwentts_task_parse (answer->body, secret, &cause);
  if (task) {
    task->request_id = qwentts_show (answer->request_id, secret);
    return task;
  }
  if (!answer->tells_end) {
    g_error_free (cause);
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
            "The answer of the service broke off. Check the network."));
    return NULL;
  }
  qwentts_error_get_details (cause)->http_status_code = answer->status;
  qwentts_error_get_details (cause)->request_id =
      qwentts_show (answer->request_id, secret);
  g_propagate_error (error, cause);
  return NULL;
}

QwenttsTask *
qwentts_client_ask_for_task (QwenttsClient * client, SoupMessage * message,
    gboolean * was_sent, gint64 deadline_us, GCancellable * cancellable,
    GError ** error)
{
  const gchar *secret = client->connection.api_key;
  g_autoptr (QwenttsDeadline) deadline = qwentts_deadline_new
      (deadline_us < G_MAXINT64 - GRACE_US ? deadline_us + GRACE_US
      : G_MAXINT64, cancellable);
  g_auto (QwenttsAnswer) answer = { 0 };
  g_autoptr (GError) cause = NULL;

  if (!qwentts_client_check_key (client, error)) {
    if (was_sent)
      *was_sent = FALSE;
    return NULL;
  }
  if (qwentts_exchange_run (qwentts_client_get_session (client), message,
          JSON_MAX_SIZE, was_sent, &answer,
          qwentts_deadline_get_cancellable (deadline), &cause))
    return read_task (&answer, secret, error);

  if (qwentts_deadline_has_passed (deadline)) {
    g_propagate_error (error, qwentts_client_make_late_error (client, NULL));
    return NULL;
  }
  qwentts_error_redact (cause, secret);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GError *
qwentts_client_make_late_error (QwenttsClient * client, const gchar * task_id)
{
  GError *late = qwentts_error_new (QWENTTS_ERROR_TIMEOUT, NULL,
      "The service did not finish the task within %g seconds. Raise "
      "\"task-timeout\", or ask again later.",
      client->connection.task_timeout_ms / 1000.0);

  qwentts_error_get_details (late)->task_id = g_strdup (task_id);
  return late;
}

gboolean
qwentts_is_passing_failure (const GError * error)
{
  QwenttsErrorDetails *details;

  if (error->domain != QWENTTS_ERROR)
    return FALSE;

  details = qwentts_error_get_details (error);
  switch (error->code) {
    case QWENTTS_ERROR_NETWORK:
    case QWENTTS_ERROR_TIMEOUT:
    case QWENTTS_ERROR_RATE_LIMIT:
      return details->is_retryable;
    case QWENTTS_ERROR_SERVER:
      return details->is_retryable && details->http_status_code != 0;
    default:
      return FALSE;
  }
}

gboolean
qwentts_client_back_off (QwenttsClient * client, guint * n_failed,
    GError * failure, gint64 deadline_us, GCancellable * cancellable,
    GError ** error)
{
  const QwenttsConnection *connection = &client->connection;
  gint64 until_us;

  if (connection->retries >= 0 && *n_failed >= (guint) connection->retries) {
    g_propagate_error (error, failure);
    return FALSE;
  }

  until_us = g_get_monotonic_time ()
      + qwentts_backoff_us (connection->backoff_factor_s,
      connection->backoff_max_s, *n_failed,
      qwentts_error_get_details (failure)->retry_after_s, g_random_double ());
  if (until_us >= deadline_us) {
    g_propagate_error (error, failure);
    return FALSE;
  }

  g_error_free (failure);
  (*n_failed)++;
  if (!qwentts_wait_until (until_us, cancellable, error))
    return FALSE;
  qwentts_client_count (client, &client->counters.retries);
  return TRUE;
}
