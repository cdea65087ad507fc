/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs of one process that ask for the same at once, and the first one fails. */
#include <errno.h>
#include <string.h>

#include "api/error.h"
#include "following.h"
#include "speech/feed.h"
#include "store/faulty.h"

/* More calls than are left once it polls. */
#define N_CALLS_MAX 100
/* Another task than RIG_TASK_ID. */
#define ANOTHER "task-of-another"

static void
test_failure_is_told_to_all (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Design) design = design_new_text (&options, NULL);
  g_autoptr (Run) leader = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *task_id = NULL;

  qwentts_simulator_fail_tasks (design->service->simulator, 1, "failed",
      "{\"code\":\"content_policy_violation\"}");
  run_start (leader);
  design_wait_for (design, QWENTTS_SIMULATOR_POLL, 1);
  following_start (run);
  qwentts_simulator_finish_jobs (design->service->simulator, TRUE);
  run_join (leader);
  run_join (run);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_MODERATION);
  task_id = qwentts_job_get_task_id (leader->job);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task_id);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* Returns: whether there is no such call */
static gboolean
fail_the_disk_at (guint n, gboolean is_once)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Design) design = design_new_text (&options, &faulty_system);
  g_autoptr (Run) leader = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  guint n_calls;

  faulty_reset ();
  run_start (leader);
  design_wait_for (design, QWENTTS_SIMULATOR_POLL, 1);
  faulty_reset ();
  if (is_once)
    faulty_fail_once_at (n, ENOSPC);
  else
    faulty_fail_at (n, ENOSPC);
  following_start (run);
  qwentts_simulator_finish_jobs (design->service->simulator, TRUE);
  run_join (leader);
  run_join (run);
  n_calls = faulty_get_n_calls ();
  faulty_reset ();
  design_assert_heard (design, leader);
  design_assert_heard (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  return n_calls <= n;
}

/* The others then have to fetch it themselves, from where they are. */
static void
test_full_disk_costs_no_second_task (gconstpointer is_once)
{
  gboolean is_over = FALSE;

  for (guint n = 0; !is_over && n < N_CALLS_MAX; n++)
    is_over = fail_the_disk_at (n, GPOINTER_TO_INT (is_once));
  g_assert_true (is_over);
}

/* The file cannot be shared. */
static void
test_without_descriptors_both_are_heard (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Design) design = design_new_text (&options, NULL);
  g_autoptr (Run) leader = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);

  run_start (leader);
  design_wait_for (design, QWENTTS_SIMULATOR_POLL, 1);
  following_start (run);
  following_set_descriptors (FALSE);
  qwentts_simulator_finish_jobs (design->service->simulator, TRUE);
  run_join (leader);
  run_join (run);
  following_set_descriptors (TRUE);
  design_assert_heard (design, leader);
  design_assert_heard (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* Another task's audio is another sound. */

/* Somebody fetches the beginning of a task's audio, and leaves once a job has read
 * that.
 *
 * @keep: called before
 *
 * Returns: the job, at its end */
static Run *
run_after_another (Design * design, const gchar * task_id,
    void (*keep) (Design *))
{
  g_autofree gchar *name = g_strconcat (design->rig->folder, "/",
      design->rig->key, NULL);
  gboolean is_first;
  g_autoptr (QwenttsFeed) feed = qwentts_feed_enter (name, &is_first);
  g_autoptr (GError) left = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED,
      "stopped");
  QwenttsEntry *entry = rig_claim (design->rig);
  QwenttsTempFile *file = qwentts_entry_create_audio (entry, NULL);
  Run *run = run_new (design, NULL, DESIGN_PLAIN);

  g_assert_true (is_first);
  run_start (run);
  qwentts_feed_set_task (feed, task_id);
  qwentts_temp_file_write (file, RIG_AUDIO, strlen (RIG_AUDIO), NULL);
  qwentts_feed_advance (feed, file);
  following_wait_for_bytes (run, strlen (RIG_AUDIO));

  qwentts_temp_file_free (file);
  qwentts_entry_release (entry);
  keep (design);
  qwentts_feed_end (feed, left);
  run_join (run);
  return run;
}

static void
assert_broken_off (Run * run)
{
  g_autoptr (GError) error = run_assert_failed (run, QWENTTS_ERROR,
      QWENTTS_ERROR_NETWORK);
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GBytes) heard = run_read_clip (run, &read_error);

  g_assert_error (read_error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_cmpmem (g_bytes_get_data (heard, NULL), g_bytes_get_size (heard),
      RIG_AUDIO, strlen (RIG_AUDIO));
}

static void
keep_nothing (Design * design)
{
}

/* What was asked for meanwhile is not lost. */
static void
test_new_task_does_not_go_on_for_another (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = run_after_another (design, ANOTHER, keep_nothing);
  g_autoptr (Run) next = NULL;

  assert_broken_off (run);
  next = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, next);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

static void
keep_longer_audio (Design * design)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (design->rig);
  g_autoptr (QwenttsTempFile) file = NULL;

  rig_advance (entry, QWENTTS_RECORD_PENDING);
  file = qwentts_entry_create_audio (entry, NULL);
  qwentts_temp_file_write (file, RIG_AUDIO RIG_AUDIO, 2 * strlen (RIG_AUDIO),
      NULL);
  g_assert_true (qwentts_entry_attach_audio (entry, file, &rig_audio, NULL));
}

static void
test_kept_audio_does_not_go_on_for_another (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = run_after_another (design, ANOTHER, keep_longer_audio);

  assert_broken_off (run);
}

static void
test_kept_audio_goes_on_for_its_task (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = run_after_another (design, RIG_TASK_ID,
      keep_longer_audio);
  g_autoptr (GBytes) heard = run_read_clip (run, NULL);

  run_assert_done (run);
  g_assert_cmpmem (g_bytes_get_data (heard, NULL), g_bytes_get_size (heard),
      RIG_AUDIO RIG_AUDIO, 2 * strlen (RIG_AUDIO));
  g_assert_cmpuint (design_get_n_tasks (design), ==, 0);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-shared-failure/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-shared-failure/" path, data, function)
  ADD ("failure-is-told-to-all", test_failure_is_told_to_all);
  ADD_WITH ("full-disk-costs-no-second-task", GINT_TO_POINTER (FALSE),
      test_full_disk_costs_no_second_task);
  ADD_WITH ("disk-that-is-full-for-a-moment-costs-no-second-task",
      GINT_TO_POINTER (TRUE), test_full_disk_costs_no_second_task);
  ADD ("without-descriptors-both-are-heard",
      test_without_descriptors_both_are_heard);
  ADD ("new-task-does-not-go-on-for-another",
      test_new_task_does_not_go_on_for_another);
  ADD ("kept-audio-does-not-go-on-for-another",
      test_kept_audio_does_not_go_on_for_another);
  ADD ("kept-audio-goes-on-for-its-task", test_kept_audio_goes_on_for_its_task);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
