/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* WAV files that arrive in pieces, break off, or are waited for: every sample, once. */

#include <string.h>

#include "test-audio.h"
#include "wav-file.h"

#define N_FRAMES 250
#define MANY_FRAMES 1000000

/* A file with everything: format of 18 bytes, LIST, odd chunks, trailers. */
static GByteArray *
make_wild_file (const WavFormat * format, GBytes * samples, gsize * begin)
{
  GByteArray *file = g_byte_array_new ();
  gsize size;
  gconstpointer data = g_bytes_get_data (samples, &size);

  wav_file_add_riff (file, "RIFF", 12345);
  wav_file_add_chunk (file, "JUNK", "odd", 3);
  wav_file_add_format (file, format);
  wav_file_add_chunk (file, "LIST", "INFOISFT\x03\0\0\0me", 14);
  wav_file_add_chunk (file, "fact", "\1\2\3\4\5", 5);
  *begin = file->len + 8;
  wav_file_add_chunk (file, "data", data, size);
  wav_file_add_chunk (file, "id3 ", "not to be heard", 15);
  wav_file_add_chunk (file, "data", "nor this", 8);
  return file;
}

static void
test_in_pieces (void)
{
  static const gsize piece_sizes[] = { 1, 2, 3, 5, 7, 13, 64, 1000, 0 };
  static const guint channels[] = { 1, 2, 3 };
  WavFormat format = {
    .tag = WAV_TAG_PCM,
    .rate = 24000,
    .bits = 24,
    .format_size = 18
  };
  guint piece, i;

  for (i = 0; i < G_N_ELEMENTS (channels); i++) {
    for (piece = 0; piece < G_N_ELEMENTS (piece_sizes); piece++) {
      gsize begin, size = N_FRAMES * 3 * channels[i];
      g_autoptr (GBytes) samples = wav_make_samples (size);
      g_autoptr (GByteArray) file = NULL;
      g_autoptr (TestInput) input = NULL;
      g_autoptr (TestAudio) audio = NULL;

      format.channels = channels[i];
      file = make_wild_file (&format, samples, &begin);
      input = test_input_new_from_array (file, piece_sizes[piece]);
      audio = test_audio_decode (input, NULL, MANY_FRAMES);
      g_assert_no_error (audio->error);
      test_audio_assert_samples (audio, samples, size);
      if (piece_sizes[piece] == 0)
        g_assert_cmpuint (audio->n_copied_buffers, ==, 0);
      if (piece_sizes[piece] == 1000)
        g_assert_cmpuint (audio->n_copied_buffers, <=, size / 1000 + 1);
    }
  }
}

/* Whole frames of the first @size bytes. */
static gsize
whole_frames (gsize size, gsize begin, gsize frame_size)
{
  return size < begin ? 0 : (size - begin) / frame_size * frame_size;
}

