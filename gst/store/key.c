/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/key.h"

#include <string.h>

/* To be changed when the same fields no longer mean the same result. */
#define KEY_VERSION "gst-qwentts 1"

#define OFFSET_DIGITS 15

/* As a netstring, "5:voice,"; NULL as "-,". */
static void
add (GChecksum * sum, const gchar * text)
{
  g_autofree gchar *normal = NULL;
  gchar length[24];
  gsize size;

  if (text == NULL) {
    g_checksum_update (sum, (const guchar *) "-,", 2);
    return;
  }

  /* ASCII is as it is, and what is looked up each time mostly is ASCII. */
  if (!g_str_is_ascii (text)) {
    normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
    g_return_if_fail (normal);  /* is no UTF-8 */
    text = normal;
  }
  size = strlen (text);
  g_snprintf (length, sizeof length, "%" G_GSIZE_FORMAT ":", size);
  g_checksum_update (sum, (const guchar *) length, -1);
  g_checksum_update (sum, (const guchar *) text, size);
  g_checksum_update (sum, (const guchar *) ",", 1);
}

gchar *
qwentts_store_key_new (QwenttsKind kind, const gchar * name, ...)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  va_list args;

  add (sum, KEY_VERSION);
  add (sum, qwentts_kind_get_info (kind)->name);

  va_start (args, name);
  while (name) {
    add (sum, name);
    add (sum, va_arg (args, const gchar *));
    name = va_arg (args, const gchar *);
  }
  va_end (args);

  return g_strdup (g_checksum_get_string (sum));
}

gboolean
qwentts_store_key_is_valid (const gchar * key)
{
  return key && strlen (key) == QWENTTS_STORE_KEY_LENGTH
      && strspn (key, "0123456789abcdef") == QWENTTS_STORE_KEY_LENGTH;
}

gint64
qwentts_store_key_to_offset (const gchar * key)
{
  gint64 offset = 0;

  for (guint i = 0; i < OFFSET_DIGITS; i++)
    offset = offset << 4 | g_ascii_xdigit_value (key[i]);
  return offset;
}
