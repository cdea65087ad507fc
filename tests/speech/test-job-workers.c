/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Those who run the jobs of a queue: how many, how far ahead, and their end. */
#include "queue-rig.h"

#define NO_END_US (G_MAXINT64 / 2)

static const QwenttsSimulatorOptions no_options;
static const QwenttsSimulatorOptions manual = {.is_manual = TRUE };

/* What is beyond is seen by the rig at each request. */
static void
test_works_ahead_as_far_as_the_window (gconstpointer data)
{
  const guint window = GPOINTER_TO_UINT (data);
  const guint n_texts = window + 3;
  g_autoptr (QueueRig) rig = queue_rig_new (manual, window);

  queue_rig_push_texts (rig, n_texts);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, window);
  qwentts_simulator_finish_jobs (rig->service->simulator, TRUE);
  /* All that may be there is there before the first is passed. */
  for (guint i = 0; i < n_texts; i++) {
    queue_rig_wait_for (rig, QWENTTS_SIMULATOR_DOWNLOAD,
        MIN (i + window, n_texts));
    /* And no more was cut. */
    g_assert_cmpuint (queue_spy_get_n_cuts (), <=, i + window);
    queue_rig_read_texts (rig, i, 1);
  }
  queue_rig_assert_over (rig);
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==,
      n_texts);
}

static void
test_pass_makes_room (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autoptr (QwenttsJob) job = NULL;

  queue_rig_push_texts (rig, 2);
  queue_rig_start (rig);
  job = queue_rig_get_current (rig);
  g_assert_cmpint (queue_rig_wait_until_done (job), ==, QWENTTS_JOB_DONE);
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  queue_rig_pass (rig, job);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 2);
  queue_rig_read_texts (rig, 1, 1);
}

/* The others have no text yet. */
static void
test_first_is_asked_alone (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &stall);
  qwentts_job_queue_set_head_start (rig->queue, NO_END_US);
  queue_rig_push_texts (rig, 3);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 1);
  g_assert_cmpuint (queue_spy_get_most_workers (), <=, 2);
  g_assert_cmpuint (queue_spy_get_n_cuts (), ==, 1);
  queue_rig_drop (rig);
  queue_rig_push_texts (rig, 3);
  queue_rig_read_texts (rig, 0, 3);
}

/* The service does not say that it has it. */
static void
test_first_has_a_start_only (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &stall);
  qwentts_job_queue_set_head_start (rig->queue, 1000);
  queue_rig_push_texts (rig, 4);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_DOWNLOAD, 2);
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==, 3);
}

/* There is nothing for another one to do, now or later. */
static void
test_last_segment_needs_one_only (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_job_queue_set_head_start (rig->queue, 0);
  g_assert_true (queue_rig_push (rig, "One is enough."));
  queue_rig_start (rig);
  queue_rig_read (rig, "One is enough.");
  queue_rig_assert_over (rig);
  g_assert_cmpuint (queue_spy_get_n_cuts (), ==, 1);
  g_assert_cmpuint (queue_spy_get_most_workers (), ==, 1);
}

/* It is taken when the first, alone until then, has had its start. */
static void
test_late_text_waits_for_the_start_only (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &stall);
  qwentts_job_queue_set_head_start (rig->queue, 1000);
  qwentts_job_queue_set_open (rig->queue, TRUE);
  g_assert_true (queue_rig_push (rig, "First."));
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 1);
  queue_rig_push_texts (rig, 2);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_DOWNLOAD, 2);
}

/* Whether the stream goes on behind it is said by who reads. */
static void
test_refused_head_is_waited_for (void)
{
  const QwenttsSimulatorFault refusal = {.status = 400 };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);
  g_autoptr (QwenttsJob) job = NULL;

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &refusal);
  queue_rig_push_texts (rig, 3);
  queue_rig_start (rig);
  job = queue_rig_get_current (rig);
  g_assert_cmpint (queue_rig_wait_until_done (job), ==, QWENTTS_JOB_FAILED);
  g_usleep (G_USEC_PER_SEC);
  g_assert_cmpuint (qwentts_simulator_count (rig->service->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  queue_rig_pass (rig, job);
  queue_rig_read_texts (rig, 1, 2);
}

static void
test_slow_head_stops_nobody (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_POLL, &stall);
  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  g_assert_true (queue_rig_push (rig, "Slow."));
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_POLL, 1);
  queue_rig_push_texts (rig, 3);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_DOWNLOAD, 2);
  qwentts_simulator_clear_faults (rig->service->simulator);
  queue_rig_read (rig, "Slow.");
  queue_rig_read_texts (rig, 0, 3);
}

/* With nothing to do one is there, so that the first text waits for none. */
static void
test_has_as_many_workers_as_jobs (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (manual, 4);

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 1);
  queue_rig_push_texts (rig, 9);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 4);
  qwentts_simulator_finish_jobs (rig->service->simulator, TRUE);
  queue_rig_read_texts (rig, 0, 9);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 4);
}

