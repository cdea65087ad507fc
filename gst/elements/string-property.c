/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/string-property.h"

gboolean
qwentts_value_is_acceptable (const GValue * value)
{
  const gchar *text;

  if (!G_VALUE_HOLDS_STRING (value))
    return TRUE;
  text = g_value_get_string (value);
  return text == NULL || g_utf8_validate (text, -1, NULL);
}

void
qwentts_set_string (gchar ** field, const GValue * value)
{
  g_free (*field);
  *field = g_value_dup_string (value);
}
