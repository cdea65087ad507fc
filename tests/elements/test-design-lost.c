/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A voice of which the preview, the speech or the model is missing. */
#include <string.h>

#include "data-folder.h"
#include "design-rig.h"
#include "failure.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
#define CODE(code) GST_RESOURCE_ERROR_ ## code

/* Makes the preview only. */
static Rig *
new_rig (void)
{
  Rig *rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", NULL, NULL);
  return rig;
}

static Failure *
fail_as_not_found (Rig * rig)
{
  rig_start (rig, GST_STATE_PLAYING);
  return failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (NOT_FOUND),
      "not-found", FALSE);
}

/* The voice is there all the same, and is not paid again. */
static void
test_lost_preview_keeps_the_voice (void)
{
  const QwenttsSimulatorFault gone = {.status = 404 };
  g_autoptr (Rig) rig = new_rig ();
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GstStructure) told = NULL;
  gboolean is_cached = FALSE;

  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &gone);
  failure = fail_as_not_found (rig);
  told = rig_get_structure (rig, "qwentts/voice-designed");
  g_assert_nonnull (told);
  g_clear_pointer (&told, gst_structure_free);

  rig_forget (rig);
  rig_play_to_end (rig);
  told = rig_get_structure (rig, "qwentts/voice-designed");
  g_assert_true (gst_structure_get_boolean (told, "cached", &is_cached));
  g_assert_true (is_cached);
  design_rig_assert_heard (rig, TRUE, NULL);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

static void
test_lost_preview_is_not_missed_without_preview (void)
{
  const QwenttsSimulatorFault gone = {.status = 404 };
  g_autoptr (Rig) rig = new_rig ();
  g_autofree gchar *story = NULL;

  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &gone);
  g_object_set (rig->src, "preview", FALSE, NULL);
  rig_play_to_end (rig);
  story = design_rig_get_story (rig);
  g_assert_cmpstr (story, ==, "SnVP.$");
  g_assert_cmpuint (design_rig_count_files (".entry"), ==, 1);
}

/* The speech downloads what the fault leaves. */
static void
test_lost_preview_does_not_keep_from_speaking (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  const QwenttsSimulatorFault gone = {.status = 404 };
  g_autoptr (Rig) rig = design_rig_new (&options);

  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &gone);
  g_object_set (rig->src, "preview", FALSE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, POLL, 1));
  qwentts_simulator_finish_jobs (rig->simulator, FALSE);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, DOWNLOAD, 1));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, FALSE, DESIGN_TEXT);
}

/* A voice of long ago, whose preview is neither here nor there. */
static void
make_old_voice (Rig * rig, const gchar * task_id)
{
  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  design_rig_remove_audio ();
  if (task_id)
    design_rig_edit_entry ("id", task_id);
}

