/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The element in the real gst-launch-1.0. */
#include <gst/gst.h>
#include <signal.h>
#include <string.h>

#include "elements/launch.h"
#include "presets/preset-rig.h"

#define TEXT "Good evening."
#define WAV_HEADER_SIZE 44

/* Runs "gst-launch-1.0 OPTION qwenttssrc … ! TAIL ! filesink" to its end.
 *
 * @name, @value: (nullable): one more of the environment
 *
 * Returns: whether it ended with 0 */
static gboolean
run (Launch * launch, const gchar * option, const gchar * voice,
    const gchar * tail, const gchar * name, const gchar * value)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autofree gchar *program = g_find_program_in_path ("gst-launch-1.0");
  g_autofree gchar *voice_argument = g_strconcat ("voice=", voice, NULL);
  g_autofree gchar *location = g_strconcat ("location=", launch->file, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (program);
  if (name)
    g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, option,
      "qwenttssrc", voice_argument, "text=" TEXT, "poll-interval=1", "!", tail,
      "!", "filesink", location, NULL);
  g_assert_no_error (error);
  return launch_finish (launch, process);
}

static void
assert_file_ends_with_the_speech (Launch * launch, gsize header_size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (launch->simulator,
      qwentts_simulator_get_voice (launch->simulator), TEXT, NULL, &error);
  g_autofree gchar *written = NULL;
  gsize size;

  g_assert_no_error (error);
  g_file_get_contents (launch->file, &written, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, header_size);
  g_assert_cmpmem (written + header_size, size - header_size,
      (const guint8 *) g_bytes_get_data (wav, NULL) + WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}

static void
test_writes_what_espeak_says (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);

  g_assert_true (run (launch, "-m",
          qwentts_simulator_get_voice (launch->simulator), "wavenc", NULL,
          NULL));
  assert_file_ends_with_the_speech (launch, WAV_HEADER_SIZE);
  g_assert_nonnull (strstr (launch->stdout_text, "qwentts/segment"));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS from element"));
}

static void
test_warns_of_nothing (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);

  g_assert_true (run (launch, "-q",
          qwentts_simulator_get_voice (launch->simulator), "identity",
          "GST_DEBUG", "2"));
  g_assert_cmpstr (launch->stderr_text, ==, "");
  assert_file_ends_with_the_speech (launch, 0);
}

static void
test_leaks_nothing (gconstpointer is_live)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autofree gchar *voice = g_strconcat ("voice=",
      qwentts_simulator_get_voice (launch->simulator), NULL);
  const gchar *const arguments[] = { "-q", "qwenttssrc", is_live, voice,
    "text=" TEXT, "poll-interval=1", "!", "fakesink", NULL
  };

  launch_assert_no_leak (launch, arguments);
}

static void
test_tells_what_went_wrong (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);

  g_assert_false (run (launch, "-q", "Cherry", "identity", NULL, NULL));
  g_assert_nonnull (strstr (launch->stderr_text,
          "The service does not know the voice"));
  g_assert_nonnull (strstr (launch->stderr_text, "Cherry"));
}

/* One process saves, another speaks. */
static void
test_speaks_with_a_preset (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autofree gchar *location = g_strconcat ("location=", launch->file, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (element, "voice",
      qwentts_simulator_get_voice (launch->simulator), NULL);
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), "announcer"));

  process = g_subprocess_launcher_spawn (launcher, &error, "gst-launch-1.0",
      "-q", "qwenttssrc", "@preset=announcer", "text=" TEXT, "poll-interval=1",
      "!", "filesink", location, NULL);
  g_assert_no_error (error);
  launch->stdout_text = preset_rig_wait (process);
  assert_file_ends_with_the_speech (launch, 0);
}

static void
test_tells_of_a_missing_preset (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_launcher_spawn (launcher, &error, "gst-launch-1.0",
      "qwenttssrc", "@preset=nobody", "text=" TEXT, "!", "fakesink", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &launch->stdout_text,
      &launch->stderr_text, &error);
  g_assert_no_error (error);
  g_assert_false (g_subprocess_get_successful (process));
  g_assert_nonnull (strstr (launch->stderr_text,
          "could not set preset \"nobody\""));
}

/* Ctrl-C with -e: an EOS event while the service still works on the task. */
static void
test_interrupted_ends_with_eos (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = launch_new (&options);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autofree gchar *voice = g_strconcat ("voice=",
      qwentts_simulator_get_voice (launch->simulator), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawn (launcher,
      &error, "gst-launch-1.0", "-e", "qwenttssrc", voice, "text=" TEXT,
      "poll-interval=1", "!", "fakesink", NULL);

  g_assert_no_error (error);
  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &launch->stdout_text,
      &launch->stderr_text, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS"));
}

int
main (int argc, char **argv)
{
  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/launch/writes-what-espeak-says",
      test_writes_what_espeak_says);
  g_test_add_func ("/launch/warns-of-nothing", test_warns_of_nothing);
  g_test_add_data_func ("/launch/leaks-nothing", "is-live=false",
      test_leaks_nothing);
  g_test_add_data_func ("/launch/live-leaks-nothing", "is-live=true",
      test_leaks_nothing);
  g_test_add_func ("/launch/tells-what-went-wrong", test_tells_what_went_wrong);
  g_test_add_func ("/launch/speaks-with-a-preset", test_speaks_with_a_preset);
  g_test_add_func ("/launch/tells-of-a-missing-preset",
      test_tells_of_a_missing_preset);
  g_test_add_func ("/launch/interrupted-ends-with-eos",
      test_interrupted_ends_with_eos);

  return preset_rig_finish (g_test_run ());
}
