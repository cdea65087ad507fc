/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/stream-wait.h"

void
qwentts_stream_wait_init (QwenttsStreamWait * self)
{
  self->current = g_cancellable_new ();
  self->held = g_object_ref (self->current);
}

void
qwentts_stream_wait_clear (QwenttsStreamWait * self)
{
  g_clear_object (&self->current);
  g_clear_object (&self->held);
}

void
qwentts_stream_wait_end (QwenttsStreamWait * self, GstElement * element)
{
  g_autoptr (GCancellable) wait = NULL;

  GST_OBJECT_LOCK (element);
  wait = g_object_ref (self->current);
  GST_OBJECT_UNLOCK (element);

  g_cancellable_cancel (wait);
}

void
qwentts_stream_wait_renew (QwenttsStreamWait * self, GstElement * element)
{
  GST_OBJECT_LOCK (element);
  /* One that still is waited with must stay, or nobody could end that wait: a
   * FLUSH_STOP may come alone. */
  if (g_cancellable_is_cancelled (self->current)) {
    g_object_unref (self->current);
    self->current = g_cancellable_new ();
  }
  GST_OBJECT_UNLOCK (element);
}

GCancellable *
qwentts_stream_wait_hold (QwenttsStreamWait * self, GstElement * element)
{
  /* Only one that was cancelled is replaced. */
  if (g_cancellable_is_cancelled (self->held)) {
    GST_OBJECT_LOCK (element);
    g_set_object (&self->held, self->current);
    GST_OBJECT_UNLOCK (element);
  }
  return self->held;
}
