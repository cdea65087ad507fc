/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design that was stopped is gone on with: one task is paid, whatever
 * happens. */
#include <string.h>

#include "api/error.h"
#include "stop-phase.h"

/* The second job wants another preview, and has to take what was asked for. */
static void
test_goes_on_after_a_stop (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (phase, design);
  design->request.response_format = "pcm";
  design->request.sample_rate = 48000;
  run = design_run (design, DESIGN_PLAIN);
  stop_phase_assert_resumed (phase, design, run);
  stop_phase_assert_told (phase, design, run, NULL);
}

static void
test_goes_on_even_if_it_is_to_be_made_anew (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (QwenttsRecord) record = NULL;

  stop_phase_leave (phase, design);
  run = design_run_well (design, DESIGN_ANEW);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  record = design_peek (design);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==,
      qwentts_job_get_voice (run->job)->name);
}

static void
test_goes_on_after_many_stops (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave_each (design);
  run = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_voice_without_preview_is_enough_for_the_silent (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  guint n_polls;

  stop_phase_leave (STOP_DOWNLOADING, design);
  n_polls = design_count (design, QWENTTS_SIMULATOR_POLL);
  run = design_run_well (design, DESIGN_SILENT);
  g_assert_true (qwentts_job_get_voice (run->job)->is_cached);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_POLL), ==, n_polls);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_DOWNLOAD), ==, 1);
}

/* It was paid by the run that was stopped. */
static void
test_preview_alone_costs_nothing (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  QwenttsJobCost cost;

  stop_phase_leave (STOP_DOWNLOADING, design);
  run = design_run_well (design, DESIGN_PLAIN);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_false (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, 0);
  g_assert_cmpuint (cost.characters, ==, 0);
  g_assert_cmpuint (cost.bytes, >, 0);
  g_assert_true (qwentts_job_get_voice (run->job)->is_cached);
}

/* A task that is gone on with comes to nothing. */

static void
assert_asked_anew (Design * design, const gchar * old_id)
{
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (GPtrArray) records =
      qwentts_store_list (design->rig->store, NULL, NULL, NULL);

  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 2);
  g_assert_cmpstr (record->task_id, !=, old_id);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_false (qwentts_job_get_voice (run->job)->is_cached);
}

static void
test_resumed_task_that_ended_is_asked_anew (gconstpointer status)
{
  g_autofree gchar *answer = g_strdup_printf ("{\"id\":\"x\","
      "\"status\":\"%s\",\"error\":{\"code\":\"service_error\"}}",
      (const gchar *) status);
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsRecord) record = NULL;

  stop_phase_leave (STOP_POLLING, design);
  record = design_peek (design);
  design_answer (design, QWENTTS_SIMULATOR_POLL, answer);
  assert_asked_anew (design, record->task_id);
}

static void
assert_kept_pending (Design * design, GQuark domain, gint code)
{
  g_autoptr (QwenttsRecord) before = design_peek (design);
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);
  g_autoptr (GError) error = run_assert_failed (run, domain, code);
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (Run) again = NULL;

  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==,
      before->task_id);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpstr (record->task_id, ==, before->task_id);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_failing_poll_keeps_the_task (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 500, "internal_error");
  assert_kept_pending (design, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
}

static void
test_refused_poll_keeps_the_task (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 401, "unauthorized");
  assert_kept_pending (design, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
}

/* It may not be known everywhere yet, or be another account's. */
static void
test_young_task_that_is_unknown_is_kept (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  assert_kept_pending (design, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
}

/* Of a voice that is there, only the preview is lost. */
static void
test_preview_of_a_task_that_is_gone_is_told (gconstpointer status)
{
  g_autofree gchar *answer = g_strdup_printf ("{\"id\":\"x\","
      "\"status\":\"%s\"}", (const gchar *) status);
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  stop_phase_leave (STOP_DOWNLOADING, design);
  if (status)
    design_answer (design, QWENTTS_SIMULATOR_POLL, answer);
  else
    design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  g_assert_true (strstr (error->message, "\"preview\" to false") != NULL);
  g_assert_true (run_get_state (run).has_voice);
  design_assert_state (design, QWENTTS_RECORD_READY);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 1);
}

static void
test_failing_poll_for_a_preview_keeps_the_voice (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GError) error = NULL;

  stop_phase_leave (STOP_DOWNLOADING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 500, "internal_error");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  g_assert_true (run_get_state (run).has_voice);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-resume/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/design-resume/" path, data, function)
  stop_phase_add_tests ("/design-resume/goes-on-after-a-stop", 0,
      STOP_N_PHASES, test_goes_on_after_a_stop);
  stop_phase_add_tests ("/design-resume/goes-on-even-if-made-anew", 0,
      STOP_VOICE_NAMED, test_goes_on_even_if_it_is_to_be_made_anew);
  ADD ("goes-on-after-many-stops", test_goes_on_after_many_stops);
  ADD ("voice-without-preview-is-enough-for-the-silent",
      test_voice_without_preview_is_enough_for_the_silent);
  ADD ("preview-alone-costs-nothing", test_preview_alone_costs_nothing);
  ADD_WITH ("resumed-task-that-failed-is-asked-anew", "failed",
      test_resumed_task_that_ended_is_asked_anew);
  ADD_WITH ("resumed-task-that-expired-is-asked-anew", "expired",
      test_resumed_task_that_ended_is_asked_anew);
  ADD_WITH ("resumed-task-that-was-cancelled-is-asked-anew", "cancelled",
      test_resumed_task_that_ended_is_asked_anew);
  ADD ("young-task-that-is-unknown-is-kept",
      test_young_task_that_is_unknown_is_kept);
  ADD ("failing-poll-keeps-the-task", test_failing_poll_keeps_the_task);
  ADD ("refused-poll-keeps-the-task", test_refused_poll_keeps_the_task);
  ADD_WITH ("preview-of-an-unknown-task-is-told", NULL,
      test_preview_of_a_task_that_is_gone_is_told);
  ADD_WITH ("preview-of-a-failed-task-is-told", "failed",
      test_preview_of_a_task_that_is_gone_is_told);
  ADD_WITH ("preview-of-an-expired-task-is-told", "expired",
      test_preview_of_a_task_that_is_gone_is_told);
  ADD ("failing-poll-for-a-preview-keeps-the-voice",
      test_failing_poll_for_a_preview_keeps_the_voice);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
