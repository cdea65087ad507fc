/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/gstqwenttsbasesrc-private.h"
#include "elements/stats-structure.h"

enum
{
  PROP_0,
  PROP_STATS,
  PROP_CONNECTION               /* and those that follow it */
};

void
gst_qwen_tts_base_src_get_stats (GstQwenTtsBaseSrc * self,
    QwenttsSpeechStats * stats)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (self);
  g_autoptr (QwenttsSpeech) speech = gst_qwen_tts_base_src_ref_speech (self);

  GST_OBJECT_LOCK (self);
  *stats = priv->stats;
  GST_OBJECT_UNLOCK (self);
  if (speech)
    qwentts_speech_get_stats (speech, stats);
}

void
gst_qwen_tts_base_src_clear_stats (GstQwenTtsBaseSrc * self)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (self);

  GST_OBJECT_LOCK (self);
  priv->stats = (QwenttsSpeechStats) {
  .time_to_first_audio = GST_CLOCK_TIME_NONE};
  GST_OBJECT_UNLOCK (self);
}

void
gst_qwen_tts_base_src_set_connection (GstQwenTtsBaseSrc * self,
    const QwenttsConnectionProperties * connection)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (self);
  QwenttsConnectionProperties before;

  GST_OBJECT_LOCK (self);
  before = priv->connection;
  qwentts_connection_properties_copy (connection, &priv->connection);
  GST_OBJECT_UNLOCK (self);

  qwentts_connection_properties_clear (&before);
}

static void
gst_qwen_tts_base_src_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (object);
  gboolean is_known;

  GST_OBJECT_LOCK (object);
  is_known = qwentts_connection_properties_set (&priv->connection,
      id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (object);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_qwen_tts_base_src_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (object);
  gboolean is_known;

  if (id == PROP_STATS) {
    QwenttsSpeechStats stats;

    gst_qwen_tts_base_src_get_stats (GST_QWEN_TTS_BASE_SRC (object), &stats);
    g_value_take_boxed (value, qwentts_stats_to_structure (&stats));
    return;
  }

  GST_OBJECT_LOCK (object);
  is_known = qwentts_connection_properties_get (&priv->connection,
      id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (object);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

void
gst_qwen_tts_base_src_install_properties (GObjectClass * klass)
{
  klass->set_property = gst_qwen_tts_base_src_set_property;
  klass->get_property = gst_qwen_tts_base_src_get_property;
  qwentts_stats_install (klass, PROP_STATS);
  qwentts_connection_properties_install (klass, PROP_CONNECTION);
}
