/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whose turn it is to change a file: one of all threads and processes that ask,
 * until it releases the lock or dies.
 *
 * The lock is on a file beside it, FILE.lock, which stays: the file itself is
 * replaced at each change. It is an open-file-description lock, as those of the
 * store: two descriptors exclude each other, also in one process, and the kernel
 * drops it with the last copy of the descriptor. The store's own lock is for
 * folders that are the store's alone, which this one is not.
 *
 * The kernel is never waited in: the lock is tried, with pauses that a
 * cancellable ends. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _QwenttsPresetLock QwenttsPresetLock;

/* Waits while somebody else has it, the same thread too.
 *
 * @path: of the file that is to be changed; its folder is there
 * @max_wait_ms: after that it is an error; whoever has it only writes a file
 *
 * Returns: NULL with a GIOErrorEnum, among them G_IO_ERROR_CANCELLED and
 *   G_IO_ERROR_TIMED_OUT */
QwenttsPresetLock *qwentts_preset_lock_acquire (const gchar * path,
    guint max_wait_ms, GCancellable * cancellable, GError ** error);

void qwentts_preset_lock_release (QwenttsPresetLock * lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsPresetLock, qwentts_preset_lock_release);

G_END_DECLS
