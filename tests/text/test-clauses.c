/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/bars.h"

static void
check (QwenttsEnd kind, const gchar * const *texts)
{
  for (; *texts; texts++)
    bars_check (kind, NULL, *texts);
}

static void
test_clauses_end_at_marks (void)
{
  const gchar *texts[] = {
    "One,| two;| three:| four.",
    "他来了，|坐下；|说：|“好、|行。”",
    "a word—|another", "a word —| another", "a word –| another",
    "well-known",
    "我们——|大家", "Then…| nothing", "没有……|什么",
    "مرحبا،| كيف",
    "\"Yes,\"| he said,| \"no.\"", "（甲，|乙），|丙",
    "— Да,| — сказал он.", NULL
  };

  check (QWENTTS_END_CLAUSE, texts);
}

static void
test_numbers_and_times_have_no_clauses (void)
{
  const gchar *texts[] = {
    "1,000.5 at 10:30 is 3，14 or 1：2", "https://example.com/a,b", "a,b:c",
    "20–30", NULL
  };

  check (QWENTTS_END_CLAUSE, texts);
}

static void
test_a_question_that_goes_on_is_a_clause (void)
{
  const gchar *texts[] = {
    "\"Why?\"| he asked.", "“为什么？”|他问", "Oh!| what a day", NULL
  };

  check (QWENTTS_END_CLAUSE, texts);
}

static void
test_a_line_that_begins_large_ends_a_clause (void)
{
  const gchar *texts[] = {
    "Apples|\nPears|\nPlums", "broken\nlines go\non", "第一|\n第二", NULL
  };

  check (QWENTTS_END_CLAUSE, texts);
}

static void
test_a_dash_that_begins_a_speech_ends_nothing (void)
{
  const gchar *texts[] = { "— Да.| — Нет.", "— Да", NULL };

  check (QWENTTS_END_CLAUSE, texts);
}

static void
test_words_that_belong_together_are_not_parted (void)
{
  const gchar *texts[] = {
    "met| Dr. Smith| there", "Obst| z. B. Äpfel", "am| 3. Oktober| kam",
    "10\xc2\xa0" "000| Euro", "dit :| « Oui. »| alors", "say| ( a )| now",
    "Qui| est| là ?| Moi", "one —| two", "it| \" is", NULL
  };

  check (QWENTTS_END_SPACE, texts);
}

static void
test_words_without_spaces_are_known (void)
{
  const gchar *texts[] = {
    "今天|天气|很好", "他|说|“今天”",
    "สวัสดี|ครับ", "1,000.50|元",
    "dijo| ¿qué", "see| file.1| now", NULL
  };

  check (QWENTTS_END_WORD, texts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clauses/end-at-marks", test_clauses_end_at_marks);
  g_test_add_func ("/clauses/numbers-and-times-have-none",
      test_numbers_and_times_have_no_clauses);
  g_test_add_func ("/clauses/a-question-that-goes-on-is-one",
      test_a_question_that_goes_on_is_a_clause);
  g_test_add_func ("/clauses/a-line-that-begins-large-ends-one",
      test_a_line_that_begins_large_ends_a_clause);
  g_test_add_func ("/clauses/a-dash-that-begins-a-speech-ends-none",
      test_a_dash_that_begins_a_speech_ends_nothing);
  g_test_add_func ("/words/that-belong-together-are-not-parted",
      test_words_that_belong_together_are_not_parted);
  g_test_add_func ("/words/without-spaces-are-known",
      test_words_without_spaces_are_known);
  return g_test_run ();
}
