/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Known distributions of job time: what a schedule costs under one of them,
 * and what the best schedule costs that knows it. Shares no code with the
 * plugin, so that neither repeats a mistake of the other. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define POLL_TRUTH_POLL_COST_S 0.4

/* A gamma distribution of job times; part of a mixture. */
typedef struct
{
  gdouble share;
  gdouble mean_s;
  gdouble cv;
} PollTruthPart;

typedef struct _PollTruth PollTruth;

/* What one job costs on average. */
typedef struct
{
  gdouble lag_s;
  gdouble polls;
} PollCost;

static inline gdouble
poll_cost_total_s (PollCost cost)
{
  return cost.lag_s + POLL_TRUTH_POLL_COST_S * cost.polls;
}

PollTruth *poll_truth_new (const PollTruthPart * parts, guint n_parts);

void poll_truth_free (PollTruth * truth);

/* A job that takes longer is so rare that a schedule may end here. */
gdouble poll_truth_get_end_s (const PollTruth * truth);

gdouble poll_truth_sample_s (const PollTruth * truth, GRand * rand);

/* @polls: (element-type gdouble): ascending, to the end of the distribution */
PollCost poll_truth_get_cost (const PollTruth * truth, const GArray * polls);

/* The poll times that cost least, at least @min_interval_s apart and at most
 * @max_interval_s; the first may be at any time up to @max_interval_s. */
GArray *poll_truth_get_optimum (const PollTruth * truth,
    gdouble min_interval_s, gdouble max_interval_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PollTruth, poll_truth_free);

G_END_DECLS
