/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/measure.h"

#include "audio/wav-header.h"
#include "speech/clip-input.h"

/* So that a decoder gives much at once. */
#define MAX_FRAMES 65536

static void
count (QwenttsStoredAudio * audio, QwenttsDecoder * decoder, GstBuffer * buffer)
{
  GstAudioInfo info;

  gst_audio_info_from_caps (&info, qwentts_decoder_get_caps (decoder));
  audio->rate = info.rate;
  audio->channels = info.channels;
  audio->n_frames += gst_buffer_get_size (buffer) / info.bpf;
}

gboolean
qwentts_measure_audio (gint fd, guint64 size, GstCaps * pcm_caps,
    GCancellable * cancellable, QwenttsStoredAudio * audio, GError ** error)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new_from_file (fd, size);
  g_autoptr (QwenttsDecoder) decoder = qwentts_decoder_new
      (&qwentts_clip_input, clip, pcm_caps);
  g_autoptr (GError) problem = NULL;
  GstBuffer *buffer;

  audio->n_frames = 0;
  while (!g_cancellable_set_error_if_cancelled (cancellable, &problem)
      && (buffer = qwentts_decoder_read (decoder, MAX_FRAMES, cancellable,
              &problem))) {
    count (audio, decoder, buffer);
    gst_buffer_unref (buffer);
  }
  if (problem == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
qwentts_measure_wav (QwenttsClip * clip, QwenttsStoredAudio * audio)
{
  const QwenttsByteSource source = { &qwentts_clip_input, clip };
  g_auto (QwenttsWavHeader) header = { 0 };
  guint64 size = qwentts_clip_get_size (clip);
  guint64 end, frame_size;

  qwentts_wav_header_init (&header);
  if (!qwentts_wav_header_read (&header, source, NULL, NULL)
      || !qwentts_pcm_format_is_set (&header.format))
    return FALSE;
  audio->rate = header.format.info.rate;
  audio->channels = header.format.info.channels;
  end = header.data_end == QWENTTS_PCM_END_UNKNOWN ? size : header.data_end;
  frame_size = header.format.info.bpf;
  audio->n_frames = (end - header.data_begin) / frame_size;
  return audio->n_frames <= (size - header.data_begin) / frame_size;
}
