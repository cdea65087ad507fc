/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Speeches of several processes with one folder, and kill -9 at every moment. */
#include "design-child.h"
#include "stop-phase.h"
#include "store/faulty.h"

#define N_CHILDREN 4
/* Of two; more in tests/bench/bench-race.c. */
#define N_RACES 10

static const gchar *program;

static void
test_goes_on_after_a_kill (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;
  Child *child;

  stop_phase_prepare (phase, design);
  child = design_child_start (program, design, "stay", "");
  stop_phase_wait (phase, design);
  child_kill (child);
  stop_phase_assert_left (phase, design);
  run = design_run (design, DESIGN_PLAIN);
  stop_phase_assert_resumed (phase, design, run);
}

/* Whatever system call is the last. */
static void
test_kill_at_every_call_pays_once (void)
{
  g_assert_cmpuint (design_children_die (program, design_new_text), >, 15);
}

static void
test_processes_at_once_pay_once (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);

  design_children_race (program, design, N_CHILDREN);
}

static void
test_two_race_and_pay_once (void)
{
  for (guint i = 0; i < N_RACES; i++) {
    g_autoptr (Design) design = design_new_text (NULL, NULL);

    design_children_race (program, design, 2);
  }
}

/* The one that has its turn is killed, and the next one goes on. */
static void
test_killed_one_is_followed (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  Child *child;

  stop_phase_prepare (phase, design);
  child = design_child_start (program, design, "stay", "");
  stop_phase_wait (phase, design);
  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  child_kill (child);
  run_join (run);
  stop_phase_assert_resumed (phase, design, run);
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
  g_test_add_func ("/speech-processes/" path, function)
  stop_phase_add_text_tests ("/speech-processes/goes-on-after-a-kill",
      test_goes_on_after_a_kill);
  ADD ("kill-at-every-call-pays-once", test_kill_at_every_call_pays_once);
  ADD ("processes-at-once-pay-once", test_processes_at_once_pay_once);
  ADD ("two-race-and-pay-once", test_two_race_and_pay_once);
  stop_phase_add_text_tests ("/speech-processes/is-followed-when-killed",
      test_killed_one_is_followed);
#undef ADD

  return g_test_run ();
}
