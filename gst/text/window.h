/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The part of a script that ICU sees, and the places in it where a segment may
 * end. It moves forward with the segments, so that neither time nor memory for
 * one of them depends on what follows far behind. */
#pragma once

#include "text/language.h"
#include "text/marks.h"

G_BEGIN_DECLS

/* From the best on. A place of a kind is where the last character before white
 * space, or before the next word, ends. */
typedef enum
{
  QWENTTS_END_SENTENCE,
  QWENTTS_END_CLAUSE,
  /* Between words with white space between them. */
  QWENTTS_END_SPACE,
  /* Between other words, as in Chinese. */
  QWENTTS_END_WORD,
  /* At any white space, also in "Dr. Smith". */
  QWENTTS_END_WHITE,
  /* Between grapheme clusters: not next to a mark that forbids it; anywhere. */
  QWENTTS_END_CLUSTER,
  QWENTTS_END_ANY_CLUSTER,
} QwenttsEnd;

typedef struct _QwenttsWindow QwenttsWindow;

/* @span: the whole; it must stay
 * @language: UNKNOWN: told by the text */
QwenttsWindow *qwentts_window_new (const QwenttsSpan * span,
    QwenttsLanguage language);

void qwentts_window_free (QwenttsWindow * window);

/* Makes everything from @begin on known, for as many characters as a segment
 * can have: not before the last one, and where a segment begins. */
void qwentts_window_move (QwenttsWindow * window, const gchar * begin);

/* The language of the text there. */
QwenttsLanguage qwentts_window_get_language (QwenttsWindow * window);

/* The last place of a kind after @after and not after @upto.
 *
 * Returns: (nullable): NULL if there is none */
const gchar *qwentts_window_find_last (QwenttsWindow * window, QwenttsEnd kind,
    const gchar * after, const gchar * upto);

/* The first one. */
const gchar *qwentts_window_find_first (QwenttsWindow * window,
    QwenttsEnd kind, const gchar * after, const gchar * upto);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsWindow, qwentts_window_free);

G_END_DECLS
