/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* All times are computed: no test looks at a clock. */
#include "bench/poll-run.h"

#include <math.h>

#define MIN_INTERVAL_S 0.25
#define MAX_INTERVAL_S 30.0
#define ESTIMATE_S 10.0
#define SEED 7

/* Sums of doubles may be off by this. */
#define ROUNDING_S 1e-6

static void
assert_same_polls (const GArray * one, const GArray * other)
{
  g_assert_cmpmem (one->data, one->len * sizeof (gdouble), other->data,
      other->len * sizeof (gdouble));
}

/* Polls come up to 3 s late, as answers take time. */
static void
assert_limits (const QwenttsPollHistory * history, gdouble estimate_s,
    GRand * rand)
{
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_poll_schedule_new (history, estimate_s);
  gdouble now_s = 0.0;

  for (guint i = 0; i < 200; i++) {
    gdouble next_s = qwentts_poll_schedule_next (schedule, now_s,
        (guint) g_rand_int_range (rand, 0, 120));
    gdouble min_s = i == 0 ? 0.0 : MIN_INTERVAL_S;

    g_assert_true (isfinite (next_s));
    g_assert_cmpfloat (next_s - now_s, >=, min_s - ROUNDING_S);
    g_assert_cmpfloat (next_s - now_s, <=, MAX_INTERVAL_S + ROUNDING_S);
    now_s = next_s + g_rand_double_range (rand, 0.0, 3.0);
  }
}

static const gdouble estimates_s[] = {
  10.0, 15.0, 0.0, 1e-300, 0.01, 1.0, 120.0, 3600.0, 1e6, 1e300, -1.0, -1e300,
  NAN, INFINITY, -INFINITY,
};

static void
test_keeps_limits_cold (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < G_N_ELEMENTS (estimates_s); i++)
    assert_limits (NULL, estimates_s[i], rand);
}

static void
test_keeps_limits_with_any_history (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < G_N_ELEMENTS (estimates_s); i++) {
    g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
    guint n_jobs = (guint) g_rand_int_range (rand, 0, 100);

    for (guint job = 0; job < n_jobs; job++) {
      gdouble done_s = pow (10.0, g_rand_double_range (rand, -5.0, 6.0));

      qwentts_poll_history_add (history, estimates_s[i],
          done_s * g_rand_double (rand), done_s);
    }
    assert_limits (history, estimates_s[i], rand);
  }
}

/* Jobs so quick and so alike that a second poll would be best at once. */
static void
test_waits_between_polls_of_quick_jobs (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollSchedule) schedule = NULL;
  gdouble now_s = 0.0;

  for (guint i = 0; i < 32; i++)
    qwentts_poll_history_add (history, ESTIMATE_S, 0.0395, 0.0405);
  schedule = qwentts_poll_schedule_new (history, ESTIMATE_S);
  qwentts_poll_schedule_next (schedule, 0.0, 0);

  for (guint i = 0; i < 8; i++) {
    gdouble next_s = qwentts_poll_schedule_next (schedule, now_s, 0);

    g_assert_cmpfloat (next_s - now_s, >=, MIN_INTERVAL_S);
    now_s += 0.01;
  }
}

static void
test_survives_insane_times (void)
{
  static const gdouble times_s[] = {
    NAN, -INFINITY, -1.0, 0.0, 1e-300, 1.0, 1e9, 1e300, INFINITY
  };
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

  for (guint i = 0; i < G_N_ELEMENTS (times_s); i++)
    for (guint j = 0; j < G_N_ELEMENTS (times_s); j++) {
      g_autoptr (QwenttsPollSchedule) schedule = NULL;

      qwentts_poll_history_add (history, times_s[j], times_s[i], times_s[j]);
      qwentts_poll_history_add (history, ESTIMATE_S, times_s[i], times_s[j]);
      schedule = qwentts_poll_schedule_new (history, ESTIMATE_S);
      for (guint k = 0; k < G_N_ELEMENTS (times_s); k++)
        g_assert_true (isfinite (qwentts_poll_schedule_next (schedule,
                    times_s[k], k % 2 == 0 ? 50 : G_MAXUINT)));
    }
}

static void
test_time_does_not_go_back (void)
{
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);

  qwentts_poll_schedule_next (schedule, 0.0, 0);
  qwentts_poll_schedule_next (schedule, 20.0, 0);

  g_assert_cmpfloat (qwentts_poll_schedule_next (schedule, 5.0, 0), >=,
      20.0 + MIN_INTERVAL_S);
}

