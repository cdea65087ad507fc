/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/error-message.h"
#include "elements/gstqwenttsbasesrc-private.h"

typedef GstQwenTtsBaseSrcPrivate Private;

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (QWENTTS_SRC_CAPS));

#define gst_qwen_tts_base_src_parent_class parent_class
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstQwenTtsBaseSrc, gst_qwen_tts_base_src,
    GST_TYPE_PUSH_SRC);

GstQwenTtsBaseSrcPrivate *
gst_qwen_tts_base_src_get_private (gpointer self)
{
  return gst_qwen_tts_base_src_get_instance_private (self);
}

/* GstBaseSrc, in the order in which it is called. */

/* The format comes from the audio itself, later. */
static gboolean
gst_qwen_tts_base_src_negotiate (GstBaseSrc * src)
{
  return TRUE;
}

/* Unless a subclass says otherwise. */
static gboolean
gst_qwen_tts_base_src_is_seekable (GstBaseSrc * src)
{
  return FALSE;
}

static gboolean
gst_qwen_tts_base_src_query (GstBaseSrc * src, GstQuery * query)
{
  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_DURATION:
      return gst_qwen_tts_base_src_answer_duration (GST_QWEN_TTS_BASE_SRC
          (src), query);
    case GST_QUERY_SEEKING:
      return gst_qwen_tts_base_src_answer_seeking (GST_QWEN_TTS_BASE_SRC
          (src), query);
    case GST_QUERY_LATENCY:
      if (!gst_base_src_is_live (src))
        break;
      /* However long downstream holds a buffer, nothing is lost. */
      gst_query_set_latency (query, TRUE, QWENTTS_LIVE_BUFFER_TIME,
          GST_CLOCK_TIME_NONE);
      return TRUE;
    default:
      break;
  }
  return GST_BASE_SRC_CLASS (parent_class)->query (src, query);
}

/* GstBaseSrc flushes first and then finds that it cannot seek. By this way it asks no
 * second time whether it can, with perhaps another answer. */
static gboolean
send_seek (GstElement * element, GstEvent * seek)
{
  GstEvent *prepared =
      gst_qwen_tts_base_src_prepare_seek (GST_BASE_SRC (element), seek);

  return prepared
      && GST_ELEMENT_CLASS (parent_class)->send_event (element, prepared);
}

static gboolean
gst_qwen_tts_base_src_event (GstBaseSrc * src, GstEvent * event)
{
  Private *priv = gst_qwen_tts_base_src_get_private (src);
  GstClockTime latency;

  if (GST_EVENT_TYPE (event) == GST_EVENT_SEEK)
    return GST_BASE_SRC_IS_STARTED (src)
        && send_seek (GST_ELEMENT (src), event);
  if (GST_EVENT_TYPE (event) == GST_EVENT_LATENCY) {
    gst_event_parse_latency (event, &latency);
    qwentts_live_pace_set_latency (&priv->pace, GST_ELEMENT (src), latency);
  }
  return GST_BASE_SRC_CLASS (parent_class)->event (src, event);
}

/* Whether downstream takes them is seen when the buffer is pushed. */
static GstFlowReturn
ensure_caps (GstQwenTtsBaseSrc * self)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  GstCaps *caps = qwentts_speech_get_caps (priv->speech);

  if (priv->pushed_caps && gst_caps_is_equal (priv->pushed_caps, caps))
    return GST_FLOW_OK;
  if (!gst_base_src_set_caps (GST_BASE_SRC (self), caps))
    return GST_PAD_IS_FLUSHING (GST_BASE_SRC_PAD (self)) ? GST_FLOW_FLUSHING
        : GST_FLOW_NOT_NEGOTIATED;

  gst_caps_replace (&priv->pushed_caps, caps);
  return GST_FLOW_OK;
}

/* A flush takes what was on its way. */
static void
mark_discont (GstQwenTtsBaseSrc * self, GstBuffer * buffer)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);

  if (g_atomic_int_compare_and_exchange (&priv->is_discont, TRUE, FALSE))
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
}

