/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What schedules learn, seen from the outside: two histories that hold the same
 * jobs make the same polls. */
#include "bench/poll-run.h"

#include <math.h>

#define MIN_INTERVAL_S 0.25
#define MAX_INTERVAL_S 30.0
#define ESTIMATE_S 10.0

/* As many jobs as a history keeps at most. */
#define MAX_JOBS 64

static void
add_jobs (QwenttsPollHistory * history, guint n_jobs, gdouble unfinished_s,
    gdouble done_s)
{
  for (guint i = 0; i < n_jobs; i++)
    qwentts_poll_history_add (history, ESTIMATE_S, unfinished_s, done_s);
}

static gdouble
get_first_poll_s (const QwenttsPollHistory * history, gdouble estimate_s)
{
  g_autoptr (QwenttsPollSchedule) schedule =
      qwentts_poll_schedule_new (history, estimate_s);

  return qwentts_poll_schedule_next (schedule, 0.0, 0);
}

static void
assert_same_polls (const GArray * one, const GArray * other)
{
  g_assert_cmpmem (one->data, one->len * sizeof (gdouble), other->data,
      other->len * sizeof (gdouble));
}

static void
assert_same_histories (const QwenttsPollHistory * one,
    const QwenttsPollHistory * other)
{
  g_autoptr (GArray) polls = poll_run_schedule (one, ESTIMATE_S, 0, 200.0);
  g_autoptr (GArray) others = poll_run_schedule (other, ESTIMATE_S, 0, 200.0);

  assert_same_polls (polls, others);
}

static void
test_ignores_jobs_without_a_time (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

  qwentts_poll_history_add (history, ESTIMATE_S, 0.0, NAN);
  qwentts_poll_history_add (history, ESTIMATE_S, 0.0, 0.0);
  qwentts_poll_history_add (history, ESTIMATE_S, 0.0, -1.0);
  qwentts_poll_history_add (history, ESTIMATE_S, 0.0, INFINITY);

  assert_same_histories (history, NULL);
}

static void
test_empty_history_is_no_history (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

  assert_same_histories (history, NULL);
}

static void
test_moves_first_poll_to_seen_jobs (void)
{
  g_autoptr (QwenttsPollHistory) quick = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollHistory) slow = qwentts_poll_history_new ();
  gdouble cold_s = get_first_poll_s (NULL, ESTIMATE_S);

  add_jobs (quick, 8, 1.8, 2.2);
  add_jobs (slow, 8, 29.0, 31.0);

  g_assert_cmpfloat (get_first_poll_s (quick, ESTIMATE_S), <, cold_s);
  g_assert_cmpfloat (get_first_poll_s (quick, ESTIMATE_S), >, 1.5);
  g_assert_cmpfloat (get_first_poll_s (slow, ESTIMATE_S), >, 20.0);
  g_assert_cmpfloat (get_first_poll_s (slow, ESTIMATE_S), <=, MAX_INTERVAL_S);
}

static void
test_learns_from_each_job (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  gdouble before_s = get_first_poll_s (history, ESTIMATE_S);

  for (guint i = 0; i < 3; i++) {
    gdouble after_s;

    add_jobs (history, 1, 24.0, 26.0);
    after_s = get_first_poll_s (history, ESTIMATE_S);
    g_assert_cmpfloat (after_s, >, before_s);
    before_s = after_s;
  }
}

/* A poll that finds each job done learns only a bound: it has to come earlier
 * by itself until it meets one unfinished. */
static void
test_finds_jobs_shorter_than_any_poll (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

  for (guint i = 0; i < 32; i++) {
    gdouble first_s = get_first_poll_s (history, ESTIMATE_S);

    if (first_s >= 0.2)
      qwentts_poll_history_add (history, ESTIMATE_S, 0.0, first_s);
    else
      qwentts_poll_history_add (history, ESTIMATE_S, first_s,
          first_s + MIN_INTERVAL_S);
  }

  g_assert_cmpfloat (get_first_poll_s (history, ESTIMATE_S), <, 0.5);
}

