/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a file is, raw PCM, and what is no audio. */

#include <string.h>

#include "test-audio.h"
#include "wav-file.h"

static void
test_cancelled_before_reads_nothing (void)
{
  g_autoptr (TestInput) input = test_input_new (g_bytes_new (NULL, 0), 0);
  g_autoptr (QwenttsDecoder) decoder =
      qwentts_decoder_new (&test_input, input, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qwentts_decoder_read (decoder, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GstCaps *
make_pcm_caps (const gchar * format)
{
  return gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, format,
      "layout", G_TYPE_STRING, "interleaved", "rate", G_TYPE_INT, 24000,
      "channels", G_TYPE_INT, 1, NULL);
}

static void
test_pcm_is_read_as_it_is (void)
{
  static const gsize piece_sizes[] = { 0, 1, 3, 7, 64 };
  g_autoptr (GstCaps) caps = make_pcm_caps ("S16LE");
  g_autoptr (GBytes) samples = wav_make_samples (2001);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (piece_sizes); i++) {
    g_autoptr (TestInput) input =
        test_input_new (g_bytes_ref (samples), piece_sizes[i]);
    g_autoptr (TestAudio) audio = test_audio_decode (input, caps, 100);

    g_assert_no_error (audio->error);
    test_audio_assert_format (audio, "S16LE", 24000, 1);
    test_audio_assert_samples (audio, samples, 2000);
    g_assert_cmpuint (audio->duration, ==, gst_util_uint64_scale (1000,
            GST_SECOND, 24000));
    if (piece_sizes[i] % 2 == 0)
      g_assert_cmpuint (audio->n_copied_buffers, ==, 0);
  }
}

static void
test_pcm_broken_at_each_byte (void)
{
  g_autoptr (GstCaps) caps = make_pcm_caps ("S16LE");
  g_autoptr (GBytes) samples = wav_make_samples (600);
  guint piece_size, broken_at;

  for (piece_size = 0; piece_size < 4; piece_size++) {
    for (broken_at = 0; broken_at < 512; broken_at++) {
      g_autoptr (TestInput) input =
          test_input_new (g_bytes_ref (samples), piece_size);
      g_autoptr (TestAudio) audio = NULL;

      input->broken_at = broken_at;
      audio = test_audio_decode (input, caps, 50);
      g_assert_error (audio->error, GST_RESOURCE_ERROR,
          GST_RESOURCE_ERROR_READ);
      test_audio_assert_samples (audio, samples, broken_at / 2 * 2);
    }
  }
}

static void
test_pcm_caps_are_not_believed (void)
{
  g_autoptr (GstCaps) caps = make_pcm_caps ("F32LE");
  g_autoptr (GBytes) samples = wav_make_samples (2000);
  g_autoptr (GByteArray) file = wav_file_new (&wav_speech_format,
      g_bytes_get_data (samples, NULL), 2000);
  g_autoptr (TestInput) input = test_input_new_from_array (file, 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, caps, 100);

  g_assert_no_error (audio->error);
  test_audio_assert_format (audio, "S16LE", 24000, 1);
  test_audio_assert_samples (audio, samples, 2000);
}

static void
test_pcm_of_8_bits_may_look_like_text (void)
{
  g_autoptr (GstCaps) caps = make_pcm_caps ("U8");
  g_autoptr (TestInput) input =
      test_input_new (g_bytes_new_static ("zzzyyyxyyz", 10), 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, caps, 100);

  g_assert_no_error (audio->error);
  g_assert_cmpmem (audio->samples->data, audio->samples->len, "zzzyyyxyyz", 10);
}

static void
test_what_is_no_audio_is_said_so (void)
{
  static const gchar *bodies[] = {
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>",
    "<html></html>",
    "{\"error\":{\"code\":\"not_found\"}}",
    "{}",
    "\xef\xbb\xbf{}",
    "[]",
    "Service Unavailable",
    "\xe6\x9c\x8d\xe5\x8a\xa1\xe4\xb8\x8d\xe5\x8f\xaf\xe7\x94\xa8",
    "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    "#EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
    "\x89PNG\r\n\x1a\n....",
    "\xff\xd8\xff\xe0....JFIF",
    "GIF89a",
    "%PDF-1.7 \x01",
    "PK\x03\x04",
  };
  g_autoptr (GstCaps) pcm_caps = make_pcm_caps ("S16LE");
  guint i;

  for (i = 0; i < 2 * G_N_ELEMENTS (bodies); i++) {
    const gchar *body = bodies[i / 2];
    g_autofree gchar *escaped = g_strescape (body, NULL);
    g_autoptr (TestInput) input =
        test_input_new (g_bytes_new_static (body, strlen (body)), i % 3);
    g_autoptr (TestAudio) audio = test_audio_decode (input,
        i % 2 == 0 ? NULL : pcm_caps, 100);

    g_test_message ("%s", escaped);
    g_assert_error (audio->error, GST_STREAM_ERROR,
        GST_STREAM_ERROR_WRONG_TYPE);
    g_assert_cmpuint (audio->samples->len, ==, 0);
    g_assert_null (audio->missing_caps);
  }
}

static void
test_an_empty_file_is_an_error (void)
{
  g_autoptr (GstCaps) pcm_caps = make_pcm_caps ("S16LE");
  g_autoptr (TestInput) input = test_input_new (g_bytes_new (NULL, 0), 0);
  g_autoptr (TestAudio) audio = test_audio_decode (input, NULL, 100);
  g_autoptr (TestAudio) pcm = test_audio_decode (input, pcm_caps, 100);

  g_assert_error (audio->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
  g_assert_error (pcm->error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/decoder/cancelled-before-reads-nothing",
      test_cancelled_before_reads_nothing);
  g_test_add_func ("/decoder/pcm/is-read-as-it-is", test_pcm_is_read_as_it_is);
  g_test_add_func ("/decoder/pcm/broken-at-each-byte",
      test_pcm_broken_at_each_byte);
  g_test_add_func ("/decoder/pcm/caps-are-not-believed",
      test_pcm_caps_are_not_believed);
  g_test_add_func ("/decoder/pcm/of-8-bits-may-look-like-text",
      test_pcm_of_8_bits_may_look_like_text);
  g_test_add_func ("/decoder/what-is-no-audio-is-said-so",
      test_what_is_no_audio_is_said_so);
  g_test_add_func ("/decoder/an-empty-file-is-an-error",
      test_an_empty_file_is_an_error);

  return g_test_run ();
}
