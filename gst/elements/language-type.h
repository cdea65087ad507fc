/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The languages of `language-type`. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Source: service, `language_type` of qwen3-tts-vd. */
typedef enum
{
  QWENTTS_LANGUAGE_AUTO,
  QWENTTS_LANGUAGE_CHINESE,
  QWENTTS_LANGUAGE_ENGLISH,
  QWENTTS_LANGUAGE_JAPANESE,
  QWENTTS_LANGUAGE_KOREAN,
  QWENTTS_LANGUAGE_FRENCH,
  QWENTTS_LANGUAGE_GERMAN,
  QWENTTS_LANGUAGE_SPANISH,
  QWENTTS_LANGUAGE_ITALIAN,
  QWENTTS_LANGUAGE_RUSSIAN,
  QWENTTS_LANGUAGE_PORTUGUESE
} QwenttsLanguageType;

#define QWENTTS_TYPE_LANGUAGE_TYPE (qwentts_language_type_get_type ())

GType qwentts_language_type_get_type (void);

/* As in properties: "auto", "chinese", … */
const gchar *qwentts_language_type_to_nick (QwenttsLanguageType type);

/* The service's word, NULL where the service is to find out. */
const gchar *qwentts_language_type_to_service (QwenttsLanguageType type);

G_END_DECLS
