/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/design-stream.h"

/* Starting the speech. */

typedef enum
{
  DO_NOTHING,
  DO_START,
  DO_END,                       /* the stream ends, and nobody else ends it */
  DO_FAIL                       /* it cannot be started */
} Decision;

static Decision
decide_on_speech (QwenttsDesignStream * stream)
{
  Decision decision = DO_NOTHING;

  GST_OBJECT_LOCK (stream->bin);
  if (!stream->is_running || stream->phase != QWENTTS_SPEECH_STARTING) {
    decision = DO_NOTHING;
  } else if (!stream->is_ending) {
    stream->phase = QWENTTS_SPEECH_STARTED;
    decision = DO_START;
  } else if (stream->is_preview_over) {
    stream->phase = QWENTTS_SPEECH_ABANDONED;
    decision = DO_END;
  }
  GST_OBJECT_UNLOCK (stream->bin);
  return decision;
}

static gboolean
is_speech_ending (QwenttsDesignStream * stream)
{
  gboolean is_ending;

  GST_OBJECT_LOCK (stream->bin);
  is_ending = stream->is_ending && stream->is_preview_over;
  GST_OBJECT_UNLOCK (stream->bin);
  return is_ending;
}

static void
push_eos (QwenttsDesignStream * stream)
{
  g_autoptr (GstPad) pad = NULL;

  GST_OBJECT_LOCK (stream->bin);
  if (stream->speech_pad)
    pad = gst_object_ref (stream->speech_pad);
  GST_OBJECT_UNLOCK (stream->bin);
  if (pad)
    gst_pad_send_event (pad, gst_event_new_eos ());
}

/* Its state stays as it is, or the bin would try again. What is wrong with its
 * settings is told when its turn comes, so this is for what nobody expects. */
static Decision
give_up_speech (QwenttsDesignStream * stream)
{
  gst_element_set_locked_state (stream->speech, TRUE);
  GST_OBJECT_LOCK (stream->bin);
  stream->phase = QWENTTS_SPEECH_ABANDONED;
  GST_OBJECT_UNLOCK (stream->bin);
  return DO_FAIL;
}

static gboolean
is_preview_over (QwenttsDesignStream * stream)
{
  gboolean is_over;

  GST_OBJECT_LOCK (stream->bin);
  is_over = stream->is_preview_over;
  GST_OBJECT_UNLOCK (stream->bin);
  return is_over;
}

/* In a thread of its own, since no streaming thread may change a state. The
 * bin's state lock keeps the bin from changing its own meanwhile. */
static void
start_speech (GstElement * bin, gpointer user_data)
{
  QwenttsDesignStream *stream = user_data;
  Decision decision;

  GST_STATE_LOCK (bin);
  decision = decide_on_speech (stream);
  if (decision == DO_START) {
    stream->set_up_speech (bin);
    gst_element_set_locked_state (stream->speech, FALSE);
    if (!gst_element_sync_state_with_parent (stream->speech))
      decision = give_up_speech (stream);
  }
  GST_STATE_UNLOCK (bin);

  if (decision == DO_FAIL)
    GST_ELEMENT_ERROR (bin, CORE, STATE_CHANGE,
        ("The part that speaks the text cannot be started."), (NULL));
  if (decision == DO_END || (decision == DO_FAIL && is_preview_over (stream)))
    push_eos (stream);
  /* An event that came in between has not reached it. */
  else if (decision == DO_START && is_speech_ending (stream))
    gst_element_send_event (stream->speech, gst_event_new_eos ());
}

void
qwentts_design_stream_start_speech (QwenttsDesignStream * stream)
{
  gboolean is_wanted;

  GST_OBJECT_LOCK (stream->bin);
  is_wanted = stream->phase == QWENTTS_SPEECH_WAITING;
  if (is_wanted)
    stream->phase = QWENTTS_SPEECH_STARTING;
  GST_OBJECT_UNLOCK (stream->bin);

  /* The call holds the bin, and the bin has the stream. */
  if (is_wanted)
    gst_element_call_async (stream->bin, start_speech, stream, NULL);
}

/* From one source to the next. */

