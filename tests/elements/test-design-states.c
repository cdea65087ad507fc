/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Changes of state of qwenvoicedesign, in each phase: at once, and with nothing
 * lost that was paid. */
#include "data-folder.h"
#include "design-phase.h"

#define N_CYCLES 20

static void
assert_no_error (Rig * rig, DesignPhase phase)
{
  guint n_errors = rig_count_messages (rig, GST_MESSAGE_ERROR);

  g_assert_cmpint (n_errors > 0, ==, phase == DESIGN_PHASE_FAILED
      || phase == DESIGN_PHASE_SPEECH_FAILED);
}

static void
test_stops (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  GstElement *speech = design_rig_get_speech (rig);

  design_phase_enter (rig, phase);
  rig_stop (rig, GST_STATE_READY);
  g_assert_cmpint (GST_STATE (speech), ==, GST_STATE_READY);
  rig_stop (rig, GST_STATE_NULL);
  g_assert_cmpint (GST_STATE (speech), ==, GST_STATE_NULL);
  assert_no_error (rig, phase);
}

/* From PLAYING to NULL in one step, and all of it again from there: a voice that
 * was paid is not paid again. */
static void
assert_plays_again (DesignPhase phase, GstState state)
{
  g_autoptr (Rig) rig = design_phase_new_rig (phase);

  design_phase_enter (rig, phase);
  rig_stop (rig, state);
  assert_no_error (rig, phase);
  design_phase_release (rig, phase);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_STREAM_START), ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==,
      phase == DESIGN_PHASE_FAILED ? 2 : 1);
}

static void
test_plays_again_from_ready (gconstpointer data)
{
  assert_plays_again (GPOINTER_TO_INT (data), GST_STATE_READY);
}

static void
test_plays_again_from_null (gconstpointer data)
{
  assert_plays_again (GPOINTER_TO_INT (data), GST_STATE_NULL);
}

/* Each time but the first from the store, with no request. */
static void
test_plays_many_times (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  for (guint i = 0; i < N_CYCLES; i++) {
    rig_play_to_end (rig);
    design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
    rig_stop (rig, i % 2 ? GST_STATE_NULL : GST_STATE_READY);
    rig_forget (rig);
  }
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
}

static void
test_rapid_cycles_do_no_harm (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  for (guint i = 0; i < 5 * N_CYCLES; i++) {
    rig_start (rig, GST_STATE_PLAYING);
    rig_stop (rig, i % 2 ? GST_STATE_NULL : GST_STATE_READY);
  }
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

/* At another moment each time, and each time with another voice: after so many
 * requests. */
static void
test_cycles_stop_anywhere (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  for (guint i = 0; i < 3 * N_CYCLES; i++) {
    const QwenttsSimulatorKind kind = i % 3;
    const guint n_before = qwentts_simulator_count (rig->simulator, kind);
    g_autofree gchar *name = g_strdup_printf ("voice_%u", i);

    g_object_set (rig->src, "preferred-name", name, NULL);
    rig_start (rig, GST_STATE_PLAYING);
    g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind,
            n_before + 1 + (i / 3) % 2));
    rig_stop (rig, i % 2 ? GST_STATE_NULL : GST_STATE_READY);
  }
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
}

static void
assert_speech_is (Rig * rig, GstState state, gboolean is_locked)
{
  GstElement *speech = design_rig_get_speech (rig);

  g_assert_cmpint (GST_STATE (speech), ==, state);
  g_assert_cmpint (gst_element_is_locked_state (speech), ==, is_locked);
}

static void
test_speech_waits_in_ready_and_follows_then (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_POLLING);

  assert_speech_is (rig, GST_STATE_NULL, FALSE);
  design_phase_enter (rig, DESIGN_PHASE_POLLING);
  assert_speech_is (rig, GST_STATE_READY, TRUE);
  rig_start (rig, GST_STATE_PAUSED);
  assert_speech_is (rig, GST_STATE_READY, TRUE);
  rig_start (rig, GST_STATE_PLAYING);
  design_phase_release (rig, DESIGN_PHASE_POLLING);
  rig_play_to_end (rig);
  assert_speech_is (rig, GST_STATE_PLAYING, FALSE);
  rig_start (rig, GST_STATE_PAUSED);
  assert_speech_is (rig, GST_STATE_PAUSED, FALSE);
  rig_stop (rig, GST_STATE_READY);
  assert_speech_is (rig, GST_STATE_READY, FALSE);
  rig_stop (rig, GST_STATE_NULL);
  assert_speech_is (rig, GST_STATE_NULL, FALSE);
}

