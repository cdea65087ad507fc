/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What goes into a queue and what is read of it; its workers are tested in
 * test-job-workers.c. */
#include "queue-rig.h"

#include <string.h>

/* Three sentences, each a segment. */
#define FIRST "The first sentence."
#define SECOND "Here is the second."
#define THIRD "And this ends it."
#define SCRIPT FIRST " " SECOND " " THIRD

static const QwenttsSimulatorOptions no_options;
static const QwenttsSimulatorOptions manual = {.is_manual = TRUE };

/* A thread that reads. */
typedef struct
{
  QueueRig *rig;
  GThread *thread;
  QwenttsJob *job;
  GError *error;
} Reader;

static gpointer
read_current (gpointer data)
{
  Reader *reader = data;

  queue_spy_mark_reader ();
  reader->job = qwentts_job_queue_get_current (reader->rig->queue,
      reader->rig->wait, &reader->error);
  return NULL;
}

/* And waits for a job. */
static void
reader_start (Reader * reader, QueueRig * rig)
{
  *reader = (Reader) {
  .rig = rig};
  reader->thread = g_thread_new ("reader", read_current, reader);
  queue_spy_wait_for_reader (1);
}

static void
reader_assert_over (Reader * reader)
{
  g_thread_join (reader->thread);
  g_assert_no_error (reader->error);
  g_assert_null (reader->job);
}

static void
test_gives_jobs_in_their_order (gconstpointer window)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options,
      GPOINTER_TO_UINT (window));

  g_assert_true (queue_rig_push (rig, "One."));
  g_assert_true (queue_rig_push (rig, SCRIPT));
  g_assert_true (queue_rig_push (rig, "Two."));
  queue_rig_start (rig);
  queue_rig_read (rig, "One.");
  queue_rig_read (rig, FIRST);
  queue_rig_read (rig, SECOND);
  queue_rig_read (rig, THIRD);
  queue_rig_read (rig, "Two.");
  queue_rig_assert_over (rig);
}

/* The current one is asked for and shown alone, and stays the same. */
static void
test_current_stays_until_it_is_passed (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  g_autoptr (QwenttsJob) first = NULL;
  g_autoptr (QwenttsJob) again = NULL;
  g_autoptr (QwenttsJob) second = NULL;

  queue_rig_push (rig, "One.");
  queue_rig_push (rig, "Two.");
  queue_rig_start (rig);
  first = queue_rig_get_current (rig);
  again = queue_rig_get_current (rig);
  g_assert_true (first == again);
  g_assert_true (qwentts_job_queue_is_current (rig->queue, first));

  queue_rig_pass (rig, first);
  g_assert_false (qwentts_job_queue_is_current (rig->queue, first));
  second = queue_rig_get_current (rig);
  g_assert_cmpstr (qwentts_job_get_segment (second)->text, ==, "Two.");
  /* Nothing but the current one is passed. */
  qwentts_job_queue_pass (rig->queue, first);
  g_assert_true (qwentts_job_queue_is_current (rig->queue, second));
}

static void
test_sends_nothing_before_start (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  qwentts_job_queue_push_job (rig->queue, service_make_job (rig->service,
          "Zero.", 0, 0));
  queue_rig_push (rig, "One.");
  qwentts_job_queue_set_open (rig->queue, TRUE);
  qwentts_job_queue_set_open (rig->queue, FALSE);
  g_assert_cmpuint (queue_spy_get_most_workers (), ==, 0);
  g_assert_cmpuint (queue_spy_get_n_cuts (), ==, 0);
  queue_rig_start (rig);
  queue_rig_read (rig, "Zero.");
  queue_rig_read (rig, "One.");
  queue_rig_assert_over (rig);
}

