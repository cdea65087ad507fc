/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/window.h"
#include "text/boundaries.h"

#include <string.h>
#include <unicode/ubrk.h>

/* So much is shown to ICU at once, and it is moved when less than that is left
 * before its end: the longest segment is 600 characters of 4 bytes, and the
 * places found near the end of what ICU saw are not to be trusted. */
#define WINDOW_BYTES 8192
#define MIN_AHEAD_BYTES 3072

/* One of ICU's iterators, opened when it is needed. */
typedef struct
{
  UBreakIterator *iterator;
  /* Where its text begins; NULL if it has none of this window. */
  const gchar *begin;
  /* Two boundaries with none between, last seen: a long word is read once. */
  gint32 gap_begin;
  gint32 gap_end;
} Breaks;

typedef struct
{
  const gchar *at;
  QwenttsBoundary kind;
} Found;

struct _QwenttsWindow
{
  QwenttsSpan span;
  QwenttsLanguage wanted;
  /* That of what is seen. */
  QwenttsLanguage language;
  QwenttsAbbreviations *abbreviations;

  /* What ICU sees. */
  QwenttsSpan seen;
  Breaks sentences;
  Breaks words;
  Breaks clusters;

  /* Ends of sentences and some of clauses, in order, as far as ICU was asked. */
  GArray *found;
  const gchar *last_boundary;
};

QwenttsWindow *
qwentts_window_new (const QwenttsSpan * span, QwenttsLanguage language)
{
  QwenttsWindow *window = g_new0 (QwenttsWindow, 1);

  window->span = *span;
  window->wanted = language;
  window->found = g_array_new (FALSE, FALSE, sizeof (Found));
  return window;
}

static void
clear_breaks (Breaks * breaks)
{
  if (breaks->iterator)
    ubrk_close (breaks->iterator);
  memset (breaks, 0, sizeof *breaks);
}

void
qwentts_window_free (QwenttsWindow * window)
{
  clear_breaks (&window->sentences);
  clear_breaks (&window->words);
  clear_breaks (&window->clusters);
  g_clear_pointer (&window->abbreviations, qwentts_abbreviations_free);
  g_array_unref (window->found);
  g_free (window);
}

/* Shows ICU what the window sees. ICU reads the UTF-8 itself.
 *
 * Returns: (nullable): NULL if ICU has no data or no memory; then no place of
 * this kind is found */
static UBreakIterator *
prepare (QwenttsWindow * window, Breaks * breaks, UBreakIteratorType type)
{
  UErrorCode error = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;

  if (breaks->begin == window->seen.begin)
    return breaks->iterator;
  if (breaks->iterator == NULL)
    breaks->iterator = ubrk_open (type,
        qwentts_language_get_locale (window->language), NULL, 0, &error);
  utext_openUTF8 (&text, window->seen.begin,
      window->seen.end - window->seen.begin, &error);
  ubrk_setUText (breaks->iterator, &text, &error);
  utext_close (&text);
  breaks->begin = window->seen.begin;
  breaks->gap_begin = breaks->gap_end = 0;
  if (U_FAILURE (error)) {
    g_warning ("ICU cannot cut text: %s", u_errorName (error));
    if (breaks->iterator)
      ubrk_close (breaks->iterator);
    breaks->iterator = NULL;
  }
  return breaks->iterator;
}

static void
set_language (QwenttsWindow * window, QwenttsLanguage language)
{
  if (window->abbreviations && window->language == language)
    return;
  clear_breaks (&window->sentences);
  g_clear_pointer (&window->abbreviations, qwentts_abbreviations_free);
  window->language = language;
  window->abbreviations = qwentts_abbreviations_new (language);
}

static void
show (QwenttsWindow * window, const gchar * begin)
{
  const gchar *end = window->span.end;

  if (end - begin > WINDOW_BYTES)
    for (end = begin + WINDOW_BYTES; (*end & 0xc0) == 0x80;)
      end--;
  window->seen = (QwenttsSpan) {
  begin, end};
  window->sentences.begin = window->words.begin = window->clusters.begin = NULL;
  window->last_boundary = begin;
  g_array_set_size (window->found, 0);

  set_language (window, window->wanted != QWENTTS_LANGUAGE_UNKNOWN ?
      window->wanted : qwentts_language_detect (begin, end));
}

