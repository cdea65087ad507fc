/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/**
 * SECTION:element-qwenvoicedesign
 * @title: qwenvoicedesign
 *
 * Makes a voice from a description, plays its preview and speaks a text with it.
 * The voice is made by the EvoLink service (model qwen-voice-design) and costs
 * money once: it is kept on disk, and the same design asked for again gives the
 * same voice.
 *
 * The text is spoken by a qwenttssrc named "speech", which is reached through
 * #GstChildProxy.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 qwenvoicedesign voice-prompt="A calm news anchor" preview-text="Good evening." preferred-name=announcer language=en text="Here is the news." ! audioconvert ! audioresample ! autoaudiosink
 * ]|
 */

#include "elements/gstqwenvoicedesign.h"

#include "api/url.h"
#include "elements/design-message.h"
#include "elements/design-properties.h"
#include "elements/design-settings.h"
#include "elements/design-stream.h"
#include "elements/error-message.h"
#include "elements/gstqwenttssrc.h"
#include "elements/gstqwenvoicepreviewsrc.h"
#include "elements/service-settings.h"
#include "elements/stats-structure.h"
#include "elements/stream-messages.h"
#include "elements/string-property.h"
#include "presets/presets.h"
#include "store/error.h"

GST_DEBUG_CATEGORY_STATIC (qwen_voice_design_debug);
#define GST_CAT_DEFAULT qwen_voice_design_debug

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (QWENTTS_SRC_CAPS));

struct _GstQwenVoiceDesign
{
  GstBin parent;

  QwenttsDesignStream stream;   /* has its own rules */

  /* Changed in READY only: what this run was started with. */
  gchar *preset_name;           /* NULL: none */
  gchar *text;                  /* NULL: none */
  QwenttsConnectionProperties run_connection;

  /* Protected by the object lock: what was set. */
  QwenttsDesignProperties design;
  QwenttsConnectionProperties connection;

  /* Protected by the object lock. */
  gchar *voice;
};

enum
{
  PROP_0,
  PROP_VOICE,
  PROP_STATS,
  PROP_DESIGN,                  /* and those that follow it */
  PROP_CONNECTION = PROP_DESIGN + QWENTTS_N_DESIGN_PROPERTIES
};

static void
gst_qwen_voice_design_init_presets (gpointer iface, gpointer data)
{
  static const gchar *const properties[] = { "voice-prompt", "preview-text",
    "preferred-name", "language", "sample-rate", "response-format",
    "target-model", NULL
  };

  qwentts_presets_init_interface (iface, properties);
}

#define gst_qwen_voice_design_parent_class parent_class
G_DEFINE_FINAL_TYPE_WITH_CODE (GstQwenVoiceDesign, gst_qwen_voice_design,
    GST_TYPE_BIN, G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET,
        gst_qwen_voice_design_init_presets));
GST_ELEMENT_REGISTER_DEFINE (qwenvoicedesign, "qwenvoicedesign", GST_RANK_NONE,
    GST_TYPE_QWEN_VOICE_DESIGN);

/* The voice. */

static void
set_voice (GstQwenVoiceDesign * self, const gchar * voice)
{
  gboolean is_new;

  GST_OBJECT_LOCK (self);
  is_new = g_strcmp0 (self->voice, voice) != 0;
  if (is_new) {
    g_free (self->voice);
    self->voice = g_strdup (voice);
  }
  GST_OBJECT_UNLOCK (self);

  if (is_new)
    g_object_notify (G_OBJECT (self), "voice");
}

/* From the thread that starts it. */
static void
set_up_speech (gpointer bin)
{
  GstQwenVoiceDesign *self = bin;
  g_autofree gchar *voice = NULL;

  GST_OBJECT_LOCK (self);
  voice = g_strdup (self->voice);
  GST_OBJECT_UNLOCK (self);

  /* A live part of a stream would not wait for its turn. */
  g_object_set (self->stream.speech, "text", self->text, "voice", voice,
      "is-live", FALSE, NULL);
  gst_qwen_tts_base_src_set_connection (GST_QWEN_TTS_BASE_SRC (self->
          stream.speech), &self->run_connection);
}

/* What the preview source tells. */

