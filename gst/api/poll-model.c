/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How long will the next job take? A mixture of some hundred log-logistic
 * distributions of fixed medians and widths: what is learnt is their weights.
 *
 * No job is seen to end, only to have ended between two polls, so the
 * likelihood of a job is the probability that a component gives to the
 * interval. A job that the first poll finds done says "not longer than this";
 * as the prior goes far down, the next first poll comes earlier, until it finds
 * jobs unfinished.
 *
 * Two ways of learning compete, and weigh as much as they foretold the jobs:
 * - all jobs are alike: one component made them all, except a few strays.
 *   Bayes' rule over the components; knows much after few jobs.
 * - jobs are of several kinds: a component for each. Newton's recursive
 *   estimate (Newton 2002, Sankhya 64), job by job, makes the start and the
 *   prediction of each job; a few steps of expectation and maximisation then
 *   sharpen it. More steps would fit the chance in the data.
 *
 * Both keep a part of the prior, whose heavy tail serves the jobs that take
 * longer than any before. */
#include "api/poll-model.h"

#include <math.h>

/* The range of the medians, as logarithms of ratios to the estimate. */
#define MIN_LOG_MEDIAN (-5.0)
#define MAX_LOG_MEDIAN 3.4

/* Before the first job: the estimate is right within a factor of e^this in half
 * of the models. A Cauchy distribution, so that nothing is ruled out. */
#define PRIOR_HALF_WIDTH 0.5

/* The part of jobs that are unlike all others of their model. */
#define STRAY 0.03

/* How many jobs the prior is worth where there are several kinds. */
#define PRIOR_JOBS 1.5
#define SHARPENING_STEPS 4

/* A probability that no division makes infinite. */
#define TINY 1e-12

/* Lighter components than this are not worth their time. */
#define NEGLIGIBLE 1e-8

typedef struct
{
  gdouble width;
  gdouble prior;
} Width;

/* A width is about half of a coefficient of variation: jobs that are all alike
 * (0.1) to jobs that differ by an order of magnitude. */
static const Width widths[] = {
  {0.05, 0.06}, {0.08, 0.14}, {0.125, 0.22}, {0.2, 0.22},
  {0.32, 0.18}, {0.5, 0.12}, {0.8, 0.06},
};

#define N_WIDTHS G_N_ELEMENTS (widths)

/* Jobs longer than a ratio: m / (m + ratio^(1 / width)), where m is
 * median^(1 / width); cheap, as the power is the same for all medians. */
typedef struct
{
  guint width;
  gdouble m;
  gdouble prior;
  gdouble weight;
} Component;

struct _QwenttsPollModel
{
  GArray *components;
};

/* What the jobs say: a row of likelihoods, one for each component, a job. */
typedef struct
{
  guint n_jobs;
  guint n;
  gdouble *likelihoods;
  gdouble *prior;
} Evidence;

static GArray *
make_components (void)
{
  GArray *components = g_array_new (FALSE, FALSE, sizeof (Component));
  gdouble sum = 0.0;

  for (guint i = 0; i < N_WIDTHS; i++) {
    gdouble step = widths[i].width;

    for (gdouble median = MIN_LOG_MEDIAN; median <= MAX_LOG_MEDIAN;
        median += step) {
      gdouble deviation = median / PRIOR_HALF_WIDTH;
      gdouble prior = widths[i].prior * step / (1.0 + deviation * deviation);
      Component c = { i, exp (median / widths[i].width), prior, 0.0 };

      sum += prior;
      g_array_append_val (components, c);
    }
  }

  for (guint i = 0; i < components->len; i++)
    g_array_index (components, Component, i).prior /= sum;

  return components;
}

static void
get_powers (gdouble ratio, gdouble powers[N_WIDTHS])
{
  /* The lower limit keeps the powers finite and cuts no real job. */
  gdouble log_ratio = log (MAX (ratio, 1e-6));

  for (guint i = 0; i < N_WIDTHS; i++)
    powers[i] = exp (log_ratio / widths[i].width);
}

static void
get_likelihoods (const GArray * components, gdouble low, gdouble high,
    gdouble * likelihoods)
{
  gdouble lows[N_WIDTHS], highs[N_WIDTHS];

  get_powers (low, lows);
  get_powers (high, highs);
  for (guint i = 0; i < components->len; i++) {
    const Component *c = &g_array_index (components, Component, i);

    likelihoods[i] = c->m / (c->m + lows[c->width])
        - c->m / (c->m + highs[c->width]);
  }
}

static void
init_evidence (Evidence * evidence, const QwenttsPollHistory * history,
    const GArray * components)
{
  guint n = components->len;

  evidence->n_jobs = history ? qwentts_poll_history_get_n_jobs (history) : 0;
  evidence->n = n;
  evidence->likelihoods = g_new (gdouble, (gsize) n * evidence->n_jobs);
  evidence->prior = g_new (gdouble, n);

  for (guint i = 0; i < n; i++)
    evidence->prior[i] = g_array_index (components, Component, i).prior;

  for (guint job = 0; job < evidence->n_jobs; job++) {
    gdouble low, high;

    qwentts_poll_history_get_job (history, job, &low, &high);
    get_likelihoods (components, low, high, evidence->likelihoods + job * n);
  }
}

