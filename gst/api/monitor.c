/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/monitor.h"

void
qwentts_monitor_init (QwenttsMonitor * monitor)
{
  g_mutex_init (&monitor->lock);
  g_cond_init (&monitor->cond);
}

void
qwentts_monitor_clear (QwenttsMonitor * monitor)
{
  g_mutex_clear (&monitor->lock);
  g_cond_clear (&monitor->cond);
}

static void
wake_all (GCancellable * cancellable, gpointer user_data)
{
  QwenttsMonitor *monitor = user_data;

  g_mutex_lock (&monitor->lock);
  g_cond_broadcast (&monitor->cond);
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
