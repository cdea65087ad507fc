/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How fast gst/text cuts, against ICU's own iteration of the same text and
 * nothing else; and the time to the first segment by length of the script. */
#include "bench-common.h"
#include "text/cutter.h"

#include <string.h>
#include <unicode/ubrk.h>

#define ROUNDS 15
#define TEXT_BYTES (1000 * 1000)
#define FIRST_ROUNDS 200
#define MAX_LENGTH 600

typedef struct
{
  const gchar *name;
  const gchar *language;
  const gchar *locale;
  /* Without marks, words are what is to be found. */
  UBreakIteratorType type;
  const gchar *paragraph;
} Text;

static const Text texts[] = {
  {"English", "en", "en", UBRK_SENTENCE,
      "It was late when Dr. Smith came home, and the lamps in the street had "
        "been burning for an hour. \"You are wet,\" she said; he shook the rain "
        "from his hat and laughed. At 3.14 p.m. the train had left without him! "
        "What else could he have done? He had walked, mile after mile, along "
        "the river.\n\n"},
  {"English, auto", NULL, "en", UBRK_SENTENCE,
      "The mayor of the U.S. city read the letter twice, e.g. to find out who "
        "had written it. Nobody knew. Then the clerk, Mr. Jones, came in with "
        "another one, and the table was soon covered with paper; it was the "
        "same hand, the same ink, the same complaint.\n\n"},
  {"Chinese", "zh", "zh", UBRK_SENTENCE,
      "那天早晨天气很冷，他很早就走出了家门。街上没有人，只有一条狗跟着他，走得很慢。"
        "他回头说：“今天会下雨吗？”没有人回答他。他笑了笑，继续往前走；"
        "河边的树已经落光了叶子。\n\n"},
  {"Chinese, no marks: words", "zh", "zh", UBRK_WORD,
      "那天早晨天气很冷他很早就走出了家门街上没有人只有一条狗跟着他走得很慢"},
  {"a million of Latin letters: words", "en", "en", UBRK_WORD,
      "abcdefghijklmnopqrstuvwxyz"},
};

static gchar *
make_text (const gchar * paragraph, gsize size)
{
  GString *text = g_string_sized_new (size + strlen (paragraph));

  while (text->len < size)
    g_string_append (text, paragraph);
  return g_string_free (text, FALSE);
}

static gdouble
time_cutter (const Text * text, const gchar * script, guint * n)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script,
      text->language, MAX_LENGTH);
  QwenttsPiece piece;

  for (*n = 0; qwentts_cutter_next (cutter, &piece); (*n)++);
  return (g_get_monotonic_time () - start_us) / 1e6;
}

static gdouble
time_icu (const Text * text, const gchar * script)
{
  gint64 start_us = g_get_monotonic_time ();
  UErrorCode error = U_ZERO_ERROR;
  UText all = UTEXT_INITIALIZER;
  UBreakIterator *iterator = ubrk_open (text->type, text->locale, NULL, 0,
      &error);

  utext_openUTF8 (&all, script, strlen (script), &error);
  ubrk_setUText (iterator, &all, &error);
  g_assert_true (U_SUCCESS (error));
  while (ubrk_next (iterator) != UBRK_DONE);
  utext_close (&all);
  ubrk_close (iterator);
  return (g_get_monotonic_time () - start_us) / 1e6;
}

/* Returns: ms for a MB */
static gdouble
measure_speed (const Text * text)
{
  g_autofree gchar *script = make_text (text->paragraph, TEXT_BYTES);
  gdouble megabytes = strlen (script) / 1e6;
  gdouble cutter_s[ROUNDS], icu_s[ROUNDS], ratios[ROUNDS];
  guint n = 0;

  for (guint i = 0; i < ROUNDS; i++) {
    cutter_s[i] = time_cutter (text, script, &n);
    icu_s[i] = time_icu (text, script);
    ratios[i] = cutter_s[i] / icu_s[i];
  }
  g_print ("| %s | %.0f MB/s | %.0f MB/s | %.1f | %.0f |\n", text->name,
      megabytes / bench_quantile (cutter_s, ROUNDS, 0.5),
      megabytes / bench_quantile (icu_s, ROUNDS, 0.5),
      bench_quantile (ratios, ROUNDS, 0.5),
      g_utf8_strlen (script, -1) / (gdouble) n);
  return bench_quantile (cutter_s, ROUNDS, 0.5) * 1000 / megabytes;
}

/* Returns: in ms */
static gdouble
measure_first (guint n_sentences)
{
  static const gchar sentence[] =
      "The weather stays fine until tomorrow night, and then it will rain. ";
  g_autofree gchar *script = make_text (sentence,
      n_sentences * (sizeof sentence - 1));
  gdouble times_ms[FIRST_ROUNDS];

  for (guint i = 0; i < FIRST_ROUNDS; i++) {
    gint64 start_us = g_get_monotonic_time ();
    g_autoptr (QwenttsCutter) cutter = qwentts_cutter_new (script, "en",
        MAX_LENGTH);
    QwenttsPiece piece;

    g_assert_true (qwentts_cutter_next (cutter, &piece));
    times_ms[i] = (g_get_monotonic_time () - start_us) / 1000.0;
  }
  return bench_quantile (times_ms, FIRST_ROUNDS, 0.5);
}

int
main (void)
{
  static const guint n_sentences[] = { 1, 10, 300, 30000 };
  gdouble worst_ms = 0;

  g_print
      ("| cutting, %u rounds in turn | gst/text | ICU alone | ratio of "
      "the times | characters a segment |\n| --- | ---: | ---: | ---: | ---: |\n",
      ROUNDS);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    gdouble speed_ms = measure_speed (&texts[i]);

    if (texts[i].type == UBRK_SENTENCE)
      worst_ms = MAX (worst_ms, speed_ms);
  }
  bench_print_target ("ms for a MB, the slowest text of sentences", worst_ms,
      50.0);

  g_print ("\n| sentences in the script | to the first segment |\n"
      "| ---: | ---: |\n");
  for (guint i = 0; i < G_N_ELEMENTS (n_sentences); i++)
    g_print ("| %u | %.2f ms |\n", n_sentences[i],
        measure_first (n_sentences[i]));
  return 0;
}
