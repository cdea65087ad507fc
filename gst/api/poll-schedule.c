/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The classical inspection problem (Barlow, Hunter and Proschan 1963): a job
 * ends at a time T of known distribution; each look at it costs c, each second
 * between its end and the look that finds it done costs one. Seen from a poll
 * at t that found nothing, with S (t) the probability of T > t, the cheapest
 * next poll u makes
 *
 *   G (t) = c S (t) + min over u of: E [u - T; t < T <= u] + G (u)
 *
 * where G counts what is still to pay, times the probability of coming there.
 * It is solved from the end to the start on a grid of times. With
 * K (t) = G (t) - t S (t) - E [T; T <= t] the integral disappears:
 *
 *   K (t) = (c - t) S (t) + min over u of: K (u) + u S (t)
 *
 * So a poll may also be late: `_next` looks for the minimum from any time. */
#include "api/poll-schedule.h"
#include "api/poll-model.h"

#include <math.h>

#define MIN_INTERVAL_S 0.25
#define MAX_INTERVAL_S 30.0

/* A poll is worth this much waiting. */
#define POLL_COST_S 0.4

/* The grid: even steps, then steps in proportion, which are always small
 * against the intervals between polls. */
#define MIN_STEP_S 0.02
#define RELATIVE_STEP 0.01
#define MAX_STEP_S 10.0

/* The grid's end. Later polls follow a rule. */
#define END_IN_ESTIMATES 40.0
#define MIN_END_S 60.0
#define MAX_END_S 14400.0

/* What is to pay at the grid's end: about half of the longest interval. */
#define END_COST_S (POLL_COST_S + 0.5 * MAX_INTERVAL_S)

/* A later time is as good as this one. Keeps sums with infinity away. */
#define MAX_NOW_S 1e9

/* Progress is heard only where it moves evenly from 0 at submit, and even then
 * it is one opinion beside the history. bench-poll-progress shows what that
 * is worth: steady progress saves up to 45 % of the cost; stuck, jumping or
 * exaggerated progress changes it by 5 % at most; steady progress of jobs that
 * end at 50 makes them up to 15 % dearer.
 *
 * Two predictions of the end that agree like this are taken for one. */
#define PROGRESS_TOLERANCE 0.1

/* How often a service that does not know the end would still name a time within
 * the tolerance of one given time. */
#define PROGRESS_CHANCE 0.1

/* Progress shortens an interval to anything, and lengthens it at most by this:
 * jobs of a service whose progress is steady but ends at 50 would otherwise
 * wait for their double time. */
#define MAX_LENGTHENING 1.5

/* For each point of the grid. */
typedef struct
{
  gdouble *survival;
  /* K of the comment above. */
  gdouble *costs;
} Plan;

struct _QwenttsPollSchedule
{
  guint n;
  gdouble *times_s;
  /* By what the history says. */
  Plan learnt;
  /* By what history and progress say; valid while n_agreeing is not 0, from the
   * last poll on. */
  Plan told;

  gboolean has_polled;
  gdouble now_s;
  guint progress;
  guint n_agreeing;
};

static GArray *
make_times (gdouble estimate_s)
{
  GArray *times_s = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble end_s = CLAMP (END_IN_ESTIMATES * estimate_s, MIN_END_S, MAX_END_S);

  for (gdouble t = 0.0; t < end_s;
      t += CLAMP (t * RELATIVE_STEP, MIN_STEP_S, MAX_STEP_S))
    g_array_append_val (times_s, t);

  return times_s;
}

