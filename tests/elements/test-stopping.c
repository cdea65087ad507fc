/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A stop in each phase: at once, without an error. */
#include "phase.h"

static void
test_stops (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);
  g_autofree gchar *progress = NULL;
  guint n_errors;

  phase_enter (rig, phase);
  rig_stop (rig, GST_STATE_READY);
  n_errors = rig_count_messages (rig, GST_MESSAGE_ERROR);
  g_assert_cmpint (n_errors > 0, ==, phase == PHASE_FAILED);
  progress = rig_get_progress (rig);
  if (phase < PHASE_DOWNLOADING)
    g_assert_cmpstr (progress, ==, "SA");
  else
    g_assert_cmpstr (progress, ==, phase == PHASE_FAILED ? "SE" : "SP");
  rig_stop (rig, GST_STATE_NULL);
}

/* From PLAYING to NULL in one step. */
static void
test_stops_for_good (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);

  phase_enter (rig, phase);
  rig_stop (rig, GST_STATE_NULL);
  g_assert_cmpint (rig_count_messages (rig, GST_MESSAGE_ERROR) > 0, ==,
      phase == PHASE_FAILED);
}

static void
test_plays (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ttssrc/plays", test_plays);
  phase_add_tests ("stops", test_stops, N_PHASES);
  phase_add_tests ("stops-for-good", test_stops_for_good, N_PHASES);

  return g_test_run ();
}
