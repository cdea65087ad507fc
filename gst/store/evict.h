/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Removes what nobody needs now. Of a key that somebody has claimed, or uses,
 * nothing goes, and nobody is waited for. */
#pragma once

#include "store/folder.h"
#include "store/inventory.h"
#include "store/kind.h"

G_BEGIN_DECLS

/* Removes what was not used for the longest time, until the inventory has no
 * more than the goal, and leftovers in any case. What is ASKED or PENDING and
 * fresh stays, since it is paid for, and what a newer version wrote.
 *
 * @inventory: in the end without the bytes that have gone
 * @cancellable: (nullable): ends it early
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR if it cannot be told what somebody
 *   needs */
gboolean qwentts_evict (QwenttsFolder * folder, QwenttsKind kind,
    QwenttsInventory * inventory, guint64 goal, GCancellable * cancellable,
    GError ** error);

G_END_DECLS
