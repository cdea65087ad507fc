/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A clock that goes as far as the test lets it, and at once: whoever waits for a
 * time within the limit waits for nothing, and the time is then that one. What
 * lies behind the limit does not come until it is moved.
 *
 * GstTestClock forgets what was unscheduled before the wait for it began. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define TYPE_HAND_CLOCK (hand_clock_get_type ())
G_DECLARE_FINAL_TYPE (HandClock, hand_clock, HAND, CLOCK, GstClock);

/* Stands at an hour. */
HandClock *hand_clock_new (void);

/* How far it goes; NONE: as far as it is asked to. May be called by whoever is
 * woken by it. */
void hand_clock_set_limit (HandClock * self, GstClockTime limit);

/* It stops where it is. */
void hand_clock_stop (HandClock * self);

/* Whoever waits for it fails, from now on. */
void hand_clock_break (HandClock * self);

/* The time is another one from now on, and nothing lies between. */
void hand_clock_jump_to (HandClock * self, GstClockTime time);

/* Waits, at most 30 s, until somebody waits for what is behind the limit. */
void hand_clock_wait_for_sleeper (HandClock * self);

/* Goes there: it is that time, and somebody sleeps. */
void hand_clock_run_to (HandClock * self, GstClockTime time);

G_END_DECLS
