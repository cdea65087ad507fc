/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Those who run the jobs of a queue. */
#include "api/deadline.h"
#include "speech/job-queue-private.h"
#include "speech/speech-debug.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

QwenttsJobSlot *
qwentts_job_queue_get_slot_locked (QwenttsJobQueue * queue, guint i)
{
  return &g_array_index (queue->slots, QwenttsJobSlot, i);
}

/* What is waited for goes first: nothing is asked ahead before the service has it,
 * or takes long to say so. Behind what failed, whoever reads says whether the
 * stream goes on.
 *
 * Returns: a monotonic time, 0: now */
static gint64
get_work_ahead_us_locked (QwenttsJobQueue * queue)
{
  const QwenttsJobSlot *head;

  if (queue->slots->len == 0)
    return 0;
  head = qwentts_job_queue_get_slot_locked (queue, 0);
  if (head->is_in_vain)
    return G_MAXINT64;
  if (head->is_asked)
    return 0;
  return head->is_taken ? head->taken_us + queue->head_start_us : G_MAXINT64;
}

static gboolean
may_work_ahead_locked (QwenttsJobQueue * queue, gint64 now_us)
{
  return get_work_ahead_us_locked (queue) <= now_us;
}

/* Until something changes, or the head has had its start.
 *
 * @now_us: when it was seen that there is nothing to do: what becomes due from then
 *   on is not waited out */
static void
wait_for_work_locked (QwenttsJobQueue * queue, gint64 now_us)
{
  gint64 until_us = get_work_ahead_us_locked (queue);

  queue->n_idle++;
  if (until_us > now_us && until_us < G_MAXINT64)
    qwentts_monitor_wait_until (&queue->monitor, until_us);
  else
    qwentts_monitor_wait (&queue->monitor);
  queue->n_idle--;
}

/* Where jobs were cut in two there are more of them than the window has places:
 * the others wait.
 *
 * Returns: (nullable): the first job that no worker has, if there is a place */
static QwenttsJobSlot *
find_free_slot_locked (QwenttsJobQueue * queue)
{
  QwenttsJobSlot *first = NULL;
  guint n_taken = 0;

  for (guint i = 0; i < queue->slots->len; i++) {
    QwenttsJobSlot *slot = qwentts_job_queue_get_slot_locked (queue, i);

    n_taken += slot->is_taken;
    if (first == NULL && !slot->is_taken)
      first = slot;
  }
  return n_taken < queue->window ? first : NULL;
}

static gboolean
can_cut_locked (QwenttsJobQueue * queue)
{
  return queue->cutting == NULL && !g_queue_is_empty (&queue->scripts)
      && queue->slots->len < queue->window;
}

/* Now, or when the head has had its start. */
static gboolean
has_work_locked (QwenttsJobQueue * queue)
{
  return find_free_slot_locked (queue) || can_cut_locked (queue)
      || !g_queue_is_empty (&queue->unchecked);
}

/* Whether one may be worked on now. */
static gboolean
is_due_locked (QwenttsJobQueue * queue, QwenttsJobSlot * slot, gint64 now_us)
{
  return slot == qwentts_job_queue_get_slot_locked (queue, 0)
      || may_work_ahead_locked (queue, now_us);
}

void
qwentts_job_queue_cut_locked (QwenttsJobQueue * queue)
{
  const QwenttsJobSlot slot = { NULL };
  QwenttsScript *script = g_queue_peek_head (&queue->scripts);
  QwenttsJob *job;
  gboolean is_at_end;

  if (!can_cut_locked (queue))
    return;

  queue->cutting = script;
  g_mutex_unlock (&queue->monitor.lock);
  job = qwentts_script_next_job (script);
  is_at_end = job == NULL || qwentts_script_is_at_end (script);
  g_mutex_lock (&queue->monitor.lock);
  queue->cutting = NULL;

  if (job && !queue->is_cut_in_vain) {
    g_array_append_val (queue->slots, slot);
    qwentts_job_queue_get_slot_locked (queue, queue->slots->len - 1)->job =
        g_steal_pointer (&job);
  }
  if (is_at_end && !queue->is_cut_in_vain)
    g_queue_pop_head (&queue->scripts);
  if (is_at_end || queue->is_cut_in_vain)
    qwentts_script_free (script);
  g_clear_pointer (&job, qwentts_job_unref);
  queue->is_cut_in_vain = FALSE;
  qwentts_monitor_wake (&queue->monitor);
}

