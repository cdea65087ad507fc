/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of an element, one by one. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  const gchar *name;
  const gchar *initial;         /* as text */
  const gchar *other;           /* that it takes; NULL: has a test of its own */
  gboolean is_read_only;
  gboolean changes_playing;     /* while PLAYING; FALSE: in READY */
} Property;

/* Adds tests "/PREFIX/NAME-…" of each: its default, its flags, and that it gives
 * what it was set to. */
void property_table_add_tests (const gchar * factory, const gchar * prefix,
    const Property * properties, guint n_properties);

/* An element of that factory; these once tests were added. */
GstElement *property_table_make_element (void);

GParamSpec *property_table_find (GstElement * element, const gchar * name);

/* How many properties it has besides those of @parent. A new one has to come
 * into the table, and with that under test. */
guint property_table_count (GType parent);

/* Asserts that an enum has these values, and a name that begins with @prefix.
 *
 * @nicks: (array zero-terminated=1) */
void property_table_assert_nicks (const gchar * name,
    const gchar * const *nicks, const gchar * prefix);

G_END_DECLS