static void
assert_dropped (QwenttsJob * job)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (queue_rig_wait_until_done (job), ==, QWENTTS_JOB_FAILED);
  error = qwentts_job_get_error (job);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_drop_abandons_and_forgets (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (manual, 2);
  g_autoptr (QwenttsJob) job = NULL;

  queue_rig_push (rig, SCRIPT);
  queue_rig_push (rig, "Never.");
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 2);
  job = queue_rig_get_current (rig);
  queue_rig_drop (rig);
  g_assert_false (qwentts_job_queue_is_current (rig->queue, job));
  assert_dropped (job);

  qwentts_simulator_finish_jobs (rig->service->simulator, TRUE);
  queue_rig_push (rig, "News.");
  queue_rig_read (rig, "News.");
  queue_rig_assert_over (rig);
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==, 3);
}

/* Whoever waits for one that no worker has is told. */
static void
test_drop_fails_what_nobody_runs (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autoptr (QwenttsJob) job = NULL;

  qwentts_job_queue_push_job (rig->queue, service_make_job (rig->service,
          "Zero.", 0, 0));
  job = queue_rig_get_current (rig);
  queue_rig_drop (rig);
  assert_dropped (job);
  queue_rig_assert_over (rig);
}

/* What comes between two drops is dropped, too. */
static void
test_drop_while_a_worker_cuts (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  queue_spy_hold_cutting (TRUE);
  queue_rig_push (rig, SCRIPT);
  queue_rig_start (rig);
  queue_spy_wait_until_cutting ();
  queue_rig_drop (rig);
  queue_rig_push (rig, "Never.");
  queue_rig_drop (rig);
  queue_rig_push (rig, "News.");
  queue_spy_hold_cutting (FALSE);
  queue_rig_read (rig, "News.");
  queue_rig_assert_over (rig);
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==, 1);
}

static void
test_takes_nothing_after_close (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  qwentts_job_queue_set_open (rig->queue, TRUE);
  g_assert_true (queue_rig_push (rig, "One."));
  qwentts_job_queue_close (rig->queue);
  g_assert_false (queue_rig_push (rig, "Two."));
  queue_rig_start (rig);
  queue_rig_read (rig, "One.");
  queue_rig_assert_over (rig);
}

/* What was said once holds, even if it is opened then. */
static void
test_takes_nothing_after_it_is_over (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  queue_rig_push (rig, "One.");
  queue_rig_start (rig);
  queue_rig_read (rig, "One.");
  queue_rig_assert_over (rig);
  g_assert_false (queue_rig_push (rig, "Two."));
  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_assert_over (rig);
}

static void
test_takes_nothing_after_stop (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);

  queue_rig_start (rig);
  qwentts_job_queue_stop (rig->queue);
  g_assert_false (queue_rig_push (rig, "One."));
}

/* That an open one has nothing to say does not end it; it ends as soon as it is
 * not open any more. */
static void
test_reader_waits_while_it_is_open (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  Reader reader;

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  reader_start (&reader, rig);
  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_spy_wait_for_reader (2);
  qwentts_job_queue_set_open (rig->queue, FALSE);
  reader_assert_over (&reader);
}

static void
test_close_wakes_the_reader (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  Reader reader;

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  reader_start (&reader, rig);
  qwentts_job_queue_close (rig->queue);
  reader_assert_over (&reader);
}

static void
test_text_wakes_the_reader (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  Reader reader;

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  reader_start (&reader, rig);
  queue_rig_push (rig, "One.");
  g_thread_join (reader.thread);
  g_assert_no_error (reader.error);
  g_assert_cmpstr (qwentts_job_get_segment (reader.job)->text, ==, "One.");
  qwentts_job_unref (reader.job);
}

/* It waits for what is being cut, and that is nothing any more. */
static void
test_drop_wakes_the_reader (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  Reader reader;

  queue_spy_hold_cutting (TRUE);
  queue_rig_push (rig, "Never.");
  queue_rig_start (rig);
  queue_spy_wait_until_cutting ();
  reader_start (&reader, rig);
  queue_rig_drop (rig);
  queue_spy_hold_cutting (FALSE);
  reader_assert_over (&reader);
}

