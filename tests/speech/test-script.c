/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text becomes jobs. Where it is cut is tested in tests/text. */
#include "speech/script.h"

#include <string.h>

#include "design.h"

#define TEXT_INDEX 7

/* Every kind of letter, white space around and between; nine segments of at most
 * 20 characters. */
#define MIXED " \n«Être» ou ne pas. Ärger und Öl ß! Да или нет? 你好世界。" \
    "今日は晴れです。 오늘은 맑음. 🎉 Fin, l'été.\n\n Z e\xcc\x81 n.\t"
#define N_MIXED 5

static QwenttsScript *
make_script (const gchar * text, const gchar * language_type, guint max_length)
{
  const QwenttsVoiceSettings settings = {.model = (gchar *) "qwen3-tts-vd",
    .voice = (gchar *) "a-voice",.language_type = (gchar *) language_type
  };

  QwenttsScript *script = qwentts_script_new (text, &settings, max_length);

  qwentts_script_set_index (script, TEXT_INDEX);
  return script;
}

/* The job says what stands at its place of the text. */
static void
assert_place (QwenttsJob * job, const gchar * text)
{
  const QwenttsSegment *segment = qwentts_job_get_segment (job);
  g_autofree gchar *wanted = g_utf8_substring (text, segment->offset,
      segment->offset + segment->length);

  g_assert_cmpstr (segment->text, ==, wanted);
  g_assert_cmpuint (segment->length, ==, g_utf8_strlen (segment->text, -1));
  g_assert_cmpuint (segment->text_index, ==, TEXT_INDEX);
}

static gboolean
is_white (const gchar * text, guint first, guint end)
{
  g_autofree gchar *between = g_utf8_substring (text, first, end);

  return *g_strstrip (between) == '\0';
}

static void
test_jobs_say_the_text_in_its_order (void)
{
  g_autoptr (QwenttsScript) script = make_script (MIXED, NULL, 20);
  guint end = 0, n_jobs = 0;
  QwenttsJob *job;

  for (; (job = qwentts_script_next_job (script)); n_jobs++) {
    const QwenttsSegment *segment = qwentts_job_get_segment (job);

    assert_place (job, MIXED);
    g_assert_cmpuint (segment->length, <=, 20);
    g_assert_cmpuint (segment->offset, >=, end);
    g_assert_true (is_white (MIXED, end, segment->offset));
    end = segment->offset + segment->length;
    qwentts_job_unref (job);
  }
  g_assert_true (is_white (MIXED, end, g_utf8_strlen (MIXED, -1)));
  g_assert_cmpuint (n_jobs, >=, N_MIXED);
  g_assert_null (qwentts_script_next_job (script));
}

static void
test_keeps_its_text_and_settings (void)
{
  g_autofree gchar *text = g_strdup ("Good evening.");
  g_auto (QwenttsVoiceSettings) settings = {.model = g_strdup ("a-model"),
    .voice = g_strdup ("a-voice"),.language_type = g_strdup ("English"),
    .callback_url = g_strdup ("https://example.com/done")
  };
  g_autoptr (QwenttsScript) script = qwentts_script_new (text, &settings, 600);
  const QwenttsVoiceSettings *kept;
  g_autoptr (QwenttsJob) job = NULL;

  memset (text, 'x', strlen (text));
  qwentts_voice_settings_clear (&settings);
  job = qwentts_script_next_job (script);
  kept = qwentts_job_get_settings (job);
  g_assert_cmpstr (qwentts_job_get_segment (job)->text, ==, "Good evening.");
  g_assert_cmpstr (kept->model, ==, "a-model");
  g_assert_cmpstr (kept->voice, ==, "a-voice");
  g_assert_cmpstr (kept->language_type, ==, "English");
  g_assert_cmpstr (kept->callback_url, ==, "https://example.com/done");
}

static void
test_jobs_outlive_the_script (void)
{
  QwenttsScript *script = make_script ("One. Two.", NULL, 600);
  g_autoptr (QwenttsJob) job = qwentts_script_next_job (script);

  qwentts_script_free (script);
  g_assert_cmpstr (qwentts_job_get_segment (job)->text, ==, "One. Two.");
}

