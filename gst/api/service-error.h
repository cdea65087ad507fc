/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the service's refusals mean: the one place in which HTTP statuses, the
 * codes of error bodies and the codes of failed tasks become errors. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The head of a body as text that can be shown: valid UTF-8, short, without
 * control characters and without the secret. */
gchar *qwentts_quote_body (GBytes * body, const gchar * secret);

/* @status: an HTTP status that is not 2xx
 * @body: what came with it, JSON or not
 * @request_id: (nullable)
 *
 * Returns: (transfer full) */
GError *qwentts_error_from_answer (guint status, GBytes * body,
    const gchar * request_id, const gchar * secret);

/* Whether a submit failed in a way that says for certain that it made no task,
 * so that its Idempotency-Key need not be kept. Everything else leaves that
 * open: the answer was lost or late, a gateway failed, the caller gave up. Then
 * the key is what can find the task again that was paid for; asking with
 * another key could pay twice.
 *
 * A refusal is HTTP 400 to 499, as the service looks at a request before it
 * makes a task; but not where the answer is about another request that may be
 * under way (409, `paid_outcome_unknown`) or about its arrival (408, 425), nor
 * where an earlier POST of the same submit had such an end. The exception is
 * `idempotency_conflict`: a task there is, but this key can never reach it.
 *
 * @error: of qwentts_client_submit(). It tells nothing of an earlier submit
 *   with the same key, by another process, say: a key that was kept because it
 *   may have a task is worth keeping also when it is refused later */
gboolean qwentts_error_is_refusal (const GError * error);

/* @code: (nullable): `error.code` of a failed task
 * @message: (nullable)
 *
 * Returns: (transfer full) */
GError *qwentts_error_from_task_code (const gchar * code,
    const gchar * message);

G_END_DECLS
