/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/bars.h"
#include "text/cut-check.h"

#include <string.h>

#define FAMILY "👩\xe2\x80\x8d👩\xe2\x80\x8d👧\xe2\x80\x8d👦"
#define FLAG "🇩🇪"
#define ACUTE "\xcc\x81"

static void
assert_cut (const gchar * script, const gchar * language, guint max_length,
    const gchar * barred)
{
  g_autofree gchar *cut = bars_cut (script, language, max_length);

  g_assert_cmpstr (cut, ==, barred);
  cut_check (script, language, max_length);
}

static gchar *
repeat (const gchar * text, guint n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  return g_string_free (all, FALSE);
}

/* Returns: the lengths of all segments */
static GArray *
get_lengths (const gchar * script, const gchar * language, guint max_length)
{
  g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script, language,
      max_length);
  GArray *lengths = g_array_new (FALSE, FALSE, sizeof (guint));
  QwenttsPiece piece;

  while (qwentts_cutter_next (cutter, &piece))
    g_array_append_val (lengths, piece.length);
  return lengths;
}

static void
test_a_short_script_is_one_segment (void)
{
  assert_cut ("Good evening.", NULL, 600, "Good evening.");
  assert_cut (" Dr. Smith came.\nHe left.\n", "en", 600,
      "Dr. Smith came.\nHe left.");
  assert_cut ("a", NULL, 1, "a");
  assert_cut ("a", NULL, 0xffffffff, "a");
}

static void
test_a_blank_script_gives_none (void)
{
  const gchar *blanks[] = {
    "", " ", "\r\n\t\n", "\xc2\xa0\xe3\x80\x80\xe2\x80\xa8\xe2\x80\xa9\xc2\x85"
  };

  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++) {
    assert_cut (blanks[i], NULL, 10, "");
    g_assert_true (qwentts_text_is_blank (blanks[i]));
  }
  g_assert_false (qwentts_text_is_blank (" . "));
}

static void
test_a_limit_of_zero_is_one (void)
{
  g_autofree gchar *cut = bars_cut ("ab c", NULL, 0);

  g_assert_cmpstr (cut, ==, "a|b|c");
}

static void
test_segments_end_at_sentences (void)
{
  assert_cut ("The rain fell. The wind blew. The sun came out. All was well.",
      "en", 40,
      "The rain fell.|The wind blew.|The sun came out.|All was well.");
}

static void
test_sentences_are_grouped_up_to_the_full_length (void)
{
  g_autofree gchar *script = repeat ("The rain fell on the old town. ", 100);
  g_autoptr (GArray) lengths = get_lengths (script, "en", 600);

  for (guint i = 3; i < lengths->len; i++) {
    g_assert_cmpuint (g_array_index (lengths, guint, i), <=, CUT_FULL_LENGTH);
    if (i + 2 < lengths->len)
      g_assert_cmpuint (g_array_index (lengths, guint, i), >, 250);
  }
  cut_check (script, "en", 600);
}

static void
test_dense_text_has_shorter_segments (void)
{
  g_autofree gchar *script =
      repeat ("那天早晨天气很冷，他很早就走出了家门。", 100);
  g_autoptr (GArray) lengths = get_lengths (script, NULL, 600);

  for (guint i = 0; i < lengths->len; i++)
    g_assert_cmpuint (g_array_index (lengths, guint, i), <=,
        CUT_FULL_DENSE_LENGTH);
  cut_check (script, NULL, 600);
}

static void
test_the_first_is_short_and_each_next_at_most_twice_as_long (void)
{
  g_autofree gchar *script = repeat ("The rain fell on the old town. ", 100);

  for (guint limit = 50; limit <= 600; limit += 50) {
    g_autoptr (GArray) lengths = get_lengths (script, "en", limit);
    guint full = MIN (limit, CUT_FULL_LENGTH);

    g_assert_cmpuint (g_array_index (lengths, guint, 0), <=, full / 2);
    for (guint i = 1; i < lengths->len; i++) {
      guint last = g_array_index (lengths, guint, i - 1);

      if (2 * last >= full)
        break;
      g_assert_cmpuint (g_array_index (lengths, guint, i), <=,
          MAX (2 * last, CUT_MIN_MOST_LENGTH));
    }
  }
}

static void
test_a_sentence_somewhat_too_long_is_whole (void)
{
  g_autofree gchar *start = repeat ("The rain fell on the old town. ", 30);
  g_autofree gchar *words = repeat ("word, and ", 38);
  g_autofree gchar *script = g_strconcat (start, "\n\nA ", words, "end.\n\n",
      start, NULL);
  g_autofree gchar *cut = bars_cut (script, "en", 600);
  g_autofree gchar *whole = g_strconcat ("|A ", words, "end.|", NULL);

  g_assert_nonnull (strstr (cut, whole));
  cut_check (script, "en", 600);
}

static void
test_the_last_is_not_very_short (void)
{
  g_autofree gchar *script = repeat ("The rain fell on the old town. ", 100);

  for (guint n = 40; n < 100; n++) {
    g_autofree gchar *part = g_strndup (script, n * 31);
    g_autoptr (GArray) lengths = get_lengths (part, "en", 600);

    g_assert_cmpuint (g_array_index (lengths, guint, lengths->len - 1), >=, 60);
  }
}