static void
test_voice_without_preview_speaks (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *story = NULL;

  make_old_voice (rig, "task-unified-1-unknown");
  g_object_set (rig->src, "text", DESIGN_TEXT, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, FALSE, DESIGN_TEXT);
  story = design_rig_get_story (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  g_assert_nonnull (strchr (story, 'W'));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

static void
test_voice_with_a_spoilt_preview_speaks (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  design_rig_spoil_audio ();
  g_object_set (rig->src, "text", DESIGN_TEXT, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

static void
test_voice_without_preview_and_text_is_not_found (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *voice = NULL;

  make_old_voice (rig, "task-unified-1-unknown");
  failure = fail_as_not_found (rig);
  failure_assert_names (failure, "preview");
  voice = design_rig_get_voice (rig);
  g_assert_nonnull (strstr (failure->error->message, voice));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

/* The service still has it. */
static void
test_preview_is_fetched_again (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  make_old_voice (rig, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".audio"), ==, 1);
}

/* An error of the part that speaks, which has the details. */
static void
test_failure_of_the_speech_is_told (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (Failure) failure = NULL;

  rig->teller = design_rig_get_speech (rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, POLL, 1));
  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed",
      "{\"code\":\"content_policy_violation\"}");
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (FAILED),
      "moderation", FALSE);
  g_assert_true (gst_structure_has_field (failure->details, "task-id"));
  design_rig_assert_heard (rig, TRUE, NULL);
}

static void
play_as_a_source (Rig * rig, const gchar * voice)
{
  g_object_set (rig->src, "text", DESIGN_TEXT, "voice", voice, "cache-dir",
      NULL, NULL);
  rig_start (rig, GST_STATE_PLAYING);
}

/* By plain qwenttssrc, which looks what the voice was made for. */
static void
test_voice_for_another_model_is_refused (void)
{
  g_autoptr (Rig) rig = new_rig ();
  g_autoptr (Rig) other = rig_new_for (rig->simulator);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *voice = NULL;

  g_object_set (rig->src, "target-model", "qwen3-tts-vd-realtime-2026-01-15",
      NULL);
  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  play_as_a_source (other, voice);
  failure = failure_wait_for (other, GST_RESOURCE_ERROR, CODE (SETTINGS),
      "settings", FALSE);
  g_assert_nonnull (strstr (failure->error->message, voice));
  failure_assert_names (failure, "target-model");
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 1);
}

/* Each of them, and nothing is asked for. */
static void
test_voice_for_another_model_is_skipped (void)
{
  g_autoptr (Rig) rig = new_rig ();
  g_autoptr (Rig) other = rig_new_for (rig->simulator);
  g_autofree gchar *voice = NULL;

  g_object_set (rig->src, "target-model", "qwen3-tts-vd-realtime-2026-01-15",
      NULL);
  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  g_object_set (other->src, "text", "Good evening, ladies and gentlemen. "
      "Here is the news of the day. It is fine weather on all of the coasts.",
      "voice", voice, "max-segment-length", 50, "cache-dir", NULL, NULL);
  gst_util_set_object_arg (G_OBJECT (other->src), "on-segment-error", "skip");
  rig_play_to_end (other);
  g_assert_cmpuint (rig_count_messages (other, GST_MESSAGE_WARNING), >, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 1);
}

static void
test_unknown_voice_says_how_to_make_one (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Rig) other = rig_new_for (rig->simulator);
  g_autoptr (Failure) failure = NULL;

  play_as_a_source (other, "Cherry");
  failure = failure_wait_for (other, GST_RESOURCE_ERROR, CODE (SETTINGS),
      "settings", FALSE);
  g_assert_nonnull (strstr (failure->debug, "Cherry"));
  g_assert_nonnull (strstr (failure->error->message, "qwenvoicedesign"));
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("lost-preview-keeps-the-voice", test_lost_preview_keeps_the_voice);
  ADD ("lost-preview-is-not-missed-without-preview",
      test_lost_preview_is_not_missed_without_preview);
  ADD ("lost-preview-does-not-keep-from-speaking",
      test_lost_preview_does_not_keep_from_speaking);
  ADD ("voice-without-preview-speaks", test_voice_without_preview_speaks);
  ADD ("voice-with-a-spoilt-preview-speaks",
      test_voice_with_a_spoilt_preview_speaks);
  ADD ("voice-without-preview-and-text-is-not-found",
      test_voice_without_preview_and_text_is_not_found);
  ADD ("preview-is-fetched-again", test_preview_is_fetched_again);
  ADD ("failure-of-the-speech-is-told", test_failure_of_the_speech_is_told);
  ADD ("voice-for-another-model-is-skipped",
      test_voice_for_another_model_is_skipped);
  ADD ("voice-for-another-model-is-refused",
      test_voice_for_another_model_is_refused);
  ADD ("unknown-voice-says-how-to-make-one",
      test_unknown_voice_says_how_to_make_one);
#undef ADD

  return data_folder_finish (g_test_run ());
}
