/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The jobs that were seen: a ring of intervals, as ratios to the estimate. */
#include "api/poll-model.h"

#include <math.h>

/* Enough to know a distribution well, few enough to follow a service whose
 * speed changes during the day. */
#define MAX_JOBS 64

/* In the API's examples speech is estimated at 10 s. */
#define DEFAULT_ESTIMATE_S 10.0
/* Estimates beyond these are mistakes. */
#define MIN_ESTIMATE_S 1.0
#define MAX_ESTIMATE_S 3600.0

/* Beyond these ratios it makes no difference how short or long a job was. */
#define MIN_RATIO 0.001
#define MAX_RATIO 1000.0

/* A narrower interval would claim to know more than the clocks of two machines
 * and a network between them can tell. */
#define MIN_RELATIVE_WIDTH 0.02

typedef struct
{
  gdouble low;
  gdouble high;
} Job;

struct _QwenttsPollHistory
{
  /* The first n_jobs are set; when all are, the oldest is at next. */
  Job jobs[MAX_JOBS];
  guint n_jobs;
  guint next;
};

gdouble
qwentts_poll_sane_estimate_s (gdouble estimate_s)
{
  /* Also true for NaN. */
  if (!(estimate_s > 0.0))
    return DEFAULT_ESTIMATE_S;

  return CLAMP (estimate_s, MIN_ESTIMATE_S, MAX_ESTIMATE_S);
}

QwenttsPollHistory *
qwentts_poll_history_new (void)
{
  return g_new0 (QwenttsPollHistory, 1);
}

QwenttsPollHistory *
qwentts_poll_history_copy (const QwenttsPollHistory * history)
{
  g_return_val_if_fail (history != NULL, NULL);

  return g_memdup2 (history, sizeof (*history));
}

void
qwentts_poll_history_free (QwenttsPollHistory * history)
{
  g_free (history);
}

void
qwentts_poll_history_add (QwenttsPollHistory * history, gdouble estimate_s,
    gdouble unfinished_s, gdouble done_s)
{
  gdouble estimate = qwentts_poll_sane_estimate_s (estimate_s);
  gdouble low, high;

  g_return_if_fail (history != NULL);

  /* Nothing can be learnt from a job that took no time, or no known time. */
  if (!(done_s > 0.0) || isinf (done_s))
    return;

  high = CLAMP (done_s / estimate, MIN_RATIO, MAX_RATIO);
  low = unfinished_s > 0.0 ? unfinished_s / estimate : 0.0;
  low = MIN (low, high * (1.0 - MIN_RELATIVE_WIDTH));

  history->jobs[history->next] = (Job) {
  low, high};
  history->next = (history->next + 1) % MAX_JOBS;
  history->n_jobs = MIN (history->n_jobs + 1, MAX_JOBS);
}

guint
qwentts_poll_history_get_n_jobs (const QwenttsPollHistory * history)
{
  return history->n_jobs;
}

void
qwentts_poll_history_get_job (const QwenttsPollHistory * history, guint index,
    gdouble * low, gdouble * high)
{
  guint oldest = history->n_jobs < MAX_JOBS ? 0 : history->next;
  const Job *job = &history->jobs[(oldest + index) % MAX_JOBS];

  g_return_if_fail (index < history->n_jobs);

  *low = job->low;
  *high = job->high;
}
