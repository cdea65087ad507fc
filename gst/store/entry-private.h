/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How the store makes an entry. */
#pragma once

#include "store/entry.h"
#include "store/lock.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Reads what is there; what cannot be used is moved aside.
 *
 * @folder: of the store
 * @lock: (transfer full): of the key
 * @cancellable: (nullable): also ends what later steps wait for
 *
 * Returns: NULL with QWENTTS_STORE_ERROR */
QwenttsEntry *qwentts_entry_new (QwenttsStore * store,
    QwenttsFolder * folder, QwenttsLock * lock, const gchar * key,
    GCancellable * cancellable, GError ** error);

G_END_DECLS