/* Languages: an abbreviation that is theirs alone ends no sentence. */

typedef struct
{
  const gchar *language_type;
  const gchar *whole;           /* the first segment */
  const gchar *cut;             /* the same … */
  const gchar *other;           /* … in this language */
  const gchar *rest;
} Language;

static const Language languages[] = {
  {"English", "He saw two viz. Hart", "He saw two viz.", "French",
      " and Bob Lee."},
  {"French", "La rue Ste. Marie", "La rue Ste.", "German", " est longue."},
  {"German", "Viele, vgl. Müller", "Viele, vgl.", "Spanish", " von gestern."},
  {"Spanish", "Veo que Uds. Viven", "Veo que Uds.", "Italian", " muy bien."},
  {"Italian", "Ieri venne Avv. Neri", "Ieri venne Avv.", "Portuguese",
      " di ieri sera."},
  {"Russian", "Дом на ул. Ленина", "Дом на ул.", "English",
      " очень старый."},
  {"Portuguese", "Ontem vi Pe. Silva", "Ontem vi Pe.", "English",
      " de manhã."},
};

static void
assert_first (const Language * text, const gchar * language_type,
    const gchar * wanted)
{
  g_autofree gchar *all = g_strconcat (text->whole, text->rest, NULL);
  g_autoptr (QwenttsScript) script = make_script (all, language_type, 20);
  g_autoptr (QwenttsJob) job = qwentts_script_next_job (script);

  g_assert_cmpstr (qwentts_job_get_segment (job)->text, ==, wanted);
}

static void
test_language_is_that_of_the_request (gconstpointer data)
{
  const Language *language = data;
  g_autofree gchar *lower = g_ascii_strdown (language->language_type, -1);

  assert_first (language, language->language_type, language->whole);
  assert_first (language, language->other, language->cut);
  assert_first (language, lower, language->whole);
}

/* It may be any of them. */
static void
test_language_is_told_by_the_text (gconstpointer language_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    assert_first (&languages[i], language_type, languages[i].whole);
}

/* Half the length, for a character is a syllable: seen with one text. */
static guint
get_first_length (const gchar * language_type)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (QwenttsScript) script = NULL;
  g_autoptr (QwenttsJob) job = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "Well, well. ");
  script = make_script (text->str, language_type, 600);
  job = qwentts_script_next_job (script);
  return qwentts_job_get_segment (job)->length;
}

static void
test_language_is_dense (gconstpointer language_type)
{
  g_assert_cmpuint (get_first_length (language_type), <,
      get_first_length ("English") * 2 / 3);
}

/* What is too long for the service. */

static void
assert_halves_say_the_same (const gchar * text, guint max_length)
{
  g_autoptr (QwenttsScript) script = make_script (text, "German", max_length);
  g_autoptr (QwenttsJob) skipped = qwentts_script_next_job (script);
  g_autoptr (QwenttsJob) whole = qwentts_script_next_job (script);
  const QwenttsSegment *segment = qwentts_job_get_segment (whole);
  QwenttsJob *halves[2];
  const QwenttsSegment *first, *second;

  g_assert_true (qwentts_script_split_job (whole, halves));
  first = qwentts_job_get_segment (halves[0]);
  second = qwentts_job_get_segment (halves[1]);
  for (guint i = 0; i < 2; i++) {
    assert_place (halves[i], text);
    g_assert_cmpstr (qwentts_job_get_settings (halves[i])->language_type, ==,
        "German");
    g_assert_cmpstr (qwentts_job_get_settings (halves[i])->voice, ==,
        "a-voice");
  }
  g_assert_cmpuint (first->offset, ==, segment->offset);
  g_assert_true (is_white (text, first->offset + first->length,
          second->offset));
  g_assert_cmpuint (second->offset + second->length, ==,
      segment->offset + segment->length);
  g_assert_cmpuint (segment->offset, >, 0);
  for (guint i = 0; i < 2; i++)
    qwentts_job_unref (halves[i]);
}

