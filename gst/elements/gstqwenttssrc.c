/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/**
 * SECTION:element-qwenttssrc
 * @title: qwenttssrc
 *
 * Speaks a text with a designed voice. The text goes to the EvoLink service
 * (model qwen3-tts-vd), which works on it as a task; the audio is pushed
 * downstream as it arrives.
 *
 * The service's key is read from `api-key-file`, `$EVOLINK_API_KEY` or
 * `$EVOLINK_API_KEY_FILE`.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 qwenttssrc voice=qwen-tts-vd-announcer-voice-20260402-a1b2 text="Good evening." ! audioconvert ! audioresample ! autoaudiosink
 * ]|
 */

#include "elements/gstqwenttssrc.h"

#include "elements/stream-messages.h"
#include "elements/string-property.h"
#include "elements/tts-properties.h"
#include "elements/tts-uri.h"
#include "presets/presets.h"

GST_DEBUG_CATEGORY_STATIC (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

struct _GstQwenTtsSrc
{
  GstQwenTtsBaseSrc parent;

  /* Protected by the object lock: what was set. */
  QwenttsTtsProperties tts;
};

enum
{
  PROP_0,
  PROP_TTS                      /* and those that follow it */
};

static void
gst_qwen_tts_src_init_presets (gpointer iface, gpointer data)
{
  static const gchar *const properties[] = { "voice", "model",
    "language-type", "max-segment-length", NULL
  };

  qwentts_presets_init_interface (iface, properties);
}

static GstURIType
gst_qwen_tts_src_get_uri_type (GType type)
{
  return GST_URI_SRC;
}

static const gchar *const *
gst_qwen_tts_src_get_uri_protocols (GType type)
{
  static const gchar *const protocols[] = { QWENTTS_URI_SCHEME, NULL };

  return protocols;
}

static gchar *
gst_qwen_tts_src_get_uri (GstURIHandler * handler)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (handler);
  gchar *uri;

  GST_OBJECT_LOCK (self);
  uri = qwentts_uri_make (&self->tts);
  GST_OBJECT_UNLOCK (self);
  return uri;
}

static gboolean
gst_qwen_tts_src_set_uri (GstURIHandler * handler, const gchar * uri,
    GError ** error)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (handler);
  g_auto (QwenttsTtsProperties) parsed = { 0 };
  gboolean is_running;

  /* An address says all: what it does not name has its default. */
  qwentts_tts_properties_init (&parsed);
  if (!qwentts_uri_parse (uri, &parsed, error))
    return FALSE;

  GST_OBJECT_LOCK (self);
  is_running = GST_STATE (self) > GST_STATE_READY;
  if (!is_running)
    qwentts_tts_properties_swap_address (&self->tts, &parsed);
  GST_OBJECT_UNLOCK (self);

  if (is_running) {
    g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE,
        "The address can be changed in NULL and READY only.");
    return FALSE;
  }
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify (G_OBJECT (self), "text");
  g_object_notify (G_OBJECT (self), "voice");
  g_object_notify (G_OBJECT (self), "model");
  g_object_notify (G_OBJECT (self), "language-type");
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

static void
gst_qwen_tts_src_init_uri_handler (gpointer iface, gpointer data)
{
  GstURIHandlerInterface *handler = iface;

  handler->get_type = gst_qwen_tts_src_get_uri_type;
  handler->get_protocols = gst_qwen_tts_src_get_uri_protocols;
  handler->get_uri = gst_qwen_tts_src_get_uri;
  handler->set_uri = gst_qwen_tts_src_set_uri;
}

#define gst_qwen_tts_src_parent_class parent_class
G_DEFINE_FINAL_TYPE_WITH_CODE (GstQwenTtsSrc, gst_qwen_tts_src,
    GST_TYPE_QWEN_TTS_BASE_SRC, G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET,
        gst_qwen_tts_src_init_presets);
    G_IMPLEMENT_INTERFACE (GST_TYPE_URI_HANDLER,
        gst_qwen_tts_src_init_uri_handler));
GST_ELEMENT_REGISTER_DEFINE (qwenttssrc, "qwenttssrc", GST_RANK_NONE,
    GST_TYPE_QWEN_TTS_SRC);

static QwenttsJob *
gst_qwen_tts_src_make_job (GstQwenTtsBaseSrc * src,
    const QwenttsServiceSettings * service, GError ** error)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_auto (QwenttsVoiceSettings) voice = { 0 };
  g_autofree gchar *text = NULL;
  QwenttsSegment segment = { 0 };

  if (!qwentts_tts_properties_resolve (GST_ELEMENT (self), &self->tts, &text,
          &voice, error))
    return NULL;

  voice.callback_url = g_strdup (service->callback_url);
  if (service->uses_cache)
    voice.voices = qwentts_service_settings_open_voices (service);
  segment.text = text;
  segment.length = g_utf8_strlen (text, -1);
  return qwentts_job_new (qwentts_job_request_new_speech (text, &voice),
      &segment);
}

static void
gst_qwen_tts_src_begin_segment (GstQwenTtsBaseSrc * src,
    const QwenttsSegmentInfo * info)
{
  qwentts_post_segment (GST_ELEMENT (src), info);
}

gboolean
gst_qwen_tts_src_check (GstQwenTtsSrc * self, const gchar * target_model,
    GError ** error)
{
  return qwentts_tts_properties_check (GST_ELEMENT (self), &self->tts,
      target_model, error);
}

/* GObject */

static void
gst_qwen_tts_src_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);
  GValue nothing = G_VALUE_INIT;

  g_value_init (&nothing, G_TYPE_STRING);
  if (!qwentts_value_is_acceptable (value)) {
    /* Nothing instead: yesterday's news in its place would be worse. */
    GST_WARNING_OBJECT (self, "\"%s\" is refused: it is not valid UTF-8",
        pspec->name);
    value = &nothing;
  }

  GST_OBJECT_LOCK (self);
  qwentts_tts_properties_set (&self->tts, id - PROP_TTS, value);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_qwen_tts_src_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);

  GST_OBJECT_LOCK (self);
  qwentts_tts_properties_get (&self->tts, id - PROP_TTS, value);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_qwen_tts_src_finalize (GObject * object)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);

  qwentts_tts_properties_clear (&self->tts);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
gst_qwen_tts_src_init (GstQwenTtsSrc * self)
{
  qwentts_tts_properties_init (&self->tts);
}

static void
gst_qwen_tts_src_class_init (GstQwenTtsSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstQwenTtsBaseSrcClass *base_class = GST_QWEN_TTS_BASE_SRC_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (qwen_tts_src_debug, "qwenttssrc", 0,
      "text to speech source");

  object_class->set_property = gst_qwen_tts_src_set_property;
  object_class->get_property = gst_qwen_tts_src_get_property;
  object_class->finalize = gst_qwen_tts_src_finalize;
  qwentts_tts_properties_install (object_class, PROP_TTS);

  gst_element_class_set_static_metadata (element_class,
      "Qwen text to speech source", "Source/Audio/Network",
      "Speaks a text with a designed voice of the EvoLink service",
      "The qwentts authors");
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_LANGUAGE_TYPE, 0);
  gst_type_mark_as_plugin_api (GST_TYPE_QWEN_TTS_BASE_SRC, 0);

  base_class->subject = "speech";
  base_class->has_segments = TRUE;
  base_class->make_job = gst_qwen_tts_src_make_job;
  base_class->begin_segment = gst_qwen_tts_src_begin_segment;
}
