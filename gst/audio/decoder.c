/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "decoder.h"

#include <gst/audio/audio.h>

#include "audio-debug.h"
#include "byte-source.h"
#include "pcm-reader.h"
#include "sniff.h"
#include "stream-decoder.h"
#include "wav-header.h"

#define GST_CAT_DEFAULT QWENTTS_AUDIO_DEBUG

/* How far the file is understood. A read that is cancelled goes on from the
 * step that it was in. */
typedef enum
{
  STEP_SNIFF,
  STEP_WAV_HEADER,
  STEP_PCM,
  STEP_STREAM,
  STEP_END
} Step;

/* All of it belongs to the thread that reads. */
struct _QwenttsDecoder
{
  QwenttsByteSource source;
  GstCaps *pcm_caps;

  Step step;
  /* At the end: why, NULL where the file was whole */
  GError *failure;
  gboolean has_samples;

  QwenttsWavHeader wav_header;
  /* Of raw PCM */
  QwenttsPcmFormat raw_format;
  QwenttsPcmReader pcm_reader;
  QwenttsStreamDecoder *stream;
};

QwenttsDecoder *
qwentts_decoder_new (const QwenttsAudioInput * input, gpointer user_data,
    GstCaps * pcm_caps)
{
  QwenttsDecoder *decoder = g_new0 (QwenttsDecoder, 1);

  decoder->source.input = input;
  decoder->source.user_data = user_data;
  decoder->pcm_caps = pcm_caps ? gst_caps_ref (pcm_caps) : NULL;
  qwentts_wav_header_init (&decoder->wav_header);
  return decoder;
}

void
qwentts_decoder_free (QwenttsDecoder * decoder)
{
  g_clear_pointer (&decoder->stream, qwentts_stream_decoder_free);
  qwentts_pcm_reader_clear (&decoder->pcm_reader);
  qwentts_wav_header_clear (&decoder->wav_header);
  qwentts_pcm_format_clear (&decoder->raw_format);
  g_clear_error (&decoder->failure);
  gst_clear_caps (&decoder->pcm_caps);
  g_free (decoder);
}

static gboolean
is_cancelled (const GError * error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What is there of the first @size bytes of a file that broke off before. */
static GBytes *
read_broken_head (QwenttsDecoder * decoder, gsize size,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();

  while (head->len < size) {
    g_autoptr (GBytes) piece = qwentts_byte_source_read (decoder->source,
        head->len, 1, size - head->len, cancellable, error);
    gsize piece_size;
    gconstpointer data;

    if (!piece)
      break;
    data = g_bytes_get_data (piece, &piece_size);
    if (piece_size == 0)
      break;
    g_byte_array_append (head, data, piece_size);
  }

  return g_byte_array_free_to_bytes (g_steal_pointer (&head));
}

/* The first @size bytes, or fewer if there are no more: the samples in them
 * are played before the error that follows them is told.
 *
 * @broken: (out): set where it is this error that ends them */
static GBytes *
read_head (QwenttsDecoder * decoder, gsize size, GCancellable * cancellable,
    GError ** broken, GError ** error)
{
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GError) failure = NULL;

  head = qwentts_byte_source_read (decoder->source, 0, size, size, cancellable,
      &failure);
  if (!head && !is_cancelled (failure)) {
    g_clear_error (&failure);
    head = read_broken_head (decoder, size, cancellable, &failure);
  }

  if (failure && (is_cancelled (failure) || g_bytes_get_size (head) == 0)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }

  *broken = g_steal_pointer (&failure);
  return g_steal_pointer (&head);
}

static gboolean
read_kind (QwenttsDecoder * decoder, QwenttsAudioKind * kind,
    GCancellable * cancellable, GError ** broken, GError ** error)
{
  gsize wanted, size, next_size = QWENTTS_SNIFF_FIRST_SIZE;

  do {
    g_autoptr (GBytes) head = NULL;
    const guint8 *data;

    wanted = next_size;
    g_clear_error (broken);
    head = read_head (decoder, wanted, cancellable, broken, error);
    if (!head)
      return FALSE;

    data = g_bytes_get_data (head, &size);
    if (size == 0) {
      g_set_error_literal (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
          "The audio file is empty.");
      return FALSE;
    }
    *kind = qwentts_sniff (data, size, &next_size);
  } while (size == wanted && next_size > wanted);

  return TRUE;
}

static void
read_pcm (QwenttsDecoder * decoder, QwenttsPcmFormat * format,
    guint64 begin, guint64 end)
{
  decoder->pcm_reader.source = decoder->source;
  decoder->pcm_reader.format = format;
  decoder->pcm_reader.begin = begin;
  decoder->pcm_reader.next = begin;
  decoder->pcm_reader.end = end;
  decoder->step = STEP_PCM;
}

static gboolean
open_stream (QwenttsDecoder * decoder, QwenttsStreamHints hints,
    GError ** error)
{
  decoder->stream = qwentts_stream_decoder_new (decoder->source, hints, error);
  if (!decoder->stream)
    return FALSE;

  decoder->step = STEP_STREAM;
  return TRUE;
}

static gboolean
open_raw (QwenttsDecoder * decoder, GError ** error)
{
  if (!qwentts_pcm_format_set_caps (&decoder->raw_format, decoder->pcm_caps)) {
    g_set_error_literal (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
        "Raw audio cannot be read in the format that was asked for.");
    return FALSE;
  }

  read_pcm (decoder, &decoder->raw_format, 0, QWENTTS_PCM_END_UNKNOWN);
  return TRUE;
}

