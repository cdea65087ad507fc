/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The moments at which qwenvoicedesign can be stopped, flushed, ended. */
#pragma once

#include "design-rig.h"

G_BEGIN_DECLS

typedef enum
{
  DESIGN_PHASE_SUBMITTING,      /* no answer comes */
  DESIGN_PHASE_POLLING,         /* the design does not end */
  DESIGN_PHASE_OPENING,         /* the preview gives nothing */
  DESIGN_PHASE_DOWNLOADING,     /* it stalls after the first samples */
  DESIGN_PHASE_PREVIEW,         /* downstream takes nothing of it, while the
                                 * speech is ready */
  DESIGN_PHASE_PAUSED,          /* its first buffer is in the sink */
  DESIGN_PHASE_SPEECH_SUBMITTING,       /* the preview is over, from here on */
  DESIGN_PHASE_SPEECH_POLLING,
  DESIGN_PHASE_SPEECH_OPENING,
  DESIGN_PHASE_SPEECH_DOWNLOADING,
  DESIGN_PHASE_SPEECH,          /* downstream takes nothing of it */
  DESIGN_PHASE_ENDED,
  DESIGN_PHASE_FAILED,          /* there is no voice */
  DESIGN_PHASE_SPEECH_FAILED,   /* there is a voice, and no speech */
  N_DESIGN_PHASES
} DesignPhase;

/* A rig whose service gets stuck there. */
Rig *design_phase_new_rig (DesignPhase phase);

/* Starts it and waits until it is stuck. */
void design_phase_enter (Rig * rig, DesignPhase phase);

/* Lets the service go on. */
void design_phase_release (Rig * rig, DesignPhase phase);

/* Adds a test "/voicedesign/SENTENCE-while-…" for each phase before @end, which
 * gets the phase with GPOINTER_TO_INT. */
void design_phase_add_tests (const gchar * sentence, GTestDataFunc function,
    DesignPhase end);

G_END_DECLS
