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

#include "api/design-check.h"
#include "elements/connection-properties.h"
#include "elements/design-properties.h"
#include "elements/error-message.h"
#include "elements/gstqwenttssrc.h"
#include "elements/gstqwenvoicepreviewsrc.h"
#include "elements/message-gate.h"
#include "elements/presets.h"
#include "elements/stats-structure.h"
#include "elements/stream-messages.h"
#include "elements/string-property.h"
#include "store/error.h"

GST_DEBUG_CATEGORY_STATIC (qwen_voice_design_debug);
#define GST_CAT_DEFAULT qwen_voice_design_debug

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (QWENTTS_SRC_CAPS));

/* How far the speech is.
 *
 *   NONE ──▶ WAITING ──▶ STARTING ──▶ STARTED
 *               └────────────┴──────▶ ABANDONED */
typedef enum
{
  SPEECH_NONE,                  /* there is no text */
  SPEECH_WAITING,               /* for a voice; its state is locked */
  SPEECH_STARTING,              /* the voice is known */
  SPEECH_STARTED,
  SPEECH_ABANDONED              /* the stream ends before it */
} SpeechPhase;

struct _GstQwenVoiceDesign
{
  GstBin parent;

  /* Never changed. The bin owns the elements; there is no concat where core's
   * elements are missing. */
  GstElement *preview;
  GstElement *speech;
  GstElement *concat;
  QwenttsMessageGate gate;      /* of what the speech tells */

  gint has_stream;              /* STREAM_START has left; atomic */

  /* Changed in READY only: what this run was started with. */
  gchar *preset_name;           /* NULL: none */
  gchar *text;                  /* NULL: none */
  QwenttsConnectionProperties run_connection;

  /* Protected by the object lock: what was set. */
  QwenttsDesignProperties design;
  QwenttsConnectionProperties connection;

  /* Protected by the object lock. */
  gchar *voice;
  GstPad *preview_pad;          /* of concat, from READY to READY */
  GstPad *speech_pad;           /* likewise; NULL: the stream has no speech */
  SpeechPhase speech_phase;
  gboolean is_preview_over;
  gboolean is_running;          /* from READY to READY */
  gboolean is_ending;           /* an EOS event was sent to the bin */
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

/* The speech. */

/* Of what was decided under the object lock, in start_speech (). */
typedef enum
{
  DO_NOTHING,
  DO_START,
  DO_END                        /* the stream ends, and nobody else ends it */
} SpeechDecision;

static SpeechDecision
decide_on_speech (GstQwenVoiceDesign * self)
{
  SpeechDecision decision = DO_NOTHING;

  GST_OBJECT_LOCK (self);
  if (self->speech_phase == SPEECH_STARTING && !self->is_ending) {
    self->speech_phase = SPEECH_STARTED;
    decision = DO_START;
  } else if (self->speech_phase == SPEECH_STARTING && self->is_preview_over) {
    self->speech_phase = SPEECH_ABANDONED;
    decision = DO_END;
  }
  GST_OBJECT_UNLOCK (self);
  return decision;
}

static gboolean
is_ending (GstQwenVoiceDesign * self)
{
  gboolean is_ending;

  GST_OBJECT_LOCK (self);
  is_ending = self->is_ending && self->is_preview_over;
  GST_OBJECT_UNLOCK (self);
  return is_ending;
}

static void
end_stream (GstQwenVoiceDesign * self)
{
  g_autoptr (GstPad) pad = NULL;

  GST_OBJECT_LOCK (self);
  if (self->speech_pad)
    pad = gst_object_ref (self->speech_pad);
  GST_OBJECT_UNLOCK (self);
  if (pad)
    gst_pad_send_event (pad, gst_event_new_eos ());
}

/* Whatever an application has made of it since. */
static void
set_up_speech (GstQwenVoiceDesign * self)
{
  g_autofree gchar *voice = NULL;

  GST_OBJECT_LOCK (self);
  voice = g_strdup (self->voice);
  GST_OBJECT_UNLOCK (self);

  g_object_set (self->speech, "text", self->text, "voice", voice, NULL);
  gst_qwen_tts_base_src_set_connection (GST_QWEN_TTS_BASE_SRC (self->speech),
      &self->run_connection);
}

/* It has told why. Its state stays as it is, or the bin would try again. */
static SpeechDecision
give_up_speech (GstQwenVoiceDesign * self)
{
  SpeechDecision decision;

  gst_element_set_locked_state (self->speech, TRUE);
  GST_OBJECT_LOCK (self);
  self->speech_phase = SPEECH_ABANDONED;
  decision = self->is_preview_over ? DO_END : DO_NOTHING;
  GST_OBJECT_UNLOCK (self);
  return decision;
}

/* In a thread of its own, since no streaming thread may change a state. The
 * bin's state lock keeps the bin from changing its own meanwhile. */
static void
start_speech (GstElement * element, gpointer user_data)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (element);
  SpeechDecision decision;

