/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Settings of qwenvoicedesign that are missing or wrong: told before any
 * request, and with what would be right. */
#include <string.h>

#include "data-folder.h"
#include "failure.h"
#include "design-rig.h"

typedef struct
{
  const gchar *path;            /* of the test */
  const gchar *property;        /* that is set … */
  const gchar *value;           /* … to this; NULL: unset */
  const gchar *told[2];         /* besides the property's name; nullable */
} Setting;

static const Setting wrong_settings[] = {
  {"no-voice-prompt", "voice-prompt", NULL, {"2048"}},
  {"empty-voice-prompt", "voice-prompt", "", {"2048"}},
  {"blank-voice-prompt", "voice-prompt", " \t\n\xe3\x80\x80", {"2048"}},
  {"russian-voice-prompt", "voice-prompt", "Спокойный ведущий",
      {"Chinese or English", "17"}},
  {"no-preview-text", "preview-text", NULL, {"1024"}},
  {"blank-preview-text", "preview-text", "  ", {"1024"}},
  {"arabic-preview-text", "preview-text", "مساء الخير", {"Japanese"}},
  {"no-preferred-name", "preferred-name", NULL, {"16"}},
  {"empty-preferred-name", "preferred-name", "", {"16"}},
  {"preferred-name-of-17", "preferred-name", "announcer_of_news",
      {"16", "17"}},
  {"preferred-name-with-a-hyphen", "preferred-name", "news-anchor",
      {"\"-\"", "a-z"}},
  {"preferred-name-with-an-umlaut", "preferred-name", "sprecherä", {"\"ä\""}},
  {"preferred-name-with-a-line-break", "preferred-name", "name\n", {"U+000A"}},
  {"sample-rate-of-44100", "sample-rate", "44100", {"44100", "48000"}},
  {"no-target-model", "target-model", NULL, {"qwen3-tts-vd-2026-01-26"}},
  {"blank-target-model", "target-model", " ", {"qwen3-tts-vd-2026-01-26"}},
  {"no-model", "model", NULL, {"qwen-voice-design"}},
  {"blank-model", "model", " ", {"qwen-voice-design"}},
  {"callback-url-of-plain-http", "callback-url", "http://example.com/",
      {"https"}},
  {"callback-url-of-an-internal-host", "callback-url", "https://10.0.0.1/"},
  {"callback-url-of-a-user", "callback-url", "https://me@example.com/"},
  {"realtime-target-model-with-a-text", "target-model",
      "qwen3-tts-vd-realtime-2026-01-15", {"\"text\"", "realtime"}},
  {"another-realtime-target-model-with-a-text", "target-model",
      "qwen3-tts-vd-realtime-2025-12-16", {"\"text\""}},
  {"target-model-of-another-date-than-the-speech", "target-model",
      "qwen4-tts-vd-2027-01-01", {"qwen3-tts-vd"}},
  {"blank-text", "text", "  "},
  {"base-url-that-is-no-url", "base-url", "api.evolink.ai"},
  {"plain-http-to-another-host", "base-url", "http://example.com/"},
  {"ca-file-that-is-missing", "ca-file", "/nonexistent/ca.pem"},
  {"proxy-that-is-no-url", "proxy", "proxy"},
  {"preset-name-with-a-bracket", "preset-name", "]", {"bracket"}},
};

static void
assert_untouched (Rig * rig)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);

  g_assert_cmpuint (requests->len, ==, 0);
}

/* Asserts that the pipeline does not go to PAUSED. */
static Failure *
assert_refused (Rig * rig, gint code, const gchar * category)
{
  g_autofree gchar *story = NULL;

  g_assert_cmpint (gst_element_set_state (rig->pipeline, GST_STATE_PAUSED), ==,
      GST_STATE_CHANGE_FAILURE);
  assert_untouched (rig);
  story = design_rig_get_story (rig);
  g_assert_cmpstr (story, ==, "X");
  return failure_get (rig, GST_RESOURCE_ERROR, code, category, FALSE);
}

static void
test_wrong_setting (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  if (setting->value)
    gst_util_set_object_arg (G_OBJECT (rig->src), setting->property,
        setting->value);
  else
    g_object_set (rig->src, setting->property, NULL, NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  failure_assert_names (failure, setting->property);
  for (guint i = 0; i < G_N_ELEMENTS (setting->told) && setting->told[i]; i++)
    g_assert_nonnull (strstr (failure->error->message, setting->told[i]));
  failure_assert_http_status (failure, 0);
  failure_assert_string (failure, "task-id", NULL);
  g_assert_false (gst_structure_has_field (failure->details, "segment-index"));
  g_assert_false (gst_structure_has_field (failure->details, "text-index"));
}

static gchar *
repeat (const gchar * character, guint count)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, character);
  return g_string_free (text, FALSE);
}

static void
assert_too_long (const gchar * property, guint limit)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *text = repeat ("好", limit + 1);
  g_autofree gchar *limit_text = g_strdup_printf ("%u", limit);
  g_autofree gchar *length_text = g_strdup_printf ("%u", limit + 1);

  g_object_set (rig->src, property, text, NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  failure_assert_names (failure, property);
  g_assert_nonnull (strstr (failure->error->message, limit_text));
  g_assert_nonnull (strstr (failure->error->message, length_text));
}

static void
test_refuses_voice_prompt_that_is_too_long (void)
{
  assert_too_long ("voice-prompt", 2048);
}

