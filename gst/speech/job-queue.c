/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/job-queue.h"

#include "speech/job-queue-private.h"

/* A service that is well answers a POST sooner. */
#define HEAD_START_US (G_USEC_PER_SEC / 2)

static void
clear_slot (gpointer slot)
{
  qwentts_job_unref (((QwenttsJobSlot *) slot)->job);
}

static GArray *
new_slots (void)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (QwenttsJobSlot));

  g_array_set_clear_func (slots, clear_slot);
  return slots;
}

QwenttsJobQueue *
qwentts_job_queue_new (QwenttsClient * client, guint window)
{
  QwenttsJobQueue *queue = g_new0 (QwenttsJobQueue, 1);

  queue->client = qwentts_client_ref (client);
  queue->window = window;
  queue->head_start_us = HEAD_START_US;
  qwentts_monitor_init (&queue->monitor);
  g_queue_init (&queue->scripts);
  g_queue_init (&queue->unchecked);
  queue->slots = new_slots ();
  queue->cancellable = g_cancellable_new ();
  queue->workers = g_ptr_array_new ();
  g_queue_init (&queue->running);
  return queue;
}

void
qwentts_job_queue_free (QwenttsJobQueue * queue)
{
  g_queue_clear_full (&queue->scripts, (GDestroyNotify) qwentts_script_free);
  g_queue_clear_full (&queue->unchecked, (GDestroyNotify) qwentts_job_unref);
  g_array_unref (queue->slots);
  g_clear_pointer (&queue->tape, qwentts_tape_unref);
  g_object_unref (queue->cancellable);
  g_ptr_array_unref (queue->workers);
  qwentts_monitor_clear (&queue->monitor);
  qwentts_client_unref (queue->client);
  g_free (queue);
}

void
qwentts_job_queue_set_head_start (QwenttsJobQueue * queue, gint64 head_start_us)
{
  queue->head_start_us = head_start_us;
}

void
qwentts_job_queue_set_tape (QwenttsJobQueue * queue, QwenttsTape * tape)
{
  QwenttsTape *before;

  g_mutex_lock (&queue->monitor.lock);
  before = queue->tape;
  queue->tape = tape ? qwentts_tape_ref (tape) : NULL;
  g_mutex_unlock (&queue->monitor.lock);
  g_clear_pointer (&before, qwentts_tape_unref);
}

/* What is to be said. */

gboolean
qwentts_job_queue_start (QwenttsJobQueue * queue, GError ** error)
{
  g_mutex_lock (&queue->monitor.lock);
  queue->is_started = TRUE;
  queue->has_worker = TRUE;
  g_mutex_unlock (&queue->monitor.lock);
  return qwentts_job_queue_add_worker (queue, error);
}

/* Something has changed that somebody may wait for. */
static void
wake (QwenttsJobQueue * queue)
{
  g_mutex_lock (&queue->monitor.lock);
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
  qwentts_job_queue_add_worker (queue, NULL);
}

gboolean
qwentts_job_queue_push_script (QwenttsJobQueue * queue, QwenttsScript * script)
{
  gboolean is_taken;

  g_mutex_lock (&queue->monitor.lock);
  is_taken = !queue->is_closed && !queue->is_over && !queue->is_stopping;
  if (is_taken) {
    qwentts_script_set_index (script, queue->n_scripts++);
    g_queue_push_tail (&queue->scripts, script);
  }
  g_mutex_unlock (&queue->monitor.lock);

  if (is_taken)
    wake (queue);
  else
    qwentts_script_free (script);
  return is_taken;
}

void
qwentts_job_queue_push_job (QwenttsJobQueue * queue, QwenttsJob * job)
{
  const QwenttsJobSlot slot = {.job = job };

  g_mutex_lock (&queue->monitor.lock);
  g_array_append_val (queue->slots, slot);
  g_mutex_unlock (&queue->monitor.lock);
}

void
qwentts_job_queue_set_open (QwenttsJobQueue * queue, gboolean is_open)
{
  g_mutex_lock (&queue->monitor.lock);
  queue->is_open = is_open;
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
}

void
qwentts_job_queue_close (QwenttsJobQueue * queue)
{
  g_mutex_lock (&queue->monitor.lock);
  queue->is_closed = TRUE;
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
}

/* Nobody runs them: whoever waits for one is told. */
static void
fail_free_slots (GArray * slots)
{
  for (guint i = 0; i < slots->len; i++) {
    const QwenttsJobSlot *slot = &g_array_index (slots, QwenttsJobSlot, i);

    if (!slot->is_taken)
      qwentts_job_fail (slot->job, g_error_new_literal (G_IO_ERROR,
              G_IO_ERROR_CANCELLED, "The text was dropped"));
  }
}

void
qwentts_job_queue_drop (QwenttsJobQueue * queue)
{
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (GArray) slots = NULL;
  GQueue scripts;

  g_mutex_lock (&queue->monitor.lock);
  scripts = queue->scripts;
  g_queue_init (&queue->scripts);
  /* Whoever cuts it frees it; at a second drop it is not there any more. */
  if (queue->cutting && !queue->is_cut_in_vain)
    g_queue_pop_head (&scripts);
  queue->is_cut_in_vain = queue->cutting != NULL;
  slots = queue->slots;
  queue->slots = new_slots ();
  cancellable = queue->cancellable;
  queue->cancellable = g_cancellable_new ();
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);

  g_cancellable_cancel (cancellable);
  fail_free_slots (slots);
  g_queue_clear_full (&scripts, (GDestroyNotify) qwentts_script_free);
}

