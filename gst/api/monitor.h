/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A lock with a condition, whose waits a cancellable can end. Waking costs nothing
 * while nobody waits.
 *
 *   gulong watch = qwentts_monitor_watch (&monitor, cancellable);
 *   g_mutex_lock (&monitor.lock);
 *   while (!is_there && !g_cancellable_is_cancelled (cancellable))
 *     qwentts_monitor_wait (&monitor);
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

  /* Of the functions below. */
  GCond cond;
  guint n_waiting;
} QwenttsMonitor;

void qwentts_monitor_init (QwenttsMonitor * monitor);

void qwentts_monitor_clear (QwenttsMonitor * monitor);

/* Under the lock, as those that follow. */
void qwentts_monitor_wait (QwenttsMonitor * monitor);

/* @deadline_us: a monotonic time
 *
 * Returns: FALSE: it is over */
gboolean qwentts_monitor_wait_until (QwenttsMonitor * monitor,
    gint64 deadline_us);

/* All who wait. */
void qwentts_monitor_wake (QwenttsMonitor * monitor);

/* From now on cancelling wakes whoever waits. Not under the lock.
 *
 * @cancellable: (nullable) */
gulong qwentts_monitor_watch (QwenttsMonitor * monitor,
    GCancellable * cancellable);

/* Not under the lock: waits for a wake-up that is under way. */
void qwentts_monitor_unwatch (gulong watch, GCancellable * cancellable);

G_END_DECLS
