/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Moments in which a design, or a text, is stopped or killed, and what must be true then
 * and after the next run. */
#pragma once

#include "design.h"

G_BEGIN_DECLS

typedef enum
{
  STOP_REQUEST_LOST,            /* the POST was sent, and never arrives */
  STOP_ANSWER_LOST,             /* the task is made, and nobody hears of it */
  STOP_POLLING,
  STOP_VOICE_NAMED,             /* by whoever is told of it; none of a text */
  STOP_DOWNLOAD_BEGUN,          /* before the first byte */
  STOP_DOWNLOADING,             /* amid the file */
  STOP_N_PHASES
} StopPhase;

extern const gchar *const stop_phase_names[STOP_N_PHASES];

/* Has the service hang in that phase. */
void stop_phase_prepare (StopPhase phase, Design * design);

/* Waits until it hangs; for STOP_VOICE_NAMED the caller knows. */
void stop_phase_wait (StopPhase phase, Design * design);

/* What is on disk while it hangs, and after. */
void stop_phase_assert_left (StopPhase phase, Design * design);

/* Runs a job that is stopped in the phase. */
void stop_phase_leave (StopPhase phase, Design * design);

/* Runs one after the other, each stopped when it has come a phase further. */
void stop_phase_leave_each (Design * design);

/* @run: a second job, which is DONE: one task was paid, and all is kept. */
void stop_phase_assert_resumed (StopPhase phase, Design * design, Run * run);

/* The credits of what it asked for, and none of what was asked for before.
 *
 * @follower: (nullable): a job beside it, one of which asked */
void stop_phase_assert_told (StopPhase phase, Design * design, Run * run,
    Run * follower);

/* Adds a test for each phase from @first to before @end: PATH-NAME. */
void stop_phase_add_tests (const gchar * path, StopPhase first, StopPhase end,
    GTestDataFunc function);

/* The same for each phase that a text has. */
void stop_phase_add_text_tests (const gchar * path, GTestDataFunc function);

G_END_DECLS
