/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/language.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* So many letters tell the language. */
#define SAMPLE_LETTERS 200

/* Text of symbols only is not read for ever. */
#define SAMPLE_BYTES 2048

/* A word of Latin letters has about five, one of Han characters about two. */
#define HAN_WEIGHT 3

/* Japanese is written with Han characters and kana, of which a third at least is
 * kana; a Chinese text may name a Japanese thing. */
#define MIN_KANA_SHARE 0.15

static const gchar *const codes[] = {
  "zh", "en", "ja", "ko", "fr", "de", "es", "it", "ru", "pt",
};

typedef struct
{
  guint n_letters;
  guint han;
  guint kana;
  guint hangul;
  guint cyrillic;
  guint latin;
  guint other;
} Count;

QwenttsLanguage
qwentts_language_from_code (const gchar * code)
{
  for (guint i = 0; code && i < G_N_ELEMENTS (codes); i++)
    if (g_ascii_strcasecmp (code, codes[i]) == 0)
      return (QwenttsLanguage) i;
  return QWENTTS_LANGUAGE_UNKNOWN;
}

static void
count_letter (Count * count, gunichar c)
{
  UErrorCode error = U_ZERO_ERROR;

  count->n_letters++;
  switch (uscript_getScript ((UChar32) c, &error)) {
    case USCRIPT_HAN:
      count->han += HAN_WEIGHT;
      break;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      count->kana += HAN_WEIGHT;
      break;
    case USCRIPT_HANGUL:
      count->hangul += HAN_WEIGHT;
      break;
    case USCRIPT_CYRILLIC:
      count->cyrillic++;
      break;
    case USCRIPT_LATIN:
      count->latin++;
      break;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
      break;
    default:
      count->other++;
      break;
  }
}

static QwenttsLanguage
get_most (const Count * count)
{
  guint chinese_or_japanese = count->han + count->kana;
  guint most = MAX (MAX (chinese_or_japanese, count->hangul),
      MAX (MAX (count->cyrillic, count->latin), count->other));

  if (most == 0)
    return QWENTTS_LANGUAGE_OTHER;
  if (most == chinese_or_japanese)
    return count->kana >= MIN_KANA_SHARE * chinese_or_japanese ?
        QWENTTS_LANGUAGE_JAPANESE : QWENTTS_LANGUAGE_CHINESE;
  if (most == count->hangul)
    return QWENTTS_LANGUAGE_KOREAN;
  if (most == count->cyrillic)
    return QWENTTS_LANGUAGE_RUSSIAN;
  return most == count->latin ? QWENTTS_LANGUAGE_LATIN : QWENTTS_LANGUAGE_OTHER;
}

QwenttsLanguage
qwentts_language_detect (const gchar * text, const gchar * end)
{
  Count count = { 0 };
  const gchar *last = end - text > SAMPLE_BYTES ? text + SAMPLE_BYTES : end;

  for (const gchar * p = text; p < last && count.n_letters < SAMPLE_LETTERS;
      p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (u_isalpha ((UChar32) c))
      count_letter (&count, c);
  }
  return get_most (&count);
}

const gchar *
qwentts_language_get_locale (QwenttsLanguage language)
{
  return language < G_N_ELEMENTS (codes) ? codes[language] : "root";
}

gboolean
qwentts_language_is_dense (QwenttsLanguage language)
{
  return language == QWENTTS_LANGUAGE_CHINESE
      || language == QWENTTS_LANGUAGE_JAPANESE
      || language == QWENTTS_LANGUAGE_KOREAN;
}
