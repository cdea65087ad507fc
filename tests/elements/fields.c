/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/fields.h"

guint
fields_get_uint (const GstStructure * structure, const gchar * name)
{
  guint value = 0;

  g_assert_true (gst_structure_get_uint (structure, name, &value));
  return value;
}

guint64
fields_get_uint64 (const GstStructure * structure, const gchar * name)
{
  guint64 value = 0;

  g_assert_true (gst_structure_get_uint64 (structure, name, &value));
  return value;
}

gdouble
fields_get_double (const GstStructure * structure, const gchar * name)
{
  gdouble value = 0;

  g_assert_true (gst_structure_get_double (structure, name, &value));
  return value;
}

GstClockTime
fields_get_time (const GstStructure * structure, const gchar * name)
{
  GstClockTime value = 0;

  g_assert_true (gst_structure_get_clock_time (structure, name, &value));
  return value;
}