static GstBuffer *
gst_qwen_tts_base_src_pull (GstQwenTtsBaseSrc * self, QwenttsSpeech * speech,
    GCancellable * wait, GError ** error)
{
  return qwentts_speech_pull (speech, wait, error);
}

/* Returns: (transfer full): see qwentts_speech_pull () */
static GstBuffer *
pull_live (GstQwenTtsBaseSrc * self, GError ** error)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  g_autoptr (GError) cause = NULL;
  gboolean is_moved = FALSE;
  gboolean is_due = qwentts_live_pace_wait_for_turn (&priv->pace,
      GST_BASE_SRC (self), priv->speech,
      qwentts_stream_wait_hold (&priv->wait, GST_ELEMENT (self)), &is_moved,
      &cause);

  if (is_moved)
    g_atomic_int_set (&priv->is_discont, TRUE);
  if (is_due)
    return qwentts_speech_pull_live (priv->speech, error);

  qwentts_speech_end_wait (priv->speech);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static GstBuffer *
pull (GstQwenTtsBaseSrc * self, GError ** error)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);

  if (gst_base_src_is_live (GST_BASE_SRC (self)))
    return pull_live (self, error);
  return GST_QWEN_TTS_BASE_SRC_GET_CLASS (self)->pull (self, priv->speech,
      qwentts_stream_wait_hold (&priv->wait, GST_ELEMENT (self)), error);
}

/* Of what was passed over the format is known; without one there is no segment. */
static GstFlowReturn
end_segment (GstQwenTtsBaseSrc * self)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  GstFlowReturn result;

  if (!priv->is_segment_due || qwentts_speech_get_caps (priv->speech) == NULL)
    return GST_FLOW_EOS;
  result = ensure_caps (self);
  return result == GST_FLOW_OK
      ? gst_qwen_tts_base_src_push_segment (GST_BASE_SRC (self)) : result;
}

static GstFlowReturn
gst_qwen_tts_base_src_create (GstPushSrc * src, GstBuffer ** buffer)
{
  GstQwenTtsBaseSrc *self = GST_QWEN_TTS_BASE_SRC (src);
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBuffer) pulled = NULL;
  GstFlowReturn result;

  /* A seek may start the loop before the start is done, which starts it again. */
  if (!GST_BASE_SRC_IS_STARTED (src))
    return GST_FLOW_FLUSHING;
  if (priv->start_error) {
    qwentts_post_error (GST_ELEMENT (self), priv->start_error, NULL);
    return GST_FLOW_ERROR;
  }

  pulled = pull (self, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GST_FLOW_FLUSHING;
  if (error) {
    gst_qwen_tts_base_src_post_failure (self, error);
    return GST_FLOW_ERROR;
  }
  if (pulled == NULL)
    return end_segment (self);

  result = ensure_caps (self);
  if (result != GST_FLOW_OK)
    return result;
  mark_discont (self, pulled);
  priv->is_segment_due = FALSE;
  *buffer = g_steal_pointer (&pulled);
  return GST_FLOW_OK;
}

static gboolean
gst_qwen_tts_base_src_unlock (GstBaseSrc * src)
{
  Private *priv = gst_qwen_tts_base_src_get_private (src);

  qwentts_stream_wait_end (&priv->wait, GST_ELEMENT (src));
  return TRUE;
}

/* With the stream's lock. A live source waits while it pushes silence, and a stop
 * of that does not come through create (). */
static gboolean
gst_qwen_tts_base_src_unlock_stop (GstBaseSrc * src)
{
  Private *priv = gst_qwen_tts_base_src_get_private (src);
  g_autoptr (QwenttsSpeech) speech =
      gst_qwen_tts_base_src_ref_speech (GST_QWEN_TTS_BASE_SRC (src));

  if (speech)
    qwentts_speech_end_wait (speech);
  qwentts_stream_wait_renew (&priv->wait, GST_ELEMENT (src));
  g_atomic_int_set (&priv->is_discont, TRUE);
  /* A live one has only paused. */
  priv->is_segment_due |= !gst_base_src_is_live (src);
  return TRUE;
}