static void
test_halves_say_the_same (void)
{
  assert_halves_say_the_same
      ("Über den Ärger.  Öl, dann grüne Äpfel.  Ende.", 20);
  assert_halves_say_the_same
      ("Kürzestworte.  ßßßßßßßßßßßßßß. Ende.", 20);
}

static void
assert_halves (const gchar * text, const gchar * language_type,
    const gchar * first, const gchar * second)
{
  g_autoptr (QwenttsScript) script = make_script (text, language_type, 600);
  g_autoptr (QwenttsJob) whole = qwentts_script_next_job (script);
  QwenttsJob *halves[2];

  g_assert_true (qwentts_script_split_job (whole, halves));
  g_assert_cmpstr (qwentts_job_get_segment (halves[0])->text, ==, first);
  g_assert_cmpstr (qwentts_job_get_segment (halves[1])->text, ==, second);
  for (guint i = 0; i < 2; i++)
    qwentts_job_unref (halves[i]);
}

/* As the cutting itself does. */
static void
test_halves_are_of_the_same_language (void)
{
  assert_halves ("Aber vgl. Müller. Ja, ja.", "German", "Aber vgl. Müller.",
      "Ja, ja.");
  assert_halves ("Aber vgl. Müller. Ja, ja.", "English", "Aber vgl.",
      "Müller. Ja, ja.");
}

static void
test_one_character_is_not_split (void)
{
  g_autoptr (QwenttsScript) script = make_script ("é", NULL, 600);
  g_autoptr (QwenttsJob) job = qwentts_script_next_job (script);
  QwenttsJob *halves[2];

  g_assert_false (qwentts_script_split_job (job, halves));
}

static void
test_design_is_not_split (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsJob) job = design_make_job (design, NULL, DESIGN_PLAIN);
  QwenttsJob *halves[2];

  g_assert_false (qwentts_script_split_job (job, halves));
}

/* Whether what fails is skipped or not, none is asked for in vain. */
static void
test_each_job_checks_the_voice (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  const QwenttsVoiceSettings settings = {.model = (gchar *) "qwen3-tts-vd",
    .voice = (gchar *) "a-voice",.voices = design->rig->store
  };
  g_autoptr (QwenttsScript) script = qwentts_script_new (MIXED, &settings, 20);
  QwenttsJob *job;
  guint n_jobs = 0;

  while ((job = qwentts_script_next_job (script))) {
    g_assert_true (qwentts_job_get_settings (job)->voices
        == design->rig->store);
    qwentts_job_unref (job);
    n_jobs++;
  }
  g_assert_cmpuint (n_jobs, >, 1);
}

static void
add_languages (void)
{
  static const gchar *const dense[] = { "Chinese", "Japanese", "Korean" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autofree gchar *path = g_strdup_printf ("/script/language-is-%s",
        languages[i].language_type);

    g_test_add_data_func (path, &languages[i],
        test_language_is_that_of_the_request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (dense); i++) {
    g_autofree gchar *path = g_strdup_printf ("/script/language-is-%s",
        dense[i]);

    g_test_add_data_func (path, dense[i], test_language_is_dense);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/script/" path, function)
  ADD ("jobs-say-the-text-in-its-order", test_jobs_say_the_text_in_its_order);
  ADD ("keeps-its-text-and-settings", test_keeps_its_text_and_settings);
  ADD ("jobs-outlive-it", test_jobs_outlive_the_script);
  add_languages ();
  g_test_add_data_func ("/script/language-is-told-by-the-text", NULL,
      test_language_is_told_by_the_text);
  g_test_add_data_func ("/script/language-is-told-by-the-text-with-auto",
      "Auto", test_language_is_told_by_the_text);
  ADD ("halves-say-the-same", test_halves_say_the_same);
  ADD ("halves-are-of-the-same-language", test_halves_are_of_the_same_language);
  ADD ("one-character-is-not-split", test_one_character_is_not_split);
  ADD ("design-is-not-split", test_design_is_not_split);
  ADD ("each-job-checks-the-voice", test_each_job_checks_the_voice);
#undef ADD

  return g_test_run ();
}
