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
#include "elements/text-intake.h"
#include "elements/tts-properties.h"
#include "elements/tts-uri.h"
#include "presets/presets.h"

GST_DEBUG_CATEGORY (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

struct _GstQwenTtsSrc
{
  GstQwenTtsBaseSrc parent;

  /* Protected by the object lock: what was set. */
  QwenttsTtsProperties tts;

  QwenttsTextIntake texts;
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
  is_running = self->texts.is_open || GST_STATE (self) > GST_STATE_READY;
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

/* GstQwenTtsBaseSrc and GstBaseSrc, in the order in which they are called. */

static guint
gst_qwen_tts_src_get_window (GstQwenTtsBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  guint max_prefetch;

  GST_OBJECT_LOCK (self);
  max_prefetch = self->texts.start.max_prefetch;
  GST_OBJECT_UNLOCK (self);
  return max_prefetch + 1;
}

static gboolean
gst_qwen_tts_src_fill (GstQwenTtsBaseSrc * src, QwenttsSpeech * speech,
    const QwenttsServiceSettings * service, GError ** error)
{
  return qwentts_text_intake_fill (&GST_QWEN_TTS_SRC (src)->texts, src, speech,
      service, error);
}

static void
gst_qwen_tts_src_started (GstQwenTtsBaseSrc * src, QwenttsSpeech * speech)
{
  qwentts_text_intake_catch_up (&GST_QWEN_TTS_SRC (src)->texts, src, speech);
}

static GstStateChangeReturn
gst_qwen_tts_src_change_state (GstElement * element, GstStateChange transition)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (element);
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    qwentts_text_intake_open (&self->texts, element, &self->tts);
    gst_base_src_set_live (GST_BASE_SRC (self), self->texts.start.is_live);
  }
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    qwentts_text_intake_close (&self->texts, element);

  result = GST_ELEMENT_CLASS (gst_qwen_tts_src_parent_class)->change_state
      (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED
      && result == GST_STATE_CHANGE_FAILURE)
    qwentts_text_intake_close (&self->texts, element);
  return result;
}

/* Nothing that comes behind an EOS would be heard. */
static gboolean
gst_qwen_tts_src_send_event (GstElement * element, GstEvent * event)
{
  gboolean is_end = GST_EVENT_TYPE (event) == GST_EVENT_EOS;
  gboolean is_taken =
      GST_ELEMENT_CLASS (gst_qwen_tts_src_parent_class)->send_event (element,
      event);

  if (is_end && is_taken)
    qwentts_text_intake_end (&GST_QWEN_TTS_SRC (element)->texts,
        GST_QWEN_TTS_BASE_SRC (element));
  return is_taken;
}

/* What was said is kept to be said again only where it has an end from the start,
 * and nobody else begins before it. */
static gboolean
gst_qwen_tts_src_is_seekable (GstBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  gboolean is_seekable;

  GST_OBJECT_LOCK (self);
  if (self->texts.is_open)
    is_seekable = !self->texts.start.is_live && !self->texts.was_kept_open;
  else
    is_seekable = !self->tts.is_live && !self->tts.keep_open;
  GST_OBJECT_UNLOCK (self);
  return is_seekable
      && !gst_qwen_tts_base_src_is_working_ahead (GST_QWEN_TTS_BASE_SRC (src));
}

/* What is not over yet, or has pauses of any length in it, has no duration. */
static gboolean
gst_qwen_tts_src_has_duration (GstQwenTtsBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  gboolean has_duration;

  GST_OBJECT_LOCK (self);
  has_duration = !self->tts.keep_open && !self->texts.start.is_live;
  GST_OBJECT_UNLOCK (self);
  return has_duration;
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
  return qwentts_text_intake_push (&self->texts, GST_QWEN_TTS_BASE_SRC (self),
      &self->tts, text);
}

static void
gst_qwen_tts_src_end_of_stream (GstQwenTtsSrc * self)
{
  qwentts_text_intake_end (&self->texts, GST_QWEN_TTS_BASE_SRC (self));
}

static void
gst_qwen_tts_src_interrupt (GstQwenTtsSrc * self)
{
  qwentts_text_intake_interrupt (&self->texts, GST_QWEN_TTS_BASE_SRC (self));
}

static void
install_signals (GType type)
{
  g_signal_new_class_handler ("push-text", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_push_text), NULL, NULL, NULL,
      G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  g_signal_new_class_handler ("end-of-stream", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_end_of_stream), NULL, NULL, NULL,
      G_TYPE_NONE, 0);
  g_signal_new_class_handler ("interrupt", type,
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_qwen_tts_src_interrupt), NULL, NULL, NULL,
      G_TYPE_NONE, 0);
}

/* GObject */

static void
gst_qwen_tts_src_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);
  GValue nothing = G_VALUE_INIT;
  gboolean is_queued;

  g_value_init (&nothing, G_TYPE_STRING);
  if (!qwentts_value_is_acceptable (value)) {
    /* Nothing instead: yesterday's news in its place would be worse. */
    GST_WARNING_OBJECT (self, "\"%s\" is refused: it is not valid UTF-8",
        pspec->name);
    value = &nothing;
  }

  GST_OBJECT_LOCK (self);
  qwentts_tts_properties_set (&self->tts, id - PROP_TTS, value);
  is_queued = self->texts.is_open && g_str_equal (pspec->name, "text")
      && g_value_get_string (value);
  GST_OBJECT_UNLOCK (self);

  if (is_queued)
    qwentts_text_intake_push (&self->texts, GST_QWEN_TTS_BASE_SRC (self),
        &self->tts, g_value_get_string (value));
  if (g_str_equal (pspec->name, "keep-open"))
    qwentts_text_intake_set_open (&self->texts, GST_QWEN_TTS_BASE_SRC (self),
        g_value_get_boolean (value));
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

  qwentts_text_intake_clear (&self->texts);
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

  GST_BASE_SRC_CLASS (klass)->is_seekable = gst_qwen_tts_src_is_seekable;
  element_class->change_state = gst_qwen_tts_src_change_state;
  element_class->send_event = gst_qwen_tts_src_send_event;
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
  base_class->has_duration = gst_qwen_tts_src_has_duration;
  base_class->fill = gst_qwen_tts_src_fill;
  base_class->started = gst_qwen_tts_src_started;
  base_class->skip = gst_qwen_tts_src_skip;
  base_class->begin_segment = gst_qwen_tts_src_begin_segment;
}
