/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How the store makes an entry. */
#pragma once

#include "store/entry.h"
#include "store/lock.h"

G_BEGIN_DECLS

/* Reads what is there; what cannot be used is moved aside.
 *
 * @lock: (transfer full): of the key
 *
 * Returns: NULL with QWENTTS_STORE_ERROR */
QwenttsEntry *qwentts_entry_new (QwenttsFolder * folder, QwenttsLock * lock,
    QwenttsKind kind, const gchar * key, GError ** error);

G_END_DECLS
