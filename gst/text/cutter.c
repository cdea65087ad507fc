/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/cutter.h"
#include "text/window.h"

#include <string.h>

/* How long a segment is to be. Short ones change the voice's manner from one to
 * the next, long ones let it drift: users report about 300 characters, which is
 * some 20 s of speech. Of Chinese, Japanese and Korean that would be a minute;
 * half of it keeps joints rare. A sentence somewhat longer is left whole. */
#define FULL_LENGTH 300
#define FULL_DENSE_LENGTH 150
#define STRETCH(length) ((length) + (length) / 2)

/* The first segment: a third of the full length, so that the first audio is
 * early, and half of it for a sentence that ends there. */
#define FIRST_SHARE 3
#define FIRST_STRETCHED_SHARE 2

/* A few words may always be taken together: they are said in a second. */
#define MIN_MOST_LENGTH 20

/* So much of what could be taken is taken, unless no place is better than any
 * before: while segments grow, each is to leave room for the next. */
#define MIN_GROWING_SHARE 2
#define MIN_SHARE 4

/* No last segment of less than this share, if it can be helped. */
#define MIN_TAIL_SHARE 3

/* A longer grapheme cluster is cut whatever the limit: no request of the service
 * may be longer, and the window is made for that. */
#define MAX_CLUSTER_LENGTH 600

/* In characters. */
typedef struct
{
  guint least;
  guint target;
  guint most;
} Lengths;

struct _QwenttsCutter
{
  /* Without the white space at its end. */
  QwenttsSpan span;
  /* Where the last character that is not a symbol begins; NULL if there is
   * none. What follows it goes with it. */
  const gchar *last_speakable;
  QwenttsWindow *window;
  guint max_length;

  /* What follows the last segment. */
  const gchar *at;
  guint offset;

  /* The length of the last segment, 0 before the first, until one could have
   * had the full length. */
  guint growing_length;
  gboolean is_grown;
};

/* Where a segment may end: by length, and so that neither it nor what follows is
 * of symbols only. */
typedef struct
{
  const gchar *begin;
  /* After this; not after the others. */
  const gchar *least;
  const gchar *target;
  const gchar *most;
  const gchar *after_symbols;
  const gchar *before_symbols;
} Range;

static const gchar *
find_last_speakable (const QwenttsSpan * span)
{
  for (const gchar * p = span->end; p > span->begin;) {
    p = g_utf8_prev_char (p);
    if (qwentts_mark_is_speakable (g_utf8_get_char (p)))
      return p;
  }
  return NULL;
}

QwenttsCutter *
qwentts_cutter_new (const gchar * script, const gchar * language,
    guint max_length)
{
  QwenttsCutter *cutter;
  QwenttsSpan all = { script, NULL };

  g_return_val_if_fail (script != NULL, NULL);

  all.end = script + strlen (script);
  cutter = g_new0 (QwenttsCutter, 1);
  cutter->span.begin = script;
  cutter->span.end = qwentts_text_trim (&all, script, all.end);
  cutter->last_speakable = find_last_speakable (&cutter->span);
  cutter->window = qwentts_window_new (&cutter->span,
      qwentts_language_from_code (language));
  cutter->max_length = MAX (max_length, 1);
  cutter->at = script;
  return cutter;
}

void
qwentts_cutter_free (QwenttsCutter * cutter)
{
  qwentts_window_free (cutter->window);
  g_free (cutter);
}

static guint
get_full_length (QwenttsCutter * cutter)
{
  QwenttsLanguage language = qwentts_window_get_language (cutter->window);

  return MIN (cutter->max_length, qwentts_language_is_dense (language) ?
      FULL_DENSE_LENGTH : FULL_LENGTH);
}

static guint
growing_from (QwenttsCutter * cutter, guint twice, guint first)
{
  return MIN (MAX (twice > 0 ? twice : first, MIN_MOST_LENGTH),
      cutter->max_length);
}

/* Each segment at most twice as long as the one before, until the full length:
 * the next one is made while this one is heard. */
static Lengths
get_lengths (QwenttsCutter * cutter)
{
  guint full = get_full_length (cutter);
  guint twice = 2 * cutter->growing_length;
  Lengths lengths;

  if (!cutter->is_grown && cutter->growing_length > 0 && twice >= full)
    cutter->is_grown = TRUE;
  if (cutter->is_grown) {
    lengths.target = full;
    lengths.most = MIN (cutter->max_length, STRETCH (full));
    lengths.least = full / MIN_SHARE;
    return lengths;
  }
  lengths.target = growing_from (cutter, twice, full / FIRST_SHARE);
  lengths.most = growing_from (cutter, twice, full / FIRST_STRETCHED_SHARE);
  lengths.least = lengths.target / MIN_GROWING_SHARE;
  return lengths;
}

/* The target, or earlier if the rest would be short. */
static const gchar *
find_target (QwenttsCutter * cutter, const gchar * begin,
    const Lengths * lengths)
{
  guint tail = lengths->target / MIN_TAIL_SHARE;
  const gchar *target = qwentts_text_skip_characters (begin, cutter->span.end,
      lengths->target);
  const gchar *end = qwentts_text_skip_characters (target, cutter->span.end,
      tail);

  if (target == cutter->span.end || end < cutter->span.end)
    return target;
  return qwentts_text_skip_characters (begin, cutter->span.end,
      qwentts_text_count (begin, end) - tail);
}

