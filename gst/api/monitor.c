/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/monitor.h"

void
qwentts_monitor_init (QwenttsMonitor * monitor)
{
  g_mutex_init (&monitor->lock);
  g_cond_init (&monitor->cond);
  monitor->n_waiting = 0;
}

void
qwentts_monitor_clear (QwenttsMonitor * monitor)
{
  g_mutex_clear (&monitor->lock);
  g_cond_clear (&monitor->cond);
}

void
qwentts_monitor_wait (QwenttsMonitor * monitor)
{
  monitor->n_waiting++;
  g_cond_wait (&monitor->cond, &monitor->lock);
  monitor->n_waiting--;
}

gboolean
qwentts_monitor_wait_until (QwenttsMonitor * monitor, gint64 deadline_us)
{
  gboolean is_in_time;

  monitor->n_waiting++;
  is_in_time = g_cond_wait_until (&monitor->cond, &monitor->lock, deadline_us);
  monitor->n_waiting--;
  return is_in_time;
}

void
qwentts_monitor_wake (QwenttsMonitor * monitor)
{
  if (monitor->n_waiting > 0)
    g_cond_broadcast (&monitor->cond);
}

static void
wake_all (GCancellable * cancellable, gpointer user_data)
{
  QwenttsMonitor *monitor = user_data;

  g_mutex_lock (&monitor->lock);
  qwentts_monitor_wake (monitor);
  g_mutex_unlock (&monitor->lock);
}

gulong
qwentts_monitor_watch (QwenttsMonitor * monitor, GCancellable * cancellable)
{
  if (cancellable == NULL)
    return 0;

  return g_cancellable_connect (cancellable, G_CALLBACK (wake_all), monitor,
      NULL);
}

void
qwentts_monitor_unwatch (gulong watch, GCancellable * cancellable)
{
  g_cancellable_disconnect (cancellable, watch);
}
