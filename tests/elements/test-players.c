/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text where a file is taken: the real players with a `qwentts:` address. */
#include <string.h>

#include "launch.h"

#define TEXT "Good evening."

/* An address cannot say how often to poll. */
static Launch *
make_launch (void)
{
  const QwenttsSimulatorOptions options = {.estimate_s = 1 };

  return launch_new (&options);
}

static gchar *
make_uri (Launch * launch)
{
  g_autofree gchar *text = g_uri_escape_string (TEXT, NULL, FALSE);

  return g_strdup_printf ("qwentts:%s?voice=%s", text,
      qwentts_simulator_get_voice (launch->simulator));
}

/* Returns: whether the program ended with 0 */
static gboolean
run (Launch * launch, const gchar * program, const gchar * const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autofree gchar *path = g_find_program_in_path (program);
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (path);
  g_ptr_array_add (line, path);
  for (guint i = 0; arguments[i]; i++)
    g_ptr_array_add (line, (gpointer) arguments[i]);
  g_ptr_array_add (line, NULL);
  process = g_subprocess_launcher_spawnv (launcher,
      (const gchar * const *) line->pdata, &error);
  g_assert_no_error (error);
  return launch_finish (launch, process);
}

static void
assert_asked_once (Launch * launch)
{
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
}

static void
test_gst_play (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  const gchar *const arguments[] = { "--audiosink=fakesink",
    "--no-interactive", uri, NULL
  };

  g_assert_true (run (launch, "gst-play-1.0", arguments));
  g_assert_nonnull (strstr (launch->stdout_text, "Reached end of play list."));
  assert_asked_once (launch);
}

static void
test_gst_discoverer (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  const gchar *const arguments[] = { uri, NULL };

  g_assert_true (run (launch, "gst-discoverer-1.0", arguments));
  g_assert_nonnull (strstr (launch->stdout_text, "Seekable: yes"));
  g_assert_nonnull (strstr (launch->stdout_text, "Duration: 0:00:0"));
  g_assert_nonnull (strstr (launch->stdout_text, "audio #0"));
  assert_asked_once (launch);
}

/* The stream id of a run, as gst-discoverer-1.0 tells it. */
static gchar *
discover_stream_id (Launch * launch, const gchar * uri)
{
  const gchar *const arguments[] = { uri, NULL };
  const gchar *line;

  g_assert_true (run (launch, "gst-discoverer-1.0", arguments));
  line = strstr (launch->stdout_text, "Stream ID: ");
  g_assert_nonnull (line);
  return g_strndup (line, strcspn (line, "\n"));
}

static void
test_stream_id_is_the_same_in_every_run (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autoptr (Launch) again = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  g_autofree gchar *other_uri = g_strconcat (uri, "&language-type=english",
      NULL);
  g_autofree gchar *first = discover_stream_id (launch, uri);
  g_autofree gchar *second = NULL;
  g_autofree gchar *other = NULL;

  second = discover_stream_id (again, uri);
  g_clear_pointer (&again->stdout_text, g_free);
  g_clear_pointer (&again->stderr_text, g_free);
  other = discover_stream_id (again, other_uri);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, other);
}

static void
test_playbin3 (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  g_autofree gchar *argument = g_strconcat ("uri=", uri, NULL);
  const gchar *const arguments[] = { "playbin3", argument,
    "audio-sink=fakesink", NULL
  };

  g_assert_true (launch_run (launch, arguments));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS"));
  assert_asked_once (launch);
}

static void
test_uridecodebin3 (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  g_autofree gchar *argument = g_strconcat ("uri=", uri, NULL);
  const gchar *const arguments[] = { "uridecodebin3", argument, "!",
    "audioconvert", "!", "fakesink", NULL
  };

  g_assert_true (launch_run (launch, arguments));
  g_assert_nonnull (strstr (launch->stdout_text, "Got EOS"));
  assert_asked_once (launch);
}

static void
test_bad_address_is_told (void)
{
  g_autoptr (Launch) launch = make_launch ();
  const gchar *const arguments[] = { "qwentts:Hello?api-key=sk-123456", NULL };

  run (launch, "gst-discoverer-1.0", arguments);
  g_assert_nonnull (strstr (launch->stdout_text,
          "This is no address of a text"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/players/" path, function)
  ADD ("gst-play", test_gst_play);
  ADD ("gst-discoverer", test_gst_discoverer);
  ADD ("stream-id-is-the-same-in-every-run",
      test_stream_id_is_the_same_in_every_run);
  ADD ("playbin3", test_playbin3);
  ADD ("uridecodebin3", test_uridecodebin3);
  ADD ("bad-address-is-told", test_bad_address_is_told);
#undef ADD

  return g_test_run ();
}
