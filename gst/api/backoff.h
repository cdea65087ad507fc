/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Waiting that ends at once when it is cancelled, and how long to wait before
 * a failed exchange is repeated. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @deadline_us: monotonic
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED if it was cancelled before */
gboolean qwentts_wait_until (gint64 deadline_us, GCancellable * cancellable,
    GError ** error);

/* Exponential with jitter: from half of factor × 2^@n_failed to the whole of
 * it, at most the maximum. What the service asks for (@retry_after_s, negative
 * if it does not) wins, up to the maximum.
 *
 * @n_failed: repeats that were made before this one
 * @chance: from 0 to 1
 *
 * Returns: microseconds */
gint64 qwentts_backoff_us (gdouble factor_s, gdouble max_s, guint n_failed,
    gdouble retry_after_s, gdouble chance);

G_END_DECLS
