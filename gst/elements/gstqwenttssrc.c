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

  /* Protected by the object lock: what was set when it started. */
  gchar *callback_url;          /* NULL: none */
  QwenttsStore *voices;         /* NULL: none are known */
};

enum
{
  PROP_0,
  PROP_TTS                      /* and those that follow it */
};

enum
{
  SIGNAL_PUSH_TEXT,
  SIGNAL_END_OF_STREAM,
  SIGNAL_INTERRUPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

/* Texts. */

/* @copy: what was set when the text came; some is taken of it */
static void
fill_voice (GstQwenTtsSrc * self, QwenttsTtsProperties * copy,
    QwenttsVoiceSettings * voice)
{
  voice->model = g_steal_pointer (&copy->model);
  voice->voice = g_steal_pointer (&copy->voice);
  voice->language_type =
      g_strdup (qwentts_language_type_to_service (copy->language_type));

  GST_OBJECT_LOCK (self);
  voice->callback_url = g_strdup (self->callback_url);
  if (self->voices)
    voice->voices = qwentts_store_ref (self->voices);
  GST_OBJECT_UNLOCK (self);
}

static gboolean
say (GstQwenTtsSrc * self, QwenttsSpeech * speech, const gchar * text,
    QwenttsTtsProperties * copy)
{
  g_auto (QwenttsVoiceSettings) voice = { 0 };

  fill_voice (self, copy, &voice);
  return qwentts_speech_push_text (speech, text, &voice,
      copy->max_segment_length);
}

/* Queues a text behind those before it.
 *
 * Returns: FALSE, with the reason in the log, if it is not taken */
static gboolean
queue_text (GstQwenTtsSrc * self, const gchar * text)
{
  g_autoptr (QwenttsSpeech) speech =
      gst_qwen_tts_base_src_ref_speech (GST_QWEN_TTS_BASE_SRC (self));
  g_auto (QwenttsTtsProperties) copy = { 0 };
  g_autoptr (GError) error = NULL;

  if (speech == NULL) {
    GST_WARNING_OBJECT (self, "a text is not taken in NULL and READY");
    return FALSE;
  }
  if (text == NULL || !g_utf8_validate (text, -1, NULL)) {
    GST_WARNING_OBJECT (self, "a text is not taken: it is not valid UTF-8");
    return FALSE;
  }
  if (!qwentts_tts_properties_resolve (GST_ELEMENT (self), &self->tts, FALSE,
          &copy, &error)) {
    GST_WARNING_OBJECT (self, "a text is not taken: %s", error->message);
    return FALSE;
  }
  if (qwentts_is_blank (text)) {
    GST_WARNING_OBJECT (self, "a text is not taken: it is blank");
    return FALSE;
  }
  if (!say (self, speech, text, &copy)) {
    GST_WARNING_OBJECT (self, "a text is not taken: the stream is at its end");
    return FALSE;
  }
  return TRUE;
}

static guint
gst_qwen_tts_src_get_window (GstQwenTtsBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  guint max_prefetch;

  GST_OBJECT_LOCK (self);
  max_prefetch = self->tts.max_prefetch;
  GST_OBJECT_UNLOCK (self);
  return max_prefetch + 1;
}

static void
remember_service (GstQwenTtsSrc * self, const QwenttsServiceSettings * service)
{
  g_autoptr (QwenttsStore) voices = service->uses_cache
      ? qwentts_service_settings_open_voices (service) : NULL;
  g_autofree gchar *callback_url = g_strdup (service->callback_url);
  QwenttsStore *old_voices;
  gchar *old_url;

  GST_OBJECT_LOCK (self);
  old_voices = self->voices;
  old_url = self->callback_url;
  self->voices = g_steal_pointer (&voices);
  self->callback_url = g_steal_pointer (&callback_url);
  GST_OBJECT_UNLOCK (self);

  g_clear_pointer (&old_voices, qwentts_store_unref);
  g_free (old_url);
}

static gboolean
gst_qwen_tts_src_fill (GstQwenTtsBaseSrc * src, QwenttsSpeech * speech,
    const QwenttsServiceSettings * service, GError ** error)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_auto (QwenttsTtsProperties) copy = { 0 };

