/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A live speech: what there is, or silence, and never a wait. */
#include <gst/audio/audio.h>

#include <string.h>

#include "api/error.h"
#include "audio/wav-file.h"
#include "service.h"
#include "speech/speech.h"

#define TEXT "Good evening."
#define RATE 24000
#define N_FRAMES 30000
#define MAX_LENGTH 600

typedef struct
{
  Service *service;
  GBytes *wav;                  /* what each task gives */
  QwenttsSpeech *speech;
  GString *told;                /* a letter for each call */
  GstClockTime stream_time;     /* of the last segment */
  GByteArray *samples;
  guint n_silent;               /* buffers */
} Fixture;

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
  static const gchar letters[] = {
    [GST_PROGRESS_TYPE_START] = 'S',
    [GST_PROGRESS_TYPE_CONTINUE] = 'C',
    [GST_PROGRESS_TYPE_COMPLETE] = 'D',
    [GST_PROGRESS_TYPE_ERROR] = 'E',
    [GST_PROGRESS_TYPE_CANCELED] = 'X',
  };
  Fixture *fixture = user_data;

  if (progress->type != GST_PROGRESS_TYPE_CONTINUE)
    g_string_append_c (fixture->told, letters[progress->type]);
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 's');
  fixture->stream_time = info->stream_time;
}

static void
note_duration (GstClockTime duration, gboolean is_final, gpointer user_data)
{
  g_error ("A live stream has no duration");
}

static const QwenttsSpeechFuncs funcs = {
  note_progress, note_segment, note_duration
};

/* @wav: (transfer full): what each task gives */
static Fixture *
fixture_new_of (QwenttsSimulatorOptions options, GBytes * wav)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->wav = wav;
  options.audio = wav;
  fixture->service = service_new (&options, 0);
  fixture->told = g_string_new (NULL);
  fixture->samples = g_byte_array_new ();
  fixture->speech = qwentts_speech_new (fixture->service->client, 1, &funcs,
      fixture);
  qwentts_speech_set_live (fixture->speech);
  return fixture;
}

static void
say (Fixture * fixture)
{
  g_auto (QwenttsVoiceSettings) settings = { 0 };

  settings.model = g_strdup (fixture->service->settings.model);
  settings.voice = g_strdup (fixture->service->settings.voice);
  g_assert_true (qwentts_speech_push_text (fixture->speech, TEXT, &settings,
          MAX_LENGTH));
}

/* One text, in 16 bit mono. */
static Fixture *
fixture_new (QwenttsSimulatorOptions options, guint rate)
{
  Fixture *fixture = fixture_new_of (options, service_make_wav (rate,
          N_FRAMES));

  say (fixture);
  return fixture;
}

static void
fixture_free (Fixture * fixture)
{
  qwentts_speech_stop (fixture->speech);
  qwentts_speech_unref (fixture->speech);
  g_byte_array_unref (fixture->samples);
  g_string_free (fixture->told, TRUE);
  service_free (fixture->service);
  g_bytes_unref (fixture->wav);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free);

static const QwenttsSimulatorOptions no_options;
static const QwenttsSimulatorOptions never_done = {.is_manual = TRUE };

static GstAudioInfo
get_format (Fixture * fixture)
{
  GstAudioInfo info;

  g_assert_true (gst_audio_info_from_caps (&info,
          qwentts_speech_get_caps (fixture->speech)));
  return info;
}

/* Pulls a buffer that begins where the last one ended, and keeps its samples. */
static GstBuffer *
pull (Fixture * fixture, GError ** error)
{
  GstClockTime position = qwentts_speech_get_position (fixture->speech);
  GstBuffer *buffer = qwentts_speech_pull_live (fixture->speech, error);
  gsize size = buffer ? gst_buffer_get_size (buffer) : 0;

  if (buffer == NULL)
    return NULL;
  g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, position);
  g_assert_cmpuint (GST_BUFFER_DURATION (buffer), <=, 20 * GST_MSECOND);
  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP)) {
    fixture->n_silent++;
    return buffer;
  }
  g_byte_array_set_size (fixture->samples, fixture->samples->len + size);
  gst_buffer_extract (buffer, 0, fixture->samples->data +
      fixture->samples->len - size, size);
  return buffer;
}