static void
test_a_long_sentence_is_cut_at_clauses (void)
{
  assert_cut ("when the rain fell on the town, the people went home, "
      "and the streets were empty", "en", 60,
      "when the rain fell|on the town, the people went home,"
      "|and the streets were empty");
}

static void
test_abbreviations_are_whole (void)
{
  assert_cut ("yesterday I met Dr. Smith there", "en", 20,
      "yesterday I met|Dr. Smith there");
  assert_cut ("er mochte Hunde wie z. B. Dackel", "de", 22,
      "er mochte Hunde wie|z. B. Dackel");
  assert_cut ("und so kam es alles im 3. Quartal", "de", 25,
      "und so kam es alles|im 3. Quartal");
  assert_cut ("the number pi is 3.14159 here", "en", 20,
      "the number pi is|3.14159 here");
}

static void
test_what_is_longer_than_the_limit_is_cut_at_spaces (void)
{
  assert_cut ("Dr. Smith", "en", 6, "Dr.|Smith");
}

static void
test_quotation_marks_stay_with_what_they_enclose (void)
{
  assert_cut ("the man in black said \"yes\" and went", "en", 24,
      "the man in black|said \"yes\" and went");
  assert_cut ("他昨天晚上很高兴地说「好」然后走了", "zh", 11,
      "他昨天晚上很高兴地说|「好」然后走了");
}

static void
test_a_word_that_fits_is_whole (void)
{
  assert_cut ("Donaudampfschifffahrtsgesellschaft", "de", 34,
      "Donaudampfschifffahrtsgesellschaft");
  assert_cut ("Die Donaudampfschifffahrtsgesellschaft", "de", 34,
      "Die|Donaudampfschifffahrtsgesellschaft");
  assert_cut ("Donaudampfschifffahrtsgesellschaft fuhr", "de", 34,
      "Donaudampfschifffahrtsgesellschaft|fuhr");
}

static void
test_a_chain_of_words_is_rather_whole (void)
{
  g_autofree gchar *chain = repeat ("ab-", 40);
  g_autofree gchar *script = g_strconcat (chain, "ab and so on and on and on "
      "and on and on and on and on and on and on and on and on", NULL);
  g_autoptr (GArray) lengths = get_lengths (script, "en", 600);

  g_assert_cmpuint (g_array_index (lengths, guint, 0), ==, 122);
}

static void
test_a_word_beyond_the_limit_is_not_cut_before_a_mark (void)
{
  g_autofree gchar *before = repeat ("a", 20);
  g_autofree gchar *after = repeat ("b", 60);
  g_autofree gchar *script = g_strconcat (before, ",", after, NULL);
  g_autoptr (GArray) lengths = get_lengths (script, "en", 20);

  g_assert_cmpuint (g_array_index (lengths, guint, 0), ==, 19);
}

static void
test_clusters_are_whole (void)
{
  assert_cut (FAMILY FAMILY, NULL, 7, FAMILY "|" FAMILY);
  assert_cut (FAMILY FAMILY, NULL, 13, FAMILY "|" FAMILY);
  assert_cut (FLAG FLAG FLAG, NULL, 3, FLAG "|" FLAG "|" FLAG);
  assert_cut ("e" ACUTE "e" ACUTE "e" ACUTE, NULL, 3,
      "e" ACUTE "|e" ACUTE "|e" ACUTE);
  assert_cut ("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8" "각", NULL, 3,
      "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8" "|각");
}

static void
test_a_cluster_beyond_the_limit_is_cut_between_code_points (void)
{
  g_autofree gchar *marks = repeat (ACUTE, 2000);
  g_autofree gchar *script = g_strconcat ("e", marks, NULL);
  g_autoptr (GArray) lengths = get_lengths (script, NULL, 50);
  guint n = 0;

  for (guint i = 0; i < lengths->len; i++)
    n += g_array_index (lengths, guint, i);
  g_assert_cmpuint (n, ==, 2001);
  cut_check (script, NULL, 50);
  cut_check (script, NULL, 1);
  cut_check (script, NULL, 10000);
}

static void
test_a_space_that_carries_a_mark_is_not_blank (void)
{
  assert_cut (" " ACUTE " a", NULL, 600, " " ACUTE " a");
  assert_cut (" " ACUTE, NULL, 1, ACUTE);
}

static void
test_blank_stretches_are_left_out (void)
{
  assert_cut ("one two three four\n\n \xc2\xa0\xe3\x80\x80\r\n five", NULL, 20,
      "one two three four|five");
}

static void
test_symbols_go_with_a_neighbour (void)
{
  assert_cut ("the cat sat here\n\n***", NULL, 20, "the cat sat|here\n\n***");
  assert_cut ("* * *\n\nthe cat sat here on it", NULL, 24,
      "* * *\n\nthe cat sat|here on it");
  assert_cut ("* * * * * *\n\nthe cat sat on it", NULL, 24,
      "* * * * * *\n\nthe cat|sat on it");
  assert_cut ("the cat sat on the mat 🙂🙂", NULL, 24,
      "the cat sat on the|mat 🙂🙂");
}

