/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/message-gate.h"

void
qwentts_message_gate_init (QwenttsMessageGate * gate)
{
  g_mutex_init (&gate->lock);
  g_queue_init (&gate->held);
  gate->is_opening = FALSE;
  gate->is_open = FALSE;
}

static void
empty (GQueue * held)
{
  g_queue_clear_full (held, (GDestroyNotify) gst_message_unref);
}

void
qwentts_message_gate_clear (QwenttsMessageGate * gate)
{
  empty (&gate->held);
  g_mutex_clear (&gate->lock);
}

void
qwentts_message_gate_close (QwenttsMessageGate * gate)
{
  GQueue held;

  g_mutex_lock (&gate->lock);
  held = gate->held;
  g_queue_init (&gate->held);
  gate->is_opening = FALSE;
  gate->is_open = FALSE;
  g_mutex_unlock (&gate->lock);

  empty (&held);
}

static GstProgressType
get_progress_type (GstMessage * message)
{
  GstProgressType type;

  gst_message_parse_progress (message, &type, NULL, NULL);
  return type;
}

/* Takes away what was told of the wait so far, but for its start.
 *
 * @and_start: that as well
 * @dropped: takes them */
static void
forget_progress_locked (QwenttsMessageGate * gate, gboolean and_start,
    GQueue * dropped)
{
  GList *next;

  for (GList * item = gate->held.head; item; item = next) {
    GstMessage *message = item->data;

    next = item->next;
    if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_PROGRESS
        || (!and_start
            && get_progress_type (message) == GST_PROGRESS_TYPE_START))
      continue;
    g_queue_unlink (&gate->held, item);
    g_queue_push_tail_link (dropped, item);
  }
}

static void
hold_progress_locked (QwenttsMessageGate * gate, GstMessage * message,
    GQueue * dropped)
{
  GstProgressType type = get_progress_type (message);
  gboolean goes_on = type == GST_PROGRESS_TYPE_START
      || type == GST_PROGRESS_TYPE_CONTINUE;

  forget_progress_locked (gate, !goes_on, dropped);
  g_queue_push_tail (goes_on ? &gate->held : dropped, message);
}

gboolean
qwentts_message_gate_hold (QwenttsMessageGate * gate, GstMessage * message)
{
  GQueue dropped = G_QUEUE_INIT;
  gboolean is_held;

  g_mutex_lock (&gate->lock);
  is_held = !gate->is_open;
  if (is_held && !gate->is_opening
      && GST_MESSAGE_TYPE (message) == GST_MESSAGE_PROGRESS)
    hold_progress_locked (gate, message, &dropped);
  else if (is_held)
    g_queue_push_tail (&gate->held, message);
  g_mutex_unlock (&gate->lock);

  empty (&dropped);
  return is_held;
}

GstMessage *
qwentts_message_gate_release (QwenttsMessageGate * gate)
{
  GstMessage *message;

  g_mutex_lock (&gate->lock);
  message = g_queue_pop_head (&gate->held);
  gate->is_opening = TRUE;
  gate->is_open |= message == NULL;
  g_mutex_unlock (&gate->lock);
  return message;
}
