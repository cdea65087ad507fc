/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/child.h"

#include <stdio.h>

struct _Child
{
  GSubprocess *process;
  GDataInputStream *lines;
};

Child *
child_start (const gchar * program, const gchar * mode, const gchar * folder,
    const gchar * key, const gchar * argument)
{
  g_autoptr (GError) error = NULL;
  Child *child = g_new0 (Child, 1);

  child->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", mode,
      folder, key, argument, NULL);
  g_assert_no_error (error);
  child->lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  return child;
}

gchar *
child_read_line (Child * child)
{
  g_autoptr (GError) error = NULL;
  gchar *said = g_data_input_stream_read_line (child->lines, NULL, NULL,
      &error);

  g_assert_no_error (error);
  return said;
}

void
child_expect (Child * child, const gchar * line)
{
  g_autofree gchar *said = child_read_line (child);

  g_assert_cmpstr (said, ==, line);
}

void
child_go_on (Child * child)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (child->process),
      "\n", 1, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
child_free (Child * child)
{
  g_object_unref (child->lines);
  g_object_unref (child->process);
  g_free (child);
}

void
child_kill (Child * child)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_force_exit (child->process);
  g_subprocess_wait (child->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child->process));
  child_free (child);
}

gboolean
child_finish (Child * child)
{
  g_autoptr (GError) error = NULL;
  gboolean has_exited;

  g_subprocess_wait (child->process, NULL, &error);
  g_assert_no_error (error);
  has_exited = g_subprocess_get_if_exited (child->process);
  if (has_exited)
    g_assert_cmpint (g_subprocess_get_exit_status (child->process), ==, 0);
  child_free (child);
  return has_exited;
}

void
child_say_and_wait (const gchar * line)
{
  printf ("%s\n", line);
  fflush (stdout);
  getchar ();
}