static void
clear_evidence (Evidence * evidence)
{
  g_free (evidence->likelihoods);
  g_free (evidence->prior);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evidence, clear_evidence);

static gdouble
get_probability (const gdouble * weights, const gdouble * likelihoods, guint n)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += weights[i] * likelihoods[i];

  return MAX (sum, TINY);
}

/* Returns: the logarithm of the probability of all jobs */
static gdouble
learn_as_alike (const Evidence * evidence, gdouble * weights)
{
  guint n = evidence->n;
  gdouble log_probability = 0.0;

  for (guint job = 0; job < evidence->n_jobs; job++) {
    const gdouble *likelihoods = evidence->likelihoods + job * n;
    gdouble stray = STRAY * get_probability (evidence->prior, likelihoods, n);
    gdouble p = stray
        + (1.0 - STRAY) * get_probability (weights, likelihoods, n);

    for (guint i = 0; i < n; i++)
      weights[i] *= (stray + (1.0 - STRAY) * likelihoods[i]) / p;
    log_probability += log (p);
  }

  for (guint i = 0; i < n; i++)
    weights[i] = STRAY * evidence->prior[i] + (1.0 - STRAY) * weights[i];

  return log_probability;
}

static void
sharpen (const Evidence * evidence, gdouble * weights)
{
  guint n = evidence->n;
  gdouble scale = 1.0 / (PRIOR_JOBS + evidence->n_jobs);
  g_autofree gdouble *factors = g_new0 (gdouble, n);

  for (guint job = 0; job < evidence->n_jobs; job++) {
    const gdouble *likelihoods = evidence->likelihoods + job * n;
    gdouble p = get_probability (weights, likelihoods, n);

    for (guint i = 0; i < n; i++)
      factors[i] += likelihoods[i] / p;
  }

  for (guint i = 0; i < n; i++)
    weights[i] = scale * (PRIOR_JOBS * evidence->prior[i]
        + weights[i] * factors[i]);
}

/* Returns: the logarithm of the probability of all jobs */
static gdouble
learn_as_kinds (const Evidence * evidence, gdouble * weights)
{
  guint n = evidence->n;
  gdouble log_probability = 0.0;

  for (guint job = 0; job < evidence->n_jobs; job++) {
    const gdouble *likelihoods = evidence->likelihoods + job * n;
    gdouble p = get_probability (weights, likelihoods, n);
    gdouble rate = 1.0 / (job + 2.0);

    for (guint i = 0; i < n; i++)
      weights[i] *= 1.0 - rate + rate * likelihoods[i] / p;
    log_probability += log (p);
  }

  if (evidence->n_jobs > 0)
    for (guint step = 0; step < SHARPENING_STEPS; step++)
      sharpen (evidence, weights);

  return log_probability;
}

static void
set_weights (GArray * components, const Evidence * evidence)
{
  gsize size = evidence->n * sizeof (gdouble);
  g_autofree gdouble *alike = g_memdup2 (evidence->prior, size);
  g_autofree gdouble *kinds = g_memdup2 (evidence->prior, size);
  gdouble log_odds = learn_as_alike (evidence, alike)
      - learn_as_kinds (evidence, kinds);
  gdouble p_alike = 1.0 / (1.0 + exp (-CLAMP (log_odds, -50.0, 50.0)));

  for (guint i = 0; i < components->len; i++)
    g_array_index (components, Component, i).weight =
        p_alike * alike[i] + (1.0 - p_alike) * kinds[i];
}

static void
drop_negligible (GArray * components)
{
  guint kept = 0;

  for (guint i = 0; i < components->len; i++) {
    Component c = g_array_index (components, Component, i);

    if (c.weight > NEGLIGIBLE)
      g_array_index (components, Component, kept++) = c;
  }
  g_array_set_size (components, kept);
}

QwenttsPollModel *
qwentts_poll_model_new (const QwenttsPollHistory * history)
{
  QwenttsPollModel *model = g_new0 (QwenttsPollModel, 1);
  g_auto (Evidence) evidence = { 0, };

  model->components = make_components ();
  init_evidence (&evidence, history, model->components);
  set_weights (model->components, &evidence);
  drop_negligible (model->components);

  return model;
}

void
qwentts_poll_model_free (QwenttsPollModel * model)
{
  g_array_unref (model->components);
  g_free (model);
}

gdouble
qwentts_poll_model_get_survival (const QwenttsPollModel * model, gdouble ratio)
{
  gdouble powers[N_WIDTHS];
  gdouble sum = 0.0;

  get_powers (ratio, powers);
  for (guint i = 0; i < model->components->len; i++) {
    const Component *c = &g_array_index (model->components, Component, i);

    sum += c->weight * c->m / (c->m + powers[c->width]);
  }

  return sum;
}