/* From the worker: nobody sees the voice before. */
static GError *
keep_voice (const gchar * voice, GCancellable * cancellable, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;
  g_autoptr (GError) problem = NULL;

  if (self->preset_name == NULL || *self->preset_name == '\0'
      || qwentts_preset_save_voice (self->stream.speech, voice,
          self->preset_name, cancellable, &problem)
      || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return NULL;

  return g_error_new (QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE,
      "The voice \"%s\" works, but could not be saved as the preset \"%s\". %s",
      voice, self->preset_name, problem->message);
}

/* From the streaming thread. */
static void
take_voice (const QwenttsVoice * voice, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;

  set_voice (self, voice->name);
  qwentts_post_voice (GST_ELEMENT (self), voice);
  qwentts_design_stream_start_speech (&self->stream);
}

static const GstQwenVoicePreviewFuncs preview_funcs = {
  keep_voice, take_voice
};

/* States. */

static gboolean
check_parts (GstQwenVoiceDesign * self, GError ** error)
{
  if (self->stream.concat)
    return TRUE;

  g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
      "The element \"concat\" of GStreamer's core elements is missing.");
  return FALSE;
}

/* Hands the settings of this run to the parts.
 *
 * @design: checked; some is taken of it */
static void
distribute_settings (GstQwenVoiceDesign * self,
    QwenttsDesignProperties * design)
{
  GstQwenTtsBaseSrc *preview = GST_QWEN_TTS_BASE_SRC (self->stream.preview);

  gst_qwen_tts_base_src_set_connection (preview, &self->run_connection);
  gst_qwen_voice_preview_src_set_design (GST_QWEN_VOICE_PREVIEW_SRC (preview),
      design);
  gst_qwen_tts_base_src_clear_stats (GST_QWEN_TTS_BASE_SRC (self->
          stream.speech));
  g_free (self->preset_name);
  self->preset_name = g_steal_pointer (&design->preset_name);
  g_free (self->text);
  self->text = g_steal_pointer (&design->text);
}

/* The key and the address are looked for once, not by each part. */
static gboolean
resolve_connection (GstQwenVoiceDesign * self, GError ** error)
{
  g_auto (QwenttsServiceSettings) service = { 0 };
  QwenttsConnectionProperties *run = &self->run_connection;

  if (!qwentts_service_settings_resolve (GST_ELEMENT (self), run, &service,
          error)
      || !qwentts_url_check_base (service.connection.base_url, error))
    return FALSE;

  qwentts_free_secret (run->api_key);
  g_free (run->base_url);
  run->api_key = g_steal_pointer (&service.connection.api_key);
  run->base_url = g_steal_pointer (&service.connection.base_url);
  return TRUE;
}

static gboolean
prepare (GstQwenVoiceDesign * self, GError ** error)
{
  g_auto (QwenttsDesignProperties) design = { 0 };
  gboolean has_text;

  qwentts_connection_properties_clear (&self->run_connection);
  GST_OBJECT_LOCK (self);
  qwentts_design_properties_copy (&self->design, &design);
  qwentts_connection_properties_copy (&self->connection, &self->run_connection);
  GST_OBJECT_UNLOCK (self);

  has_text = qwentts_design_properties_has_text (&design);
  g_object_set (self->stream.speech, "text", design.text, "voice", NULL, NULL);
  if (!check_parts (self, error)
      || !qwentts_design_settings_check (&design, self->stream.speech, error)
      || !resolve_connection (self, error))
    return FALSE;

  distribute_settings (self, &design);
  set_voice (self, NULL);
  qwentts_design_stream_begin (&self->stream, has_text);
  return TRUE;
}

static GstStateChangeReturn
gst_qwen_voice_design_change_state (GstElement * element,
    GstStateChange transition)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (element);
  g_autoptr (GError) error = NULL;
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED && !prepare (self, &error)) {
    qwentts_post_error (element, error, NULL);
    return GST_STATE_CHANGE_FAILURE;
  }
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    qwentts_design_stream_let_go (&self->stream);

  result = GST_ELEMENT_CLASS (parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED
      && result == GST_STATE_CHANGE_FAILURE) {
    qwentts_design_stream_let_go (&self->stream);
    qwentts_design_stream_end (&self->stream);
  }
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    qwentts_design_stream_end (&self->stream);
  return result;
}

/* Events, queries and messages. */

static gboolean
gst_qwen_voice_design_send_event (GstElement * element, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_SEEK) {
    gst_event_unref (event);
    return FALSE;
  }
  if (GST_EVENT_IS_DOWNSTREAM (event))
    return qwentts_design_stream_send_event (&GST_QWEN_VOICE_DESIGN
        (element)->stream, event);
  return GST_ELEMENT_CLASS (parent_class)->send_event (element, event);
}

static gboolean
gst_qwen_voice_design_query (GstElement * element, GstQuery * query)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (element);

  switch (qwentts_design_stream_get_answer (query)) {
    case QWENTTS_QUERY_REFUSED:
      return FALSE;
    case QWENTTS_QUERY_CURRENT:
      return qwentts_design_stream_ask_current (&self->stream, query);
    default:
      return GST_ELEMENT_CLASS (parent_class)->query (element, query);
  }
}

