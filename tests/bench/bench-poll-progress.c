/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Does the progress that a service tells help, and how much harm does it do
 * where it lies? In virtual time: the same jobs, polled by schedules that hear
 * the progress and by schedules that always hear 0.
 *
 * Usage: bench-poll-progress [HISTORIES] */
#include "api/poll-schedule.h"
#include "poll-truth.h"

#include <stdlib.h>

#define ESTIMATE_S 10.0
#define DEFAULT_HISTORIES 40
#define JOBS_A_HISTORY 10
#define SEED 20260102

/* What a service says about a job at @t of @end seconds. */
typedef guint (*ProgressFunc) (gdouble t, gdouble end);

static guint
tell_nothing (gdouble t, gdouble end)
{
  return 0;
}

static guint
tell_truth (gdouble t, gdouble end)
{
  return (guint) (100.0 * t / end);
}

static guint
tell_truth_after_queue (gdouble t, gdouble end)
{
  return t < 0.3 * end ? 0 : (guint) (100.0 * (t / end - 0.3) / 0.7);
}

static guint
tell_steps (gdouble t, gdouble end)
{
  return t < 0.2 * end ? 0 : t < 0.5 * end ? 30 : t < 0.9 * end ? 60 : 90;
}

static guint
tell_99 (gdouble t, gdouble end)
{
  return 99;
}

static guint
tell_elapsed_of_estimate (gdouble t, gdouble end)
{
  return MIN (95, (guint) (100.0 * t / ESTIMATE_S));
}

static guint
tell_too_much (gdouble t, gdouble end)
{
  return MIN (99, (guint) (200.0 * t / end));
}

static guint
tell_half (gdouble t, gdouble end)
{
  return (guint) (50.0 * t / end);
}

static guint
tell_chance (gdouble t, gdouble end)
{
  return g_int_hash (&(gint) {
      (gint) (1000.0 * (t + end))}
  ) * 2654435761u % 100;
}

static const struct
{
  const gchar *name;
  ProgressFunc tell;
} services[] = {
  {"always 0", tell_nothing},
  {"linear", tell_truth},
  {"0 for 30 %, then linear", tell_truth_after_queue},
  {"steps 30, 60, 90", tell_steps},
  {"stuck at 99", tell_99},
  {"elapsed / estimate, to 95", tell_elapsed_of_estimate},
  {"twice the truth, to 99", tell_too_much},
  {"half the truth", tell_half},
  {"by chance", tell_chance},
};

static const struct
{
  const gchar *name;
  PollTruthPart part;
} distributions[] = {
  {"estimate, cv 0.2", {1.0, 10.0, 0.2}},
  {"estimate, cv 0.5", {1.0, 10.0, 0.5}},
  {"half, cv 0.2", {1.0, 5.0, 0.2}},
  {"triple, cv 0.3", {1.0, 30.0, 0.3}},
};

static gdouble
poll_job (const QwenttsPollHistory * history, gdouble job_s, ProgressFunc tell,
    gdouble * unfinished_s, gdouble * done_s)
{
  g_autoptr (QwenttsPollSchedule) schedule = NULL;
  guint n_polls = 1;

  schedule = qwentts_poll_schedule_new (history, ESTIMATE_S);
  *unfinished_s = 0.0;
  *done_s = qwentts_poll_schedule_next (schedule, 0.0, 0);
  while (*done_s < job_s) {
    *unfinished_s = *done_s;
    *done_s = qwentts_poll_schedule_next (schedule, *unfinished_s,
        tell (*unfinished_s, job_s));
    n_polls++;
  }

  return *done_s - job_s + POLL_TRUTH_POLL_COST_S * n_polls;
}

static gdouble
get_mean_cost_s (const PollTruth * truth, guint n_learnt, ProgressFunc tell,
    guint n_histories)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  gdouble sum_s = 0.0, unfinished_s, done_s;

  for (guint i = 0; i < n_histories; i++) {
    g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

    for (guint job = 0; job < n_learnt; job++) {
      poll_job (history, poll_truth_sample_s (truth, rand), tell,
          &unfinished_s, &done_s);
      qwentts_poll_history_add (history, ESTIMATE_S, unfinished_s, done_s);
    }
    for (guint job = 0; job < JOBS_A_HISTORY; job++)
      sum_s += poll_job (history, poll_truth_sample_s (truth, rand), tell,
          &unfinished_s, &done_s);
  }

  return sum_s / (n_histories * JOBS_A_HISTORY);
}

static void
print_head (void)
{
  g_print ("| %-25s |", "progress");
  for (guint i = 0; i < G_N_ELEMENTS (distributions); i++)
    g_print (" %s, cold | after 16 |", distributions[i].name);
  g_print ("\n|---|");
  for (guint i = 0; i < 2 * G_N_ELEMENTS (distributions); i++)
    g_print ("---|");
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  guint n_histories = argc > 1 ? (guint) atoi (argv[1]) : DEFAULT_HISTORIES;
  gdouble deaf_s[G_N_ELEMENTS (distributions)][2] = { 0 };

  n_histories = MAX (n_histories, 1);
  g_print ("Cost in s, and as a ratio to that of a schedule that hears no"
      " progress; %u jobs a cell, estimate %g s.\n\n",
      n_histories * JOBS_A_HISTORY, ESTIMATE_S);
  print_head ();

  for (guint i = 0; i < G_N_ELEMENTS (services); i++) {
    g_print ("| %-25s |", services[i].name);
    for (guint j = 0; j < G_N_ELEMENTS (distributions); j++) {
      g_autoptr (PollTruth) truth = poll_truth_new (&distributions[j].part, 1);

      for (guint learnt = 0; learnt < 2; learnt++) {
        gdouble cost_s = get_mean_cost_s (truth, 16 * learnt, services[i].tell,
            n_histories);

        if (i == 0)
          deaf_s[j][learnt] = cost_s;
        g_print (" %5.2f %.2f |", cost_s, cost_s / deaf_s[j][learnt]);
      }
    }
    g_print ("\n");
  }

  return EXIT_SUCCESS;
}
