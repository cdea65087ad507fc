/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One job against the simulator, from submit to the last byte. */
#include "api/error.h"
#include "service.h"

#define TEXT "Good evening."
#define PRICE 0.32

/* A job and the thread that runs it. */
typedef struct
{
  Service *service;
  QwenttsJob *job;
  GCancellable *cancellable;
  GThread *thread;
} Run;

static gpointer
run_job (gpointer data)
{
  Run *run = data;

  qwentts_job_run (run->job, run->service->client, run->cancellable);
  return NULL;
}

static Run *
run_new (const QwenttsSimulatorOptions * options, gint retries)
{
  Run *run = g_new0 (Run, 1);

  run->service = service_new (options, retries);
  run->job = service_make_job (run->service, TEXT, 3, 70);
  run->cancellable = g_cancellable_new ();
  return run;
}

static void
run_start (Run * run)
{
  run->thread = g_thread_new ("job", run_job, run);
}

static void
run_join (Run * run)
{
  g_thread_join (g_steal_pointer (&run->thread));
}

static void
run_free (Run * run)
{
  if (run->thread)
    run_join (run);
  g_object_unref (run->cancellable);
  qwentts_job_unref (run->job);
  service_free (run->service);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free);

static QwenttsJobState
get_state (Run * run)
{
  QwenttsJobState state = {.phase = QWENTTS_JOB_WAITING,.percent = 1000 };

  g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  return state;
}

static GBytes *
read_clip (Run * run, GError ** error)
{
  QwenttsClip *clip = qwentts_job_get_clip (run->job);
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GBytes) piece = NULL;

  while ((piece = qwentts_clip_read (clip, file->len, 1, 65536, NULL, error))
      && g_bytes_get_size (piece) > 0) {
    g_byte_array_append (file, g_bytes_get_data (piece, NULL),
        g_bytes_get_size (piece));
    g_clear_pointer (&piece, g_bytes_unref);
  }
  return g_byte_array_free_to_bytes (file);
}

static void
assert_failed (Run * run, GQuark domain, gint code)
{
  g_autoptr (GError) error = qwentts_job_get_error (run->job);
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (get_state (run).phase, ==, QWENTTS_JOB_FAILED);
  g_assert_error (error, domain, code);
  bytes = read_clip (run, &read_error);
  g_assert_error (read_error, domain, code);
}

static void
test_keeps_its_text_and_place (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autofree gchar *task_id = qwentts_job_get_task_id (run->job);
  g_autoptr (GError) error = qwentts_job_get_error (run->job);
  const QwenttsSegment *segment = qwentts_job_get_segment (run->job);

  g_assert_cmpstr (segment->text, ==, TEXT);
  g_assert_cmpuint (segment->text_index, ==, 3);
  g_assert_cmpuint (segment->offset, ==, 70);
  g_assert_cmpuint (segment->length, ==, 13);
  g_assert_null (task_id);
  g_assert_no_error (error);
}

static void
test_gives_the_file_byte_for_byte (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autoptr (GBytes) spoken = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  run_job (run);
  g_assert_cmpint (get_state (run).phase, ==, QWENTTS_JOB_DONE);
  g_assert_true (get_state (run).has_audio);
  spoken = qwentts_simulator_speak_as (run->service->simulator,
      run->service->settings.voice, TEXT, NULL, &error);
  g_assert_no_error (error);
  bytes = read_clip (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, spoken));
}

static void
test_tells_what_it_cost (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree gchar *task_id = NULL;
  QwenttsJobCost cost;

  run_job (run);
  bytes = read_clip (run, NULL);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_cmpfloat (cost.credits, ==, PRICE);
  g_assert_cmpuint (cost.bytes, ==, g_bytes_get_size (bytes));
  g_assert_cmpuint (cost.submit_time, >, 0);
  g_assert_cmpuint (cost.wait_time, >, 0);
  g_assert_cmpuint (cost.download_time, >, 0);
  task_id = qwentts_job_get_task_id (run->job);
  g_assert_true (g_str_has_prefix (task_id, "task-unified-"));
}

static void
test_shows_each_phase (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = -100
  };
  g_autoptr (Run) run = run_new (&options, 0);
  QwenttsSimulator *simulator = run->service->simulator;
  QwenttsJobState state = { 0 };

  qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_DOWNLOAD, &stall);
  run_start (run);
  g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  g_assert_cmpint (state.phase, ==, QWENTTS_JOB_REQUESTED);
  g_assert_false (state.has_audio);

  qwentts_simulator_set_progress (simulator, 40);
  while (state.percent != 40)
    g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  g_assert_cmpint (state.phase, ==, QWENTTS_JOB_REQUESTED);

  qwentts_simulator_finish_jobs (simulator, FALSE);
  g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  g_assert_cmpint (state.phase, ==, QWENTTS_JOB_ARRIVING);
  g_assert_true (state.has_audio);

  g_cancellable_cancel (run->cancellable);
  g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  g_assert_cmpint (state.phase, ==, QWENTTS_JOB_FAILED);
  g_assert_true (state.has_audio);
}

