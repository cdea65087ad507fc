/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What qwenvoicedesign asks the service for. */
#include <string.h>

#include "data-folder.h"
#include "design-rig.h"

/* Returns: (transfer none): the request of this number */
static QwenttsSimulatorRequest *
get_submit (GPtrArray * requests, guint index)
{
  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = requests->pdata[i];

    if (request->kind == QWENTTS_SIMULATOR_SUBMIT && index-- == 0)
      return request;
  }
  g_assert_not_reached ();
}

static void
assert_submitted (Rig * rig, guint index, const gchar * body)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);

  g_assert_cmpstr (get_submit (requests, index)->body, ==, body);
}

/* @more: what stands behind the voice */
static void
assert_spoken_as (Rig * rig, guint index, const gchar * text,
    const gchar * more)
{
  g_autofree gchar *voice = design_rig_get_voice (rig);
  g_autofree gchar *body = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"%s\",\"voice\":\"%s\"%s}", text, voice, more);

  assert_submitted (rig, index, body);
}

static void
test_defaults_are_sent (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  gst_util_set_object_arg (G_OBJECT (rig->src), "language", "zh");
  rig_play_to_end (rig);
  assert_submitted (rig, 0, "{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"" DESIGN_PROMPT "\","
      "\"preview_text\":\"" DESIGN_PREVIEW "\","
      "\"preferred_name\":\"" DESIGN_NAME "\",\"language\":\"zh\","
      "\"sample_rate\":24000,\"response_format\":\"wav\","
      "\"target_model\":\"qwen3-tts-vd-2026-01-26\"}");
  assert_spoken_as (rig, 1, DESIGN_TEXT, "");
}

static void
test_all_that_was_set_is_sent (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "voice-prompt", "Ein \"Sprecher\" \\ 播音员",
      "preview-text", "Guten Abend.\n", "preferred-name", "Sprecher_1",
      "sample-rate", 48000, "target-model",
      "qwen3-tts-vd-realtime-2026-01-15", "callback-url",
      "https://example.com/done", "text", NULL, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language", "de");
  gst_util_set_object_arg (G_OBJECT (rig->src), "response-format", "pcm");
  rig_play_to_end (rig);
  assert_submitted (rig, 0, "{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"Ein \\\"Sprecher\\\" \\\\ 播音员\","
      "\"preview_text\":\"Guten Abend.\\n\","
      "\"preferred_name\":\"Sprecher_1\",\"language\":\"de\","
      "\"sample_rate\":48000,\"response_format\":\"pcm\","
      "\"target_model\":\"qwen3-tts-vd-realtime-2026-01-15\","
      "\"callback_url\":\"https://example.com/done\"}");
}

/* The service of this test knows no other. */
static void
test_other_model_is_sent (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GPtrArray) requests = NULL;

  g_object_set (rig->src, "model", "qwen-voice-design-2", NULL);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
  requests = qwentts_simulator_get_requests (rig->simulator);
  g_assert_true (g_str_has_prefix (get_submit (requests, 0)->body,
          "{\"model\":\"qwen-voice-design-2\","));
}

/* In both parts. */
static void
test_connection_properties_are_used (void)
{
  const QwenttsSimulatorOptions options = {.api_key = "sk-another" };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (GPtrArray) requests = NULL;

  g_object_set (rig->src, "user-agent", "announcer/1", "callback-url",
      "https://example.com/done", NULL);
  rig_play_to_end (rig);
  requests = qwentts_simulator_get_requests (rig->simulator);
  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = requests->pdata[i];

    g_assert_nonnull (strstr (request->headers, "User-Agent: announcer/1"));
    if (request->kind == QWENTTS_SIMULATOR_SUBMIT) {
      g_assert_nonnull (strstr (request->headers, "Bearer sk-another"));
      g_assert_nonnull (strstr (request->headers, "Idempotency-Key: "));
      g_assert_nonnull (strstr (request->body, "https://example.com/done"));
    }
  }
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
}

static void
test_connection_may_change_between_runs (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GPtrArray) requests = NULL;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "user-agent", "announcer/2", "text",
      "And now the weather.", NULL);
  rig_play_to_end (rig);
  requests = qwentts_simulator_get_requests (rig->simulator);
  g_assert_nonnull (strstr (get_submit (requests, 2)->headers,
          "User-Agent: announcer/2"));
}

static void
test_language_type_of_the_speech_is_sent (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_assert_true (GST_IS_CHILD_PROXY (rig->src));
  gst_child_proxy_set (GST_CHILD_PROXY (rig->src), "speech::language-type", 2,
      NULL);
  rig_play_to_end (rig);
  assert_spoken_as (rig, 1, DESIGN_TEXT, ",\"language_type\":\"English\"");
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  gst_child_proxy_set (GST_CHILD_PROXY (rig->src), "speech::language-type", 6,
      NULL);
  rig_play_to_end (rig);
  assert_spoken_as (rig, 2, DESIGN_TEXT, ",\"language_type\":\"German\"");
}

/* They belong to the bin: before the start, and after it. */
static void
test_text_and_voice_of_the_speech_are_the_bins (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  GstElement *speech = design_rig_get_speech (rig);

  g_object_set (speech, "text", "Something else.", "voice", "Cherry",
      "base-url", "http://127.0.0.1:1", "api-key", "sk-wrong", NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 2));
  g_object_set (speech, "text", "Something else.", "voice", "Cherry",
      "base-url", "http://127.0.0.1:1", "api-key", "sk-wrong", NULL);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  assert_spoken_as (rig, 1, DESIGN_TEXT, "");
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* What was set while it played is for the next run. */
static void
test_new_text_is_spoken_the_next_time (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 2));
  g_object_set (rig->src, "text", "And now the weather.", NULL);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, "And now the weather.");
}

/* Each makes a voice of its own; the format of the preview does not. */
static void
test_another_design_makes_another_voice (void)
{
  static const gchar *const properties[] = { "voice-prompt", "preview-text",
    "preferred-name", "target-model"
  };
  static const gchar *const values[] = { "A cheerful man", "Good morning.",
    "waker", "qwen3-tts-vd-realtime-2026-01-15"
  };
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++) {
    rig_stop (rig, GST_STATE_READY);
    rig_forget (rig);
    g_object_set (rig->src, properties[i], values[i], NULL);
    rig_play_to_end (rig);
    g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==,
        2 + i);
  }
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "sample-rate", 8000, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "response-format", "mp3");
  rig_play_to_end (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 5);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("defaults-are-sent", test_defaults_are_sent);
  ADD ("all-that-was-set-is-sent", test_all_that_was_set_is_sent);
  ADD ("other-model-is-sent", test_other_model_is_sent);
  ADD ("connection-properties-are-used", test_connection_properties_are_used);
  ADD ("connection-may-change-between-runs",
      test_connection_may_change_between_runs);
  ADD ("language-type-of-the-speech-is-sent",
      test_language_type_of_the_speech_is_sent);
  ADD ("text-and-voice-of-the-speech-are-the-bins",
      test_text_and_voice_of_the_speech_are_the_bins);
  ADD ("new-text-is-spoken-the-next-time",
      test_new_text_is_spoken_the_next_time);
  ADD ("another-design-makes-another-voice",
      test_another_design_makes_another_voice);
#undef ADD

  return data_folder_finish (g_test_run ());
}
