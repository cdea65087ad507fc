/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A time at which a blocking call is given up.
 *
 * Time-outs of a connection begin anew with each byte that comes, so a peer
 * that sends a byte now and then could hold a call for ever. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _QwenttsDeadline QwenttsDeadline;

/* @deadline_us: monotonic; G_MAXINT64: never
 * @cancellable: (nullable): what ends the call before */
QwenttsDeadline *qwentts_deadline_new (gint64 deadline_us,
    GCancellable * cancellable);

void qwentts_deadline_free (QwenttsDeadline * deadline);

/* Returns: (transfer none): to be given to the call; cancelled by the time, or
 * with the cancellable */
GCancellable *qwentts_deadline_get_cancellable (QwenttsDeadline * deadline);

/* Whether it was the time that ended the call. */
gboolean qwentts_deadline_has_passed (QwenttsDeadline * deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsDeadline, qwentts_deadline_free);

G_END_DECLS
