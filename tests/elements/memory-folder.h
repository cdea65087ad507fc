/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A folder for what a test has the elements keep: in memory, where there is such a
 * place, since much is synced. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the path of a new one */
gchar *memory_folder_make (void);

/* Removes what is in it. */
void memory_folder_clear (const gchar * path);

/* Removes it, with what is in it. */
void memory_folder_remove (const gchar * path);

G_END_DECLS
