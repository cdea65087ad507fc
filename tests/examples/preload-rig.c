/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "preload-rig.h"

#include <gst/gst.h>
#include <string.h>

#define WAV_RATE_AT 24
#define WAV_HEADER_SIZE 44

void
preload_write_texts (Launch * launch, const gchar * texts)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (launch->file, texts, -1, &error);
  g_assert_no_error (error);
}

GSubprocess *
preload_start (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * file, const gchar * property)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_launcher_spawn (launcher, &error,
      g_getenv ("PRELOAD"), qwentts_simulator_get_voice (launch->simulator),
      file, "poll-interval=1", property, NULL);

  g_assert_no_error (error);
  return process;
}

gint
preload_finish (Launch * launch, GSubprocess * process)
{
  launch_finish (launch, process);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

gint
preload_run (Launch * launch, const gchar * property)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process =
      preload_start (launch, launcher, launch->file, property);

  return preload_finish (launch, process);
}

guint
preload_count_requests (Launch * launch)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (launch->simulator);

  return requests->len;
}

GBytes *
preload_speak (Launch * launch, const gchar * segment)
{
  return qwentts_simulator_speak_as (launch->simulator,
      qwentts_simulator_get_voice (launch->simulator), segment, NULL, NULL);
}

static gdouble
measure (Launch * launch, const gchar * segment)
{
  g_autoptr (GBytes) wav = preload_speak (launch, segment);
  const guint8 *bytes = g_bytes_get_data (wav, NULL);

  return (g_bytes_get_size (wav) - WAV_HEADER_SIZE) / sizeof (gint16)
      / (gdouble) GST_READ_UINT32_LE (bytes + WAV_RATE_AT);
}

static gdouble
add_row (Launch * launch, GString * table, const PreloadRow * row)
{
  gdouble seconds = 0;

  if (!g_str_equal (row->state, "failed"))
    seconds = measure (launch, row->text)
        + (row->rest ? measure (launch, row->rest) : 0);
  g_string_append_printf (table, "%-6s %8.2f %8.2f  %s%s%s\n", row->state,
      seconds, row->credits, row->text, row->rest ? " " : "",
      row->rest ? row->rest : "");
  return seconds;
}

void
preload_assert_table (Launch * launch, const PreloadRow * rows)
{
  g_autoptr (GString) table = g_string_new ("        seconds  credits  text\n");
  gdouble seconds = 0, credits = 0;
  guint n_cached = 0, n_made = 0, n_failed = 0;

  for (const PreloadRow * row = rows; row->state; row++) {
    seconds += add_row (launch, table, row);
    credits += row->credits;
    n_cached += g_str_equal (row->state, "cached");
    n_made += g_str_equal (row->state, "made");
    n_failed += g_str_equal (row->state, "failed");
  }
  g_string_append_printf (table, "%u cached, %u made, %u failed: %.2f s, %.2f "
      "credits\n", n_cached, n_made, n_failed, seconds, credits);
  g_assert_cmpstr (launch->stdout_text, ==, table->str);
}

void
preload_assert_told (Launch * launch, const gchar * words)
{
  if (strstr (launch->stderr_text, words) == NULL)
    g_error ("\"%s\" is not in:\n%s", words, launch->stderr_text);
}
