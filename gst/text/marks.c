/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/marks.h"

#include <string.h>
#include <unicode/uchar.h>

/* So far is looked over white space, and back for the other one of a pair of
 * quotation marks: longer stretches tell nothing. */
#define NEAR_BYTES 1024
#define PAIR_BYTES 512

gboolean
qwentts_mark_is_white (gunichar c)
{
  if (c < 0x80)
    return c == ' ' || (c >= 0x09 && c <= 0x0d);
  return u_isUWhiteSpace ((UChar32) c);
}

gboolean
qwentts_mark_is_speakable (gunichar c)
{
  return (U_GET_GC_MASK ((UChar32) c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

static gboolean
is_ellipsis (gunichar c)
{
  return c == 0x2026 || c == 0x2025;
}

gboolean
qwentts_mark_is_terminator (gunichar c)
{
  return is_ellipsis (c) || u_hasBinaryProperty ((UChar32) c, UCHAR_S_TERM);
}

gboolean
qwentts_mark_is_trailing (gunichar c)
{
  return is_ellipsis (c)
      || u_hasBinaryProperty ((UChar32) c, UCHAR_TERMINAL_PUNCTUATION);
}

gboolean
qwentts_mark_is_dash (gunichar c)
{
  return (c >= 0x2013 && c <= 0x2015) || c == 0x2e3a || c == 0x2e3b;
}

gboolean
qwentts_mark_is_wide (gunichar c)
{
  return c >= 0x2e80;
}

gunichar
qwentts_text_get_before (const QwenttsSpan * span, const gchar * p)
{
  return p > span->begin ? g_utf8_get_char (g_utf8_prev_char (p)) : 0;
}

gunichar
qwentts_text_get_at (const QwenttsSpan * span, const gchar * p)
{
  return p < span->end ? g_utf8_get_char (p) : 0;
}

static gint
get_cluster_break (gunichar c)
{
  return u_getIntPropertyValue ((UChar32) c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

/* No combining mark is below this. */
static gboolean
joins_before (gunichar c)
{
  gint kind = c < 0x300 ? U_GCB_OTHER : get_cluster_break (c);

  return kind == U_GCB_EXTEND || kind == U_GCB_SPACING_MARK
      || kind == U_GCB_ZWJ;
}

gboolean
qwentts_text_is_white_at (const QwenttsSpan * span, const gchar * p)
{
  gunichar c = qwentts_text_get_at (span, p);
  gunichar before;

  if (!qwentts_mark_is_white (c))
    return FALSE;
  /* Controls and line ends never join. */
  if (u_charType ((UChar32) c) != U_SPACE_SEPARATOR)
    return TRUE;
  if (joins_before (qwentts_text_get_at (span, g_utf8_next_char (p))))
    return FALSE;
  before = qwentts_text_get_before (span, p);
  return before < 0x600 || get_cluster_break (before) != U_GCB_PREPEND;
}

const gchar *
qwentts_text_skip_white (const QwenttsSpan * span, const gchar * p,
    const gchar * end)
{
  while (p < end && qwentts_text_is_white_at (span, p))
    p = g_utf8_next_char (p);
  return p;
}

const gchar *
qwentts_text_trim (const QwenttsSpan * span, const gchar * begin,
    const gchar * p)
{
  while (p > begin) {
    const gchar *last = g_utf8_prev_char (p);

    if (!qwentts_text_is_white_at (span, last))
      break;
    p = last;
  }
  return p;
}

const gchar *
qwentts_text_get_next (const QwenttsSpan * span, const gchar * p)
{
  const gchar *near = span->end - p > NEAR_BYTES ? p + NEAR_BYTES : span->end;

  return qwentts_text_skip_white (span, p, near);
}

/* Straight quotation marks without spaces around come in pairs: an even number
 * of them since the begin of the line means that this one opens. */
static QwenttsSide
count_straight_quotes (const QwenttsSpan * span, const gchar * p)
{
  gsize size = MIN (p - span->begin, PAIR_BYTES);
  const gchar *begin = p - size;
  const gchar *line = memrchr (begin, '\n', size);
  guint n = 0;

  /* Bytes of other characters are never equal to it. */
  for (const gchar * q = line ? line : begin; q < p; q++)
    n += *q == '"';
  return n % 2 == 0 ? QWENTTS_SIDE_OPENING : QWENTTS_SIDE_CLOSING;
}

static QwenttsSide
get_side_between_equals (const QwenttsSpan * span, const gchar * p, gunichar c)
{
  switch (u_charType ((UChar32) c)) {
    case U_INITIAL_PUNCTUATION:
      return QWENTTS_SIDE_OPENING;
    case U_FINAL_PUNCTUATION:
      return QWENTTS_SIDE_CLOSING;
    default:
      break;
  }
  if (c == '"')
    return count_straight_quotes (span, p);
  /* An apostrophe, unless something has ended before it. */
  return qwentts_mark_is_trailing (qwentts_text_get_before (span, p)) ?
      QWENTTS_SIDE_CLOSING : QWENTTS_SIDE_NONE;
}

/* The same mark opens in one language and closes in another: “ closes in
 * German, » opens there. The spaces around it tell, where there are any on one
 * side only. */
static QwenttsSide
get_side_of_quote (const QwenttsSpan * span, const gchar * p, gunichar c)
{
  const guint32 opening = U_GC_PS_MASK | U_GC_PI_MASK | U_GC_PD_MASK;
  gunichar before = qwentts_text_get_before (span, p);
  gunichar after = qwentts_text_get_at (span, g_utf8_next_char (p));
  gboolean is_free_before = before == 0 || qwentts_mark_is_white (before)
      || (U_GET_GC_MASK ((UChar32) before) & opening) != 0;
  gboolean is_free_after = after == 0 || qwentts_mark_is_white (after)
      || u_charType ((UChar32) after) == U_END_PUNCTUATION
      || qwentts_mark_is_trailing (after);

  if (is_free_before == is_free_after)
    return get_side_between_equals (span, p, c);
  return is_free_before ? QWENTTS_SIDE_OPENING : QWENTTS_SIDE_CLOSING;
}

QwenttsSide
qwentts_text_get_side (const QwenttsSpan * span, const gchar * p)
{
  gunichar c = qwentts_text_get_at (span, p);

  if (g_unichar_isalnum (c) || c == ' ')
    return QWENTTS_SIDE_NONE;
  if (c == '"' || c == '\'' || c == 0xff02 || c == 0xff07)
    return get_side_of_quote (span, p, c);
  if (c == 0xbf || c == 0xa1)
    return QWENTTS_SIDE_OPENING;
  switch (u_charType ((UChar32) c)) {
    case U_START_PUNCTUATION:
      return QWENTTS_SIDE_OPENING;
    case U_END_PUNCTUATION:
      return QWENTTS_SIDE_CLOSING;
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return get_side_of_quote (span, p, c);
    default:
      return QWENTTS_SIDE_NONE;
  }
}

const gchar *
qwentts_text_skip_closing_back (const QwenttsSpan * span, const gchar * p)
{
  const gchar *begin = p - span->begin > NEAR_BYTES ? p - NEAR_BYTES
      : span->begin;

  for (;;) {
    const gchar *end = qwentts_text_trim (span, begin, p);
    const gchar *last = end > begin ? g_utf8_prev_char (end) : NULL;

    if (!last || qwentts_text_get_side (span, last) != QWENTTS_SIDE_CLOSING)
      return end;
    p = last;
  }
}

/* Within a number, a time, a date; between a number and its sign. */
static gboolean
is_in_number (const QwenttsSpan * span, const gchar * p)
{
  const gchar *last = g_utf8_prev_char (p);
  gunichar before = g_utf8_get_char (last);
  gunichar after = qwentts_text_get_at (span, p);
  gboolean is_digit_before = u_isdigit ((UChar32) before);

  if (!u_isdigit ((UChar32) after))
    return is_digit_before && (after == '%' || after == 0xb0
        || after == '/' || after == '-' || after == '\''
        || u_charType ((UChar32) after) == U_CURRENCY_SYMBOL);
  if (is_digit_before)
    return TRUE;
  if (u_charType ((UChar32) before) == U_CURRENCY_SYMBOL || before == '#')
    return TRUE;
  return (qwentts_mark_is_trailing (before) || before == '/' || before == '-'
      || before == '\'') && u_isdigit ((UChar32) qwentts_text_get_before (span,
          last));
}

gboolean
qwentts_text_may_end (const QwenttsSpan * span, const gchar * p)
{
  const gchar *next;
  gunichar c;

  if (p == span->begin || p == span->end)
    return TRUE;
  if (qwentts_text_get_side (span, g_utf8_prev_char (p))
      == QWENTTS_SIDE_OPENING)
    return FALSE;
  next = qwentts_text_get_next (span, p);
  c = qwentts_text_get_at (span, next);
  if (c == 0)
    return TRUE;
  if (next == p && is_in_number (span, p))
    return FALSE;
  if (qwentts_text_get_side (span, next) == QWENTTS_SIDE_CLOSING
      || qwentts_mark_is_trailing (c))
    return FALSE;
  /* A dash stays with the word it follows. */
  return !qwentts_mark_is_dash (c)
      || qwentts_mark_is_trailing (qwentts_text_get_before (span,
          qwentts_text_skip_closing_back (span, p)));
}

/* Eight bytes at once: which of them begin a character. */
static guint
count_eight (const gchar * p)
{
  guint64 word, is_later;

  memcpy (&word, p, sizeof word);
  is_later =
      (word >> 7) & ~(word >> 6) & G_GUINT64_CONSTANT (0x0101010101010101);
  /* The sum of the bytes. */
  return 8 - (guint) ((is_later * G_GUINT64_CONSTANT (0x0101010101010101))
      >> 56);
}

const gchar *
qwentts_text_skip_characters (const gchar * p, const gchar * end, guint n)
{
  while (n >= 8 && end - p >= 8) {
    n -= count_eight (p);
    p += 8;
  }
  while (p < end && (*p & 0xc0) == 0x80)
    p++;
  for (; n > 0 && p < end; n--)
    p = g_utf8_next_char (p);
  return p;
}

guint
qwentts_text_count (const gchar * begin, const gchar * end)
{
  const gchar *p = begin;
  guint n = 0;

  for (; end - p >= 8; p += 8)
    n += count_eight (p);
  for (; p < end; p++)
    n += (*p & 0xc0) != 0x80;
  return n;
}