/* Also if that is asked for at the last moment. */
static void
test_speech_is_never_live (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_POLLING);
  GstElement *speech = design_rig_get_speech (rig);
  gboolean is_live = TRUE;

  g_object_set (speech, "is-live", TRUE, NULL);
  g_assert_cmpint (gst_element_set_state (rig->pipeline, GST_STATE_PAUSED), ==,
      GST_STATE_CHANGE_ASYNC);
  design_phase_enter (rig, DESIGN_PHASE_POLLING);
  g_object_set (speech, "is-live", TRUE, NULL);
  design_phase_release (rig, DESIGN_PHASE_POLLING);
  rig_play_to_end (rig);
  g_object_get (speech, "is-live", &is_live, NULL);
  g_assert_false (is_live);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

static void
test_speech_that_is_none_stays_in_ready (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  assert_speech_is (rig, GST_STATE_READY, TRUE);
  rig_stop (rig, GST_STATE_NULL);
  assert_speech_is (rig, GST_STATE_NULL, FALSE);
}

static void
test_paused_prerolls (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  GstState state;

  rig_start (rig, GST_STATE_PAUSED);
  g_assert_cmpint (gst_element_get_state (rig->pipeline, &state, NULL,
          30 * GST_SECOND), ==, GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpuint (rig->n_buffers, ==, 1);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* And back, in between as well. */
static void
test_pausing_loses_nothing (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_SPEECH_POLLING);

  rig_start (rig, GST_STATE_PAUSED);
  rig_start (rig, GST_STATE_PLAYING);
  rig_start (rig, GST_STATE_PAUSED);
  design_phase_enter (rig, DESIGN_PHASE_SPEECH_POLLING);
  rig_start (rig, GST_STATE_PAUSED);
  rig_start (rig, GST_STATE_PLAYING);
  design_phase_release (rig, DESIGN_PHASE_SPEECH_POLLING);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

static gint n_warnings;

static void
count_warning (GstDebugCategory * category, GstDebugLevel level,
    const gchar * file, const gchar * function, gint line, GObject * object,
    GstDebugMessage * message, gpointer user_data)
{
  if (level <= GST_LEVEL_WARNING
      && g_str_has_prefix (gst_debug_category_get_name (category), "qwen"))
    g_atomic_int_inc (&n_warnings);
}

/* Where the preview would only be kept, it is no loss that is worth a line. */
static void
test_stopping_is_no_warning (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_OPENING);

  g_object_set (rig->src, "preview", FALSE, NULL);
  gst_debug_add_log_function (count_warning, NULL, NULL);
  design_phase_enter (rig, DESIGN_PHASE_OPENING);
  rig_stop (rig, GST_STATE_READY);
  gst_debug_remove_log_function (count_warning);
  g_assert_cmpint (n_warnings, ==, 0);
}

/* While the pipeline goes on. */
static void
test_is_removed (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  g_autoptr (GstElement) src = gst_object_ref (rig->src);
  gint64 begin_us;

  design_phase_enter (rig, phase);
  /* A sink that is paused holds whoever pushes into it. */
  rig_start (rig, GST_STATE_PLAYING);
  begin_us = g_get_monotonic_time ();
  g_assert_true (gst_bin_remove (GST_BIN (rig->pipeline), src));
  g_assert_cmpint (gst_element_set_state (src, GST_STATE_NULL), ==,
      GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, RIG_STOP_MAX_US);
  g_assert_cmpint (GST_STATE (design_rig_get_speech (rig)), ==, GST_STATE_NULL);
  /* It is good for another pipeline. */
  rig_stop (rig, GST_STATE_NULL);
  design_phase_release (rig, phase);
  rig_forget (rig);
  gst_bin_add (GST_BIN (rig->pipeline), src);
  g_assert_true (gst_element_link (src, rig->sink));
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

static void
add_phases (void)
{
  design_phase_add_tests ("stops", test_stops, N_DESIGN_PHASES);
  design_phase_add_tests ("plays-again-from-ready-when-stopped",
      test_plays_again_from_ready, N_DESIGN_PHASES);
  design_phase_add_tests ("plays-again-from-null-when-stopped",
      test_plays_again_from_null, N_DESIGN_PHASES);
  design_phase_add_tests ("is-removed", test_is_removed, DESIGN_PHASE_FAILED);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gst_debug_remove_log_function (gst_debug_log_default);
  gst_debug_set_active (TRUE);
  gst_debug_set_default_threshold (GST_LEVEL_WARNING);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("plays-many-times", test_plays_many_times);
  ADD ("rapid-cycles-do-no-harm", test_rapid_cycles_do_no_harm);
  ADD ("cycles-stop-anywhere", test_cycles_stop_anywhere);
  ADD ("speech-is-never-live", test_speech_is_never_live);
  ADD ("speech-waits-in-ready-and-follows-then",
      test_speech_waits_in_ready_and_follows_then);
  ADD ("speech-that-is-none-stays-in-ready",
      test_speech_that_is_none_stays_in_ready);
  ADD ("paused-prerolls", test_paused_prerolls);
  ADD ("stopping-is-no-warning", test_stopping_is_no_warning);
  ADD ("pausing-loses-nothing", test_pausing_loses_nothing);
#undef ADD
  add_phases ();

  return data_folder_finish (g_test_run ());
}