  GST_STATE_LOCK (self);
  decision = decide_on_speech (self);
  if (decision == DO_START) {
    set_up_speech (self);
    gst_element_set_locked_state (self->speech, FALSE);
    if (!gst_element_sync_state_with_parent (self->speech))
      decision = give_up_speech (self);
  }
  GST_STATE_UNLOCK (self);

  if (decision == DO_END)
    end_stream (self);
  /* One that came in between has not reached it. */
  else if (decision == DO_START && is_ending (self))
    gst_element_send_event (self->speech, gst_event_new_eos ());
}

/* What the preview source tells. */

/* From the worker: nobody sees the voice before. */
static void
keep_voice (const gchar * voice, GCancellable * cancellable, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GError) warning = NULL;

  if (self->preset_name == NULL
      || qwentts_preset_save_voice (self->speech, voice, self->preset_name,
          cancellable, &problem)
      || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  warning = g_error_new (QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_UNWRITABLE,
      "The voice \"%s\" could not be saved as the preset \"%s\". %s", voice,
      self->preset_name, problem->message);
  qwentts_post_warning (GST_ELEMENT (self), warning, NULL);
}

/* From the streaming thread. */
static void
take_voice (const QwenttsVoice * voice, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;
  gboolean is_wanted;

  set_voice (self, voice->name);
  qwentts_post_voice (GST_ELEMENT (self), voice);

  GST_OBJECT_LOCK (self);
  is_wanted = self->speech_phase == SPEECH_WAITING;
  if (is_wanted)
    self->speech_phase = SPEECH_STARTING;
  GST_OBJECT_UNLOCK (self);
  if (is_wanted)
    gst_element_call_async (GST_ELEMENT (self), start_speech, NULL, NULL);
}

static const GstQwenVoicePreviewFuncs preview_funcs = {
  keep_voice, take_voice
};

/* The stream. */

/* @pad: of concat; cleared */
static void
disconnect (GstQwenVoiceDesign * self, GstPad ** pad)
{
  g_autoptr (GstPad) sink = NULL;
  g_autoptr (GstPad) src = NULL;

  GST_OBJECT_LOCK (self);
  sink = g_steal_pointer (pad);
  GST_OBJECT_UNLOCK (self);
  if (sink == NULL)
    return;

  src = gst_pad_get_peer (sink);
  if (src)
    gst_pad_unlink (src, sink);
  gst_element_release_request_pad (self->concat, sink);
}

static void
connect (GstQwenVoiceDesign * self, GstElement * source, GstPad ** pad)
{
  GstPad *sink = gst_element_request_pad_simple (self->concat, "sink_%u");
  g_autoptr (GstPad) src = gst_element_get_static_pad (source, "src");

  gst_pad_link_full (src, sink, GST_PAD_LINK_CHECK_NOTHING);
  GST_OBJECT_LOCK (self);
  *pad = sink;
  GST_OBJECT_UNLOCK (self);
}

static void
release_messages (GstQwenVoiceDesign * self)
{
  GstMessage *message;

  while ((message = qwentts_message_gate_release (&self->gate)))
    GST_BIN_CLASS (parent_class)->handle_message (GST_BIN (self), message);
}

/* The preview ends: it is the speech's turn, if there is any. */
static GstPadProbeReturn
on_preview_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;
  gboolean is_abandoned, is_ending;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;

  GST_OBJECT_LOCK (self);
  self->is_preview_over = TRUE;
  is_ending = self->is_ending;
  is_abandoned = self->speech_phase == SPEECH_WAITING
      || self->speech_phase == SPEECH_ABANDONED
      || (is_ending && self->speech_phase != SPEECH_NONE);
  if (is_abandoned)
    self->speech_phase = SPEECH_ABANDONED;
  GST_OBJECT_UNLOCK (self);

  if (is_abandoned)
    disconnect (self, &self->speech_pad);
  if (!is_ending)
    release_messages (self);
  return GST_PAD_PROBE_OK;
}

/* One stream leaves the bin, however many there are in it. */
static GstPadProbeReturn
on_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstQwenVoiceDesign *self = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info))
      != GST_EVENT_STREAM_START
      || g_atomic_int_compare_and_exchange (&self->has_stream, FALSE, TRUE))
    return GST_PAD_PROBE_OK;
  return GST_PAD_PROBE_DROP;
}

static gboolean
on_upstream_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) != GST_EVENT_SEEK)
    return gst_pad_event_default (pad, parent, event);

  gst_event_unref (event);
  return FALSE;
}