static void
test_takes_ten_seconds_for_unknown (void)
{
  static const gdouble unknown_s[] = { 0.0, -5.0, NAN };
  g_autoptr (GArray) ten = poll_run_schedule (NULL, 10.0, 0, 100.0);

  for (guint i = 0; i < G_N_ELEMENTS (unknown_s); i++) {
    g_autoptr (GArray) polls = poll_run_schedule (NULL, unknown_s[i], 0, 100.0);

    assert_same_polls (polls, ten);
  }
}

static void
test_caps_estimate_at_an_hour (void)
{
  g_autoptr (GArray) hour = poll_run_schedule (NULL, 3600.0, 0, 4000.0);
  g_autoptr (GArray) polls = poll_run_schedule (NULL, 1e12, 0, 4000.0);

  assert_same_polls (polls, hour);
}

/* Polls a job of 30 s that nothing but its progress announces. */
static guint
count_polls (gboolean has_progress)
{
  const gdouble job_s = 30.0;
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);
  gdouble now_s = qwentts_poll_schedule_next (schedule, 0.0, 0);
  guint n_polls = 1;

  for (; now_s < job_s; n_polls++)
    now_s = qwentts_poll_schedule_next (schedule, now_s,
        has_progress ? (guint) (100.0 * now_s / job_s) : 0);

  return n_polls;
}

static void
test_progress_saves_polls (void)
{
  g_assert_cmpuint (count_polls (TRUE) + 2, <=, count_polls (FALSE));
}

static void
test_progress_is_polled_where_it_ends (void)
{
  const gdouble job_s = 11.5;
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);
  gdouble now_s = qwentts_poll_schedule_next (schedule, 0.0, 0);

  while (now_s < job_s)
    now_s = qwentts_poll_schedule_next (schedule, now_s,
        (guint) (100.0 * now_s / job_s));

  g_assert_cmpfloat (now_s - job_s, <, 0.6);
}

static void
test_ignores_stuck_progress (void)
{
  static const guint stuck[] = { 1, 50, 99, 100, 101, G_MAXUINT };
  g_autoptr (GArray) silent = poll_run_schedule (NULL, ESTIMATE_S, 0, 300.0);

  for (guint i = 0; i < G_N_ELEMENTS (stuck); i++) {
    g_autoptr (GArray) polls =
        poll_run_schedule (NULL, ESTIMATE_S, stuck[i], 300.0);

    assert_same_polls (polls, silent);
  }
}

/* Progress that is steady but ends half-way may lengthen no interval by more
 * than half. */
static void
test_lying_progress_delays_little (void)
{
  g_autoptr (QwenttsPollSchedule) hearing =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);
  g_autoptr (QwenttsPollSchedule) deaf =
      qwentts_poll_schedule_new (NULL, ESTIMATE_S);
  gdouble now_s = 0.0;

  while (now_s < 30.0) {
    gdouble silent_s = qwentts_poll_schedule_next (deaf, now_s, 0);
    gdouble told_s = qwentts_poll_schedule_next (hearing, now_s,
        (guint) (50.0 * now_s / 30.0));

    g_assert_cmpfloat (told_s - now_s, <=,
        1.5 * (silent_s - now_s) + ROUNDING_S);
    now_s = told_s;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/poll-schedule/keeps-limits-cold", test_keeps_limits_cold);
  g_test_add_func ("/poll-schedule/keeps-limits-with-any-history",
      test_keeps_limits_with_any_history);
  g_test_add_func ("/poll-schedule/waits-between-polls-of-quick-jobs",
      test_waits_between_polls_of_quick_jobs);
  g_test_add_func ("/poll-schedule/survives-insane-times",
      test_survives_insane_times);
  g_test_add_func ("/poll-schedule/time-does-not-go-back",
      test_time_does_not_go_back);
  g_test_add_func ("/poll-schedule/takes-ten-seconds-for-unknown",
      test_takes_ten_seconds_for_unknown);
  g_test_add_func ("/poll-schedule/caps-estimate-at-an-hour",
      test_caps_estimate_at_an_hour);
  g_test_add_func ("/poll-schedule/progress-saves-polls",
      test_progress_saves_polls);
  g_test_add_func ("/poll-schedule/progress-is-polled-where-it-ends",
      test_progress_is_polled_where_it_ends);
  g_test_add_func ("/poll-schedule/ignores-stuck-progress",
      test_ignores_stuck_progress);
  g_test_add_func ("/poll-schedule/lying-progress-delays-little",
      test_lying_progress_delays_little);

  return g_test_run ();
}
