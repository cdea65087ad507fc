/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The audio files that the simulator gives: WAV by hand, everything else with
 * GStreamer. */
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <string.h>

#include "simulator-private.h"

#define WAV_HEADER_SIZE 44
#define STREAMED_SIZE G_MAXUINT32

/* Longest time that a preview may take to be encoded. */
#define CONVERT_TIMEOUT (30 * GST_SECOND)

static void
append_u16 (GByteArray * array, guint16 value)
{
  value = GUINT16_TO_LE (value);
  g_byte_array_append (array, (const guint8 *) &value, 2);
}

static void
append_u32 (GByteArray * array, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (array, (const guint8 *) &value, 4);
}

static void
append_tag (GByteArray * array, const gchar * tag)
{
  g_byte_array_append (array, (const guint8 *) tag, 4);
}

/* @samples: signed, 16 bit, little endian, mono */
GBytes *
sim_audio_new_wav (GBytes * samples, guint rate, gboolean is_streamed)
{
  gsize size = g_bytes_get_size (samples);
  GByteArray *wav = g_byte_array_sized_new (WAV_HEADER_SIZE + size);

  append_tag (wav, "RIFF");
  append_u32 (wav, is_streamed ? STREAMED_SIZE : WAV_HEADER_SIZE - 8 + size);
  append_tag (wav, "WAVE");
  append_tag (wav, "fmt ");
  append_u32 (wav, 16);
  append_u16 (wav, 1);          /* PCM */
  append_u16 (wav, 1);          /* channels */
  append_u32 (wav, rate);
  append_u32 (wav, rate * 2);   /* bytes a second */
  append_u16 (wav, 2);          /* bytes a frame */
  append_u16 (wav, 16);         /* bits a sample */
  append_tag (wav, "data");
  append_u32 (wav, is_streamed ? STREAMED_SIZE : size);
  g_byte_array_append (wav, g_bytes_get_data (samples, NULL), size);
  return g_byte_array_free_to_bytes (wav);
}

static guint32
read_u32 (const guint8 * data)
{
  return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

/* A size in the file that says more than there is means: to the end. */
static gboolean
find_chunk (GBytes * wav, const gchar * tag, gsize * offset, gsize * size)
{
  gsize total, at = 12;
  const guint8 *data = g_bytes_get_data (wav, &total);

  if (total < 12 || memcmp (data, "RIFF", 4) != 0
      || memcmp (data + 8, "WAVE", 4) != 0)
    return FALSE;
  while (at + 8 <= total) {
    *offset = at + 8;
    *size = MIN (read_u32 (data + at + 4), total - *offset);
    if (memcmp (data + at, tag, 4) == 0)
      return TRUE;
    at = *offset + *size + *size % 2;
  }
  return FALSE;
}

/* The samples of a WAV, sharing its memory.
 *
 * Returns: NULL if it is none */
GBytes *
sim_audio_get_samples (GBytes * wav, guint * rate)
{
  const guint8 *data = g_bytes_get_data (wav, NULL);
  gsize offset, size;

  if (!find_chunk (wav, "fmt ", &offset, &size) || size < 16)
    return NULL;
  *rate = read_u32 (data + offset + 4);
  if (!find_chunk (wav, "data", &offset, &size))
    return NULL;
  return g_bytes_new_from_bytes (wav, offset, size);
}

/* Returns: 0 if the file is no WAV */
gint64
sim_audio_get_length_us (GBytes * file)
{
  const guint8 *data = g_bytes_get_data (file, NULL);
  gsize offset, size;
  guint32 bytes_per_second;

  if (!find_chunk (file, "fmt ", &offset, &size) || size < 16)
    return 0;
  bytes_per_second = read_u32 (data + offset + 8);
  if (bytes_per_second == 0 || !find_chunk (file, "data", &offset, &size))
    return 0;
  return gst_util_uint64_scale (size, G_USEC_PER_SEC, bytes_per_second);
}

const gchar *
sim_audio_guess_content_type (GBytes * file)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  if (size >= 4 && memcmp (data, "RIFF", 4) == 0)
    return "audio/wav";
  if (size >= 4 && memcmp (data, "OggS", 4) == 0)
    return "audio/ogg";
  if (size >= 4 && memcmp (data, "fLaC", 4) == 0)
    return "audio/flac";
  if (size >= 4 && (memcmp (data, "ID3", 3) == 0
          || (data[0] == 0xff && (data[1] & 0xe0) == 0xe0)))
    return "audio/mpeg";
  return "application/octet-stream";
}