void
qwentts_window_move (QwenttsWindow * window, const gchar * begin)
{
  guint n = 0;

  if (window->seen.begin == NULL || (window->seen.end < window->span.end
          && window->seen.end - begin < MIN_AHEAD_BYTES)) {
    show (window, begin);
    return;
  }
  while (n < window->found->len
      && g_array_index (window->found, Found, n).at <= begin)
    n++;
  if (n > 0)
    g_array_remove_range (window->found, 0, n);
}

QwenttsLanguage
qwentts_window_get_language (QwenttsWindow * window)
{
  return window->language;
}

static void
judge (QwenttsWindow * window, const gchar * boundary)
{
  Found found;

  found.kind = qwentts_sentence_judge (window->abbreviations, &window->span,
      window->last_boundary, boundary, &found.at);
  window->last_boundary = MAX (boundary, found.at);
  if (found.kind != QWENTTS_BOUNDARY_NONE)
    g_array_append_val (window->found, found);
}

static void
judge_up_to (QwenttsWindow * window, const gchar * boundary)
{
  const gchar *speech;

  while ((speech = qwentts_sentence_find_speech (&window->span,
              window->last_boundary, boundary)))
    judge (window, speech);
  judge (window, boundary);
}

/* Asks ICU for all boundaries up to @upto. */
static void
find_sentences (QwenttsWindow * window, const gchar * upto)
{
  UBreakIterator *iterator =
      prepare (window, &window->sentences, UBRK_SENTENCE);

  while (iterator && window->last_boundary <= upto) {
    gint32 next = ubrk_next (iterator);
    const gchar *boundary = window->seen.begin + next;

    if (next == UBRK_DONE) {
      window->last_boundary = window->span.end + 1;
      return;
    }
    if (boundary > window->last_boundary)
      judge_up_to (window, boundary);
  }
}

/* ICU is asked only where a cluster could be cut at all: both from a few
 * hundred simple characters on. */
static gboolean
is_between_clusters (QwenttsWindow * window, const gchar * p)
{
  UBreakIterator *iterator;

  if (p == window->span.end || (g_utf8_get_char (p) < 0x300 && *p != '\n'
          && qwentts_text_get_before (&window->span, p) < 0x300))
    return TRUE;
  iterator = prepare (window, &window->clusters, UBRK_CHARACTER);
  return iterator == NULL || ubrk_isBoundary (iterator, p - window->seen.begin);
}

/* Whether the white space between lets a line be broken. */
static gboolean
is_breaking_white (const gchar * p, const gchar * next)
{
  for (; p < next; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c != 0xa0 && c != 0x202f && c != 0x2007)
      return TRUE;
  }
  return FALSE;
}

/* Of the kinds that are not ICU's: those of marks and white space. */
static gboolean
is_end (QwenttsWindow * window, QwenttsEnd kind, const gchar * p)
{
  const QwenttsSpan *span = &window->span;

  /* Most places, quickly. */
  if (kind ==
      QWENTTS_END_CLAUSE ? g_ascii_isalnum (p[-1]) : g_ascii_isgraph (*p))
    return FALSE;
  if (kind == QWENTTS_END_CLAUSE)
    return qwentts_clause_ends_at (span, p) && is_between_clusters (window, p);
  if (!qwentts_text_is_white_at (span, p)
      || qwentts_text_is_white_at (span, g_utf8_prev_char (p)))
    return FALSE;
  return kind == QWENTTS_END_WHITE
      || (is_breaking_white (p, qwentts_text_get_next (span, p))
      && qwentts_text_may_end (span, p)
      && !qwentts_abbreviations_bind (window->abbreviations, span, p));
}

/* A boundary of ICU's words or clusters, without the white space before. */
static const gchar *
check_boundary (QwenttsWindow * window, QwenttsEnd kind, const gchar * after,
    gint32 boundary)
{
  const gchar *p = qwentts_text_trim (&window->span, after,
      window->seen.begin + boundary);

  if (p == after)
    return NULL;
  if (kind == QWENTTS_END_ANY_CLUSTER)
    return p;
  if (!qwentts_text_may_end (&window->span, p))
    return NULL;
  if (kind == QWENTTS_END_CLUSTER)
    return p;
  return !qwentts_abbreviations_bind (window->abbreviations, &window->span, p)
      && is_between_clusters (window, p) ? p : NULL;
}

