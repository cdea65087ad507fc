/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A file without a name, for the bytes that a clip cannot keep in memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Opens a file in the folder for temporary files that is gone when it is
 * closed.
 *
 * Returns: a file descriptor, -1 with errno */
gint qwentts_spill_open (void);

/* The whole of it or nothing. Returns: FALSE with errno */
gboolean qwentts_spill_write (gint fd, gconstpointer data, gsize size,
    guint64 offset);

gboolean qwentts_spill_read (gint fd, gpointer data, gsize size,
    guint64 offset);

G_END_DECLS
