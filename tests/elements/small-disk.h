/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A real disk that can be full: a tmpfs, seen by this process only, and gone with
 * it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At the beginning of main (), before there are threads.
 *
 * Returns: FALSE where mounting is not allowed */
gboolean small_disk_init (void);

/* @folder: is there; what it has is hidden
 * @size: in bytes */
void small_disk_mount (const gchar * folder, guint64 size);

void small_disk_unmount (const gchar * folder);

/* Leaves so many bytes, in pages. */
void small_disk_fill (const gchar * folder, guint64 left);

/* There is room again. */
void small_disk_make_room (const gchar * folder);

G_END_DECLS
