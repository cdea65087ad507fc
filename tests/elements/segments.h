/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A stream of several segments: what is told of them, and what is heard. */
#pragma once

#include "rig.h"

G_BEGIN_DECLS

/* The qwentts/segment messages in the book.
 *
 * Returns: (transfer full) (element-type GstStructure) */
GPtrArray *segments_get (Rig * rig);

/* Of one of them. */
const gchar *segments_get_text (GPtrArray * segments, guint i);
guint segments_get_uint (GPtrArray * segments, guint i, const gchar * field);
GstClockTime segments_get_time (GPtrArray * segments, guint i,
    const gchar * field);

/* Asserts that what is heard is what the segments say, one after the other.
 *
 * @language_type: (nullable) */
void segments_assert_heard (Rig * rig, GPtrArray * segments,
    const gchar * language_type);

/* Asserts that each buffer begins where the one before ends, by the count of
 * samples since the last change of rate, and that only the first is marked as a
 * discontinuity.
 *
 * Returns: the end */
GstClockTime segments_assert_exact_times (Rig * rig);

G_END_DECLS