static void
test_refuses_preview_text_that_is_too_long (void)
{
  assert_too_long ("preview-text", 1024);
}

/* Characters are counted, not bytes. */
static void
test_takes_texts_of_just_the_limit (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autofree gchar *prompt = repeat ("好", 2048);
  g_autofree gchar *text = repeat ("好", 1024);

  g_object_set (rig->src, "voice-prompt", prompt, "preview-text", text,
      "preferred-name", "announcer_of_new", NULL);
  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  rig_start (rig, GST_STATE_PAUSED);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

static void
test_refuses_callback_url_that_is_too_long (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *path = repeat ("x", 2048);
  g_autofree gchar *url = g_strconcat ("https://example.com/", path, NULL);

  g_object_set (rig->src, "callback-url", url, NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  failure_assert_names (failure, "callback-url");
  g_assert_nonnull (strstr (failure->error->message, "2048"));
}

static void
test_realtime_target_without_text_makes_the_voice (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstStructure) told = NULL;

  g_object_set (rig->src, "target-model", "qwen3-tts-vd-realtime-2025-12-16",
      "text", NULL, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
  told = rig_get_structure (rig, "qwentts/voice-designed");
  g_assert_cmpstr (gst_structure_get_string (told, "target-model"), ==,
      "qwen3-tts-vd-realtime-2025-12-16");
}

static void
test_refuses_preset_of_a_voice_that_cannot_speak (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "text", NULL, "preset-name", "announcer",
      "target-model", "qwen3-tts-vd-realtime-2026-01-15", NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  failure_assert_names (failure, "preset-name");
}

/* As soon as something is to be asked for. */
static Failure *
assert_unauthorized (Rig * rig)
{
  Failure *failure;

  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NOT_AUTHORIZED, "authentication", FALSE);
  assert_untouched (rig);
  return failure;
}

static void
test_refuses_no_key (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", NULL, NULL);
  failure = assert_unauthorized (rig);
  failure_assert_names (failure, "api-key-file");
}

static void
test_refuses_key_file_that_is_missing (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", NULL, "api-key-file", "/nonexistent/key",
      NULL);
  failure = assert_unauthorized (rig);
  g_assert_nonnull (strstr (failure->error->message, "/nonexistent/key"));
}

static void
answer_need (Rig * rig, GstMessage * message)
{
  g_autoptr (GstContext) context = NULL;
  const gchar *type;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_NEED_CONTEXT
      || !gst_message_parse_context_type (message, &type)
      || !g_str_equal (type, "gst.qwentts.credentials"))
    return;
  context = gst_context_new (type, TRUE);
  gst_structure_set (gst_context_writable_structure (context), "api-key-file",
      G_TYPE_STRING, rig->user_data, NULL);
  gst_element_set_context (GST_ELEMENT (GST_MESSAGE_SRC (message)), context);
}

/* Asked for by either part, or by one for both. */
static void
test_key_comes_from_the_context (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *path = g_build_filename (data_folder_get (), "key", NULL);

  g_assert_true (g_file_set_contents (path, RIG_KEY, -1, NULL));
  g_object_set (rig->src, "api-key", NULL, NULL);
  rig->user_data = path;
  rig->on_message = answer_need;
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* It is read once, for both parts. */
static void
test_key_file_that_vanishes_does_no_harm (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autofree gchar *path = g_build_filename (data_folder_get (), "key", NULL);

  g_assert_true (g_file_set_contents (path, RIG_KEY, -1, NULL));
  g_object_set (rig->src, "api-key", NULL, "api-key-file", path, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

static void
test_plays_with_mended_settings (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "preferred-name", "news-anchor", NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  rig_stop (rig, GST_STATE_NULL);
  rig_forget (rig);
  g_object_set (rig->src, "preferred-name", "news_anchor", NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* Found by the preview source, after the parts were connected. */
static void
test_plays_with_a_key_after_all (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", NULL, NULL);
  failure = assert_unauthorized (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "api-key", RIG_KEY, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong_settings); i++) {
    g_autofree gchar *path = g_strdup_printf ("/voicedesign/refuses-%s",
        wrong_settings[i].path);

    g_test_add_data_func (path, &wrong_settings[i], test_wrong_setting);
  }
#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("refuses-voice-prompt-that-is-too-long",
      test_refuses_voice_prompt_that_is_too_long);
  ADD ("refuses-preview-text-that-is-too-long",
      test_refuses_preview_text_that_is_too_long);
  ADD ("takes-texts-of-just-the-limit", test_takes_texts_of_just_the_limit);
  ADD ("refuses-callback-url-that-is-too-long",
      test_refuses_callback_url_that_is_too_long);
  ADD ("realtime-target-without-text-makes-the-voice",
      test_realtime_target_without_text_makes_the_voice);
  ADD ("refuses-preset-of-a-voice-that-cannot-speak",
      test_refuses_preset_of_a_voice_that_cannot_speak);
  ADD ("refuses-no-key", test_refuses_no_key);
  ADD ("refuses-key-file-that-is-missing",
      test_refuses_key_file_that_is_missing);
  ADD ("key-comes-from-the-context", test_key_comes_from_the_context);
  ADD ("key-file-that-vanishes-does-no-harm",
      test_key_file_that_vanishes_does_no_harm);
  ADD ("plays-with-mended-settings", test_plays_with_mended_settings);
  ADD ("plays-with-a-key-after-all", test_plays_with_a_key_after_all);
#undef ADD

  return data_folder_finish (g_test_run ());
}