/* concat would answer for the part that is playing. */
static gboolean
is_refused (GstQuery * query)
{
  return GST_QUERY_TYPE (query) == GST_QUERY_DURATION
      || GST_QUERY_TYPE (query) == GST_QUERY_SEEKING;
}

static gboolean
on_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  return !is_refused (query) && gst_pad_query_default (pad, parent, query);
}

/* States. */

static gboolean
check_settings (GstQwenVoiceDesign * self,
    const QwenttsDesignProperties * design, GError ** error)
{
  QwenttsDesignRequest request = qwentts_design_properties_to_request (design);

  if (self->concat == NULL) {
    g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
        "The element \"concat\" of GStreamer's core elements is missing.");
    return FALSE;
  }
  return qwentts_design_request_check (&request, error)
      && (!qwentts_design_properties_has_text (design)
      || gst_qwen_tts_src_check (GST_QWEN_TTS_SRC (self->speech),
          design->target_model, error));
}

static void
reset (GstQwenVoiceDesign * self, gboolean has_text)
{
  g_atomic_int_set (&self->has_stream, FALSE);
  qwentts_message_gate_close (&self->gate);
  gst_element_set_locked_state (self->speech, TRUE);
  gst_qwen_tts_base_src_forget_stats (GST_QWEN_TTS_BASE_SRC (self->speech));

  GST_OBJECT_LOCK (self);
  self->speech_phase = has_text ? SPEECH_WAITING : SPEECH_NONE;
  self->is_preview_over = FALSE;
  self->is_running = TRUE;
  self->is_ending = FALSE;
  GST_OBJECT_UNLOCK (self);
}

/* Copies the settings, checks the copies and hands them to the parts. */
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
  g_object_set (self->speech, "text", design.text, "voice", NULL, NULL);
  if (!check_settings (self, &design, error))
    return FALSE;

  gst_qwen_tts_base_src_set_connection (GST_QWEN_TTS_BASE_SRC (self->preview),
      &self->run_connection);
  gst_qwen_voice_preview_src_set_design (GST_QWEN_VOICE_PREVIEW_SRC
      (self->preview), &design);
  g_free (self->preset_name);
  self->preset_name = g_steal_pointer (&design.preset_name);
  g_free (self->text);
  self->text = g_steal_pointer (&design.text);
  set_voice (self, NULL);

  reset (self, has_text);
  connect (self, self->preview, &self->preview_pad);
  if (has_text)
    connect (self, self->speech, &self->speech_pad);
  return TRUE;
}

/* From here on the speech follows the bin; it is not started any more. */
static void
let_go (GstQwenVoiceDesign * self)
{
  GST_OBJECT_LOCK (self);
  self->speech_phase = SPEECH_NONE;
  self->is_running = FALSE;
  GST_OBJECT_UNLOCK (self);

  gst_element_set_locked_state (self->speech, FALSE);
}

/* concat does not begin anew with pads that were at their end. */
static void
clean_up (GstQwenVoiceDesign * self)
{
  if (self->concat == NULL)
    return;

  gst_element_set_state (self->concat, MIN (GST_STATE (self->concat),
          GST_STATE_READY));
  disconnect (self, &self->speech_pad);
  disconnect (self, &self->preview_pad);
  qwentts_message_gate_close (&self->gate);
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
    let_go (self);

  result = GST_ELEMENT_CLASS (parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED
      && result == GST_STATE_CHANGE_FAILURE) {
    let_go (self);
    clean_up (self);
  }
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    clean_up (self);
  return result;
}

/* Events, queries and messages. */

/* Returns: (transfer full) (nullable): the source that is being heard */
static GstElement *
get_current_source (GstQwenVoiceDesign * self)
{
  GstElement *source = NULL;

  GST_OBJECT_LOCK (self);
  if (!self->is_running)
    source = NULL;
  else if (!self->is_preview_over || self->speech_phase == SPEECH_NONE)
    source = self->preview;
  else if (self->speech_phase == SPEECH_STARTED)
    source = self->speech;
  if (source)
    gst_object_ref (source);
  GST_OBJECT_UNLOCK (self);
  return source;
}

/* A flush of what is being heard loses nothing of what comes after it. */
static gboolean
send_downstream_event (GstQwenVoiceDesign * self, GstEvent * event)
{
  g_autoptr (GstElement) source = NULL;
  gboolean is_taken = FALSE;

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    GST_OBJECT_LOCK (self);
    self->is_ending = is_taken = self->is_running;
    GST_OBJECT_UNLOCK (self);
  }
  source = get_current_source (self);
  if (source)
    return gst_element_send_event (source, event);

  /* The speech is not started any more. */
  gst_event_unref (event);
  return is_taken;
}

