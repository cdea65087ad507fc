/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "wav-file.h"

#include <string.h>

static const guint8 tag_guid_tail[14] = {
  0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b,
  0x71
};

const WavFormat wav_speech_format = {
  .tag = WAV_TAG_PCM,
  .channels = 1,
  .rate = 24000,
  .bits = 16
};

static void
add_uint16 (GByteArray * file, guint16 value)
{
  value = GUINT16_TO_LE (value);
  g_byte_array_append (file, (const guint8 *) &value, sizeof (value));
}

static void
add_uint32 (GByteArray * file, guint32 value)
{
  value = GUINT32_TO_LE (value);
  g_byte_array_append (file, (const guint8 *) &value, sizeof (value));
}

static void
add_zeros (GByteArray * file, gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);

  g_byte_array_append (file, zeros, size);
}

void
wav_file_add_riff (GByteArray * file, const gchar * id, guint32 size)
{
  wav_file_add_chunk_head (file, id, size);
  g_byte_array_append (file, (const guint8 *) "WAVE", 4);
}

void
wav_file_add_chunk_head (GByteArray * file, const gchar * id, guint32 size)
{
  g_byte_array_append (file, (const guint8 *) id, 4);
  add_uint32 (file, size);
}

void
wav_file_add_chunk (GByteArray * file, const gchar * id, gconstpointer body,
    gsize size)
{
  wav_file_add_chunk_head (file, id, size);
  g_byte_array_append (file, body, size);
  if (size % 2 == 1)
    add_zeros (file, 1);
}

guint
wav_format_get_frame_size (const WavFormat * format)
{
  return format->frame_size > 0 ? format->frame_size :
      format->channels * ((format->bits + 7) / 8);
}

static void
add_extension (GByteArray * file, const WavFormat * format)
{
  add_uint16 (file, 22);
  add_uint16 (file, format->bits);
  add_uint32 (file, format->channel_mask);
  add_uint16 (file, format->sub_tag);
  g_byte_array_append (file, tag_guid_tail, sizeof (tag_guid_tail));
}

void
wav_file_add_format (GByteArray * file, const WavFormat * format)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint frame_size = wav_format_get_frame_size (format);
  guint size = format->format_size;

  add_uint16 (body, format->tag);
  add_uint16 (body, format->channels);
  add_uint32 (body, format->rate);
  add_uint32 (body, format->byte_rate > 0 ? format->byte_rate :
      format->rate * frame_size);
  add_uint16 (body, frame_size);
  add_uint16 (body, format->bits);
  if (format->tag == WAV_TAG_EXTENSIBLE)
    add_extension (body, format);

  if (size == 0)
    size = body->len;
  if (size > body->len)
    add_zeros (body, size - body->len);
  wav_file_add_chunk (file, "fmt ", body->data, size);
}

GByteArray *
wav_file_new (const WavFormat * format, gconstpointer samples, gsize size)
{
  GByteArray *file = g_byte_array_new ();
  guint32 riff_size;

  wav_file_add_riff (file, format->id ? format->id : "RIFF", 0);
  wav_file_add_format (file, format);
  wav_file_add_chunk (file, "data", samples, size);
  riff_size = GUINT32_TO_LE (file->len - 8);
  memcpy (file->data + 4, &riff_size, 4);
  return file;
}

GBytes *
wav_make_samples (gsize size)
{
  guint8 *samples = g_malloc (size);
  gsize i;

  for (i = 0; i < size; i++)
    samples[i] = (i * 167 + (i >> 8) * 13 + 1) & 0xff;

  return g_bytes_new_take (samples, size);
}
