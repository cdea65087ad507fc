/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What waiting costs, in virtual time: the seconds between the end of a job and
 * the poll that finds it done, and 0.4 s for each poll.
 *
 * The learning columns are averages over histories; each history is filled by
 * jobs that its own schedule polled, so it knows what polls can know. The cost
 * of a schedule is not sampled but integrated over the distribution.
 *
 * Usage: bench-poll-schedule [HISTORIES] */
#include "poll-run.h"
#include "poll-truth.h"

#include <stdlib.h>

#define MIN_INTERVAL_S 0.25
#define MAX_INTERVAL_S 30.0
#define FIXED_IN_ESTIMATES 0.6
#define DEFAULT_HISTORIES 100
#define SEED 20260101

typedef struct
{
  const gchar *name;
  /* Means in estimates. */
  guint n_parts;
  PollTruthPart parts[2];
  /* Whether the issue sets targets for it. */
  gboolean is_target;
} Distribution;

static const Distribution distributions[] = {
  {"estimate, cv 0.2", 1, {{1.0, 1.0, 0.2}}, TRUE},
  {"estimate, cv 0.5", 1, {{1.0, 1.0, 0.5}}, TRUE},
  {"half of it, cv 0.2", 1, {{1.0, 0.5, 0.2}}, TRUE},
  {"three times, cv 0.3", 1, {{1.0, 3.0, 0.3}}, TRUE},
  {"2 % (0.2 s of 10)", 1, {{1.0, 0.02, 0.2}}, TRUE},
  {"70 % half, 30 % double", 2, {{0.7, 0.5, 0.2}, {0.3, 2.0, 0.2}}, TRUE},
  {"exponential", 1, {{1.0, 1.0, 1.0}}, FALSE},
  {"a tenth, cv 0.3", 1, {{1.0, 0.1, 0.3}}, FALSE},
  {"eight times, cv 0.3", 1, {{1.0, 8.0, 0.3}}, FALSE},
  {"1.5 times, cv 0.1", 1, {{1.0, 1.5, 0.1}}, FALSE},
  {"95 % 0.6, 5 % triple", 2, {{0.95, 0.6, 0.1}, {0.05, 3.0, 0.5}}, FALSE},
};

enum
{
  FIXED,
  DASHSCOPE,
  COLD,
  AFTER_8,
  AFTER_32,
  OPTIMUM,
  N_CONTENDERS
};

static const gchar *const contenders[] = {
  "fixed", "DashScope", "cold", "after 8", "after 32", "optimum",
};

static PollTruth *
make_truth (const Distribution * distribution, gdouble estimate_s)
{
  PollTruthPart parts[G_N_ELEMENTS (distribution->parts)];

  for (guint i = 0; i < distribution->n_parts; i++) {
    parts[i] = distribution->parts[i];
    parts[i].mean_s *= estimate_s;
  }

  return poll_truth_new (parts, distribution->n_parts);
}

/* As wait () of the Python SDK (dashscope/client/base_api.py): the first poll
 * at once, the interval doubles before every third, up to 5 s. */
static GArray *
make_dashscope_polls (gdouble end_s)
{
  GArray *polls = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble poll_s = 0.0, interval_s = 1.0;

  g_array_append_val (polls, poll_s);
  for (guint step = 1; poll_s < end_s; step++) {
    if (step % 3 == 0)
      interval_s = MIN (interval_s * 2.0, 5.0);
    poll_s += interval_s;
    g_array_append_val (polls, poll_s);
  }

  return polls;
}

static void
add_cost (PollCost * sum, PollCost cost, gdouble share)
{
  sum->lag_s += share * cost.lag_s;
  sum->polls += share * cost.polls;
}

static void
run_one_history (const PollTruth * truth, gdouble estimate_s, GRand * rand,
    gdouble share, PollCost * costs)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  gdouble end_s = poll_truth_get_end_s (truth);

  for (guint n_jobs = 0; n_jobs <= 32; n_jobs++) {
    g_autoptr (GArray) polls =
        poll_run_schedule (history, estimate_s, 0, end_s);

    if (n_jobs == 0)
      add_cost (&costs[COLD], poll_truth_get_cost (truth, polls), share);
    if (n_jobs == 8)
      add_cost (&costs[AFTER_8], poll_truth_get_cost (truth, polls), share);
    if (n_jobs == 32)
      add_cost (&costs[AFTER_32], poll_truth_get_cost (truth, polls), share);
    poll_run_add_job (history, estimate_s, polls,
        poll_truth_sample_s (truth, rand));
  }
}

static void
run_row (const Distribution * distribution, gdouble estimate_s,
    guint n_histories, PollCost costs[N_CONTENDERS])
{
  g_autoptr (PollTruth) truth = make_truth (distribution, estimate_s);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  gdouble end_s = poll_truth_get_end_s (truth);
  g_autoptr (GArray) fixed = poll_run_fixed (FIXED_IN_ESTIMATES * estimate_s,
      end_s);
  g_autoptr (GArray) dashscope = make_dashscope_polls (end_s);
  g_autoptr (GArray) optimum = poll_truth_get_optimum (truth, MIN_INTERVAL_S,
      MAX_INTERVAL_S);

  for (guint i = 0; i < N_CONTENDERS; i++)
    costs[i] = (PollCost) {
    0.0, 0.0};
  costs[FIXED] = poll_truth_get_cost (truth, fixed);
  costs[DASHSCOPE] = poll_truth_get_cost (truth, dashscope);
  costs[OPTIMUM] = poll_truth_get_cost (truth, optimum);
  for (guint i = 0; i < n_histories; i++)
    run_one_history (truth, estimate_s, rand, 1.0 / n_histories, costs);
}

