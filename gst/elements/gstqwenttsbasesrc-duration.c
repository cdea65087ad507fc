/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How long the stream is, as far as it is known, and so where one can seek. */
#include "elements/gstqwenttsbasesrc-private.h"

typedef GstQwenTtsBaseSrcPrivate Private;

static gboolean
has_duration (GstQwenTtsBaseSrc * self)
{
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);

  return klass->has_duration == NULL || klass->has_duration (self);
}

/* What is not told now may be asked for later. */
void
gst_qwen_tts_base_src_take_duration (GstClockTime duration, gboolean is_final,
    gpointer self)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  gboolean may_tell = has_duration (self);
  gboolean is_new;

  GST_OBJECT_LOCK (self);
  is_new = may_tell && priv->told_duration != duration;
  if (is_new)
    priv->told_duration = duration;
  priv->duration = duration;
  priv->is_duration_final = is_final;
  /* GstBaseSrc lets no seek go beyond it. */
  if (is_final)
    GST_BASE_SRC (self)->segment.duration = duration;
  GST_OBJECT_UNLOCK (self);

  if (is_new)
    gst_element_post_message (self,
        gst_message_new_duration_changed (GST_OBJECT (self)));
}

/* @so_far: (out): if all of it is not known, what is */
static GstClockTime
get_length (GstQwenTtsBaseSrc * self, GstClockTime * so_far)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  g_autoptr (QwenttsSpeech) speech = gst_qwen_tts_base_src_ref_speech (self);
  gboolean is_final;

  GST_OBJECT_LOCK (self);
  *so_far = priv->duration;
  is_final = priv->is_duration_final;
  GST_OBJECT_UNLOCK (self);

  if (is_final)
    return *so_far;
  return speech ? qwentts_speech_get_length (speech) : GST_CLOCK_TIME_NONE;
}

GstClockTime
gst_qwen_tts_base_src_get_length (GstQwenTtsBaseSrc * self)
{
  GstClockTime so_far;

  return get_length (self, &so_far);
}

static GstClockTime
get_duration (GstQwenTtsBaseSrc * self)
{
  GstClockTime so_far;
  GstClockTime length = get_length (self, &so_far);

  return GST_CLOCK_TIME_IS_VALID (length) ? length : so_far;
}

gboolean
gst_qwen_tts_base_src_answer_duration (GstQwenTtsBaseSrc * self,
    GstQuery * query)
{
  GstClockTime duration = GST_CLOCK_TIME_NONE;
  GstFormat format;

  gst_query_parse_duration (query, &format, NULL);
  if (format == GST_FORMAT_TIME && has_duration (self))
    duration = get_duration (self);
  if (!GST_CLOCK_TIME_IS_VALID (duration))
    return FALSE;

  gst_query_set_duration (query, GST_FORMAT_TIME, duration);
  return TRUE;
}

gboolean
gst_qwen_tts_base_src_answer_seeking (GstQwenTtsBaseSrc * self,
    GstQuery * query)
{
  GstBaseSrc *src = GST_BASE_SRC (self);
  gboolean is_seekable = GST_BASE_SRC_GET_CLASS (src)->is_seekable (src);
  GstClockTime end = GST_CLOCK_TIME_NONE;
  GstFormat format;

  gst_query_parse_seeking (query, &format, NULL, NULL, NULL);
  if (format != GST_FORMAT_TIME)
    return FALSE;

  if (is_seekable)
    end = get_duration (self);
  gst_query_set_seeking (query, GST_FORMAT_TIME, is_seekable, 0, end);
  return TRUE;
}
