/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Room for more in a folder that may only grow to a limit.
 *
 * Each write adds to the running total (total.h), which costs the same however
 * much is there. Only where the total passes the limit, or is not known, the
 * folder is looked through (inventory.h), and what was not used for the longest
 * time goes (evict.h) until 90 % of the limit are left: so one look is paid for
 * by the many writes that fill the rest again. If too much of it must stay, the
 * next look is due when the total has grown by another tenth.
 *
 * All of it under the lock of the total, so that several processes agree. */
#pragma once

#include <gio/gio.h>

#include "store/folder.h"
#include "store/kind.h"

G_BEGIN_DECLS

/* Only by whoever holds the lock of the key that it is for.
 *
 * @size: of what is about to be kept
 * @is_kept: (out): FALSE if it does not fit, even alone
 * @cancellable: (nullable): if it ends the wait, what is added is not counted
 *   until the folder is looked through
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR */
gboolean qwentts_room_make (QwenttsFolder * folder, QwenttsKind kind,
    guint64 max_size, guint64 size, gboolean * is_kept,
    GCancellable * cancellable, GError ** error);

G_END_DECLS
