/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/model.h"

#include "api/request.h"

static void
test_realtime_is_in_the_name (void)
{
  g_assert_true (qwentts_model_is_realtime ("qwen3-tts-vd-realtime"));
  g_assert_true (qwentts_model_is_realtime
      ("qwen3-tts-vd-realtime-2026-01-15"));
  g_assert_true (qwentts_model_is_realtime
      ("qwen3-tts-vd-realtime-2025-12-16"));
  g_assert_false (qwentts_model_is_realtime (QWENTTS_DEFAULT_SPEECH_MODEL));
  g_assert_false (qwentts_model_is_realtime (QWENTTS_DEFAULT_TARGET_MODEL));
  g_assert_false (qwentts_model_is_realtime ("realtime"));
  g_assert_false (qwentts_model_is_realtime (""));
  g_assert_false (qwentts_model_is_realtime (NULL));
}

static void
test_default_models_fit (void)
{
  g_assert_true (qwentts_model_fits_target (QWENTTS_DEFAULT_SPEECH_MODEL,
          QWENTTS_DEFAULT_TARGET_MODEL));
}

static const struct
{
  const gchar *one;
  const gchar *other;
} fitting[] = {
  {"qwen3-tts-vd", "qwen3-tts-vd"},
  {"qwen3-tts-vd-2026-01-26", "qwen3-tts-vd-2026-01-26"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2026-01-26"},
  {"qwen3-tts-vd-realtime", "qwen3-tts-vd-realtime-2026-01-15"},
  {"a-model-of-tomorrow", "a-model-of-tomorrow-9999-99-99"},
}, different[] = {
  {"qwen3-tts-vd", "qwen3-tts-vd-realtime-2026-01-15"},
  {"qwen3-tts-vd", "qwen3-tts-vd-realtime"},
  {"qwen3-tts-vd-2027-01-01", "qwen3-tts-vd-2026-01-26"},
  {"qwen3-tts", "qwen3-tts-vd"},
  {"qwen3-tts", "qwen3-tts-vd-2026-01-26"},
  {"qwen3-tts-vd", "qwen3-tts-vd2026-01-26"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2026-01-2"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2026-01-266"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2026-01-26-b"},
  {"qwen3-tts-vd", "qwen3-tts-vd-20260126"},
  {"qwen3-tts-vd", "qwen3-tts-vd-26-01-2026"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2026_01_26"},
  {"qwen3-tts-vd", "qwen3-tts-vd-2o26-01-26"},
  {"qwen3-tts-vd", "QWEN3-tts-vd-2026-01-26"},
  {"qwen3-tts-vd", ""},
  {"qwen3-tts-vd", NULL},
  {NULL, NULL},
};

static void
test_date_makes_no_other_model (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fitting); i++) {
    g_test_message ("case %u", i);
    g_assert_true (qwentts_model_fits_target (fitting[i].one,
            fitting[i].other));
    g_assert_true (qwentts_model_fits_target (fitting[i].other,
            fitting[i].one));
  }
}

static void
test_all_else_makes_another_model (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (different); i++) {
    g_test_message ("case %u", i);
    g_assert_false (qwentts_model_fits_target (different[i].one,
            different[i].other));
    g_assert_false (qwentts_model_fits_target (different[i].other,
            different[i].one));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/realtime-is-in-the-name",
      test_realtime_is_in_the_name);
  g_test_add_func ("/model/default-models-fit", test_default_models_fit);
  g_test_add_func ("/model/date-makes-no-other-model",
      test_date_makes_no_other_model);
  g_test_add_func ("/model/all-else-makes-another-model",
      test_all_else_makes_another_model);

  return g_test_run ();
}
