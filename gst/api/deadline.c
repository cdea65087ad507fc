/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/deadline.h"

struct _QwenttsDeadline
{
  /* Never changed. */
  GCancellable *outer;          /* nullable */
  GCancellable *inner;
  gulong watch;
  GSource *timer;               /* nullable */
};

/* The thread in which all timers of the process run, once there is one. */
static gpointer
run_timers (gpointer context)
{
  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

static GMainContext *
get_context (void)
{
  static gsize context;

  if (g_once_init_enter (&context)) {
    GMainContext *made = g_main_context_new ();

    g_thread_unref (g_thread_new ("qwentts-timers", run_timers, made));
    g_once_init_leave (&context, (gsize) made);
  }
  return (GMainContext *) context;
}

static gboolean
dispatch_timer (GSource * source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static gboolean
note_time (gpointer inner)
{
  g_cancellable_cancel (inner);
  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (gint64 deadline_us, GCancellable * inner)
{
  static GSourceFuncs funcs = {.dispatch = dispatch_timer };
  GSource *timer = g_source_new (&funcs, sizeof (GSource));

  g_source_set_ready_time (timer, deadline_us);
  g_source_set_callback (timer, note_time, g_object_ref (inner),
      g_object_unref);
  g_source_attach (timer, get_context ());
  return timer;
}

static void
pass_on (GCancellable * outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

QwenttsDeadline *
qwentts_deadline_new (gint64 deadline_us, GCancellable * cancellable)
{
  QwenttsDeadline *deadline = g_new0 (QwenttsDeadline, 1);

  deadline->inner = g_cancellable_new ();
  if (cancellable) {
    deadline->outer = g_object_ref (cancellable);
    deadline->watch = g_cancellable_connect (cancellable, G_CALLBACK (pass_on),
        deadline->inner, NULL);
  }
  if (deadline_us < G_MAXINT64)
    deadline->timer = start_timer (deadline_us, deadline->inner);
  return deadline;
}

void
qwentts_deadline_free (QwenttsDeadline * deadline)
{
  g_cancellable_disconnect (deadline->outer, deadline->watch);
  if (deadline->timer)
    g_source_destroy (deadline->timer);
  g_clear_pointer (&deadline->timer, g_source_unref);
  g_clear_object (&deadline->outer);
  g_object_unref (deadline->inner);
  g_free (deadline);
}

GCancellable *
qwentts_deadline_get_cancellable (QwenttsDeadline * deadline)
{
  return deadline->inner;
}

gboolean
qwentts_deadline_has_passed (QwenttsDeadline * deadline)
{
  return g_cancellable_is_cancelled (deadline->inner)
      && !g_cancellable_is_cancelled (deadline->outer);
}
