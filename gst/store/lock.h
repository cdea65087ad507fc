/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whose turn it is with a key: one of all threads and processes that share the
 * folder, until it releases the lock or dies.
 *
 * One file "lock" holds the locks of all keys, each on the one byte whose
 * number is the key's first 60 bit, so no file appears or has to go with a key.
 * They are open-file-description locks: two descriptors exclude each other,
 * also in one process, and the kernel drops the lock with the last copy of the
 * descriptor. (A child that was forked without exec has a copy.)
 *
 * The kernel is never waited in: the lock is tried, with pauses that a
 * cancellable ends.
 *
 * The byte behind those of all keys is that of the folder's total (total.h). A
 * second file, "uses", has a byte for each key as well, which is shared by all
 * who use its entry (use.h). */
#pragma once

#include <gio/gio.h>

#include "store/folder.h"

G_BEGIN_DECLS

typedef struct _QwenttsLock QwenttsLock;

/* Waits for as long as somebody else has it, the same thread too. Tries once
 * even where it is cancelled.
 *
 * Returns: NULL with QWENTTS_STORE_ERROR or G_IO_ERROR_CANCELLED */
QwenttsLock *qwentts_lock_acquire (QwenttsFolder * folder, const gchar * key,
    GCancellable * cancellable, GError ** error);

/* The same for the folder's total. */
QwenttsLock *qwentts_lock_acquire_total (QwenttsFolder * folder,
    GCancellable * cancellable, GError ** error);

/* Of no key yet; other keys are no matter to who has it. */
QwenttsLock *qwentts_lock_new (QwenttsFolder * folder, GError ** error);

/* The same, for "uses". */
QwenttsLock *qwentts_lock_new_for_uses (QwenttsFolder * folder,
    GError ** error);

/* One key more, without waiting.
 *
 * Returns: FALSE if somebody else has it, or it cannot be had */
gboolean qwentts_lock_try (QwenttsLock * lock, const gchar * key);

/* One key more, together with others. Waits only for somebody who has it by
 * qwentts_lock_try ().
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR or G_IO_ERROR_CANCELLED */
gboolean qwentts_lock_share (QwenttsLock * lock, const gchar * key,
    GCancellable * cancellable, GError ** error);

/* One key less. */
void qwentts_lock_give_back (QwenttsLock * lock, const gchar * key);

/* All of them. */
void qwentts_lock_release (QwenttsLock * lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsLock, qwentts_lock_release);

G_END_DECLS