static void
test_start_tells_that_no_worker_can_be_had (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  g_autoptr (GError) error = NULL;

  queue_rig_push_texts (rig, 1);
  queue_spy_refuse_workers (TRUE);
  g_assert_false (qwentts_job_queue_start (rig->queue, &error));
  g_assert_error (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN);
  queue_spy_refuse_workers (FALSE);
  queue_rig_start (rig);
  queue_rig_read_texts (rig, 0, 1);
}

/* One does the work of all. */
static void
test_goes_on_with_fewer_workers (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  queue_rig_start (rig);
  queue_spy_refuse_workers (TRUE);
  queue_rig_push_texts (rig, 4);
  queue_rig_read_texts (rig, 0, 4);
  g_assert_cmpuint (queue_spy_get_most_workers (), ==, 1);
}

/* The end. */

static void
test_stop_ends_what_is_under_way (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault stall = {.count = 3,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  /* The first is asked for alone. */
  const guint n_at_once = kind == QWENTTS_SIMULATOR_SUBMIT ? 1 : 3;
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 3);

  qwentts_simulator_add_fault (rig->service->simulator, kind, &stall);
  queue_rig_push_texts (rig, 5);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, kind, n_at_once);
  qwentts_job_queue_stop (rig->queue);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 0);
  qwentts_job_queue_stop (rig->queue);
}

static gpointer
stop (gpointer queue)
{
  qwentts_job_queue_stop (queue);
  return NULL;
}

static void
test_stop_waits_for_who_cuts (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  GThread *thread;

  queue_spy_hold_cutting (TRUE);
  queue_rig_push_texts (rig, 2);
  queue_rig_start (rig);
  queue_spy_wait_until_cutting ();
  thread = g_thread_new ("stop", stop, rig->queue);
  queue_spy_hold_cutting (FALSE);
  g_thread_join (thread);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 0);
}

static void
test_stop_ends_who_waits (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  queue_rig_push_texts (rig, 3);
  queue_rig_read_texts (rig, 0, 3);
  qwentts_job_queue_stop (rig->queue);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 0);
}

/* Scripts come from another thread all the while. */
static gpointer
push_for_ever (gpointer rig)
{
  while (queue_rig_push (rig, "More."))
    continue;
  return NULL;
}

static void
test_stop_while_workers_are_added (void)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (QueueRig) rig = queue_rig_new (manual, 4);
    GThread *thread;

    qwentts_job_queue_set_open (rig->queue, TRUE);
    queue_rig_start (rig);
    thread = g_thread_new ("push", push_for_ever, rig);
    queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, i % 4);
    qwentts_job_queue_stop (rig->queue);
    g_assert_cmpuint (queue_spy_get_n_workers (), ==, 0);
    g_thread_join (thread);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/job-workers/" path, function)
#define ADD_DATA(path, data, function) \
    g_test_add_data_func ("/job-workers/" path, GINT_TO_POINTER (data), function)
  ADD_DATA ("work-on-one-at-a-time", 1, test_works_ahead_as_far_as_the_window);
  ADD_DATA ("work-on-no-more-than-the-window", 3,
      test_works_ahead_as_far_as_the_window);
  ADD ("pass-makes-room", test_pass_makes_room);
  ADD ("ask-for-the-first-alone", test_first_is_asked_alone);
  ADD ("first-has-a-start-only", test_first_has_a_start_only);
  ADD ("last-segment-needs-one-only", test_last_segment_needs_one_only);
  ADD ("late-text-waits-for-the-start-only",
      test_late_text_waits_for_the_start_only);
  ADD ("wait-behind-a-refused-head", test_refused_head_is_waited_for);
  ADD ("slow-head-stops-nobody", test_slow_head_stops_nobody);
  ADD ("are-as-many-as-jobs", test_has_as_many_workers_as_jobs);
  ADD ("start-tells-that-none-can-be-had",
      test_start_tells_that_no_worker_can_be_had);
  ADD ("are-fewer-if-need-be", test_goes_on_with_fewer_workers);
  ADD_DATA ("stop-while-submitting", QWENTTS_SIMULATOR_SUBMIT,
      test_stop_ends_what_is_under_way);
  ADD_DATA ("stop-while-polling", QWENTTS_SIMULATOR_POLL,
      test_stop_ends_what_is_under_way);
  ADD_DATA ("stop-while-downloading", QWENTTS_SIMULATOR_DOWNLOAD,
      test_stop_ends_what_is_under_way);
  ADD ("stop-while-cutting", test_stop_waits_for_who_cuts);
  ADD ("stop-while-waiting", test_stop_ends_who_waits);
  ADD ("stop-while-more-come", test_stop_while_workers_are_added);
#undef ADD
#undef ADD_DATA

  return g_test_run ();
}
