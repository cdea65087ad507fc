/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The service's calls, as functions that return when they are done.
 *
 * Each call may block, ends at once when its cancellable is cancelled, and
 * fails with QWENTTS_ERROR or G_IO_ERROR_CANCELLED. What may be repeated is
 * repeated inside. A client may be used by several threads at once. */
#pragma once

#include "api/connection.h"
#include "api/task.h"

G_BEGIN_DECLS

typedef struct _QwenttsClient QwenttsClient;

/* What a client has done so far. A repeat counts as a retry only. */
typedef struct
{
  guint64 submits;
  guint64 polls;
  guint64 downloads;
  guint64 retries;
} QwenttsCounters;

/* Checks the settings and copies them; may read the file of certificates, and
 * reaches nothing else yet.
 *
 * Returns: NULL with QWENTTS_ERROR_SETTINGS */
QwenttsClient *qwentts_client_new (const QwenttsConnection * connection,
    GError ** error);

QwenttsClient *qwentts_client_ref (QwenttsClient * client);

void qwentts_client_unref (QwenttsClient * client);

/* Whether there is a key to ask with. Without one, all that asks fails so, before
 * anything is sent.
 *
 * Errors: QWENTTS_ERROR_AUTHENTICATION */
gboolean qwentts_client_check_key (QwenttsClient * client, GError ** error);

void qwentts_client_get_counters (QwenttsClient * client,
    QwenttsCounters * counters);

/* When a task that begins now has taken too long (`task_timeout_ms`): a
 * monotonic time, G_MAXINT64 for never. */
gint64 qwentts_client_get_deadline_us (QwenttsClient * client);

/* Asks for a task, which costs money. The request is repeated at most once, and
 * only where its answer was lost or said 429, 502 or 503 or that the first is
 * still being processed; while the service cannot even be connected to, as
 * often as `retries` says.
 *
 * @body: a request as JSON
 * @idempotency_key: the same for the same wish, also in another process
 *
 * Returns: the task, which may be at its end already */
QwenttsTask *qwentts_client_submit (QwenttsClient * client, GBytes * body,
    const gchar * idempotency_key, gint64 deadline_us,
    GCancellable * cancellable, GError ** error);

/* Asks once how a task is doing (repeated where that fails in passing), whoever
 * has submitted it.
 *
 * Returns: the task, finished or not; NULL with QWENTTS_ERROR_NOT_FOUND if the
 *   service does not know it */
QwenttsTask *qwentts_client_poll (QwenttsClient * client, const gchar * id,
    gint64 deadline_us, GCancellable * cancellable, GError ** error);

/* Told about a task that is not finished, by the thread that waits. */
typedef void (*QwenttsProgressFunc) (guint percent, gpointer user_data);

/* Polls until the task is completed.
 *
 * @model: (nullable): the jobs of one model take about the same time; NULL for a
 *   task that was submitted long before, of which nothing can be learnt
 * @task: (inout): replaced by what the last poll said; needs an id only
 *
 * Errors: also those of a task that failed, was cancelled or expired */
gboolean qwentts_client_wait (QwenttsClient * client, const gchar * model,
    QwenttsTask ** task, gint64 deadline_us, QwenttsProgressFunc progress,
    gpointer user_data, GCancellable * cancellable, GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsClient, qwentts_client_unref);

G_END_DECLS
