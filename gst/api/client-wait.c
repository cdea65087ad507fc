/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Waiting for a task to end. */
#include "api/client.h"

#include "api/backoff.h"
#include "api/client-private.h"
#include "api/error.h"
#include "api/job-times.h"

/* An answer that is no task is a failure that may pass too: what was paid for
 * is not given up for one bad page. */
static gboolean
may_repeat_poll (const GError * failure)
{
  guint status;

  if (!g_error_matches (failure, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL))
    return qwentts_is_passing_failure (failure);

  status = qwentts_error_get_details (failure)->http_status_code;
  return status == 0 || SOUP_STATUS_IS_SUCCESSFUL (status);
}

QwenttsTask *
qwentts_client_poll (QwenttsClient * client, const gchar * id,
    gint64 deadline_us, GCancellable * cancellable, GError ** error)
{
  g_autofree gchar *path = g_strconcat ("/v1/tasks/", id, NULL);
  guint n_failed = 0;

  qwentts_client_count (client, &client->counters.polls);
  while (TRUE) {
    g_autoptr (SoupMessage) message = qwentts_client_make_message (client,
        "GET", path);
    GError *failure = NULL;
    QwenttsTask *task = qwentts_client_ask_for_task (client, message, NULL,
        deadline_us, cancellable, &failure);

    if (task) {
      /* The answer is to the question, whatever it says of its id. */
      g_free (task->id);
      task->id = g_strdup (id);
      return task;
    }
    if (failure->domain == QWENTTS_ERROR)
      qwentts_error_get_details (failure)->task_id = g_strdup (id);
    if (!may_repeat_poll (failure)) {
      g_propagate_error (error, failure);
      return NULL;
    }
    if (!qwentts_client_back_off (client, &n_failed, failure, deadline_us,
            cancellable, error))
      return NULL;
  }
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
      g_propagate_error (error, qwentts_client_make_late_error (client,
              (*task)->id));
      return FALSE;
    }
    if (progress)
      progress ((*task)->progress, user_data);
    if (!qwentts_wait_until (MIN (poll_us, deadline_us), cancellable, error))
      return FALSE;
    /* It may have ended while the answer travelled. */
    asked_us = g_get_monotonic_time ();
    polled = qwentts_client_poll (client, (*task)->id, deadline_us,
        cancellable, error);
    if (polled == NULL)
      return FALSE;
    qwentts_task_free (*task);
    *task = polled;
    if (polled->status == QWENTTS_TASK_UNFINISHED)
      unfinished_us = asked_us;
    else if (model && polled->status == QWENTTS_TASK_COMPLETED)
      qwentts_job_times_add (model, estimate_s,
          (unfinished_us - start_us) / (gdouble) G_USEC_PER_SEC,
          (g_get_monotonic_time () - start_us) / (gdouble) G_USEC_PER_SEC);
  }

  if ((*task)->status == QWENTTS_TASK_COMPLETED)
    return TRUE;
  g_propagate_error (error, qwentts_task_to_error (*task));
  return FALSE;
}
