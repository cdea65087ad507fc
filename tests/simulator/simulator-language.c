/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Which of espeak-ng's languages a request means. */
#include "simulator-private.h"

typedef struct
{
  const gchar *type;            /* of language_type */
  const gchar *code;            /* of language */
  const gchar *espeak;
} Language;

static const Language languages[] = {
  {"Chinese", "zh", "cmn"},
  {"English", "en", "en-us"},
  {"Japanese", "ja", "ja"},
  {"Korean", "ko", "ko"},
  {"German", "de", "de"},
  {"French", "fr", "fr-fr"},
  {"Italian", "it", "it"},
  {"Russian", "ru", "ru"},
  {"Portuguese", "pt", "pt"},
  {"Spanish", "es", "es"},
};

/* By script: one kana, Hangul or Cyrillic letter decides, since Han characters
 * stand in Japanese and Korean texts too. */
static const gchar *
detect (const gchar * text)
{
  const gchar *language = "en-us";

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    switch (g_unichar_get_script (g_utf8_get_char (text))) {
      case G_UNICODE_SCRIPT_HIRAGANA:
      case G_UNICODE_SCRIPT_KATAKANA:
        return "ja";
      case G_UNICODE_SCRIPT_HANGUL:
        return "ko";
      case G_UNICODE_SCRIPT_CYRILLIC:
        return "ru";
      case G_UNICODE_SCRIPT_HAN:
        language = "cmn";
        break;
      default:
        break;
    }
  }
  return language;
}

/* @language_type: (nullable): as in a speech request
 *
 * Returns: NULL if it is not one of the page's */
const gchar *
sim_language_from_type (const gchar * language_type, const gchar * text)
{
  gsize i;

  if (language_type == NULL || g_str_equal (language_type, "Auto"))
    return detect (text);
  for (i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_str_equal (languages[i].type, language_type))
      return languages[i].espeak;
  }
  return NULL;
}

/* @code: as in a voice design request
 *
 * Returns: NULL if it is not one of the page's */
const gchar *
sim_language_from_code (const gchar * code)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_str_equal (languages[i].code, code))
      return languages[i].espeak;
  }
  return NULL;
}
