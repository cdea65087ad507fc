/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A live stream: silence comes where nothing is there. */
#include "speech/speech-private.h"

/* Of silence before any audio. */
#define SILENCE_FORMAT GST_AUDIO_FORMAT_S16
#define SILENCE_RATE 24000
#define SILENCE_CHANNELS 1

/* The last format stays. */
static void
ensure_caps (QwenttsSpeech * speech)
{
  g_autoptr (GstCaps) caps = NULL;
  GstAudioInfo info;

  if (speech->caps)
    return;

  gst_audio_info_set_format (&info, SILENCE_FORMAT, SILENCE_RATE,
      SILENCE_CHANNELS, NULL);
  caps = gst_audio_info_to_caps (&info);
  qwentts_speech_set_caps (speech, caps);
}

static GstBuffer *
make_silence (QwenttsSpeech * speech)
{
  GstBuffer *buffer;
  GstMapInfo map;
  guint n_frames;

  ensure_caps (speech);
  n_frames = qwentts_speech_get_max_frames (speech, speech->info.rate);
  buffer = gst_buffer_new_allocate (NULL,
      (gsize) n_frames * speech->info.bpf, NULL);
  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  gst_audio_format_info_fill_silence (speech->info.finfo, map.data, map.size);
  gst_buffer_unmap (buffer, &map);

  GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
  qwentts_timeline_stamp (&speech->timeline, buffer, n_frames);
  return buffer;
}

GstBuffer *
qwentts_speech_pull_live (QwenttsSpeech * speech, GError ** error)
{
  g_autoptr (GCancellable) no_wait = g_cancellable_new ();
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer;

  if (!qwentts_speech_ensure_started (speech, error))
    return NULL;

  g_cancellable_cancel (no_wait);
  buffer = qwentts_speech_next_buffer (speech, no_wait, &cause);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return make_silence (speech);
  if (cause) {
    qwentts_speech_tell_end_of_wait (speech, cause);
    g_propagate_error (error, g_steal_pointer (&cause));
  }
  return buffer;
}
