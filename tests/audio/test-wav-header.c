/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the header of a WAV file says, and what of it is believed. */

#include "audio/wav-header.h"

#include <gst/audio/audio.h>
#include <string.h>

#include "test-input.h"
#include "wav-file.h"

static gboolean
read_header (GByteArray * file, QwenttsWavHeader * header, GError ** error)
{
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  QwenttsByteSource source = { &test_input, input };

  qwentts_wav_header_init (header);
  return qwentts_wav_header_read (header, source, NULL, error);
}

static void
assert_refused (GByteArray * file, const gchar * what)
{
  g_auto (QwenttsWavHeader) header = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (read_header (file, &header, &error));
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, what));
}

static void
assert_format_refused (const WavFormat * format, const gchar * what)
{
  g_autoptr (GByteArray) file = wav_file_new (format, "abcd", 4);

  assert_refused (file, what);
}

/* @name: NULL for what is left to decodebin */
static void
assert_format (const WavFormat * format, const gchar * name)
{
  g_autoptr (GByteArray) file = wav_file_new (format, "abcd", 4);
  g_auto (QwenttsWavHeader) header = { 0 };
  g_autoptr (GError) error = NULL;
  GstAudioInfo info;

  g_assert_true (read_header (file, &header, &error));
  g_assert_no_error (error);
  g_assert_cmpint (qwentts_pcm_format_is_set (&header.format), ==,
      name != NULL);
  if (!name)
    return;

  g_assert_true (gst_audio_info_from_caps (&info,
          qwentts_pcm_format_get_caps (&header.format)));
  g_assert_cmpstr (gst_audio_format_to_string (GST_AUDIO_INFO_FORMAT (&info)),
      ==, name);
  g_assert_cmpuint (header.format.info.bpf, ==, GST_AUDIO_INFO_BPF (&info));
  g_assert_cmpuint (header.format.info.channels, ==, format->channels);
  g_assert_cmpuint (header.format.info.rate, ==, format->rate);
}

static void
test_format_of_each_size (void)
{
  static const guint sizes[] = { 14, 16, 17, 18, 20, 40, 41, 100, 5000 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    WavFormat format = wav_speech_format;

    format.format_size = sizes[i];
    assert_format (&format, "S16LE");
  }
}

static void
test_format_too_short_is_refused (void)
{
  guint size;

  for (size = 1; size < 14; size++) {
    WavFormat format = wav_speech_format;

    format.format_size = size;
    assert_format_refused (&format, "too short");
  }
}

/* Frame size, bits and byte rate: two of them are right. */
static void
test_lie_of_one_size_is_corrected (void)
{
  static const struct
  {
    guint frame_size;
    guint bits;
    guint byte_rate;
    const gchar *format;
  } lies[] = {
    {4, 16, 1, "S16LE"},
    {4, 16, 0xffffffff, "S16LE"},
    {1, 16, 4 * 48000, "S16LE"},
    {3, 16, 4 * 48000, "S16LE"},
    {0xffff, 16, 4 * 48000, "S16LE"},
    {8, 16, 4 * 48000, "S16LE"},
    {2, 16, 4 * 48000, "S16LE"},
    {4, 0, 4 * 48000, "S16LE"},
    {4, 8, 4 * 48000, "S16LE"},
    {4, 24, 4 * 48000, "S16LE"},
    {4, 99, 4 * 48000, "S16LE"},
    {8, 24, 8 * 48000, "S32LE"},
    {8, 24, 1, "S32LE"},
    {6, 24, 6 * 48000, "S24LE"},
    {8, 8, 2 * 48000, "U8"},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (lies); i++) {
    WavFormat format = {
      .tag = WAV_TAG_PCM,
      .channels = 2,
      .rate = 48000,
      .frame_size = lies[i].frame_size,
      .bits = lies[i].bits,
      .byte_rate = lies[i].byte_rate
    };

    g_test_message ("lie %u", i);
    assert_format (&format, lies[i].format);
  }
}

