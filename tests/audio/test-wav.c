/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* WAV files: every format, no copy, and the right end. */

#include <gst/audio/audio.h>
#include <string.h>

#include "test-audio.h"
#include "wav-file.h"

#define N_FRAMES 250
#define MANY_FRAMES 1000000

typedef struct
{
  guint tag;
  guint bits;
  guint container_size;
  const gchar *format;
} SampleFormat;

static const SampleFormat sample_formats[] = {
  {WAV_TAG_PCM, 8, 1, "U8"},
  {WAV_TAG_PCM, 16, 2, "S16LE"},
  {WAV_TAG_PCM, 12, 2, "S16LE"},
  {WAV_TAG_PCM, 24, 3, "S24LE"},
  {WAV_TAG_PCM, 20, 3, "S24LE"},
  {WAV_TAG_PCM, 24, 4, "S32LE"},
  {WAV_TAG_PCM, 32, 4, "S32LE"},
  {WAV_TAG_FLOAT, 32, 4, "F32LE"},
  {WAV_TAG_FLOAT, 64, 8, "F64LE"},
};

static const guint rates[] = { 8000, 11025, 16000, 22050, 24000, 32000, 44100,
  48000, 88200, 96000, 176400, 192000
};

static void
check_format (const SampleFormat * sample_format, guint channels, guint rate,
    gboolean is_extensible)
{
  WavFormat format = {
    .tag = is_extensible ? WAV_TAG_EXTENSIBLE : sample_format->tag,
    .sub_tag = sample_format->tag,
    .channels = channels,
    .rate = rate,
    .bits = sample_format->bits,
    .frame_size = sample_format->container_size * channels
  };
  g_autoptr (GBytes) samples = wav_make_samples (N_FRAMES * format.frame_size);
  g_autoptr (GByteArray) file = wav_file_new (&format,
      g_bytes_get_data (samples, NULL), N_FRAMES * format.frame_size);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, NULL, 99);

  g_test_message ("%s, %u channels, %u Hz, extensible %d",
      sample_format->format, channels, rate, is_extensible);
  g_assert_no_error (audio->error);
  test_audio_assert_format (audio, sample_format->format, rate, channels);
  g_assert_cmpuint (audio->samples->len, ==, N_FRAMES * format.frame_size);
  g_assert_cmpuint (audio->duration, ==, gst_util_uint64_scale (N_FRAMES,
          GST_SECOND, rate));

  /* Only these come in an order that GStreamer has not. */
  if (is_extensible || channels < 5 || channels == 7) {
    g_assert_cmpuint (audio->n_copied_buffers, ==, 0);
    test_audio_assert_samples (audio, samples, N_FRAMES * format.frame_size);
  }
}

static void
test_wav_of_each_format (void)
{
  guint format, channels, rate;

  for (format = 0; format < G_N_ELEMENTS (sample_formats); format++) {
    for (channels = 1; channels <= 8; channels++) {
      for (rate = 0; rate < G_N_ELEMENTS (rates); rate++) {
        check_format (&sample_formats[format], channels, rates[rate], FALSE);
        check_format (&sample_formats[format], channels, rates[rate], TRUE);
      }
    }
  }
}

/* Samples that are the numbers of their channels. */
static GByteArray *
make_numbered_file (const WavFormat * format)
{
  guint8 samples[2 * 18];
  guint i, size = 2 * format->channels;

  for (i = 0; i < size; i++)
    samples[i] = i % format->channels;

  return wav_file_new (format, samples, size);
}

static void
assert_order (const WavFormat * format, const guint8 * order, guint64 mask)
{
  g_autoptr (GByteArray) file = make_numbered_file (format);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, NULL, 10);
  guint64 got_mask = 0;

  g_assert_no_error (audio->error);
  g_assert_cmpmem (audio->samples->data, format->channels, order,
      format->channels);
  g_assert_cmpmem (audio->samples->data + format->channels, format->channels,
      order, format->channels);

  gst_structure_get (gst_caps_get_structure (g_ptr_array_index (audio->caps,
              0), 0), "channel-mask", GST_TYPE_BITMASK, &got_mask, NULL);
  g_assert_cmphex (got_mask, ==, mask);
}

static void
test_wav_channels_in_order (void)
{
  static const guint8 front_rear_center_lfe[] = { 0, 1, 4, 5, 2, 3 };
  static const guint8 top_left_center_right[] = { 0, 1, 2, 4, 3 };
  static const guint8 as_they_are[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  WavFormat plain = {
    .tag = WAV_TAG_PCM,
    .channels = 6,
    .rate = 48000,
    .bits = 8
  };
  WavFormat extensible = {
    .tag = WAV_TAG_EXTENSIBLE,
    .sub_tag = WAV_TAG_PCM,
    .channels = 6,
    .rate = 48000,
    .bits = 8,
    .channel_mask = 0x3f
  };

  assert_order (&plain, front_rear_center_lfe, 0x3f);
  assert_order (&extensible, as_they_are, 0x3f);

  extensible.channel_mask = 0x7003;
  extensible.channels = 5;
  assert_order (&extensible, top_left_center_right, 0x7003);

  /* Masks with other numbers of channels than there are say nothing. */
  extensible.channel_mask = 0x3;
  assert_order (&extensible, as_they_are, 0);
  extensible.channel_mask = 0x3f;
  assert_order (&extensible, as_they_are, 0);
  extensible.channel_mask = 0xffffffff;
  assert_order (&extensible, as_they_are, 0);

  plain.channels = 3;
  assert_order (&plain, as_they_are, 0);
  plain.channels = 7;
  assert_order (&plain, as_they_are, 0);
}

static void
test_wav_one_channel_has_no_mask (void)
{
  WavFormat format = {
    .tag = WAV_TAG_EXTENSIBLE,
    .sub_tag = WAV_TAG_PCM,
    .channels = 1,
    .rate = 24000,
    .bits = 16,
    .channel_mask = 0x4
  };
  g_autoptr (GByteArray) file = wav_file_new (&format, "abcd", 4);
  g_autoptr (GByteArray) plain_file =
      wav_file_new (&wav_speech_format, "abcd", 4);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (TestInput) plain_input = test_input_new_from_array (plain_file, 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, NULL, 10);
  g_autoptr (TestAudio) plain = test_audio_decode (plain_input, NULL, 10);

  g_assert_true (gst_caps_is_equal (g_ptr_array_index (audio->caps, 0),
          g_ptr_array_index (plain->caps, 0)));
}

static TestAudio *
decode_with_sizes (guint32 riff_size, guint32 data_size, GBytes * samples,
    gboolean is_size_known)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (TestInput) input = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (samples, &size);

  wav_file_add_riff (file, "RIFF", riff_size);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_chunk_head (file, "data", data_size);
  g_byte_array_append (file, data, size);
  input = test_input_new_from_array (file, 0);
  input->is_size_known = is_size_known;
  return test_audio_decode (input, NULL, 100);
}

