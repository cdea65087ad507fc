/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/hand-clock.h"

#define WAIT_US (30 * G_TIME_SPAN_SECOND)
#define BEGIN (3600 * GST_SECOND)

struct _HandClock
{
  GstClock parent;

  GMutex lock;
  GCond changed;
  /* Protected by lock. */
  GstClockTime now;
  GstClockTime limit;           /* NONE is behind all times */
  gboolean is_broken;
  GPtrArray *waiting;           /* of GstClockEntry, borrowed */
};

G_DEFINE_FINAL_TYPE (HandClock, hand_clock, GST_TYPE_CLOCK);

static GstClockTime
hand_clock_get_internal_time (GstClock * clock)
{
  HandClock *self = HAND_CLOCK (clock);
  GstClockTime now;

  g_mutex_lock (&self->lock);
  now = self->now;
  g_mutex_unlock (&self->lock);
  return now;
}

static gboolean
must_sleep_locked (HandClock * self, GstClockEntry * entry)
{
  return GST_CLOCK_ENTRY_STATUS (entry) != GST_CLOCK_UNSCHEDULED
      && !self->is_broken && GST_CLOCK_ENTRY_TIME (entry) > self->now
      && GST_CLOCK_ENTRY_TIME (entry) > self->limit;
}

static GstClockReturn
hand_clock_wait (GstClock * clock, GstClockEntry * entry,
    GstClockTimeDiff * jitter)
{
  HandClock *self = HAND_CLOCK (clock);
  GstClockReturn result;

  g_mutex_lock (&self->lock);
  if (jitter)
    *jitter = GST_CLOCK_DIFF (GST_CLOCK_ENTRY_TIME (entry), self->now);
  g_ptr_array_add (self->waiting, entry);
  g_cond_broadcast (&self->changed);
  while (must_sleep_locked (self, entry))
    g_cond_wait (&self->changed, &self->lock);
  g_ptr_array_remove_fast (self->waiting, entry);

  result = GST_CLOCK_ENTRY_STATUS (entry);
  if (self->is_broken) {
    result = GST_CLOCK_ERROR;
  } else if (result != GST_CLOCK_UNSCHEDULED) {
    self->now = MAX (self->now, GST_CLOCK_ENTRY_TIME (entry));
    result = GST_CLOCK_OK;
  }
  g_mutex_unlock (&self->lock);
  return result;
}

static void
hand_clock_unschedule (GstClock * clock, GstClockEntry * entry)
{
  HandClock *self = HAND_CLOCK (clock);

  g_mutex_lock (&self->lock);
  GST_CLOCK_ENTRY_STATUS (entry) = GST_CLOCK_UNSCHEDULED;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
hand_clock_set_limit (HandClock * self, GstClockTime limit)
{
  g_mutex_lock (&self->lock);
  self->limit = limit;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
hand_clock_stop (HandClock * self)
{
  g_mutex_lock (&self->lock);
  self->limit = self->now;
  g_mutex_unlock (&self->lock);
}

void
hand_clock_break (HandClock * self)
{
  g_mutex_lock (&self->lock);
  self->is_broken = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
hand_clock_jump_to (HandClock * self, GstClockTime time)
{
  g_mutex_lock (&self->lock);
  self->now = time;
  self->limit = time;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
has_sleeper_locked (HandClock * self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    if (must_sleep_locked (self, self->waiting->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
wait_for_sleeper_locked (HandClock * self)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  while (!has_sleeper_locked (self))
    g_assert_true (g_cond_wait_until (&self->changed, &self->lock,
            deadline_us));
}

void
hand_clock_wait_for_sleeper (HandClock * self)
{
  g_mutex_lock (&self->lock);
  wait_for_sleeper_locked (self);
  g_mutex_unlock (&self->lock);
}

void
hand_clock_run_to (HandClock * self, GstClockTime time)
{
  hand_clock_set_limit (self, time);
  g_mutex_lock (&self->lock);
  wait_for_sleeper_locked (self);
  self->now = MAX (self->now, time);
  g_mutex_unlock (&self->lock);
}

HandClock *
hand_clock_new (void)
{
  return gst_object_ref_sink (g_object_new (TYPE_HAND_CLOCK, NULL));
}

static void
hand_clock_finalize (GObject * object)
{
  HandClock *self = HAND_CLOCK (object);

  g_ptr_array_unref (self->waiting);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (hand_clock_parent_class)->finalize (object);
}

static void
hand_clock_init (HandClock * self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->waiting = g_ptr_array_new ();
  self->now = BEGIN;
  self->limit = BEGIN;
}

static void
hand_clock_class_init (HandClockClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = hand_clock_finalize;
  GST_CLOCK_CLASS (klass)->get_internal_time = hand_clock_get_internal_time;
  GST_CLOCK_CLASS (klass)->wait = hand_clock_wait;
  GST_CLOCK_CLASS (klass)->unschedule = hand_clock_unschedule;
}