static void
test_lies_that_contradict_are_refused (void)
{
  WavFormat format = {
    .tag = WAV_TAG_PCM,
    .channels = 2,
    .rate = 48000
  };

  format.frame_size = 4;
  format.bits = 24;
  format.byte_rate = 1;
  assert_format_refused (&format, "bits of a sample");

  format.frame_size = 3;
  format.bits = 99;
  assert_format_refused (&format, "bits of a sample");

  format.tag = WAV_TAG_FLOAT;
  format.frame_size = 4;
  format.bits = 16;
  assert_format_refused (&format, "bits of a sample");
}

static void
test_impossible_formats_are_refused (void)
{
  WavFormat format = wav_speech_format;

  format.rate = 0;
  assert_format_refused (&format, "sample rate (0)");
  format.rate = 0xffffffff;
  assert_format_refused (&format, "sample rate");
  format.rate = 24000;

  format.channels = 0;
  format.frame_size = 2;
  assert_format_refused (&format, "number of channels (0)");
  format.channels = 65;
  format.frame_size = 130;
  assert_format_refused (&format, "number of channels (65)");
}

static void
test_many_channels_have_no_places (void)
{
  guint channels;

  for (channels = 9; channels <= 64; channels++) {
    WavFormat format = {
      .tag = WAV_TAG_EXTENSIBLE,
      .sub_tag = WAV_TAG_PCM,
      .channels = channels,
      .rate = 48000,
      .bits = 16,
      .channel_mask = 0x3ffff
    };

    assert_format (&format, "S16LE");
    format.tag = WAV_TAG_PCM;
    assert_format (&format, "S16LE");
  }
}

static void
test_other_codecs_are_left_to_decodebin (void)
{
  static const guint tags[] = { 0x02, WAV_TAG_ALAW, WAV_TAG_MULAW, 0x11, 0x55,
    0x161, 0x4242
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (tags); i++) {
    WavFormat format = wav_speech_format;

    format.tag = tags[i];
    assert_format (&format, NULL);
    format.tag = WAV_TAG_EXTENSIBLE;
    format.sub_tag = tags[i];
    assert_format (&format, NULL);
  }
}

static void
test_extensible_without_its_extension_is_pcm (void)
{
  WavFormat format = wav_speech_format;

  format.tag = WAV_TAG_EXTENSIBLE;
  format.format_size = 16;
  assert_format (&format, "S16LE");
}

static void
test_format_is_needed_before_the_samples (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  wav_file_add_riff (file, "RIFF", 100);
  wav_file_add_chunk (file, "data", "abcd", 4);
  wav_file_add_format (file, &wav_speech_format);
  assert_refused (file, "before their format");
}

static void
test_file_without_samples_is_truncated (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  wav_file_add_riff (file, "RIFF", 100);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_chunk (file, "LIST", "abcd", 4);
  assert_refused (file, "truncated");
}

/* The begin of the samples behind a chunk of this size. */
static guint64
begin_behind (guint size, gboolean has_padding)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree guint8 *body = g_malloc0 (size);
  g_auto (QwenttsWavHeader) header = { 0 };
  g_autoptr (GError) error = NULL;

  wav_file_add_riff (file, "RIFF", 100);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_chunk_head (file, "JUNK", size);
  g_byte_array_append (file, body, size);
  if (has_padding)
    g_byte_array_append (file, (const guint8 *) "\0", 1);
  wav_file_add_chunk (file, "data", "abcd", 4);

  g_assert_true (read_header (file, &header, &error));
  g_assert_cmpuint (header.data_end, ==, header.data_begin + 4);
  g_assert_cmpmem (file->data + header.data_begin, 4, "abcd", 4);
  return header.data_begin;
}

static void
test_odd_chunks_have_padding (void)
{
  g_assert_cmpuint (begin_behind (0, FALSE), ==, 52);
  g_assert_cmpuint (begin_behind (10, FALSE), ==, 62);
  g_assert_cmpuint (begin_behind (11, TRUE), ==, 64);
  /* Some have forgotten it. */
  g_assert_cmpuint (begin_behind (11, FALSE), ==, 63);
}

static void
test_long_chunks_are_skipped (void)
{
  g_assert_cmpuint (begin_behind (1000000, FALSE), ==, 1000052);
}

