/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is heard from the store is noted as used, so that it is the last to go. */
#include <fcntl.h>
#include <sys/stat.h>

#include "audio/encoded-file.h"
#include "replay.h"

#define LONG_AGO_S 100000

/* Two buffers. */
static const ReplayAudio audio[] = { {24000, 4000} };

static gchar *
make_path (Replay * replay)
{
  return replay_make_path (replay, 0, ".audio");
}

static void
set_unused (Replay * replay)
{
  struct timespec times[2] = { {.tv_nsec = UTIME_OMIT} };
  g_autofree gchar *path = make_path (replay);

  times[1].tv_sec = g_get_real_time () / G_USEC_PER_SEC - LONG_AGO_S;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static gboolean
is_used (Replay * replay)
{
  g_autofree gchar *path = make_path (replay);
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mtime > g_get_real_time () / G_USEC_PER_SEC - LONG_AGO_S / 2;
}

/* @file: (nullable): what is kept instead
 *
 * Returns: one that begins with what is kept */
static Replay *
new_unused (GBytes * file)
{
  const ReplayOptions options = {.audio = audio,.n_segments = 1,.file = file,
    .uses_store = TRUE
  };
  Replay *replay = replay_new (&options);

  replay_pull_to_end (replay);
  replay_begin_anew (replay, 1);
  set_unused (replay);
  return replay;
}

static void
pull (Replay * replay)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (replay_pull (replay, &error));
  g_assert_no_error (error);
}

static void
test_what_is_played_on (void)
{
  g_autoptr (Replay) replay = new_unused (NULL);

  pull (replay);
  /* The first buffer does not wait for it. */
  g_assert_false (is_used (replay));
  pull (replay);
  g_assert_true (is_used (replay));
}

static void
test_what_is_left_after_a_buffer (void)
{
  g_autoptr (Replay) replay = new_unused (NULL);

  pull (replay);
  replay_end_speech (replay);
  g_assert_true (is_used (replay));
}

static void
test_what_is_compared_before (void)
{
  g_autoptr (GBytes) file = encoded_file_new_sine (9600,
      "audio/x-raw,format=S16LE,rate=48000,channels=1", "opusenc ! oggmux !");
  g_autoptr (Replay) replay = NULL;

  if (file == NULL)
    return;
  replay = new_unused (file);
  pull (replay);
  g_assert_true (is_used (replay));
}

static void
test_what_is_heard_again (void)
{
  g_autoptr (Replay) replay = new_unused (NULL);

  replay_pull_to_end (replay);
  set_unused (replay);
  replay_seek (replay, 0, GST_CLOCK_TIME_NONE);
  pull (replay);
  g_assert_true (is_used (replay));
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/speech-use/played-on", test_what_is_played_on);
  g_test_add_func ("/speech-use/left-after-a-buffer",
      test_what_is_left_after_a_buffer);
  g_test_add_func ("/speech-use/compared-before", test_what_is_compared_before);
  g_test_add_func ("/speech-use/heard-again", test_what_is_heard_again);
  return g_test_run ();
}
