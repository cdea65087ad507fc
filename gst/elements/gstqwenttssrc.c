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

#include <gst/audio/audio.h>

#include "elements/connection-properties.h"
#include "elements/error-message.h"
#include "elements/stats-structure.h"
#include "elements/stream-messages.h"
#include "elements/tts-properties.h"
#include "speech/speech.h"

GST_DEBUG_CATEGORY_STATIC (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_AUDIO_CAPS_MAKE (GST_AUDIO_FORMATS_ALL)
        ", layout = (string) interleaved"));

struct _GstQwenTtsSrc
{
  GstPushSrc parent;

  /* Protected by the object lock: what was set. */
  QwenttsTtsProperties tts;
  QwenttsConnectionProperties connection;

  /* Protected by the object lock. */
  GCancellable *wait;           /* of the streaming thread; replaced, not reset */
  GstClockTime duration;        /* NONE: not known */
  QwenttsSpeech *speech;        /* from start to stop */
  QwenttsSpeechStats stats;     /* of the last speech that was stopped */

  gint has_flushed;             /* since the last buffer; atomic */
  GCancellable *held_wait;      /* of the streaming thread: the wait it knows */
  GstCaps *pushed_caps;         /* of the streaming thread, from start to stop */

  /* Kept until NULL, so that connections are reused from run to run. */
  QwenttsClient *client;
};

enum
{
  PROP_0,
  PROP_STATS,
  PROP_TTS,                     /* and those that follow it */
  PROP_CONNECTION = PROP_TTS + QWENTTS_N_TTS_PROPERTIES
};

#define gst_qwen_tts_src_parent_class parent_class
G_DEFINE_FINAL_TYPE (GstQwenTtsSrc, gst_qwen_tts_src, GST_TYPE_PUSH_SRC);
GST_ELEMENT_REGISTER_DEFINE (qwenttssrc, "qwenttssrc", GST_RANK_NONE,
    GST_TYPE_QWEN_TTS_SRC);

/* What the speech tells while it is pulled: messages, from the streaming
 * thread, without a lock. */

static void
on_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
  qwentts_post_progress (GST_ELEMENT (user_data), progress->type,
      progress->percent);
}

static void
on_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  GstQwenTtsSrc *self = user_data;

  qwentts_post_segment (GST_ELEMENT (self), info);
}

static void
on_duration (GstClockTime duration, gpointer user_data)
{
  GstQwenTtsSrc *self = user_data;
  gboolean is_new;

  GST_OBJECT_LOCK (self);
  is_new = self->duration != duration;
  self->duration = duration;
  GST_OBJECT_UNLOCK (self);

  if (is_new)
    gst_element_post_message (GST_ELEMENT (self),
        gst_message_new_duration_changed (GST_OBJECT (self)));
}

static const QwenttsSpeechFuncs speech_funcs = {
  on_progress, on_segment, on_duration
};

/* Settings: copied under the object lock, checked on the copy. */

typedef struct
{
  QwenttsConnection connection;
  QwenttsVoiceSettings voice;
  gchar *text;
} Settings;

