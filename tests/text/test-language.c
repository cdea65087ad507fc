/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/language.h"

#include <string.h>

static void
assert_detected (const gchar * text, QwenttsLanguage language)
{
  g_assert_cmpint (qwentts_language_detect (text, text + strlen (text)), ==,
      language);
}

static void
test_is_told_by_the_letters (void)
{
  assert_detected ("Good evening", QWENTTS_LANGUAGE_LATIN);
  assert_detected ("今天天气很好", QWENTTS_LANGUAGE_CHINESE);
  assert_detected ("今日は天気がいい", QWENTTS_LANGUAGE_JAPANESE);
  assert_detected ("カタカナ", QWENTTS_LANGUAGE_JAPANESE);
  assert_detected ("안녕하세요", QWENTTS_LANGUAGE_KOREAN);
  assert_detected ("Добрый вечер", QWENTTS_LANGUAGE_RUSSIAN);
  assert_detected ("สวัสดี", QWENTTS_LANGUAGE_OTHER);
  assert_detected ("123 !? 🙂", QWENTTS_LANGUAGE_OTHER);
  assert_detected ("", QWENTTS_LANGUAGE_OTHER);
}

static void
test_names_in_other_letters_do_not_count_much (void)
{
  assert_detected ("他在iPhone上看到了这个消息",
      QWENTTS_LANGUAGE_CHINESE);
  assert_detected ("中国的の字很多，人们常常看到它",
      QWENTTS_LANGUAGE_CHINESE);
  assert_detected ("The word 天 means heaven", QWENTTS_LANGUAGE_LATIN);
}

static void
test_codes_are_known (void)
{
  g_assert_cmpint (qwentts_language_from_code ("zh"), ==,
      QWENTTS_LANGUAGE_CHINESE);
  g_assert_cmpint (qwentts_language_from_code ("pt"), ==,
      QWENTTS_LANGUAGE_PORTUGUESE);
  g_assert_cmpint (qwentts_language_from_code (NULL), ==,
      QWENTTS_LANGUAGE_UNKNOWN);
  g_assert_cmpint (qwentts_language_from_code ("xx"), ==,
      QWENTTS_LANGUAGE_UNKNOWN);
  g_assert_cmpstr (qwentts_language_get_locale (QWENTTS_LANGUAGE_GERMAN), ==,
      "de");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/is-told-by-the-letters",
      test_is_told_by_the_letters);
  g_test_add_func ("/language/names-in-other-letters-do-not-count-much",
      test_names_in_other_letters_do_not_count_much);
  g_test_add_func ("/language/codes-are-known", test_codes_are_known);
  return g_test_run ();
}
