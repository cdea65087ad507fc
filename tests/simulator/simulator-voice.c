/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A voice from a description: words on gender, age, pitch, pace and tone choose
 * espeak-ng's variant, pitch and speed, so that a designed voice is heard. */
#include <string.h>

#include "simulator-private.h"

typedef enum
{
  GENDER,
  AGE,
  PITCH,
  PACE,
  TONE,
  N_DIMENSIONS
} Dimension;

/* Values of each dimension; 0 is: nothing said. */
enum
{ MALE = 1, FEMALE, NEUTRAL };
enum
{ CHILD = 1, TEEN, YOUNG, MIDDLE_AGED, SENIOR };
enum
{ HIGH = 1, LOW };
enum
{ FAST = 1, SLOW };
enum
{ HUSKY = 1, WHISPERING };

typedef struct
{
  const gchar *word;
  Dimension dimension;
  guint value;
} Word;

static const Word words[] = {
  {"male", GENDER, MALE}, {"man", GENDER, MALE}, {"boy", GENDER, MALE},
  {"gentleman", GENDER, MALE}, {"father", GENDER, MALE},
  {"grandfather", GENDER, MALE}, {"男", GENDER, MALE},
  {"爷爷", GENDER, MALE}, {"叔", GENDER, MALE},
  {"female", GENDER, FEMALE}, {"woman", GENDER, FEMALE},
  {"girl", GENDER, FEMALE}, {"lady", GENDER, FEMALE},
  {"mother", GENDER, FEMALE}, {"grandmother", GENDER, FEMALE},
  {"女", GENDER, FEMALE}, {"奶奶", GENDER, FEMALE},
  {"neutral", GENDER, NEUTRAL}, {"androgynous", GENDER, NEUTRAL},
  {"中性", GENDER, NEUTRAL},

  {"child", AGE, CHILD}, {"children", AGE, CHILD}, {"kid", AGE, CHILD},
  {"childlike", AGE, CHILD}, {"boy", AGE, CHILD}, {"girl", AGE, CHILD},
  {"儿童", AGE, CHILD}, {"孩", AGE, CHILD}, {"童", AGE, CHILD},
  {"teen", AGE, TEEN}, {"teenage", AGE, TEEN}, {"teenager", AGE, TEEN},
  {"少年", AGE, TEEN}, {"少女", AGE, TEEN},
  {"young", AGE, YOUNG}, {"youthful", AGE, YOUNG},
  {"年轻", AGE, YOUNG}, {"青年", AGE, YOUNG},
  {"middle", AGE, MIDDLE_AGED}, {"mature", AGE, MIDDLE_AGED},
  {"中年", AGE, MIDDLE_AGED}, {"成熟", AGE, MIDDLE_AGED},
  {"senior", AGE, SENIOR}, {"elderly", AGE, SENIOR}, {"old", AGE, SENIOR},
  {"grandfather", AGE, SENIOR}, {"grandmother", AGE, SENIOR},
  {"老", AGE, SENIOR}, {"爷爷", AGE, SENIOR}, {"奶奶", AGE, SENIOR},

  {"high", PITCH, HIGH}, {"bright", PITCH, HIGH}, {"sweet", PITCH, HIGH},
  {"crisp", PITCH, HIGH}, {"高", PITCH, HIGH}, {"清脆", PITCH, HIGH},
  {"甜", PITCH, HIGH}, {"尖", PITCH, HIGH},
  {"low", PITCH, LOW}, {"deep", PITCH, LOW}, {"bass", PITCH, LOW},
  {"低", PITCH, LOW}, {"浑厚", PITCH, LOW}, {"磁性", PITCH, LOW},

  {"fast", PACE, FAST}, {"quick", PACE, FAST}, {"rapid", PACE, FAST},
  {"brisk", PACE, FAST}, {"快", PACE, FAST}, {"急", PACE, FAST},
  {"slow", PACE, SLOW}, {"slowly", PACE, SLOW}, {"leisurely", PACE, SLOW},
  {"慢", PACE, SLOW}, {"缓", PACE, SLOW},

  {"husky", TONE, HUSKY}, {"hoarse", TONE, HUSKY}, {"raspy", TONE, HUSKY},
  {"沙哑", TONE, HUSKY},
  {"whisper", TONE, WHISPERING}, {"whispering", TONE, WHISPERING},
  {"耳语", TONE, WHISPERING}, {"气声", TONE, WHISPERING},
};

static gboolean
is_letter (gchar c)
{
  return g_ascii_isalpha (c);
}

/* A Latin word counts whole only ("female" holds "male"), a Chinese one
 * anywhere. */
