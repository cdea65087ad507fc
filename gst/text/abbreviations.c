/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/abbreviations.h"
#include "text/abbreviation-table.h"
#include "text/exceptions.h"

#include <string.h>
#include <unicode/uchar.h>

/* An abbreviation is at most so long, with its full stops; so is a word that
 * is compared. */
#define MAX_BYTES 40

/* An ordinal before a noun: days, centuries. A year is longer. */
#define MAX_ORDINAL_DIGITS 2
#define MAX_YEAR_DIGITS 4

typedef struct
{
  gchar bytes[MAX_BYTES];
  gsize size;
  /* Where it begins in the text. */
  const gchar *begin;
} Token;

/* Of letters that have abbreviations: in 他是Dr. Wang the word is "Dr.". */
static gboolean
is_token_character (gunichar c)
{
  if (qwentts_mark_is_wide (c))
    return FALSE;
  return c == '.' || c == '-' || u_isalnum ((UChar32) c)
      || u_charType ((UChar32) c) == U_NON_SPACING_MARK;
}

struct _QwenttsAbbreviations
{
  QwenttsLanguage language;
  GHashTable *exceptions;       /* NULL: not needed yet */
};

/* English words stand in any text. */
static const gchar *
get_exceptions_locale (QwenttsLanguage language)
{
  switch (language) {
    case QWENTTS_LANGUAGE_CHINESE:
    case QWENTTS_LANGUAGE_JAPANESE:
    case QWENTTS_LANGUAGE_KOREAN:
    case QWENTTS_LANGUAGE_LATIN:
    case QWENTTS_LANGUAGE_OTHER:
    case QWENTTS_LANGUAGE_UNKNOWN:
      return "en";
    default:
      return qwentts_language_get_locale (language);
  }
}

QwenttsAbbreviations *
qwentts_abbreviations_new (QwenttsLanguage language)
{
  QwenttsAbbreviations *abbreviations = g_new0 (QwenttsAbbreviations, 1);

  abbreviations->language = language;
  return abbreviations;
}

void
qwentts_abbreviations_free (QwenttsAbbreviations * abbreviations)
{
  g_clear_pointer (&abbreviations->exceptions, g_hash_table_unref);
  g_free (abbreviations);
}

/* Whether it is in ICU's list, which takes longer to read than a short text. */
static gboolean
is_exception (QwenttsAbbreviations * abbreviations, const Token * token)
{
  if (abbreviations->exceptions == NULL)
    abbreviations->exceptions =
        qwentts_exceptions_new (get_exceptions_locale
        (abbreviations->language));
  return g_hash_table_contains (abbreviations->exceptions, token->bytes);
}

/* The letters, digits and full stops before @p.
 *
 * Returns: FALSE if there are none or too many */
static gboolean
read_token (const QwenttsSpan * span, const gchar * p, Token * token)
{
  const gchar *begin = p;

  while (begin > span->begin) {
    const gchar *last = g_utf8_prev_char (begin);

    if (!is_token_character (g_utf8_get_char (last)))
      break;
    begin = last;
    if (p - begin >= MAX_BYTES)
      return FALSE;
  }
  token->begin = begin;
  token->size = p - begin;
  memcpy (token->bytes, begin, token->size);
  token->bytes[token->size] = '\0';
  return token->size > 0;
}

/* The same with the part before a space, as in "EE. UU.". */
static gboolean
read_joined_token (const QwenttsSpan * span, const Token * last, Token * joined)
{
  const gchar *space = last->begin > span->begin ?
      g_utf8_prev_char (last->begin) : span->begin;

  if (space <= span->begin || space[-1] != '.'
      || !qwentts_mark_is_white (g_utf8_get_char (space))
      || !read_token (span, space, joined)
      || joined->size + last->size >= MAX_BYTES)
    return FALSE;
  memcpy (joined->bytes + joined->size, last->bytes, last->size + 1);
  joined->size += last->size;
  return TRUE;
}

/* "Nr." of "Tel.-Nr.", "str." of "Hauptstr.". */
static gboolean
read_last_part (const Token * token, Token * part)
{
  const gchar *hyphen = memrchr (token->bytes, '-', token->size);
  const gchar *begin = hyphen ? hyphen + 1 : token->bytes;

  if (!hyphen && g_str_has_suffix (token->bytes, "str."))
    begin = token->bytes + token->size - strlen ("str.");
  *part = *token;
  part->begin += begin - token->bytes;
  part->size -= begin - token->bytes;
  memmove (part->bytes, begin, part->size + 1);
  return begin > token->bytes;
}

