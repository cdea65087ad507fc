/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The show in C and in Python: what they print, and what is heard. The voice is
 * one tone and the music another, so that each can be told from the other. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "audio/wav-file.h"
#include "elements/launch.h"

#define MUSIC_HZ 15000
#define MUSIC "audiotestsrc is-live=true freq=15000 volume=0.25"
#define VOICE_HZ 440
#define LEVEL 0.25
#define VOICE_SECONDS 1
/* Recordings have this rate and two channels of 16 bits. */
#define RATE 48000
#define HEADER_SIZE 44
#define WINDOW (RATE / 100)
#define JOB_MS 3000

typedef struct
{
  Launch *launch;
  const gchar *const *program;
  GSubprocess *process;
  GDataInputStream *said;
  GArray *music;                /* of gdouble: what is heard, 1: as in the file */
  GArray *voice;
} Rig;

static GBytes *
make_tone (guint rate, guint hz, gdouble seconds)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,.rate = rate,
    .bits = 16
  };
  guint n = rate * seconds;
  g_autofree gint16 *samples = g_new (gint16, n);

  for (guint i = 0; i < n; i++)
    samples[i] = LEVEL * G_MAXINT16 * sin (2 * G_PI * hz * i / rate);
  return g_byte_array_free_to_bytes (wav_file_new (&format, samples,
          n * sizeof *samples));
}

static void
rig_init (Rig * rig, gconstpointer program)
{
  g_autoptr (GBytes) voice = make_tone (24000, VOICE_HZ, VOICE_SECONDS);
  const QwenttsSimulatorOptions options = {.audio = voice,.job_ms = JOB_MS,
    .estimate_s = 3
  };

  *rig = (Rig) {
  .launch = launch_new (&options),.program = program};
}

static void
rig_clear (Rig * rig)
{
  g_clear_object (&rig->said);
  g_clear_object (&rig->process);
  g_clear_pointer (&rig->music, g_array_unref);
  g_clear_pointer (&rig->voice, g_array_unref);
  launch_free (rig->launch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear);

/* @name, @value: (nullable): one more of the environment
 * @option: (nullable): one more argument */
static void
start (Rig * rig, const gchar * name, const gchar * value, const gchar * option)
{
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (rig->launch);
  const gchar *voice = qwentts_simulator_get_voice (rig->launch->simulator);
  g_autofree gchar *sink = g_strdup_printf ("audio/x-raw,format=S16LE ! "
      "clocksync ! wavenc ! filesink location=%s", rig->launch->file);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDIN_PIPE |
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  if (name)
    g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  for (guint i = 0; rig->program[i]; i++)
    g_ptr_array_add (argv, (gchar *) g_getenv (rig->program[i]));
  g_ptr_array_add (argv, (gchar *) voice);
  g_ptr_array_add (argv, (gchar *) MUSIC);
  g_ptr_array_add (argv, sink);
  g_ptr_array_add (argv, (gchar *) option);
  g_ptr_array_add (argv, NULL);
  rig->process = g_subprocess_launcher_spawnv (launcher,
      (const gchar * const *) argv->pdata, &error);
  g_assert_no_error (error);
  rig->said = g_data_input_stream_new (g_subprocess_get_stdout_pipe
      (rig->process));
}

static void
type (Rig * rig, const gchar * lines)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (rig->process), lines,
      strlen (lines), NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for_line (Rig * rig, const gchar * expected)
{
  g_autofree gchar *line = g_data_input_stream_read_line (rig->said, NULL, NULL,
      NULL);

  g_assert_cmpstr (line, ==, expected);
}

/* Ends the input.
 *
 * Returns: the program's exit status */
static gint
finish (Rig * rig)
{
  launch_finish (rig->launch, rig->process);
  g_assert_true (g_subprocess_get_if_exited (rig->process));
  return g_subprocess_get_exit_status (rig->process);
}

/* How much of a tone there is; 1: as much as in the file. */
static gdouble
measure (const gint16 * frames, guint hz)
{
  gdouble re = 0, im = 0;

  for (guint i = 0; i < WINDOW; i++) {
    re += frames[2 * i] * cos (2 * G_PI * hz * i / RATE);
    im += frames[2 * i] * sin (2 * G_PI * hz * i / RATE);
  }
  return 2 * hypot (re, im) / WINDOW / (LEVEL * G_MAXINT16);
}

static void
listen (Rig * rig)
{
  g_autofree gchar *file = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (rig->launch->file, &file, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, HEADER_SIZE);
  rig->music = g_array_new (FALSE, FALSE, sizeof (gdouble));
  rig->voice = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (gsize at = HEADER_SIZE; at + 4 * WINDOW <= size; at += 4 * WINDOW) {
    gdouble music = measure ((const gint16 *) (file + at), MUSIC_HZ);
    gdouble voice = measure ((const gint16 *) (file + at), VOICE_HZ);

    g_array_append_val (rig->music, music);
    g_array_append_val (rig->voice, voice);
  }
}

static gdouble
at (GArray * heard, guint window)
{
  return g_array_index (heard, gdouble, window);
}

/* How many windows have nearly all of the music. */
static guint
count_loud (Rig * rig, guint begin, guint end)
{
  guint n = 0;

  for (guint i = begin; i < end; i++)
    n += at (rig->music, i) > 0.9;
  return n;
}

static gboolean
is_speech (Rig * rig, guint window)
{
  return at (rig->voice, window) > 0.05;
}

/* The music is quiet where the voice is heard. A machine that is busy may leave a
 * part of the sound out, as live sound does, or have the voice come late.
 *
 * Returns: the first window of speech */
static guint
assert_ducked (Rig * rig, guint n_announcements)
{
  guint n = n_announcements * VOICE_SECONDS * RATE / WINDOW;
  guint n_speech = 0, n_quiet = 0, n_loud = 0, first = 0;

  for (guint i = rig->voice->len; i > 0; i--) {
    if (!is_speech (rig, i - 1))
      continue;
    first = i - 1;
    n_speech++;
    n_loud += at (rig->music, first) > 0.25;
    n_quiet += at (rig->music, first) > 0.15;
  }
  g_assert_cmpuint (n_speech, >, n / 2);
  g_assert_cmpuint (n_speech, <, n * 21 / 20);
  g_assert_cmpuint (n_quiet, >, n / 2);
  g_assert_cmpuint (n_loud, <=, n_speech / 10);
  return first;
}

static void
test_ducks (gconstpointer program)
{
  g_auto (Rig) rig = { 0 };
  guint first;

  rig_init (&rig, program);
  start (&rig, NULL, NULL, NULL);
  type (&rig, "One.\n\n");
  wait_for_line (&rig, "On air: One.");
  type (&rig, "Two.\n");
  wait_for_line (&rig, "On air: Two.");

  g_assert_cmpint (finish (&rig), ==, 0);
  g_assert_cmpstr (rig.launch->stderr_text, ==, "");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig.launch->simulator), ==,
      2);
  listen (&rig);
  first = assert_ducked (&rig, 2);
  g_assert_cmpuint (count_loud (&rig, 0, first), >=, 20);
  /* It was up while the service worked on the second one. */
  g_assert_cmpuint (count_loud (&rig, first + RATE / WINDOW,
          first + 2 * RATE / WINDOW), >=, 20);
}

