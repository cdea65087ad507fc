/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/backoff.h"

#include <math.h>

#include "api/monitor.h"

#define MIN_RETRY_AFTER_S 0.25
/* Also where none is wanted, nobody is asked without end and without pause. */
#define MIN_DELAY_S 0.0001

gboolean
qwentts_wait_until (gint64 deadline_us, GCancellable * cancellable,
    GError ** error)
{
  QwenttsMonitor monitor;
  gulong watch;

  qwentts_monitor_init (&monitor);
  watch = qwentts_monitor_watch (&monitor, cancellable);
  g_mutex_lock (&monitor.lock);
  while (!g_cancellable_is_cancelled (cancellable))
    if (!qwentts_monitor_wait_until (&monitor, deadline_us))
      break;
  g_mutex_unlock (&monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);
  qwentts_monitor_clear (&monitor);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gint64
qwentts_backoff_us (gdouble factor_s, gdouble max_s, guint n_failed,
    gdouble retry_after_s, gdouble chance)
{
  gdouble delay_s = ldexp (factor_s, MIN (n_failed, 30)) * (0.5 + chance / 2);

  /* "At once" is no wait: a service that says so is not asked without pause. */
  if (retry_after_s >= 0)
    delay_s = MAX (retry_after_s, MIN (delay_s, MIN_RETRY_AFTER_S));

  delay_s = MAX (delay_s, MIN_DELAY_S);
  return MIN (delay_s, max_s) * G_USEC_PER_SEC;
}
