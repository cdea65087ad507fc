/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What ICU's sentence boundaries are worth, and where clauses end. */
#pragma once

#include "text/abbreviations.h"

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_BOUNDARY_NONE,
  QWENTTS_BOUNDARY_CLAUSE,
  QWENTTS_BOUNDARY_SENTENCE,
} QwenttsBoundary;

/* Judges a boundary that ICU found, by both sides of it.
 *
 * @after: where the sentence begins, at the latest
 * @boundary: what ICU says, after @after
 * @end: (out): where the sentence ends, without white space: moved back before an
 *   opening mark or on behind a closing one */
QwenttsBoundary qwentts_sentence_judge (QwenttsAbbreviations *
    abbreviations, const QwenttsSpan * span, const gchar * after,
    const gchar * boundary, const gchar ** end);

/* The first dash between @begin and @end that begins a speech where none of ICU's
 * sentences does: after the end of a sentence, before a large letter.
 *
 * Returns: (nullable) */
const gchar *qwentts_sentence_find_speech (const QwenttsSpan * span,
    const gchar * begin, const gchar * end);

/* Whether a clause ends at @p, where no white space stands before: after a
 * comma, a semicolon, a colon, a dash, an ellipsis; not within a number. */
gboolean qwentts_clause_ends_at (const QwenttsSpan * span, const gchar * p);

G_END_DECLS