static void
gst_qwen_voice_design_handle_message (GstBin * bin, GstMessage * message)
{
  GstMessage *own = qwentts_design_message_adopt (message,
      &GST_QWEN_VOICE_DESIGN (bin)->stream, GST_OBJECT (bin));

  if (own)
    GST_BIN_CLASS (parent_class)->handle_message (bin, own);
}

/* GObject */

static void
gst_qwen_voice_design_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (object);
  gboolean is_design = id >= PROP_DESIGN && id < PROP_CONNECTION;
  gboolean is_known;
  GValue nothing = G_VALUE_INIT;

  g_value_init (&nothing, G_TYPE_STRING);
  if (is_design && !qwentts_value_is_acceptable (value)) {
    GST_WARNING_OBJECT (self, "\"%s\" is refused: it is not valid UTF-8",
        pspec->name);
    value = &nothing;
  }

  GST_OBJECT_LOCK (self);
  if (is_design)
    is_known = qwentts_design_properties_set (&self->design, id - PROP_DESIGN,
        value);
  else
    is_known = qwentts_connection_properties_set (&self->connection,
        id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (self);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
get_stats (GstQwenVoiceDesign * self, GValue * value)
{
  QwenttsSpeechStats stats, of_speech;

  gst_qwen_tts_base_src_get_stats (GST_QWEN_TTS_BASE_SRC (self->stream.preview),
      &stats);
  gst_qwen_tts_base_src_get_stats (GST_QWEN_TTS_BASE_SRC (self->stream.speech),
      &of_speech);
  qwentts_stats_add (&stats, &of_speech);
  g_value_take_boxed (value, qwentts_stats_to_structure (&stats));
}

static void
gst_qwen_voice_design_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (object);
  gboolean is_known = TRUE;

  if (id == PROP_STATS) {
    get_stats (self, value);
    return;
  }

  GST_OBJECT_LOCK (self);
  if (id == PROP_VOICE)
    g_value_set_string (value, self->voice);
  else if (id >= PROP_DESIGN && id < PROP_CONNECTION)
    is_known = qwentts_design_properties_get (&self->design, id - PROP_DESIGN,
        value);
  else
    is_known = qwentts_connection_properties_get (&self->connection,
        id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (self);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_qwen_voice_design_finalize (GObject * object)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (object);

  qwentts_design_properties_clear (&self->design);
  qwentts_connection_properties_clear (&self->connection);
  qwentts_connection_properties_clear (&self->run_connection);
  g_free (self->preset_name);
  g_free (self->text);
  g_free (self->voice);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
gst_qwen_voice_design_init (GstQwenVoiceDesign * self)
{
  GstElement *speech = g_object_new (GST_TYPE_QWEN_TTS_SRC, "name", "speech",
      NULL);

  qwentts_design_properties_init (&self->design);
  qwentts_connection_properties_init (&self->connection);

  /* concat holds its streaming thread until the preview is over. */
  gst_qwen_tts_base_src_work_ahead (GST_QWEN_TTS_BASE_SRC (speech));
  qwentts_design_stream_init (&self->stream, GST_BIN (self),
      gst_element_get_pad_template (GST_ELEMENT (self), "src"),
      GST_ELEMENT (gst_qwen_voice_preview_src_new ("preview", &preview_funcs,
              self)), speech, set_up_speech);
}

static void
gst_qwen_voice_design_class_init (GstQwenVoiceDesignClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (qwen_voice_design_debug, "qwenvoicedesign", 0,
      "voice design");

  object_class->set_property = gst_qwen_voice_design_set_property;
  object_class->get_property = gst_qwen_voice_design_get_property;
  object_class->finalize = gst_qwen_voice_design_finalize;
  g_object_class_install_property (object_class, PROP_VOICE,
      g_param_spec_string ("voice", "Voice", "The name of the new voice", NULL,
          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  qwentts_stats_install (object_class, PROP_STATS);
  qwentts_design_properties_install (object_class, PROP_DESIGN);
  qwentts_connection_properties_install (object_class, PROP_CONNECTION);

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class,
      "Qwen voice design", "Source/Audio/Network",
      "Makes a voice from a description and speaks with it",
      "The qwentts authors");
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_DESIGN_LANGUAGE, 0);
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_RESPONSE_FORMAT, 0);

  element_class->change_state = gst_qwen_voice_design_change_state;
  element_class->send_event = gst_qwen_voice_design_send_event;
  element_class->query = gst_qwen_voice_design_query;
  GST_BIN_CLASS (klass)->handle_message = gst_qwen_voice_design_handle_message;
}
