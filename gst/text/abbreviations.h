/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Full stops that end no sentence: ICU's list of the language, and what it leaves out. */
#pragma once

#include "text/language.h"
#include "text/marks.h"

G_BEGIN_DECLS

typedef struct _QwenttsAbbreviations QwenttsAbbreviations;

QwenttsAbbreviations *qwentts_abbreviations_new (QwenttsLanguage language);

void qwentts_abbreviations_free (QwenttsAbbreviations * abbreviations);

/* Whether the full stop before @p belongs to an abbreviation, an initial or an
 * ordinal that what follows belongs to, as in "Dr. Smith", "z. B.", "3. Oktober":
 * neither a sentence nor, if it can be helped, a segment ends there. FALSE if
 * there is no full stop. */
gboolean qwentts_abbreviations_bind (QwenttsAbbreviations *
    abbreviations, const QwenttsSpan * span, const gchar * p);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsAbbreviations,
    qwentts_abbreviations_free);

G_END_DECLS
