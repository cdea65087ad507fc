/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The first job, in the thread that reads it. */
#include "speech/job-queue-private.h"

/* No worker has it, since there is none yet.
 *
 * Returns: (transfer full) (nullable) */
static QwenttsJob *
take_first (QwenttsJobQueue * queue)
{
  QwenttsJob *job = NULL;

  g_mutex_lock (&queue->monitor.lock);
  if (queue->slots->len == 0)
    qwentts_job_queue_cut_locked (queue);
  if (queue->slots->len > 0) {
    QwenttsJobSlot *first = qwentts_job_queue_get_slot_locked (queue, 0);

    first->is_taken = TRUE;
    job = qwentts_job_ref (first->job);
  }
  g_mutex_unlock (&queue->monitor.lock);
  return job;
}

/* It is DONE, or left to a worker; or it was dropped meanwhile. */
static void
leave_first (QwenttsJobQueue * queue, QwenttsJob * job, gboolean is_done)
{
  g_mutex_lock (&queue->monitor.lock);
  if (queue->slots->len > 0) {
    QwenttsJobSlot *first = qwentts_job_queue_get_slot_locked (queue, 0);

    if (first->job == job)
      first->is_taken = first->is_asked = is_done;
  }
  queue->is_started |= is_done;
  g_mutex_unlock (&queue->monitor.lock);
}

gboolean
qwentts_job_queue_use_stored (QwenttsJobQueue * queue, GCancellable * wait)
{
  QwenttsJob *job = take_first (queue);
  gboolean is_done;

  if (job == NULL)
    return FALSE;

  is_done = qwentts_job_run_stored (job, wait);
  leave_first (queue, job, is_done);
  if (is_done) {
    qwentts_job_queue_retire_job (queue, job);
    /* For those behind it, if there are any. */
    qwentts_job_queue_add_worker (queue, NULL);
  } else {
    qwentts_job_unref (job);
  }
  return is_done;
}
