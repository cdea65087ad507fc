/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the calls of a client share: for the files of this folder only. */
#pragma once

#include <libsoup/soup.h>

#include "api/client.h"

G_BEGIN_DECLS

struct _QwenttsClient
{
  /* Never changed. */
  QwenttsConnection connection;

  GMutex lock;
  /* Protected by lock. */
  SoupSession *session;         /* NULL: not needed yet; once set, it stays */
  QwenttsCounters counters;
};

void qwentts_client_count (QwenttsClient * client, guint64 * counter);

/* Returns: (transfer none): as long as the client lives */
SoupSession *qwentts_client_get_session (QwenttsClient * client);

/* A request for the API host, with the key. */
SoupMessage *qwentts_client_make_message (QwenttsClient * client,
    const gchar * method, const gchar * path);

/* One exchange whose answer is a task, given up shortly after the deadline.
 *
 * @was_sent: (out): whether any of the request may have left
 *
 * Returns: NULL with any QWENTTS_ERROR or G_IO_ERROR_CANCELLED */
QwenttsTask *qwentts_client_ask_for_task (QwenttsClient * client,
    SoupMessage * message, gboolean * was_sent, gint64 deadline_us,
    GCancellable * cancellable, GError ** error);

/* The task took too long.
 *
 * @task_id: (nullable) */
GError *qwentts_client_make_late_error (QwenttsClient * client,
    const gchar * task_id);

/* Whether a failed exchange is worth repeating as it is: the network, a
 * time-out, 429 or 5xx. */
gboolean qwentts_is_passing_failure (const GError * error);

/* Counts a failed exchange and waits before it is repeated.
 *
 * @n_failed: (inout): failures in a row so far
 * @failure: what happened
 *
 * Returns: FALSE if it is not to be repeated, with @failure (consumed) or
 *   G_IO_ERROR_CANCELLED in @error */
gboolean qwentts_client_back_off (QwenttsClient * client, guint * n_failed,
    GError * failure, gint64 deadline_us, GCancellable * cancellable,
    GError ** error);

G_END_DECLS
