/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/launch.h"

#include <signal.h>
#include <string.h>

#include "data-folder.h"
#include "memory-folder.h"

Launch *
launch_new (const QwenttsSimulatorOptions * options)
{
  Launch *launch = g_new0 (Launch, 1);
  g_autoptr (GError) error = NULL;

  launch->simulator = qwentts_simulator_new (options, &error);
  g_assert_no_error (error);
  launch->folder = memory_folder_make ();
  launch->file = g_build_filename (launch->folder, "out", NULL);
  return launch;
}

void
launch_free (Launch * launch)
{
  qwentts_simulator_free (launch->simulator);
  memory_folder_remove (launch->folder);
  g_free (launch->folder);
  g_free (launch->file);
  g_free (launch->stdout_text);
  g_free (launch->stderr_text);
  g_free (launch);
}

/* The path of a library that this process has loaded, for a child that is not
 * built with it and has to load a plugin that is.
 *
 * Returns: (transfer full) (nullable) */
static gchar *
find_sanitizer (void)
{
  g_autofree gchar *maps = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (strstr (lines[i], "/libasan.so"))
      return g_strdup (strchr (lines[i], '/'));
  return NULL;
}

GSubprocessLauncher *
launch_make_launcher (Launch * launch)
{
  GSubprocessLauncher *launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree gchar *sanitizer = find_sanitizer ();

  g_subprocess_launcher_setenv (launcher, "EVOLINK_BASE_URL",
      qwentts_simulator_get_base_url (launch->simulator), TRUE);
  g_subprocess_launcher_setenv (launcher, "EVOLINK_API_KEY",
      qwentts_simulator_get_api_key (launch->simulator), TRUE);
  /* That of the test, if it has one. */
  if (data_folder_get () == NULL)
    g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", launch->folder,
        TRUE);
  g_subprocess_launcher_setenv (launcher, "GST_DEBUG_NO_COLOR", "1", TRUE);
  if (sanitizer) {
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", sanitizer, TRUE);
    g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0",
        TRUE);
  }
  return launcher;
}

GSubprocess *
launch_spawn_program (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * name, const gchar * const *arguments)
{
  g_autofree gchar *program = g_find_program_in_path (name);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_nonnull (program);
  g_ptr_array_add (argv, program);
  for (guint i = 0; arguments[i]; i++)
    g_ptr_array_add (argv, (gchar *) arguments[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher,
      (const gchar * const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

GSubprocess *
launch_spawn (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * const *arguments)
{
  return launch_spawn_program (launch, launcher, "gst-launch-1.0", arguments);
}

GSubprocess *
launch_start (Launch * launch, const gchar * const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);

  return launch_spawn (launch, launcher, arguments);
}

gboolean
launch_finish (Launch * launch, GSubprocess * process)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&launch->stdout_text, g_free);
  g_clear_pointer (&launch->stderr_text, g_free);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &launch->stdout_text,
      &launch->stderr_text, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", launch->stdout_text, launch->stderr_text);
  return g_subprocess_get_successful (process);
}

gboolean
launch_run (Launch * launch, const gchar * const *arguments)
{
  g_autoptr (GSubprocess) process = launch_start (launch, arguments);

  return launch_finish (launch, process);
}

static void
run_with_launcher (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * const *arguments)
{
  g_autoptr (GSubprocess) process = launch_spawn (launch, launcher, arguments);

  g_assert_true (launch_finish (launch, process));
}

void
launch_run_with (Launch * launch, const gchar * name, const gchar * value,
    const gchar * const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);

  g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  run_with_launcher (launch, launcher, arguments);
}

void
launch_assert_no_leak (Launch * launch, const gchar * const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);

  g_subprocess_launcher_setenv (launcher, "GST_TRACERS", "leaks", TRUE);
  g_subprocess_launcher_setenv (launcher, "GST_DEBUG", "GST_TRACER:7", TRUE);
  run_with_launcher (launch, launcher, arguments);
  /* The tracer was there, and found nothing. */
  g_assert_nonnull (strstr (launch->stderr_text, "object-alive.class"));
  g_assert_null (strstr (launch->stderr_text,
          "object-alive, type-name=(string)Gst"));
}

static const LaunchKill kills[] = {
  {"before-the-request-is-carried-out", QWENTTS_SIMULATOR_SUBMIT,
      {.lost_before = TRUE,.end = QWENTTS_SIMULATOR_END_STALL}},
  {"before-the-answer", QWENTTS_SIMULATOR_SUBMIT,
      {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"while-polling", QWENTTS_SIMULATOR_POLL,
      {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"while-opening-the-file", QWENTTS_SIMULATOR_DOWNLOAD,
      {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"while-downloading", QWENTTS_SIMULATOR_DOWNLOAD,
      {.end = QWENTTS_SIMULATOR_END_STALL,.cut = 20000}},
};

void
launch_kill (Launch * launch, const LaunchKill * kill,
    const gchar * const *arguments)
{
  g_autoptr (GSubprocess) process = NULL;

  qwentts_simulator_add_fault (launch->simulator, kill->kind, &kill->fault);
  process = launch_start (launch, arguments);
  g_assert_true (qwentts_simulator_wait_for (launch->simulator, kill->kind, 1));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_false (launch_finish (launch, process));
  qwentts_simulator_clear_faults (launch->simulator);
}

void
launch_add_kills (const gchar * path, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (kills); i++) {
    g_autofree gchar *full = g_strdup_printf ("%s-%s-pays-once", path,
        kills[i].path);

    g_test_add_data_func (full, &kills[i], test);
  }
}
