/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "pcm-reader.h"

#include <string.h>

/* So many bytes are asked for at once. */
#define PIECE_SIZE (512 * 1024)

gboolean
qwentts_pcm_format_set_info (QwenttsPcmFormat * format,
    const GstAudioInfo * info)
{
  if (GST_AUDIO_INFO_FORMAT (info) == GST_AUDIO_FORMAT_ENCODED
      || GST_AUDIO_INFO_LAYOUT (info) != GST_AUDIO_LAYOUT_INTERLEAVED
      || GST_AUDIO_INFO_RATE (info) <= 0 || GST_AUDIO_INFO_BPF (info) <= 0)
    return FALSE;

  gst_clear_caps (&format->caps);
  format->info = *info;
  format->is_reordered = FALSE;
  return TRUE;
}

gboolean
qwentts_pcm_format_set_caps (QwenttsPcmFormat * format, GstCaps * caps)
{
  GstAudioInfo info;

  return gst_caps_is_fixed (caps) && gst_audio_info_from_caps (&info, caps)
      && qwentts_pcm_format_set_info (format, &info);
}

gboolean
qwentts_pcm_format_is_set (const QwenttsPcmFormat * format)
{
  return format->info.bpf > 0;
}

GstCaps *
qwentts_pcm_format_get_caps (QwenttsPcmFormat * format)
{
  if (format->caps == NULL)
    format->caps = gst_audio_info_to_caps (&format->info);
  return format->caps;
}

void
qwentts_pcm_format_clear (QwenttsPcmFormat * format)
{
  gst_clear_caps (&format->caps);
}

/* Why not gst_audio_reorder_channels(): gst-riff gives the map alone, without
 * the positions it was made from. */
static GBytes *
reorder_channels (const QwenttsPcmFormat * format, GBytes * bytes)
{
  gsize size, frame;
  const guint8 *from = g_bytes_get_data (bytes, &size);
  guint8 *to = g_malloc (size);
  guint sample_size = format->info.bpf / format->info.channels;
  gint channel;

  for (frame = 0; frame < size; frame += format->info.bpf) {
    for (channel = 0; channel < format->info.channels; channel++) {
      memcpy (to + frame + format->reorder_map[channel] * sample_size,
          from + frame + channel * sample_size, sample_size);
    }
  }

  return g_bytes_new_take (to, size);
}

void
qwentts_pcm_reader_clear (QwenttsPcmReader * reader)
{
  g_clear_pointer (&reader->piece, gst_memory_unref);
  reader->piece_taken = 0;
}

static GstMemory *
frames_to_memory (const QwenttsPcmFormat * format, GBytes * bytes, gsize size)
{
  g_autoptr (GBytes) frames = g_bytes_new_from_bytes (bytes, 0, size);
  gconstpointer data;

  if (format->is_reordered) {
    GBytes *reordered = reorder_channels (format, frames);

    g_bytes_unref (frames);
    frames = reordered;
  }

  data = g_bytes_get_data (frames, &size);
  return gst_memory_new_wrapped (GST_MEMORY_FLAG_READONLY, (gpointer) data,
      size, 0, size, g_bytes_ref (frames), (GDestroyNotify) g_bytes_unref);
}

static gsize
largest_read (const QwenttsPcmReader * reader)
{
  guint frame_size = reader->format->info.bpf;
  guint64 size = MAX (PIECE_SIZE, frame_size);

  size = MIN (size, reader->end - reader->next);
  return size - size % frame_size;
}

/* Reads the next piece. Returns: FALSE at the end, or with an error */
static gboolean
read_piece (QwenttsPcmReader * reader, GCancellable * cancellable,
    GError ** error)
{
  guint frame_size = reader->format->info.bpf;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  /* A piece of a frame at the end of a size that is known is a flaw of the
   * header: the file itself is whole. */
  if (reader->end - reader->next < frame_size)
    return FALSE;

  bytes = qwentts_byte_source_read (reader->source, reader->next, frame_size,
      largest_read (reader), cancellable, error);
  if (!bytes)
    return FALSE;

  size = g_bytes_get_size (bytes);
  if (size < frame_size) {
    if (reader->end != QWENTTS_PCM_END_UNKNOWN) {
      g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
          "The audio is truncated: %" G_GUINT64_FORMAT
          " bytes of its samples are missing at the end.",
          reader->end - reader->next - size);
    }
    return FALSE;
  }

  size -= size % frame_size;
  reader->next += size;
  reader->piece = frames_to_memory (reader->format, bytes, size);
  return TRUE;
}

/* The next frames of the piece, at most so many. */
static GstMemory *
take_frames (QwenttsPcmReader * reader, guint max_frames)
{
  gsize left = gst_memory_get_sizes (reader->piece, NULL, NULL)
      - reader->piece_taken;
  guint64 size = (guint64) MAX (max_frames, 1) * reader->format->info.bpf;
  GstMemory *frames;

  size = MIN (size, left);
  frames = gst_memory_share (reader->piece, reader->piece_taken, size);
  reader->piece_taken += size;
  if (size == left)
    qwentts_pcm_reader_clear (reader);
  return frames;
}

GstBuffer *
qwentts_pcm_reader_read (QwenttsPcmReader * reader, guint max_frames,
    GCancellable * cancellable, GError ** error)
{
  GstBuffer *buffer;

  if (!reader->piece && !read_piece (reader, cancellable, error))
    return NULL;

  buffer = gst_buffer_new ();
  gst_buffer_append_memory (buffer, take_frames (reader, max_frames));
  return buffer;
}

GstClockTime
qwentts_pcm_reader_get_duration (const QwenttsPcmReader * reader)
{
  guint64 file_size = qwentts_byte_source_get_size (reader->source);
  guint64 end = reader->end;

  /* The end of the file is also the end of a size that lies. */
  if (file_size > 0)
    end = CLAMP (file_size, reader->begin, end);
  if (end == QWENTTS_PCM_END_UNKNOWN)
    return GST_CLOCK_TIME_NONE;

  return gst_util_uint64_scale ((end - reader->begin) /
      reader->format->info.bpf, GST_SECOND, reader->format->info.rate);
}