/* @pad: of concat; cleared */
static void
unlink_source (QwenttsDesignStream * stream, GstPad ** pad)
{
  g_autoptr (GstPad) sink = NULL;

  GST_OBJECT_LOCK (stream->bin);
  sink = g_steal_pointer (pad);
  GST_OBJECT_UNLOCK (stream->bin);
  if (sink)
    gst_element_release_request_pad (stream->concat, sink);
}

static void
link_source (QwenttsDesignStream * stream, GstElement * source, GstPad ** pad)
{
  GstPad *sink = gst_element_request_pad_simple (stream->concat, "sink_%u");
  g_autoptr (GstPad) src = gst_element_get_static_pad (source, "src");

  gst_pad_link_full (src, sink, GST_PAD_LINK_CHECK_NOTHING);
  GST_OBJECT_LOCK (stream->bin);
  *pad = sink;
  GST_OBJECT_UNLOCK (stream->bin);
}

/* The preview ends: it is the speech's turn, if there is any. */
static GstPadProbeReturn
on_preview_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  QwenttsDesignStream *stream = user_data;
  gboolean is_abandoned;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_EOS)
    return GST_PAD_PROBE_OK;

  GST_OBJECT_LOCK (stream->bin);
  stream->is_preview_over = TRUE;
  is_abandoned = stream->phase == QWENTTS_SPEECH_WAITING
      || stream->phase == QWENTTS_SPEECH_ABANDONED
      || (stream->is_ending && stream->phase != QWENTTS_SPEECH_NONE);
  if (is_abandoned)
    stream->phase = QWENTTS_SPEECH_ABANDONED;
  GST_OBJECT_UNLOCK (stream->bin);

  if (is_abandoned)
    unlink_source (stream, &stream->speech_pad);
  return GST_PAD_PROBE_OK;
}

/* One stream leaves the bin, however many there are in it. */
static GstPadProbeReturn
on_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  QwenttsDesignStream *stream = user_data;

  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info))
      != GST_EVENT_STREAM_START
      || g_atomic_int_compare_and_exchange (&stream->has_begun, FALSE, TRUE))
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

QwenttsQueryAnswer
qwentts_design_stream_get_answer (GstQuery * query)
{
  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_DURATION:
    case GST_QUERY_SEEKING:
    case GST_QUERY_URI:
      return QWENTTS_QUERY_REFUSED;
    case GST_QUERY_POSITION:
    case GST_QUERY_SEGMENT:
    case GST_QUERY_CONVERT:
      return QWENTTS_QUERY_CURRENT;
    default:
      return QWENTTS_QUERY_DEFAULT;
  }
}

static gboolean
on_query (GstPad * pad, GstObject * parent, GstQuery * query)
{
  QwenttsDesignStream *stream = gst_pad_get_element_private (pad);

  switch (qwentts_design_stream_get_answer (query)) {
    case QWENTTS_QUERY_REFUSED:
      return FALSE;
    case QWENTTS_QUERY_CURRENT:
      return qwentts_design_stream_ask_current (stream, query);
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

/* From READY to READY. */

static void
add_probe (QwenttsDesignStream * stream, GstElement * element,
    GstPadProbeCallback callback)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, callback, stream,
      NULL);
}

static void
add_pad (QwenttsDesignStream * stream, GstPadTemplate * pad_template)
{
  GstPad *pad = gst_ghost_pad_new_no_target_from_template ("src",
      pad_template);

  gst_pad_set_event_function (pad, on_upstream_event);
  gst_pad_set_query_function (pad, on_query);
  gst_pad_set_element_private (pad, stream);
  if (stream->concat) {
    g_autoptr (GstPad) target = gst_element_get_static_pad (stream->concat,
        "src");

    gst_ghost_pad_set_target (GST_GHOST_PAD (pad), target);
  }
  gst_element_add_pad (stream->bin, pad);
}