static void
test_header_without_end_is_refused (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) endless = g_byte_array_new ();
  g_autofree guint8 *body = g_malloc0 (1100000);
  guint i;

  wav_file_add_riff (file, "RIFF", 100);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_chunk (file, "JUNK", body, 1100000);
  wav_file_add_chunk (file, "data", "abcd", 4);
  assert_refused (file, "first megabyte");

  wav_file_add_riff (endless, "RIFF", 100);
  wav_file_add_format (endless, &wav_speech_format);
  for (i = 0; i < 140000; i++)
    wav_file_add_chunk (endless, "JUNK", NULL, 0);
  assert_refused (endless, "first megabyte");
}

static void
assert_long_size (const gchar * id, guint64 long_size, guint32 size,
    guint64 expected)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_auto (QwenttsWavHeader) header = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 sizes[4] = { 0, GUINT64_TO_LE (long_size), 0, 0 };

  wav_file_add_riff (file, id, 0xffffffff);
  wav_file_add_chunk (file, "ds64", sizes, 28);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_chunk_head (file, "data", size);

  g_assert_true (read_header (file, &header, &error));
  g_assert_no_error (error);
  if (expected == QWENTTS_PCM_END_UNKNOWN)
    g_assert_cmpuint (header.data_end, ==, expected);
  else
    g_assert_cmpuint (header.data_end, ==, header.data_begin + expected);
}

static void
test_rf64_has_long_sizes (void)
{
  const guint64 long_size = G_GUINT64_CONSTANT (6000000000);

  assert_long_size ("RF64", long_size, 0xffffffff, long_size);
  assert_long_size ("BW64", long_size, 0xffffffff, long_size);
  assert_long_size ("RF64", long_size, 1000, 1000);
  assert_long_size ("RF64", 0, 0xffffffff, QWENTTS_PCM_END_UNKNOWN);
  assert_long_size ("RF64", G_MAXUINT64, 0xffffffff, QWENTTS_PCM_END_UNKNOWN);
}

static void
test_only_the_first_format_counts (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_auto (QwenttsWavHeader) header = { 0 };
  WavFormat other = wav_speech_format;

  other.rate = 8000;
  wav_file_add_riff (file, "RIFF", 100);
  wav_file_add_format (file, &wav_speech_format);
  wav_file_add_format (file, &other);
  wav_file_add_chunk (file, "data", "abcd", 4);
  g_assert_true (read_header (file, &header, NULL));
  g_assert_cmpuint (header.format.info.rate, ==, 24000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/wav-header/format-of-each-size", test_format_of_each_size);
  g_test_add_func ("/wav-header/format-too-short-is-refused",
      test_format_too_short_is_refused);
  g_test_add_func ("/wav-header/lie-of-one-size-is-corrected",
      test_lie_of_one_size_is_corrected);
  g_test_add_func ("/wav-header/lies-that-contradict-are-refused",
      test_lies_that_contradict_are_refused);
  g_test_add_func ("/wav-header/impossible-formats-are-refused",
      test_impossible_formats_are_refused);
  g_test_add_func ("/wav-header/many-channels-have-no-places",
      test_many_channels_have_no_places);
  g_test_add_func ("/wav-header/other-codecs-are-left-to-decodebin",
      test_other_codecs_are_left_to_decodebin);
  g_test_add_func ("/wav-header/extensible-without-its-extension-is-pcm",
      test_extensible_without_its_extension_is_pcm);
  g_test_add_func ("/wav-header/format-is-needed-before-the-samples",
      test_format_is_needed_before_the_samples);
  g_test_add_func ("/wav-header/file-without-samples-is-truncated",
      test_file_without_samples_is_truncated);
  g_test_add_func ("/wav-header/odd-chunks-have-padding",
      test_odd_chunks_have_padding);
  g_test_add_func ("/wav-header/long-chunks-are-skipped",
      test_long_chunks_are_skipped);
  g_test_add_func ("/wav-header/header-without-end-is-refused",
      test_header_without_end_is_refused);
  g_test_add_func ("/wav-header/rf64-has-long-sizes", test_rf64_has_long_sizes);
  g_test_add_func ("/wav-header/only-the-first-format-counts",
      test_only_the_first_format_counts);

  return g_test_run ();
}
