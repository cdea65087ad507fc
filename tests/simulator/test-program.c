/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The program, run twice: the same service again. */
#include <signal.h>

#include "test-client.h"
#include "test-folder.h"
#include "test-simulator.h"

#define KEY "Authorization: Bearer sk-simulator"

typedef struct
{
  GSubprocess *process;
  gchar *base_url;
} Program;

/* @lines: what it prints when it listens */
static gchar *
read_base_url (GInputStream * lines)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (lines);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *line =
      g_data_input_stream_read_line (stream, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "export EVOLINK_BASE_URL="));
  return g_strdup (strchr (line, '=') + 1);
}

static void
program_init (Program * program, const gchar * folder)
{
  g_autofree gchar *voices = g_build_filename (folder, "voices", NULL);
  g_autofree gchar *port = g_build_filename (folder, "port", NULL);
  g_autoptr (GError) error = NULL;

  program->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
      g_getenv ("QWENTTS_SIMULATOR"), "--voices", voices, "--port-file", port,
      NULL);
  g_assert_no_error (error);
  program->base_url =
      read_base_url (g_subprocess_get_stdout_pipe (program->process));
}

static void
program_clear (Program * program)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (program->process, SIGTERM);
  g_subprocess_wait_check (program->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&program->process);
  g_free (program->base_url);
}

/* Submits and asks once: with job_ms 0 the answer is the end. */
static Answer *
run_task (const Program * program, const gchar * json)
{
  g_autofree gchar *url =
      g_strconcat (program->base_url, "/v1/audios/generations", NULL);
  g_autoptr (Answer) first = client_send ("POST", url, KEY, json);
  g_autofree gchar *task_url = g_strconcat (program->base_url, "/v1/tasks/",
      answer_get (first, "id"), NULL);

  g_assert_cmpuint (first->status, ==, 200);
  return client_send ("GET", task_url, KEY, NULL);
}

/* The port file has the port that the program got; that it is tried again is a
 * test of its own, where nobody else can be given it meanwhile. */
static void
assert_port_is_written (const Program * program, const gchar * folder)
{
  g_autofree gchar *path = g_build_filename (folder, "port", NULL);
  g_autofree gchar *port = NULL;
  g_autofree gchar *base_url = NULL;

  g_assert_true (g_file_get_contents (path, &port, NULL, NULL));
  base_url = g_strconcat ("http://127.0.0.1:", g_strstrip (port), NULL);
  g_assert_cmpstr (program->base_url, ==, base_url);
}

static void
test_twice (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *json = NULL;
  g_autoptr (Answer) design = NULL;
  g_autoptr (Answer) speech = NULL;
  Program program;

  program_init (&program, folder);
  assert_port_is_written (&program, folder);
  design = run_task (&program, "{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"A man\",\"preview_text\":\"Hello.\","
      "\"preferred_name\":\"tester\"}");
  g_assert_cmpstr (answer_get (design, "status"), ==, "completed");
  program_clear (&program);

  program_init (&program, folder);
  assert_port_is_written (&program, folder);
  json = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\",\"prompt\":\"Hello.\","
      "\"voice\":\"%s\"}", answer_get (design, "result_data.voice"));
  speech = run_task (&program, json);
  g_assert_cmpstr (answer_get (speech, "status"), ==, "completed");
  program_clear (&program);
}

static void
assert_no_start (const gchar * first, const gchar * second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
      g_getenv ("QWENTTS_SIMULATOR"), first, second, NULL);
  g_autofree gchar *text = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL,
          &text, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  g_assert_true (g_str_has_prefix (text, "qwentts-simulator: "));
}

static void
test_refused (void)
{
  assert_no_start ("--port=5", "--port-file=/nowhere/port");
  assert_no_start ("--voices=/nowhere/voices", NULL);
  assert_no_start ("--port=65536", NULL);
  assert_no_start ("more", NULL);
}

void
add_program_tests (void)
{
  g_test_add_func ("/simulator/program/is-the-same-again", test_twice);
  g_test_add_func ("/simulator/program/refuses-options", test_refused);
}
