/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The moments at which an element can be stopped, flushed, ended. */
#pragma once

#include "rig.h"

G_BEGIN_DECLS

typedef enum
{
  PHASE_SUBMITTING,             /* no answer comes */
  PHASE_POLLING,                /* the task does not end */
  PHASE_BACKING_OFF,            /* for 30 s, since the service says so */
  PHASE_OPENING,                /* the download gives nothing */
  PHASE_DOWNLOADING,            /* stalls after the first samples */
  PHASE_PUSHING,                /* downstream takes nothing */
  PHASE_PAUSED,                 /* one buffer is in the sink */
  PHASE_ENDED,                  /* EOS */
  PHASE_FAILED,
  N_PHASES
} Phase;

/* A rig whose service gets stuck there. */
Rig *phase_new_rig (Phase phase);

/* Starts it and waits until it is stuck. */
void phase_enter (Rig * rig, Phase phase);

/* Lets the service go on. */
void phase_release (Rig * rig, Phase phase);

/* Adds a test "/ttssrc/SENTENCE-while-…" for each phase before @end, which gets
 * the phase with GPOINTER_TO_INT. */
void phase_add_tests (const gchar * sentence, GTestDataFunc function,
    Phase end);

G_END_DECLS