/* One letter and a full stop. */
static gboolean
is_letter_and_stop (const QwenttsSpan * span, const gchar * p)
{
  gunichar c = qwentts_text_get_at (span, p);

  return u_isalpha ((UChar32) c)
      && qwentts_text_get_at (span, g_utf8_next_char (p)) == '.';
}

static gboolean
is_single_letter (const Token * token)
{
  return token->size > 1
      && g_utf8_next_char (token->bytes) == token->bytes + token->size - 1
      && u_isalpha ((UChar32) g_utf8_get_char (token->bytes));
}

/* "B." or the end of "J. R. R.", "J.-P.". */
static gboolean
is_initial (const Token * token)
{
  const gchar *last;

  if (token->size < 2)
    return FALSE;
  last = g_utf8_prev_char (token->bytes + token->size - 1);
  return u_isupper ((UChar32) g_utf8_get_char (last))
      && (last == token->bytes || last[-1] == '.' || last[-1] == '-');
}

static gboolean
is_number (const Token * token, gsize max_digits)
{
  gsize n = token->size - 1;

  if (n < 1 || n > max_digits)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (token->bytes[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_roman (const Token * token)
{
  return token->size > 1 && strspn (token->bytes, "IVXLC") == token->size - 1;
}

/* Whether the word at @p is one of those that mostly begin a sentence. */
static gboolean
is_starter (const QwenttsSpan * span, QwenttsLanguage language, const gchar * p)
{
  gchar word[MAX_BYTES];
  const gchar *end = p;

  while (end < span->end && u_isalpha ((UChar32) g_utf8_get_char (end))) {
    end = g_utf8_next_char (end);
    if (end - p >= MAX_BYTES)
      return FALSE;
  }
  memcpy (word, p, end - p);
  word[end - p] = '\0';
  return qwentts_abbreviation_table_is_starter (language, word);
}

/* A second part at @next makes it one, as in "p. ej.". */
static gboolean
is_first_part (const QwenttsSpan * span, QwenttsLanguage language,
    const Token * token, const gchar * next)
{
  const gchar *end = next;
  Token joined = *token;
  gsize size;

  if (is_single_letter (token) && is_letter_and_stop (span, next))
    return TRUE;
  while (end < span->end && end - next < MAX_BYTES
      && u_isalpha ((UChar32) g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  if (qwentts_text_get_at (span, end) != '.')
    return FALSE;
  size = end + 1 - next;
  if (joined.size + size >= MAX_BYTES)
    return FALSE;
  memcpy (joined.bytes + joined.size, next, size);
  joined.bytes[joined.size + size] = '\0';
  return qwentts_abbreviation_table_find (language, joined.bytes)
      != QWENTTS_ABBREVIATION_NONE;
}

/* What ICU's list has may end a sentence: there are words of other meaning in
 * it, such as "Is." and "Go.". */
static QwenttsAbbreviation
find_token (QwenttsAbbreviations * abbreviations, const Token * token)
{
  QwenttsAbbreviation kind =
      qwentts_abbreviation_table_find (abbreviations->language, token->bytes);

  return kind == QWENTTS_ABBREVIATION_NONE
      && is_exception (abbreviations, token) ?
      QWENTTS_ABBREVIATION_MAY_END : kind;
}

static QwenttsAbbreviation
find (QwenttsAbbreviations * abbreviations, const QwenttsSpan * span,
    const Token * token)
{
  Token joined;
  QwenttsAbbreviation kind = QWENTTS_ABBREVIATION_NONE;

  if (read_joined_token (span, token, &joined))
    kind = find_token (abbreviations, &joined);
  if (kind == QWENTTS_ABBREVIATION_NONE)
    kind = find_token (abbreviations, token);
  return kind == QWENTTS_ABBREVIATION_NONE && read_last_part (token, &joined) ?
      find_token (abbreviations, &joined) : kind;
}

static gboolean
stands_after_number (const QwenttsSpan * span, const Token * token)
{
  return token->begin > span->begin + 1
      && u_isdigit ((UChar32) qwentts_text_get_before (span,
          g_utf8_prev_char (token->begin)));
}

/* A day of a month in any language that writes its full stop; in German, any
 * number before a noun. */
static gboolean
is_ordinal (const QwenttsSpan * span, QwenttsLanguage language,
    const Token * token, const gchar * next)
{
  if (!is_number (token, MAX_ORDINAL_DIGITS) && !is_roman (token))
    return FALSE;
  if (language != QWENTTS_LANGUAGE_GERMAN)
    return qwentts_abbreviation_table_is_german_month (next, span->end);
  return u_isalpha ((UChar32) qwentts_text_get_at (span, next))
      && !is_starter (span, language, next);
}

/* "2024. 5. 3." in Korean, "3. 5. 2024" elsewhere. */
static gboolean
is_date (const QwenttsSpan * span, QwenttsLanguage language,
    const Token * token, const gchar * next)
{
  const gchar *end = next;

  while (u_isdigit ((UChar32) qwentts_text_get_at (span, end))
      && end - next < MAX_YEAR_DIGITS)
    end = g_utf8_next_char (end);
  if (language == QWENTTS_LANGUAGE_KOREAN)
    return end > next && is_number (token, MAX_YEAR_DIGITS);
  return end > next && end - next <= MAX_ORDINAL_DIGITS
      && qwentts_text_get_at (span, end) == '.'
      && is_number (token, MAX_ORDINAL_DIGITS);
}

/* "I" is a word, too. */
static gboolean
is_roman_number_at (const QwenttsSpan * span, const gchar * p)
{
  const gchar *end = p;

  while (end < span->end && strchr ("IVXLC", *end) && *end)
    end++;
  return (end - p > 1 || (end > p && *p != 'I'))
      && !u_isalpha ((UChar32) qwentts_text_get_at (span, end));
}

/* A sum of money, too. */
static gboolean
is_number_at (const QwenttsSpan * span, const gchar * p)
{
  gunichar c = qwentts_text_get_at (span, p);

  return u_isdigit ((UChar32) c)
      || u_charType ((UChar32) c) == U_CURRENCY_SYMBOL
      || is_roman_number_at (span, p);
}

/* "Feb. 7": what ICU's list has are months, units, parts of books. */
static gboolean
is_before_number (QwenttsAbbreviations * abbreviations,
    const Token * token, gunichar c)
{
  return u_isdigit ((UChar32) c)
      && is_exception (abbreviations, token);
}

/* With white space between the full stop and @next. */
static gboolean
binds (QwenttsAbbreviations * abbreviations, const QwenttsSpan * span,
    const Token * token, const gchar * next)
{
  QwenttsLanguage language = abbreviations->language;
  gunichar c = qwentts_text_get_at (span, next);
  gboolean is_letter = u_isalpha ((UChar32) c);

  if (is_letter && is_first_part (span, language, token, next))
    return TRUE;
  switch (find (abbreviations, span, token)) {
    case QWENTTS_ABBREVIATION_BINDS:
      return TRUE;
    case QWENTTS_ABBREVIATION_NUMBER:
      if (is_number_at (span, next))
        return TRUE;
      break;
    case QWENTTS_ABBREVIATION_PLACE:
      if (!stands_after_number (span, token))
        return TRUE;
      return is_letter && !is_starter (span, language, next);
    case QWENTTS_ABBREVIATION_MAY_END:
      return is_before_number (abbreviations, token, c) || (is_letter
          && !is_starter (span, language, next));
    case QWENTTS_ABBREVIATION_NONE:
    default:
      break;
  }
  if (is_ordinal (span, language, token, next)
      || is_date (span, language, token, next))
    return TRUE;
  return is_letter && is_initial (token) && !is_starter (span, language, next);
}

gboolean
qwentts_abbreviations_bind (QwenttsAbbreviations * abbreviations,
    const QwenttsSpan * span, const gchar * p)
{
  const gchar *next;
  Token token;

  if (p == span->begin || p[-1] != '.')
    return FALSE;
  next = qwentts_text_get_next (span, p);
  if (next == span->end)
    return FALSE;
  /* Within an address or a name of a file. */
  if (next == p)
    return u_isalnum ((UChar32) g_utf8_get_char (next));
  if (!read_token (span, p, &token) || token.bytes[0] == '.')
    return FALSE;
  return binds (abbreviations, span, &token, next);
}
