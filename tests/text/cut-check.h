/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What holds for any text and any limit: for the tests and for the fuzzer. */
#pragma once

#include "text/cutter.h"

G_BEGIN_DECLS

/* The full lengths, and the longest that a sentence is stretched to. */
#define CUT_FULL_LENGTH 300
#define CUT_FULL_DENSE_LENGTH 150
#define CUT_MAX_LENGTH 450

/* So much may be taken together however short the segment before was. */
#define CUT_MIN_MOST_LENGTH 20

/* Asserts all properties of all segments, and of their halves.
 *
 * @language: (nullable)
 * @max_length: at least 1 */
void cut_check (const gchar * script, const gchar * language, guint max_length);

G_END_DECLS
