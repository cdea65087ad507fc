/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* When to ask for the state of a task: at the times that make the expected lag
 * (from the end of the job to the poll that finds it done) plus 0.4 s a poll
 * least, by what the jobs before have taken.
 *
 * Pure: no clock, no thread, no lock, no global state, no chance. Any number is
 * safe: estimates are taken as 1 s to 1 h, and 0, negative and NaN as 10 s. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the jobs of one model have taken, each as a ratio to the time that the
 * service had estimated for it. Bounded: the oldest job is forgotten first. */
typedef struct _QwenttsPollHistory QwenttsPollHistory;

QwenttsPollHistory *qwentts_poll_history_new (void);

QwenttsPollHistory *qwentts_poll_history_copy (const QwenttsPollHistory *
    history);

void qwentts_poll_history_free (QwenttsPollHistory * history);

/* Adds a job. Nobody sees the moment at which a job ends: it lies after the
 * last poll that found it unfinished and not after the one that found it done.
 *
 * A job without a finite time above 0 is not added.
 *
 * @estimate_s: what the service had estimated, in seconds; 0 where unknown
 * @unfinished_s: seconds from submit to the last poll that found the task
 *   unfinished, 0 if none did
 * @done_s: seconds from submit to the poll that found it done */
void qwentts_poll_history_add (QwenttsPollHistory * history,
    gdouble estimate_s, gdouble unfinished_s, gdouble done_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsPollHistory, qwentts_poll_history_free);

/* The poll times of one task. */
typedef struct _QwenttsPollSchedule QwenttsPollSchedule;

/* Takes half a millisecond for common estimates, 1.5 ms for an hour.
 *
 * @history: (nullable): not needed afterwards
 * @estimate_s: the service's estimate, in seconds; 0 where unknown */
QwenttsPollSchedule *qwentts_poll_schedule_new (const QwenttsPollHistory *
    history, gdouble estimate_s);

void qwentts_poll_schedule_free (QwenttsPollSchedule * schedule);

/* The time of the next poll, in seconds from submit.
 *
 * @now_s: seconds from submit, at least the time of the last poll; it may be
 *   later than the schedule had wished
 * @progress: what the last poll said, 0 to 100; 0 before the first. Heard only
 *   where it moves evenly, and never lengthens an interval by more than half
 *
 * Returns: at least 0.25 s after @now_s, except for the first call of a
 * schedule, and at most 30 s after it */
gdouble qwentts_poll_schedule_next (QwenttsPollSchedule * schedule,
    gdouble now_s, guint progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsPollSchedule, qwentts_poll_schedule_free);

G_END_DECLS
