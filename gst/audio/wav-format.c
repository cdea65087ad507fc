/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "wav-format.h"

#include <gst/base/base.h>
#include <gst/riff/riff-ids.h>
#include <gst/riff/riff-media.h>
#include <gst/riff/riff-read.h>
#include <string.h>

#include "audio-debug.h"

#define GST_CAT_DEFAULT QWENTTS_AUDIO_DEBUG

/* Above the fastest converters there are. A larger one is a lie that could
 * only make trouble downstream. */
#define MAX_RATE 768000
/* GStreamer's limit. */
#define MAX_CHANNELS 64

/* What stands behind the 16 bytes of every format in an extensible one: the
 * valid bits, the channel mask, the GUID of the codec. */
#define EXTENSION_SIZE 22

/* All but the first two bytes of the GUID of a codec that has a tag. */
static const guint8 tag_guid_tail[14] = {
  0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b,
  0x71
};

typedef struct
{
  guint tag;
  guint channels;
  guint rate;
  guint byte_rate;
  guint frame_size;
  guint bits;
  gboolean is_extensible;
  guint32 channel_mask;
} Fields;

static gboolean
refuse (GError ** error, const gchar * what, guint value)
{
  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      "The WAV header of the audio is damaged: %s (%u).", what, value);
  return FALSE;
}

static void
read_extension (Fields * fields, GstByteReader * reader)
{
  const guint8 *guid_tail;
  guint16 tag;

  /* Without its extension it can only be meant as PCM. */
  fields->tag = GST_RIFF_WAVE_FORMAT_PCM;

  /* The size of the extension and the valid bits: samples are justified to
   * the left, so that they can be read with all the bits of their container */
  if (!gst_byte_reader_skip (reader, 4)
      || !gst_byte_reader_get_uint32_le (reader, &fields->channel_mask)
      || !gst_byte_reader_get_uint16_le (reader, &tag)
      || !gst_byte_reader_get_data (reader, sizeof (tag_guid_tail), &guid_tail)) {
    fields->channel_mask = 0;
    return;
  }

  fields->is_extensible = TRUE;
  fields->tag = memcmp (guid_tail, tag_guid_tail, sizeof (tag_guid_tail)) == 0 ?
      tag : GST_RIFF_WAVE_FORMAT_EXTENSIBLE;
}

static gboolean
read_fields (Fields * fields, const guint8 * chunk, gsize size)
{
  GstByteReader reader = GST_BYTE_READER_INIT (chunk, size);
  guint16 tag, channels, frame_size, bits = 0;
  guint32 rate, byte_rate;

  if (!gst_byte_reader_get_uint16_le (&reader, &tag)
      || !gst_byte_reader_get_uint16_le (&reader, &channels)
      || !gst_byte_reader_get_uint32_le (&reader, &rate)
      || !gst_byte_reader_get_uint32_le (&reader, &byte_rate)
      || !gst_byte_reader_get_uint16_le (&reader, &frame_size))
    return FALSE;

  /* The oldest form of the chunk ends before the bits. */
  if (!gst_byte_reader_get_uint16_le (&reader, &bits))
    bits = 0;

  memset (fields, 0, sizeof (*fields));
  fields->tag = tag;
  fields->channels = channels;
  fields->rate = rate;
  fields->byte_rate = byte_rate;
  fields->frame_size = frame_size;
  fields->bits = bits;
  if (tag == GST_RIFF_WAVE_FORMAT_EXTENSIBLE)
    read_extension (fields, &reader);

  return TRUE;
}

static gboolean
is_sample_size (const Fields * fields, guint sample_size)
{
  if (fields->tag == GST_RIFF_WAVE_FORMAT_IEEE_FLOAT)
    return sample_size == 4 || sample_size == 8;

  return sample_size >= 1 && sample_size <= 4;
}

/* The bytes of one sample, 0 where nobody can know them. Frame size, bits and
 * byte rate all tell them: where the first two differ, the third decides. */
static guint
vote_sample_size (const Fields * fields)
{
  guint of_bits = (fields->bits + 7) / 8;
  guint of_frame = fields->frame_size % fields->channels == 0 ?
      fields->frame_size / fields->channels : 0;
  guint64 sample_rate = (guint64) fields->rate * fields->channels;

  if (!is_sample_size (fields, of_frame))
    return is_sample_size (fields, of_bits) ? of_bits : 0;
  if (!is_sample_size (fields, of_bits) || of_bits == of_frame)
    return of_frame;
  if (fields->byte_rate == sample_rate * of_frame)
    return of_frame;
  if (fields->byte_rate == sample_rate * of_bits)
    return of_bits;

  /* More room than bits is allowed, the other way round is none. */
  return of_frame > of_bits ? of_frame : 0;
}

