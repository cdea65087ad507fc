/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design that is refused, fails, or comes with less than it should: what is
 * told, and what the next job does. */
#include <string.h>

#include "api/error.h"
#include "design.h"

#define VOICE "qwen-tts-vd-announcer-voice-1-a1b2"

static void
assert_asked_once_more (Design * design, guint n_designs)
{
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);

  run_assert_no_warning (run);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, n_designs);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 2);
}

static gchar *
get_posted_key (Design * design, guint index)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);

  return design_get_header (design_get_request (requests,
          QWENTTS_SIMULATOR_SUBMIT, index), "Idempotency-Key");
}

/* Refusals. */

typedef struct
{
  guint status;
  const gchar *code;
  QwenttsError error;
} Refusal;

static const Refusal refusals[] = {
  {400, "invalid_parameter", QWENTTS_ERROR_SETTINGS},
  {401, "unauthorized", QWENTTS_ERROR_AUTHENTICATION},
  {402, "insufficient_quota", QWENTTS_ERROR_QUOTA},
  {403, "model_access_denied", QWENTTS_ERROR_PERMISSION},
  {404, "model_not_found", QWENTTS_ERROR_NOT_FOUND},
};

static void
test_refused_is_not_kept (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *key = NULL;
  g_autofree gchar *next_key = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, refusal->status,
      refusal->code);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, refusal->error);
  run_assert_no_warning (run);
  design_assert_state (design, QWENTTS_RECORD_ABSENT);
  assert_asked_once_more (design, 1);
  key = get_posted_key (design, 0);
  next_key = get_posted_key (design, 1);
  g_assert_cmpstr (next_key, !=, key);
}

/* Runs a job whose POST makes a task that nobody hears of. */
static void
lose_answer (Design * design)
{
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);

  design_stall (design, QWENTTS_SIMULATOR_SUBMIT, 0);
  run_start (run);
  design_wait_for (design, QWENTTS_SIMULATOR_SUBMIT, 1);
  run_stop (run);
}

/* It says nothing of the first POST, which was taken. */
static void
test_refused_repeat_is_kept (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GError) error = NULL;

  lose_answer (design);
  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, refusal->status,
      refusal->code);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, refusal->error);
  design_assert_state (design, QWENTTS_RECORD_ASKED);

  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  design_assert_same_posts (design, 3);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_key_that_leads_nowhere_is_dropped (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GError) error = NULL;

  lose_answer (design);
  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, 409, "idempotency_conflict");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  design_assert_state (design, QWENTTS_RECORD_ABSENT);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
}

/* Answers that leave open whether a task was made. */
static void
test_open_outcome_is_kept (gconstpointer data)
{
  const Refusal *answer = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GError) error = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, answer->status,
      answer->code);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, answer->error);
  design_assert_state (design, QWENTTS_RECORD_ASKED);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  design_assert_same_posts (design, 2);
}

static const Refusal open_outcomes[] = {
  {409, "paid_outcome_unknown", QWENTTS_ERROR_SERVER},
  {500, "internal_error", QWENTTS_ERROR_SERVER},
  {502, "bad_gateway", QWENTTS_ERROR_SERVER},
  {408, "timeout", QWENTTS_ERROR_TIMEOUT},
};

static void
test_service_that_is_not_there_is_asked_later (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  design_end_service (design);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  design_assert_state (design, QWENTTS_RECORD_ASKED);
}

/* Tasks that fail. */

static void
test_failed_task_is_told_and_dropped (gconstpointer status)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *task_id = NULL;
  QwenttsJobCost cost;

  qwentts_simulator_fail_tasks (design->service->simulator, 1, status,
      "{\"code\":\"service_error\",\"message\":\"no\"}");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  task_id = qwentts_job_get_task_id (run->job);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task_id);
  g_assert_cmpfloat (cost.credits, ==, 0);
  g_assert_false (run_get_state (run).has_voice);
  design_assert_state (design, QWENTTS_RECORD_ABSENT);
  assert_asked_once_more (design, 2);
}

static void
test_failing_poll_keeps_the_task (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GError) error = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  design_assert_same_posts (design, 1);
}

