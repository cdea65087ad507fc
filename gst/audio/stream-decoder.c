/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "stream-decoder.h"

#include <gst/audio/audio.h>

#include "decode-pipeline.h"
#include "ogg-tail.h"

/* A container may round its length, and a codec may drop a frame or two at
 * either end: no cut of a spoken word is as short. */
#define DURATION_TOLERANCE (100 * GST_MSECOND)

/* All of it belongs to the thread that reads. */
struct _QwenttsStreamDecoder
{
  QwenttsByteSource source;
  QwenttsDecodePipeline *pipeline;
  QwenttsStreamHints hints;

  /* The buffer that is being given away in parts, without what was given */
  GstBuffer *rest;
  GstAudioInfo info;
  GstCaps *caps;

  GstClockTime duration;
  GstClockTime played;
  gboolean is_first;
};

QwenttsStreamDecoder *
qwentts_stream_decoder_new (QwenttsByteSource source, QwenttsStreamHints hints,
    GError ** error)
{
  QwenttsDecodePipeline *pipeline =
      qwentts_decode_pipeline_new (source, hints.has_mark, error);
  QwenttsStreamDecoder *decoder;

  if (!pipeline)
    return NULL;

  decoder = g_new0 (QwenttsStreamDecoder, 1);
  decoder->source = source;
  decoder->pipeline = pipeline;
  decoder->hints = hints;
  decoder->duration = GST_CLOCK_TIME_NONE;
  decoder->is_first = TRUE;
  return decoder;
}

void
qwentts_stream_decoder_free (QwenttsStreamDecoder * decoder)
{
  qwentts_decode_pipeline_free (decoder->pipeline);
  gst_clear_buffer (&decoder->rest);
  gst_clear_caps (&decoder->caps);
  g_free (decoder);
}

static gboolean
take_caps (QwenttsStreamDecoder * decoder, GstCaps * caps)
{
  GstAudioInfo info;

  if (!caps || !gst_audio_info_from_caps (&info, caps))
    return FALSE;

  /* The caps of a clip are all made from an info, so that the same format
   * always is the same caps. */
  if (!decoder->caps || !gst_audio_info_is_equal (&info, &decoder->info)) {
    decoder->info = info;
    gst_caps_take (&decoder->caps, gst_audio_info_to_caps (&info));
  }

  return TRUE;
}

/* What lies outside of the segment was never meant to be heard: the priming of
 * a codec, the padding of its last frame. */
static GstBuffer *
clip (QwenttsStreamDecoder * decoder, GstSample * sample)
{
  GstBuffer *buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  GstSegment *segment = gst_sample_get_segment (sample);

  if (segment->format != GST_FORMAT_TIME || !GST_BUFFER_PTS_IS_VALID (buffer))
    return buffer;

  return gst_audio_buffer_clip (buffer, segment,
      GST_AUDIO_INFO_RATE (&decoder->info),
      GST_AUDIO_INFO_BPF (&decoder->info));
}

static void
take_sample (QwenttsStreamDecoder * decoder, GstSample * sample)
{
  g_autoptr (GstBuffer) buffer = NULL;
  gsize n_frames;

  if (!gst_sample_get_buffer (sample)
      || !take_caps (decoder, gst_sample_get_caps (sample)))
    return;

  buffer = clip (decoder, sample);
  n_frames = buffer ?
      gst_buffer_get_size (buffer) / GST_AUDIO_INFO_BPF (&decoder->info) : 0;
  if (n_frames == 0)
    return;

  if (decoder->is_first && decoder->hints.trusts_duration)
    decoder->duration =
        qwentts_decode_pipeline_query_duration (decoder->pipeline);
  decoder->is_first = FALSE;
  decoder->played += gst_util_uint64_scale (n_frames, GST_SECOND,
      GST_AUDIO_INFO_RATE (&decoder->info));
  decoder->rest = g_steal_pointer (&buffer);
}

static GstBuffer *
take_frames (QwenttsStreamDecoder * decoder, guint max_frames)
{
  guint64 max_size =
      (guint64) MAX (max_frames, 1) * GST_AUDIO_INFO_BPF (&decoder->info);
  gsize rest_size = gst_buffer_get_size (decoder->rest);
  gsize size = MIN (rest_size, max_size);
  GstBuffer *frames;

  size -= size % GST_AUDIO_INFO_BPF (&decoder->info);
  frames = gst_buffer_copy_region (decoder->rest, GST_BUFFER_COPY_MEMORY, 0,
      size);
  rest_size -= size;

  if (rest_size < (gsize) GST_AUDIO_INFO_BPF (&decoder->info)) {
    gst_clear_buffer (&decoder->rest);
  } else {
    g_autoptr (GstBuffer) whole = g_steal_pointer (&decoder->rest);

    decoder->rest = gst_buffer_copy_region (whole, GST_BUFFER_COPY_MEMORY, size,
        rest_size);
  }

  return frames;
}

/* A pipeline does not tell whether the bytes that ended were a whole file. */
static void
check_is_whole (QwenttsStreamDecoder * decoder, GCancellable * cancellable,
    GError ** error)
{
  guint64 size = qwentts_decode_pipeline_get_size (decoder->pipeline);
  gboolean is_short = GST_CLOCK_TIME_IS_VALID (decoder->duration)
      && decoder->played + DURATION_TOLERANCE < decoder->duration;

  if (!is_short && size >= decoder->hints.min_size
      && !qwentts_ogg_is_cut (decoder->source, size, cancellable))
    return;

  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      "The audio is truncated: it ends after %.3f seconds.",
      (gdouble) decoder->played / GST_SECOND);
}

GstBuffer *
qwentts_stream_decoder_read (QwenttsStreamDecoder * decoder, guint max_frames,
    GCancellable * cancellable, GError ** error)
{
  while (!decoder->rest) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (GstSample) sample =
        qwentts_decode_pipeline_pull (decoder->pipeline, cancellable, &failure);

    if (!sample) {
      if (failure)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        check_is_whole (decoder, cancellable, error);
      return NULL;
    }
    take_sample (decoder, sample);
  }

  return take_frames (decoder, max_frames);
}

GstCaps *
qwentts_stream_decoder_get_caps (QwenttsStreamDecoder * decoder)
{
  return decoder->caps;
}

GstClockTime
qwentts_stream_decoder_get_duration (QwenttsStreamDecoder * decoder)
{
  return decoder->duration;
}

GstCaps *
qwentts_stream_decoder_get_missing_caps (QwenttsStreamDecoder * decoder)
{
  return qwentts_decode_pipeline_get_missing_caps (decoder->pipeline);
}
