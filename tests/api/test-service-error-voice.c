/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Errors that are about a voice tell how to make one; others do not. */
#include "service-answer.h"

#include <string.h>

#include "api/error.h"

/* What the service or the provider behind it says of a voice it does not have. */
static const gchar *const voice_words[] = {
  "Voice 'Cherry' is not available: qwen3-tts-vd needs a voice created with "
      "qwen-voice-design, system built-in voices are not supported",
  "Invalid voice: Cherry",
  "INVALID VOICE",
  "voice_id is unknown",
  "[voice] not found",
  "Built-in voices are not supported",
  "\xe9\x9f\xb3\xe8\x89\xb2voice\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8",
  "qwen-tts-vd-announcer-voice-20260402-a1b2 does not exist",
  "The voice was made for another target_model",
};

/* What it says of other things, of designs above all. */
static const gchar *const other_words[] = {
  "Missing required parameter: voice_prompt or preview_text",
  "Invalid parameter: voice_prompt must be Chinese or English",
  "VOICE_PROMPT: the voice is not described in a supported language",
  "preferred_name, the voice's name, must match ^[a-zA-Z0-9_]+$",
  "The preview_text does not suit the voice",
  "The voice prompt is too long",
  "The voice description is too long",
  "Invalid voice design request",
  "Unknown model: qwen-voice-design",
  "Unknown parameter: prompt",
  "Range of input length should be [0, 600]",
  "The invoice is unpaid, and invoices are",
};

static void
assert_about_voice (const GError * error, gboolean is_about_voice)
{
  const gchar *start = "The service does not know the voice, or";

  g_test_message ("%s", error->message);
  g_assert_cmpint (g_str_has_prefix (error->message, start), ==,
      is_about_voice);
  g_assert_cmpint (strstr (error->message, "qwenvoicedesign") != NULL, ==,
      is_about_voice);
}

static void
assert_answer_about_voice (guint status, const gchar * words,
    QwenttsError code, gboolean is_about_voice)
{
  g_autofree gchar *body = g_strdup_printf ("{\"error\":{\"code\":\"code\","
      "\"message\":\"%s\"}}", words);
  g_autoptr (GError) error = service_answer_error (status, body);

  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_false (qwentts_error_get_details (error)->is_retryable);
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==, words);
  assert_about_voice (error, is_about_voice);
}

static void
test_tells_how_to_make_an_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (voice_words); i++) {
    assert_answer_about_voice (400, voice_words[i], QWENTTS_ERROR_SETTINGS,
        TRUE);
    assert_answer_about_voice (404, voice_words[i], QWENTTS_ERROR_NOT_FOUND,
        TRUE);
    assert_answer_about_voice (422, voice_words[i], QWENTTS_ERROR_SETTINGS,
        TRUE);
  }
}

static void
test_refused_design_is_no_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (other_words); i++) {
    assert_answer_about_voice (400, other_words[i], QWENTTS_ERROR_SETTINGS,
        FALSE);
    assert_answer_about_voice (404, other_words[i], QWENTTS_ERROR_NOT_FOUND,
        FALSE);
    assert_answer_about_voice (422, other_words[i], QWENTTS_ERROR_SETTINGS,
        FALSE);
  }
}

static void
test_other_answers_are_not_about_a_voice (void)
{
  assert_answer_about_voice (401, voice_words[0],
      QWENTTS_ERROR_AUTHENTICATION, FALSE);
  assert_answer_about_voice (402, voice_words[0], QWENTTS_ERROR_QUOTA, FALSE);
  assert_answer_about_voice (403, voice_words[0], QWENTTS_ERROR_PERMISSION,
      FALSE);
  assert_answer_about_voice (413, voice_words[0], QWENTTS_ERROR_SETTINGS,
      FALSE);
}

/* A code or a parameter that says more than the message. */
static void
test_code_and_parameter_come_before_the_message (void)
{
  g_autoptr (GError) gone = service_answer_error (404, "{\"error\":{\"code\":"
      "\"model_unavailable\",\"message\":\"no voice\"}}");
  g_autoptr (GError) refused =
      service_answer_error (400,
      "{\"error\":{\"code\":"
      "\"content_policy_violation\",\"message\":\"no voice\"}}");
  g_autoptr (GError) design =
      service_answer_error (400,
      "{\"error\":{\"param\":"
      "\"voice_prompt\",\"message\":\"a voice is not described so\"}}");
  g_autoptr (GError) speech =
      service_answer_error (400,
      "{\"error\":{\"param\":" "\"voice\",\"message\":\"Invalid parameter\"}}");

  g_assert_error (gone, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  assert_about_voice (gone, FALSE);
  g_assert_error (refused, QWENTTS_ERROR, QWENTTS_ERROR_MODERATION);
  assert_about_voice (refused, FALSE);
  assert_about_voice (design, FALSE);
  assert_about_voice (speech, TRUE);
}

static void
test_only_the_service_speaks_of_voices (void)
{
  g_autoptr (GError) page =
      service_answer_error (404, "<html>Voice not found</html>");
  g_autoptr (GError) string =
      service_answer_error (404, "{\"error\":\"Voice not found\"}");

  assert_about_voice (page, FALSE);
  assert_about_voice (string, TRUE);
}

static void
assert_task_about_voice (const gchar * code, const gchar * words,
    gboolean is_about_voice)
{
  g_autoptr (GError) error = qwentts_error_from_task_code (code, words);

  assert_about_voice (error, is_about_voice);
}

static void
test_failed_task_tells_how_to_make_an_unknown_voice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (voice_words); i++) {
    assert_task_about_voice ("invalid_parameters", voice_words[i], TRUE);
    assert_task_about_voice ("Resource_Not_Found", voice_words[i], TRUE);
    assert_task_about_voice ("model_unavailable", voice_words[i], FALSE);
    assert_task_about_voice ("service_error", voice_words[i], FALSE);
    assert_task_about_voice (NULL, voice_words[i], FALSE);
  }
  for (guint i = 0; i < G_N_ELEMENTS (other_words); i++) {
    assert_task_about_voice ("invalid_parameters", other_words[i], FALSE);
    assert_task_about_voice ("resource_not_found", other_words[i], FALSE);
  }
  assert_task_about_voice ("invalid_parameters", NULL, FALSE);
}

#define add(path, func) g_test_add_func ("/service-error-voice/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("tells-how-to-make-an-unknown-voice",
      test_tells_how_to_make_an_unknown_voice);
  add ("refused-design-is-no-unknown-voice",
      test_refused_design_is_no_unknown_voice);
  add ("other-answers-are-not-about-a-voice",
      test_other_answers_are_not_about_a_voice);
  add ("code-and-parameter-come-before-the-message",
      test_code_and_parameter_come_before_the_message);
  add ("only-the-service-speaks-of-voices",
      test_only_the_service_speaks_of_voices);
  add ("failed-task-tells-how-to-make-an-unknown-voice",
      test_failed_task_tells_how_to_make_an_unknown_voice);

  return g_test_run ();
}
