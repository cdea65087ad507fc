/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts that cannot be made before they go on air, or not at once. */
#include <signal.h>
#include <string.h>

#include "preload-rig.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
/* More than are under way at once by far. */
#define N_MANY 200

/* The first request is sent before all others. */
static void
test_text_that_fails_is_told (void)
{
  static const PreloadRow rows[] =
      { {"failed", 0, "One."}, {"made", PRELOAD_PRICE, "Two."},
  {"made", PRELOAD_PRICE, "Three."}, {NULL}
  };
  g_autoptr (Launch) launch = launch_new (NULL);

  qwentts_simulator_fail_tasks (launch->simulator, 1, "failed",
      "{\"code\": \"content_policy_violation\", \"message\": \"Not this.\"}");
  preload_write_texts (launch, "One.\nTwo.\nThree.\n");
  g_assert_cmpint (preload_run (launch, NULL), ==, 1);
  preload_assert_table (launch, rows);
  preload_assert_told (launch, "One.: ");
  preload_assert_told (launch, "\n1 of 3 texts are not in the cache.");
}

static void
test_text_fails_with_its_segment (void)
{
  static const PreloadRow rows[] =
      { {"failed", PRELOAD_PRICE, PRELOAD_FIRST, PRELOAD_SECOND},
  {"made", PRELOAD_PRICE, "One."}, {NULL}
  };
  g_autoptr (Launch) launch = launch_new (NULL);

  qwentts_simulator_fail_tasks (launch->simulator, 1, "failed", "null");
  preload_write_texts (launch, PRELOAD_FIRST " " PRELOAD_SECOND "\nOne.\n");
  g_assert_cmpint (preload_run (launch, PRELOAD_SHORTEST), ==, 1);
  preload_assert_table (launch, rows);
}

static void
test_needs_a_key_for_what_is_not_there (void)
{
  static const PreloadRow rows[] =
      { {"failed", 0, "One."}, {"cached", 0, "Two."},
  {NULL}
  };
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process = NULL;
  guint n_requests;

  preload_write_texts (launch, "Two.\n");
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  n_requests = preload_count_requests (launch);
  preload_write_texts (launch, "One.\nTwo.\n");
  g_subprocess_launcher_setenv (launcher, "EVOLINK_API_KEY", "", TRUE);
  process = preload_start (launch, launcher, launch->file, NULL);
  g_assert_cmpint (preload_finish (launch, process), ==, 1);
  preload_assert_table (launch, rows);
  preload_assert_told (launch, "There is no API key");
  g_assert_cmpuint (preload_count_requests (launch), ==, n_requests);
}

/* The next one would be refused as well, and it is no use to ask. */
static void
test_stops_asking_without_credits (void)
{
  static const PreloadRow rows[] =
      { {"failed", 0, "One."}, {"failed", 0, "Two."},
  {NULL}
  };
  const QwenttsSimulatorFault refuse = {.status = 402,.count = 100 };
  g_autoptr (Launch) launch = launch_new (NULL);

  qwentts_simulator_add_fault (launch->simulator, SUBMIT, &refuse);
  preload_write_texts (launch, "One.\nTwo.\n");
  g_assert_cmpint (preload_run (launch, NULL), ==, 1);
  preload_assert_table (launch, rows);
  preload_assert_told (launch, "One.: ");
  g_assert_null (strstr (launch->stderr_text, "Two.: "));
}

/* The rest is not paid for nothing. */
static void
test_stops_asking_where_nothing_can_be_kept (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autofree gchar *property = g_strconcat ("cache-dir=", launch->file, NULL);

  for (guint i = 0; i < N_MANY; i++)
    g_string_append_printf (texts, "Number %u.\n", i);
  /* No folder. */
  preload_write_texts (launch, texts->str);
  g_assert_cmpint (preload_run (launch, property), ==, 1);
  g_assert_nonnull (strstr (launch->stdout_text, "\n0 cached, 0 made, "));
  preload_assert_told (launch, launch->file);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), <,
      N_MANY);
}

