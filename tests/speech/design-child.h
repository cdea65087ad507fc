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

/* So many processes ask at once: one task is paid, and all have the same. Asserts
 * that.
 *
 * Returns: seconds until the last one had it */
gdouble design_children_race (const gchar * program, Design * design,
    guint n_children);

/* A process dies at each of its system calls in turn, with a design of its own each
 * time, and another one goes on: asserts that one task is paid.
 *
 * @make: makes the design
 *
 * Returns: how many calls there are */
guint design_children_die (const gchar * program,
    Design * (*make) (const QwenttsSimulatorOptions *, const QwenttsSystem *));

/* At the top of main ().
 *
 * Returns: whether this process was a child, and is done */
gboolean design_child_main (int argc, char **argv);

G_END_DECLS
