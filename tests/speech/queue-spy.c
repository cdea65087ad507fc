/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "queue-spy.h"

#define WAIT_US (30 * G_TIME_SPAN_SECOND)

/* Or the linker would not let the libraries see them. */
#pragma GCC visibility push(default)
GThread *__real_g_thread_try_new (const gchar * name, GThreadFunc func,
    gpointer data, GError ** error);
GThread *__wrap_g_thread_try_new (const gchar * name, GThreadFunc func,
    gpointer data, GError ** error);
QwenttsJob *__real_qwentts_script_next_job (QwenttsScript * script);
QwenttsJob *__wrap_qwentts_script_next_job (QwenttsScript * script);
void __real_qwentts_script_free (QwenttsScript * script);
void __wrap_qwentts_script_free (QwenttsScript * script);
void __real_g_cond_wait (GCond * cond, GMutex * mutex);
void __wrap_g_cond_wait (GCond * cond, GMutex * mutex);
#pragma GCC visibility pop

typedef struct
{
  guint n_workers;
  guint most_workers;
  gboolean is_refused;
  gboolean is_held;
  guint n_cutting;              /* now */
  guint n_cuts;
  guint n_freed;
  guint n_reader_waits;
} Spy;

static GMutex lock;
static GCond changed;
/* Protected by lock. */
static Spy spy;

static __thread gboolean is_reader;

typedef struct
{
  GThreadFunc func;
  gpointer data;
} Work;

/* With the lock held; not the wait that is spied on. */
static void
wait_for_change (void)
{
  g_assert_true (g_cond_wait_until (&changed, &lock,
          g_get_monotonic_time () + WAIT_US));
}

static gpointer
do_work (gpointer data)
{
  g_autofree Work *work = data;

  work->func (work->data);
  g_mutex_lock (&lock);
  spy.n_workers--;
  g_mutex_unlock (&lock);
  return NULL;
}

GThread *
__wrap_g_thread_try_new (const gchar * name, GThreadFunc func, gpointer data,
    GError ** error)
{
  const Work work = { func, data };
  gboolean is_refused;

  if (g_strcmp0 (name, "qwentts-job") != 0)
    return __real_g_thread_try_new (name, func, data, error);

  g_mutex_lock (&lock);
  is_refused = spy.is_refused;
  spy.n_workers += !is_refused;
  spy.most_workers = MAX (spy.most_workers, spy.n_workers);
  g_mutex_unlock (&lock);
  if (!is_refused)
    return __real_g_thread_try_new (name, do_work,
        g_memdup2 (&work, sizeof work), error);

  g_set_error_literal (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN,
      "There are too many threads");
  return NULL;
}

QwenttsJob *
__wrap_qwentts_script_next_job (QwenttsScript * script)
{
  g_mutex_lock (&lock);
  spy.n_cuts++;
  spy.n_cutting++;
  g_cond_broadcast (&changed);
  while (spy.is_held)
    wait_for_change ();
  spy.n_cutting--;
  g_mutex_unlock (&lock);
  return __real_qwentts_script_next_job (script);
}

void
__wrap_qwentts_script_free (QwenttsScript * script)
{
  g_mutex_lock (&lock);
  spy.n_freed++;
  g_mutex_unlock (&lock);
  __real_qwentts_script_free (script);
}

/* Whoever sees the count and takes the lock of the waiting thread finds it
 * waiting. */
void
__wrap_g_cond_wait (GCond * cond, GMutex * mutex)
{
  if (is_reader) {
    g_mutex_lock (&lock);
    spy.n_reader_waits++;
    g_cond_broadcast (&changed);
    g_mutex_unlock (&lock);
  }
  __real_g_cond_wait (cond, mutex);
}

void
queue_spy_reset (void)
{
  g_mutex_lock (&lock);
  spy = (Spy) {
  0};
  g_mutex_unlock (&lock);
}

guint
queue_spy_get_n_workers (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = spy.n_workers;
  g_mutex_unlock (&lock);
  return n;
}

guint
queue_spy_get_most_workers (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = spy.most_workers;
  g_mutex_unlock (&lock);
  return n;
}

void
queue_spy_refuse_workers (gboolean is_refused)
{
  g_mutex_lock (&lock);
  spy.is_refused = is_refused;
  g_mutex_unlock (&lock);
}

void
queue_spy_hold_cutting (gboolean is_held)
{
  g_mutex_lock (&lock);
  spy.is_held = is_held;
  g_cond_broadcast (&changed);
  g_mutex_unlock (&lock);
}

void
queue_spy_wait_until_cutting (void)
{
  g_mutex_lock (&lock);
  while (spy.n_cutting == 0)
    wait_for_change ();
  g_mutex_unlock (&lock);
}

guint
queue_spy_get_n_cuts (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = spy.n_cuts;
  g_mutex_unlock (&lock);
  return n;
}

guint
queue_spy_get_n_freed (void)
{
  guint n;

  g_mutex_lock (&lock);
  n = spy.n_freed;
  g_mutex_unlock (&lock);
  return n;
}

void
queue_spy_mark_reader (void)
{
  is_reader = TRUE;
}

void
queue_spy_wait_for_reader (guint count)
{
  g_mutex_lock (&lock);
  while (spy.n_reader_waits < count)
    wait_for_change ();
  g_mutex_unlock (&lock);
}
