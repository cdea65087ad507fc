/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/boundaries.h"

#include <string.h>
#include <unicode/uchar.h>

/* So far is looked for the end of closing marks: more of them are longer than any
 * segment, and no end is among them. */
#define NEAR_BYTES 4096

typedef enum
{
  BREAK_NONE,
  BREAK_LINE,
  BREAK_PARAGRAPH,
} Break;

/* What the white space between @p and @next holds. */
static Break
find_break (const gchar * p, const gchar * next)
{
  guint n_lines = 0;

  for (; p < next; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == 0x2029 || c == '\f' || c == '\v')
      return BREAK_PARAGRAPH;
    if (c == '\r' && p[1] == '\n')
      continue;
    n_lines += c == '\n' || c == '\r' || c == 0x85 || c == 0x2028;
  }
  return n_lines > 1 ? BREAK_PARAGRAPH : n_lines == 1 ? BREAK_LINE : BREAK_NONE;
}

/* ICU leaves an opening 「 at the end of the sentence before. */
static const gchar *
move_before_opening (const QwenttsSpan * span, const gchar * after,
    const gchar * end)
{
  while (end > after) {
    const gchar *last = g_utf8_prev_char (end);

    if (qwentts_text_get_side (span, last) != QWENTTS_SIDE_OPENING)
      break;
    end = qwentts_text_trim (span, after, last);
  }
  return end;
}

/* And a closing » at the begin of the next one. */
static const gchar *
move_behind_closing (const QwenttsSpan * span, const gchar * end)
{
  const gchar *begin = end;

  while (end - begin < NEAR_BYTES) {
    const gchar *next = qwentts_text_get_next (span, end);

    if (qwentts_text_get_side (span, next) != QWENTTS_SIDE_CLOSING)
      break;
    end = g_utf8_next_char (next);
  }
  return end;
}

/* Without a full stop: a title, a verse, an item of a list, or only a line of a
 * text that was broken into lines. */
static QwenttsBoundary
judge_line (gunichar next)
{
  return u_islower ((UChar32) next) ? QWENTTS_BOUNDARY_NONE
      : QWENTTS_BOUNDARY_CLAUSE;
}

/* “네?” 하고 그가 물었다: Korean says who spoke after a space, with one of these. */
static gboolean
is_quotative (const QwenttsSpan * span, const gchar * p)
{
  static const gchar *const words[] = {
    "하고", "하며", "하면서", "라고", "라는", "라며", "라면서",
    "이라고",
    "이라는", "이라며", "이라면서"
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize size = strlen (words[i]);

    if ((gsize) (span->end - p) >= size && memcmp (p, words[i], size) == 0)
      return TRUE;
  }
  return FALSE;
}

static QwenttsBoundary
judge_terminator (QwenttsAbbreviations * abbreviations,
    const QwenttsSpan * span,
    const gchar * mark_end, const gchar * end, const gchar * next)
{
  gunichar c = qwentts_text_get_at (span, next);
  gboolean is_quoted = mark_end < end;

  if (!is_quoted && qwentts_abbreviations_bind (abbreviations, span, end))
    return QWENTTS_BOUNDARY_NONE;
  /* "Why?" he asked. */
  if (u_islower ((UChar32) c))
    return QWENTTS_BOUNDARY_CLAUSE;
  /* 「はい。」と言った。 */
  if (is_quoted && ((next == end && u_isalpha ((UChar32) c))
          || is_quotative (span, next)))
    return QWENTTS_BOUNDARY_CLAUSE;
  return QWENTTS_BOUNDARY_SENTENCE;
}

QwenttsBoundary
qwentts_sentence_judge (QwenttsAbbreviations * abbreviations,
    const QwenttsSpan * span,
    const gchar * after, const gchar * boundary, const gchar ** end)
{
  const gchar *next, *mark_end;
  gunichar c;
  Break kind;

  *end = qwentts_text_trim (span, after, boundary);
  *end = move_before_opening (span, after, *end);
  if (*end <= after)
    return QWENTTS_BOUNDARY_NONE;
  *end = move_behind_closing (span, *end);
  next = qwentts_text_get_next (span, *end);
  if (next == span->end)
    return QWENTTS_BOUNDARY_SENTENCE;

  kind = find_break (*end, next);
  if (kind == BREAK_PARAGRAPH)
    return QWENTTS_BOUNDARY_SENTENCE;
  c = g_utf8_get_char (next);
  if (!qwentts_text_may_end (span, *end))
    return QWENTTS_BOUNDARY_NONE;
  mark_end = qwentts_text_skip_closing_back (span, *end);
  if (!qwentts_mark_is_terminator (qwentts_text_get_before (span, mark_end)))
    return kind == BREAK_LINE ? judge_line (c) : QWENTTS_BOUNDARY_NONE;
  return judge_terminator (abbreviations, span, mark_end, *end, next);
}