/* What goes for it goes without a word. It does not go while it is being made. */
static void
test_fails_if_there_is_no_room_for_all (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GBytes) one = preload_speak (launch, "One.");
  g_autoptr (GBytes) two = preload_speak (launch, "Two.");
  g_autofree gchar *property = g_strdup_printf ("cache-max-size=%"
      G_GSIZE_FORMAT, g_bytes_get_size (one) + g_bytes_get_size (two) - 1);

  preload_write_texts (launch, "One.\n");
  g_assert_cmpint (preload_run (launch, property), ==, 0);
  preload_write_texts (launch, "One.\nTwo.\n");
  g_assert_cmpint (preload_run (launch, property), ==, 1);
  g_assert_nonnull (strstr (launch->stdout_text, "\nfailed "));
  preload_assert_told (launch, " of 2 texts are not in the cache. There is no "
      "room");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 2);
}

/* One text is there and one is being made, and was told of, when it ends. */
static void
test_pays_once_when_it_was_ended (gconstpointer signal)
{
  static const PreloadRow rows[] = { {"cached", 0, "One."}, {"made", 0, "Two."},
  {"made", PRELOAD_PRICE, "Three."}, {NULL}
  };
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Launch) launch = launch_new (&options);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autofree gchar *credits = g_strdup_printf (" s, %.2f credits "
      "(%.2f of them for what was not heard)\n", 2 * PRELOAD_PRICE,
      PRELOAD_PRICE);
  g_autoptr (GSubprocess) process = NULL;

  preload_write_texts (launch, "One.\nTwo.\nThree.\n");
  process = preload_start (launch, launcher, launch->file, "max-prefetch=0");
  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  qwentts_simulator_finish_jobs (launch->simulator, FALSE);
  /* The first one is done after the second poll at most. */
  g_assert_true (qwentts_simulator_wait_for (launch->simulator,
          QWENTTS_SIMULATOR_POLL, 3));
  g_subprocess_send_signal (process, GPOINTER_TO_INT (signal));
  launch_finish (launch, process);
  if (GPOINTER_TO_INT (signal) == SIGINT) {
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    g_assert_nonnull (strstr (launch->stdout_text, "\nfailed "));
    g_assert_nonnull (strstr (launch->stdout_text, credits));
    preload_assert_told (launch, "Preload them again");
  }

  qwentts_simulator_finish_jobs (launch->simulator, TRUE);
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  preload_assert_table (launch, rows);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 3);
}

/* Wrong arguments. */

static void
assert_is_refused (Launch * launch, const gchar * file, const gchar * property,
    const gchar * reason)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process =
      preload_start (launch, launcher, file, property);

  g_assert_cmpint (preload_finish (launch, process), ==, 2);
  g_assert_cmpstr (launch->stdout_text, ==, "");
  preload_assert_told (launch, reason);
}

static void
test_wrong_arguments_are_refused (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autofree gchar *nowhere = g_build_filename (launch->folder, "nowhere",
      NULL);

  preload_write_texts (launch, "One.\n");
  assert_is_refused (launch, NULL, NULL, "Usage: ");
  assert_is_refused (launch, launch->file, "colour=red", "\"colour\"");
  assert_is_refused (launch, launch->file, "language-type=klingon",
      "\"klingon\"");
  assert_is_refused (launch, nowhere, NULL, nowhere);
  preload_write_texts (launch, "One.\nTw\xff.\n");
  assert_is_refused (launch, launch->file, NULL, "is not UTF-8");
  g_assert_cmpuint (preload_count_requests (launch), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/preload/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/preload/" path, GINT_TO_POINTER (data), function)
  ADD ("text-that-fails-is-told", test_text_that_fails_is_told);
  ADD ("text-fails-with-its-segment", test_text_fails_with_its_segment);
  ADD ("needs-a-key-for-what-is-not-there",
      test_needs_a_key_for_what_is_not_there);
  ADD ("stops-asking-without-credits", test_stops_asking_without_credits);
  ADD ("stops-asking-where-nothing-can-be-kept",
      test_stops_asking_where_nothing_can_be_kept);
  ADD ("fails-if-there-is-no-room-for-all",
      test_fails_if_there_is_no_room_for_all);
  ADD_WITH ("pays-once-when-it-was-interrupted", SIGINT,
      test_pays_once_when_it_was_ended);
  ADD_WITH ("pays-once-when-it-was-killed", SIGKILL,
      test_pays_once_when_it_was_ended);
  ADD ("wrong-arguments-are-refused", test_wrong_arguments_are_refused);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
