/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the sources have in common: they push what a speech gives, and tell what
 * it tells. A subclass says what is to be heard. */
#pragma once

#include <gst/audio/audio.h>
#include <gst/base/gstpushsrc.h>

#include "elements/error-message.h"
#include "elements/service-settings.h"
#include "speech/speech.h"

G_BEGIN_DECLS

/* What leaves the sources, and the bin. */
#define QWENTTS_SRC_CAPS \
  GST_AUDIO_CAPS_MAKE (GST_AUDIO_FORMATS_ALL) ", layout = (string) interleaved"

#define GST_TYPE_QWEN_TTS_BASE_SRC (gst_qwen_tts_base_src_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstQwenTtsBaseSrc, gst_qwen_tts_base_src, GST,
    QWEN_TTS_BASE_SRC, GstPushSrc);

struct _GstQwenTtsBaseSrcClass
{
  GstPushSrcClass parent_class;

  /* What is asked for, as PROGRESS messages call it. */
  const gchar *subject;
  /* Whether failures belong to a segment of the text. */
  gboolean has_segments;

  /* How many requests are under way or ready at once, at most; nullable: one. */
    guint (*get_window) (GstQwenTtsBaseSrc * self);

  /* Says what is to be heard. The settings are copied and checked; nothing is
   * sent. */
    gboolean (*fill) (GstQwenTtsBaseSrc * self, QwenttsSpeech * speech,
      const QwenttsServiceSettings * service, GError ** error);

  /* Nullable: others find the speech from now on, and nothing is pulled yet. */
  void (*started) (GstQwenTtsBaseSrc * self, QwenttsSpeech * speech);

  /* Whether it can be told how long the stream is; nullable: it can. */
    gboolean (*has_duration) (GstQwenTtsBaseSrc * self);

  /* The next buffer where it is not live; the speech's, if it is not overridden.
   * From the streaming thread, as those that follow.
   *
   * Returns: (transfer full): see qwentts_speech_pull () */
  GstBuffer *(*pull) (GstQwenTtsBaseSrc * self, QwenttsSpeech * speech,
      GCancellable * wait, GError ** error);

  /* Whether the stream goes on after what was asked for has failed; nullable: it
   * does not. */
    gboolean (*skip) (GstQwenTtsBaseSrc * self, const GError * error,
      const QwenttsFailure * failure);

  /* Nullable. */
  void (*begin_segment) (GstQwenTtsBaseSrc * self,
      const QwenttsSegmentInfo * info);
  void (*take_voice) (GstQwenTtsBaseSrc * self, const QwenttsVoice * voice);
};

/* Returns: (transfer full) (nullable): what is being said, from the start of
 * READY→PAUSED to PAUSED→READY */
QwenttsSpeech *gst_qwen_tts_base_src_ref_speech (GstQwenTtsBaseSrc * self);

/* The statistics of what goes on, or else of the last run. */
void gst_qwen_tts_base_src_get_stats (GstQwenTtsBaseSrc * self,
    QwenttsSpeechStats * stats);

/* Nothing was done since the last start, which may be of the bin only. */
void gst_qwen_tts_base_src_clear_stats (GstQwenTtsBaseSrc * self);

/* From now on the request is sent by READY→PAUSED, and not by the first buffer
 * that is asked for, and what is wrong by then is told with that: for a source
 * whose turn in a stream comes later. In READY. */
void gst_qwen_tts_base_src_work_ahead (GstQwenTtsBaseSrc * self);

gboolean gst_qwen_tts_base_src_is_working_ahead (GstQwenTtsBaseSrc * self);

/* Takes over all connection properties. */
void gst_qwen_tts_base_src_set_connection (GstQwenTtsBaseSrc * self,
    const QwenttsConnectionProperties * connection);

G_END_DECLS
