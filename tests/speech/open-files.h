/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What this process has open. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files, devices and folders; no sockets or pipes. */
guint open_files_count (void);

/* Files that have no name any more. */
guint open_files_count_unlinked (void);

/* How large these are together, in bytes. */
guint64 open_files_measure_unlinked (void);

G_END_DECLS