/* A seek that comes before the stream is kept for its start. */
static gboolean
gst_qwen_tts_base_src_send_event (GstElement * element, GstEvent * event)
{
  gboolean is_taken;

  if (GST_EVENT_TYPE (event) != GST_EVENT_SEEK)
    return GST_ELEMENT_CLASS (parent_class)->send_event (element, event);

  is_taken = send_seek (element, event);
  gst_event_unref (event);
  return is_taken;
}

static GstStateChangeReturn
gst_qwen_tts_base_src_change_state (GstElement * element,
    GstStateChange transition)
{
  Private *priv = gst_qwen_tts_base_src_get_private (element);
  GstStateChangeReturn result;

  /* Before GstBaseSrc lets the stream go on, and after it has said that it must
   * not. */
  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    qwentts_live_pace_set_playing (&priv->pace, element, TRUE);
  result = GST_ELEMENT_CLASS (parent_class)->change_state (element, transition);
  if (transition == GST_STATE_CHANGE_PLAYING_TO_PAUSED)
    qwentts_live_pace_set_playing (&priv->pace, element, FALSE);

  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    g_clear_pointer (&priv->client, qwentts_client_unref);
  return result;
}

/* For the bin and for subclasses. */

QwenttsSpeech *
gst_qwen_tts_base_src_ref_speech (GstQwenTtsBaseSrc * self)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);
  QwenttsSpeech *speech = NULL;

  GST_OBJECT_LOCK (self);
  if (priv->speech)
    speech = qwentts_speech_ref (priv->speech);
  GST_OBJECT_UNLOCK (self);
  return speech;
}

void
gst_qwen_tts_base_src_work_ahead (GstQwenTtsBaseSrc * self)
{
  gst_qwen_tts_base_src_get_private (self)->works_ahead = TRUE;
}

gboolean
gst_qwen_tts_base_src_is_working_ahead (GstQwenTtsBaseSrc * self)
{
  return gst_qwen_tts_base_src_get_private (self)->works_ahead;
}

/* GObject */

static void
gst_qwen_tts_base_src_finalize (GObject * object)
{
  Private *priv = gst_qwen_tts_base_src_get_private (object);

  qwentts_connection_properties_clear (&priv->connection);
  qwentts_stream_wait_clear (&priv->wait);
  g_clear_pointer (&priv->client, qwentts_client_unref);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
gst_qwen_tts_base_src_init (GstQwenTtsBaseSrc * self)
{
  Private *priv = gst_qwen_tts_base_src_get_private (self);

  qwentts_connection_properties_init (&priv->connection);
  qwentts_stream_wait_init (&priv->wait);
  priv->duration = GST_CLOCK_TIME_NONE;
  gst_qwen_tts_base_src_clear_stats (self);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
  /* The stream ends at a stop, too, when all is written down. */
  gst_base_src_set_automatic_eos (GST_BASE_SRC (self), FALSE);
}

static void
gst_qwen_tts_base_src_class_init (GstQwenTtsBaseSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *src_class = GST_BASE_SRC_CLASS (klass);

  object_class->finalize = gst_qwen_tts_base_src_finalize;
  gst_qwen_tts_base_src_install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &src_template);
  element_class->send_event = gst_qwen_tts_base_src_send_event;
  element_class->change_state = gst_qwen_tts_base_src_change_state;
  src_class->start = gst_qwen_tts_base_src_start;
  src_class->negotiate = gst_qwen_tts_base_src_negotiate;
  src_class->is_seekable = gst_qwen_tts_base_src_is_seekable;
  src_class->do_seek = gst_qwen_tts_base_src_do_seek;
  src_class->query = gst_qwen_tts_base_src_query;
  src_class->event = gst_qwen_tts_base_src_event;
  src_class->unlock = gst_qwen_tts_base_src_unlock;
  src_class->unlock_stop = gst_qwen_tts_base_src_unlock_stop;
  src_class->stop = gst_qwen_tts_base_src_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gst_qwen_tts_base_src_create;
  klass->pull = gst_qwen_tts_base_src_pull;
}
