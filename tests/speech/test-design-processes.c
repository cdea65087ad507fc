/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Designs of several threads and processes with one folder, and kill -9 at
 * every moment. */
#include <stdlib.h>

#include "stop-phase.h"
#include "store/child.h"
#include "store/faulty.h"

#define N_CHILDREN 3
#define N_THREADS 3
/* More calls than a design makes. */
#define N_CALLS_MAX 200

static const gchar *program;

static Child *
start (Design * design, const gchar * mode, const gchar * argument)
{
  return child_start (program, mode, design->rig->folder, design->base_url,
      argument);
}

static gchar *
make_sum (GBytes * bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

/* The child's: tells the voice and what is heard of it. */
static void
be_served (Run * run)
{
  g_autoptr (GBytes) heard = NULL;
  g_autofree gchar *sum = NULL;
  g_autofree gchar *line = NULL;

  child_say_and_wait ("up");
  run_here (run);
  run_assert_done (run);
  heard = run_read_clip (run, NULL);
  sum = make_sum (heard);
  line = g_strconcat (qwentts_job_get_voice (run->job)->name, " ", sum, NULL);
  child_say_and_wait (line);
}

static GError *
wait_at_voice (const gchar * voice, GCancellable * cancellable, gpointer data)
{
  child_say_and_wait ("voice");
  return NULL;
}

static void
run_child (gchar ** argv)
{
  const gchar *mode = argv[2];
  Rig rig = {.folder = argv[3] };
  Design design = {.base_url = argv[4],.rig = &rig };
  Run *run;

  faulty_reset ();
  rig.store = qwentts_store_new_with_system (rig.folder, QWENTTS_KIND_VOICE,
      &faulty_system);
  design.client = service_make_client (design.base_url,
      SERVICE_TASK_TIMEOUT_MS, 0);
  design_init_request (&design.request);
  run = run_new (&design, NULL, DESIGN_PLAIN);
  qwentts_job_set_voice_func (run->job,
      g_str_equal (mode, "stay-at-voice") ? wait_at_voice : NULL, NULL);
  if (g_str_equal (mode, "be-killed"))
    faulty_fail_at (atoi (argv[5]), 0);
  if (g_str_equal (mode, "be-served"))
    be_served (run);
  else
    run_here (run);
  faulty_reset ();
  run_free (run);
  qwentts_client_unref (design.client);
  qwentts_store_unref (rig.store);
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
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Design) design = design_new (NULL, NULL);
    g_autofree gchar *argument = g_strdup_printf ("%u", n);
    g_autoptr (Run) run = NULL;

    is_complete = child_finish (start (design, "be-killed", argument));
    run = design_run (design, DESIGN_PLAIN);
    run_assert_no_warning (run);
    design_assert_kept (design, run);
    g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  }
  g_assert_true (is_complete);
  g_assert_cmpuint (n, >, 20);
}

static void
test_processes_at_once_pay_once (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GBytes) stored = NULL;
  g_autofree gchar *sum = NULL;
  g_autofree gchar *line = NULL;
  g_autoptr (Run) run = NULL;
  Child *children[N_CHILDREN];

  for (guint i = 0; i < N_CHILDREN; i++)
    children[i] = start (design, "be-served", "");
  for (guint i = 0; i < N_CHILDREN; i++)
    child_expect (children[i], "up");
  for (guint i = 0; i < N_CHILDREN; i++) {
    child_go_on (children[i]);
    child_go_on (children[i]);
  }
  design_wait_for (design, QWENTTS_SIMULATOR_DOWNLOAD, 1);

  /* What they say waits in the pipes. */
  run = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  record = design_peek (design);
  stored = design_read_stored (design, record);
  sum = make_sum (stored);
  line = g_strconcat (qwentts_fields_get (record->result, "voice"), " ", sum,
      NULL);
  for (guint i = 0; i < N_CHILDREN; i++) {
    child_expect (children[i], line);
    g_assert_true (child_finish (children[i]));
  }
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  design_assert_same_posts (design, 1);
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
  if (argc == 6 && g_str_equal (argv[1], "--child")) {
    run_child (argv);
    return 0;
  }

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
