/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How long jobs have taken in this process, by model. Thread safe. */
#pragma once

#include "api/poll-schedule.h"

G_BEGIN_DECLS

/* The poll times for a new task of the model.
 *
 * @model: (nullable): NULL where none is like the task
 * @estimate_s: what the service estimates for it, 0 if it does not */
QwenttsPollSchedule *qwentts_job_times_make_schedule (const gchar * model,
    gdouble estimate_s);

/* See qwentts_poll_history_add(). */
void qwentts_job_times_add (const gchar * model, gdouble estimate_s,
    gdouble unfinished_s, gdouble done_s);

G_END_DECLS