static const gchar *
find_word (const gchar * description, const gchar * word)
{
  const gchar *at = description;
  gsize length = strlen (word);

  while ((at = strstr (at, word)) != NULL) {
    if (!is_letter (word[0]))
      return at;
    if ((at == description || !is_letter (at[-1])) && !is_letter (at[length]))
      return at;
    at += length;
  }
  return NULL;
}

/* "8-year-old", "around 30 years", "约30岁". */
static guint
find_age_in_years (const gchar * description)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("(\\d{1,3})[ -]*(?:year|岁)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree gchar *number = NULL;
  guint years;

  if (!g_regex_match (regex, description, 0, &match))
    return 0;
  number = g_match_info_fetch (match, 1);
  years = g_ascii_strtoull (number, NULL, 10);
  if (years <= 12)
    return CHILD;
  if (years <= 18)
    return TEEN;
  if (years <= 35)
    return YOUNG;
  return years <= 55 ? MIDDLE_AGED : SENIOR;
}

/* In each dimension the word that stands first decides. */
static void
understand (const gchar * description, guint values[N_DIMENSIONS])
{
  g_autofree gchar *lower = g_ascii_strdown (description, -1);
  const gchar *first[N_DIMENSIONS] = { NULL };
  guint age = find_age_in_years (lower);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (words); i++) {
    Dimension dimension = words[i].dimension;
    const gchar *at = find_word (lower, words[i].word);

    if (at != NULL && (first[dimension] == NULL || at < first[dimension])) {
      first[dimension] = at;
      values[dimension] = words[i].value;
    }
  }
  if (age != 0)
    values[AGE] = age;
}

/* @take: the same description does not give the same voice twice */
static const gchar *
choose_variant (const guint values[N_DIMENSIONS], guint take)
{
  static const gchar *const male[] = { "+m3", "+m1", "+m7", "+m2", "+m6" };
  static const gchar *const female[] = { "+f2", "+f1", "+f3", "+f4", "+f5" };
  static const gchar *const neutral[] = { "+m4", "+m5", "+f5" };
  gboolean is_female = values[GENDER] == FEMALE;

  if (values[TONE] == WHISPERING)
    return is_female ? "+whisperf" : "+whisper";
  if (values[TONE] == HUSKY && !is_female)
    return "+croak";
  if (values[AGE] == CHILD && values[GENDER] != MALE)
    return female[(take + 4) % G_N_ELEMENTS (female)];
  if (is_female)
    return female[take % G_N_ELEMENTS (female)];
  if (values[GENDER] == MALE)
    return male[take % G_N_ELEMENTS (male)];
  return neutral[take % G_N_ELEMENTS (neutral)];
}

static gint
choose_pitch (const guint values[N_DIMENSIONS])
{
  /* Nothing said, child, teen, young, middle-aged, senior. */
  static const gint by_age[] = { 45, 85, 65, 50, 40, 30 };
  gint pitch = by_age[values[AGE]];

  if (values[GENDER] == FEMALE)
    pitch += 10;
  if (values[PITCH] == HIGH)
    pitch += 20;
  else if (values[PITCH] == LOW)
    pitch -= 20;
  return CLAMP (pitch, 0, 99);
}

static gint
choose_speed (const guint values[N_DIMENSIONS])
{
  gint words_per_minute = 165;

  if (values[PACE] == FAST)
    words_per_minute = 220;
  else if (values[PACE] == SLOW)
    words_per_minute = 125;
  if (values[AGE] == SENIOR)
    words_per_minute -= 15;
  return words_per_minute;
}

SimVoice *
sim_voice_new (const gchar * name, const gchar * target_model,
    const gchar * description, guint take)
{
  SimVoice *voice = g_new0 (SimVoice, 1);
  guint values[N_DIMENSIONS] = { 0 };

  understand (description, values);
  voice->name = g_strdup (name);
  voice->target_model = g_strdup (target_model);
  voice->variant = g_strdup (choose_variant (values, take));
  voice->pitch = choose_pitch (values);
  voice->words_per_minute = choose_speed (values);
  return voice;
}

void
sim_voice_free (SimVoice * voice)
{
  g_free (voice->name);
  g_free (voice->target_model);
  g_free (voice->variant);
  g_free (voice);
}

/* As on the page: qwen-tts-vd-announcer-voice-20260402-a1b2 */
gchar *
sim_voice_new_name (const gchar * preferred_name)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree gchar *date = g_date_time_format (now, "%Y%m%d");
  g_autofree gchar *random = sim_random_name (4);

  return g_strdup_printf ("qwen-tts-vd-%s-voice-%s-%s", preferred_name, date,
      random);
}
