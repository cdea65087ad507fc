/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/job-times.h"

G_LOCK_DEFINE_STATIC (histories);
/* Protected by the lock above: from model to QwenttsPollHistory. */
static GHashTable *histories;

static QwenttsPollHistory *
get_history_locked (const gchar * model)
{
  QwenttsPollHistory *history;

  if (histories == NULL)
    histories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
        (GDestroyNotify) qwentts_poll_history_free);
  history = g_hash_table_lookup (histories, model);
  if (history == NULL) {
    history = qwentts_poll_history_new ();
    g_hash_table_insert (histories, g_strdup (model), history);
  }
  return history;
}

QwenttsPollSchedule *
qwentts_job_times_make_schedule (const gchar * model, gdouble estimate_s)
{
  g_autoptr (QwenttsPollHistory) history = NULL;

  if (model == NULL)
    return qwentts_poll_schedule_new (NULL, estimate_s);

  /* Making a schedule is work, so do it from a copy. */
  G_LOCK (histories);
  history = qwentts_poll_history_copy (get_history_locked (model));
  G_UNLOCK (histories);

  return qwentts_poll_schedule_new (history, estimate_s);
}

void
qwentts_job_times_add (const gchar * model, gdouble estimate_s,
    gdouble unfinished_s, gdouble done_s)
{
  G_LOCK (histories);
  qwentts_poll_history_add (get_history_locked (model), estimate_s,
      unfinished_s, done_s);
  G_UNLOCK (histories);
}