/* Tasks that give less than they should. */

static void
complete_with (Design * design, const gchar * result)
{
  g_autofree gchar *answer = g_strdup_printf ("{\"id\":\"x\","
      "\"status\":\"completed\"%s}", result);

  qwentts_simulator_add_poll_answer (design->service->simulator, answer);
}

static void
test_task_without_a_voice_is_told_and_kept (gconstpointer result)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) again = NULL;
  g_autofree gchar *task_id = NULL;

  complete_with (design, result);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  task_id = qwentts_job_get_task_id (run->job);
  g_assert_nonnull (strstr (error->message, task_id));
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task_id);
  g_assert_nonnull (qwentts_error_get_details (error)->request_id);
  g_assert_false (run_get_state (run).has_voice);
  design_assert_state (design, QWENTTS_RECORD_PENDING);

  /* It was paid for, and what is not there yet may come. */
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
assert_voice_alone (Design * design, Run * run)
{
  g_autoptr (QwenttsRecord) record = design_peek (design);

  g_assert_true (run_get_state (run).has_voice);
  g_assert_cmpstr (qwentts_job_get_voice (run->job)->name, ==, VOICE);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==, VOICE);
  g_assert_null (record->audio.format);
}

#define VOICE_ALONE ",\"result_data\":{\"voice\":\"" VOICE "\"}"

static void
test_voice_without_audio_is_kept (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  complete_with (design, VOICE_ALONE);
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  run_assert_no_warning (run);
  assert_voice_alone (design, run);
}

static void
test_voice_without_audio_is_enough_for_the_silent (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  complete_with (design, VOICE_ALONE);
  run = design_run_well (design, DESIGN_SILENT);
  run_assert_no_warning (run);
  assert_voice_alone (design, run);
  g_assert_false (run_get_state (run).has_audio);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-failure/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/design-failure/" path, data, function)
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *refused =
        g_strdup_printf ("/design-failure/refused-is-not-kept-%u",
        refusals[i].status);
    g_autofree gchar *repeat =
        g_strdup_printf ("/design-failure/refused-repeat-is-kept-%u",
        refusals[i].status);

    g_test_add_data_func (refused, &refusals[i], test_refused_is_not_kept);
    g_test_add_data_func (repeat, &refusals[i], test_refused_repeat_is_kept);
  }
  for (guint i = 0; i < G_N_ELEMENTS (open_outcomes); i++) {
    g_autofree gchar *path =
        g_strdup_printf ("/design-failure/open-outcome-is-kept-%u",
        open_outcomes[i].status);

    g_test_add_data_func (path, &open_outcomes[i], test_open_outcome_is_kept);
  }
  ADD ("key-that-leads-nowhere-is-dropped",
      test_key_that_leads_nowhere_is_dropped);
  ADD ("service-that-is-not-there-is-asked-later",
      test_service_that_is_not_there_is_asked_later);
  ADD_WITH ("failed-task-is-told-and-dropped", "failed",
      test_failed_task_is_told_and_dropped);
  ADD_WITH ("cancelled-task-is-told-and-dropped", "cancelled",
      test_failed_task_is_told_and_dropped);
  ADD_WITH ("expired-task-is-told-and-dropped", "expired",
      test_failed_task_is_told_and_dropped);
  ADD ("failing-poll-keeps-the-task", test_failing_poll_keeps_the_task);
  ADD_WITH ("task-without-anything-is-told-and-kept", "",
      test_task_without_a_voice_is_told_and_kept);
  ADD_WITH ("task-with-audio-alone-is-told-and-kept",
      ",\"results\":[\"http://127.0.0.1:1/a\"]",
      test_task_without_a_voice_is_told_and_kept);
  ADD_WITH ("task-with-an-empty-voice-is-told-and-kept",
      ",\"result_data\":{\"voice\":\"\"}",
      test_task_without_a_voice_is_told_and_kept);
  ADD ("voice-without-audio-is-kept", test_voice_without_audio_is_kept);
  ADD ("voice-without-audio-is-enough-for-the-silent",
      test_voice_without_audio_is_enough_for_the_silent);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
