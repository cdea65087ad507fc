/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "poll-run.h"

GArray *
poll_run_schedule (const QwenttsPollHistory * history, gdouble estimate_s,
    guint progress, gdouble end_s)
{
  g_autoptr (QwenttsPollSchedule) schedule = NULL;
  GArray *polls = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble poll_s = 0.0;

  schedule = qwentts_poll_schedule_new (history, estimate_s);
  do {
    poll_s = qwentts_poll_schedule_next (schedule, poll_s,
        polls->len == 0 ? 0 : progress);
    g_array_append_val (polls, poll_s);
  } while (poll_s < end_s);

  return polls;
}

GArray *
poll_run_fixed (gdouble interval_s, gdouble end_s)
{
  GArray *polls = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble poll_s = 0.0;

  while (poll_s < end_s) {
    poll_s += interval_s;
    g_array_append_val (polls, poll_s);
  }

  return polls;
}

void
poll_run_add_job (QwenttsPollHistory * history, gdouble estimate_s,
    const GArray * polls, gdouble job_s)
{
  gdouble unfinished_s = 0.0;

  for (guint i = 0; i < polls->len; i++) {
    gdouble poll_s = g_array_index (polls, gdouble, i);

    if (poll_s >= job_s) {
      qwentts_poll_history_add (history, estimate_s, unfinished_s, poll_s);
      return;
    }
    unfinished_s = poll_s;
  }
}
