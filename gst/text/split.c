/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One piece in two. */
#include "text/cutter.h"
#include "text/window.h"

/* Half of the piece, around its middle: there a lesser place is better than the
 * best one that leaves a short piece. */
#define MARGIN_SHARE 4

typedef struct
{
  QwenttsWindow *window;
  const gchar *middle;
  /* The cut is after this and not after that. */
  const gchar *after;
  const gchar *upto;
} Search;

/* The one of both sides that is nearer to the middle. */
static const gchar *
find_nearest (const Search * search, QwenttsEnd kind, const gchar * after,
    const gchar * upto)
{
  const gchar *low = MAX (after, search->after);
  const gchar *high = MIN (upto, search->upto);
  const gchar *before = qwentts_window_find_last (search->window, kind, low,
      MIN (search->middle, high));
  const gchar *behind = qwentts_window_find_first (search->window, kind,
      MAX (search->middle, low), high);

  if (before == NULL || behind == NULL)
    return before ? before : behind;
  return search->middle - before <= behind - search->middle ? before : behind;
}

static const gchar *
find_cut (const Search * search, const QwenttsPiece * whole, QwenttsEnd worst)
{
  const gchar *begin = whole->text;
  const gchar *end = whole->text + whole->size;
  guint margin = whole->length / MARGIN_SHARE;
  const gchar *low = qwentts_text_skip_characters (begin, end, margin);
  const gchar *high = qwentts_text_skip_characters (begin, end,
      whole->length - margin);
  const gchar *cut;

  for (QwenttsEnd kind = QWENTTS_END_SENTENCE; kind <= QWENTTS_END_WORD; kind++)
    if ((cut = find_nearest (search, kind, low, high)))
      return cut;
  for (QwenttsEnd kind = QWENTTS_END_SENTENCE; kind <= worst; kind++)
    if ((cut = find_nearest (search, kind, begin, end)))
      return cut;
  return NULL;
}

/* The first and the last character that is one of @is_it.
 *
 * Returns: FALSE if there are not two */
static gboolean
find_outermost (const QwenttsSpan * span, gboolean (*is_it) (gunichar),
    const gchar ** first, const gchar ** last)
{
  *first = *last = NULL;
  for (const gchar * p = span->begin; p < span->end; p = g_utf8_next_char (p)) {
    if (!is_it (g_utf8_get_char (p)))
      continue;
    if (*first == NULL)
      *first = p;
    *last = p;
  }
  return *first != *last;
}

static gboolean
is_not_white (gunichar c)
{
  return !qwentts_mark_is_white (c);
}

static void
fill (QwenttsPiece * half, const QwenttsPiece * whole, const gchar * begin,
    const gchar * end)
{
  half->text = begin;
  half->size = end - begin;
  half->offset = whole->offset + qwentts_text_count (whole->text, begin);
  half->length = qwentts_text_count (begin, end);
}

gboolean
qwentts_text_split (const QwenttsPiece * whole, const gchar * language,
    QwenttsPiece halves[2])
{
  g_autoptr (QwenttsWindow) window = NULL;
  QwenttsSpan span;
  Search search;
  const gchar *first, *last, *cut = NULL;

  g_return_val_if_fail (whole != NULL && halves != NULL, FALSE);

  span.begin = whole->text;
  span.end = whole->text + whole->size;
  if (!find_outermost (&span, is_not_white, &first, &last))
    return FALSE;
  window = qwentts_window_new (&span, qwentts_language_from_code (language));
  search.window = window;
  search.middle = qwentts_text_skip_characters (span.begin, span.end,
      whole->length / 2);
  qwentts_window_move (window, span.begin);

  /* With something to say in each, or at least with something in each. */
  if (find_outermost (&span, qwentts_mark_is_speakable, &search.after,
          &search.upto))
    cut = find_cut (&search, whole, QWENTTS_END_WORD);
  search.after = first;
  search.upto = last;
  if (cut == NULL)
    cut = find_cut (&search, whole, QWENTTS_END_ANY_CLUSTER);
  if (cut == NULL)
    cut = CLAMP (search.middle, g_utf8_next_char (first), last);

  fill (&halves[0], whole, span.begin, qwentts_text_trim (&span, span.begin,
          cut));
  fill (&halves[1], whole, qwentts_text_skip_white (&span, cut, span.end),
      span.end);
  return TRUE;
}
