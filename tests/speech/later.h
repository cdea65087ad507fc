/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs of a later time. */
#pragma once

#include "design.h"

G_BEGIN_DECLS

/* As design_run (), so many seconds later by all clocks. */
Run *later_run (Design * design, gint64 passed_s);

/* What the clocks tell to have passed. */
typedef struct
{
  const gchar *path;            /* of a test */
  gint64 wall_s;
  gint64 boot_s;
  gboolean is_restarted;        /* it counts from another start of the machine */
} LaterClocks;

Run *later_run_by (Design * design, const LaterClocks * clocks);

G_END_DECLS
