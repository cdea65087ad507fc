/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each codec through the same sentences. */

#include <string.h>

#include "encoded-file.h"
#include "test-audio.h"

#define N_FRAMES 48000
#define SPEECH_CAPS "audio/x-raw,format=S16LE,rate=24000,channels=1"
#define SMALL_PAGES "oggmux max-delay=100000000 max-page-delay=100000000"

typedef struct
{
  const gchar *name;
  const gchar *tail;
  /* Frames that the codec may add or drop */
  guint tolerance;
  /* Whether a file that ends early is known from its own bytes */
  gboolean knows_its_end;
} Codec;

static const Codec codecs[] = {
  {"mp3", "lamemp3enc !", 2400, FALSE},
  {"mp3-with-id3", "lamemp3enc ! id3v2mux !", 2400, FALSE},
  {"mp3-with-xing", "lamemp3enc ! xingmux !", 2400, FALSE},
  {"opus", "opusenc ! " SMALL_PAGES " !", 960, TRUE},
  {"vorbis", "audioconvert ! vorbisenc ! " SMALL_PAGES " !", 1200, TRUE},
  {"flac", "flacenc !", 0, TRUE},
  {"flac-in-ogg", "flacenc ! " SMALL_PAGES " !", 0, TRUE},
  {"opus-in-webm", "opusenc ! webmmux streamable=true !", 960, FALSE},
  {"alaw-in-wav", "alawenc ! wavenc !", 0, TRUE},
  {"mulaw-in-wav", "mulawenc ! wavenc !", 0, TRUE},
};

/* For codecs whose headers are a large part of a small file. */
static void
assert_most_of_it (TestAudio * audio)
{
  test_audio_assert_n_frames (audio, N_FRAMES * 3 / 4, N_FRAMES / 4);
}

static void
test_codec_is_decoded (gconstpointer data)
{
  const Codec *codec = data;
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, codec->tail);
  static const gsize piece_sizes[] = { 0, 1, 333, 4096 };
  guint i;

  if (!file)
    return;

  for (i = 0; i < G_N_ELEMENTS (piece_sizes); i++) {
    g_autoptr (TestAudio) audio =
        test_audio_decode_bytes (g_bytes_ref (file), piece_sizes[i]);
    GstAudioInfo info;

    g_assert_no_error (audio->error);
    g_assert_cmpuint (audio->caps->len, ==, 1);
    info = test_audio_get_info (audio, 0);
    g_assert_cmpuint (GST_AUDIO_INFO_RATE (&info), ==, 24000);
    g_assert_cmpuint (GST_AUDIO_INFO_CHANNELS (&info), ==, 1);
    test_audio_assert_n_frames (audio, N_FRAMES, codec->tolerance);
    g_assert_null (audio->missing_caps);
  }
}

static void
test_codec_broken_off_plays_what_is_whole (gconstpointer data)
{
  const Codec *codec = data;
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, codec->tail);
  g_autoptr (TestInput) input = NULL;
  g_autoptr (TestAudio) audio = NULL;

  if (!file)
    return;

  input = test_input_new (g_bytes_ref (file), 1000);
  input->broken_at = g_bytes_get_size (file) * 15 / 16;
  audio = test_audio_decode (input, NULL, 2400);
  g_assert_error (audio->error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ);
  assert_most_of_it (audio);
}

static void
test_codec_cut_plays_what_is_whole (gconstpointer data)
{
  const Codec *codec = data;
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, codec->tail);
  g_autoptr (TestAudio) audio = NULL;

  if (!file)
    return;

  audio = test_audio_decode_bytes (g_bytes_new_from_bytes (file, 0,
          g_bytes_get_size (file) * 15 / 16), 1000);
  assert_most_of_it (audio);
  if (codec->knows_its_end)
    g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
}

/* Whatever the bytes are, there is an end, and an error where nothing was
 * played. */
static void
test_codec_cut_anywhere_ends (gconstpointer data)
{
  const Codec *codec = data;
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, codec->tail);
  gsize size;

  for (size = 1; file && size < 4000; size += size < 100 ? 9 : 411) {
    g_autoptr (TestInput) input = test_input_new (g_bytes_ref (file), 100);
    g_autoptr (TestAudio) cut =
        test_audio_decode_bytes (g_bytes_new_from_bytes (file, 0, size), 100);
    g_autoptr (TestAudio) broken = NULL;

    if (cut->samples->len == 0)
      g_assert_cmpuint (cut->error->domain, ==, GST_STREAM_ERROR);
    if (cut->samples->len == 0 && size >= 10 && strncmp (codec->name, "mp3",
            3) != 0)
      g_assert_error (cut->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);

    input->broken_at = size;
    broken = test_audio_decode (input, NULL, 2400);
    g_assert_error (broken->error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ);
  }
}

static void
add_codec_tests (const Codec * codec)
{
  static const struct
  {
    const gchar *sentence;
    GTestDataFunc function;
  } tests[] = {
    {"is-decoded", test_codec_is_decoded},
    {"broken-off-plays-what-is-whole",
        test_codec_broken_off_plays_what_is_whole},
    {"cut-plays-what-is-whole", test_codec_cut_plays_what_is_whole},
    {"cut-anywhere-ends", test_codec_cut_anywhere_ends},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree gchar *path = g_strdup_printf ("/codecs/%s/%s",
        codec->name, tests[i].sentence);

    g_test_add_data_func (path, codec, tests[i].function);
  }
}

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (i = 0; i < G_N_ELEMENTS (codecs); i++)
    add_codec_tests (&codecs[i]);

  return g_test_run ();
}