  if (!qwentts_tts_properties_resolve (GST_ELEMENT (self), &self->tts, TRUE,
          &copy, error))
    return FALSE;

  remember_service (self, service);
  qwentts_speech_set_open (speech, copy.keep_open);
  if (copy.text)
    say (self, speech, copy.text, &copy);
  return TRUE;
}

static gboolean
gst_qwen_tts_src_skip (GstQwenTtsBaseSrc * src, const GError * error,
    const QwenttsFailure * failure)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  gboolean is_skipped;

  GST_OBJECT_LOCK (self);
  is_skipped = self->tts.on_segment_error == QWENTTS_ON_SEGMENT_ERROR_SKIP;
  GST_OBJECT_UNLOCK (self);
  if (is_skipped)
    qwentts_post_warning (GST_ELEMENT (self), error, failure);
  return is_skipped;
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

/* Action signals, from any thread. */

static gboolean
gst_qwen_tts_src_push_text (GstQwenTtsSrc * self, const gchar * text)
{
  return queue_text (self, text);
}

static void
gst_qwen_tts_src_end_of_stream (GstQwenTtsSrc * self)
{
  g_autoptr (QwenttsSpeech) speech =
      gst_qwen_tts_base_src_ref_speech (GST_QWEN_TTS_BASE_SRC (self));

  if (speech)
    qwentts_speech_close (speech);
}

static void
gst_qwen_tts_src_interrupt (GstQwenTtsSrc * self)
{
  g_autoptr (QwenttsSpeech) speech =
      gst_qwen_tts_base_src_ref_speech (GST_QWEN_TTS_BASE_SRC (self));

  if (speech)
    qwentts_speech_interrupt (speech);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_PUSH_TEXT] = g_signal_new_class_handler ("push-text", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_push_text), NULL, NULL, NULL,
      G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  signals[SIGNAL_END_OF_STREAM] = g_signal_new_class_handler ("end-of-stream",
      type, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_end_of_stream), NULL, NULL, NULL,
      G_TYPE_NONE, 0);
  signals[SIGNAL_INTERRUPT] = g_signal_new_class_handler ("interrupt", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_interrupt), NULL, NULL, NULL, G_TYPE_NONE,
      0);
}

/* GObject */

/* What changes while it runs. */
static void
apply_change (GstQwenTtsSrc * self, GParamSpec * pspec, const GValue * value)
{
  g_autoptr (QwenttsSpeech) speech =
      gst_qwen_tts_base_src_ref_speech (GST_QWEN_TTS_BASE_SRC (self));

  if (speech == NULL)
    return;
  if (g_str_equal (pspec->name, "keep-open"))
    qwentts_speech_set_open (speech, g_value_get_boolean (value));
  else if (g_str_equal (pspec->name, "text") && g_value_get_string (value))
    queue_text (self, g_value_get_string (value));
}

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

  apply_change (self, pspec, value);
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
  g_free (self->callback_url);
  g_clear_pointer (&self->voices, qwentts_store_unref);

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
  install_signals (G_OBJECT_CLASS_TYPE (klass));
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_LANGUAGE_TYPE, 0);
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_ON_SEGMENT_ERROR, 0);
  gst_type_mark_as_plugin_api (GST_TYPE_QWEN_TTS_BASE_SRC, 0);

  base_class->subject = "speech";
  base_class->has_segments = TRUE;
  base_class->get_window = gst_qwen_tts_src_get_window;
  base_class->fill = gst_qwen_tts_src_fill;
  base_class->skip = gst_qwen_tts_src_skip;
  base_class->begin_segment = gst_qwen_tts_src_begin_segment;
}
