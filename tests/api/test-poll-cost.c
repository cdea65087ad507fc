/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What polling costs under known distributions of job time. */
#include "bench/poll-run.h"
#include "bench/poll-truth.h"

#define MIN_INTERVAL_S 0.25
#define MAX_INTERVAL_S 30.0
#define ESTIMATE_S 10.0
#define FIXED_INTERVAL_S 6.0
#define SEED 7

typedef struct
{
  gdouble cold;
  gdouble learnt;
  gdouble to_optimum;
} Ratios;

static gdouble
get_cost_s (const PollTruth * truth, const QwenttsPollHistory * history)
{
  g_autoptr (GArray) polls = poll_run_schedule (history, ESTIMATE_S, 0,
      poll_truth_get_end_s (truth));

  return poll_cost_total_s (poll_truth_get_cost (truth, polls));
}

static gdouble
get_fixed_cost_s (const PollTruth * truth)
{
  g_autoptr (GArray) polls = poll_run_fixed (FIXED_INTERVAL_S,
      poll_truth_get_end_s (truth));

  return poll_cost_total_s (poll_truth_get_cost (truth, polls));
}

static gdouble
get_optimal_cost_s (const PollTruth * truth)
{
  g_autoptr (GArray) polls =
      poll_truth_get_optimum (truth, MIN_INTERVAL_S, MAX_INTERVAL_S);

  return poll_cost_total_s (poll_truth_get_cost (truth, polls));
}

static void
learn_one_job (QwenttsPollHistory * history, gdouble job_s)
{
  g_autoptr (GArray) polls = poll_run_schedule (history, ESTIMATE_S, 0, job_s);

  poll_run_add_job (history, ESTIMATE_S, polls, job_s);
}

static Ratios
measure (const PollTruthPart * parts, guint n_parts)
{
  const guint n_histories = 8;
  g_autoptr (PollTruth) truth = poll_truth_new (parts, n_parts);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  gdouble fixed_s = get_fixed_cost_s (truth);
  gdouble learnt_s = 0.0;

  for (guint i = 0; i < n_histories; i++) {
    g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

    for (guint job = 0; job < 32; job++)
      learn_one_job (history, poll_truth_sample_s (truth, rand));
    learnt_s += get_cost_s (truth, history) / n_histories;
  }

  return (Ratios) {
    get_cost_s (truth, NULL) / fixed_s, learnt_s / fixed_s,
        learnt_s / get_optimal_cost_s (truth)
  };
}

static void
test_knows_what_a_schedule_costs (void)
{
  const PollTruthPart part = { 1.0, 10.0, 0.2 };
  g_autoptr (PollTruth) truth = poll_truth_new (&part, 1);
  g_autoptr (GArray) polls = poll_run_fixed (100.0, 100.0);
  PollCost cost = poll_truth_get_cost (truth, polls);

  g_assert_cmpfloat_with_epsilon (cost.lag_s, 90.0, 1e-3);
  g_assert_cmpfloat_with_epsilon (cost.polls, 1.0, 1e-3);
  g_assert_cmpfloat (get_optimal_cost_s (truth), <, get_fixed_cost_s (truth));
}

/* The targets of the benchmark, with fewer jobs. */
static void
test_costs_less_than_fixed_interval (void)
{
  static const struct
  {
    guint n_parts;
    PollTruthPart parts[2];
  } rows[] = {
    {1, {{1.0, 10.0, 0.2}}}, {1, {{1.0, 10.0, 0.5}}}, {1, {{1.0, 5.0, 0.2}}},
    {1, {{1.0, 30.0, 0.3}}}, {1, {{1.0, 0.2, 0.2}}},
    {2, {{0.7, 5.0, 0.2}, {0.3, 20.0, 0.2}}},
  };
  gdouble cold = 0.0, learnt = 0.0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Ratios ratios = measure (rows[i].parts, rows[i].n_parts);

    g_test_message ("row %u: cold %.3f, learnt %.3f, to optimum %.3f", i,
        ratios.cold, ratios.learnt, ratios.to_optimum);
    g_assert_cmpfloat (ratios.cold, <=, 1.5);
    g_assert_cmpfloat (ratios.learnt, <=, 0.8);
    g_assert_cmpfloat (ratios.to_optimum, <=, 1.15);
    cold += ratios.cold / G_N_ELEMENTS (rows);
    learnt += ratios.learnt / G_N_ELEMENTS (rows);
  }

  g_assert_cmpfloat (cold, <=, 1.0);
  g_assert_cmpfloat (learnt, <=, 0.6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/poll-cost/knows-what-a-schedule-costs",
      test_knows_what_a_schedule_costs);
  g_test_add_func ("/poll-cost/costs-less-than-fixed-interval",
      test_costs_less_than_fixed_interval);

  return g_test_run ();
}