static GstElement *
make_pipeline (const gchar * format, guint input_rate, guint output_rate,
    GError ** error)
{
  const gchar *encoder = "";
  g_autofree gchar *description = NULL;

  if (g_str_equal (format, "mp3"))
    encoder = "! lamemp3enc ";
  else if (g_str_equal (format, "opus"))
    encoder = "! opusenc ! oggmux ";
  description =
      g_strdup_printf ("appsrc name=in format=time "
      "caps=audio/x-raw,format=S16LE,layout=interleaved,channels=1,rate=%u "
      "! audioconvert ! audioresample "
      "! audio/x-raw,format=S16LE,channels=1,rate=%u %s"
      "! appsink name=out sync=false wait-on-eos=false", input_rate,
      output_rate, encoder);
  return gst_parse_launch_full (description, NULL,
      GST_PARSE_FLAG_FATAL_ERRORS, error);
}

static gboolean
run_to_end (GstElement * pipeline, GError ** error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, CONVERT_TIMEOUT,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (message == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
        "the encoder does not end");
    return FALSE;
  }
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, error, NULL);
    return FALSE;
  }
  return TRUE;
}

static GBytes *
pull_all (GstAppSink * sink)
{
  GByteArray *array = g_byte_array_new ();
  GstSample *sample;

  while ((sample = gst_app_sink_try_pull_sample (sink, 0)) != NULL) {
    GstMapInfo map;

    if (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ)) {
      g_byte_array_append (array, map.data, map.size);
      gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
    }
    gst_sample_unref (sample);
  }
  return g_byte_array_free_to_bytes (array);
}

/* With times, without which oggmux gives headers only. */
static GstBuffer *
wrap_samples (GBytes * samples, guint rate)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (samples);

  GST_BUFFER_PTS (buffer) = 0;
  GST_BUFFER_DURATION (buffer) =
      gst_util_uint64_scale (g_bytes_get_size (samples) / 2, GST_SECOND, rate);
  return buffer;
}

static GBytes *
run_pipeline (GBytes * samples, guint input_rate, const gchar * format,
    guint output_rate, GError ** error)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) in = NULL;
  g_autoptr (GstElement) out = NULL;
  GBytes *converted = NULL;

  if (!gst_init_check (NULL, NULL, error))
    return NULL;
  pipeline = make_pipeline (format, input_rate, output_rate, error);
  if (pipeline == NULL)
    return NULL;
  in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gst_app_src_push_buffer (GST_APP_SRC (in),
      wrap_samples (samples, input_rate));
  gst_app_src_end_of_stream (GST_APP_SRC (in));
  if (run_to_end (pipeline, error))
    converted = pull_all (GST_APP_SINK (out));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return converted;
}

/* @format: "wav", "pcm", "mp3" or "opus" (in Ogg)
 * @rate: 0: as it is */
GBytes *
sim_audio_convert (GBytes * wav, const gchar * format, guint rate,
    gboolean is_streamed, GError ** error)
{
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (GBytes) converted = NULL;
  guint input_rate = 0;

  if (g_str_equal (format, "wav") && rate == 0 && !is_streamed)
    return g_bytes_ref (wav);
  samples = sim_audio_get_samples (wav, &input_rate);
  if (samples == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
        "espeak-ng gave no WAV");
    return NULL;
  }
  if (rate == 0)
    return sim_audio_new_wav (samples, input_rate, is_streamed);

  converted = run_pipeline (samples, input_rate, format, rate, error);
  if (converted == NULL) {
    g_prefix_error (error, "the preview cannot be made as %s: ", format);
    return NULL;
  }
  if (g_str_equal (format, "wav"))
    return sim_audio_new_wav (converted, rate, is_streamed);
  return g_steal_pointer (&converted);
}