/* Waits for a job to run, or to check.
 *
 * @cancellable: (out) (transfer full)
 *
 * Returns: (transfer full): NULL when the worker is to end */
static QwenttsJob *
take_job (QwenttsJobQueue * queue, GCancellable ** cancellable)
{
  QwenttsJob *job = NULL;

  g_mutex_lock (&queue->monitor.lock);
  while (!queue->is_stopping && job == NULL) {
    QwenttsJobSlot *slot = find_free_slot_locked (queue);
    gint64 now_us = g_get_monotonic_time ();

    if (slot && is_due_locked (queue, slot, now_us)) {
      slot->is_taken = TRUE;
      slot->taken_us = now_us;
      job = qwentts_job_ref (slot->job);
      if (queue->tape)
        qwentts_job_retain_audio (job, queue->tape);
      g_queue_push_tail (&queue->running, job);
      *cancellable = g_object_ref (queue->cancellable);
    } else if (can_cut_locked (queue)
        && may_work_ahead_locked (queue, now_us)) {
      qwentts_job_queue_cut_locked (queue);
    } else if ((job = g_queue_pop_head (&queue->unchecked))) {
      *cancellable = g_object_ref (queue->cancellable);
    } else {
      wait_for_work_locked (queue, now_us);
    }
  }
  g_mutex_unlock (&queue->monitor.lock);
  return job;
}

/* Puts two jobs in the place of one, if it is still there.
 *
 * @halves: (transfer full) */
static void
replace_job (QwenttsJobQueue * queue, QwenttsJob * job, QwenttsJob * halves[2])
{
  g_autoptr (QwenttsJob) rest = halves[1];
  g_autoptr (QwenttsJob) first = halves[0];

  g_mutex_lock (&queue->monitor.lock);
  for (guint i = 0; i < queue->slots->len; i++) {
    const QwenttsJobSlot second = {.job = rest };

    if (qwentts_job_queue_get_slot_locked (queue, i)->job != job)
      continue;
    qwentts_job_unref (job);
    *qwentts_job_queue_get_slot_locked (queue, i) = (QwenttsJobSlot) {
    .job = g_steal_pointer (&first)};
    g_array_insert_val (queue->slots, i + 1, second);
    rest = NULL;
    break;
  }
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
}

/* The service finds it too long. */
static void
split_job (QwenttsJobQueue * queue, QwenttsJob * job)
{
  QwenttsJob *halves[2];

  if (!qwentts_script_split_job (job, halves)) {
    qwentts_job_refuse (job);
    return;
  }
  GST_INFO ("a segment of %u characters is cut in two",
      qwentts_job_get_segment (job)->length);
  replace_job (queue, job, halves);
  qwentts_job_give_way (job);
}

void
qwentts_job_queue_retire_job (QwenttsJobQueue * queue, QwenttsJob * job)
{
  QwenttsJobCost cost;

  qwentts_job_get_cost (job, &cost);
  g_mutex_lock (&queue->monitor.lock);
  g_queue_remove (&queue->running, job);
  queue->n_cached += cost.is_cached;
  qwentts_job_cost_add (&queue->cost, &cost);
  g_mutex_unlock (&queue->monitor.lock);
  qwentts_job_unref (job);
}

/* The next ones' turn. */
static void
note_asked (QwenttsJob * job, gpointer user_data)
{
  QwenttsJobQueue *queue = user_data;

  g_mutex_lock (&queue->monitor.lock);
  for (guint i = 0; i < queue->slots->len; i++) {
    QwenttsJobSlot *slot = qwentts_job_queue_get_slot_locked (queue, i);

    slot->is_asked |= slot->job == job;
  }
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
  qwentts_job_queue_add_worker (queue, NULL);
}

/* Where it came to nothing, or was there. */
static void
note_end (QwenttsJob * job, QwenttsJobQueue * queue)
{
  if (qwentts_job_is_in_vain (job))
    qwentts_job_queue_halt (queue, job);
  else
    note_asked (job, queue);
}