static Range
get_range (QwenttsCutter * cutter, const gchar * begin, const Lengths * lengths)
{
  const gchar *end = cutter->span.end;
  Range range = {.begin = begin };

  range.target = find_target (cutter, begin, lengths);
  range.least = qwentts_text_skip_characters (begin, range.target,
      MAX (lengths->least, 1) - 1);
  range.most = qwentts_text_skip_characters (begin, end, lengths->most);
  range.after_symbols = begin;
  while (range.after_symbols < range.most
      && !qwentts_mark_is_speakable (g_utf8_get_char (range.after_symbols)))
    range.after_symbols = g_utf8_next_char (range.after_symbols);
  range.before_symbols = cutter->last_speakable ? cutter->last_speakable : end;
  return range;
}

static const gchar *
find_last (QwenttsCutter * cutter, QwenttsEnd kind, const Range * range,
    const gchar * after, const gchar * upto)
{
  return qwentts_window_find_last (cutter->window, kind,
      MAX (after, range->after_symbols), MIN (upto, range->before_symbols));
}

static const gchar *
find_first (QwenttsCutter * cutter, QwenttsEnd kind, const Range * range,
    const gchar * after, const gchar * upto)
{
  return qwentts_window_find_first (cutter->window, kind,
      MAX (after, range->after_symbols), MIN (upto, range->before_symbols));
}

/* Between words at least.
 *
 * Returns: (nullable) */
static const gchar *
find_good_end (QwenttsCutter * cutter, const Range * range)
{
  const gchar *end;

  if ((end = find_last (cutter, QWENTTS_END_SENTENCE, range, range->least,
              range->target))
      || (end = find_first (cutter, QWENTTS_END_SENTENCE, range, range->target,
              range->most)))
    return end;
  if (range->most == cutter->span.end)
    return range->most;
  for (QwenttsEnd kind = QWENTTS_END_CLAUSE; kind <= QWENTTS_END_WORD; kind++) {
    if ((end = find_last (cutter, kind, range, range->least, range->target)))
      return end;
    if (kind == QWENTTS_END_SPACE
        && (end = find_first (cutter, kind, range, range->target, range->most)))
      return end;
  }
  for (QwenttsEnd kind = QWENTTS_END_SENTENCE; kind <= QWENTTS_END_WORD; kind++)
    if ((end = find_last (cutter, kind, range, range->begin, range->least)))
      return end;
  return NULL;
}

/* Within a word that is longer than the limit, or even within a grapheme cluster
 * that is. */
static const gchar *
find_any_end (QwenttsCutter * cutter, const Range * range)
{
  guint length = MIN (cutter->max_length, MAX_CLUSTER_LENGTH);
  const gchar *limit = qwentts_text_skip_characters (range->begin,
      cutter->span.end, length);
  const gchar *end;

  for (QwenttsEnd kind = QWENTTS_END_SPACE; kind <= QWENTTS_END_WORD; kind++)
    if ((end = qwentts_window_find_first (cutter->window, kind, range->begin,
                limit)))
      return end;
  if (limit == cutter->span.end)
    return limit;
  for (QwenttsEnd kind = QWENTTS_END_WHITE; kind <= QWENTTS_END_ANY_CLUSTER;
      kind++)
    if ((end = qwentts_window_find_last (cutter->window, kind, range->begin,
                range->target)))
      return end;
  end = qwentts_window_find_first (cutter->window, QWENTTS_END_ANY_CLUSTER,
      range->begin, limit);
  return end ? end : range->target;
}

static const gchar *
find_end (QwenttsCutter * cutter, const gchar * begin)
{
  Lengths lengths;
  Range range;
  const gchar *end;

  qwentts_window_move (cutter->window, begin);
  lengths = get_lengths (cutter);
  range = get_range (cutter, begin, &lengths);
  if (range.target == cutter->span.end)
    return range.target;
  if ((end = find_good_end (cutter, &range)))
    return end;
  /* Then symbols cannot be helped. */
  if (range.after_symbols > begin || range.before_symbols < range.most) {
    range.after_symbols = begin;
    range.before_symbols = cutter->span.end;
    if ((end = find_good_end (cutter, &range)))
      return end;
  }
  return find_any_end (cutter, &range);
}

/* A space that was cut off from the marks it carries says nothing. */
static gboolean
is_blank (const gchar * begin, const gchar * end)
{
  while (begin < end && qwentts_mark_is_white (g_utf8_get_char (begin)))
    begin = g_utf8_next_char (begin);
  return begin == end;
}

gboolean
qwentts_cutter_next (QwenttsCutter * cutter, QwenttsPiece * piece)
{
  const gchar *begin, *end = NULL;

  g_return_val_if_fail (cutter != NULL && piece != NULL, FALSE);

  do {
    begin = qwentts_text_skip_white (&cutter->span, end ? end : cutter->at,
        cutter->span.end);
    if (begin == cutter->span.end)
      return FALSE;
    end = find_end (cutter, begin);
  } while (is_blank (begin, end));

  piece->text = begin;
  piece->size = end - begin;
  piece->offset = cutter->offset + qwentts_text_count (cutter->at, begin);
  piece->length = qwentts_text_count (begin, end);
  cutter->at = end;
  cutter->offset = piece->offset + piece->length;
  cutter->growing_length = piece->length;
  return TRUE;
}

gboolean
qwentts_cutter_is_at_end (const QwenttsCutter * cutter)
{
  g_return_val_if_fail (cutter != NULL, TRUE);

  return is_blank (cutter->at, cutter->span.end);
}

gboolean
qwentts_text_is_blank (const gchar * text)
{
  g_return_val_if_fail (text != NULL, TRUE);

  return is_blank (text, text + strlen (text));
}
