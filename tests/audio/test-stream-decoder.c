/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is neither WAV nor raw PCM: the way through decodebin. */

#include <string.h>

#include "encoded-file.h"
#include "test-audio.h"
#include "wav-file.h"

#define N_FRAMES 48000
#define SPEECH_CAPS "audio/x-raw,format=S16LE,rate=24000,channels=1"
#define STEREO_CAPS "audio/x-raw,format=S16LE,rate=48000,channels=2"

static void
test_flac_is_exact (void)
{
  static const gchar *all_caps[] = { SPEECH_CAPS, STEREO_CAPS,
    "audio/x-raw,format=S24LE,rate=96000,channels=2"
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (all_caps); i++) {
    g_autoptr (GBytes) file =
        encoded_file_new_sine (N_FRAMES, all_caps[i], "flacenc !");
    g_autoptr (GBytes) samples = NULL;
    g_autoptr (TestAudio) audio = NULL;
    g_autofree gchar *tail = NULL;
    GstAudioInfo info;

    if (!file)
      return;

    audio = test_audio_decode_bytes (g_bytes_ref (file), 777);
    g_assert_no_error (audio->error);

    /* The decoder may have another room for 24 bits. */
    info = test_audio_get_info (audio, 0);
    tail = g_strdup_printf ("audioconvert ! audio/x-raw,format=%s !",
        gst_audio_format_to_string (GST_AUDIO_INFO_FORMAT (&info)));
    samples = encoded_file_new_sine (N_FRAMES, all_caps[i], tail);
    g_assert_cmpmem (audio->samples->data, audio->samples->len,
        g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
  }
}

static void
test_mp3_tells_no_length_that_is_guessed (void)
{
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "lamemp3enc !");
  g_autoptr (TestAudio) audio = NULL;

  if (!file)
    return;

  audio = test_audio_decode_bytes (g_bytes_ref (file), 0);
  g_assert_cmpuint (audio->duration, ==, GST_CLOCK_TIME_NONE);
}

static void
test_flac_tells_its_length (void)
{
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "flacenc !");
  g_autoptr (TestAudio) audio = NULL;

  if (!file)
    return;

  audio = test_audio_decode_bytes (g_bytes_ref (file), 0);
  g_assert_cmpuint (audio->duration, ==, 2 * GST_SECOND);
}

/* Its header is read by wavparse, which believes such sizes. */
static void
test_mulaw_in_a_streamed_wav_is_whole (void)
{
  WavFormat format = {
    .tag = WAV_TAG_MULAW,
    .channels = 1,
    .rate = 8000,
    .bits = 8
  };
  g_autoptr (GBytes) samples = wav_make_samples (8000);
  GByteArray *file = g_byte_array_new ();
  g_autoptr (TestAudio) audio = NULL;

  wav_file_add_riff (file, "RIFF", 0xffffffff);
  wav_file_add_format (file, &format);
  wav_file_add_chunk_head (file, "data", 0xffffffff);
  g_byte_array_append (file, g_bytes_get_data (samples, NULL), 8000);

  audio = test_audio_decode_bytes (g_byte_array_free_to_bytes (file), 100);
  g_assert_no_error (audio->error);
  test_audio_assert_n_frames (audio, 8000, 0);
  g_assert_cmpuint (audio->duration, ==, GST_CLOCK_TIME_NONE);
}

static void
test_chained_ogg_changes_its_format (void)
{
  g_autoptr (GBytes) speech =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "flacenc ! oggmux !");
  g_autoptr (GBytes) stereo =
      encoded_file_new_sine (N_FRAMES, STEREO_CAPS, "flacenc ! oggmux !");
  g_autoptr (TestAudio) audio = NULL;
  GstAudioInfo first, second;

  if (!speech || !stereo)
    return;

  audio = test_audio_decode_bytes (encoded_file_join (speech, stereo), 1000);
  g_assert_no_error (audio->error);
  first = test_audio_get_info (audio, 0);
  second = test_audio_get_info (audio, 1);
  g_assert_cmpuint (audio->caps->len, ==, 2);
  g_assert_cmpuint (GST_AUDIO_INFO_RATE (&first), ==, 24000);
  g_assert_cmpuint (GST_AUDIO_INFO_RATE (&second), ==, 48000);
  g_assert_cmpuint (GST_AUDIO_INFO_CHANNELS (&second), ==, 2);
  g_assert_cmpuint (audio->samples->len, ==, N_FRAMES * 2 + N_FRAMES * 4);
}

