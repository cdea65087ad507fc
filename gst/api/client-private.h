/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the calls of a client share: for the files of this folder only. */
#pragma once

#include <libsoup/soup.h>

#include "api/client.h"
#include "api/exchange.h"

G_BEGIN_DECLS

struct _QwenttsClient
{
  /* Never changed. */
  QwenttsConnection connection;

  GMutex lock;
  /* Protected by lock. NULL until the first call. */
  SoupSession *session;
  QwenttsCounters counters;
};

/* Returns: (transfer full) */
SoupSession *qwentts_client_get_session (QwenttsClient * client,
    GError ** error);

void qwentts_client_count (QwenttsClient * client, guint64 * counter);

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
