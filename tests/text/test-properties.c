/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What cut-check.c asserts, for many texts made by chance. */
#include "text/cut-check.h"

#define ROUNDS 500

static const gchar *const parts[] = {
  "a", "word", "Another", "Dr.", "z. B.", "U.S.", "e.g.", "3.14", "1,000", "3.",
  "10:30", "он", "г.", "т. е.", "天", "今天天气很好", "かな",
  "カナ", "한국어",
  "สวัสดี", "مرحبا", "नमस्ते", ".", "!", "?", "?!",
  "...", "…", "。", "！？", ",",
  ";", ":", "，", "、", "—", "–", "-", "\"", "'", "“", "”", "„",
  "«", "»", "‘",
  "’", "「", "」", "（", "）", "(", ")", "¿", " ", " ", " ", " ", "  ",
  "\n",
  "\r\n", "\n\n", "\t", "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\xa8",
  "\xe2\x80\xa9", "\xe2\x80\x8b", "\xe2\x80\x8d", "\xcc\x81",
  "\xcc\x81\xcc\x81",
  "e\xcc\x81", "\xd8\x80", "\xe0\xa4\x83", "\xe1\x84\x80", "\xe1\x85\xa1",
  "각",
  "🙂", "👩\xe2\x80\x8d👧", "🇩🇪", "🇫", "👍🏽", "***",
  "https://a.b/c?d=e,f",
};

static const gchar *const languages[] = {
  NULL, "zh", "en", "ja", "ko", "fr", "de", "es", "it", "ru", "pt", "xx",
};

/* A few parts of all in each text, so that one kind of it may prevail. */
static gchar *
make_text (void)
{
  GString *text = g_string_new (NULL);
  guint n_parts = g_test_rand_int_range (0, 400);
  guint n_kinds = g_test_rand_int_range (1, 12);
  const gchar *kinds[12];

  for (guint i = 0; i < n_kinds; i++)
    kinds[i] = parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))];
  for (guint i = 0; i < n_parts; i++)
    g_string_append (text, kinds[g_test_rand_int_range (0, n_kinds)]);
  return g_string_free (text, FALSE);
}

static void
test_hold_for_any_text (void)
{
  for (guint i = 0; i < ROUNDS; i++) {
    g_autofree gchar *text = make_text ();
    guint limit = g_test_rand_bit ()? g_test_rand_int_range (1, 40)
        : g_test_rand_int_range (40, 700);

    cut_check (text,
        languages[g_test_rand_int_range (0, G_N_ELEMENTS (languages))], limit);
  }
}

static void
test_hold_for_long_texts (void)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GString) text = g_string_new (NULL);

    while (text->len < 60000) {
      g_autofree gchar *part = make_text ();

      g_string_append (text, part);
    }
    cut_check (text->str, NULL, g_test_rand_int_range (50, 601));
  }
}

static void
check_run (const gchar * unit, guint n_units)
{
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (QwenttsCutter) cutter = NULL;
  QwenttsPiece piece;
  guint n = 0;

  for (guint i = 0; i < n_units; i++)
    g_string_append (script, unit);
  cutter = qwentts_cutter_new (script->str, NULL, 600);
  while (qwentts_cutter_next (cutter, &piece)) {
    g_assert_cmpuint (piece.length, <=, 600);
    g_assert_cmpuint (piece.offset, ==, n);
    n += piece.length;
  }
  g_assert_cmpuint (n, ==, n_units);
}

static void
test_a_million_characters_without_marks_work (void)
{
  check_run ("a", 1000000);
  check_run ("天", 1000000);
  check_run ("ก", 1000000);
}

/* Slow, but no slower the longer they are. */
static void
test_endless_runs_of_one_mark_work (void)
{
  const gchar *units[] = { "-", "🙂", "\xcc\x81", "\xd8\x80", "(", "\"", ".",
    "🇩", "。"
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    check_run (units[i], 50000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/properties/hold-for-any-text", test_hold_for_any_text);
  g_test_add_func ("/properties/hold-for-long-texts", test_hold_for_long_texts);
  g_test_add_func ("/properties/a-million-characters-without-marks-work",
      test_a_million_characters_without_marks_work);
  g_test_add_func ("/properties/endless-runs-of-one-mark-work",
      test_endless_runs_of_one_mark_work);
  return g_test_run ();
}