static gboolean
gst_qwen_voice_design_send_event (GstElement * element, GstEvent * event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_SEEK) {
    gst_event_unref (event);
    return FALSE;
  }
  if (GST_EVENT_IS_DOWNSTREAM (event))
    return send_downstream_event (GST_QWEN_VOICE_DESIGN (element), event);
  return GST_ELEMENT_CLASS (parent_class)->send_event (element, event);
}

static gboolean
gst_qwen_voice_design_query (GstElement * element, GstQuery * query)
{
  return !is_refused (query)
      && GST_ELEMENT_CLASS (parent_class)->query (element, query);
}

#define TOLD_TYPES (GST_MESSAGE_ERROR | GST_MESSAGE_WARNING \
    | GST_MESSAGE_PROGRESS | GST_MESSAGE_ELEMENT)

/* Nobody knows the preview source: what it tells is told by the bin. */
static GstMessage *
tell_as_own (GstQwenVoiceDesign * self, GstMessage * message)
{
  GstMessage *own = gst_message_copy (message);

  gst_object_replace (&GST_MESSAGE_SRC (own), GST_OBJECT (self));
  gst_message_unref (message);
  return own;
}

/* concat refuses caps from then on, which a source takes for a failure. */
static gboolean
is_stopping (GstQwenVoiceDesign * self)
{
  gboolean is_running;

  GST_OBJECT_LOCK (self);
  is_running = self->is_running;
  GST_OBJECT_UNLOCK (self);
  return !is_running;
}

static void
gst_qwen_voice_design_handle_message (GstBin * bin, GstMessage * message)
{
  GstQwenVoiceDesign *self = GST_QWEN_VOICE_DESIGN (bin);
  GstObject *source = GST_MESSAGE_SRC (message);
  /* The numbers of extended types are no bits. */
  gboolean is_told = !GST_MESSAGE_TYPE_IS_EXTENDED (message)
      && (GST_MESSAGE_TYPE (message) & TOLD_TYPES);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DURATION_CHANGED
      || (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR
          && is_stopping (self))) {
    gst_message_unref (message);
    return;
  }
  if (is_told && source == GST_OBJECT (self->speech)
      && qwentts_message_gate_hold (&self->gate, message))
    return;
  if (is_told && source == GST_OBJECT (self->preview))
    message = tell_as_own (self, message);
  GST_BIN_CLASS (parent_class)->handle_message (bin, message);
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

  gst_qwen_tts_base_src_get_stats (GST_QWEN_TTS_BASE_SRC (self->preview),
      &stats);
  gst_qwen_tts_base_src_get_stats (GST_QWEN_TTS_BASE_SRC (self->speech),
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
  qwentts_message_gate_clear (&self->gate);
  qwentts_connection_properties_clear (&self->run_connection);
  g_free (self->preset_name);
  g_free (self->text);
  g_free (self->voice);

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
add_preview (GstQwenVoiceDesign * self)
{
  g_autoptr (GstPad) pad = NULL;

  self->preview =
      GST_ELEMENT (gst_qwen_voice_preview_src_new ("preview", &preview_funcs,
          self));
  pad = gst_element_get_static_pad (self->preview, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_preview_event,
      self, NULL);
  gst_bin_add (GST_BIN (self), self->preview);
}

static void
add_src_pad (GstQwenVoiceDesign * self)
{
  g_autoptr (GstPad) target = NULL;
  GstPadTemplate *template = gst_static_pad_template_get (&src_template);
  GstPad *pad;

  pad = gst_ghost_pad_new_no_target_from_template ("src", template);
  gst_object_unref (template);
  gst_pad_set_event_function (pad, on_upstream_event);
  gst_pad_set_query_function (pad, on_query);
  if (self->concat) {
    target = gst_element_get_static_pad (self->concat, "src");
    gst_pad_add_probe (target, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event,
        self, NULL);
    gst_ghost_pad_set_target (GST_GHOST_PAD (pad), target);
  }
  gst_element_add_pad (GST_ELEMENT (self), pad);
}

static void
gst_qwen_voice_design_init (GstQwenVoiceDesign * self)
{
  qwentts_design_properties_init (&self->design);
  qwentts_connection_properties_init (&self->connection);
  qwentts_message_gate_init (&self->gate);

  add_preview (self);
  self->speech = g_object_new (GST_TYPE_QWEN_TTS_SRC, "name", "speech", NULL);
  /* Its streaming thread is held by concat until the preview is over. */
  gst_qwen_tts_base_src_work_ahead (GST_QWEN_TTS_BASE_SRC (self->speech));
  gst_bin_add (GST_BIN (self), self->speech);
  self->concat = gst_element_factory_make ("concat", "concat");
  if (self->concat)
    gst_bin_add (GST_BIN (self), self->concat);
  add_src_pad (self);
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
