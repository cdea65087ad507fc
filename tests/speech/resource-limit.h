/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the system gives this process no more of. */
#pragma once

#include <glib.h>
#include <sys/resource.h>

G_BEGIN_DECLS

/* Of what a call needs beyond that, it fails.
 *
 * Returns: what was the limit before */
struct rlimit resource_limit_set (gint resource, rlim_t value);

void resource_limit_reset (gint resource, const struct rlimit *before);

G_END_DECLS
