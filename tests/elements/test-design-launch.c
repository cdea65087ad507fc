/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* qwenvoicedesign in the real gst-launch-1.0: interrupted, killed, twice at
 * once. */
#include <signal.h>
#include <string.h>

#include "data-folder.h"
#include "design-rig.h"
#include "launch.h"

#define DESIGN "qwenvoicedesign", "voice-prompt=" DESIGN_PROMPT, \
  "preview-text=" DESIGN_PREVIEW, "preferred-name=" DESIGN_NAME, \
  "poll-interval=1"
#define TEXT "text=" DESIGN_TEXT

static Launch *
new_launch (const QwenttsSimulatorOptions * options)
{
  data_folder_clear ();
  return launch_new (options);
}

static const gchar *const speak[] = { "-m", DESIGN, TEXT, "!", "fakesink",
  NULL
};

static void
test_launch_line_speaks (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  g_assert_true (launch_run (launch, speak));
  g_assert_nonnull (strstr (launch->stdout_text, "qwentts/voice-designed"));
  g_assert_nonnull (strstr (launch->stdout_text, "qwentts/segment"));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS from element"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 2);
}

static const gchar *const quiet[] = { "-q", DESIGN, TEXT, "!", "fakesink",
  NULL
};

/* Nor the second time, from the store. */
static void
test_launch_warns_of_nothing (void)
{
  static const gchar *const silent[] = { "-q", DESIGN, "preview=false", "!",
    "fakesink", NULL
  };
  g_autoptr (Launch) launch = new_launch (NULL);

  launch_run_with (launch, "GST_DEBUG", "2", quiet);
  g_assert_cmpstr (launch->stderr_text, ==, "");
  launch_run_with (launch, "GST_DEBUG", "2", quiet);
  g_assert_cmpstr (launch->stderr_text, ==, "");
  launch_run_with (launch, "GST_DEBUG", "2", silent);
  g_assert_cmpstr (launch->stderr_text, ==, "");
}

static void
test_launch_leaks_nothing (void)
{
  g_autoptr (Launch) launch = new_launch (NULL);

  launch_assert_no_leak (launch, quiet);
}

/* Ctrl-C with -e. */
static void
test_launch_interrupted_ends_with_eos (void)
{
  static const gchar *const arguments[] = { "-e", DESIGN, TEXT, "!",
    "fakesink", NULL
  };
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = new_launch (&options);
  g_autoptr (GSubprocess) process = launch_start (launch, arguments);

  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  g_subprocess_send_signal (process, SIGINT);
  launch_finish (launch, process);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS"));
}

static void
test_two_processes_pay_once (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = new_launch (&options);
  g_autoptr (GSubprocess) first = launch_start (launch, speak);
  g_autoptr (GSubprocess) second = launch_start (launch, speak);

  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 3));
  qwentts_simulator_finish_jobs (launch->simulator, TRUE);
  g_assert_true (launch_finish (launch, first));
  g_assert_true (launch_finish (launch, second));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (launch->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (launch->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
}

static void
test_killed (gconstpointer data)
{
  static const gchar *const make[] = { "-m", DESIGN, "!", "fakesink", NULL };
  g_autoptr (Launch) launch = new_launch (NULL);

  launch_kill (launch, data, make);
  g_assert_true (launch_run (launch, make));
  g_assert_nonnull (strstr (launch->stdout_text, "qwentts/voice-designed"));
  g_assert_true (launch_run (launch, make));
  g_assert_nonnull (strstr (launch->stdout_text, "cached=(boolean)true"));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (launch->simulator), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".entry"), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".audio"), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".tmp"), ==, 0);
}

/* One process designs, another speaks. */
static void
test_preset_name_is_for_qwenttssrc (void)
{
  static const gchar *const make[] = { "-q", DESIGN, "preset-name=announcer",
    "!", "fakesink", NULL
  };
  static const gchar *const use[] = { "-m", "qwenttssrc", "@preset=announcer",
    TEXT, "poll-interval=1", "!", "fakesink", NULL
  };
  g_autoptr (Launch) launch = new_launch (NULL);

  g_assert_true (launch_run (launch, make));
  g_assert_true (launch_run (launch, use));
  g_assert_nonnull (strstr (launch->stdout_text, "qwentts/segment"));
}

static void
test_shipped_preset_designs (void)
{
  static const gchar *const arguments[] = { "-m", "qwenvoicedesign",
    "@preset=news-anchor-en", TEXT, "poll-interval=1", "!", "fakesink", NULL
  };
  g_autoptr (Launch) launch = new_launch (NULL);
  g_autoptr (GPtrArray) requests = NULL;
  QwenttsSimulatorRequest *submit;

  launch_run_with (launch, "GST_PRESET_PATH", PRESETS, arguments);
  g_assert_nonnull (strstr (launch->stdout_text,
          "qwen-tts-vd-news_anchor_en-voice-"));
  requests = qwentts_simulator_get_requests (launch->simulator);
  submit = requests->pdata[0];
  g_assert_nonnull (strstr (submit->body, "\"language\":\"en\""));
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("launch-line-speaks", test_launch_line_speaks);
  ADD ("launch-warns-of-nothing", test_launch_warns_of_nothing);
  ADD ("launch-leaks-nothing", test_launch_leaks_nothing);
  ADD ("launch-interrupted-ends-with-eos",
      test_launch_interrupted_ends_with_eos);
  ADD ("two-processes-pay-once", test_two_processes_pay_once);
  ADD ("preset-name-is-for-qwenttssrc", test_preset_name_is_for_qwenttssrc);
  ADD ("shipped-preset-designs", test_shipped_preset_designs);
#undef ADD
  launch_add_kills ("/voicedesign/killed", test_killed);

  return data_folder_finish (g_test_run ());
}
