/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The table behind abbreviations.c: short on purpose. ICU's own lists have been
 * asked before; a full stop that is wrongly taken for an abbreviation's costs
 * little, since sentences are grouped. */
#pragma once

#include "text/language.h"

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_ABBREVIATION_NONE,
  /* Never ends a sentence: a title, "e.g.". */
  QWENTTS_ABBREVIATION_BINDS,
  /* Belongs to a number: "No. 5", but "No. He did not." */
  QWENTTS_ABBREVIATION_NUMBER,
  /* May end a sentence, and does before a word that mostly begins one. */
  QWENTTS_ABBREVIATION_MAY_END,
  /* The same after a number, else binds: "г. Москва", "в 1990 г. Она". */
  QWENTTS_ABBREVIATION_PLACE,
} QwenttsAbbreviation;

/* @token: with its full stops, without spaces. Its first letter may be a capital
 * where that of the table is not. */
QwenttsAbbreviation qwentts_abbreviation_table_find (QwenttsLanguage language,
    const gchar * token);

gboolean qwentts_abbreviation_table_is_starter (QwenttsLanguage language,
    const gchar * word);

gboolean qwentts_abbreviation_table_is_german_month (const gchar * text,
    const gchar * end);

G_END_DECLS
