/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "design-child.h"

#include <stdlib.h>
#include <string.h>

#include "store/faulty.h"

/* More calls than are made. */
#define N_CALLS_MAX 200
/* Before the mode: it is a text. */
#define TEXT "text-"

Child *
design_child_start (const gchar * program, Design * design, const gchar * mode,
    const gchar * argument)
{
  g_autofree gchar *full = g_strconcat (design->text ? TEXT : "", mode, NULL);

  return child_start (program, full, design->rig->folder, design->base_url,
      argument);
}

/* What came of it: the voice or the task, and the sum of the audio. */
static gchar *
make_line (Design * design, Run * run)
{
  g_autoptr (GBytes) heard = run_read_clip (run, NULL);
  g_autofree gchar *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256,
      heard);
  g_autofree gchar *task_id = qwentts_job_get_task_id (run->job);

  return g_strconcat (design->text ? task_id
      : qwentts_job_get_voice (run->job)->name, " ", sum, NULL);
}

static Child **
start_children (const gchar * program, Design * design, guint n)
{
  Child **children = g_new (Child *, n);

  for (guint i = 0; i < n; i++)
    children[i] = design_child_start (program, design, "be-served", "");
  for (guint i = 0; i < n; i++)
    child_expect (children[i], "up");
  return children;
}

gdouble
design_children_race (const gchar * program, Design * design, guint n_children)
{
  g_autofree Child **children = start_children (program, design, n_children);
  g_auto (GStrv) said = g_new0 (gchar *, n_children + 1);
  gint64 start_us = g_get_monotonic_time ();
  gdouble passed_s;
  g_autoptr (Run) run = NULL;
  g_autofree gchar *line = NULL;

  /* To ask, and to end. */
  for (guint i = 0; i < n_children; i++) {
    child_go_on (children[i]);
    child_go_on (children[i]);
  }
  for (guint i = 0; i < n_children; i++)
    said[i] = child_read_line (children[i]);
  passed_s = (g_get_monotonic_time () - start_us) / 1e6;

  run = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  line = make_line (design, run);
  for (guint i = 0; i < n_children; i++) {
    g_assert_cmpstr (said[i], ==, line);
    g_assert_true (child_finish (children[i]));
  }
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  design_assert_same_posts (design, 1);
  return passed_s;
}

guint
design_children_die (const gchar * program,
    Design * (*make) (const QwenttsSimulatorOptions *, const QwenttsSystem *))
{
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Design) design = make (NULL, NULL);
    g_autofree gchar *argument = g_strdup_printf ("%u", n);
    g_autoptr (Run) run = NULL;

    is_complete = child_finish (design_child_start (program, design,
            "be-killed", argument));
    run = design_run (design, DESIGN_PLAIN);
    run_assert_no_warning (run);
    design_assert_kept (design, run);
    g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  }
  g_assert_true (is_complete);
  return n;
}

/* In the child. */

static void
be_served (Design * design, Run * run)
{
  g_autofree gchar *line = NULL;

  child_say_and_wait ("up");
  run_here (run);
  run_assert_done (run);
  line = make_line (design, run);
  child_say_and_wait (line);
}

static GError *
wait_at_voice (const gchar * voice, GCancellable * cancellable, gpointer data)
{
  child_say_and_wait ("voice");
  return NULL;
}

static void
run_child (const gchar * mode, gchar ** argv)
{
  Rig rig = {.folder = argv[3] };
  Design design = {.base_url = argv[4],.rig = &rig };
  Run *run;

  if (g_str_has_prefix (mode, TEXT)) {
    design.text = DESIGN_TEXT;
    mode += strlen (TEXT);
  }
  faulty_reset ();
  rig.store = design_open_store (&design, &faulty_system);
  design.client = service_make_client (design.base_url,
      SERVICE_TASK_TIMEOUT_MS, 0);
  design_init_request (&design.request);
  run = run_new (&design, NULL, DESIGN_PLAIN);
  qwentts_job_set_voice_func (run->job,
      g_str_equal (mode, "stay-at-voice") ? wait_at_voice : NULL, NULL);
  if (g_str_equal (mode, "be-killed"))
    faulty_fail_at (atoi (argv[5]), 0);
  if (g_str_equal (mode, "be-served"))
    be_served (&design, run);
  else
    run_here (run);
  faulty_reset ();
  run_free (run);
  qwentts_client_unref (design.client);
  qwentts_store_unref (rig.store);
}

gboolean
design_child_main (int argc, char **argv)
{
  if (argc != 6 || !g_str_equal (argv[1], "--child"))
    return FALSE;

  run_child (argv[2], argv);
  return TRUE;
}
