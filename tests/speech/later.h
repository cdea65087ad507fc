/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs of a later time. */
#pragma once

#include "design.h"

G_BEGIN_DECLS

/* As design_run (), so many seconds later by all clocks. */
Run *later_run (Design * design, gint64 passed_s);

G_END_DECLS