/* Whether gst-riff knows places for these channels, and in silence. */
static gboolean
has_layout (const Fields * fields)
{
  if (fields->is_extensible && fields->channel_mask != 0)
    return fields->channels <= QWENTTS_PCM_MAX_MAPPED_CHANNELS
        && fields->channel_mask < 1 << 18
        && (guint) __builtin_popcount (fields->channel_mask) ==
        fields->channels;

  return fields->channels == 2 || fields->channels == 4
      || fields->channels == 6 || fields->channels == 8
      || (fields->channels == 5 && !fields->is_extensible)
      || (fields->channels == 3 && fields->is_extensible);
}

static GstBuffer *
build_extension (const Fields * fields)
{
  GstByteWriter writer;

  gst_byte_writer_init_with_size (&writer, EXTENSION_SIZE, TRUE);
  gst_byte_writer_put_uint16_le (&writer, fields->bits);
  gst_byte_writer_put_uint16_le (&writer, fields->channel_mask & 0xffff);
  gst_byte_writer_put_uint16_le (&writer, fields->channel_mask >> 16);
  gst_byte_writer_put_uint16_le (&writer, fields->tag);
  gst_byte_writer_put_data (&writer, tag_guid_tail, sizeof (tag_guid_tail));
  return gst_byte_writer_reset_and_get_buffer (&writer);
}

static gboolean
is_reordering (const gint * map, guint channels)
{
  guint i;

  /* gst-riff's way to say that there is no map. */
  if (map[0] < 0)
    return FALSE;

  for (i = 0; i < channels; i++) {
    if (map[i] != (gint) i)
      return TRUE;
  }

  return FALSE;
}

/* gst-riff sees only fields that are in order, as it warns of all others. */
static gboolean
set_format_with_layout (const Fields * fields, QwenttsPcmFormat * pcm)
{
  g_autoptr (GstBuffer) extension = NULL;
  g_autoptr (GstCaps) caps = NULL;
  gst_riff_strf_auds strf = {
    .format =
        fields->is_extensible ? GST_RIFF_WAVE_FORMAT_EXTENSIBLE : fields->tag,
    .channels = fields->channels,
    .rate = fields->rate,
    .av_bps = fields->rate * fields->frame_size,
    .blockalign = fields->frame_size,
    .bits_per_sample = fields->bits
  };

  if (fields->is_extensible)
    extension = build_extension (fields);

  gst_riff_init ();
  caps = gst_riff_create_audio_caps (strf.format, NULL, &strf, extension, NULL,
      NULL, pcm->reorder_map);
  if (caps == NULL || !qwentts_pcm_format_set_caps (pcm, caps))
    return FALSE;
  pcm->is_reordered = is_reordering (pcm->reorder_map, pcm->info.channels);
  return TRUE;
}

static gboolean
set_format_without_layout (const Fields * fields, QwenttsPcmFormat * pcm)
{
  GstAudioInfo info;
  GstAudioFormat format;

  if (fields->tag == GST_RIFF_WAVE_FORMAT_IEEE_FLOAT)
    format = fields->bits == 64 ? GST_AUDIO_FORMAT_F64LE :
        GST_AUDIO_FORMAT_F32LE;
  else
    format = gst_audio_format_build_integer (fields->bits != 8, G_LITTLE_ENDIAN,
        fields->bits, fields->bits);

  gst_audio_info_init (&info);
  gst_audio_info_set_format (&info, format, fields->rate, fields->channels,
      NULL);
  return qwentts_pcm_format_set_info (pcm, &info);
}

static gboolean
make_format (const Fields * fields, QwenttsPcmFormat * format, GError ** error)
{
  gboolean is_known = has_layout (fields)
      ? set_format_with_layout (fields, format)
      : set_format_without_layout (fields, format);

  if (!is_known)
    return refuse (error, "no format of samples is known for its channels",
        fields->channels);

  GST_DEBUG ("WAV samples are %" GST_PTR_FORMAT "%s",
      qwentts_pcm_format_get_caps (format),
      format->is_reordered ? ", in another order" : "");
  return TRUE;
}

gboolean
qwentts_wav_format_parse (const guint8 * chunk, gsize size,
    QwenttsPcmFormat * format, GError ** error)
{
  Fields fields;
  guint sample_size;

  if (!read_fields (&fields, chunk, size))
    return refuse (error, "its format is too short, in bytes", size);
  if (fields.tag != GST_RIFF_WAVE_FORMAT_PCM
      && fields.tag != GST_RIFF_WAVE_FORMAT_IEEE_FLOAT)
    return TRUE;
  if (fields.channels == 0 || fields.channels > MAX_CHANNELS)
    return refuse (error, "number of channels", fields.channels);
  if (fields.rate == 0 || fields.rate > MAX_RATE)
    return refuse (error, "sample rate", fields.rate);

  sample_size = vote_sample_size (&fields);
  if (sample_size == 0)
    return refuse (error, "bits of a sample", fields.bits);

  /* One channel has no place, whatever the mask says: a clip with a mask and
   * one without would be two formats. */
  if (fields.channels == 1)
    fields.is_extensible = FALSE;
  fields.bits = sample_size * 8;
  fields.frame_size = sample_size * fields.channels;
  return make_format (&fields, format, error);
}