static void
test_symbols_alone_are_sent (void)
{
  assert_cut ("***", NULL, 600, "***");
  assert_cut (" 🙂 ", NULL, 600, "🙂");
  assert_cut ("abc ---", NULL, 3, "abc|---");
}

static void
test_a_million_spaces_are_one_stretch (void)
{
  g_autofree gchar *spaces = repeat (" ", 1000000);
  g_autofree gchar *script = g_strconcat ("one", spaces, "two", NULL);
  g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script, NULL, 600);
  QwenttsPiece piece;

  g_assert_true (qwentts_cutter_next (cutter, &piece));
  g_assert_cmpuint (piece.length, ==, 3);
  g_assert_true (qwentts_cutter_next (cutter, &piece));
  g_assert_cmpuint (piece.offset, ==, 1000003);
  g_assert_false (qwentts_cutter_next (cutter, &piece));
}

static void
test_offsets_count_characters (void)
{
  const gchar *script = "\xe3\x80\x80今天。\n\n🙂 Grüße";
  g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script, NULL, 5);
  QwenttsPiece piece;

  g_assert_true (qwentts_cutter_next (cutter, &piece));
  g_assert_true (piece.text == script + 3);
  g_assert_cmpuint (piece.offset, ==, 1);
  g_assert_cmpuint (piece.length, ==, 3);
  g_assert_cmpuint (piece.size, ==, 9);
  cut_check (script, NULL, 5);
}

static void
test_the_language_changes_with_the_text (void)
{
  g_autofree gchar *english = repeat ("I met Dr. Smith in the rain. ", 400);
  g_autofree gchar *chinese = repeat ("那天早晨天气很冷。", 2000);
  g_autofree gchar *script = g_strconcat (english, chinese, NULL);
  g_autoptr (GArray) lengths = get_lengths (script, NULL, 600);

  g_assert_cmpuint (g_array_index (lengths, guint, 10), >,
      CUT_FULL_DENSE_LENGTH);
  g_assert_cmpuint (g_array_index (lengths, guint, lengths->len - 3), <=,
      CUT_FULL_DENSE_LENGTH);
}

#define ADD(path, function) g_test_add_func ("/cutter/" path, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-short-script-is-one-segment", test_a_short_script_is_one_segment);
  ADD ("a-blank-script-gives-none", test_a_blank_script_gives_none);
  ADD ("a-limit-of-zero-is-one", test_a_limit_of_zero_is_one);
  ADD ("segments-end-at-sentences", test_segments_end_at_sentences);
  ADD ("sentences-are-grouped-up-to-the-full-length",
      test_sentences_are_grouped_up_to_the_full_length);
  ADD ("dense-text-has-shorter-segments", test_dense_text_has_shorter_segments);
  ADD ("the-first-is-short-and-each-next-at-most-twice-as-long",
      test_the_first_is_short_and_each_next_at_most_twice_as_long);
  ADD ("a-sentence-somewhat-too-long-is-whole",
      test_a_sentence_somewhat_too_long_is_whole);
  ADD ("the-last-is-not-very-short", test_the_last_is_not_very_short);
  ADD ("a-long-sentence-is-cut-at-clauses",
      test_a_long_sentence_is_cut_at_clauses);
  ADD ("abbreviations-are-whole", test_abbreviations_are_whole);
  ADD ("what-is-longer-than-the-limit-is-cut-at-spaces",
      test_what_is_longer_than_the_limit_is_cut_at_spaces);
  ADD ("quotation-marks-stay-with-what-they-enclose",
      test_quotation_marks_stay_with_what_they_enclose);
  ADD ("a-word-that-fits-is-whole", test_a_word_that_fits_is_whole);
  ADD ("a-chain-of-words-is-rather-whole",
      test_a_chain_of_words_is_rather_whole);
  ADD ("a-word-beyond-the-limit-is-not-cut-before-a-mark",
      test_a_word_beyond_the_limit_is_not_cut_before_a_mark);
  ADD ("clusters-are-whole", test_clusters_are_whole);
  ADD ("a-cluster-beyond-the-limit-is-cut-between-code-points",
      test_a_cluster_beyond_the_limit_is_cut_between_code_points);
  ADD ("a-space-that-carries-a-mark-is-not-blank",
      test_a_space_that_carries_a_mark_is_not_blank);
  ADD ("blank-stretches-are-left-out", test_blank_stretches_are_left_out);
  ADD ("symbols-go-with-a-neighbour", test_symbols_go_with_a_neighbour);
  ADD ("symbols-alone-are-sent", test_symbols_alone_are_sent);
  ADD ("a-million-spaces-are-one-stretch",
      test_a_million_spaces_are_one_stretch);
  ADD ("offsets-count-characters", test_offsets_count_characters);
  ADD ("the-language-changes-with-the-text",
      test_the_language_changes_with_the_text);
  return g_test_run ();
}
