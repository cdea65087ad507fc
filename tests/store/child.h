/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* This test program once more, as another process. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Child Child;

/* @program: argv[0] of main ()
 * @argument: what the child's main () gets as the last of
 *   PROGRAM --child MODE FOLDER KEY ARGUMENT */
Child *child_start (const gchar * program, const gchar * mode,
    const gchar * folder, const gchar * key, const gchar * argument);

/* Waits for the next line that it says.
 *
 * Returns: (transfer full) (nullable): NULL: it has ended */
gchar *child_read_line (Child * child);

/* The same; it must be this one. */
void child_expect (Child * child, const gchar * line);

/* Lets it go on from child_say_and_wait (). */
void child_go_on (Child * child);

/* kill -9, and waits until it is gone. */
void child_kill (Child * child);

/* Waits for its end; it must have ended well.
 *
 * Returns: FALSE if a signal killed it */
gboolean child_finish (Child * child);

/* In the child: returns when the parent wants it to go on, or is gone. */
void child_say_and_wait (const gchar * line);

G_END_DECLS
