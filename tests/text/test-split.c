/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/cutter.h"

#include <string.h>

static gboolean
split (const gchar * text, const gchar * language, QwenttsPiece halves[2])
{
  QwenttsPiece whole = {.text = text,.size = strlen (text),.offset = 100,
    .length = g_utf8_strlen (text, -1)
  };

  return qwentts_text_split (&whole, language, halves);
}

/* @barred: with a bar for the cut and the white space there */
static void
assert_split (const gchar * text, const gchar * language, const gchar * barred)
{
  QwenttsPiece halves[2];
  g_autofree gchar *found = NULL;

  g_assert_true (split (text, language, halves));
  found = g_strdup_printf ("%.*s|%.*s", (gint) halves[0].size, halves[0].text,
      (gint) halves[1].size, halves[1].text);
  g_assert_cmpstr (found, ==, barred);
}

static void
test_at_the_sentence_nearest_to_the_middle (void)
{
  assert_split ("The rain fell. The wind blew hard. The sun came out.", "en",
      "The rain fell. The wind blew hard.|The sun came out.");
  assert_split
      ("雨が降った。「そうだ。」と言った。風が吹いた。",
      "ja",
      "雨が降った。|「そうだ。」と言った。風が吹いた。");
}

static void
test_not_at_an_abbreviation (void)
{
  assert_split ("Then came Dr. Smith, who had been away.", NULL,
      "Then came Dr. Smith,|who had been away.");
  assert_split ("Heute kam Dr. Maier", "de", "Heute kam|Dr. Maier");
}

static void
test_at_a_clause_in_the_middle_before_a_sentence_at_the_edge (void)
{
  assert_split ("No. The rain fell on the town, and all of us went home then.",
      "en", "No. The rain fell on the town,|and all of us went home then.");
}

static void
test_at_words_then_at_clusters_then_at_code_points (void)
{
  assert_split ("one two three four", "en", "one two|three four");
  assert_split ("今天天气很好", "zh", "今天|天气很好");
  assert_split ("abcdef", "en", "abc|def");
  assert_split ("🇩🇪🇫🇷", NULL, "🇩🇪|🇫🇷");
  assert_split ("e\xcc\x81", NULL, "e|\xcc\x81");
  assert_split ("Dr. Smith", "en", "Dr.|Smith");
  assert_split ("a b", NULL, "a|b");
}

static void
test_symbols_stay_with_a_neighbour (void)
{
  assert_split ("one two - - - - - -", "en", "one|two - - - - - -");
}

static void
test_halves_know_their_places (void)
{
  const gchar *text = "Grüße, Welt. \n Alles gut.";
  QwenttsPiece halves[2];

  g_assert_true (split (text, "de", halves));
  g_assert_true (halves[0].text == text);
  g_assert_cmpuint (halves[0].offset, ==, 100);
  g_assert_cmpuint (halves[0].length, ==, 12);
  g_assert_cmpuint (halves[0].size, ==, 14);
  g_assert_cmpuint (halves[1].offset, ==, 115);
  g_assert_cmpuint (halves[1].length, ==, 10);
  g_assert_cmpuint (halves[1].size, ==, 10);
}

static void
test_one_code_point_is_not_cut (void)
{
  const gchar *texts[] = { "a", "🙂", " a ", "", " ", " \xcc\x81" };
  QwenttsPiece halves[2];

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (split (texts[i], NULL, halves));
}

static void
test_again_and_again_ends_at_code_points (void)
{
  const gchar *script =
      "Das ist z. B. Dr. Maier, 👩\xe2\x80\x8d👧 e\xcc\x81.";
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (QwenttsPiece));
  QwenttsPiece piece = {.text = script,.size = strlen (script),
    .length = g_utf8_strlen (script, -1)
  };
  guint n = 0;

  g_array_append_val (pieces, piece);
  while (pieces->len > 0) {
    QwenttsPiece halves[2];

    piece = g_array_index (pieces, QwenttsPiece, pieces->len - 1);
    g_array_set_size (pieces, pieces->len - 1);
    if (!qwentts_text_split (&piece, NULL, halves)) {
      g_assert_cmpuint (piece.length, ==, 1);
      n++;
      continue;
    }
    g_assert_cmpuint (halves[0].length, <, piece.length);
    g_assert_cmpuint (halves[1].length, <, piece.length);
    g_array_append_vals (pieces, halves, 2);
  }
  /* All but the spaces. */
  g_assert_cmpuint (n, ==, g_utf8_strlen (script, -1) - 7);
}

#define ADD(path, function) g_test_add_func ("/split/" path, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("at-the-sentence-nearest-to-the-middle",
      test_at_the_sentence_nearest_to_the_middle);
  ADD ("not-at-an-abbreviation", test_not_at_an_abbreviation);
  ADD ("at-a-clause-in-the-middle-before-a-sentence-at-the-edge",
      test_at_a_clause_in_the_middle_before_a_sentence_at_the_edge);
  ADD ("at-words-then-at-clusters-then-at-code-points",
      test_at_words_then_at_clusters_then_at_code_points);
  ADD ("symbols-stay-with-a-neighbour", test_symbols_stay_with_a_neighbour);
  ADD ("halves-know-their-places", test_halves_know_their_places);
  ADD ("one-code-point-is-not-cut", test_one_code_point_is_not_cut);
  ADD ("again-and-again-ends-at-code-points",
      test_again_and_again_ends_at_code_points);
  return g_test_run ();
}