/* The first point of the grid that is not before @time_s. */
static guint
find_point (const QwenttsPollSchedule * schedule, gdouble time_s)
{
  guint low = 0, high = schedule->n;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (schedule->times_s[middle] < time_s)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

static gdouble
interpolate (const QwenttsPollSchedule * schedule, const gdouble * values,
    gdouble time_s)
{
  guint i = find_point (schedule, time_s);
  gdouble before_s;

  if (i == 0)
    return values[0];
  if (i == schedule->n)
    return values[schedule->n - 1];
  before_s = schedule->times_s[i - 1];

  return values[i - 1] + (values[i] - values[i - 1])
      * (time_s - before_s) / (schedule->times_s[i] - before_s);
}

/* The cheapest poll from @earliest_s on, after one at @now_s.
 *
 * Returns: a point of the grid, or its size if it ends before @earliest_s */
static guint
find_next (const QwenttsPollSchedule * schedule, const Plan * plan,
    gdouble now_s, gdouble earliest_s, gdouble survival, gdouble * least)
{
  guint best = schedule->n;

  *least = G_MAXDOUBLE;
  for (guint i = find_point (schedule, earliest_s);
      i < schedule->n && schedule->times_s[i] <= now_s + MAX_INTERVAL_S; i++) {
    gdouble cost = plan->costs[i] + schedule->times_s[i] * survival;

    if (cost < *least) {
      *least = cost;
      best = i;
    }
  }

  return best;
}

/* Fills the costs of all points from @first on. */
static void
solve (const QwenttsPollSchedule * schedule, Plan * plan, guint first)
{
  guint last = schedule->n - 1;

  for (guint i = schedule->n; i-- > first;) {
    gdouble now_s = schedule->times_s[i];
    gdouble survival = plan->survival[i];
    gdouble least;

    if (now_s + MIN_INTERVAL_S > schedule->times_s[last]) {
      plan->costs[i] = (END_COST_S - now_s) * plan->survival[last];
      continue;
    }
    find_next (schedule, plan, now_s, now_s + MIN_INTERVAL_S, survival, &least);
    plan->costs[i] = (POLL_COST_S - now_s) * survival + least;
  }
}

static void
init_plan (Plan * plan, guint n)
{
  plan->survival = g_new0 (gdouble, n);
  plan->costs = g_new0 (gdouble, n);
}

static void
clear_plan (Plan * plan)
{
  g_free (plan->survival);
  g_free (plan->costs);
}

QwenttsPollSchedule *
qwentts_poll_schedule_new (const QwenttsPollHistory * history,
    gdouble estimate_s)
{
  QwenttsPollSchedule *schedule = g_new0 (QwenttsPollSchedule, 1);
  g_autoptr (QwenttsPollModel) model = qwentts_poll_model_new (history);
  gdouble sane_estimate_s = qwentts_poll_sane_estimate_s (estimate_s);
  GArray *times_s = make_times (sane_estimate_s);

  schedule->n = times_s->len;
  schedule->times_s = (gdouble *) g_array_free (times_s, FALSE);
  init_plan (&schedule->learnt, schedule->n);
  init_plan (&schedule->told, schedule->n);

  for (guint i = 0; i < schedule->n; i++)
    schedule->learnt.survival[i] = qwentts_poll_model_get_survival (model,
        schedule->times_s[i] / sane_estimate_s);
  solve (schedule, &schedule->learnt, 0);

  return schedule;
}

void
qwentts_poll_schedule_free (QwenttsPollSchedule * schedule)
{
  g_free (schedule->times_s);
  clear_plan (&schedule->learnt);
  clear_plan (&schedule->told);
  g_free (schedule);
}

/* The end of the job if the progress is what it says. Whole percents are
 * mostly rounded down. */
static gdouble
predict_end_s (gdouble now_s, guint progress)
{
  return now_s * 100.0 / MIN (progress + 0.5, 99.5);
}

/* Progress that moves as the end it predicts demands: not only the same
 * prediction twice, which a constant 99 makes as well when polls are close. */
static gboolean
does_progress_agree (const QwenttsPollSchedule * schedule, gdouble now_s,
    guint progress)
{
  gdouble due;

  if (progress > 99 || progress <= schedule->progress
      || schedule->progress == 0 || schedule->now_s <= 0.0)
    return FALSE;

  due = schedule->progress * now_s / schedule->now_s;

  /* Rounding may take one percent from each. */
  return fabs (progress - due) <=
      1.0 + PROGRESS_TOLERANCE * (due - schedule->progress);
}

/* Bayes' rule: a predicted end is as credible as jobs end there, by what was
 * learnt, against a service that names any time; more so each time it agrees
 * with itself. Without this, progress that is only the elapsed part of the
 * estimate would delay the polls of a model that is always quicker. */
static gdouble
get_credibility (const QwenttsPollSchedule * schedule, gdouble now_s,
    gdouble end_s)
{
  gdouble from_s = MAX (now_s, end_s * (1.0 - PROGRESS_TOLERANCE));
  gdouble to_s = end_s * (1.0 + PROGRESS_TOLERANCE);
  gdouble alive = interpolate (schedule, schedule->learnt.survival, now_s);
  gdouble mass = interpolate (schedule, schedule->learnt.survival, from_s)
      - interpolate (schedule, schedule->learnt.survival, to_s);
  gdouble odds = mass / alive / PROGRESS_CHANCE
      * pow (3.0, schedule->n_agreeing - 1.0);

  return odds / (1.0 + odds);
}

/* Mixes what was learnt with a narrow distribution at @end_s. */
static void
believe (QwenttsPollSchedule * schedule, gdouble now_s, gdouble end_s,
    guint progress)
{
  gdouble credibility = get_credibility (schedule, now_s, end_s);
  /* As narrow as whole percents allow, and one percent more. */
  gdouble exponent = 1.0 / (0.01 + 0.5 / progress);
  gdouble alive = interpolate (schedule, schedule->learnt.survival, now_s);
  gdouble said_alive = 1.0 / (1.0 + pow (now_s / end_s, exponent));
  guint first = find_point (schedule, now_s);

  /* One point before now too, for the interpolation. */
  first = first > 0 ? first - 1 : 0;
  for (guint i = first; i < schedule->n; i++) {
    gdouble said = 1.0 / (1.0 + pow (schedule->times_s[i] / end_s, exponent));

    schedule->told.survival[i] =
        (1.0 - credibility) * schedule->learnt.survival[i]
        + credibility * alive * said / said_alive;
  }
  solve (schedule, &schedule->told, first);
}

static void
hear_progress (QwenttsPollSchedule * schedule, gdouble now_s, guint progress)
{
  if (!does_progress_agree (schedule, now_s, progress)) {
    schedule->n_agreeing = 0;
    return;
  }

  schedule->n_agreeing++;
  believe (schedule, now_s, predict_end_s (now_s, progress), progress);
}

/* Beyond the grid: jobs of which as many end in each doubling of the time, so
 * the best interval grows with its root. */
static gdouble
get_late_interval_s (gdouble now_s)
{
  return CLAMP (sqrt (2.0 * POLL_COST_S * now_s), MIN_INTERVAL_S,
      MAX_INTERVAL_S);
}

static gdouble
get_next_s (const QwenttsPollSchedule * schedule, const Plan * plan,
    gdouble now_s, gdouble earliest_s)
{
  gdouble survival = interpolate (schedule, plan->survival, now_s);
  gdouble least;
  guint next = find_next (schedule, plan, now_s, earliest_s, survival, &least);

  if (next == schedule->n)
    return now_s + get_late_interval_s (now_s);

  return schedule->times_s[next];
}

gdouble
qwentts_poll_schedule_next (QwenttsPollSchedule * schedule, gdouble now_s,
    guint progress)
{
  gdouble earliest_s, learnt_s, told_s;

  g_return_val_if_fail (schedule != NULL, MAX_INTERVAL_S);

  /* Also for NaN: time does not go back. */
  if (!(now_s >= schedule->now_s))
    now_s = schedule->now_s;
  now_s = MIN (now_s, MAX_NOW_S);

  if (schedule->has_polled)
    hear_progress (schedule, now_s, progress);
  earliest_s = schedule->has_polled ? now_s + MIN_INTERVAL_S : now_s;
  schedule->has_polled = TRUE;
  schedule->now_s = now_s;
  schedule->progress = progress;

  learnt_s = get_next_s (schedule, &schedule->learnt, now_s, earliest_s);
  if (schedule->n_agreeing == 0)
    return learnt_s;

  told_s = get_next_s (schedule, &schedule->told, now_s, earliest_s);

  return MIN (told_s, MIN (now_s + MAX_LENGTHENING * (learnt_s - now_s),
          now_s + MAX_INTERVAL_S));
}
