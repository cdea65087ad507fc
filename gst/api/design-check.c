/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/design-check.h"

#include "api/error.h"

/* Source of all numbers and lists: the page of voice design. */
#define VOICE_PROMPT_MAX_LENGTH 2048
#define PREVIEW_TEXT_MAX_LENGTH 1024
#define PREFERRED_NAME_MAX_LENGTH 16
#define NAME_CHARACTERS "a-z, A-Z, 0-9 and _"

/* The languages of a text, and the scripts they are written in. */
typedef struct
{
  const gchar *names;
  GUnicodeScript scripts[7];    /* what is left is 0: Common, never asked for */
} Languages;

static const Languages prompt_languages = {
  "Chinese or English",
  {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_BOPOMOFO, G_UNICODE_SCRIPT_LATIN}
};

static const Languages preview_languages = {
  "Chinese, English, Japanese, Korean, German, French, Italian, Russian, "
      "Portuguese or Spanish",
  {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_BOPOMOFO, G_UNICODE_SCRIPT_LATIN,
        G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA,
      G_UNICODE_SCRIPT_HANGUL, G_UNICODE_SCRIPT_CYRILLIC}
};

G_STATIC_ASSERT (G_UNICODE_SCRIPT_COMMON == 0);

/* @text: (nullable) */
static gboolean
check_encoding (const gchar * property, const gchar * text, GError ** error)
{
  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return TRUE;

  return qwentts_refuse_property (error, property, "it is not UTF-8");
}

static gboolean
check_length (const gchar * property, const gchar * text, guint max_length,
    GError ** error)
{
  glong length = g_utf8_strlen (text, -1);

  if (length <= max_length)
    return TRUE;

  return qwentts_refuse_property (error, property,
      "it has %ld characters, more than the %u that the service takes", length,
      max_length);
}

static gboolean
is_script_of (GUnicodeScript script, const Languages * languages)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages->scripts); i++)
    if (script == languages->scripts[i])
      return TRUE;
  return FALSE;
}

static gboolean
check_languages (const gchar * property, const gchar * text,
    const Languages * languages, GError ** error)
{
  guint n_letters = 0;
  guint n_others = 0;

  for (const gchar * c = text; *c; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);
    GUnicodeScript script = g_unichar_get_script (letter);

    if (!g_unichar_isalpha (letter) || script == G_UNICODE_SCRIPT_COMMON
        || script == G_UNICODE_SCRIPT_INHERITED)
      continue;
    n_letters++;
    n_others += !is_script_of (script, languages);
  }
  if (n_others <= n_letters - n_others)
    return TRUE;

  return qwentts_refuse_property (error, property,
      "it has %ld characters, and %u of its %u letters are not of %s, the "
      "languages that the service takes", g_utf8_strlen (text, -1), n_others,
      n_letters, languages->names);
}

/* @what: what the text is, for one who has not given it */
static gboolean
check_text (const gchar * property, const gchar * text, guint max_length,
    const Languages * languages, const gchar * what, GError ** error)
{
  if (!check_encoding (property, text, error))
    return FALSE;
  if (qwentts_is_blank (text))
    return qwentts_refuse_property (error, property,
        "it is empty; set it to %s, in at most %u characters", what,
        max_length);
  return check_length (property, text, max_length, error)
      && check_languages (property, text, languages, error);
}

/* One character as it can be shown. */
static gchar *
show_character (gunichar character)
{
  gchar utf8[7] = { 0 };

  if (!g_unichar_isgraph (character) && character != ' ')
    return g_strdup_printf ("U+%04X", character);

  g_unichar_to_utf8 (character, utf8);
  return g_strdup_printf ("\"%s\"", utf8);
}

static gboolean
check_name_characters (const gchar * name, GError ** error)
{
  guint place = 1;

  for (const gchar * c = name; *c; c = g_utf8_next_char (c), place++) {
    g_autofree gchar *shown = NULL;

    if (g_ascii_isalnum (*c) || *c == '_')
      continue;
    shown = show_character (g_utf8_get_char (c));
    return qwentts_refuse_property (error, "preferred-name",
        "its character %u of %ld, %s, is none of " NAME_CHARACTERS, place,
        g_utf8_strlen (name, -1), shown);
  }
  return TRUE;
}

static gboolean
check_preferred_name (const gchar * name, GError ** error)
{
  if (!check_encoding ("preferred-name", name, error))
    return FALSE;
  if (name == NULL || *name == '\0')
    return qwentts_refuse_property (error, "preferred-name",
        "it is empty; set it to at most %u of " NAME_CHARACTERS,
        PREFERRED_NAME_MAX_LENGTH);
  return check_length ("preferred-name", name, PREFERRED_NAME_MAX_LENGTH, error)
      && check_name_characters (name, error);
}

static gboolean
check_choice (const gchar * property, const gchar * value,
    const gchar * const *choices, GError ** error)
{
  g_autofree gchar *list = NULL;
  g_autofree gchar *shown = NULL;

  if (value && g_strv_contains (choices, value))
    return TRUE;

  list = g_strjoinv (", ", (gchar **) choices);
  shown = qwentts_show (value ? value : "", NULL);
  return qwentts_refuse_property (error, property,
      "it is \"%s\", and must be one of %s", shown, list);
}

static gboolean
check_sample_rate (guint rate_hz, GError ** error)
{
  static const guint rates_hz[] = { 8000, 16000, 24000, 48000 };

  for (guint i = 0; i < G_N_ELEMENTS (rates_hz); i++)
    if (rate_hz == rates_hz[i])
      return TRUE;
  return qwentts_refuse_property (error, "sample-rate",
      "it is %u, and must be one of 8000, 16000, 24000, 48000", rate_hz);
}

static gboolean
check_model (const gchar * property, const gchar * model,
    const gchar * example, GError ** error)
{
  if (!check_encoding (property, model, error))
    return FALSE;
  if (qwentts_is_blank (model))
    return qwentts_refuse_property (error, property,
        "it must name a model such as %s", example);
  return TRUE;
}

gboolean
qwentts_design_request_check (const QwenttsDesignRequest * request,
    GError ** error)
{
  static const gchar *const languages[] = { "zh", "en", "ja", "ko", "de", "fr",
    "it", "ru", "pt", "es", NULL
  };
  static const gchar *const formats[] = { "pcm", "wav", "mp3", "opus", NULL };

  return check_text ("voice-prompt", request->voice_prompt,
      VOICE_PROMPT_MAX_LENGTH, &prompt_languages, "a description of the voice",
      error)
      && check_text ("preview-text", request->preview_text,
      PREVIEW_TEXT_MAX_LENGTH, &preview_languages, "what the preview says",
      error)
      && check_preferred_name (request->preferred_name, error)
      && check_choice ("language", request->language, languages, error)
      && check_sample_rate (request->sample_rate, error)
      && check_choice ("response-format", request->response_format, formats,
      error)
      && check_model ("target-model", request->target_model,
      QWENTTS_DEFAULT_TARGET_MODEL, error)
      && check_model ("model", request->model, QWENTTS_DEFAULT_DESIGN_MODEL,
      error);
}
