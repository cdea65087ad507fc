/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each limit of the page of voice design: at it, and one beyond. */
#include "api/design-check.h"

#include <string.h>

#include "api/error.h"

#define HAN "\xe5\xa3\xb0"
#define CYRILLIC "\xd0\xb3"
#define GREEK "\xce\xb3"
#define ARABIC "\xd8\xb9"
#define BOPOMOFO "\xe3\x84\x85"
#define HIRAGANA "\xe3\x81\x82"
#define KATAKANA "\xe3\x82\xa2"
#define HANGUL "\xed\x95\x9c"
#define EMOJI "\xf0\x9f\x98\x80"
#define NOT_UTF8 "voice \xff"

static const QwenttsDesignRequest good = {
  .model = "qwen-voice-design",
  .voice_prompt = "A calm middle-aged male news anchor",
  .preview_text = "Good evening, listeners.",
  .preferred_name = "announcer",
  .language = "en",
  .response_format = "wav",
  .target_model = "qwen3-tts-vd-2026-01-26",
  .sample_rate = 24000,
};

static gchar *
repeat (const gchar * text, guint n)
{
  GString *repeated = g_string_new (NULL);

  while (n--)
    g_string_append (repeated, text);
  return g_string_free (repeated, FALSE);
}

static void
assert_taken (const QwenttsDesignRequest * request)
{
  g_autoptr (GError) error = NULL;

  qwentts_design_request_check (request, &error);
  g_assert_no_error (error);
}

/* @words: the end of the message */
static void
assert_refused (const QwenttsDesignRequest * request, const gchar * property,
    const gchar * words)
{
  g_autofree gchar *message = g_strdup_printf
      ("The property \"%s\" is not valid: %s.", property, words);
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_design_request_check (request, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_takes_good_request (void)
{
  assert_taken (&good);
}

/* The longest text of one letter is taken, a longer one is not. */
static void
assert_limit (gsize member, const gchar * property, guint max_length,
    const gchar * letter)
{
  QwenttsDesignRequest request = good;
  g_autofree gchar *longest = repeat (letter, max_length);
  g_autofree gchar *too_long = repeat (letter, max_length + 1);
  g_autofree gchar *words = g_strdup_printf ("it has %u characters, more than "
      "the %u that the service takes", max_length + 1, max_length);

  G_STRUCT_MEMBER (const gchar *, &request, member) = longest;
  assert_taken (&request);
  G_STRUCT_MEMBER (const gchar *, &request, member) = too_long;
  assert_refused (&request, property, words);
}

#define offset(member) G_STRUCT_OFFSET (QwenttsDesignRequest, member)

static void
test_limits_voice_prompt_length (void)
{
  assert_limit (offset (voice_prompt), "voice-prompt", 2048, "x");
  assert_limit (offset (voice_prompt), "voice-prompt", 2048, HAN);
  assert_limit (offset (voice_prompt), "voice-prompt", 2048, EMOJI);
}

static void
test_limits_preview_text_length (void)
{
  assert_limit (offset (preview_text), "preview-text", 1024, "x");
  assert_limit (offset (preview_text), "preview-text", 1024, HAN);
  assert_limit (offset (preview_text), "preview-text", 1024, EMOJI);
}

static void
test_limits_preferred_name_length (void)
{
  assert_limit (offset (preferred_name), "preferred-name", 16, "x");
  assert_limit (offset (preferred_name), "preferred-name", 16, "_");
}

static const gchar *const blanks[] = { NULL, "", " ", "\t\r\n",
  "\xc2\xa0\xe3\x80\x80", "\v\xc2\x85"
};

static void
test_refuses_blank_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++) {
    QwenttsDesignRequest no_prompt = good;
    QwenttsDesignRequest no_preview = good;

    no_prompt.voice_prompt = blanks[i];
    assert_refused (&no_prompt, "voice-prompt", "it is empty; set it to a "
        "description of the voice, in at most 2048 characters");
    no_preview.preview_text = blanks[i];
    assert_refused (&no_preview, "preview-text", "it is empty; set it to what "
        "the preview says, in at most 1024 characters");
  }
}

static void
test_refuses_blank_models (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++) {
    QwenttsDesignRequest no_target = good;
    QwenttsDesignRequest no_model = good;

    no_target.target_model = blanks[i];
    assert_refused (&no_target, "target-model",
        "it must name a model such as qwen3-tts-vd-2026-01-26");
    no_model.model = blanks[i];
    assert_refused (&no_model, "model",
        "it must name a model such as qwen-voice-design");
  }
}

static void
test_takes_models_of_tomorrow (void)
{
  QwenttsDesignRequest request = good;

  request.model = "qwen-voice-design-2";
  request.target_model = "qwen4-tts-vd";
  assert_taken (&request);
}

