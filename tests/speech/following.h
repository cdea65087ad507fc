/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs of one process that want the same: one leads, the others follow. The program
 * is linked so that this stands between them and what they call. */
#pragma once

#include "stop-phase.h"

G_BEGIN_DECLS

/* Starts a job that hangs in the phase. */
Run *following_start_leader (StopPhase phase, Design * design);

/* Starts a job that will follow, and waits until it does. */
void following_start (Run * run);

/* Waits until it has so many bytes. */
void following_wait_for_bytes (Run * run, gsize size);

/* FALSE: no file can be shared, since the process has no descriptor left. */
void following_set_descriptors (gboolean are_there);

G_END_DECLS
