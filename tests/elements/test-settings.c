/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Settings that are missing or wrong: told before any request. */
#include <string.h>

#include "failure.h"

/* What the element has when the pipeline goes to PAUSED. */
typedef struct
{
  const gchar *path;            /* of the test */
  const gchar *property;        /* that is set … */
  const gchar *value;           /* … to this; NULL: unset */
} Setting;

static const Setting wrong_settings[] = {
  {"no-text", "text", NULL},
  {"empty-text", "text", ""},
  {"blank-text", "text", " \t\n\xe3\x80\x80\xc2\xa0"},
  {"blank-text-of-controls", "text", "\v\xc2\x85"},
  {"no-voice", "voice", NULL},
  {"blank-voice", "voice", "  "},
  {"no-model", "model", NULL},
  {"empty-model", "model", ""},
  {"empty-base-url", "base-url", ""},
  {"base-url-that-is-no-url", "base-url", "api.evolink.ai"},
  {"base-url-of-another-scheme", "base-url", "ftp://localhost/"},
  {"base-url-with-a-user", "base-url", "https://me:secret@example.com/"},
  {"plain-http-to-another-host", "base-url", "http://example.com/"},
  {"plain-http-to-a-host-like-localhost", "base-url",
      "http://localhost.example.com/"},
  {"callback-url-of-plain-http", "callback-url", "http://example.com/"},
  {"callback-url-of-an-internal-host", "callback-url", "https://10.0.0.1/"},
  {"ca-file-that-is-missing", "ca-file", "/nonexistent/ca.pem"},
  {"proxy-that-is-no-url", "proxy", "proxy"},
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
  g_assert_cmpint (gst_element_set_state (rig->pipeline, GST_STATE_PAUSED), ==,
      GST_STATE_CHANGE_FAILURE);
  assert_untouched (rig);
  return failure_get (rig, GST_RESOURCE_ERROR, code, category, FALSE);
}

static void
test_wrong_setting (gconstpointer data)
{
  const Setting *setting = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, setting->property, setting->value, NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  failure_assert_names (failure, setting->property);
  failure_assert_http_status (failure, 0);
  failure_assert_string (failure, "task-id", NULL);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_PROGRESS), ==, 0);
}

static void
set_text_of (Rig * rig, guint n_characters)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_characters; i++)
    g_string_append (text, "好");
  g_object_set (rig->src, "text", text->str, NULL);
}

/* Characters are counted, not bytes. */
static void
test_text_of_just_the_limit_is_taken (void)
{
  g_autoptr (GBytes) silence = g_bytes_new_static ("", 0);
  const QwenttsSimulatorOptions options = {.is_manual = TRUE,.audio = silence };
  g_autoptr (Rig) rig = rig_new (&options);

  set_text_of (rig, 600);
  rig_start (rig, GST_STATE_PAUSED);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
}

static void
test_mended_settings_play (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "text", "", NULL);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  rig_stop (rig, GST_STATE_NULL);
  rig_forget (rig);
  g_object_set (rig->src, "text", RIG_TEXT, NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

/* Told by READY→PAUSED where a key is needed anyhow, else as soon as something is
 * to be asked for. */
static Failure *
assert_unauthorized (Rig * rig, gboolean uses_cache)
{
  Failure *failure;

  g_object_set (rig->src, "cache", uses_cache, NULL);
  if (!uses_cache)
    return assert_refused (rig, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
        "authentication");

  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NOT_AUTHORIZED, "authentication", FALSE);
  assert_untouched (rig);
  return failure;
}

static void
test_no_key (gconstpointer uses_cache)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", NULL, NULL);
  failure = assert_unauthorized (rig, GPOINTER_TO_INT (uses_cache));
  failure_assert_names (failure, "api-key-file");
}

static void
test_wrong_key_file (gconstpointer path)
{
  for (guint uses_cache = 0; uses_cache <= 1; uses_cache++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    g_autoptr (Failure) failure = NULL;

    g_object_set (rig->src, "api-key", NULL, "api-key-file", path, NULL);
    failure = assert_unauthorized (rig, uses_cache);
    g_assert_nonnull (strstr (failure->error->message, path));
  }
}

