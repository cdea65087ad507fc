/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What its owner wants to find again: no process removes these entries to make
 * room until the use is freed or its owner dies.
 *
 * One descriptor on the file "uses", with a shared lock on the byte of each key
 * in use. Whoever makes room tries to lock that byte alone, without waiting. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct _QwenttsStoreUse QwenttsStoreUse;

/* Reads and makes nothing. May be used by several threads. */
QwenttsStoreUse *qwentts_store_use_new (QwenttsStore * store);

/* From now on the key is in use; also if it is ABSENT as yet, or in use by this
 * one already. To be called before peek: what that finds is then there to stay.
 * Waits only while the entry is just being removed.
 *
 * @cancellable: (nullable)
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR, as of a folder that cannot be written
 *   to, or G_IO_ERROR_CANCELLED; the entry can be used, but may go */
gboolean qwentts_store_use_add (QwenttsStoreUse * use, const gchar * key,
    GCancellable * cancellable, GError ** error);

void qwentts_store_use_free (QwenttsStoreUse * use);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsStoreUse, qwentts_store_use_free);

G_END_DECLS
