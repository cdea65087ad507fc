/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/client.h"

#include "api/backoff.h"
#include "api/client-private.h"
#include "api/error.h"
#include "api/job-times.h"
#include "api/service-error.h"
#include "api/session.h"
#include "api/url.h"

#define JSON_MAX_SIZE (1024 * 1024)

QwenttsClient *
qwentts_client_new (const QwenttsConnection * connection, GError ** error)
{
  QwenttsClient *client;

  if (!qwentts_url_check_base (connection->base_url, error))
    return NULL;
  if (connection->api_key == NULL || *connection->api_key == '\0') {
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_AUTHENTICATION,
            NULL, "There is no API key. Set \"api-key-file\" or \"api-key\", "
            "or EVOLINK_API_KEY or EVOLINK_API_KEY_FILE in the environment."));
    return NULL;
  }
  if (!qwentts_check_key (connection->api_key, error))
    return NULL;

  client = g_atomic_rc_box_new0 (QwenttsClient);
  qwentts_connection_copy (connection, &client->connection);
  g_mutex_init (&client->lock);
  return client;
}

QwenttsClient *
qwentts_client_ref (QwenttsClient * client)
{
  return g_atomic_rc_box_acquire (client);
}

static void
clear (gpointer data)
{
  QwenttsClient *client = data;

  qwentts_connection_clear (&client->connection);
  g_clear_object (&client->session);
  g_mutex_clear (&client->lock);
}

void
qwentts_client_unref (QwenttsClient * client)
{
  g_atomic_rc_box_release_full (client, clear);
}

void
qwentts_client_get_counters (QwenttsClient * client, QwenttsCounters * counters)
{
  g_mutex_lock (&client->lock);
  *counters = client->counters;
  g_mutex_unlock (&client->lock);
}

void
qwentts_client_count (QwenttsClient * client, guint64 * counter)
{
  g_mutex_lock (&client->lock);
  (*counter)++;
  g_mutex_unlock (&client->lock);
}

gint64
qwentts_client_get_deadline_us (QwenttsClient * client)
{
  if (client->connection.task_timeout_ms == 0)
    return G_MAXINT64;

  return g_get_monotonic_time ()
      + client->connection.task_timeout_ms * G_GINT64_CONSTANT (1000);
}

SoupSession *
qwentts_client_get_session (QwenttsClient * client, GError ** error)
{
  g_autoptr (SoupSession) session = NULL;

  g_mutex_lock (&client->lock);
  if (client->session)
    session = g_object_ref (client->session);
  g_mutex_unlock (&client->lock);
  if (session)
    return g_steal_pointer (&session);

  session = qwentts_session_get (&client->connection, error);
  if (session == NULL)
    return NULL;

  g_mutex_lock (&client->lock);
  if (client->session == NULL)
    client->session = g_object_ref (session);
  g_mutex_unlock (&client->lock);
  return g_steal_pointer (&session);
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

static SoupMessage *
make_message (QwenttsClient * client, const gchar * method, const gchar * path)
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

/* One exchange whose answer is a task. */
static QwenttsTask *
ask_for_task (QwenttsClient * client, SoupMessage * message,
    gboolean * was_sent, GCancellable * cancellable, GError ** error)
{
  const gchar *secret = client->connection.api_key;
  g_autoptr (SoupSession) session = NULL;
  g_auto (QwenttsAnswer) answer = { 0 };
  QwenttsTask *task;
  GError *cause = NULL;

  session = qwentts_client_get_session (client, error);
  if (session == NULL)
    return NULL;
  if (!qwentts_exchange_run (session, message, JSON_MAX_SIZE, was_sent, &answer,
          cancellable, error))
    return NULL;

  if (SOUP_STATUS_IS_SUCCESSFUL (answer.status)) {
    task = qwentts_task_parse (answer.body, secret, &cause);
    if (task) {
      task->request_id = qwentts_redact (answer.request_id, secret);
      return task;
    }
    qwentts_error_get_details (cause)->http_status_code = answer.status;
    qwentts_error_get_details (cause)->request_id =
        qwentts_redact (answer.request_id, secret);
  } else {
    cause = qwentts_error_from_answer (answer.status, answer.body,
        answer.request_id, secret);
    qwentts_error_get_details (cause)->retry_after_s = answer.retry_after_s;
  }
  g_propagate_error (error, cause);
  return NULL;
}

static QwenttsTask *
post_once (QwenttsClient * client, GBytes * body, const gchar * idempotency_key,
    gboolean * was_sent, GCancellable * cancellable, GError ** error)
{
  g_autoptr (SoupMessage) message = make_message (client, "POST",
      "/v1/audios/generations");

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message),
      "Idempotency-Key", idempotency_key);
  return ask_for_task (client, message, was_sent, cancellable, error);
}

/* A request that may have arrived may have been paid for. */
static gboolean
may_repeat_submit (const GError * failure)
{
  const QwenttsErrorDetails *details;

  if (failure->domain != QWENTTS_ERROR)
    return FALSE;

  details = qwentts_error_get_details (failure);
  switch (details->http_status_code) {
    case 0:                    /* the answer was lost */
      return failure->code == QWENTTS_ERROR_NETWORK
          || failure->code == QWENTTS_ERROR_TIMEOUT;
    case 429:
    case 502:
    case 503:
      return TRUE;
    default:
      return g_strcmp0 (details->api_code, "paid_outcome_unknown") == 0;
  }
}