static void
test_wav_with_placeholder_sizes (void)
{
  static const guint32 sizes[] = { 0, 0xffffffff, 0x7ffff000, 0x7fffffff,
    0xfffff000, 0x80000000, 0xffffffff - 44, 0xffffffff - 36, 0x7fffffff - 36
  };
  g_autoptr (GBytes) samples = wav_make_samples (2001);
  guint riff, data;

  for (riff = 0; riff < G_N_ELEMENTS (sizes); riff++) {
    for (data = 0; data < G_N_ELEMENTS (sizes); data++) {
      g_autoptr (TestAudio) audio = decode_with_sizes (sizes[riff],
          sizes[data], samples, TRUE);
      g_autoptr (TestAudio) streamed = decode_with_sizes (sizes[riff],
          sizes[data], samples, FALSE);

      /* The half of a sample at the end is dropped. */
      g_assert_no_error (audio->error);
      test_audio_assert_samples (audio, samples, 2000);
      g_assert_cmpuint (audio->duration, ==,
          gst_util_uint64_scale (1000, GST_SECOND, 24000));

      g_assert_no_error (streamed->error);
      test_audio_assert_samples (streamed, samples, 2000);
      g_assert_cmpuint (streamed->duration, ==, GST_CLOCK_TIME_NONE);
    }
  }
}

static void
test_wav_ignores_the_riff_size (void)
{
  static const guint32 sizes[] = { 0, 1, 35, 36, 100, 2036, 4000, 0xffffffff };
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (TestAudio) audio = decode_with_sizes (sizes[i], 2000, samples,
        FALSE);

    g_assert_no_error (audio->error);
    test_audio_assert_samples (audio, samples, 2000);
    g_assert_cmpuint (audio->duration, ==, gst_util_uint64_scale (1000,
            GST_SECOND, 24000));
  }
}

static void
test_wav_with_less_than_its_size_is_truncated (void)
{
  static const guint32 sizes[] = { 2002, 2004, 4000, 0x7fffefff };
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (TestAudio) audio = decode_with_sizes (0, sizes[i], samples,
        TRUE);

    g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
    g_assert_nonnull (strstr (audio->error->message, "truncated"));
    test_audio_assert_samples (audio, samples, 2000);
    g_assert_cmpuint (audio->duration, ==, gst_util_uint64_scale (1000,
            GST_SECOND, 24000));
  }
}

static void
test_wav_with_more_than_its_size_stops_there (void)
{
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  g_autoptr (TestAudio) even = decode_with_sizes (2036, 1000, samples, TRUE);
  g_autoptr (TestAudio) odd = decode_with_sizes (2036, 1001, samples, TRUE);
  g_autoptr (TestAudio) tiny = decode_with_sizes (2036, 1, samples, TRUE);

  g_assert_no_error (even->error);
  test_audio_assert_samples (even, samples, 1000);
  g_assert_no_error (odd->error);
  test_audio_assert_samples (odd, samples, 1000);
  g_assert_error (tiny->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
}

static void
test_wav_without_samples_is_an_error (void)
{
  g_autoptr (GBytes) samples = g_bytes_new (NULL, 0);
  g_autoptr (TestAudio) audio = decode_with_sizes (36, 0, samples, TRUE);
  g_autoptr (TestAudio) streamed = decode_with_sizes (0xffffffff, 0xffffffff,
      samples, FALSE);

  g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
  g_assert_error (streamed->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/wav/of-each-format", test_wav_of_each_format);
  g_test_add_func ("/wav/channels-in-order", test_wav_channels_in_order);
  g_test_add_func ("/wav/one-channel-has-no-mask",
      test_wav_one_channel_has_no_mask);
  g_test_add_func ("/wav/with-placeholder-sizes",
      test_wav_with_placeholder_sizes);
  g_test_add_func ("/wav/ignores-the-riff-size",
      test_wav_ignores_the_riff_size);
  g_test_add_func ("/wav/with-less-than-its-size-is-truncated",
      test_wav_with_less_than_its_size_is_truncated);
  g_test_add_func ("/wav/with-more-than-its-size-stops-there",
      test_wav_with_more_than_its_size_stops_there);
  g_test_add_func ("/wav/without-samples-is-an-error",
      test_wav_without_samples_is_an_error);

  return g_test_run ();
}
