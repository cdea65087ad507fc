/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Elements of one process that want the same at once. */
#include "cache-rig.h"
#include "failure.h"
#include "phase.h"

#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
#define N_RIGS 20

static void
assert_one_task (Rig * rig)
{
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* Starts a second one, which is seen to follow the first: it shows what the
 * service tells of that one's task. */
static void
start_following (Rig * rig)
{
  qwentts_simulator_set_progress (rig->simulator, 40);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_CONTINUE);
}

static void
test_two_at_once_pay_once (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);
  g_autofree gchar *task_id = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, POLL, 1));
  start_following (other);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  rig_play_to_end (other);
  rig_assert_spoken (rig, RIG_TEXT);
  rig_assert_spoken (other, RIG_TEXT);
  cache_rig_assert_told (rig, FALSE, NULL);
  task_id = cache_rig_get_task_id (rig);
  cache_rig_assert_told (other, TRUE, task_id);
  assert_one_task (rig);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, DOWNLOAD), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

static void
test_many_at_once_pay_once (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) first = rig_new (&options);
  Rig *rigs[N_RIGS];
  guint n_cached = 0;

  for (guint i = 0; i < N_RIGS; i++) {
    rigs[i] = cache_rig_new_beside (first);
    rig_start (rigs[i], GST_STATE_PLAYING);
  }
  g_assert_true (qwentts_simulator_wait_for (first->simulator, POLL, 1));
  qwentts_simulator_finish_jobs (first->simulator, TRUE);
  for (guint i = 0; i < N_RIGS; i++) {
    rig_play_to_end (rigs[i]);
    rig_assert_spoken (rigs[i], RIG_TEXT);
    n_cached += cache_rig_get_count (rigs[i], "cache-hits");
    rig_free (rigs[i]);
  }
  g_assert_cmpuint (n_cached, ==, N_RIGS - 1);
  assert_one_task (first);
}

/* The file is still growing. */
static void
test_is_heard_while_another_downloads (void)
{
  g_autoptr (Rig) rig = phase_new_rig (PHASE_DOWNLOADING);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  phase_enter (rig, PHASE_DOWNLOADING);
  rig_start (other, GST_STATE_PLAYING);
  rig_wait_for_buffers (other, 2);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_EOS), ==, 0);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, DOWNLOAD), ==, 1);
  phase_release (rig, PHASE_DOWNLOADING);
  rig_play_to_end (rig);
  rig_play_to_end (other);
  rig_assert_spoken (rig, RIG_TEXT);
  rig_assert_spoken (other, RIG_TEXT);
  cache_rig_assert_told (other, TRUE, NULL);
  assert_one_task (rig);
}

/* One of them stops. */

/* The first one is stuck, and the second waits for it. */
static void
enter_both (Rig * rig, Rig * other, Phase phase)
{
  phase_enter (rig, phase);
  if (phase == PHASE_POLLING) {
    start_following (other);
    return;
  }
  rig_start (other, GST_STATE_PLAYING);
  rig_wait_for_progress (other, GST_PROGRESS_TYPE_START);
}

static void
test_another_one_takes_over (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  enter_both (rig, other, phase);
  if (phase == PHASE_DOWNLOADING)
    rig_wait_for_buffers (other, 2);
  rig_stop (rig, GST_STATE_NULL);
  phase_release (rig, phase);
  rig_play_to_end (other);
  rig_assert_spoken (other, RIG_TEXT);
  assert_one_task (rig);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

static void
test_waiting_one_stops_at_once (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  enter_both (rig, other, phase);
  rig_stop (other, GST_STATE_NULL);
  g_assert_cmpuint (rig_count_messages (other, GST_MESSAGE_ERROR), ==, 0);
  phase_release (rig, phase);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_one_task (rig);
}

/* What is paid for is kept also if somebody else has gone on by then. */
static void
test_interrupted_while_another_downloads (void)
{
  g_autoptr (Rig) rig = phase_new_rig (PHASE_DOWNLOADING);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  phase_enter (rig, PHASE_DOWNLOADING);
  rig_start (other, GST_STATE_PLAYING);
  rig_wait_for_buffers (other, 2);
  g_signal_emit_by_name (rig->src, "interrupt");
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  phase_release (rig, PHASE_DOWNLOADING);
  rig_play_to_end (other);
  rig_assert_spoken (other, RIG_TEXT);
  assert_one_task (rig);
}

/* One of them fails. */

static void
test_failed_task_is_told_to_all (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);
  g_autoptr (Failure) first = NULL;
  g_autoptr (Failure) second = NULL;

  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed",
      "{\"code\":\"content_policy_violation\"}");
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, POLL, 1));
  start_following (other);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  first = failure_wait_for (rig, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_FAILED,
      "moderation", FALSE);
  second = failure_wait_for (other, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_FAILED, "moderation", FALSE);
  failure_assert_string (second, "task-id",
      gst_structure_get_string (first->details, "task-id"));
  assert_one_task (rig);
}

/* A key is each one's own. */
static void
test_wrong_key_is_nobody_elses (void)
{
  g_autoptr (Rig) rig = phase_new_rig (PHASE_SUBMITTING);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", "sk-wrong", NULL);
  phase_enter (rig, PHASE_SUBMITTING);
  rig_start (other, GST_STATE_PLAYING);
  rig_wait_for_progress (other, GST_PROGRESS_TYPE_START);
  phase_release (rig, PHASE_SUBMITTING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NOT_AUTHORIZED, "authentication", FALSE);
  rig_play_to_end (other);
  rig_assert_spoken (other, RIG_TEXT);
  assert_one_task (rig);
}

/* Who has no key hears what another one pays for. */
static void
test_follower_needs_no_key (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  g_object_set (other->src, "api-key", NULL, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, POLL, 1));
  start_following (other);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (other);
  rig_assert_spoken (other, RIG_TEXT);
}

static void
add_phases (const gchar * sentence, GTestDataFunc function)
{
  static const struct
  {
    Phase phase;
    const gchar *name;
  } phases[] = {
    {PHASE_SUBMITTING, "while-submitting"},
    {PHASE_POLLING, "while-polling"},
    {PHASE_OPENING, "while-opening-the-file"},
    {PHASE_DOWNLOADING, "while-downloading"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/cache-shared/%s-%s", sentence,
        phases[i].name);

    g_test_add_data_func (path, GINT_TO_POINTER ((gint) phases[i].phase),
        function);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/cache-shared/" path, function)
  ADD ("two-at-once-pay-once", test_two_at_once_pay_once);
  ADD ("many-at-once-pay-once", test_many_at_once_pay_once);
  ADD ("is-heard-while-another-downloads",
      test_is_heard_while_another_downloads);
  add_phases ("another-one-takes-over", test_another_one_takes_over);
  add_phases ("waiting-one-stops-at-once", test_waiting_one_stops_at_once);
  ADD ("interrupted-while-another-downloads",
      test_interrupted_while_another_downloads);
  ADD ("failed-task-is-told-to-all", test_failed_task_is_told_to_all);
  ADD ("wrong-key-is-nobody-elses", test_wrong_key_is_nobody_elses);
  ADD ("follower-needs-no-key", test_follower_needs_no_key);
#undef ADD

  return g_test_run ();
}