static void
test_scales_with_estimate (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();

  add_jobs (history, 16, 4.8, 5.2);

  g_assert_cmpfloat_with_epsilon (get_first_poll_s (history, 20.0),
      2.0 * get_first_poll_s (history, 10.0), 1.0);
}

static void
test_polls_on_after_the_longest_job (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  g_autoptr (GArray) polls = NULL;

  add_jobs (history, 32, 9.5, 10.0);
  polls = poll_run_schedule (history, ESTIMATE_S, 0, 3600.0);

  /* Neither a rush nor despair: an hour in some hundred polls. */
  g_assert_cmpuint (polls->len, >, 120);
  g_assert_cmpuint (polls->len, <, 400);
}

static void
test_history_is_bounded (void)
{
  g_autoptr (QwenttsPollHistory) old = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollHistory) young = qwentts_poll_history_new ();

  add_jobs (old, 1000, 1.9, 2.0);
  add_jobs (old, MAX_JOBS, 29.0, 30.0);
  add_jobs (young, MAX_JOBS, 29.0, 30.0);

  assert_same_histories (old, young);
}

static void
test_forgets_oldest_first (void)
{
  g_autoptr (QwenttsPollHistory) turned = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollHistory) straight = qwentts_poll_history_new ();

  add_jobs (turned, 10, 29.0, 30.0);
  add_jobs (turned, MAX_JOBS - 20, 1.9, 2.0);
  add_jobs (turned, 20, 9.0, 10.0);
  add_jobs (straight, MAX_JOBS - 20, 1.9, 2.0);
  add_jobs (straight, 20, 9.0, 10.0);

  assert_same_histories (turned, straight);
}

static void
test_copy_is_equal (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollHistory) copy = NULL;

  add_jobs (history, 5, 4.0, 5.0);
  copy = qwentts_poll_history_copy (history);

  assert_same_histories (copy, history);
}

static void
test_copy_is_independent (void)
{
  g_autoptr (QwenttsPollHistory) history = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollHistory) copy = qwentts_poll_history_copy (history);

  add_jobs (copy, 5, 4.0, 5.0);

  assert_same_histories (history, NULL);
}

static void
test_schedule_outlives_history (void)
{
  QwenttsPollHistory *history = qwentts_poll_history_new ();
  g_autoptr (QwenttsPollSchedule) schedule = NULL;
  gdouble first_s;

  add_jobs (history, 8, 29.0, 31.0);
  first_s = get_first_poll_s (history, ESTIMATE_S);
  schedule = qwentts_poll_schedule_new (history, ESTIMATE_S);
  qwentts_poll_history_free (history);

  g_assert_cmpfloat (qwentts_poll_schedule_next (schedule, 0.0, 0), ==,
      first_s);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/poll-history/ignores-jobs-without-a-time",
      test_ignores_jobs_without_a_time);
  g_test_add_func ("/poll-history/empty-history-is-no-history",
      test_empty_history_is_no_history);
  g_test_add_func ("/poll-history/moves-first-poll-to-seen-jobs",
      test_moves_first_poll_to_seen_jobs);
  g_test_add_func ("/poll-history/learns-from-each-job",
      test_learns_from_each_job);
  g_test_add_func ("/poll-history/finds-jobs-shorter-than-any-poll",
      test_finds_jobs_shorter_than_any_poll);
  g_test_add_func ("/poll-history/scales-with-estimate",
      test_scales_with_estimate);
  g_test_add_func ("/poll-history/polls-on-after-the-longest-job",
      test_polls_on_after_the_longest_job);
  g_test_add_func ("/poll-history/history-is-bounded", test_history_is_bounded);
  g_test_add_func ("/poll-history/forgets-oldest-first",
      test_forgets_oldest_first);
  g_test_add_func ("/poll-history/copy-is-equal", test_copy_is_equal);
  g_test_add_func ("/poll-history/copy-is-independent",
      test_copy_is_independent);
  g_test_add_func ("/poll-history/schedule-outlives-history",
      test_schedule_outlives_history);

  return g_test_run ();
}
