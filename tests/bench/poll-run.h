/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Schedules run in virtual time. */
#pragma once

#include "api/poll-schedule.h"

G_BEGIN_DECLS

/* All polls of a job that has not ended before @end_s and that says @progress
 * from the first poll on.
 *
 * @history: (nullable)
 * Returns: (element-type gdouble): seconds from submit */
GArray *poll_run_schedule (const QwenttsPollHistory * history,
    gdouble estimate_s, guint progress, gdouble end_s);

/* The same of a client that polls at equal intervals. */
GArray *poll_run_fixed (gdouble interval_s, gdouble end_s);

/* Adds what @polls would have seen of a job of @job_s. */
void poll_run_add_job (QwenttsPollHistory * history, gdouble estimate_s,
    const GArray * polls, gdouble job_s);

G_END_DECLS
