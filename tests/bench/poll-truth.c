/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "poll-truth.h"

#include <math.h>

/* The table: twice as many cells change no cost that the benchmark shows. */
#define N_CELLS 8000

/* The distributions end this many standard deviations above the mean; of a
 * gamma distribution with a cv of 0.5 less than 1e-6 lies beyond. */
#define N_DEVIATIONS 12.0

struct _PollTruth
{
  gdouble cell_s;
  /* The probability of at most i cells, and the part of the mean below. */
  gdouble cdf[N_CELLS + 1];
  gdouble partial_mean_s[N_CELLS + 1];
};

static gdouble
gamma_density (gdouble t, gdouble mean, gdouble cv)
{
  gdouble shape = 1.0 / (cv * cv);
  gdouble scale = mean / shape;

  return exp ((shape - 1.0) * log (t / scale) - t / scale - lgamma (shape))
      / scale;
}

static gdouble
mixture_density (const PollTruthPart * parts, guint n_parts, gdouble t)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < n_parts; i++)
    sum += parts[i].share * gamma_density (t, parts[i].mean_s, parts[i].cv);

  return sum;
}

PollTruth *
poll_truth_new (const PollTruthPart * parts, guint n_parts)
{
  PollTruth *truth = g_new0 (PollTruth, 1);
  gdouble end_s = 0.0, sum;

  for (guint i = 0; i < n_parts; i++)
    end_s = MAX (end_s, parts[i].mean_s * (1.0 + N_DEVIATIONS * parts[i].cv));
  truth->cell_s = end_s / N_CELLS;

  for (guint i = 0; i < N_CELLS; i++) {
    gdouble middle_s = (i + 0.5) * truth->cell_s;
    gdouble mass = mixture_density (parts, n_parts, middle_s) * truth->cell_s;

    truth->cdf[i + 1] = truth->cdf[i] + mass;
    truth->partial_mean_s[i + 1] = truth->partial_mean_s[i] + mass * middle_s;
  }

  sum = truth->cdf[N_CELLS];
  for (guint i = 0; i <= N_CELLS; i++) {
    truth->cdf[i] /= sum;
    truth->partial_mean_s[i] /= sum;
  }

  return truth;
}

void
poll_truth_free (PollTruth * truth)
{
  g_free (truth);
}

gdouble
poll_truth_get_end_s (const PollTruth * truth)
{
  return N_CELLS * truth->cell_s;
}

gdouble
poll_truth_sample_s (const PollTruth * truth, GRand * rand)
{
  gdouble p = g_rand_double (rand);
  guint low = 0, high = N_CELLS;

  while (high - low > 1) {
    guint middle = (low + high) / 2;

    if (truth->cdf[middle] <= p)
      low = middle;
    else
      high = middle;
  }

  return (low + (p - truth->cdf[low]) / (truth->cdf[high] - truth->cdf[low]))
      * truth->cell_s;
}

static gdouble
look_up (const PollTruth * truth, const gdouble * table, gdouble t)
{
  gdouble cells = t / truth->cell_s;
  guint i;

  if (cells >= N_CELLS)
    return table[N_CELLS];
  i = (guint) cells;

  return table[i] + (cells - i) * (table[i + 1] - table[i]);
}

PollCost
poll_truth_get_cost (const PollTruth * truth, const GArray * polls)
{
  PollCost cost = { 0.0, 0.0 };
  gdouble cdf = 0.0, partial_mean_s = 0.0;

  for (guint i = 0; i < polls->len; i++) {
    gdouble poll_s = g_array_index (polls, gdouble, i);
    gdouble next_cdf = look_up (truth, truth->cdf, poll_s);
    gdouble next_mean_s = look_up (truth, truth->partial_mean_s, poll_s);

    cost.polls += 1.0 - cdf;
    cost.lag_s += poll_s * (next_cdf - cdf) - (next_mean_s - partial_mean_s);
    cdf = next_cdf;
    partial_mean_s = next_mean_s;
  }
  /* Jobs that no poll found would look free. */
  g_assert_cmpfloat (cdf, >, 1.0 - 1e-9);

  return cost;
}

/* The cheapest poll after one that found nothing at cell @from; @costs holds
 * what is to pay after each later cell, in seconds times probability. */
static guint
find_next (const PollTruth * truth, const gdouble * costs, guint from,
    guint first, guint last, gdouble * least)
{
  guint best = last;

  *least = G_MAXDOUBLE;
  for (guint to = first; to <= last; to++) {
    gdouble lag_s = to * truth->cell_s * (truth->cdf[to] - truth->cdf[from])
        - (truth->partial_mean_s[to] - truth->partial_mean_s[from]);
    gdouble cost = lag_s + costs[to];

    if (cost < *least) {
      *least = cost;
      best = to;
    }
  }
  *least += POLL_TRUTH_POLL_COST_S * (1.0 - truth->cdf[from]);

  return best;
}

GArray *
poll_truth_get_optimum (const PollTruth * truth, gdouble min_interval_s,
    gdouble max_interval_s)
{
  GArray *polls = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autofree gdouble *costs = g_new0 (gdouble, N_CELLS + 1);
  g_autofree guint *nexts = g_new0 (guint, N_CELLS + 1);
  gdouble min_cells = MAX (ceil (min_interval_s / truth->cell_s), 1.0);
  gdouble max_cells = floor (max_interval_s / truth->cell_s);

  for (guint i = N_CELLS; i-- > 0;) {
    guint first = MIN (i + (i > 0 ? min_cells : 1.0), N_CELLS);
    guint last = MIN (i + max_cells, N_CELLS);

    nexts[i] = find_next (truth, costs, i, first, last, &costs[i]);
  }

  for (guint i = nexts[0];; i = nexts[i]) {
    gdouble poll_s = i * truth->cell_s;

    g_array_append_val (polls, poll_s);
    if (i == N_CELLS)
      return polls;
  }
}
