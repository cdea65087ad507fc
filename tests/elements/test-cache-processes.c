/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The cache in the real gst-launch-1.0: twice at once, killed, interrupted. */
#include <signal.h>
#include <string.h>

#include "cache-rig.h"
#include "data-folder.h"
#include "launch.h"

#define VOICE "voice=qwen-tts-vd-announcer-voice-20260402-a1b2"
#define TEXT "text=" RIG_TEXT
#define SPEAK "qwenttssrc", VOICE, TEXT, "poll-interval=1"
#define WAV_HEADER_SIZE 44

static const gchar *const speak[] = { "-m", SPEAK, "!", "fakesink", NULL };

static Launch *
new_launch (const QwenttsSimulatorOptions * options)
{
  data_folder_clear ();
  return launch_new (options);
}

static gchar *
get_folder (void)
{
  return g_build_filename (data_folder_get (), "gst-qwentts", NULL);
}

static void
assert_ready (void)
{
  g_autofree gchar *folder = get_folder ();

  cache_rig_assert_ready (folder, 1);
}

/* What the process has just told of the segment. */
static void
assert_told (Launch * launch, gboolean is_cached)
{
  g_assert_nonnull (strstr (launch->stdout_text, is_cached
          ? "cached=(boolean)true, credits=(double)0"
          : "cached=(boolean)false"));
}

static void
test_next_process_pays_nothing (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  g_assert_true (launch_run (launch, speak));
  assert_told (launch, FALSE);
  g_assert_true (launch_run (launch, speak));
  assert_told (launch, TRUE);
  g_assert_cmpuint (cache_rig_count_requests (launch->simulator), ==, 3);
}

static void
assert_file_is_the_speech (Launch * launch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (launch->simulator,
      qwentts_simulator_get_voice (launch->simulator), RIG_TEXT, NULL, &error);
  g_autofree gchar *written = NULL;
  gsize size;

  g_assert_no_error (error);
  g_file_get_contents (launch->file, &written, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (written, size,
      (const guint8 *) g_bytes_get_data (wav, NULL) + WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}

static void
test_two_processes_pay_once (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = new_launch (&options);
  g_autofree gchar *location = g_strconcat ("location=", launch->file, NULL);
  const gchar *const write[] = { "-q", SPEAK, "!", "filesink", location, NULL };
  g_autoptr (GSubprocess) first = launch_start (launch, write);
  g_autoptr (GSubprocess) second = launch_start (launch, speak);

  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 3));
  qwentts_simulator_finish_jobs (launch->simulator, TRUE);
  g_assert_true (launch_finish (launch, first));
  g_assert_true (launch_finish (launch, second));
  assert_file_is_the_speech (launch);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (launch->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  assert_ready ();
}

static void
test_killed (gconstpointer data)
{
  g_autoptr (Launch) launch = new_launch (NULL);
  g_autofree gchar *location = g_strconcat ("location=", launch->file, NULL);
  const gchar *const write[] = { "-q", SPEAK, "!", "filesink", location, NULL };

  launch_kill (launch, data, speak);
  g_assert_true (launch_run (launch, write));
  assert_file_is_the_speech (launch);
  g_assert_true (launch_run (launch, speak));
  assert_told (launch, TRUE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
  assert_ready ();
}

/* Ctrl-C with -e while the service still works: the next run goes on. */
static void
test_interrupted_one_is_gone_on_with (void)
{
  static const gchar *const arguments[] = { "-e", SPEAK, "!", "fakesink",
    NULL
  };
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = new_launch (&options);
  g_autoptr (GSubprocess) process = launch_start (launch, arguments);

  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  g_subprocess_send_signal (process, SIGINT);
  launch_finish (launch, process);
  g_assert_true (g_subprocess_get_if_exited (process));
  qwentts_simulator_finish_jobs (launch->simulator, TRUE);
  g_assert_true (launch_run (launch, speak));
  assert_told (launch, FALSE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
  assert_ready ();
}

static const gchar *const quiet[] = { "-q", SPEAK, "!", "fakesink", NULL };

static void
test_hit_warns_of_nothing (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  for (guint i = 0; i < 2; i++) {
    launch_run_with (launch, "GST_DEBUG", "2", quiet);
    g_assert_cmpstr (launch->stderr_text, ==, "");
  }
}

static void
test_hit_leaks_nothing (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  for (guint i = 0; i < 2; i++)
    launch_assert_no_leak (launch, quiet);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
}

static void
test_hit_needs_no_key (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  g_assert_true (launch_run (launch, speak));
  launch_run_with (launch, "EVOLINK_API_KEY", "", speak);
  assert_told (launch, TRUE);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/cache-processes/" path, function)
  ADD ("next-process-pays-nothing", test_next_process_pays_nothing);
  ADD ("two-processes-pay-once", test_two_processes_pay_once);
  launch_add_kills ("/cache-processes/killed", test_killed);
  ADD ("interrupted-one-is-gone-on-with", test_interrupted_one_is_gone_on_with);
  ADD ("hit-warns-of-nothing", test_hit_warns_of_nothing);
  ADD ("hit-leaks-nothing", test_hit_leaks_nothing);
  ADD ("hit-needs-no-key", test_hit_needs_no_key);
#undef ADD

  return data_folder_finish (g_test_run ());
}