static gdouble
get_ratio (const PollCost * costs, guint one, guint other)
{
  return poll_cost_total_s (costs[one]) / poll_cost_total_s (costs[other]);
}

static void
print_head (gdouble estimate_s)
{
  g_print ("\nEstimate %g s. Each cell: lag in s, polls, **cost** in s.\n\n",
      estimate_s);
  g_print ("| %-22s |", "job time");
  for (guint i = 0; i < N_CONTENDERS; i++)
    g_print (" %-19s |", contenders[i]);
  g_print (" cold / fixed | 8 / fixed | 32 / fixed | 32 / optimum |\n|---|");
  for (guint i = 0; i < N_CONTENDERS + 4; i++)
    g_print ("---|");
  g_print ("\n");
}

static void
print_row (const Distribution * distribution, const PollCost * costs)
{
  g_print ("| %-22s |", distribution->name);
  for (guint i = 0; i < N_CONTENDERS; i++)
    g_print (" %5.2f %5.2f **%.2f** |", costs[i].lag_s, costs[i].polls,
        poll_cost_total_s (costs[i]));
  g_print (" %.2f | %.2f | %.2f | %.2f |\n", get_ratio (costs, COLD, FIXED),
      get_ratio (costs, AFTER_8, FIXED), get_ratio (costs, AFTER_32, FIXED),
      get_ratio (costs, AFTER_32, OPTIMUM));
}

/* The worst and the sum of one ratio over the rows that have targets. */
typedef struct
{
  gdouble worst;
  gdouble sum;
  guint n;
} Tally;

static void
count (Tally * tally, gdouble ratio)
{
  tally->worst = MAX (tally->worst, ratio);
  tally->sum += ratio;
  tally->n++;
}

static void
print_target (const gchar * what, gdouble value, gdouble target)
{
  g_print ("- %s: %.3f, at most %.2f: %s\n", what, value, target,
      value <= target ? "reached" : "MISSED");
}

static void
run_table (gdouble estimate_s, guint n_histories)
{
  Tally cold = { 0 }, learnt = { 0 }, optimum = { 0 };

  print_head (estimate_s);
  for (guint i = 0; i < G_N_ELEMENTS (distributions); i++) {
    PollCost costs[N_CONTENDERS];

    run_row (&distributions[i], estimate_s, n_histories, costs);
    print_row (&distributions[i], costs);
    if (!distributions[i].is_target)
      continue;
    count (&cold, get_ratio (costs, COLD, FIXED));
    count (&learnt, get_ratio (costs, AFTER_32, FIXED));
    count (&optimum, get_ratio (costs, AFTER_32, OPTIMUM));
  }

  g_print ("\nTargets, over the first %u rows:\n\n", cold.n);
  print_target ("after 32 jobs / fixed, worst", learnt.worst, 0.8);
  print_target ("after 32 jobs / fixed, average", learnt.sum / learnt.n, 0.6);
  print_target ("after 32 jobs / optimum, worst", optimum.worst, 1.15);
  print_target ("cold / fixed, worst", cold.worst, 1.5);
  print_target ("cold / fixed, average", cold.sum / cold.n, 1.0);
}

/* The only part that looks at a clock. */
static void
print_speed (guint n_jobs)
{
  const guint n_times = 200;
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  gint64 start_us, made_us = 0, asked_us = 0;
  guint n_asked = 0;

  for (guint i = 0; i < n_jobs; i++) {
    gdouble done_s = g_rand_double_range (rand, 5.0, 15.0);

    qwentts_poll_history_add (history, 10.0, done_s - 1.0, done_s);
  }

  for (guint i = 0; i < n_times; i++) {
    g_autoptr (QwenttsPollSchedule) schedule = NULL;
    gdouble now_s = 0.0;

    start_us = g_get_monotonic_time ();
    schedule = qwentts_poll_schedule_new (history, 10.0);
    made_us += g_get_monotonic_time () - start_us;

    start_us = g_get_monotonic_time ();
    for (; now_s < 30.0; n_asked++)
      now_s = qwentts_poll_schedule_next (schedule, now_s,
          (guint) (now_s * 3.0));
    asked_us += g_get_monotonic_time () - start_us;
  }

  g_print ("- after %2u jobs: %.2f ms to make a schedule, %.3f ms a poll time"
      " with progress\n", n_jobs, made_us / (1000.0 * n_times),
      asked_us / (1000.0 * n_asked));
}

int
main (int argc, char **argv)
{
  guint n_histories = argc > 1 ? (guint) atoi (argv[1]) : DEFAULT_HISTORIES;

  n_histories = MAX (n_histories, 1);
  g_print ("Poll schedules, %u histories a row, seed %d.\n", n_histories, SEED);
  run_table (10.0, n_histories);
  run_table (15.0, n_histories);

  g_print ("\nTime (wall clock):\n\n");
  print_speed (0);
  print_speed (8);
  print_speed (64);

  return EXIT_SUCCESS;
}
