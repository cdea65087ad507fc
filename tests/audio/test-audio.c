/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "test-audio.h"

static void
add_caps (TestAudio * audio, GstCaps * caps)
{
  GstCaps *last = audio->caps->len > 0 ?
      g_ptr_array_index (audio->caps, audio->caps->len - 1) : NULL;

  g_assert_nonnull (caps);
  g_assert_true (gst_caps_is_fixed (caps));
  if (!last || !gst_caps_is_equal (caps, last))
    g_ptr_array_add (audio->caps, gst_caps_ref (caps));
}

static void
add_buffer (TestAudio * audio, TestInput * input, GstBuffer * buffer,
    GstCaps * caps, guint max_frames)
{
  GstAudioInfo info;
  GstMapInfo map;

  g_assert_true (gst_audio_info_from_caps (&info, caps));
  g_assert_false (GST_BUFFER_PTS_IS_VALID (buffer));
  g_assert_false (GST_BUFFER_DURATION_IS_VALID (buffer));
  if (!test_input_shares_memory (input, buffer))
    audio->n_copied_buffers++;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_assert_cmpuint (map.size, >, 0);
  g_assert_cmpuint (map.size % info.bpf, ==, 0);
  g_assert_cmpuint (map.size / info.bpf, <=, max_frames);
  g_byte_array_append (audio->samples, map.data, map.size);
  gst_buffer_unmap (buffer, &map);
}

static void
assert_end_stays (QwenttsDecoder * decoder, const GError * error)
{
  g_autoptr (GError) again = NULL;

  g_assert_null (qwentts_decoder_read (decoder, 1, NULL, &again));
  g_assert_cmpint (again == NULL, ==, error == NULL);
  if (error)
    g_assert_error (again, error->domain, error->code);
}

TestAudio *
test_audio_decode (TestInput * input, GstCaps * pcm_caps, guint max_frames)
{
  g_autoptr (QwenttsDecoder) decoder =
      qwentts_decoder_new (&test_input, input, pcm_caps);
  TestAudio *audio = g_new0 (TestAudio, 1);
  GstCaps *missing_caps;

  audio->samples = g_byte_array_new ();
  audio->caps = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_caps_unref);
  g_assert_null (qwentts_decoder_get_caps (decoder));

  while (TRUE) {
    g_autoptr (GstBuffer) buffer =
        qwentts_decoder_read (decoder, max_frames, NULL, &audio->error);

    if (!buffer)
      break;
    g_assert_no_error (audio->error);
    add_caps (audio, qwentts_decoder_get_caps (decoder));
    add_buffer (audio, input, buffer, qwentts_decoder_get_caps (decoder),
        max_frames);
  }

  assert_end_stays (decoder, audio->error);
  audio->duration = qwentts_decoder_get_duration (decoder);
  missing_caps = qwentts_decoder_get_missing_caps (decoder);
  audio->missing_caps = missing_caps ? gst_caps_ref (missing_caps) : NULL;
  return audio;
}

void
test_audio_free (TestAudio * audio)
{
  g_byte_array_unref (audio->samples);
  g_ptr_array_unref (audio->caps);
  g_clear_error (&audio->error);
  gst_clear_caps (&audio->missing_caps);
  g_free (audio);
}

void
test_audio_assert_samples (TestAudio * audio, GBytes * samples, gsize size)
{
  g_assert_cmpmem (audio->samples->data, audio->samples->len,
      g_bytes_get_data (samples, NULL), size);
}

void
test_audio_assert_format (TestAudio * audio, const gchar * format, guint rate,
    guint channels)
{
  GstAudioInfo info;

  g_assert_cmpuint (audio->caps->len, ==, 1);
  g_assert_true (gst_audio_info_from_caps (&info,
          g_ptr_array_index (audio->caps, 0)));
  g_assert_cmpstr (gst_audio_format_to_string (GST_AUDIO_INFO_FORMAT (&info)),
      ==, format);
  g_assert_cmpuint (GST_AUDIO_INFO_RATE (&info), ==, rate);
  g_assert_cmpuint (GST_AUDIO_INFO_CHANNELS (&info), ==, channels);
  g_assert_cmpint (GST_AUDIO_INFO_LAYOUT (&info), ==,
      GST_AUDIO_LAYOUT_INTERLEAVED);
}

GstAudioInfo
test_audio_get_info (TestAudio * audio, guint index)
{
  GstAudioInfo info;

  g_assert_cmpuint (audio->caps->len, >, index);
  g_assert_true (gst_audio_info_from_caps (&info,
          g_ptr_array_index (audio->caps, index)));
  return info;
}

void
test_audio_assert_n_frames (TestAudio * audio, guint n_frames, guint tolerance)
{
  GstAudioInfo info = test_audio_get_info (audio, 0);
  guint got = audio->samples->len / GST_AUDIO_INFO_BPF (&info);

  g_assert_cmpuint (got, >=, n_frames - tolerance);
  g_assert_cmpuint (got, <=, n_frames + tolerance);
}

TestAudio *
test_audio_decode_bytes (GBytes * bytes, gsize piece_size)
{
  g_autoptr (TestInput) input = test_input_new (bytes, piece_size);

  return test_audio_decode (input, NULL, 2400);
}
