/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Job times are learnt by model, and nothing is where there is none. */
#include "api/job-times.h"

#define ESTIMATE_S 10
/* Far from the estimate, so that it shows. */
#define REAL_S 60
#define N_JOBS 64

/* When a task of the model is looked at first. */
static gdouble
get_first_poll_s (const gchar * model)
{
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_job_times_make_schedule (model, ESTIMATE_S);

  return qwentts_poll_schedule_next (schedule, 0, 0);
}

static void
teach (const gchar * model)
{
  for (guint i = 0; i < N_JOBS; i++)
    qwentts_job_times_add (model, ESTIMATE_S, REAL_S - 1, REAL_S);
}

static void
test_each_model_learns_by_itself (void)
{
  gdouble untaught_s = get_first_poll_s ("slow");

  teach ("slow");
  g_assert_cmpfloat (get_first_poll_s ("slow"), >, untaught_s);
  g_assert_cmpfloat (get_first_poll_s ("other"), ==, untaught_s);
}

static void
test_no_model_has_learnt_nothing (void)
{
  g_autoptr (QwenttsPollSchedule) plain =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);

  teach ("taught");
  g_assert_cmpfloat (get_first_poll_s (NULL), ==,
      qwentts_poll_schedule_next (plain, 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job-times/each-model-learns-by-itself",
      test_each_model_learns_by_itself);
  g_test_add_func ("/job-times/no-model-has-learnt-nothing",
      test_no_model_has_learnt_nothing);
  return g_test_run ();
}