static void
settings_clear (Settings * settings)
{
  qwentts_connection_clear (&settings->connection);
  qwentts_voice_settings_clear (&settings->voice);
  g_clear_pointer (&settings->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, settings_clear);

static gboolean
resolve_settings (GstQwenTtsSrc * self, Settings * settings, GError ** error)
{
  GstElement *element = GST_ELEMENT (self);

  return qwentts_tts_properties_resolve (element, &self->tts, &settings->text,
      &settings->voice, error)
      && qwentts_connection_properties_resolve (element, &self->connection,
      &settings->connection, &settings->voice.callback_url, error);
}

/* GstBaseSrc, in the order in which it is called. */

static void
replace_wait (GstQwenTtsSrc * self)
{
  GST_OBJECT_LOCK (self);
  /* One that still is waited with must stay, or nobody could end that wait: a
   * FLUSH_STOP may come alone. */
  if (g_cancellable_is_cancelled (self->wait)) {
    g_object_unref (self->wait);
    self->wait = g_cancellable_new ();
  }
  GST_OBJECT_UNLOCK (self);
}

static gboolean
gst_qwen_tts_src_start (GstBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_auto (Settings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  QwenttsClient *client = NULL;
  QwenttsSpeech *speech;

  if (resolve_settings (self, &settings, &error))
    client = qwentts_client_new (&settings.connection, &error);
  if (client == NULL) {
    qwentts_post_error (GST_ELEMENT (self), error, NULL);
    return FALSE;
  }

  replace_wait (self);
  speech = qwentts_speech_new (settings.text, client, &settings.voice,
      &speech_funcs, self);
  if (self->client)
    qwentts_client_unref (self->client);
  self->client = client;

  GST_OBJECT_LOCK (self);
  self->duration = GST_CLOCK_TIME_NONE;
  self->speech = speech;
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

/* The format comes from the audio itself, later. */
static gboolean
gst_qwen_tts_src_negotiate (GstBaseSrc * src)
{
  return TRUE;
}

static gboolean
gst_qwen_tts_src_is_seekable (GstBaseSrc * src)
{
  return FALSE;
}

static gboolean
gst_qwen_tts_src_query (GstBaseSrc * src, GstQuery * query)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  GstClockTime duration;
  GstFormat format;

  if (GST_QUERY_TYPE (query) != GST_QUERY_DURATION)
    return GST_BASE_SRC_CLASS (parent_class)->query (src, query);

  gst_query_parse_duration (query, &format, NULL);
  GST_OBJECT_LOCK (self);
  duration = self->duration;
  GST_OBJECT_UNLOCK (self);
  if (format != GST_FORMAT_TIME || !GST_CLOCK_TIME_IS_VALID (duration))
    return FALSE;

  gst_query_set_duration (query, GST_FORMAT_TIME, duration);
  return TRUE;
}

static void
post_failure (GstQwenTtsSrc * self, const GError * error)
{
  g_autofree gchar *task_id = NULL;
  g_autoptr (GstCaps) missing_caps = NULL;
  QwenttsFailure failure = { 0 };
  guint index;

  qwentts_speech_describe_failure (self->speech, &index, &task_id,
      &missing_caps);
  failure.segment_index = index;
  failure.task_id = task_id;
  failure.missing_caps = missing_caps;
  qwentts_post_error (GST_ELEMENT (self), error, &failure);
}

/* Whether downstream takes them is seen when the buffer is pushed. */
static GstFlowReturn
ensure_caps (GstQwenTtsSrc * self)
{
  GstCaps *caps = qwentts_speech_get_caps (self->speech);

  if (self->pushed_caps && gst_caps_is_equal (self->pushed_caps, caps))
    return GST_FLOW_OK;
  if (!gst_base_src_set_caps (GST_BASE_SRC (self), caps))
    return GST_PAD_IS_FLUSHING (GST_BASE_SRC_PAD (self)) ? GST_FLOW_FLUSHING
        : GST_FLOW_NOT_NEGOTIATED;

  gst_caps_replace (&self->pushed_caps, caps);
  return GST_FLOW_OK;
}

/* A flush takes what was on its way. */
static void
mark_gap (GstQwenTtsSrc * self, GstBuffer * buffer)
{
  if (g_atomic_int_compare_and_exchange (&self->has_flushed, TRUE, FALSE))
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
}

static GstFlowReturn
gst_qwen_tts_src_create (GstPushSrc * src, GstBuffer ** buffer)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBuffer) pulled = NULL;
  GstFlowReturn result;

  /* Only one that was cancelled is replaced. */
  if (g_cancellable_is_cancelled (self->held_wait)) {
    GST_OBJECT_LOCK (self);
    g_set_object (&self->held_wait, self->wait);
    GST_OBJECT_UNLOCK (self);
  }

  pulled = qwentts_speech_pull (self->speech, self->held_wait, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GST_FLOW_FLUSHING;
  if (error) {
    post_failure (self, error);
    return GST_FLOW_ERROR;
  }
  if (pulled == NULL)
    return GST_FLOW_EOS;

  result = ensure_caps (self);
  if (result != GST_FLOW_OK)
    return result;
  mark_gap (self, pulled);
  *buffer = g_steal_pointer (&pulled);
  return GST_FLOW_OK;
}

static gboolean
gst_qwen_tts_src_unlock (GstBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_autoptr (GCancellable) wait = NULL;

  GST_OBJECT_LOCK (self);
  wait = g_object_ref (self->wait);
  GST_OBJECT_UNLOCK (self);

  g_cancellable_cancel (wait);
  return TRUE;
}

static gboolean
gst_qwen_tts_src_unlock_stop (GstBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);

  replace_wait (self);
  g_atomic_int_set (&self->has_flushed, TRUE);
  return TRUE;
}

static gboolean
gst_qwen_tts_src_stop (GstBaseSrc * src)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (src);
  g_autoptr (QwenttsSpeech) speech = NULL;
  QwenttsSpeechStats stats;

  gst_clear_caps (&self->pushed_caps);
  qwentts_speech_stop (self->speech);
  qwentts_speech_get_stats (self->speech, &stats);
  GST_OBJECT_LOCK (self);
  speech = g_steal_pointer (&self->speech);
  self->stats = stats;
  self->duration = GST_CLOCK_TIME_NONE;
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

/* GstBaseSrc flushes first and then finds that it cannot seek, or keeps the seek
 * for later. */
