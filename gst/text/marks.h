/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What stands at a place of a text: white space, marks, quotation marks. All
 * look at a few characters around it only. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text that may be looked at, valid UTF-8 from its begin on. */
typedef struct
{
  const gchar *begin;
  const gchar *end;
} QwenttsSpan;

typedef enum
{
  QWENTTS_SIDE_NONE,
  /* Belongs to what follows: an opening quotation mark or bracket, ¿. */
  QWENTTS_SIDE_OPENING,
  /* Belongs to what stands before. */
  QWENTTS_SIDE_CLOSING,
} QwenttsSide;

/* White_Space. */
gboolean qwentts_mark_is_white (gunichar c);

/* A letter or a number: what is not a symbol only. */
gboolean qwentts_mark_is_speakable (gunichar c);

/* Ends a sentence: . ? 。 and their kin, and an ellipsis. */
gboolean qwentts_mark_is_terminator (gunichar c);

/* Stands after a word, such as a comma, or is a terminator. */
gboolean qwentts_mark_is_trailing (gunichar c);

/* A dash that parts clauses. */
gboolean qwentts_mark_is_dash (gunichar c);

/* From Han and kana on, where no spaces are written, and Hangul. */
gboolean qwentts_mark_is_wide (gunichar c);

/* Whether the character at @p is white space, and a grapheme cluster by itself:
 * a space may carry a combining mark. */
gboolean qwentts_text_is_white_at (const QwenttsSpan * span, const gchar * p);

/* The first place from @p on that is not white, or @end. */
const gchar *qwentts_text_skip_white (const QwenttsSpan * span,
    const gchar * p, const gchar * end);

/* The last place from @p back that has no white space before it, or @begin. */
const gchar *qwentts_text_trim (const QwenttsSpan * span, const gchar * begin,
    const gchar * p);

/* What follows @p after white space; not much of that is skipped. */
const gchar *qwentts_text_get_next (const QwenttsSpan * span, const gchar * p);

/* The character before @p, 0 at the begin; and the one at @p, 0 at the end. */
gunichar qwentts_text_get_before (const QwenttsSpan * span, const gchar * p);
gunichar qwentts_text_get_at (const QwenttsSpan * span, const gchar * p);

QwenttsSide qwentts_text_get_side (const QwenttsSpan * span, const gchar * p);

/* From @p back over closing marks and white space, not far. */
const gchar *qwentts_text_skip_closing_back (const QwenttsSpan * span,
    const gchar * p);

/* Whether a segment may end at @p, where no white space stands before: not
 * after an opening mark, not before a closing or trailing one, not in 3.14. */
gboolean qwentts_text_may_end (const QwenttsSpan * span, const gchar * p);

/* The place @n characters after @p, or @end. */
const gchar *qwentts_text_skip_characters (const gchar * p, const gchar * end,
    guint n);

/* The number of characters. */
guint qwentts_text_count (const gchar * begin, const gchar * end);

G_END_DECLS
