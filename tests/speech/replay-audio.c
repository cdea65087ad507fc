/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "replay-audio.h"

#include <string.h>

#include "audio/wav-file.h"

#define FRAME_SIZE 2
/* By so many frames the samples of a segment differ from those before. */
#define SHIFT 1009

/* No two segments begin alike. */
static GBytes *
make_samples (const ReplayAudio * audio, guint index)
{
  const gsize start = (gsize) index * SHIFT * FRAME_SIZE;
  const gsize size = (gsize) audio->n_frames * FRAME_SIZE;
  g_autoptr (GBytes) samples = wav_make_samples (start + size);

  return g_bytes_new_from_bytes (samples, start, size);
}

GBytes *
replay_make_file (const ReplayAudio * audio, guint index)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,
    .rate = audio[index].rate,.bits = 8 * FRAME_SIZE
  };
  g_autoptr (GBytes) samples = make_samples (&audio[index], index);
  GByteArray *file = wav_file_new (&format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));

  g_byte_array_set_size (file, file->len - audio[index].n_missing * FRAME_SIZE);
  return g_byte_array_free_to_bytes (file);
}

void
replay_append_frames (GArray * frames, const guint8 * samples, gsize frame_size,
    guint n_frames, GstClockTime base, guint64 first, guint rate)
{
  for (guint i = 0; i < n_frames; i++) {
    ReplayFrame frame = { base + gst_util_uint64_scale (first + i, GST_SECOND,
          rate), 0
    };

    g_assert_cmpuint (frame_size, <=, sizeof frame.sample);
    memcpy (&frame.sample, samples + i * frame_size, frame_size);
    g_array_append_val (frames, frame);
  }
}

/* Frames are counted as long as the rate is the same. */
static void
pass_audio (const ReplayAudio * audio, guint index, GstClockTime * base,
    guint64 * first)
{
  const guint n_frames = audio[index].n_frames - audio[index].n_missing;

  *first += n_frames;
  if (audio[index + 1].rate == audio[index].rate)
    return;
  *base += gst_util_uint64_scale (*first, GST_SECOND, audio[index].rate);
  *first = 0;
}

GArray *
replay_make_frames (const ReplayAudio * audio, guint n_segments)
{
  GArray *frames = g_array_new (FALSE, TRUE, sizeof (ReplayFrame));
  GstClockTime base = 0;
  guint64 first = 0;

  for (guint i = 0; i < n_segments; i++) {
    g_autoptr (GBytes) samples = make_samples (&audio[i], i);

    replay_append_frames (frames, g_bytes_get_data (samples, NULL), FRAME_SIZE,
        audio[i].n_frames - audio[i].n_missing, base, first, audio[i].rate);
    if (i + 1 < n_segments)
      pass_audio (audio, i, &base, &first);
  }
  return frames;
}

GstClockTime
replay_get_start (const ReplayAudio * audio, guint n)
{
  GstClockTime base = 0;
  guint64 first = 0;

  for (guint i = 0; i + 1 < n; i++)
    pass_audio (audio, i, &base, &first);
  return n == 0 ? 0 : base + gst_util_uint64_scale (first
      + audio[n - 1].n_frames - audio[n - 1].n_missing, GST_SECOND,
      audio[n - 1].rate);
}
