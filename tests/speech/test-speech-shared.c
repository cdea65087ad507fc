/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs of one process that ask for the same at once: the first one fetches, the
 * others follow. */
#include "following.h"

#define N_THREADS 8

static void
test_threads_at_once_pay_once (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  Run *runs[N_THREADS];
  guint n_cached = 0;

  for (guint i = 0; i < N_THREADS; i++)
    runs[i] = run_new (design, NULL, DESIGN_PLAIN);
  for (guint i = 0; i < N_THREADS; i++)
    run_start (runs[i]);
  for (guint i = 0; i < N_THREADS; i++)
    run_join (runs[i]);
  for (guint i = 0; i < N_THREADS; i++) {
    QwenttsJobCost cost;

    qwentts_job_get_cost (runs[i]->job, &cost);
    n_cached += cost.is_cached;
    design_assert_kept (design, runs[i]);
    run_free (runs[i]);
  }
  g_assert_cmpuint (n_cached, ==, N_THREADS - 1);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_DOWNLOAD), ==, 1);
}

static void
test_progress_is_shared (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Design) design = design_new_text (&options, NULL);
  g_autoptr (Run) leader = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  QwenttsJobState state = { 0 };

  run_start (leader);
  design_wait_for (design, QWENTTS_SIMULATOR_POLL, 1);
  following_start (run);
  qwentts_simulator_set_progress (design->service->simulator, 40);
  while (state.percent != 40)
    qwentts_job_wait_for_change (run->job, &state, NULL, NULL);
  qwentts_simulator_finish_jobs (design->service->simulator, TRUE);
  run_join (leader);
  run_join (run);
  design_assert_kept (design, run);
}

/* Not only then: it is not held back until all is there. */
static void
test_is_heard_while_it_downloads (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) leader = following_start_leader (STOP_DOWNLOADING, design);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  QwenttsJobCost cost;

  run_start (run);
  following_wait_for_bytes (run, 10000);
  g_assert_cmpint (run_get_state (leader).phase, ==, QWENTTS_JOB_ARRIVING);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_true (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, 0);
}

/* One is stopped. */

static void
test_stopped_one_is_followed (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) leader = following_start_leader (phase, design);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (Run) third = run_new (design, NULL, DESIGN_PLAIN);

  following_start (run);
  following_start (third);
  if (phase == STOP_DOWNLOADING) {
    following_wait_for_bytes (run, 10000);
    following_wait_for_bytes (third, 10000);
  }
  run_stop (leader);
  run_join (run);
  run_join (third);
  stop_phase_assert_resumed (phase, design, run);
  stop_phase_assert_resumed (phase, design, third);
  stop_phase_assert_told (phase, design, run, third);
}

static void
test_whoever_took_over_has_paid_nothing (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) leader = following_start_leader (STOP_DOWNLOADING, design);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  QwenttsJobCost cost;

  run_start (run);
  following_wait_for_bytes (run, 10000);
  run_stop (leader);
  run_join (run);
  design_assert_kept (design, run);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_true (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, 0);
}

static void
test_follower_is_stopped (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) leader = following_start_leader (phase, design);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  following_start (run);
  run_stop (run);
  error = run_assert_failed (run, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (run_get_state (leader).phase, <, QWENTTS_JOB_DONE);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-shared/" path, function)
  ADD ("threads-at-once-pay-once", test_threads_at_once_pay_once);
  ADD ("progress-is-shared", test_progress_is_shared);
  ADD ("is-heard-while-it-downloads", test_is_heard_while_it_downloads);
  stop_phase_add_text_tests ("/speech-shared/stopped-one-is-followed",
      test_stopped_one_is_followed);
  ADD ("whoever-took-over-has-paid-nothing",
      test_whoever_took_over_has_paid_nothing);
  stop_phase_add_text_tests ("/speech-shared/follower-is-stopped",
      test_follower_is_stopped);
#undef ADD

  return g_test_run ();
}
