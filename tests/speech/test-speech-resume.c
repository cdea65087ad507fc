/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech that was stopped is gone on with: one task is paid, whatever
 * happens. */
#include <string.h>

#include "api/error.h"
#include "later.h"
#include "stop-phase.h"

#define HOUR_S (60 * 60)

static void
test_goes_on_after_a_stop (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (phase, design);
  run = design_run (design, DESIGN_PLAIN);
  stop_phase_assert_resumed (phase, design, run);
  stop_phase_assert_told (phase, design, run, NULL);
}

static void
test_goes_on_after_many_stops (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave_each (design);
  run = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* Another form of the same letters is the same text, and the one that was sent
 * is sent again. */
static void
test_repeats_the_letters_that_were_sent (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (QwenttsRecord) record = NULL;

  design->text = "A cafe\xcc\x81.";
  {
    g_autoptr (Run) stopped = run_new (design, NULL, DESIGN_PLAIN);

    stop_phase_prepare (STOP_ANSWER_LOST, design);
    run_start (stopped);
    stop_phase_wait (STOP_ANSWER_LOST, design);
    run_stop (stopped);
  }
  design->text = "A caf\xc3\xa9.";
  run = design_run_well (design, DESIGN_PLAIN);
  design_assert_same_posts (design, 2);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* A task that is gone on with comes to nothing. */

static void
assert_asked_anew (Design * design, Run * run)
{
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 2);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 2);
  g_assert_cmpfloat (run_get_credits (run), ==, DESIGN_TEXT_PRICE);
}

static void
test_resumed_task_that_ended_is_asked_anew (gconstpointer status)
{
  g_autofree gchar *answer = g_strdup_printf ("{\"id\":\"x\","
      "\"status\":\"%s\",\"error\":{\"code\":\"service_error\"}}",
      (const gchar *) status);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  design_answer (design, QWENTTS_SIMULATOR_POLL, answer);
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
  run_assert_no_warning (run);
}

/* In its own run it is told, and the next one asks anew. */
static void
test_failed_task_is_told_and_then_asked_anew (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;

  qwentts_simulator_fail_tasks (design->service->simulator, 1, "failed",
      "null");
  failed = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (failed, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  design_assert_state (design, QWENTTS_RECORD_ABSENT);
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
}

static void
test_refused_request_leaves_nothing (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_SUBMIT, 401, "unauthorized");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
  design_assert_state (design, QWENTTS_RECORD_ABSENT);
}

static void
assert_kept_pending (Design * design, gint code)
{
  g_autoptr (QwenttsRecord) before = design_peek (design);
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);
  g_autoptr (GError) error = run_assert_failed (run, QWENTTS_ERROR, code);
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (Run) again = NULL;

  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==,
      before->task_id);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpstr (record->task_id, ==, before->task_id);
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* How a request of a task that is there may be refused. */
typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  guint status;
  const gchar *word;            /* the service's */
  gint code;
} Refusal;

static const Refusal refusals[] = {
  {"poll-that-fails", QWENTTS_SIMULATOR_POLL, 500, "internal_error",
      QWENTTS_ERROR_SERVER},
  {"poll-that-is-refused", QWENTTS_SIMULATOR_POLL, 401, "unauthorized",
      QWENTTS_ERROR_AUTHENTICATION},
  /* It may not be known everywhere yet, or be another account's. */
  {"young-task-that-is-unknown", QWENTTS_SIMULATOR_POLL, 404,
      "task_not_found", QWENTTS_ERROR_NOT_FOUND},
  {"download-that-fails", QWENTTS_SIMULATOR_DOWNLOAD, 500, "internal_error",
      QWENTTS_ERROR_SERVER},
};

static void
test_keeps_the_task (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (Design) design = design_new_text (NULL, NULL);

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, refusal->kind, refusal->status, refusal->word);
  assert_kept_pending (design, refusal->code);
}

static void
test_unknown_task_is_asked_anew_with_a_warning (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (Run) run = NULL;
  guint n_others;

  stop_phase_leave (STOP_POLLING, design);
  before = design_peek (design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = later_run (design, HOUR_S);
  assert_asked_anew (design, run);
  g_assert_cmpuint (run_count_warnings (run, before->task_id, &n_others), ==,
      1);
  g_assert_cmpuint (n_others, ==, 0);
}

/* A gateway knows nothing of tasks. */
static void
test_page_that_is_not_found_is_not_believed (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>nginx</html>", 18);
  const QwenttsSimulatorFault fault = {.status = 404,.body = page,
    .content_type = "text/html"
  };
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  stop_phase_leave (STOP_POLLING, design);
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_POLL, &fault);
  run = later_run (design, HOUR_S);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* The link is dead. */

static void
test_dead_link_is_asked_anew_at_once (gconstpointer status)
{
  const QwenttsSimulatorFault gone = {.status = GPOINTER_TO_UINT (status) };
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_DOWNLOAD_BEGUN, design);
  qwentts_simulator_clear_faults (design->service->simulator);
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &gone);
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
}

/* Of a task that was just paid it is told, and nothing is paid by itself. */
static void
test_dead_link_of_a_new_task_is_told (void)
{
  const QwenttsSimulatorFault gone = {.status = 404,.count = 2 };
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &gone);
  failed = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (failed, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
}

static void
add_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *path =
        g_strdup_printf ("/speech-resume/%s-keeps-the-task",
        refusals[i].path);

    g_test_add_data_func (path, &refusals[i], test_keeps_the_task);
  }
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-resume/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-resume/" path, data, function)
  stop_phase_add_text_tests ("/speech-resume/goes-on-after-a-stop",
      test_goes_on_after_a_stop);
  ADD ("goes-on-after-many-stops", test_goes_on_after_many_stops);
  ADD ("repeats-the-letters-that-were-sent",
      test_repeats_the_letters_that_were_sent);
  ADD_WITH ("resumed-task-that-failed-is-asked-anew", "failed",
      test_resumed_task_that_ended_is_asked_anew);
  ADD_WITH ("resumed-task-that-expired-is-asked-anew", "expired",
      test_resumed_task_that_ended_is_asked_anew);
  ADD_WITH ("resumed-task-that-was-cancelled-is-asked-anew", "cancelled",
      test_resumed_task_that_ended_is_asked_anew);
  ADD ("failed-task-is-told-and-then-asked-anew",
      test_failed_task_is_told_and_then_asked_anew);
  ADD ("refused-request-leaves-nothing", test_refused_request_leaves_nothing);
  add_refusals ();
  ADD ("unknown-task-is-asked-anew-with-a-warning",
      test_unknown_task_is_asked_anew_with_a_warning);
  ADD ("page-that-is-not-found-is-not-believed",
      test_page_that_is_not_found_is_not_believed);
  ADD_WITH ("link-that-is-forbidden-is-asked-anew", GUINT_TO_POINTER (403),
      test_dead_link_is_asked_anew_at_once);
  ADD_WITH ("link-that-is-not-found-is-asked-anew", GUINT_TO_POINTER (404),
      test_dead_link_is_asked_anew_at_once);
  ADD_WITH ("link-that-is-gone-is-asked-anew", GUINT_TO_POINTER (410),
      test_dead_link_is_asked_anew_at_once);
  ADD ("dead-link-of-a-new-task-is-told", test_dead_link_of_a_new_task_is_told);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