static Breaks *
get_breaks (QwenttsWindow * window, QwenttsEnd kind)
{
  if (kind == QWENTTS_END_WORD) {
    prepare (window, &window->words, UBRK_WORD);
    return &window->words;
  }
  prepare (window, &window->clusters, UBRK_CHARACTER);
  return &window->clusters;
}

static const gchar *
find_last_of_icu (QwenttsWindow * window, QwenttsEnd kind,
    const gchar * after, const gchar * upto)
{
  Breaks *breaks = get_breaks (window, kind);
  const gchar *begin = window->seen.begin;
  gint32 last = upto - begin;

  if (breaks->iterator == NULL
      || (after - begin >= breaks->gap_begin && last < breaks->gap_end))
    return NULL;
  if (!ubrk_isBoundary (breaks->iterator, last)) {
    last = ubrk_preceding (breaks->iterator, last);
    breaks->gap_begin = last;
    breaks->gap_end = ubrk_following (breaks->iterator, upto - begin);
  }
  for (; last != UBRK_DONE && begin + last > after;
      last = ubrk_preceding (breaks->iterator, last)) {
    const gchar *p = check_boundary (window, kind, after, last);

    if (p)
      return p;
  }
  return NULL;
}

static const gchar *
find_first_of_icu (QwenttsWindow * window, QwenttsEnd kind,
    const gchar * after, const gchar * upto)
{
  Breaks *breaks = get_breaks (window, kind);
  const gchar *begin = window->seen.begin;

  if (breaks->iterator == NULL
      || (after - begin >= breaks->gap_begin && upto - begin < breaks->gap_end))
    return NULL;
  for (gint32 next = ubrk_following (breaks->iterator, after - begin);
      next != UBRK_DONE && begin + next <= upto;
      next = ubrk_following (breaks->iterator, next)) {
    const gchar *p = check_boundary (window, kind, after, next);

    if (p)
      return p;
  }
  return NULL;
}

/* Of what ICU's sentences have given: ends of sentences and, as of one kind with
 * them, of clauses. */
static const gchar *
find_found (QwenttsWindow * window, QwenttsBoundary worst,
    const gchar * after, const gchar * upto, gboolean is_last)
{
  const gchar *best = NULL;

  find_sentences (window, upto);
  for (guint i = 0; i < window->found->len; i++) {
    const Found *found = &g_array_index (window->found, Found, i);

    if (found->at > upto)
      break;
    if (found->at <= after || found->kind < worst
        || !is_between_clusters (window, found->at))
      continue;
    best = found->at;
    if (!is_last)
      break;
  }
  return best;
}

const gchar *
qwentts_window_find_last (QwenttsWindow * window, QwenttsEnd kind,
    const gchar * after, const gchar * upto)
{
  const gchar *found = NULL;

  if (after >= upto)
    return NULL;
  if (kind == QWENTTS_END_SENTENCE)
    return find_found (window, QWENTTS_BOUNDARY_SENTENCE, after, upto, TRUE);
  if (kind == QWENTTS_END_WORD || kind >= QWENTTS_END_CLUSTER)
    return find_last_of_icu (window, kind, after, upto);
  if (kind == QWENTTS_END_CLAUSE)
    found = find_found (window, QWENTTS_BOUNDARY_CLAUSE, after, upto, TRUE);
  for (const gchar * p = upto; p > (found ? found : after);
      p = g_utf8_prev_char (p))
    if (is_end (window, kind, p))
      return p;
  return found;
}

const gchar *
qwentts_window_find_first (QwenttsWindow * window, QwenttsEnd kind,
    const gchar * after, const gchar * upto)
{
  const gchar *found = NULL;

  if (after >= upto)
    return NULL;
  if (kind == QWENTTS_END_SENTENCE)
    return find_found (window, QWENTTS_BOUNDARY_SENTENCE, after, upto, FALSE);
  if (kind == QWENTTS_END_WORD || kind >= QWENTTS_END_CLUSTER)
    return find_first_of_icu (window, kind, after, upto);
  if (kind == QWENTTS_END_CLAUSE)
    found = find_found (window, QWENTTS_BOUNDARY_CLAUSE, after, upto, FALSE);
  for (const gchar * p = g_utf8_next_char (after); p <= (found ? found : upto);
      p = g_utf8_next_char (p))
    if (is_end (window, kind, p))
      return p;
  return found;
}
