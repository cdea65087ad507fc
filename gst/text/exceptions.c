/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/exceptions.h"

#include <unicode/ures.h>

/* Where ICU keeps what it knows of boundaries. */
#define BOUNDARY_DATA U_ICUDATA_NAME "-brkitr"

static gchar *
without_spaces (const UChar * text, gint32 length)
{
  g_autofree gchar *utf8 = g_utf16_to_utf8 ((const gunichar2 *) text, length,
      NULL, NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (utf8 ? utf8 : "", " ", -1);

  return g_strjoinv (NULL, parts);
}

GHashTable *
qwentts_exceptions_new (const gchar * locale)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      NULL);
  UErrorCode error = U_ZERO_ERROR;
  UResourceBundle *all, *exceptions, *list;

  if (locale == NULL)
    return set;
  /* Without the list of another language instead. */
  all = ures_openDirect (BOUNDARY_DATA, locale, &error);
  exceptions = ures_getByKey (all, "exceptions", NULL, &error);
  list = ures_getByKey (exceptions, "SentenceBreak", NULL, &error);
  for (gint32 i = 0; U_SUCCESS (error) && i < ures_getSize (list); i++) {
    gint32 length = 0;
    const UChar *text = ures_getStringByIndex (list, i, &length, &error);

    if (U_SUCCESS (error))
      g_hash_table_add (set, without_spaces (text, length));
  }
  ures_close (list);
  ures_close (exceptions);
  ures_close (all);
  return set;
}
