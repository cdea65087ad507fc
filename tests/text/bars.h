/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts with a bar at each place that is to be found. */
#pragma once

#include "text/window.h"

G_BEGIN_DECLS

/* Looks for all places of a kind in the text without its bars, and asserts that
 * they are where the bars are.
 *
 * @language: (nullable) */
void bars_check (QwenttsEnd kind, const gchar * language, const gchar * barred);

/* Cuts the text.
 *
 * Returns: the segments with bars between them */
gchar *bars_cut (const gchar * script, const gchar * language,
    guint max_length);

G_END_DECLS
