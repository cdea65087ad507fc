/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Voices that outlive the simulator. */
#include <glib/gstdio.h>

#include "test-client.h"
#include "test-folder.h"
#include "test-simulator.h"

#define NAME "qwen-tts-vd-announcer-voice-20260402-zzzz"
#define REALTIME ",\"target_model\":\"qwen3-tts-vd-realtime-2026-01-15\""

static QwenttsSimulator *
start (const gchar * path)
{
  const QwenttsSimulatorOptions options = {.voices_file = path };
  g_autoptr (GError) error = NULL;
  QwenttsSimulator *simulator = qwentts_simulator_new (&options, &error);

  g_assert_no_error (error);
  return simulator;
}

static GBytes *
speak (QwenttsSimulator * simulator, const gchar * voice)
{
  g_autoptr (Answer) task = client_speak_with (simulator, voice);
  g_autoptr (Answer) file = NULL;

  g_assert_cmpstr (answer_get (task, "status"), ==, "completed");
  file = client_download (answer_get (task, "results.0"), NULL);
  return g_bytes_ref (file->bytes);
}

static void
test_outlive (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autoptr (QwenttsSimulator) simulator = start (path);
  g_autofree gchar *man = client_design (simulator, "A deep old man", "", NULL);
  g_autofree gchar *girl = client_design (simulator, "A fast girl", "", NULL);
  g_autoptr (GBytes) man_before = speak (simulator, man);
  g_autoptr (GBytes) girl_before = speak (simulator, girl);
  g_autofree gchar *girl_again = NULL;
  g_autoptr (GBytes) man_after = NULL;
  g_autoptr (GBytes) girl_after = NULL;

  g_clear_pointer (&simulator, qwentts_simulator_free);
  simulator = start (path);
  girl_again = client_design (simulator, "A fast girl", "", NULL);
  g_clear_pointer (&simulator, qwentts_simulator_free);
  simulator = start (path);
  man_after = speak (simulator, man);
  girl_after = speak (simulator, girl);

  g_assert_true (g_bytes_equal (man_before, man_after));
  g_assert_true (g_bytes_equal (girl_before, girl_after));
  g_assert_false (g_bytes_equal (man_after, girl_after));
  g_assert_cmpstr (girl, !=, girl_again);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (simulator), ==, 0);
}

/* Without a file they end with the simulator. */
static void
test_forget (void)
{
  g_autoptr (QwenttsSimulator) simulator = start (NULL);
  g_autofree gchar *voice = client_design (simulator, "A man", "", NULL);
  g_autoptr (Answer) answer = NULL;

  g_clear_pointer (&simulator, qwentts_simulator_free);
  simulator = start (NULL);
  answer = client_speak_with (simulator, voice);
  g_assert_cmpuint (answer->status, ==, 400);
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, "invalid_parameter");
}

static void
test_other_model (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autoptr (QwenttsSimulator) simulator = start (path);
  g_autofree gchar *voice = client_design (simulator, "A man", REALTIME, NULL);
  g_autoptr (Answer) answer = NULL;

  g_clear_pointer (&simulator, qwentts_simulator_free);
  simulator = start (path);
  answer = client_speak_with (simulator, voice);
  g_assert_cmpstr (answer_get (answer, "status"), ==, "failed");
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, "invalid_parameters");
}

static gsize
count_voices (const gchar * path, const gchar * voice)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;
  gsize n_groups;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  if (voice != NULL)
    g_assert_true (g_key_file_has_group (file, voice));
  groups = g_key_file_get_groups (file, &n_groups);
  return n_groups;
}

/* No voice is told that could still be lost; one that fails is none. */
static void
test_written_before_told (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autoptr (QwenttsSimulator) simulator = start (path);
  guint i;

  g_assert_cmpuint (count_voices (path, NULL), ==, 0);
  for (i = 0; i < 5; i++) {
    g_autofree gchar *voice = client_design (simulator, "A man", "", NULL);

    g_assert_cmpuint (count_voices (path, voice), ==, i + 1);
  }
  qwentts_simulator_fail_tasks (simulator, 1, "failed", NULL);
  g_free (client_submit (simulator, "{\"model\":\"qwen-voice-design\","
          "\"voice_prompt\":\"x\",\"preview_text\":\"y\","
          "\"preferred_name\":\"z\"}"));
  g_clear_pointer (&simulator, qwentts_simulator_free);
  g_assert_cmpuint (count_voices (path, NULL), ==, 5);
}

