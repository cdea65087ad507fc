/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Full stops that end no sentence: what ICU's lists leave out. */
#pragma once

#include "text/language.h"
#include "text/marks.h"

G_BEGIN_DECLS

/* Whether the full stop before @p belongs to an abbreviation, an initial or an
 * ordinal that what follows belongs to, as in "Dr. Smith", "z. B.", "3. Oktober":
 * neither a sentence nor, if it can be helped, a segment ends there. FALSE if
 * there is no full stop. */
gboolean qwentts_abbreviation_binds (const QwenttsSpan * span,
    QwenttsLanguage language, const gchar * p);

G_END_DECLS