static void
test_cancelled_wait_loses_nothing (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  Reader reader;

  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_start (rig);
  reader_start (&reader, rig);
  g_cancellable_cancel (rig->wait);
  g_thread_join (reader.thread);
  g_assert_error (reader.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (reader.job);
  g_clear_error (&reader.error);

  g_clear_object (&rig->wait);
  rig->wait = g_cancellable_new ();
  g_assert_true (queue_rig_push (rig, "One."));
  queue_rig_read (rig, "One.");
}

/* A script, two sentences of it read, as often as it takes. */
static void
test_costs_add_up (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 2);
  QwenttsJobCost cost;
  guint64 n_cached = 99;

  queue_rig_push (rig, "Äpfel.");
  queue_rig_push (rig, SCRIPT);
  queue_rig_start (rig);
  queue_rig_read (rig, "Äpfel.");
  queue_rig_read (rig, FIRST);
  queue_rig_read (rig, SECOND);
  queue_rig_read (rig, THIRD);
  qwentts_job_queue_stop (rig->queue);
  qwentts_job_queue_get_cost (rig->queue, &cost, &n_cached);
  g_assert_cmpfloat_with_epsilon (cost.credits, 4 * 0.32, 0.0001);
  g_assert_cmpuint (cost.characters, ==, strlen ("Apfel." FIRST SECOND THIRD));
  g_assert_cmpuint (cost.bytes, ==, 4 * (44 + 24 * 2));
  g_assert_cmpuint (cost.submit_time, >, 0);
  g_assert_cmpuint (n_cached, ==, 0);
}

/* What is under way and what was dropped is paid for as well. */
static void
test_costs_count_what_is_not_heard (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (manual, 2);
  QwenttsJobCost cost;
  guint64 n_cached;

  queue_rig_push (rig, SCRIPT);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_POLL, 2);
  qwentts_job_queue_get_cost (rig->queue, &cost, &n_cached);
  g_assert_cmpuint (cost.characters, ==, strlen (FIRST SECOND));
  queue_rig_drop (rig);
  qwentts_job_queue_get_cost (rig->queue, &cost, &n_cached);
  g_assert_cmpuint (cost.characters, ==, strlen (FIRST SECOND));
  qwentts_job_queue_stop (rig->queue);
  qwentts_job_queue_get_cost (rig->queue, &cost, &n_cached);
  g_assert_cmpuint (cost.characters, ==, strlen (FIRST SECOND));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint window = 1; window < 5; window++) {
    g_autofree gchar *path = g_strdup_printf
        ("/job-queue/keeps-order-with-window-%u", window);

    g_test_add_data_func (path, GUINT_TO_POINTER (window),
        test_gives_jobs_in_their_order);
  }
#define ADD(path, function) g_test_add_func ("/job-queue/" path, function)
  ADD ("current-stays-until-it-is-passed",
      test_current_stays_until_it_is_passed);
  ADD ("sends-nothing-before-start", test_sends_nothing_before_start);
  ADD ("drop-abandons-and-forgets", test_drop_abandons_and_forgets);
  ADD ("drop-fails-what-nobody-runs", test_drop_fails_what_nobody_runs);
  ADD ("drop-while-a-worker-cuts", test_drop_while_a_worker_cuts);
  ADD ("takes-nothing-after-close", test_takes_nothing_after_close);
  ADD ("takes-nothing-after-it-is-over", test_takes_nothing_after_it_is_over);
  ADD ("takes-nothing-after-stop", test_takes_nothing_after_stop);
  ADD ("reader-waits-while-it-is-open", test_reader_waits_while_it_is_open);
  ADD ("close-wakes-the-reader", test_close_wakes_the_reader);
  ADD ("text-wakes-the-reader", test_text_wakes_the_reader);
  ADD ("drop-wakes-the-reader", test_drop_wakes_the_reader);
  ADD ("cancelled-wait-loses-nothing", test_cancelled_wait_loses_nothing);
  ADD ("costs-add-up", test_costs_add_up);
  ADD ("costs-count-what-is-not-heard", test_costs_count_what_is_not_heard);
#undef ADD

  return g_test_run ();
}