/* What others have written meanwhile stays. */
static void
test_shared (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autoptr (QwenttsSimulator) one = start (path);
  g_autoptr (QwenttsSimulator) two = start (path);
  g_autofree gchar *first = client_design (one, "A man", "", NULL);
  g_autofree gchar *second = client_design (two, "A woman", "", NULL);

  g_assert_cmpuint (count_voices (path, first), ==, 2);
  g_assert_cmpuint (count_voices (path, second), ==, 2);
}

static void
assert_no_start (const gchar * path, const gchar * reason)
{
  const QwenttsSimulatorOptions options = {.voices_file = path };
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, &error);

  g_assert_null (simulator);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_damaged (void)
{
  static const struct
  {
    const gchar *text;
    const gchar *reason;
  } files[] = {
    {"nonsense", "nonsense"},
    {"\001\002\003", ""},
    {"[" NAME "]\nvariant", "variant"},
    {"[" NAME "]\n", "target-model"},
    {"[Cherry]\n", "Cherry"},
    {"[" NAME "]\ntarget-model=a\"b\nvariant=+m1\npitch=1\n"
          "words-per-minute=100\n", "a\"b"},
    {"[" NAME "]\ntarget-model=a\nvariant=+../m1\npitch=1\n"
          "words-per-minute=100\n", "+../m1"},
    {"[" NAME "]\ntarget-model=a\npitch=1\nwords-per-minute=100\n",
        "variant"},
    {"[" NAME "]\ntarget-model=a\nvariant=+m1\nwords-per-minute=100\n",
        "pitch"},
    {"[" NAME "]\ntarget-model=a\nvariant=+m1\npitch=100\n"
          "words-per-minute=100\n", "100"},
    {"[" NAME "]\ntarget-model=a\nvariant=+m1\npitch=1x\n"
          "words-per-minute=100\n", "1x"},
    {"[" NAME "]\ntarget-model=a\nvariant=+m1\npitch=1\n",
        "words-per-minute"},
    {"[" NAME "]\ntarget-model=a\nvariant=+m1\npitch=1\n"
          "words-per-minute=1\n", NAME},
  };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autofree gchar *in_missing = g_build_filename (path, "voices", NULL);
  gsize i;

  assert_no_start (folder, "");
  assert_no_start (in_missing, "");
  for (i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree gchar *after = NULL;

    g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
    assert_no_start (path, files[i].reason);
    g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, files[i].text);
  }
}

/* A voice that cannot be kept is not given out. */
static void
test_unwritable (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "voices", NULL);
  g_autoptr (QwenttsSimulator) simulator = start (path);
  g_autofree gchar *id = NULL;
  g_autoptr (Answer) answer = NULL;

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  id = client_submit (simulator, "{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"x\",\"preview_text\":\"y\","
      "\"preferred_name\":\"z\"}");
  answer = client_poll (simulator, id);
  g_assert_cmpstr (answer_get (answer, "status"), ==, "failed");
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, "service_error");
  g_assert_nonnull (strstr (answer_get (answer, "error.message"), path));
}

void
add_voices_tests (void)
{
  g_test_add_func ("/simulator/voices/outlive-it", test_outlive);
  g_test_add_func ("/simulator/voices/end-with-it-without-file", test_forget);
  g_test_add_func ("/simulator/voices/keep-their-model", test_other_model);
  g_test_add_func ("/simulator/voices/are-written-before-they-are-told",
      test_written_before_told);
  g_test_add_func ("/simulator/voices/of-others-stay", test_shared);
  g_test_add_func ("/simulator/voices/damaged-file-is-refused", test_damaged);
  g_test_add_func ("/simulator/voices/without-file-fail", test_unwritable);
}