void
qwentts_design_stream_init (QwenttsDesignStream * stream, GstBin * bin,
    GstPadTemplate * pad_template, GstElement * preview, GstElement * speech,
    QwenttsSetUpFunc set_up_speech)
{
  *stream = (QwenttsDesignStream) {
  .bin = GST_ELEMENT (bin),.preview = preview,.speech = speech,.concat =
        gst_element_factory_make ("concat", "concat"),.set_up_speech =
        set_up_speech,};

  gst_bin_add_many (bin, preview, speech, NULL);
  add_probe (stream, preview, on_preview_event);
  if (stream->concat) {
    gst_bin_add (bin, stream->concat);
    add_probe (stream, stream->concat, on_event);
  }
  add_pad (stream, pad_template);
}

void
qwentts_design_stream_begin (QwenttsDesignStream * stream, gboolean has_speech)
{
  g_atomic_int_set (&stream->has_begun, FALSE);
  gst_element_set_locked_state (stream->speech, TRUE);

  GST_OBJECT_LOCK (stream->bin);
  stream->phase = has_speech ? QWENTTS_SPEECH_WAITING : QWENTTS_SPEECH_NONE;
  stream->is_preview_over = FALSE;
  stream->is_running = TRUE;
  stream->is_ending = FALSE;
  GST_OBJECT_UNLOCK (stream->bin);

  link_source (stream, stream->preview, &stream->preview_pad);
  if (has_speech)
    link_source (stream, stream->speech, &stream->speech_pad);
}

void
qwentts_design_stream_cut_short (QwenttsDesignStream * stream)
{
  GST_OBJECT_LOCK (stream->bin);
  stream->is_ending = stream->is_running;
  GST_OBJECT_UNLOCK (stream->bin);
}

void
qwentts_design_stream_let_go (QwenttsDesignStream * stream)
{
  GST_OBJECT_LOCK (stream->bin);
  stream->is_running = FALSE;
  GST_OBJECT_UNLOCK (stream->bin);

  gst_element_set_locked_state (stream->speech, FALSE);
}

/* concat does not begin anew with pads that were at their end. */
void
qwentts_design_stream_end (QwenttsDesignStream * stream)
{
  gst_element_set_state (stream->concat, MIN (GST_STATE (stream->concat),
          GST_STATE_READY));
  unlink_source (stream, &stream->speech_pad);
  unlink_source (stream, &stream->preview_pad);
}

/* What comes from outside, and from the elements. */

gboolean
qwentts_design_stream_is_running (QwenttsDesignStream * stream)
{
  gboolean is_running;

  GST_OBJECT_LOCK (stream->bin);
  is_running = stream->is_running;
  GST_OBJECT_UNLOCK (stream->bin);
  return is_running;
}

gboolean
qwentts_design_stream_is_speech (QwenttsDesignStream * stream)
{
  gboolean is_speech;

  GST_OBJECT_LOCK (stream->bin);
  is_speech = stream->is_preview_over
      && stream->phase != QWENTTS_SPEECH_ABANDONED;
  GST_OBJECT_UNLOCK (stream->bin);
  return is_speech;
}

/* Returns: (transfer full) (nullable): the source that is being heard */
static GstElement *
get_current_source (QwenttsDesignStream * stream)
{
  GstElement *source = NULL;

  GST_OBJECT_LOCK (stream->bin);
  if (stream->is_running && (!stream->is_preview_over
          || stream->phase == QWENTTS_SPEECH_NONE))
    source = gst_object_ref (stream->preview);
  else if (stream->is_running && stream->phase == QWENTTS_SPEECH_STARTED)
    source = gst_object_ref (stream->speech);
  GST_OBJECT_UNLOCK (stream->bin);
  return source;
}

gboolean
qwentts_design_stream_ask_current (QwenttsDesignStream * stream,
    GstQuery * query)
{
  g_autoptr (GstElement) source = get_current_source (stream);

  return source && gst_element_query (source, query);
}

gboolean
qwentts_design_stream_send_event (QwenttsDesignStream * stream,
    GstEvent * event)
{
  g_autoptr (GstElement) source = NULL;
  gboolean will_end = FALSE;

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    GST_OBJECT_LOCK (stream->bin);
    will_end = stream->is_ending = stream->is_running;
    GST_OBJECT_UNLOCK (stream->bin);
  }
  source = get_current_source (stream);
  if (source)
    return gst_element_send_event (source, event);

  gst_event_unref (event);
  return will_end;
}
