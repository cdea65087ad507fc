/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts that the service finds too long: those who run the jobs cut them in two. */
#include "queue-rig.h"

#include <string.h>

#include "api/error.h"

static const QwenttsSimulatorOptions no_options;
static const QwenttsSimulatorOptions manual = {.is_manual = TRUE };

#define LONG "One, two, six, ten."

static gboolean
is_refused (QwenttsJob * job)
{
  g_autoptr (GError) error = NULL;

  if (queue_rig_wait_until_done (job) != QWENTTS_JOB_FAILED)
    return FALSE;
  error = qwentts_job_get_error (job);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_nonnull (strstr (qwentts_error_get_details (error)->service_words,
          "Range of input length"));
  return TRUE;
}

/* Reads what a script became.
 *
 * Returns: (transfer full): the script, with "|" where a segment ends */
static gchar *
read_all (QueueRig * rig)
{
  GString *said = g_string_new (NULL);
  guint offset = 0;
  QwenttsJob *job;

  while ((job = qwentts_job_queue_get_current (rig->queue, rig->wait, NULL))) {
    const QwenttsSegment *segment = qwentts_job_get_segment (job);
    QwenttsJobPhase phase = queue_rig_wait_until_done (job);

    if (phase != QWENTTS_JOB_REPLACED) {
      g_assert_cmpint (phase, ==, QWENTTS_JOB_DONE);
      g_assert_cmpuint (segment->offset, >=, offset);
      g_string_append_printf (said, "%s%*s%s", offset ? "|" : "",
          segment->offset - offset, "", segment->text);
      offset = segment->offset + segment->length;
      queue_rig_pass (rig, job);
    }
    qwentts_job_unref (job);
  }
  return g_string_free (said, FALSE);
}

static void
test_text_that_is_too_long_is_cut_in_two (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autofree gchar *said = NULL;

  queue_rig_refuse_length (rig, 1);
  queue_rig_push (rig, LONG);
  queue_rig_start (rig);
  said = read_all (rig);
  g_assert_cmpstr (said, ==, "One, two,| six, ten.");
}

/* The first half of the first half, and so on. */
static void
test_halves_are_cut_again (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autofree gchar *said = NULL;

  queue_rig_refuse_length (rig, 2);
  queue_rig_push (rig, LONG);
  queue_rig_start (rig);
  said = read_all (rig);
  g_assert_cmpstr (said, ==, "One,| two,| six, ten.");
  g_assert_cmpuint (queue_rig_count (rig, QWENTTS_SIMULATOR_SUBMIT), ==, 5);
}

/* Two at once, whichever they are, behind one that the service has. */
static void
test_cutting_keeps_the_order (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (manual, 3);
  g_autofree gchar *said = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree gchar *joined = NULL;

  queue_rig_push_texts (rig, 1);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_POLL, 1);
  queue_rig_refuse_length (rig, 4);
  queue_rig_push (rig, LONG " " LONG " " LONG " " LONG);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 1 + 4 + 2);
  qwentts_simulator_finish_jobs (rig->service->simulator, TRUE);
  queue_rig_read_texts (rig, 0, 1);
  said = read_all (rig);
  parts = g_strsplit (said, "|", -1);
  joined = g_strjoinv (NULL, parts);
  g_assert_cmpstr (joined, ==, LONG " " LONG " " LONG " " LONG);
  g_assert_cmpuint (g_strv_length (parts), ==, 4 + 4);
}

/* There are more jobs than the window then, but not more work ahead. */
static void
test_halves_wait_for_their_turn (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autoptr (QwenttsJob) half = NULL;

  queue_rig_refuse_length (rig, 1);
  qwentts_job_queue_set_open (rig->queue, TRUE);
  queue_rig_push (rig, LONG);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
  half = queue_rig_get_current (rig);
  g_assert_cmpint (queue_rig_wait_until_done (half), ==, QWENTTS_JOB_DONE);
  queue_rig_pass (rig, half);
  queue_rig_read (rig, "six, ten.");
}

static void
test_what_cannot_be_cut_is_refused (void)
{
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);

  queue_rig_refuse_length (rig, 2);
  queue_rig_push (rig, "I");
  queue_rig_push (rig, "U");
  queue_rig_push (rig, "Last.");
  queue_rig_start (rig);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (QwenttsJob) job = queue_rig_get_current (rig);

    g_assert_true (is_refused (job));
    queue_rig_pass (rig, job);
  }
  queue_rig_read (rig, "Last.");
  queue_rig_assert_over (rig);
}

/* Dropped while the service thinks about it: nobody misses the halves. */
static void
test_dropped_text_is_not_cut (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = -1
  };
  g_autoptr (QueueRig) rig = queue_rig_new (no_options, 1);
  g_autoptr (QwenttsJob) job = NULL;

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &stall);
  queue_rig_refuse_length (rig, 1);
  queue_rig_push (rig, LONG);
  queue_rig_start (rig);
  queue_rig_wait_for (rig, QWENTTS_SIMULATOR_SUBMIT, 1);
  job = queue_rig_get_current (rig);
  queue_rig_drop (rig);
  g_assert_cmpint (queue_rig_wait_until_done (job), ==, QWENTTS_JOB_FAILED);
  queue_rig_assert_over (rig);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/job-cutting/" path, function)
  ADD ("text-that-is-too-long-is-cut-in-two",
      test_text_that_is_too_long_is_cut_in_two);
  ADD ("halves-are-cut-again", test_halves_are_cut_again);
  ADD ("keeps-the-order", test_cutting_keeps_the_order);
  ADD ("halves-wait-for-their-turn", test_halves_wait_for_their_turn);
  ADD ("what-cannot-be-cut-is-refused", test_what_cannot_be_cut_is_refused);
  ADD ("dropped-text-is-not-cut", test_dropped_text_is_not_cut);
#undef ADD

  return g_test_run ();
}
