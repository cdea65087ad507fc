/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Fields of messages and of statistics; asserts that they are there, and of their
 * type. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

guint fields_get_uint (const GstStructure * structure, const gchar * name);

guint64 fields_get_uint64 (const GstStructure * structure, const gchar * name);

gdouble fields_get_double (const GstStructure * structure, const gchar * name);

GstClockTime fields_get_time (const GstStructure * structure,
    const gchar * name);

G_END_DECLS
