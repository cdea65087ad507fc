/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What language a part of a script is in, as far as cutting needs to know. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_LANGUAGE_CHINESE,
  QWENTTS_LANGUAGE_ENGLISH,
  QWENTTS_LANGUAGE_JAPANESE,
  QWENTTS_LANGUAGE_KOREAN,
  QWENTTS_LANGUAGE_FRENCH,
  QWENTTS_LANGUAGE_GERMAN,
  QWENTTS_LANGUAGE_SPANISH,
  QWENTTS_LANGUAGE_ITALIAN,
  QWENTTS_LANGUAGE_RUSSIAN,
  QWENTTS_LANGUAGE_PORTUGUESE,
  /* One of those with Latin letters. */
  QWENTTS_LANGUAGE_LATIN,
  QWENTTS_LANGUAGE_OTHER,
  QWENTTS_LANGUAGE_UNKNOWN,
} QwenttsLanguage;

/* @code: (nullable): of two letters
 *
 * Returns: UNKNOWN for NULL and for any other */
QwenttsLanguage qwentts_language_from_code (const gchar * code);

/* By the kind of the letters from @text on, some two hundred of them. */
QwenttsLanguage qwentts_language_detect (const gchar * text,
    const gchar * end);

/* For ICU. */
const gchar *qwentts_language_get_locale (QwenttsLanguage language);

/* Whether a character is about a syllable, so that a text of as many characters
 * takes longer to say. */
gboolean qwentts_language_is_dense (QwenttsLanguage language);

G_END_DECLS
