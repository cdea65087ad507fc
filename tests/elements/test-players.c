/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text where a file is taken: the real players with a `qwentts:` address. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "launch.h"

#define TEXT "Good evening, dear listeners."

#define WAV_HEADER_SIZE 44
#define WAV_RATE_OFFSET 24
#define FRAME_SIZE 2

#define WAIT_US (30 * G_TIME_SPAN_SECOND)

#define KEY_LEFT "\033[D"

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
  g_autoptr (GSubprocess) process = launch_spawn_program (launch, launcher,
      program, arguments);

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

/* All that is to be heard, and its rate. */
static GBytes *
speak (Launch * launch, guint * rate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (launch->simulator,
      qwentts_simulator_get_voice (launch->simulator), TEXT, NULL, &error);
  const guint8 *data = g_bytes_get_data (wav, NULL);

  g_assert_no_error (error);
  *rate = data[WAV_RATE_OFFSET] | data[WAV_RATE_OFFSET + 1] << 8;
  return g_bytes_new_from_bytes (wav, WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}

static GBytes *
cut_off (GBytes * samples, gsize n_frames)
{
  gsize start = n_frames * FRAME_SIZE;

  g_assert_cmpuint (start, <, g_bytes_get_size (samples));
  return g_bytes_new_from_bytes (samples, start,
      g_bytes_get_size (samples) - start);
}

/* What the player has written by now. */
static gboolean
has_written (Launch * launch, GBytes * samples)
{
  g_autofree gchar *written = NULL;
  gsize size;

  return g_file_get_contents (launch->file, &written, &size, NULL)
      && size == g_bytes_get_size (samples)
      && memcmp (written, g_bytes_get_data (samples, NULL), size) == 0;
}

/* Where one wants to hear the end only. The sink is as slow as ears are: the player
 * must not come to the end before it seeks. */
static void
test_gst_play_from_a_position (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  g_autofree gchar *sink = g_strdup_printf ("--audiosink=filesink sync=true "
      "location=%s", launch->file);
  const gchar *const arguments[] = { sink, "--start-position=0.5",
    "--no-interactive", uri, NULL
  };
  guint rate;
  g_autoptr (GBytes) samples = speak (launch, &rate);
  g_autoptr (GBytes) rest = cut_off (samples, rate / 2);

  g_assert_true (run (launch, "gst-play-1.0", arguments));
  g_assert_true (has_written (launch, rest));
  assert_asked_once (launch);
}

/* The other side of the terminal that the player has as its input. */
static gint
open_terminal (GSubprocessLauncher * launcher)
{
  gint terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  gint side;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  side = open (ptsname (terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (side, >=, 0);
  g_subprocess_launcher_take_stdin_fd (launcher, side);
  return terminal;
}

/* It tells its position all the time. */
static void
wait_until_written (Launch * launch, GSubprocess * process, GBytes * samples)
{
  const gint64 deadline_us = g_get_monotonic_time () + WAIT_US;
  GInputStream *told = g_subprocess_get_stdout_pipe (process);

  while (!has_written (launch, samples)) {
    g_autoptr (GError) error = NULL;
    gchar words[1000];

    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_assert_cmpint (g_input_stream_read (told, words, sizeof words, NULL,
            &error), >, 0);
    g_assert_no_error (error);
  }
}

static void
press (gint terminal, const gchar * key)
{
  g_assert_cmpint (write (terminal, key, strlen (key)), ==, strlen (key));
}

/* Back by a second, and to the start. */
static void
test_keys_of_gst_play (void)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch);
  g_autofree gchar *sink = g_strdup_printf ("--audiosink=filesink location=%s",
      launch->file);
  const gchar *const arguments[] = { sink, "--wait-on-eos", uri, NULL };
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  gint terminal = open_terminal (launcher);
  g_autoptr (GSubprocess) process = launch_spawn_program (launch, launcher,
      "gst-play-1.0", arguments);
  guint rate;
  g_autoptr (GBytes) samples = speak (launch, &rate);
  g_autoptr (GBytes) last_second = cut_off (samples,
      g_bytes_get_size (samples) / FRAME_SIZE - rate);

  wait_until_written (launch, process, samples);
  press (terminal, KEY_LEFT);
  wait_until_written (launch, process, last_second);
  press (terminal, "0");
  wait_until_written (launch, process, samples);
  press (terminal, "q");
  g_assert_true (launch_finish (launch, process));
  assert_asked_once (launch);
  close (terminal);
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
  ADD ("gst-play-from-a-position", test_gst_play_from_a_position);
  ADD ("keys-of-gst-play", test_keys_of_gst_play);
  ADD ("gst-discoverer", test_gst_discoverer);
  ADD ("stream-id-is-the-same-in-every-run",
      test_stream_id_is_the_same_in_every_run);
  ADD ("playbin3", test_playbin3);
  ADD ("uridecodebin3", test_uridecodebin3);
  ADD ("bad-address-is-told", test_bad_address_is_told);
#undef ADD

  return g_test_run ();
}
