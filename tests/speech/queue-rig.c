/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "queue-rig.h"

#include <string.h>

#define RATE 24000
#define N_FRAMES 24
#define MAX_LENGTH 20
#define RETRIES 3

static void
count_task (const QwenttsSimulatorRequest * request, guint status,
    gpointer user_data)
{
  QueueRig *rig = user_data;
  gint n_gone = g_atomic_int_get (&rig->n_gone);

  if (request->kind != QWENTTS_SIMULATOR_SUBMIT || status != 200)
    return;
  g_assert_cmpint (g_atomic_int_add (&rig->n_tasks, 1), <,
      n_gone + (gint) rig->window);
}

QueueRig *
queue_rig_new (QwenttsSimulatorOptions options, guint window)
{
  QueueRig *rig = g_new0 (QueueRig, 1);
  g_autoptr (GBytes) wav = service_make_wav (RATE, N_FRAMES);

  queue_spy_reset ();
  options.audio = wav;
  options.answered = count_task;
  options.user_data = rig;
  rig->service = service_new (&options, RETRIES);
  rig->queue = qwentts_job_queue_new (rig->service->client, window);
  rig->wait = g_cancellable_new ();
  rig->window = window;
  return rig;
}

void
queue_rig_free (QueueRig * rig)
{
  qwentts_job_queue_stop (rig->queue);
  g_assert_cmpuint (queue_spy_get_n_workers (), ==, 0);
  g_assert_cmpuint (queue_spy_get_most_workers (), <=, rig->window);
  qwentts_job_queue_free (rig->queue);
  g_assert_cmpuint (queue_spy_get_n_freed (), ==, rig->n_scripts);

  g_object_unref (rig->wait);
  service_free (rig->service);
  g_free (rig);
}

void
queue_rig_start (QueueRig * rig)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_job_queue_start (rig->queue, &error));
  g_assert_no_error (error);
}

gboolean
queue_rig_push (QueueRig * rig, const gchar * text)
{
  rig->n_scripts++;
  return qwentts_job_queue_push_script (rig->queue, qwentts_script_new (text,
          &rig->service->settings, MAX_LENGTH));
}

QwenttsJob *
queue_rig_get_current (QueueRig * rig)
{
  g_autoptr (GError) error = NULL;
  QwenttsJob *job = qwentts_job_queue_get_current (rig->queue, rig->wait,
      &error);

  g_assert_no_error (error);
  g_assert_nonnull (job);
  return job;
}

QwenttsJobPhase
queue_rig_wait_until_done (QwenttsJob * job)
{
  QwenttsJobState state = { 0 };

  while (state.phase < QWENTTS_JOB_DONE)
    g_assert_true (qwentts_job_wait_for_change (job, &state, NULL, NULL));
  return state.phase;
}

/* What was kept is DONE only after it was read. */
static void
wait_until_there (QwenttsJob * job)
{
  QwenttsJobState state = { 0 };

  while (state.phase < QWENTTS_JOB_DONE && !qwentts_job_is_unchecked (job))
    g_assert_true (qwentts_job_wait_for_change (job, &state, NULL, NULL));
}

void
queue_rig_pass (QueueRig * rig, QwenttsJob * job)
{
  g_atomic_int_inc (&rig->n_gone);
  qwentts_job_queue_pass (rig->queue, job);
}

void
queue_rig_drop (QueueRig * rig)
{
  g_atomic_int_add (&rig->n_gone, rig->window);
  qwentts_job_queue_drop (rig->queue);
}

void
queue_rig_read (QueueRig * rig, const gchar * text)
{
  g_autoptr (QwenttsJob) job = queue_rig_get_current (rig);

  g_assert_cmpstr (qwentts_job_get_segment (job)->text, ==, text);
  wait_until_there (job);
  queue_rig_pass (rig, job);
  g_assert_cmpint (queue_rig_wait_until_done (job), ==, QWENTTS_JOB_DONE);
}

void
queue_rig_assert_over (QueueRig * rig)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (qwentts_job_queue_get_current (rig->queue, rig->wait, &error));
  g_assert_no_error (error);
}

void
queue_rig_refuse_length (QueueRig * rig, guint count)
{
  const gchar *words = "{\"error\":{\"code\":\"invalid_parameter\",\"message\":"
      "\"Range of input length should be [0, 600]\"}}";
  g_autoptr (GBytes) body = g_bytes_new_static (words, strlen (words));
  const QwenttsSimulatorFault refusal = {.count = count,.status = 400,
    .body = body,.content_type = "application/json"
  };

  qwentts_simulator_add_fault (rig->service->simulator,
      QWENTTS_SIMULATOR_SUBMIT, &refusal);
}

guint
queue_rig_count (QueueRig * rig, QwenttsSimulatorKind kind)
{
  return qwentts_simulator_count (rig->service->simulator, kind);
}

void
queue_rig_wait_for (QueueRig * rig, QwenttsSimulatorKind kind, guint count)
{
  g_assert_true (qwentts_simulator_wait_for (rig->service->simulator, kind,
          count));
}

void
queue_rig_push_texts (QueueRig * rig, guint count)
{
  for (guint i = 0; i < count; i++) {
    g_autofree gchar *text = g_strdup_printf ("Text %u.", i);

    g_assert_true (queue_rig_push (rig, text));
  }
}

void
queue_rig_read_texts (QueueRig * rig, guint first, guint count)
{
  for (guint i = first; i < first + count; i++) {
    g_autofree gchar *text = g_strdup_printf ("Text %u.", i);

    queue_rig_read (rig, text);
  }
}