QwenttsTask *
qwentts_client_submit (QwenttsClient * client, GBytes * body,
    const gchar * idempotency_key, gint64 deadline_us,
    GCancellable * cancellable, GError ** error)
{
  gboolean is_repeated = FALSE;
  guint n_failed = 0;

  qwentts_client_count (client, &client->counters.submits);
  while (TRUE) {
    gboolean was_sent = FALSE;
    GError *failure = NULL;
    QwenttsTask *task = post_once (client, body, idempotency_key, &was_sent,
        cancellable, &failure);

    if (task)
      return task;
    if (was_sent ? is_repeated || !may_repeat_submit (failure)
        : !qwentts_is_passing_failure (failure)) {
      g_propagate_error (error, failure);
      return NULL;
    }
    is_repeated |= was_sent;
    if (!qwentts_client_back_off (client, &n_failed, failure, deadline_us,
            cancellable, error))
      return NULL;
  }
}

/* One poll, repeated where it fails in passing. An answer that is no task is
 * such a failure too: what was paid for is not given up for one bad page. */
static QwenttsTask *
poll_task (QwenttsClient * client, const gchar * id, gint64 deadline_us,
    GCancellable * cancellable, GError ** error)
{
  g_autofree gchar *path = g_strconcat ("/v1/tasks/", id, NULL);
  guint n_failed = 0;

  qwentts_client_count (client, &client->counters.polls);
  while (TRUE) {
    g_autoptr (SoupMessage) message = make_message (client, "GET", path);
    GError *failure = NULL;
    QwenttsTask *task = ask_for_task (client, message, NULL, cancellable,
        &failure);

    if (task)
      return task;
    if (failure->domain == QWENTTS_ERROR)
      qwentts_error_get_details (failure)->task_id = g_strdup (id);
    if (!qwentts_is_passing_failure (failure)
        && !(g_error_matches (failure, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL)
            && qwentts_error_get_details (failure)->http_status_code == 200)) {
      g_propagate_error (error, failure);
      return NULL;
    }
    if (!qwentts_client_back_off (client, &n_failed, failure, deadline_us,
            cancellable, error))
      return NULL;
  }
}

static void
fail_late (QwenttsClient * client, const QwenttsTask * task, GError ** error)
{
  GError *late = qwentts_error_new (QWENTTS_ERROR_TIMEOUT, NULL,
      "The service did not finish the task within %g seconds. Raise "
      "\"task-timeout\", or ask again later.",
      client->connection.task_timeout_ms / 1000.0);

  qwentts_error_get_details (late)->task_id = g_strdup (task->id);
  g_propagate_error (error, late);
}

/* When the task is looked at next, a monotonic time.
 *
 * @schedule: NULL: at the interval that was set */
static gint64
get_next_poll_us (QwenttsClient * client, QwenttsPollSchedule * schedule,
    gint64 start_us, guint progress)
{
  gint64 now_us = g_get_monotonic_time ();

  if (schedule == NULL)
    return now_us + client->connection.poll_interval_ms
        * G_GINT64_CONSTANT (1000);

  return start_us + G_USEC_PER_SEC * qwentts_poll_schedule_next (schedule,
      (now_us - start_us) / (gdouble) G_USEC_PER_SEC, progress);
}

gboolean
qwentts_client_wait (QwenttsClient * client, const gchar * model,
    QwenttsTask ** task, gint64 deadline_us, QwenttsProgressFunc progress,
    gpointer user_data, GCancellable * cancellable, GError ** error)
{
  gdouble estimate_s = (*task)->estimated_time_s;
  g_autoptr (QwenttsPollSchedule) schedule = NULL;
  gint64 start_us = g_get_monotonic_time ();
  gint64 unfinished_us = start_us;

  if (client->connection.poll_interval_ms == 0)
    schedule = qwentts_job_times_make_schedule (model, estimate_s);

  while ((*task)->status == QWENTTS_TASK_UNFINISHED) {
    gint64 poll_us = get_next_poll_us (client, schedule, start_us,
        (*task)->progress);
    QwenttsTask *polled;
    gint64 asked_us;

    if (g_get_monotonic_time () >= deadline_us) {
      fail_late (client, *task, error);
      return FALSE;
    }
    if (progress)
      progress ((*task)->progress, user_data);
    if (!qwentts_wait_until (MIN (poll_us, deadline_us), cancellable, error))
      return FALSE;
    /* It may have ended while the answer travelled. */
    asked_us = g_get_monotonic_time ();
    polled = poll_task (client, (*task)->id, deadline_us, cancellable, error);
    if (polled == NULL)
      return FALSE;
    qwentts_task_free (*task);
    *task = polled;
    if (polled->status == QWENTTS_TASK_UNFINISHED)
      unfinished_us = asked_us;
    else if (polled->status == QWENTTS_TASK_COMPLETED)
      qwentts_job_times_add (model, estimate_s,
          (unfinished_us - start_us) / (gdouble) G_USEC_PER_SEC,
          (g_get_monotonic_time () - start_us) / (gdouble) G_USEC_PER_SEC);
  }

  if ((*task)->status == QWENTTS_TASK_COMPLETED)
    return TRUE;
  g_propagate_error (error, qwentts_task_to_error (*task));
  return FALSE;
}
