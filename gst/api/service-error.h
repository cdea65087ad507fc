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

/* @code: (nullable): `error.code` of a failed task
 * @message: (nullable)
 *
 * Returns: (transfer full) */
GError *qwentts_error_from_task_code (const gchar * code,
    const gchar * message);

G_END_DECLS
