/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A lock with a condition, whose waits a cancellable can end.
 *
 *   gulong watch = qwentts_monitor_watch (&monitor, cancellable);
 *   g_mutex_lock (&monitor.lock);
 *   while (!is_there && !g_cancellable_is_cancelled (cancellable))
 *     g_cond_wait (&monitor.cond, &monitor.lock);
 *   g_mutex_unlock (&monitor.lock);
 *   qwentts_monitor_unwatch (watch, cancellable);
 *
 * Cancelling takes the lock before it wakes, so no wake-up falls between the
 * test and the wait. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GMutex lock;
  GCond cond;
} QwenttsMonitor;

void qwentts_monitor_init (QwenttsMonitor * monitor);

void qwentts_monitor_clear (QwenttsMonitor * monitor);

/* From now on cancelling wakes whoever waits. Not under the lock.
 *
 * @cancellable: (nullable) */
gulong qwentts_monitor_watch (QwenttsMonitor * monitor,
    GCancellable * cancellable);

/* Not under the lock: waits for a wake-up that is under way. */
void qwentts_monitor_unwatch (gulong watch, GCancellable * cancellable);

G_END_DECLS