static void
test_key_with_a_line_break (gconstpointer uses_cache)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", "sk-one\r\nX-Evil: 1", NULL);
  failure = assert_unauthorized (rig, GPOINTER_TO_INT (uses_cache));
  g_assert_null (strstr (failure->error->message, "sk-one"));
  g_assert_null (strstr (failure->debug, "sk-one"));
}

static void
test_base_url_comes_from_the_environment (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *told = NULL;

  g_object_set (rig->src, "base-url", NULL, NULL);
  g_setenv ("EVOLINK_BASE_URL", qwentts_simulator_get_base_url (rig->simulator),
      TRUE);
  rig_play_to_end (rig);
  g_unsetenv ("EVOLINK_BASE_URL");
  rig_assert_spoken (rig, RIG_TEXT);
  g_object_get (rig->src, "base-url", &told, NULL);
  g_assert_cmpstr (told, ==, "https://api.evolink.ai");
}

static void
test_base_url_of_the_environment_is_checked (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "base-url", NULL, NULL);
  g_setenv ("EVOLINK_BASE_URL", "http://example.com", TRUE);
  failure = assert_refused (rig, GST_RESOURCE_ERROR_SETTINGS, "settings");
  g_unsetenv ("EVOLINK_BASE_URL");
  failure_assert_names (failure, "base-url");
}

static void
test_base_url_that_is_set_wins (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_setenv ("EVOLINK_BASE_URL", "http://127.0.0.1:1/", TRUE);
  rig_play_to_end (rig);
  g_unsetenv ("EVOLINK_BASE_URL");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_request_is_what_was_set (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) requests = NULL;
  QwenttsSimulatorRequest *submit;

  g_object_set (rig->src, "text", "Guten \"Abend\".", "user-agent",
      "announcer/1", "callback-url", "https://example.com/done", NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language-type", "german");
  rig_play_to_end (rig);
  requests = qwentts_simulator_get_requests (rig->simulator);
  submit = requests->pdata[0];
  g_assert_cmpstr (submit->body, ==, "{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"Guten \\\"Abend\\\".\","
      "\"voice\":\"qwen-tts-vd-announcer-voice-20260402-a1b2\","
      "\"language_type\":\"German\","
      "\"callback_url\":\"https://example.com/done\"}");
  g_assert_nonnull (strstr (submit->headers, "User-Agent: announcer/1"));
  g_assert_nonnull (strstr (submit->headers, "Authorization: Bearer " RIG_KEY));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong_settings); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/refuses-%s",
        wrong_settings[i].path);

    g_test_add_data_func (path, &wrong_settings[i], test_wrong_setting);
  }
  g_test_add_data_func ("/ttssrc/refuses-key-file-that-is-missing",
      "/nonexistent/key", test_wrong_key_file);
  g_test_add_data_func ("/ttssrc/refuses-key-file-that-is-empty", "/dev/null",
      test_wrong_key_file);
  g_test_add_data_func ("/ttssrc/refuses-key-file-that-is-a-folder", "/tmp",
      test_wrong_key_file);
#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("takes-text-of-just-the-limit", test_text_of_just_the_limit_is_taken);
  ADD ("plays-with-mended-settings", test_mended_settings_play);
#define ADD_FOR(path, function, uses_cache) \
  g_test_add_data_func ("/ttssrc/" path, GINT_TO_POINTER (uses_cache), function)
  ADD_FOR ("refuses-no-key", test_no_key, FALSE);
  ADD_FOR ("refuses-no-key-once-it-is-needed", test_no_key, TRUE);
  ADD_FOR ("refuses-key-with-a-line-break", test_key_with_a_line_break, FALSE);
  ADD_FOR ("refuses-key-with-a-line-break-once-it-is-needed",
      test_key_with_a_line_break, TRUE);
#undef ADD_FOR
  ADD ("base-url-comes-from-the-environment",
      test_base_url_comes_from_the_environment);
  ADD ("base-url-of-the-environment-is-checked",
      test_base_url_of_the_environment_is_checked);
  ADD ("base-url-that-is-set-wins", test_base_url_that_is_set_wins);
  ADD ("request-is-what-was-set", test_request_is_what_was_set);
#undef ADD

  return g_test_run ();
}
