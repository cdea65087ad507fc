/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/error-message.h"
#include "elements/gstqwenttsbasesrc-private.h"
#include "elements/stream-messages.h"

/* @task_id, @missing_caps: (out) (transfer full) (nullable): what the failure
 *   borrows */
static void
describe_failure (GstQwenTtsBaseSrc * self, QwenttsFailure * failure,
    gchar ** task_id, GstCaps ** missing_caps)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (self);
  const QwenttsSegment *segment;
  guint index;

  qwentts_speech_describe_failure (priv->speech, &index, &segment, task_id,
      missing_caps);
  *failure = (QwenttsFailure) {
  -1, -1, *task_id, *missing_caps};
  if (!GST_QWEN_TTS_BASE_SRC_GET_CLASS (self)->has_segments)
    return;
  failure->segment_index = index;
  if (segment)
    failure->text_index = segment->text_index;
}

static void
on_progress (const QwenttsSpeechProgress * progress, gpointer self)
{
  qwentts_post_progress (self, GST_QWEN_TTS_BASE_SRC_GET_CLASS (self)->subject,
      progress->type, progress->percent);
}

static void
on_segment (const QwenttsSegmentInfo * info, gpointer self)
{
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);

  if (klass->begin_segment)
    klass->begin_segment (self, info);
}

static void
on_voice (const QwenttsVoice * voice, gpointer self)
{
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);

  if (klass->take_voice)
    klass->take_voice (self, voice);
}

static void
on_warning (const GError * warning, gpointer self)
{
  qwentts_post_warning (self, warning, NULL);
}

static gboolean
on_skip (const GError * error, gpointer self)
{
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);
  g_autofree gchar *task_id = NULL;
  g_autoptr (GstCaps) missing_caps = NULL;
  QwenttsFailure failure;

  if (klass->skip == NULL)
    return FALSE;
  describe_failure (self, &failure, &task_id, &missing_caps);
  return klass->skip (self, error, &failure);
}

const QwenttsSpeechFuncs gst_qwen_tts_base_src_speech_funcs = {
  on_progress, on_segment, gst_qwen_tts_base_src_take_duration, on_voice,
  on_warning, on_skip
};

void
gst_qwen_tts_base_src_post_failure (GstQwenTtsBaseSrc * self,
    const GError * error)
{
  g_autofree gchar *task_id = NULL;
  g_autoptr (GstCaps) missing_caps = NULL;
  QwenttsFailure failure;

  describe_failure (self, &failure, &task_id, &missing_caps);
  qwentts_post_error (GST_ELEMENT (self), error, &failure);
}
