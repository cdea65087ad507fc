/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Asking for a task, the one call that costs money. */
#include "api/client.h"

#include "api/client-private.h"
#include "api/error.h"
#include "api/service-error.h"

static QwenttsTask *
post_once (QwenttsClient * client, GBytes * body, const gchar * idempotency_key,
    gboolean * was_sent, gint64 deadline_us, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (SoupMessage) message = qwentts_client_make_message (client, "POST",
      "/v1/audios/generations");

  soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message),
      "Idempotency-Key", idempotency_key);
  /* libsoup gives each POST a new connection, and would keep them all. */
  soup_message_headers_replace (soup_message_get_request_headers (message),
      "Connection", "close");
  return qwentts_client_ask_for_task (client, message, was_sent, deadline_us,
      cancellable, error);
}

/* A request that may have arrived may have been paid for. */
static gboolean
may_repeat_submit (const GError * failure)
{
  const QwenttsErrorDetails *details;

  if (failure->domain != QWENTTS_ERROR)
    return FALSE;

  details = qwentts_error_get_details (failure);
  if (!details->is_retryable)
    return FALSE;
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

/* A refusal says nothing of an answer that was lost before it. */
static void
note_outcome (GError * failure, gboolean was_sent,
    gboolean * may_have_made_task)
{
  if (was_sent && !qwentts_error_is_refusal (failure))
    *may_have_made_task = TRUE;
  if (failure->domain == QWENTTS_ERROR)
    qwentts_error_get_details (failure)->may_have_made_task =
        *may_have_made_task;
}

QwenttsTask *
qwentts_client_submit (QwenttsClient * client, GBytes * body,
    const gchar * idempotency_key, gint64 deadline_us,
    GCancellable * cancellable, GError ** error)
{
  gboolean is_repeated = FALSE;
  gboolean may_have_made_task = FALSE;
  guint n_failed = 0;

  qwentts_client_count (client, &client->counters.submits);
  while (TRUE) {
    gboolean was_sent = FALSE;
    GError *failure = NULL;
    QwenttsTask *task = post_once (client, body, idempotency_key, &was_sent,
        deadline_us, cancellable, &failure);

    if (task)
      return task;
    note_outcome (failure, was_sent, &may_have_made_task);
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