/* Quiet samples of 8 bit lie where the letters are. */
static gboolean
may_look_like_text (QwenttsDecoder * decoder)
{
  GstAudioInfo info;

  return decoder->pcm_caps
      && gst_audio_info_from_caps (&info, decoder->pcm_caps)
      && GST_AUDIO_INFO_WIDTH (&info) == 8;
}

/* @broken: (nullable): the error that ended the head. A few letters may be the
 *   beginning of anything, so that it comes first. */
static gboolean
refuse_kind (QwenttsAudioKind kind, GError * broken, GError ** error)
{
  if (broken) {
    g_propagate_error (error, g_error_copy (broken));
    return FALSE;
  }

  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE,
      "What came is no audio but %s.",
      kind == QWENTTS_AUDIO_KIND_TEXT ? "text" : "another kind of file");
  return FALSE;
}

static gboolean
sniff (QwenttsDecoder * decoder, GCancellable * cancellable, GError ** error)
{
  g_autoptr (GError) broken = NULL;
  QwenttsStreamHints hints = {.trusts_duration = TRUE };
  QwenttsAudioKind kind;

  if (!read_kind (decoder, &kind, cancellable, &broken, error))
    return FALSE;

  GST_DEBUG ("the first bytes are of kind %d", kind);
  if (kind == QWENTTS_AUDIO_KIND_TEXT && may_look_like_text (decoder))
    kind = QWENTTS_AUDIO_KIND_UNKNOWN;

  switch (kind) {
    case QWENTTS_AUDIO_KIND_WAV:
      decoder->step = STEP_WAV_HEADER;
      return TRUE;
    case QWENTTS_AUDIO_KIND_TEXT:
    case QWENTTS_AUDIO_KIND_FOREIGN:
      return refuse_kind (kind, broken, error);
    case QWENTTS_AUDIO_KIND_UNKNOWN:
      if (decoder->pcm_caps)
        return open_raw (decoder, error);
      break;
    case QWENTTS_AUDIO_KIND_ENCODED:
      break;
  }

  hints.has_mark = kind == QWENTTS_AUDIO_KIND_ENCODED;
  return open_stream (decoder, hints, error);
}

/* Other codecs than PCM, whose header is read a second time by a demuxer that
 * believes any size. */
static gboolean
open_wav_stream (QwenttsDecoder * decoder, GError ** error)
{
  guint64 data_end = decoder->wav_header.data_end;
  QwenttsStreamHints hints = { FALSE };

  hints.has_mark = TRUE;
  hints.trusts_duration = data_end != QWENTTS_PCM_END_UNKNOWN;
  hints.min_size = hints.trusts_duration ? data_end : 0;
  return open_stream (decoder, hints, error);
}

static gboolean
read_wav_header (QwenttsDecoder * decoder, GCancellable * cancellable,
    GError ** error)
{
  QwenttsWavHeader *header = &decoder->wav_header;

  if (!qwentts_wav_header_read (header, decoder->source, cancellable, error))
    return FALSE;
  if (!qwentts_pcm_format_is_set (&header->format))
    return open_wav_stream (decoder, error);

  read_pcm (decoder, &header->format, header->data_begin, header->data_end);
  return TRUE;
}

static GstBuffer *
read_samples (QwenttsDecoder * decoder, guint max_frames,
    GCancellable * cancellable, GError ** error)
{
  if (decoder->step == STEP_SNIFF && !sniff (decoder, cancellable, error))
    return NULL;
  if (decoder->step == STEP_WAV_HEADER
      && !read_wav_header (decoder, cancellable, error))
    return NULL;
  if (decoder->step == STEP_PCM)
    return qwentts_pcm_reader_read (&decoder->pcm_reader, max_frames,
        cancellable, error);

  return qwentts_stream_decoder_read (decoder->stream, max_frames, cancellable,
      error);
}

GstBuffer *
qwentts_decoder_read (QwenttsDecoder * decoder, guint max_frames,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GError) failure = NULL;
  GstBuffer *buffer;

  if (decoder->step != STEP_END) {
    buffer = read_samples (decoder, max_frames, cancellable, &failure);
    if (buffer) {
      decoder->has_samples = TRUE;
      return buffer;
    }
    if (is_cancelled (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

    decoder->step = STEP_END;
    decoder->failure = g_steal_pointer (&failure);
    if (!decoder->failure && !decoder->has_samples)
      decoder->failure = g_error_new_literal (GST_STREAM_ERROR,
          GST_STREAM_ERROR_DECODE, "The audio file holds no samples.");
  }

  if (decoder->failure && error)
    *error = g_error_copy (decoder->failure);
  return NULL;
}

GstCaps *
qwentts_decoder_get_caps (QwenttsDecoder * decoder)
{
  if (!decoder->has_samples)
    return NULL;
  if (decoder->stream)
    return qwentts_stream_decoder_get_caps (decoder->stream);

  return qwentts_pcm_format_get_caps (decoder->pcm_reader.format);
}

GstClockTime
qwentts_decoder_get_duration (QwenttsDecoder * decoder)
{
  if (decoder->stream)
    return qwentts_stream_decoder_get_duration (decoder->stream);
  if (decoder->pcm_reader.format)
    return qwentts_pcm_reader_get_duration (&decoder->pcm_reader);

  return GST_CLOCK_TIME_NONE;
}

GstCaps *
qwentts_decoder_get_missing_caps (QwenttsDecoder * decoder)
{
  return decoder->stream ?
      qwentts_stream_decoder_get_missing_caps (decoder->stream) : NULL;
}