static void
assert_next_is_silent (Fixture * fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBuffer) buffer = pull (fixture, &error);

  g_assert_no_error (error);
  g_assert_nonnull (buffer);
  g_assert_true (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP));
}

static void
pull_to_end (Fixture * fixture)
{
  g_autoptr (GError) error = NULL;
  GstBuffer *buffer;

  while ((buffer = pull (fixture, &error))) {
    gst_buffer_unref (buffer);
    g_thread_yield ();
  }
  g_assert_no_error (error);
}

/* Until the whole file was given. */
static void
pull_samples (Fixture * fixture)
{
  g_autoptr (GBytes) samples = service_get_samples (fixture->wav);

  while (fixture->samples->len < g_bytes_get_size (samples)) {
    gst_buffer_unref (pull (fixture, NULL));
    g_thread_yield ();
  }
}

static void
assert_samples (Fixture * fixture)
{
  g_autoptr (GBytes) samples = service_get_samples (fixture->wav);

  g_assert_cmpmem (fixture->samples->data, fixture->samples->len,
      g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
}

static void
test_is_silent_while_the_service_works (void)
{
  g_autoptr (Fixture) fixture = fixture_new (never_done, RATE);
  GstAudioInfo info;

  for (guint i = 0; i < 1000; i++)
    assert_next_is_silent (fixture);
  info = get_format (fixture);
  g_assert_cmpint (GST_AUDIO_INFO_FORMAT (&info), ==, GST_AUDIO_FORMAT_S16);
  g_assert_cmpint (info.rate, ==, 24000);
  g_assert_cmpint (info.channels, ==, 1);
  g_assert_cmpuint (qwentts_speech_get_position (fixture->speech), ==,
      20 * GST_SECOND);
}

/* Not anew with each silence. */
static void
test_tells_of_one_wait (void)
{
  g_autoptr (Fixture) fixture = fixture_new (never_done, RATE);

  while (fixture->told->len == 0)
    assert_next_is_silent (fixture);
  for (guint i = 0; i < 100; i++)
    assert_next_is_silent (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "S");
  qwentts_simulator_finish_jobs (fixture->service->simulator, TRUE);
  pull_to_end (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "SDs");
}

static void
test_gives_all_samples_and_then_ends (gconstpointer rate)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options,
      GPOINTER_TO_UINT (rate));
  g_autoptr (GError) error = NULL;

  pull_to_end (fixture);
  assert_samples (fixture);
  g_assert_null (pull (fixture, &error));
  g_assert_no_error (error);
}

/* A file that comes in drops makes holes, and is heard whole. */
static void
test_late_bytes_are_not_lost (void)
{
  const QwenttsSimulatorFault trickle = {.trickle_size = 3000,.trickle_ms = 1 };
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  qwentts_simulator_add_fault (fixture->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &trickle);
  pull_to_end (fixture);
  assert_samples (fixture);
  g_assert_cmpuint (fixture->n_silent, >, 0);
}

static void
test_stalled_download_is_silence (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = -2002
  };
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  qwentts_simulator_add_fault (fixture->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &stall);
  while (fixture->samples->len < N_FRAMES * 2 - 2002)
    gst_buffer_unref (pull (fixture, NULL));
  for (guint i = 0; i < 100; i++)
    assert_next_is_silent (fixture);
}

static void
test_silence_is_in_the_last_format (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, 44100);
  g_autoptr (GstBuffer) silence = NULL;

  qwentts_speech_set_open (fixture->speech, TRUE);
  pull_samples (fixture);
  assert_next_is_silent (fixture);
  silence = pull (fixture, NULL);
  g_assert_cmpint (get_format (fixture).rate, ==, 44100);
  g_assert_cmpuint (gst_buffer_get_size (silence), ==, 882 * 2);
}

/* There it is no zero. */
static void
test_silence_of_unsigned_samples_is_silent (void)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 2,.rate = 8000,
    .bits = 8
  };
  g_autoptr (GBytes) samples = wav_make_samples (8000);
  GByteArray *file = wav_file_new (&format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));
  g_autoptr (Fixture) fixture = fixture_new_of (no_options,
      g_byte_array_free_to_bytes (file));
  g_autoptr (GstBuffer) silence = NULL;
  guint8 quiet[160 * 2];

  say (fixture);
  qwentts_speech_set_open (fixture->speech, TRUE);
  pull_samples (fixture);
  assert_next_is_silent (fixture);
  silence = pull (fixture, NULL);
  memset (quiet, 0x80, sizeof quiet);
  g_assert_cmpuint (gst_buffer_get_size (silence), ==, sizeof quiet);
  g_assert_cmpint (gst_buffer_memcmp (silence, 0, quiet, sizeof quiet), ==, 0);
}