static void
on_start_over (GCancellable * passed, gpointer queue)
{
  qwentts_job_queue_add_worker (queue, NULL);
}

/* A thread that only waits for this would cost the first audio more.
 *
 * Returns: (transfer full) (nullable): NULL: there is nothing to be done then, or
 *   others may work */
static QwenttsDeadline *
begin_head_start (QwenttsJobQueue * queue, gulong * handler)
{
  QwenttsDeadline *head_start;
  gint64 until_us = 0;
  gboolean is_timed;

  g_mutex_lock (&queue->monitor.lock);
  if (has_work_locked (queue))
    until_us = get_work_ahead_us_locked (queue);
  is_timed = until_us > 0 && until_us < G_MAXINT64;
  queue->n_timed += is_timed;
  g_mutex_unlock (&queue->monitor.lock);
  if (!is_timed)
    return NULL;

  head_start = qwentts_deadline_new (until_us, NULL);
  *handler = g_cancellable_connect (qwentts_deadline_get_cancellable
      (head_start), G_CALLBACK (on_start_over), queue, NULL);
  return head_start;
}

/* @head_start: (nullable) (transfer full) */
static void
end_head_start (QwenttsJobQueue * queue, QwenttsDeadline * head_start,
    gulong handler)
{
  if (head_start == NULL)
    return;

  g_mutex_lock (&queue->monitor.lock);
  queue->n_timed--;
  g_mutex_unlock (&queue->monitor.lock);
  g_cancellable_disconnect (qwentts_deadline_get_cancellable (head_start),
      handler);
  qwentts_deadline_free (head_start);
}

/* @job: (transfer full) */
static void
run_job (QwenttsJobQueue * queue, QwenttsJob * job, GCancellable * cancellable)
{
  gulong handler = 0;
  QwenttsDeadline *head_start = begin_head_start (queue, &handler);

  qwentts_job_queue_add_worker (queue, NULL);
  qwentts_job_set_asked_func (job, note_asked, queue);
  if (!qwentts_job_run (job, queue->client, cancellable))
    split_job (queue, job);
  end_head_start (queue, head_start, handler);
  note_end (job, queue);
  qwentts_job_queue_retire_job (queue, job);
}

static gpointer
work (gpointer user_data)
{
  QwenttsJobQueue *queue = user_data;
  GCancellable *cancellable = NULL;
  QwenttsJob *job;

  while ((job = take_job (queue, &cancellable))) {
    if (qwentts_job_is_unchecked (job)) {
      qwentts_job_check (job, cancellable);
      qwentts_job_unref (job);
    } else {
      run_job (queue, job, cancellable);
    }
    g_clear_object (&cancellable);
  }
  return NULL;
}

/* What comes while the head has its start without a timer is waited for by a
 * worker: the head is under way by then. */
static gboolean
is_for_a_worker_locked (QwenttsJobQueue * queue)
{
  gint64 until_us = get_work_ahead_us_locked (queue);

  return has_work_locked (queue) && until_us < G_MAXINT64
      && (queue->n_timed == 0 || until_us <= g_get_monotonic_time ());
}

static gboolean
needs_worker_locked (QwenttsJobQueue * queue)
{
  return queue->is_started && !queue->is_stopping && queue->n_idle == 0
      && queue->workers->len < queue->window
      && ((queue->has_worker && queue->workers->len == 0)
      || is_for_a_worker_locked (queue));
}

gboolean
qwentts_job_queue_add_worker (QwenttsJobQueue * queue, GError ** error)
{
  gboolean is_needed;
  GThread *worker;

  g_mutex_lock (&queue->monitor.lock);
  while (queue->is_adding)
    qwentts_monitor_wait (&queue->monitor);
  is_needed = needs_worker_locked (queue);
  queue->is_adding = is_needed;
  g_mutex_unlock (&queue->monitor.lock);
  if (!is_needed)
    return TRUE;

  worker = g_thread_try_new ("qwentts-job", work, queue, error);

  g_mutex_lock (&queue->monitor.lock);
  queue->is_adding = FALSE;
  if (worker)
    g_ptr_array_add (queue->workers, worker);
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
  return worker != NULL;
}