static void
test_other_streams_are_left_out (void)
{
  static const gchar *launches[] = {
    "videotestsrc num-buffers=30 ! video/x-raw,width=64,height=64 ! theoraenc "
        "! oggmux name=mux ! filesink name=out audiotestsrc num-buffers=240 "
        "samplesperbuffer=200 ! " SPEECH_CAPS " ! flacenc ! mux.",
    "audiotestsrc num-buffers=240 samplesperbuffer=200 ! " SPEECH_CAPS
        " ! flacenc ! oggmux name=mux ! filesink name=out audiotestsrc "
        "num-buffers=240 samplesperbuffer=200 ! " SPEECH_CAPS
        " ! flacenc ! mux.",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (launches); i++) {
    g_autoptr (GBytes) file = encoded_file_new (launches[i]);
    g_autoptr (TestAudio) audio = NULL;

    if (!file)
      return;

    audio = test_audio_decode_bytes (g_bytes_ref (file), 1000);
    g_assert_no_error (audio->error);
    g_assert_cmpuint (audio->caps->len, ==, 1);
    test_audio_assert_n_frames (audio, N_FRAMES, 0);
  }
}

static void
assert_wrong_type (GBytes * file)
{
  g_autoptr (TestAudio) audio =
      test_audio_decode_bytes (g_bytes_ref (file), 1000);

  g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE);
  g_assert_cmpuint (audio->samples->len, ==, 0);
  g_assert_null (audio->missing_caps);
}

static void
test_video_alone_is_the_wrong_type (void)
{
  g_autoptr (GBytes) file = encoded_file_new ("videotestsrc num-buffers=30 ! "
      "video/x-raw,width=64,height=64 ! theoraenc ! oggmux ! "
      "filesink name=out");

  if (file)
    assert_wrong_type (file);
}

static void
test_a_picture_is_the_wrong_type (void)
{
  g_autoptr (GBytes) file = encoded_file_new ("videotestsrc num-buffers=1 ! "
      "video/x-raw,width=64,height=64 ! pngenc ! filesink name=out");

  if (file)
    assert_wrong_type (file);
}

static void
test_garbage_is_the_wrong_type (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint8 *garbage = g_malloc (100000);
  g_autoptr (GBytes) file = g_bytes_new_take (garbage, 100000);
  guint i;

  for (i = 0; i < 100000; i++)
    garbage[i] = g_rand_int (random);

  assert_wrong_type (file);
}

/* Hides all decoders of a codec. */
static void
hide_decoders (const gchar * caps_string)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (caps_string);
  GList *all = gst_element_factory_list_get_elements
      (GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
  GList *decoders = gst_element_factory_list_filter (all, caps, GST_PAD_SINK,
      FALSE);
  GList *decoder;

  for (decoder = decoders; decoder; decoder = decoder->next) {
    const gchar *klass = gst_element_factory_get_metadata (decoder->data,
        GST_ELEMENT_METADATA_KLASS);

    if (strstr (klass, "Decoder/Audio"))
      gst_plugin_feature_set_rank (decoder->data, GST_RANK_NONE);
  }

  gst_plugin_feature_list_free (decoders);
  gst_plugin_feature_list_free (all);
}

/* The rest of this program is not to miss its decoder. */
static void
test_missing_decoder_is_named (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (GBytes) file =
        encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "opusenc ! oggmux !");
    g_autoptr (TestAudio) audio = NULL;

    if (!file)
      return;

    hide_decoders ("audio/x-opus");
    audio = test_audio_decode_bytes (g_bytes_ref (file), 1000);
    g_assert_error (audio->error, GST_CORE_ERROR,
        GST_CORE_ERROR_MISSING_PLUGIN);
    g_assert_nonnull (strstr (audio->error->message, "Opus"));
    g_assert_nonnull (audio->missing_caps);
    g_assert_true (gst_structure_has_name (gst_caps_get_structure
            (audio->missing_caps, 0), "audio/x-opus"));
    return;
  }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
test_aac_without_a_decoder_is_named (void)
{
  static const guint8 header[] = { 0xff, 0xf1, 0x50, 0x80, 0x0d, 0x7f, 0xfc };
  guint8 payload[100];
  GByteArray *file;
  g_autoptr (TestAudio) audio = NULL;
  guint i;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }

  file = g_byte_array_new ();
  memset (payload, 0x21, sizeof (payload));
  for (i = 0; i < 200; i++) {
    g_byte_array_append (file, header, sizeof (header));
    g_byte_array_append (file, payload, sizeof (payload));
  }

  hide_decoders ("audio/mpeg,mpegversion=4");
  audio = test_audio_decode_bytes (g_byte_array_free_to_bytes (file), 1000);
  g_assert_error (audio->error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN);
  g_assert_nonnull (audio->missing_caps);
}

/* Reads until a read had to be cancelled.
 *
 * Returns: the bytes of samples that came before */
