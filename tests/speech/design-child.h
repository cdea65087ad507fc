/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design, or a text, in another process with the same folder and service. */
#pragma once

#include "design.h"
#include "store/child.h"

G_BEGIN_DECLS

/* @program: argv[0] of main ()
 * @mode: "stay": runs the job; "stay-at-voice": says "voice" once it has one, and
 *   waits; "be-killed": dies at the system call of the number @argument;
 *   "be-served": says "up" and waits, runs the job, says what came of it and waits
 */
Child *design_child_start (const gchar * program, Design * design,
    const gchar * mode, const gchar * argument);

/* Some processes and this one ask at once: one task is paid, and all have the
 * same. */
void design_children_pay_once (const gchar * program, Design * design);

/* At the top of main ().
 *
 * Returns: whether this process was a child, and is done */
gboolean design_child_main (int argc, char **argv);

G_END_DECLS
