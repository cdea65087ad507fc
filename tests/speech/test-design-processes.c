/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Designs of several threads and processes with one folder, and kill -9 at
 * every moment. */
#include "design-child.h"
#include "stop-phase.h"
#include "store/faulty.h"

#define N_THREADS 3
#define N_CHILDREN 4

static const gchar *program;

static Child *
start (Design * design, const gchar * mode, const gchar * argument)
{
  return design_child_start (program, design, mode, argument);
}

static void
test_goes_on_after_a_kill (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  const gboolean is_voice = phase == STOP_VOICE_NAMED;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  Child *child;

  stop_phase_prepare (phase, design);
  child = start (design, is_voice ? "stay-at-voice" : "stay", "");
  stop_phase_wait (phase, design);
  if (is_voice)
    child_expect (child, "voice");
  child_kill (child);
  stop_phase_assert_left (phase, design);
  design->request.response_format = "pcm";
  run = design_run (design, DESIGN_PLAIN);
  stop_phase_assert_resumed (phase, design, run);
}

/* Whatever system call is the last. */
static void
test_kill_at_every_call_pays_once (void)
{
  g_assert_cmpuint (design_children_die (program, design_new), >, 20);
}

static void
test_processes_at_once_pay_once (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);

  design_children_race (program, design, N_CHILDREN);
}

static void
test_threads_at_once_pay_once (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  Run *runs[N_THREADS];
  guint n_cached = 0;

  for (guint i = 0; i < N_THREADS; i++)
    runs[i] = run_new (design, NULL, DESIGN_PLAIN);
  for (guint i = 0; i < N_THREADS; i++)
    run_start (runs[i]);
  for (guint i = 0; i < N_THREADS; i++)
    run_join (runs[i]);
  for (guint i = 0; i < N_THREADS; i++) {
    n_cached += qwentts_job_get_voice (runs[i]->job)->is_cached;
    design_assert_kept (design, runs[i]);
    run_free (runs[i]);
  }
  g_assert_cmpuint (n_cached, ==, N_THREADS - 1);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

/* The one that has its turn is killed, and the next one goes on. */
static void
test_killed_one_is_followed (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  Child *child;

  stop_phase_prepare (STOP_POLLING, design);
  child = start (design, "stay", "");
  stop_phase_wait (STOP_POLLING, design);
  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  child_kill (child);
  run_join (run);
  stop_phase_assert_resumed (STOP_POLLING, design, run);
  faulty_reset ();
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  if (design_child_main (argc, argv))
    return 0;

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add_func ("/design-processes/" path, function)
  stop_phase_add_tests ("/design-processes/goes-on-after-a-kill", 0,
      STOP_N_PHASES, test_goes_on_after_a_kill);
  ADD ("kill-at-every-call-pays-once", test_kill_at_every_call_pays_once);
  ADD ("processes-at-once-pay-once", test_processes_at_once_pay_once);
  ADD ("threads-at-once-pay-once", test_threads_at_once_pay_once);
  ADD ("killed-one-is-followed", test_killed_one_is_followed);
#undef ADD

  return g_test_run ();
}
