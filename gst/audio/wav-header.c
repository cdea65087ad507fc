/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "wav-header.h"

#include <string.h>

#include "audio-debug.h"
#include "wav-format.h"

#define GST_CAT_DEFAULT QWENTTS_AUDIO_DEBUG

/* Chunks before the samples may be long (pictures have been seen), but not
 * without end. */
#define MAX_HEADER_SIZE (1024 * 1024)

#define CHUNK_HEAD_SIZE 8

/* Sizes from here on are what programs write that do not know the size yet:
 * 0x7ffff000 (espeak), 0x7fffffff, 0xfffff000, 0xffffffff, less 36 or 44. */
#define FIRST_PLACEHOLDER_SIZE 0x7ffff000

/* "RIFF", the size of the file, "WAVE": not looked at here. */
#define FILE_HEAD_SIZE 12

typedef struct
{
  guint8 id[4];
  guint32 size;
  guint64 body_offset;
} Chunk;

static gboolean
is_id (const Chunk * chunk, const gchar * id)
{
  return memcmp (chunk->id, id, 4) == 0;
}

static gboolean
refuse (GError ** error, const gchar * what)
{
  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      "The WAV header of the audio is damaged: %s.", what);
  return FALSE;
}

/* Exactly @size bytes, to where the caller has aligned them. */
static gboolean
read_exactly (QwenttsByteSource source, guint64 offset, gpointer to,
    gsize size, GCancellable * cancellable, GError ** error)
{
  g_autoptr (GBytes) bytes = qwentts_byte_source_read (source, offset, size,
      size, cancellable, error);

  if (!bytes)
    return FALSE;
  if (g_bytes_get_size (bytes) < size) {
    g_set_error_literal (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
        "The audio is truncated: the file ends within its WAV header.");
    return FALSE;
  }

  memcpy (to, g_bytes_get_data (bytes, NULL), size);
  return TRUE;
}

/* A chunk of odd size is followed by a byte of padding, which some programs
 * forget: then one of these two ids stands where the padding should be. */
static gboolean
is_padding_forgotten (const guint8 * at_padding)
{
  return memcmp (at_padding, "data", 4) == 0
      || memcmp (at_padding, "fmt ", 4) == 0;
}

static gboolean
read_chunk_head (const QwenttsWavHeader * header, QwenttsByteSource source,
    Chunk * chunk, GCancellable * cancellable, GError ** error)
{
  guint8 data[1 + CHUNK_HEAD_SIZE];
  guint padding_size = header->follows_odd_chunk ? 1 : 0;

  if (header->next_offset > MAX_HEADER_SIZE)
    return refuse (error, "there are no samples within its first megabyte");
  if (!read_exactly (source, header->next_offset, data,
          padding_size + CHUNK_HEAD_SIZE, cancellable, error))
    return FALSE;

  if (header->follows_odd_chunk && is_padding_forgotten (data))
    padding_size = 0;

  memcpy (chunk->id, data + padding_size, 4);
  memcpy (&chunk->size, data + padding_size + 4, 4);
  chunk->size = GUINT32_FROM_LE (chunk->size);
  chunk->body_offset = header->next_offset + padding_size + CHUNK_HEAD_SIZE;
  return TRUE;
}

static gboolean
read_format (QwenttsWavHeader * header, QwenttsByteSource source,
    const Chunk * chunk, GCancellable * cancellable, GError ** error)
{
  guint32 body[QWENTTS_WAV_FORMAT_MAX_SIZE / 4];
  gsize size = MIN (chunk->size, sizeof (body));

  if (size < QWENTTS_WAV_FORMAT_MIN_SIZE)
    return refuse (error, "its format is too short");
  if (!read_exactly (source, chunk->body_offset, body, size, cancellable,
          error))
    return FALSE;

  header->has_format = qwentts_wav_format_parse ((const guint8 *) body, size,
      &header->format, error);
  return header->has_format;
}

/* The sizes of RF64 in 64 bits: of the file, then of the samples. */
static gboolean
read_long_sizes (QwenttsWavHeader * header, QwenttsByteSource source,
    const Chunk * chunk, GCancellable * cancellable, GError ** error)
{
  guint64 sizes[2];

  if (chunk->size < sizeof (sizes))
    return refuse (error, "its long sizes are too short");
  if (!read_exactly (source, chunk->body_offset, sizes, sizeof (sizes),
          cancellable, error))
    return FALSE;

  header->long_data_size = GUINT64_FROM_LE (sizes[1]);
  return TRUE;
}

static gboolean
is_placeholder (guint32 size)
{
  return size == 0 || size >= FIRST_PLACEHOLDER_SIZE;
}

static gboolean
take_data (QwenttsWavHeader * header, const Chunk * chunk, GError ** error)
{
  gboolean has_long_size = header->long_data_size > 0
      && header->long_data_size <= G_MAXINT64;

  if (!header->has_format)
    return refuse (error, "its samples come before their format");

  header->data_begin = chunk->body_offset;
  if (chunk->size == G_MAXUINT32 && has_long_size)
    header->data_end = header->data_begin + header->long_data_size;
  else if (is_placeholder (chunk->size))
    header->data_end = QWENTTS_PCM_END_UNKNOWN;
  else
    header->data_end = header->data_begin + chunk->size;

  GST_DEBUG ("samples at %" G_GUINT64_FORMAT ", %u bytes by the header",
      header->data_begin, chunk->size);
  return TRUE;
}

void
qwentts_wav_header_init (QwenttsWavHeader * header)
{
  memset (header, 0, sizeof (*header));
  header->next_offset = FILE_HEAD_SIZE;
}

gboolean
qwentts_wav_header_read (QwenttsWavHeader * header, QwenttsByteSource source,
    GCancellable * cancellable, GError ** error)
{
  Chunk chunk;

  while (read_chunk_head (header, source, &chunk, cancellable, error)) {
    if (is_id (&chunk, "data"))
      return take_data (header, &chunk, error);

    if (is_id (&chunk, "fmt ") && !header->has_format
        && !read_format (header, source, &chunk, cancellable, error))
      return FALSE;
    if (is_id (&chunk, "ds64")
        && !read_long_sizes (header, source, &chunk, cancellable, error))
      return FALSE;

    header->next_offset = chunk.body_offset + chunk.size;
    header->follows_odd_chunk = chunk.size % 2 == 1;
  }

  return FALSE;
}

void
qwentts_wav_header_clear (QwenttsWavHeader * header)
{
  qwentts_pcm_format_clear (&header->format);
}