static void
test_refuses_what_is_no_utf8 (void)
{
  static const struct
  {
    gsize member;
    const gchar *property;
  } members[] = {
    {offset (voice_prompt), "voice-prompt"},
    {offset (preview_text), "preview-text"},
    {offset (preferred_name), "preferred-name"},
    {offset (target_model), "target-model"},
    {offset (model), "model"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    QwenttsDesignRequest request = good;

    G_STRUCT_MEMBER (const gchar *, &request, members[i].member) = NOT_UTF8;
    assert_refused (&request, members[i].property, "it is not UTF-8");
    /* A sequence that is cut, so that a reader could run beyond the end. */
    G_STRUCT_MEMBER (const gchar *, &request, members[i].member) = "\xf0";
    assert_refused (&request, members[i].property, "it is not UTF-8");
  }
}

#define NAME_CHARACTERS "a-z, A-Z, 0-9 and _"

static void
test_takes_each_character_of_names (void)
{
  static const gchar *const names[] = { "abcdefghijklm", "nopqrstuvwxyz",
    "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "0123456789_", "7", "_"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    QwenttsDesignRequest request = good;

    request.preferred_name = names[i];
    assert_taken (&request);
  }
}

static void
test_names_the_wrong_character_of_a_name (void)
{
  static const struct
  {
    const gchar *name;
    const gchar *words;
  } cases[] = {
    {"news-anchor", "its character 5 of 11, \"-\", is"},
    {"news anchor", "its character 5 of 11, \" \", is"},
    {"anchor\n", "its character 7 of 7, U+000A, is"},
    {"a\xe2\x80\xae" "b", "its character 2 of 3, U+202E, is"},
    {HAN "x", "its character 1 of 2, \"" HAN "\", is"},
    {"caf\xc3\xa9", "its character 4 of 4, \"\xc3\xa9\", is"},
    {"x\xef\xbc\x91", "its character 2 of 2, \"\xef\xbc\x91\", is"},
    {"x" EMOJI "-", "its character 2 of 3, \"" EMOJI "\", is"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    QwenttsDesignRequest request = good;
    g_autofree gchar *words = g_strconcat (cases[i].words, " none of "
        NAME_CHARACTERS, NULL);

    request.preferred_name = cases[i].name;
    assert_refused (&request, "preferred-name", words);
  }
}

static void
test_refuses_no_name (void)
{
  QwenttsDesignRequest request = good;

  request.preferred_name = NULL;
  assert_refused (&request, "preferred-name",
      "it is empty; set it to at most 16 of " NAME_CHARACTERS);
  request.preferred_name = "";
  assert_refused (&request, "preferred-name",
      "it is empty; set it to at most 16 of " NAME_CHARACTERS);
}

/* Each value of a list is taken, and none of the others, which get as the end
 * of their message what is right. */
static void
assert_choice (gsize member, const gchar * property,
    const gchar * const *right, const gchar * const *wrong)
{
  QwenttsDesignRequest request = good;
  g_autofree gchar *list = g_strjoinv (", ", (gchar **) right);

  for (guint i = 0; right[i]; i++) {
    G_STRUCT_MEMBER (const gchar *, &request, member) = right[i];
    assert_taken (&request);
  }
  for (guint i = 0; wrong[i]; i++) {
    g_autofree gchar *words = g_strdup_printf
        ("it is \"%s\", and must be one of %s", wrong[i], list);

    G_STRUCT_MEMBER (const gchar *, &request, member) = wrong[i];
    assert_refused (&request, property, words);
  }
}

static void
test_takes_ten_languages (void)
{
  static const gchar *const right[] = { "zh", "en", "ja", "ko", "de", "fr",
    "it", "ru", "pt", "es", NULL
  };
  static const gchar *const wrong[] = { "", "ZH", "nl", "zh-CN", "Chinese",
    " zh", NULL
  };

  assert_choice (offset (language), "language", right, wrong);
}

static void
test_takes_four_formats (void)
{
  static const gchar *const right[] = { "pcm", "wav", "mp3", "opus", NULL };
  static const gchar *const wrong[] = { "", "WAV", "ogg", "flac", NULL };

  assert_choice (offset (response_format), "response-format", right, wrong);
}

/* A value that is missing is told as one that is empty. */
static void
test_refuses_no_choice (void)
{
  QwenttsDesignRequest no_language = good;
  QwenttsDesignRequest no_format = good;

  no_language.language = NULL;
  assert_refused (&no_language, "language",
      "it is \"\", and must be one of zh, en, ja, ko, de, fr, it, ru, pt, es");
  no_format.response_format = NULL;
  assert_refused (&no_format, "response-format",
      "it is \"\", and must be one of pcm, wav, mp3, opus");
}

static void
test_shows_little_of_a_choice (void)
{
  QwenttsDesignRequest request = good;
  g_autofree gchar *filling = g_strnfill (100000, 'x');
  g_autofree gchar *language = g_strconcat ("\xff\n", filling, NULL);
  g_autoptr (GError) error = NULL;

  request.language = language;
  g_assert_false (qwentts_design_request_check (&request, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 1000);
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_takes_four_rates (void)
{
  static const guint right[] = { 8000, 16000, 24000, 48000 };
  static const guint wrong[] = { 0, 7999, 8001, 22050, 44100, 96000,
    G_MAXUINT
  };
  QwenttsDesignRequest request = good;

  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    request.sample_rate = right[i];
    assert_taken (&request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree gchar *words = g_strdup_printf ("it is %u, and must be one of "
        "8000, 16000, 24000, 48000", wrong[i]);

    request.sample_rate = wrong[i];
    assert_refused (&request, "sample-rate", words);
  }
}

/* As many letters of another script as of the right ones are still taken. */
static void
test_limits_voice_prompt_to_two_languages (void)
{
  static const gchar *const right[] = {
    "A calm voice", HAN HAN HAN, BOPOMOFO, "caf\xc3\xa9",
    "x" CYRILLIC, HAN CYRILLIC, BOPOMOFO GREEK, "xx" HIRAGANA HANGUL,
    /* Nothing that could be of a wrong language. */
    "123 ... " EMOJI, "\xcc\x81", "\xe3\x83\xbc",
  };
  static const struct
  {
    const gchar *text;
    const gchar *count;
  } wrong[] = {
    {CYRILLIC, "1 characters, and 1 of its 1"},
    {"x" CYRILLIC CYRILLIC, "3 characters, and 2 of its 3"},
    {HAN ", " CYRILLIC GREEK " 5", "7 characters, and 2 of its 3"},
    {HIRAGANA KATAKANA, "2 characters, and 2 of its 2"},
    {HANGUL ".", "2 characters, and 1 of its 1"},
    {ARABIC " " EMOJI, "3 characters, and 1 of its 1"},
  };
  QwenttsDesignRequest request = good;

  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    g_test_message ("case %u", i);
    request.voice_prompt = right[i];
    assert_taken (&request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree gchar *words = g_strdup_printf ("it has %s letters are not of "
        "Chinese or English, the languages that the service takes",
        wrong[i].count);

    request.voice_prompt = wrong[i].text;
    assert_refused (&request, "voice-prompt", words);
  }
}

static void
test_limits_preview_text_to_ten_languages (void)
{
  static const gchar *const right[] = {
    "Good evening", HAN, BOPOMOFO, HIRAGANA, KATAKANA, HANGUL, CYRILLIC,
    "stra\xc3\x9f" "e", "x" GREEK, CYRILLIC ARABIC, "42", EMOJI,
  };
  static const struct
  {
    const gchar *text;
    const gchar *count;
  } wrong[] = {
    {GREEK, "1 characters, and 1 of its 1"},
    {"x" GREEK ARABIC, "3 characters, and 2 of its 3"},
    {"1. " ARABIC ARABIC HANGUL, "6 characters, and 2 of its 3"},
  };
  QwenttsDesignRequest request = good;

  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    g_test_message ("case %u", i);
    request.preview_text = right[i];
    assert_taken (&request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree gchar *words = g_strdup_printf ("it has %s letters are not of "
        "Chinese, English, Japanese, Korean, German, French, Italian, Russian, "
        "Portuguese or Spanish, the languages that the service takes",
        wrong[i].count);

    request.preview_text = wrong[i].text;
    assert_refused (&request, "preview-text", words);
  }
}

#define add(path, func) g_test_add_func ("/design-check/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("takes-good-request", test_takes_good_request);
  add ("limits-voice-prompt-length", test_limits_voice_prompt_length);
  add ("limits-preview-text-length", test_limits_preview_text_length);
  add ("limits-preferred-name-length", test_limits_preferred_name_length);
  add ("refuses-blank-texts", test_refuses_blank_texts);
  add ("refuses-blank-models", test_refuses_blank_models);
  add ("takes-models-of-tomorrow", test_takes_models_of_tomorrow);
  add ("refuses-what-is-no-utf8", test_refuses_what_is_no_utf8);
  add ("takes-each-character-of-names", test_takes_each_character_of_names);
  add ("names-the-wrong-character-of-a-name",
      test_names_the_wrong_character_of_a_name);
  add ("refuses-no-name", test_refuses_no_name);
  add ("takes-ten-languages", test_takes_ten_languages);
  add ("takes-four-formats", test_takes_four_formats);
  add ("refuses-no-choice", test_refuses_no_choice);
  add ("shows-little-of-a-choice", test_shows_little_of_a_choice);
  add ("takes-four-rates", test_takes_four_rates);
  add ("limits-voice-prompt-to-two-languages",
      test_limits_voice_prompt_to_two_languages);
  add ("limits-preview-text-to-ten-languages",
      test_limits_preview_text_to_ten_languages);

  return g_test_run ();
}