static void
test_broken_at_each_byte (void)
{
  WavFormat format = {
    .tag = WAV_TAG_PCM,
    .channels = 2,
    .rate = 24000,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (600);
  gsize begin;
  g_autoptr (GByteArray) file = make_wild_file (&format, samples, &begin);
  guint piece_size, broken_at;

  for (piece_size = 0; piece_size < 8; piece_size++) {
    for (broken_at = 0; broken_at < 512; broken_at++) {
      g_autoptr (TestInput) input =
          test_input_new_from_array (file, piece_size);
      g_autoptr (TestAudio) audio = NULL;

      input->broken_at = broken_at;
      audio = test_audio_decode (input, NULL, 50);
      g_assert_error (audio->error, GST_RESOURCE_ERROR,
          GST_RESOURCE_ERROR_READ);
      test_audio_assert_samples (audio, samples, whole_frames (broken_at, begin,
              4));
    }
  }
}

static void
test_cut_at_each_byte (void)
{
  WavFormat format = {
    .tag = WAV_TAG_PCM,
    .channels = 2,
    .rate = 24000,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (600);
  gsize begin;
  g_autoptr (GByteArray) file = make_wild_file (&format, samples, &begin);
  guint cut_at;

  for (cut_at = 0; cut_at < 512; cut_at++) {
    g_autoptr (TestInput) input =
        test_input_new (g_bytes_new (file->data, cut_at), 0);
    g_autoptr (TestAudio) audio = test_audio_decode (input, NULL, 50);

    test_audio_assert_samples (audio, samples, whole_frames (cut_at, begin, 4));
    /* Of less than its first word nobody can know what it was to be. */
    if (cut_at > 0 && cut_at < 4)
      g_assert_error (audio->error, GST_STREAM_ERROR,
          GST_STREAM_ERROR_WRONG_TYPE);
    else
      g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
  }
}

static void
test_gives_no_more_than_asked (void)
{
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  g_autoptr (GByteArray) file = wav_file_new (&wav_speech_format,
      g_bytes_get_data (samples, NULL), 2000);
  static const guint max_frames[] = { 0, 1, 2, 999, 1000, 1001, G_MAXUINT };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (max_frames); i++) {
    g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
    g_autoptr (QwenttsDecoder) decoder =
        qwentts_decoder_new (&test_input, input, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GstBuffer) buffer =
        qwentts_decoder_read (decoder, max_frames[i], NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (gst_buffer_get_size (buffer), ==,
        2 * CLAMP (max_frames[i], 1, 1000));
  }
}

static void
test_first_samples_leave_at_once (void)
{
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  g_autoptr (GByteArray) file = wav_file_new (&wav_speech_format,
      g_bytes_get_data (samples, NULL), 2000);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (QwenttsDecoder) decoder =
      qwentts_decoder_new (&test_input, input, NULL);
  g_autoptr (GstBuffer) buffer = NULL;

  /* Not a byte more than the header and one sample. */
  input->stalled_at = 46;
  buffer = qwentts_decoder_read (decoder, 100, NULL, NULL);
  g_assert_nonnull (buffer);
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, 2);
  g_assert_cmpuint (qwentts_decoder_get_duration (decoder), ==,
      gst_util_uint64_scale (1000, GST_SECOND, 24000));
}

/* One read that is cancelled while it waits in the input. */
static void
read_cancelled (QwenttsDecoder * decoder, TestInput * input)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = test_input_cancel_when_waiting (input, cancellable);

  g_assert_null (qwentts_decoder_read (decoder, 100, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_cancelled_at_each_byte_loses_nothing (void)
{
  WavFormat format = {
    .tag = WAV_TAG_PCM,
    .channels = 2,
    .rate = 24000,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (64);
  gsize begin, i;
  g_autoptr (GByteArray) file = make_wild_file (&format, samples, &begin);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (QwenttsDecoder) decoder =
      qwentts_decoder_new (&test_input, input, NULL);
  g_autoptr (GByteArray) got = g_byte_array_new ();

  for (i = 0; i < begin + 64; i++) {
    g_autoptr (GstBuffer) buffer = NULL;
    gpointer data;
    gsize size;

    test_input_arrive (input, i);
    if (whole_frames (i, begin, 4) == got->len) {
      read_cancelled (decoder, input);
      continue;
    }

    buffer = qwentts_decoder_read (decoder, 100, NULL, NULL);
    g_assert_nonnull (buffer);
    size = gst_buffer_get_size (buffer);
    data = g_malloc (size);
    gst_buffer_extract (buffer, 0, data, size);
    g_byte_array_append (got, data, size);
    g_free (data);
  }

  g_assert_cmpmem (got->data, got->len, g_bytes_get_data (samples, NULL), 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/wav-pieces/in-pieces", test_in_pieces);
  g_test_add_func ("/wav-pieces/broken-at-each-byte", test_broken_at_each_byte);
  g_test_add_func ("/wav-pieces/cut-at-each-byte", test_cut_at_each_byte);
  g_test_add_func ("/wav-pieces/gives-no-more-than-asked",
      test_gives_no_more_than_asked);
  g_test_add_func ("/wav-pieces/first-samples-leave-at-once",
      test_first_samples_leave_at_once);
  g_test_add_func ("/wav-pieces/cancelled-at-each-byte-loses-nothing",
      test_cancelled_at_each_byte_loses_nothing);

  return g_test_run ();
}
