/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/bars.h"
#include "text/cutter.h"

#include <string.h>

static gchar *
remove_bars (const gchar * barred)
{
  g_auto (GStrv) parts = g_strsplit (barred, "|", -1);

  return g_strjoinv (NULL, parts);
}

void
bars_check (QwenttsEnd kind, const gchar * language, const gchar * barred)
{
  g_autofree gchar *script = remove_bars (barred);
  g_autoptr (GString) found = g_string_new (NULL);
  QwenttsSpan span = { script, script + strlen (script) };
  g_autoptr (QwenttsWindow) window = qwentts_window_new (&span,
      qwentts_language_from_code (language));
  const gchar *at = script, *next;

  qwentts_window_move (window, script);
  while ((next = qwentts_window_find_first (window, kind, at, span.end))) {
    g_string_append_len (found, at, next - at);
    if (next < span.end)
      g_string_append_c (found, '|');
    at = next;
  }
  g_string_append (found, at);
  g_assert_cmpstr (found->str, ==, barred);
}

gchar *
bars_cut (const gchar * script, const gchar * language, guint max_length)
{
  g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script, language,
      max_length);
  GString *segments = g_string_new (NULL);
  QwenttsPiece piece;

  while (qwentts_cutter_next (cutter, &piece)) {
    if (segments->len > 0)
      g_string_append_c (segments, '|');
    g_string_append_len (segments, piece.text, piece.size);
  }
  return g_string_free (segments, FALSE);
}