static void
test_cancel_ends_the_wait_for_a_change (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QwenttsJobState state = { 0 };

  g_cancellable_cancel (cancelled);
  g_assert_false (qwentts_job_wait_for_change (run->job, &state, cancelled,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* With a download that stalls before its first byte or its last. */
static void
test_cancel_ends_it (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (Run) run = run_new (NULL, -1);

  qwentts_simulator_add_fault (run->service->simulator, kind, &stall);
  run_start (run);
  g_assert_true (qwentts_simulator_wait_for (run->service->simulator, kind, 1));
  g_cancellable_cancel (run->cancellable);
  run_join (run);
  assert_failed (run, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (run->service->simulator),
      <=, 1);
}

static void
test_failed_task_costs_no_credits (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *task_id = NULL;
  QwenttsJobCost cost;

  qwentts_simulator_fail_tasks (run->service->simulator, 1, "failed",
      "{\"code\":\"service_error\",\"message\":\"no\"}");
  run_job (run);
  assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_cmpfloat (cost.credits, ==, 0);
  error = qwentts_job_get_error (run->job);
  task_id = qwentts_job_get_task_id (run->job);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task_id);
}

static void
test_refused_request_costs_no_credits (void)
{
  const QwenttsSimulatorFault refuse = {.status = 403 };
  g_autoptr (Run) run = run_new (NULL, 0);
  QwenttsJobCost cost;

  qwentts_simulator_add_fault (run->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &refuse);
  run_job (run);
  assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PERMISSION);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_cmpfloat (cost.credits, ==, 0);
}

static void
test_completed_without_audio_names_the_task (void)
{
  g_autoptr (Run) run = run_new (NULL, 0);
  g_autoptr (GError) error = NULL;
  QwenttsErrorDetails *details;

  qwentts_simulator_add_poll_answer (run->service->simulator,
      "{\"id\":\"task-unified-9\",\"status\":\"completed\"}");
  run_job (run);
  assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  error = qwentts_job_get_error (run->job);
  details = qwentts_error_get_details (error);
  g_assert_true (g_str_has_prefix (details->task_id, "task-unified-"));
  g_assert_cmpuint (strlen (details->request_id), ==, 32);
}

static void
test_broken_download_leaves_its_bytes (void)
{
  g_autoptr (GBytes) wav = service_make_wav (24000, 200000);
  const QwenttsSimulatorOptions options = {.audio = wav };
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -1000
  };
  g_autoptr (Run) run = run_new (&options, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (run->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  run_job (run);
  g_assert_true (get_state (run).has_audio);
  bytes = read_clip (run, &error);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_true (qwentts_error_get_details (error)->is_download);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
      g_bytes_get_data (wav, NULL), g_bytes_get_size (wav) - 1000);
}

static void
test_lost_answer_is_not_paid_twice (void)
{
  const QwenttsSimulatorFault lost = {.end = QWENTTS_SIMULATOR_END_RESET };
  g_autoptr (Run) run = run_new (NULL, 3);

  qwentts_simulator_add_fault (run->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &lost);
  run_job (run);
  g_assert_cmpint (get_state (run).phase, ==, QWENTTS_JOB_DONE);
  g_assert_cmpuint (qwentts_simulator_count (run->service->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (run->service->simulator),
      ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/job/" path, function)
  ADD ("keeps-its-text-and-place", test_keeps_its_text_and_place);
  ADD ("gives-the-file-byte-for-byte", test_gives_the_file_byte_for_byte);
  ADD ("tells-what-it-cost", test_tells_what_it_cost);
  ADD ("shows-each-phase", test_shows_each_phase);
  ADD ("cancel-ends-the-wait-for-a-change",
      test_cancel_ends_the_wait_for_a_change);
  g_test_add_data_func ("/job/cancel-ends-it-while-submitting",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_SUBMIT), test_cancel_ends_it);
  g_test_add_data_func ("/job/cancel-ends-it-while-polling",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_POLL), test_cancel_ends_it);
  g_test_add_data_func ("/job/cancel-ends-it-while-downloading",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_DOWNLOAD), test_cancel_ends_it);
  ADD ("failed-task-costs-no-credits", test_failed_task_costs_no_credits);
  ADD ("refused-request-costs-no-credits",
      test_refused_request_costs_no_credits);
  ADD ("completed-without-audio-names-the-task",
      test_completed_without_audio_names_the_task);
  ADD ("broken-download-leaves-its-bytes",
      test_broken_download_leaves_its_bytes);
  ADD ("lost-answer-is-not-paid-twice", test_lost_answer_is_not_paid_twice);
#undef ADD

  return g_test_run ();
}