static void
test_skips (gconstpointer program)
{
  g_auto (Rig) rig = { 0 };

  rig_init (&rig, program);
  qwentts_simulator_fail_tasks (rig.launch->simulator, 1, "failed",
      "{\"code\": \"content_policy_violation\", \"message\": \"Not this.\"}");
  start (&rig, NULL, NULL, NULL);
  type (&rig, "One.\n");
  g_assert_true (qwentts_simulator_wait_for (rig.launch->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 1));
  type (&rig, "Two.\n");
  wait_for_line (&rig, "On air: Two.");

  g_assert_cmpint (finish (&rig), ==, 1);
  g_assert_true (g_str_has_prefix (rig.launch->stderr_text, "voice: "));
  listen (&rig);
  assert_ducked (&rig, 1);
}

static void
test_plays_without_a_key (gconstpointer program)
{
  g_auto (Rig) rig = { 0 };

  rig_init (&rig, program);
  start (&rig, "EVOLINK_API_KEY", "", NULL);
  type (&rig, "One.\n");

  g_assert_cmpint (finish (&rig), ==, 1);
  g_assert_nonnull (strstr (rig.launch->stderr_text, "There is no API key"));
  listen (&rig);
  g_assert_cmpuint (count_loud (&rig, 0, rig.music->len), >=, 20);
}

static void
test_refuses (gconstpointer program)
{
  g_auto (Rig) rig = { 0 };

  rig_init (&rig, program);
  start (&rig, NULL, NULL, "loud");

  g_assert_cmpint (finish (&rig), ==, 2);
  g_assert_nonnull (strcasestr (rig.launch->stderr_text, "usage"));
  g_assert_false (g_file_test (rig.launch->file, G_FILE_TEST_EXISTS));
}

static void
test_leaks_nothing (gconstpointer program)
{
  g_auto (Rig) rig = { 0 };

  rig_init (&rig, program);
  g_setenv ("GST_TRACERS", "leaks", TRUE);
  start (&rig, "GST_DEBUG", "GST_TRACER:7", NULL);
  g_unsetenv ("GST_TRACERS");
  type (&rig, "One.\n");

  g_assert_cmpint (finish (&rig), ==, 0);
  g_assert_nonnull (strstr (rig.launch->stderr_text, "object-alive.class"));
  g_assert_null (strstr (rig.launch->stderr_text,
          "object-alive, type-name=(string)Gst"));
}

static void
add (const gchar * language, const gchar * const *program)
{
  const struct
  {
    const gchar *name;
    GTestDataFunc func;
  } tests[] = {
    {"music-goes-down-while-the-voice-speaks", test_ducks},
    {"what-fails-is-left-out", test_skips},
    {"music-plays-without-a-key", test_plays_without_a_key},
    {"one-argument-too-many-is-refused", test_refuses},
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree gchar *path = g_strdup_printf ("/broadcast/%s/%s", language,
        tests[i].name);

    g_test_add_data_func (path, program, tests[i].func);
  }
}

int
main (int argc, char **argv)
{
  static const gchar *const c[] = { "BROADCAST", NULL };
  static const gchar *const python[] = { "PYTHON", "BROADCAST_PY", NULL };

  g_test_init (&argc, &argv, NULL);
  add ("c", c);
  add ("python", python);
  g_test_add_data_func ("/broadcast/c/nothing-leaks", c, test_leaks_nothing);
  return g_test_run ();
}