static gboolean
gst_qwen_tts_src_send_event (GstElement * element, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) != GST_EVENT_SEEK)
    return GST_ELEMENT_CLASS (parent_class)->send_event (element, event);

  gst_event_unref (event);
  return FALSE;
}

static GstStateChangeReturn
gst_qwen_tts_src_change_state (GstElement * element, GstStateChange transition)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (element);
  GstStateChangeReturn result =
      GST_ELEMENT_CLASS (parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    g_clear_pointer (&self->client, qwentts_client_unref);
  return result;
}

/* GObject */

static void
gst_qwen_tts_src_set_property (GObject * object, guint id, const GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);
  gboolean is_ours = id >= PROP_TTS && id < PROP_CONNECTION;
  gboolean is_known = TRUE;
  GValue nothing = G_VALUE_INIT;

  g_value_init (&nothing, G_TYPE_STRING);
  if (is_ours && !qwentts_tts_properties_accept (id - PROP_TTS, value)) {
    /* Nothing instead: yesterday's news in its place would be worse. */
    GST_WARNING_OBJECT (self, "\"%s\" is refused: it is not valid UTF-8",
        pspec->name);
    value = &nothing;
  }

  GST_OBJECT_LOCK (self);
  if (is_ours)
    qwentts_tts_properties_set (&self->tts, id - PROP_TTS, value);
  else
    is_known = qwentts_connection_properties_set (&self->connection,
        id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (self);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
get_stats (GstQwenTtsSrc * self, GValue * value)
{
  g_autoptr (QwenttsSpeech) speech = NULL;
  QwenttsSpeechStats stats;

  GST_OBJECT_LOCK (self);
  if (self->speech)
    speech = qwentts_speech_ref (self->speech);
  stats = self->stats;
  GST_OBJECT_UNLOCK (self);
  if (speech)
    qwentts_speech_get_stats (speech, &stats);

  g_value_take_boxed (value, qwentts_stats_to_structure (&stats));
}

static void
gst_qwen_tts_src_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);
  gboolean is_known = TRUE;

  if (id == PROP_STATS) {
    get_stats (self, value);
    return;
  }

  GST_OBJECT_LOCK (self);
  if (id >= PROP_TTS && id < PROP_CONNECTION)
    qwentts_tts_properties_get (&self->tts, id - PROP_TTS, value);
  else
    is_known = qwentts_connection_properties_get (&self->connection,
        id - PROP_CONNECTION, value);
  GST_OBJECT_UNLOCK (self);
  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_qwen_tts_src_finalize (GObject * object)
{
  GstQwenTtsSrc *self = GST_QWEN_TTS_SRC (object);

  qwentts_tts_properties_clear (&self->tts);
  qwentts_connection_properties_clear (&self->connection);
  g_clear_object (&self->wait);
  g_clear_object (&self->held_wait);
  g_clear_pointer (&self->client, qwentts_client_unref);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
gst_qwen_tts_src_init (GstQwenTtsSrc * self)
{
  qwentts_tts_properties_init (&self->tts);
  qwentts_connection_properties_init (&self->connection);
  self->wait = g_cancellable_new ();
  self->held_wait = g_object_ref (self->wait);
  self->duration = GST_CLOCK_TIME_NONE;
  self->stats.time_to_first_audio = GST_CLOCK_TIME_NONE;
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

static void
gst_qwen_tts_src_class_init (GstQwenTtsSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *src_class = GST_BASE_SRC_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (qwen_tts_src_debug, "qwenttssrc", 0,
      "text to speech source");

  object_class->set_property = gst_qwen_tts_src_set_property;
  object_class->get_property = gst_qwen_tts_src_get_property;
  object_class->finalize = gst_qwen_tts_src_finalize;
  qwentts_tts_properties_install (object_class, PROP_TTS);
  g_object_class_install_property (object_class, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics",
          "What was asked, paid and waited for since the last start",
          GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  qwentts_connection_properties_install (object_class, PROP_CONNECTION);

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class,
      "Qwen text to speech source", "Source/Audio/Network",
      "Speaks a text with a designed voice of the EvoLink service",
      "The qwentts authors");
  gst_type_mark_as_plugin_api (QWENTTS_TYPE_LANGUAGE_TYPE, 0);

  element_class->send_event = gst_qwen_tts_src_send_event;
  element_class->change_state = gst_qwen_tts_src_change_state;
  src_class->start = gst_qwen_tts_src_start;
  src_class->negotiate = gst_qwen_tts_src_negotiate;
  src_class->is_seekable = gst_qwen_tts_src_is_seekable;
  src_class->query = gst_qwen_tts_src_query;
  src_class->unlock = gst_qwen_tts_src_unlock;
  src_class->unlock_stop = gst_qwen_tts_src_unlock_stop;
  src_class->stop = gst_qwen_tts_src_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gst_qwen_tts_src_create;
}
