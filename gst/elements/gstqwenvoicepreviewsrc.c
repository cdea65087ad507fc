/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/gstqwenvoicepreviewsrc.h"

#include "api/error.h"
#include "elements/error-message.h"

struct _GstQwenVoicePreviewSrc
{
  GstQwenTtsBaseSrc parent;

  /* Never changed. */
  const GstQwenVoicePreviewFuncs *funcs;
  gpointer user_data;

  /* Set in READY only. */
  QwenttsDesignProperties design;

  /* Of the streaming thread. */
  gboolean has_stored_voice;
};

#define gst_qwen_voice_preview_src_parent_class parent_class
G_DEFINE_FINAL_TYPE (GstQwenVoicePreviewSrc, gst_qwen_voice_preview_src,
    GST_TYPE_QWEN_TTS_BASE_SRC);

static gboolean
gst_qwen_voice_preview_src_fill (GstQwenTtsBaseSrc * src,
    QwenttsSpeech * speech, const QwenttsServiceSettings * service,
    GError ** error)
{
  GstQwenVoicePreviewSrc *self = GST_QWEN_VOICE_PREVIEW_SRC (src);
  QwenttsDesignRequest request =
      qwentts_design_properties_to_request (&self->design);
  g_autoptr (QwenttsStore) voices =
      qwentts_service_settings_open_voices (service);
  const QwenttsSegment segment = {
    .text = request.preview_text,
    .length = g_utf8_strlen (request.preview_text, -1),
  };
  QwenttsJob *job;

  self->has_stored_voice = FALSE;
  request.callback_url = service->callback_url;
  job = qwentts_job_new (qwentts_job_request_new_design (&request,
          service->connection.base_url, voices, service->uses_cache,
          self->design.preview), &segment);
  qwentts_job_set_voice_func (job, self->funcs->keep_voice, self->user_data);
  qwentts_speech_add_job (speech, job);
  return TRUE;
}

static void
gst_qwen_voice_preview_src_take_voice (GstQwenTtsBaseSrc * src,
    const QwenttsVoice * voice)
{
  GstQwenVoicePreviewSrc *self = GST_QWEN_VOICE_PREVIEW_SRC (src);

  self->has_stored_voice = voice->is_cached;
  self->funcs->take_voice (voice, self->user_data);
}

static GstBuffer *
gst_qwen_voice_preview_src_pull (GstQwenTtsBaseSrc * src,
    QwenttsSpeech * speech, GCancellable * wait, GError ** error)
{
  GstQwenVoicePreviewSrc *self = GST_QWEN_VOICE_PREVIEW_SRC (src);
  gboolean is_followed = qwentts_design_properties_has_text (&self->design);
  g_autoptr (GError) cause = NULL;
  GstBuffer *buffer;

  if (!self->design.preview) {
    /* Nothing follows that would wait for the preview to be kept. */
    qwentts_speech_await_voice (speech, !is_followed, wait, error);
    return NULL;
  }

  buffer = qwentts_speech_pull (speech, wait, &cause);
  if (cause == NULL)
    return buffer;

  /* The show goes on with a voice that was made long ago, also where its preview
   * is lost. */
  if (is_followed && self->has_stored_voice && !g_error_matches (cause,
          G_IO_ERROR, G_IO_ERROR_CANCELLED))
    qwentts_post_warning (GST_ELEMENT (self), cause, NULL);
  else
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

void
gst_qwen_voice_preview_src_set_design (GstQwenVoicePreviewSrc * self,
    const QwenttsDesignProperties * design)
{
  qwentts_design_properties_clear (&self->design);
  qwentts_design_properties_copy (design, &self->design);
}

static void
gst_qwen_voice_preview_src_finalize (GObject * object)
{
  GstQwenVoicePreviewSrc *self = GST_QWEN_VOICE_PREVIEW_SRC (object);

  qwentts_design_properties_clear (&self->design);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

GstQwenVoicePreviewSrc *
gst_qwen_voice_preview_src_new (const gchar * name,
    const GstQwenVoicePreviewFuncs * funcs, gpointer user_data)
{
  GstQwenVoicePreviewSrc *self = g_object_new (GST_TYPE_QWEN_VOICE_PREVIEW_SRC,
      "name", name, NULL);

  self->funcs = funcs;
  self->user_data = user_data;
  return self;
}

static void
gst_qwen_voice_preview_src_init (GstQwenVoicePreviewSrc * self)
{
}

static void
gst_qwen_voice_preview_src_class_init (GstQwenVoicePreviewSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstQwenTtsBaseSrcClass *base_class = GST_QWEN_TTS_BASE_SRC_CLASS (klass);

  object_class->finalize = gst_qwen_voice_preview_src_finalize;

  gst_element_class_set_static_metadata (element_class,
      "Qwen voice preview source", "Source/Audio/Network",
      "Makes a voice and gives its preview", "The qwentts authors");

  base_class->subject = "voice";
  base_class->fill = gst_qwen_voice_preview_src_fill;
  base_class->pull = gst_qwen_voice_preview_src_pull;
  base_class->take_voice = gst_qwen_voice_preview_src_take_voice;
}
