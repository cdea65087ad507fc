/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The samples of a clip, with time stamps. */
#include "speech/clip-input.h"
#include "speech/speech-private.h"

/* Buffers are at most so long: 1/10 s, live 1/50 s. */
#define BUFFERS_PER_SECOND 10
#define LIVE_BUFFERS_PER_SECOND 50
/* Until the rate of a clip is known: no voice has less. */
#define MIN_RATE 4000
/* What is passed over is read in larger pieces. */
#define MAX_PASSED_FRAMES 65536

void
qwentts_speech_enter_clip (QwenttsSpeech * speech, QwenttsClip * clip,
    GstCaps * pcm_caps)
{
  speech->clip = qwentts_clip_ref (clip);
  speech->decoder = qwentts_decoder_new (&qwentts_clip_input, clip, pcm_caps);
}

void
qwentts_speech_leave_clip (QwenttsSpeech * speech)
{
  g_clear_pointer (&speech->decoder, qwentts_decoder_free);
  g_clear_pointer (&speech->clip, qwentts_clip_unref);
  speech->is_told = FALSE;
  speech->is_torn = FALSE;
}

guint
qwentts_speech_get_max_frames (QwenttsSpeech * speech, guint rate)
{
  return MAX (rate / (speech->is_live ? LIVE_BUFFERS_PER_SECOND
          : BUFFERS_PER_SECOND), 1);
}

/* G_MAXUINT64: no end */
static guint64
get_frames_to_stop (QwenttsSpeech * speech)
{
  guint64 stop;

  if (!GST_CLOCK_TIME_IS_VALID (speech->stop))
    return G_MAXUINT64;
  stop = qwentts_timeline_find_frame (&speech->timeline, speech->stop);
  return stop > speech->timeline.n_frames ? stop - speech->timeline.n_frames
      : 0;
}

static guint64
get_frames_to_pass (QwenttsSpeech * speech)
{
  guint64 from = qwentts_timeline_find_frame (&speech->timeline, speech->from);

  return from > speech->timeline.n_frames ? from - speech->timeline.n_frames
      : 0;
}

/* How many are asked for: as far as the rate is known, none that would have to be
 * cut. */
static guint
get_wanted_frames (QwenttsSpeech * speech)
{
  guint64 passed;

  if (qwentts_decoder_get_caps (speech->decoder) == NULL)
    return qwentts_speech_get_max_frames (speech, MIN_RATE);
  passed = get_frames_to_pass (speech);
  if (passed > 0)
    return MIN (passed, MAX_PASSED_FRAMES);
  return CLAMP (get_frames_to_stop (speech), 1,
      qwentts_speech_get_max_frames (speech, speech->timeline.rate));
}

void
qwentts_speech_set_caps (QwenttsSpeech * speech, GstCaps * caps)
{
  if (speech->caps != caps) {
    gst_caps_replace (&speech->caps, caps);
    gst_audio_info_from_caps (&speech->info, caps);
  }
  qwentts_timeline_set_rate (&speech->timeline, speech->info.rate);
}

GstBuffer *
qwentts_speech_read (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  GstBuffer *buffer = qwentts_decoder_read (speech->decoder,
      get_wanted_frames (speech), wait, error);

  if (buffer)
    qwentts_speech_set_caps (speech, qwentts_decoder_get_caps
        (speech->decoder));
  return buffer;
}

GstBuffer *
qwentts_speech_stamp (QwenttsSpeech * speech, GstBuffer * buffer)
{
  gsize frame_size = speech->info.bpf;
  guint64 n_frames = gst_buffer_get_size (buffer) / frame_size;
  guint64 n_passed = MIN (get_frames_to_pass (speech), n_frames);
  guint64 n_taken;

  speech->timeline.n_frames += n_passed;
  n_taken = MIN (n_frames - n_passed, get_frames_to_stop (speech));
  speech->is_torn = n_passed + n_taken < n_frames;
  if (n_taken == 0) {
    gst_buffer_unref (buffer);
    return NULL;
  }

  if (n_taken < n_frames) {
    buffer = gst_buffer_make_writable (buffer);
    gst_buffer_resize (buffer, n_passed * frame_size, n_taken * frame_size);
  }
  qwentts_timeline_stamp (&speech->timeline, buffer, n_taken);
  if (speech->has_gap) {
    buffer = gst_buffer_make_writable (buffer);
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
    speech->has_gap = FALSE;
  }
  return buffer;
}

gboolean
qwentts_speech_is_at_stop (QwenttsSpeech * speech)
{
  return GST_CLOCK_TIME_IS_VALID (speech->stop)
      && qwentts_timeline_get_position (&speech->timeline) >= speech->stop;
}
