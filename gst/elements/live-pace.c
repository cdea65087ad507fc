/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/live-pace.h"

/* Never more than one buffer is ahead of the clock, and a little. */
#define MAX_AHEAD (2 * QWENTTS_LIVE_BUFFER_TIME)
/* Behind it are those that downstream holds, and what a busy machine adds. */
#define MAX_BEHIND (100 * GST_MSECOND)
/* Downstream may hold them for longer than the latency says, always: by so much at
 * most. What is longer was a pause; and so was what did not come again for so
 * long. */
#define MAX_HELD GST_SECOND
#define CALM_TIME (2 * GST_SECOND)

void
qwentts_live_pace_reset (QwenttsLivePace * self, GstElement * element)
{
  GST_OBJECT_LOCK (element);
  self->latency = 0;
  GST_OBJECT_UNLOCK (element);
  self->has_begun = FALSE;
  self->held = 0;
}

void
qwentts_live_pace_set_playing (QwenttsLivePace * self, GstElement * element,
    gboolean is_playing)
{
  GstClockID id = NULL;

  GST_OBJECT_LOCK (element);
  self->is_playing = is_playing;
  if (self->clock_id && !is_playing)
    id = gst_clock_id_ref (self->clock_id);
  GST_OBJECT_UNLOCK (element);

  if (id) {
    gst_clock_id_unschedule (id);
    gst_clock_id_unref (id);
  }
}

void
qwentts_live_pace_set_latency (QwenttsLivePace * self, GstElement * element,
    GstClockTime latency)
{
  GST_OBJECT_LOCK (element);
  self->latency = latency;
  GST_OBJECT_UNLOCK (element);
}

/* An element that runs without a pipeline has no clock.
 *
 * Returns: (transfer full) */
static GstClock *
ref_clock_locked (GstElement * element)
{
  return GST_ELEMENT_CLOCK (element) ?
      gst_object_ref (GST_ELEMENT_CLOCK (element)) : gst_system_clock_obtain ();
}

static GstClockTime
get_running_time (GstClock * clock, GstClockTime base_time)
{
  GstClockTime now = gst_clock_get_time (clock);

  return now > base_time ? now - base_time : 0;
}

/* Whether the stream is not too far behind.
 *
 * @late: by so much */
static gboolean
may_be_late (QwenttsLivePace * self, GstClockTime now, GstClockTime late,
    GstClockTime latency)
{
  GstClockTime plain = latency + MAX_BEHIND;

  if (late > plain)
    self->calm_since = now;
  else if (now > self->calm_since + CALM_TIME)
    self->held = 0;
  if (late <= plain + self->held)
    return TRUE;

  if (late <= plain + MAX_HELD)
    self->held = late - latency;
  return FALSE;
}

gboolean
qwentts_live_pace_adjust (QwenttsLivePace * self, GstElement * element,
    GstClockTime * position)
{
  g_autoptr (GstClock) clock = NULL;
  GstClockTime base_time, latency, now;

  GST_OBJECT_LOCK (element);
  clock = ref_clock_locked (element);
  base_time = element->base_time;
  latency = self->latency;
  GST_OBJECT_UNLOCK (element);

  now = get_running_time (clock, base_time);
  if (self->has_begun && *position <= now + MAX_AHEAD
      && may_be_late (self, now, now > *position ? now - *position : 0,
          latency))
    return FALSE;

  self->has_begun = TRUE;
  *position = now;
  return TRUE;
}

/* Returns: (transfer full): NULL if nothing is due */
static GstClockID
new_clock_id (QwenttsLivePace * self, GstElement * element,
    GstClockTime position)
{
  g_autoptr (GstClock) clock = NULL;
  GstClockID id = NULL;

  GST_OBJECT_LOCK (element);
  if (self->is_playing) {
    clock = ref_clock_locked (element);
    id = gst_clock_new_single_shot_id (clock, element->base_time + position);
    self->clock_id = gst_clock_id_ref (id);
  }
  GST_OBJECT_UNLOCK (element);
  return id;
}

static void
forget_clock_id (QwenttsLivePace * self, GstElement * element)
{
  GstClockID id;

  GST_OBJECT_LOCK (element);
  id = g_steal_pointer (&self->clock_id);
  GST_OBJECT_UNLOCK (element);

  gst_clock_id_unref (id);
}

static void
on_cancelled (GCancellable * wait, gpointer id)
{
  gst_clock_id_unschedule (id);
}

QwenttsLivePaceResult
qwentts_live_pace_wait (QwenttsLivePace * self, GstElement * element,
    GstClockTime position, GCancellable * wait)
{
  GstClockID id = new_clock_id (self, element, position);
  GstClockReturn result;
  gulong handler;

  if (id == NULL)
    return QWENTTS_LIVE_PACE_PAUSED;

  handler = g_cancellable_connect (wait, G_CALLBACK (on_cancelled), id, NULL);
  result = gst_clock_id_wait (id, NULL);
  g_cancellable_disconnect (wait, handler);
  forget_clock_id (self, element);
  gst_clock_id_unref (id);

  if (g_cancellable_is_cancelled (wait))
    return QWENTTS_LIVE_PACE_ENDED;
  switch (result) {
    case GST_CLOCK_OK:
    case GST_CLOCK_EARLY:
      return QWENTTS_LIVE_PACE_DUE;
    case GST_CLOCK_UNSCHEDULED:
      return QWENTTS_LIVE_PACE_PAUSED;
    default:
      return QWENTTS_LIVE_PACE_FAILED;
  }
}

gboolean
qwentts_live_pace_wait_for_turn (QwenttsLivePace * self, GstBaseSrc * src,
    QwenttsSpeech * speech, GCancellable * wait, gboolean * is_moved,
    GError ** error)
{
  GstElement *element = GST_ELEMENT (src);

  while (gst_base_src_wait_playing (src) == GST_FLOW_OK) {
    GstClockTime position = qwentts_speech_get_position (speech);

    if (qwentts_live_pace_adjust (self, element, &position)) {
      qwentts_speech_move_to (speech, position);
      *is_moved = TRUE;
    }
    switch (qwentts_live_pace_wait (self, element, position, wait)) {
      case QWENTTS_LIVE_PACE_DUE:
        return TRUE;
      case QWENTTS_LIVE_PACE_PAUSED:
        continue;
      case QWENTTS_LIVE_PACE_ENDED:
        return !g_cancellable_set_error_if_cancelled (wait, error);
      case QWENTTS_LIVE_PACE_FAILED:
        g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_CLOCK,
            "The pipeline's clock cannot be waited for.");
        return FALSE;
    }
  }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
      "The source is flushing");
  return FALSE;
}