static void
test_text_after_silence_is_heard (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  qwentts_speech_set_open (fixture->speech, TRUE);
  pull_samples (fixture);
  for (guint i = 0; i < 100; i++)
    assert_next_is_silent (fixture);
  g_byte_array_set_size (fixture->samples, 0);
  say (fixture);
  pull_samples (fixture);
  assert_samples (fixture);
  g_assert_cmpuint (fixture->stream_time, >, 2 * GST_SECOND);
  qwentts_speech_close (fixture->speech);
  pull_to_end (fixture);
}

static void
test_goes_on_where_it_is_moved_to (void)
{
  g_autoptr (Fixture) fixture = fixture_new (never_done, RATE);

  assert_next_is_silent (fixture);
  qwentts_speech_move_to (fixture->speech, 7 * GST_SECOND);
  g_assert_cmpuint (qwentts_speech_get_position (fixture->speech), ==,
      7 * GST_SECOND);
  assert_next_is_silent (fixture);
  g_assert_cmpuint (qwentts_speech_get_position (fixture->speech), ==,
      7 * GST_SECOND + 20 * GST_MSECOND);
}

static void
test_wait_that_ends_is_told_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new (never_done, RATE);

  while (fixture->told->len == 0)
    assert_next_is_silent (fixture);
  qwentts_speech_end_wait (fixture->speech);
  qwentts_speech_end_wait (fixture->speech);
  g_assert_cmpstr (fixture->told->str, ==, "SX");
  assert_next_is_silent (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "SXS");
}

static void
test_interrupt_ends_the_wait (void)
{
  g_autoptr (Fixture) fixture = fixture_new (never_done, RATE);

  qwentts_speech_set_open (fixture->speech, TRUE);
  while (fixture->told->len == 0)
    assert_next_is_silent (fixture);
  qwentts_speech_interrupt (fixture->speech);
  assert_next_is_silent (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "SX");
  qwentts_speech_set_open (fixture->speech, FALSE);
  pull_to_end (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "SX");
}

static void
test_failure_is_told_and_stays (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  GstBuffer *buffer;

  qwentts_simulator_fail_tasks (fixture->service->simulator, 1, "failed",
      "null");
  while ((buffer = pull (fixture, &error)))
    gst_buffer_unref (buffer);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  g_assert_cmpstr (fixture->told->str, ==, "SE");
  g_assert_null (pull (fixture, &again));
  g_assert_error (again, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-live/" path, function)
  ADD ("is-silent-while-the-service-works",
      test_is_silent_while_the_service_works);
  ADD ("tells-of-one-wait", test_tells_of_one_wait);
  ADD ("late-bytes-are-not-lost", test_late_bytes_are_not_lost);
  ADD ("stalled-download-is-silence", test_stalled_download_is_silence);
  ADD ("silence-is-in-the-last-format", test_silence_is_in_the_last_format);
  ADD ("silence-of-unsigned-samples-is-silent",
      test_silence_of_unsigned_samples_is_silent);
  ADD ("text-after-silence-is-heard", test_text_after_silence_is_heard);
  ADD ("goes-on-where-it-is-moved-to", test_goes_on_where_it_is_moved_to);
  ADD ("wait-that-ends-is-told-once", test_wait_that_ends_is_told_once);
  ADD ("interrupt-ends-the-wait", test_interrupt_ends_the_wait);
  ADD ("failure-is-told-and-stays", test_failure_is_told_and_stays);
#undef ADD
  for (guint i = 0; i < 4; i++) {
    static const guint rates[] = { 8000, 11025, 24000, 44100 };
    g_autofree gchar *path =
        g_strdup_printf ("/speech-live/gives-all-samples-at-%u-Hz", rates[i]);

    g_test_add_data_func (path, GUINT_TO_POINTER (rates[i]),
        test_gives_all_samples_and_then_ends);
  }

  return g_test_run ();
}