/* Short dashes stand in ranges, too: "Mo. – Fr." */
static gboolean
is_speech_dash (gunichar c)
{
  return c == 0x2014 || c == 0x2015;
}

static gboolean
begins_large (const QwenttsSpan * span, const gchar * p)
{
  p = qwentts_text_get_next (span, p);
  while (qwentts_text_get_side (span, p) == QWENTTS_SIDE_OPENING)
    p = g_utf8_next_char (p);
  return u_isupper ((UChar32) qwentts_text_get_at (span, p));
}

const gchar *
qwentts_sentence_find_speech (const QwenttsSpan * span, const gchar * begin,
    const gchar * end)
{
  for (const gchar * p = begin; p < end; p = g_utf8_next_char (p)) {
    const gchar *mark_end;

    if (p == begin || !is_speech_dash (g_utf8_get_char (p))
        || !qwentts_mark_is_white (qwentts_text_get_before (span, p)))
      continue;
    mark_end = qwentts_text_skip_closing_back (span, p);
    if (qwentts_mark_is_terminator (qwentts_text_get_before (span, mark_end))
        && begins_large (span, g_utf8_next_char (p)))
      return p;
  }
  return NULL;
}

static gboolean
is_wide_clause_mark (gunichar c)
{
  switch (c) {
    case 0x3001:               /* 、 */
    case 0xff0c:               /* ， */
    case 0xff1b:               /* ； */
    case 0xff1a:               /* ： */
    case 0xfe50:
    case 0xfe51:
    case 0xfe54:
    case 0xfe55:
    case 0xff64:
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
is_spaced_clause_mark (gunichar c)
{
  switch (c) {
    case ',':
    case ';':
    case ':':
    case 0x060c:               /* Arabic */
    case 0x061b:
    case 0x2026:
      return TRUE;
    default:
      return FALSE;
  }
}

/* A dash, or the last of two, after a word; a short one has spaces around. After
 * a mark or at the begin of a line it belongs to what follows instead. */
static gboolean
ends_with_dash (const QwenttsSpan * span, const gchar * p, const gchar * next)
{
  const gchar *begin = p;
  gunichar before = 0;

  if (qwentts_mark_is_dash (qwentts_text_get_at (span, p)))
    return FALSE;
  while (qwentts_mark_is_dash (qwentts_text_get_before (span, begin)))
    begin = g_utf8_prev_char (begin);
  if (g_utf8_get_char (begin) == 0x2013 && (next == p
          || !qwentts_mark_is_white (qwentts_text_get_before (span, begin))))
    return FALSE;
  begin = qwentts_text_skip_closing_back (span, begin);
  before = qwentts_text_get_before (span, begin);
  return before != 0 && !qwentts_mark_is_white (before)
      && !qwentts_mark_is_trailing (before);
}

gboolean
qwentts_clause_ends_at (const QwenttsSpan * span, const gchar * p)
{
  gunichar before = qwentts_text_get_before (span, p);
  const gchar *next, *mark_end;

  if (before == 0 || g_ascii_isalnum (before) || qwentts_mark_is_white (before))
    return FALSE;
  next = qwentts_text_get_next (span, p);
  if (qwentts_mark_is_dash (before))
    return ends_with_dash (span, p, next) && qwentts_text_may_end (span, p);

  mark_end = qwentts_text_skip_closing_back (span, p);
  before = qwentts_text_get_before (span, mark_end);
  if (is_wide_clause_mark (before))
    return qwentts_text_may_end (span, p);
  if (is_spaced_clause_mark (before))
    return (next > p || qwentts_mark_is_wide (qwentts_text_get_at (span, next)))
        && qwentts_text_may_end (span, p);
  /* Between the speeches of two, each with its dash. */
  return qwentts_mark_is_terminator (before)
      && qwentts_mark_is_dash (qwentts_text_get_at (span, next))
      && qwentts_text_may_end (span, p);
}
