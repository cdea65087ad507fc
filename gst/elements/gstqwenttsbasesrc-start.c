/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The settings become a speech, and its end. */
#include "elements/error-message.h"
#include "elements/gstqwenttsbasesrc-private.h"

typedef GstQwenTtsBaseSrcPrivate Private;

static QwenttsClient *
make_client (const QwenttsServiceSettings * service, GError ** error)
{
  g_autoptr (QwenttsClient) client = qwentts_client_new (&service->connection,
      error);

  /* What is kept needs no key. */
  if (client && !service->uses_cache
      && !qwentts_client_check_key (client, error))
    return NULL;
  return g_steal_pointer (&client);
}

/* Copies the settings and checks the copies.
 *
 * Returns: (transfer full): NULL with an error */
static QwenttsSpeech *
make_speech (GstQwenTtsBaseSrc * self, GError ** error)
{
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  g_auto (QwenttsServiceSettings) service = { 0 };
  g_autoptr (QwenttsSpeech) speech = NULL;
  QwenttsClient *client;

  if (!qwentts_service_settings_resolve (GST_ELEMENT (self),
          &priv->connection, &service, error))
    return NULL;
  client = make_client (&service, error);
  if (client == NULL)
    return NULL;

  if (priv->client)
    qwentts_client_unref (priv->client);
  priv->client = client;
  speech = qwentts_speech_new (client, klass->get_window
      ? klass->get_window (self) : 1, &gst_qwen_tts_base_src_speech_funcs,
      self);
  if (gst_base_src_is_live (GST_BASE_SRC (self)))
    qwentts_speech_set_live (speech);
  if (GST_BASE_SRC_GET_CLASS (self)->is_seekable (GST_BASE_SRC (self)))
    qwentts_speech_set_seekable (speech);
  if (!klass->fill (self, speech, &service, error)
      || (priv->works_ahead && !qwentts_speech_begin (speech, error)))
    return NULL;
  return g_steal_pointer (&speech);
}

gboolean
gst_qwen_tts_base_src_start (GstBaseSrc * src)
{
  GstQwenTtsBaseSrc *self = GST_QWEN_TTS_BASE_SRC (src);
  GstQwenTtsBaseSrcClass *klass = GST_QWEN_TTS_BASE_SRC_GET_CLASS (self);
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  g_autoptr (GError) error = NULL;
  QwenttsSpeech *speech;

  gst_qwen_tts_base_src_check_pending_seek (src);
  qwentts_stream_wait_renew (&priv->wait, GST_ELEMENT (self));
  qwentts_live_pace_reset (&priv->pace, GST_ELEMENT (self));
  speech = make_speech (self, &error);
  if (speech == NULL && priv->works_ahead) {
    priv->start_error = g_steal_pointer (&error);
    return TRUE;
  }
  if (speech == NULL) {
    qwentts_post_error (GST_ELEMENT (self), error, NULL);
    return FALSE;
  }

  GST_OBJECT_LOCK (self);
  priv->duration = GST_CLOCK_TIME_NONE;
  priv->is_duration_final = FALSE;
  priv->told_duration = GST_CLOCK_TIME_NONE;
  priv->speech = speech;
  GST_OBJECT_UNLOCK (self);
  if (klass->started)
    klass->started (self, speech);
  return TRUE;
}

gboolean
gst_qwen_tts_base_src_stop (GstBaseSrc * src)
{
  Private *priv = gst_qwen_tts_base_src_get_private (src);
  g_autoptr (QwenttsSpeech) speech = NULL;
  QwenttsSpeechStats stats;

  gst_clear_caps (&priv->pushed_caps);
  g_clear_error (&priv->start_error);
  GST_OBJECT_LOCK (src);
  priv->seek_seqnum = GST_SEQNUM_INVALID;
  GST_OBJECT_UNLOCK (src);
  if (priv->speech == NULL)
    return TRUE;

  /* A seek may still be on its way. */
  GST_PAD_STREAM_LOCK (src->srcpad);
  qwentts_speech_stop (priv->speech);
  qwentts_speech_get_stats (priv->speech, &stats);
  GST_OBJECT_LOCK (src);
  speech = g_steal_pointer (&priv->speech);
  priv->stats = stats;
  priv->duration = GST_CLOCK_TIME_NONE;
  src->segment.duration = -1;
  GST_OBJECT_UNLOCK (src);
  GST_PAD_STREAM_UNLOCK (src->srcpad);
  return TRUE;
}