static gsize
read_until_stalled (QwenttsDecoder * decoder, TestInput * input)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = test_input_cancel_when_waiting (input, cancellable);
  gsize size = 0;

  while (!error) {
    g_autoptr (GstBuffer) buffer =
        qwentts_decoder_read (decoder, 100, cancellable, &error);

    if (buffer)
      size += gst_buffer_get_size (buffer);
  }

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  return size;
}

static void
test_cancelled_reads_lose_nothing (void)
{
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "flacenc !");
  g_autoptr (TestInput) input = NULL;
  g_autoptr (QwenttsDecoder) decoder = NULL;
  gsize stalled_at, size = 0;

  if (!file)
    return;

  input = test_input_new (g_bytes_ref (file), 100);
  decoder = qwentts_decoder_new (&test_input, input, NULL);
  for (stalled_at = 0; stalled_at < g_bytes_get_size (file); stalled_at += 1000) {
    test_input_arrive (input, stalled_at);
    size += read_until_stalled (decoder, input);
  }

  test_input_arrive (input, TEST_INPUT_NEVER);
  while (TRUE) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GstBuffer) buffer =
        qwentts_decoder_read (decoder, 100, NULL, &error);

    g_assert_no_error (error);
    if (!buffer)
      break;
    size += gst_buffer_get_size (buffer);
  }

  g_assert_cmpuint (size, ==, N_FRAMES * 2);
}

static void
test_free_ends_a_stalled_input (void)
{
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "flacenc !");
  gsize stalled_at;

  if (!file)
    return;

  for (stalled_at = 0; stalled_at < 20000; stalled_at += 1999) {
    g_autoptr (TestInput) input = test_input_new (g_bytes_ref (file), 500);
    QwenttsDecoder *decoder = qwentts_decoder_new (&test_input, input, NULL);

    test_input_arrive (input, stalled_at);
    read_until_stalled (decoder, input);
    if (stalled_at > 0)
      test_input_wait_until_waiting (input);
    qwentts_decoder_free (decoder);
  }
}

/* Both ends full, and nobody reads any more. */
static void
test_free_ends_a_full_pipeline (void)
{
  g_autoptr (GBytes) file =
      encoded_file_new_sine (N_FRAMES, STEREO_CAPS, "flacenc !");
  guint n_reads;

  if (!file)
    return;

  for (n_reads = 0; n_reads < 20; n_reads++) {
    g_autoptr (TestInput) input = test_input_new (g_bytes_ref (file), 0);
    g_autoptr (QwenttsDecoder) decoder =
        qwentts_decoder_new (&test_input, input, NULL);
    guint i;

    for (i = 0; i < n_reads; i++) {
      g_autoptr (GstBuffer) buffer =
          qwentts_decoder_read (decoder, 10, NULL, NULL);

      g_assert_cmpuint (gst_buffer_get_size (buffer), ==, 40);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream-decoder/flac-is-exact", test_flac_is_exact);
  g_test_add_func ("/stream-decoder/mp3-tells-no-length-that-is-guessed",
      test_mp3_tells_no_length_that_is_guessed);
  g_test_add_func ("/stream-decoder/flac-tells-its-length",
      test_flac_tells_its_length);
  g_test_add_func ("/stream-decoder/mulaw-in-a-streamed-wav-is-whole",
      test_mulaw_in_a_streamed_wav_is_whole);
  g_test_add_func ("/stream-decoder/chained-ogg-changes-its-format",
      test_chained_ogg_changes_its_format);
  g_test_add_func ("/stream-decoder/other-streams-are-left-out",
      test_other_streams_are_left_out);
  g_test_add_func ("/stream-decoder/video-alone-is-the-wrong-type",
      test_video_alone_is_the_wrong_type);
  g_test_add_func ("/stream-decoder/a-picture-is-the-wrong-type",
      test_a_picture_is_the_wrong_type);
  g_test_add_func ("/stream-decoder/garbage-is-the-wrong-type",
      test_garbage_is_the_wrong_type);
  g_test_add_func ("/stream-decoder/missing-decoder-is-named",
      test_missing_decoder_is_named);
  g_test_add_func ("/stream-decoder/aac-without-a-decoder-is-named",
      test_aac_without_a_decoder_is_named);
  g_test_add_func ("/stream-decoder/cancelled-reads-lose-nothing",
      test_cancelled_reads_lose_nothing);
  g_test_add_func ("/stream-decoder/free-ends-a-stalled-input",
      test_free_ends_a_stalled_input);
  g_test_add_func ("/stream-decoder/free-ends-a-full-pipeline",
      test_free_ends_a_full_pipeline);

  return g_test_run ();
}