void
qwentts_job_queue_stop (QwenttsJobQueue * queue)
{
  g_mutex_lock (&queue->monitor.lock);
  queue->is_stopping = TRUE;
  while (queue->is_adding)
    qwentts_monitor_wait (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
  qwentts_job_queue_drop (queue);

  /* No worker is added any more. */
  for (guint i = 0; i < queue->workers->len; i++)
    g_thread_join (queue->workers->pdata[i]);
  g_ptr_array_set_size (queue->workers, 0);
}

/* Reading. */

gboolean
qwentts_job_queue_is_empty (QwenttsJobQueue * queue)
{
  gboolean is_empty;

  g_mutex_lock (&queue->monitor.lock);
  is_empty = queue->slots->len == 0 && queue->cutting == NULL
      && g_queue_is_empty (&queue->scripts);
  g_mutex_unlock (&queue->monitor.lock);
  return is_empty;
}

/* Whether all is said and nothing more is taken. */
static gboolean
is_over_locked (QwenttsJobQueue * queue)
{
  return queue->slots->len == 0 && queue->cutting == NULL
      && g_queue_is_empty (&queue->scripts) && (queue->is_closed
      || queue->is_over || !queue->is_open);
}

QwenttsJob *
qwentts_job_queue_get_current (QwenttsJobQueue * queue, GCancellable * wait,
    GError ** error)
{
  gulong watch = qwentts_monitor_watch (&queue->monitor, wait);
  QwenttsJob *job = NULL;
  gboolean is_over;

  g_mutex_lock (&queue->monitor.lock);
  while (queue->slots->len == 0 && !is_over_locked (queue)
      && !g_cancellable_is_cancelled (wait))
    qwentts_monitor_wait (&queue->monitor);
  if (queue->slots->len > 0)
    job = qwentts_job_ref (qwentts_job_queue_get_slot_locked (queue, 0)->job);
  queue->is_over |= is_over_locked (queue);
  is_over = queue->is_over;
  g_mutex_unlock (&queue->monitor.lock);
  qwentts_monitor_unwatch (watch, wait);

  if (job == NULL && !is_over)
    g_cancellable_set_error_if_cancelled (wait, error);
  return job;
}

gboolean
qwentts_job_queue_is_current (QwenttsJobQueue * queue, QwenttsJob * job)
{
  gboolean is_current;

  g_mutex_lock (&queue->monitor.lock);
  is_current = queue->slots->len > 0
      && qwentts_job_queue_get_slot_locked (queue, 0)->job == job;
  g_mutex_unlock (&queue->monitor.lock);
  return is_current;
}

/* It was read, perhaps to where it failed. */
static void
have_checked (QwenttsJobQueue * queue, QwenttsJob * job)
{
  g_autoptr (GCancellable) not_now = NULL;
  gboolean is_left;

  if (!qwentts_job_is_unchecked (job))
    return;
  g_mutex_lock (&queue->monitor.lock);
  g_queue_push_tail (&queue->unchecked, qwentts_job_ref (job));
  qwentts_monitor_wake (&queue->monitor);
  g_mutex_unlock (&queue->monitor.lock);
  if (qwentts_job_queue_add_worker (queue, NULL))
    return;

  /* There may be nobody who does it. */
  g_mutex_lock (&queue->monitor.lock);
  is_left = g_queue_remove (&queue->unchecked, job);
  g_mutex_unlock (&queue->monitor.lock);
  if (is_left) {
    not_now = g_cancellable_new ();
    g_cancellable_cancel (not_now);
    qwentts_job_check (job, not_now);
    qwentts_job_unref (job);
  }
}

void
qwentts_job_queue_pass (QwenttsJobQueue * queue, QwenttsJob * job)
{
  GArray *slots;

  have_checked (queue, job);
  g_mutex_lock (&queue->monitor.lock);
  slots = queue->slots;
  if (slots->len > 0
      && qwentts_job_queue_get_slot_locked (queue, 0)->job == job)
    g_array_remove_index (slots, 0);
  g_mutex_unlock (&queue->monitor.lock);
  wake (queue);
}

void
qwentts_job_queue_halt (QwenttsJobQueue * queue, QwenttsJob * job)
{
  have_checked (queue, job);
  g_mutex_lock (&queue->monitor.lock);
  for (guint i = 0; i < queue->slots->len; i++) {
    QwenttsJobSlot *slot = qwentts_job_queue_get_slot_locked (queue, i);

    slot->is_in_vain |= slot->job == job;
  }
  g_mutex_unlock (&queue->monitor.lock);
}

void
qwentts_job_queue_get_cost (QwenttsJobQueue * queue, QwenttsJobCost * cost,
    guint64 * n_cached)
{
  g_autoptr (GPtrArray) running =
      g_ptr_array_new_with_free_func ((GDestroyNotify) qwentts_job_unref);

  g_mutex_lock (&queue->monitor.lock);
  *cost = queue->cost;
  *n_cached = queue->n_cached;
  for (GList * item = queue->running.head; item; item = item->next)
    g_ptr_array_add (running, qwentts_job_ref (item->data));
  g_mutex_unlock (&queue->monitor.lock);

  for (guint i = 0; i < running->len; i++) {
    QwenttsJobCost more;

    qwentts_job_get_cost (running->pdata[i], &more);
    *n_cached += more.is_cached;
    qwentts_job_cost_add (cost, &more);
  }
}
