/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "decode-pipeline.h"

#include <gst/app/app.h>

#include "decode-progress.h"
#include "stream-error.h"

/* At most so much is in appsrc. Input gives what has arrived, so that a large
 * piece does not delay the first sound. */
#define PIECE_SIZE (16 * 1024)

/* Demuxers hold all of a tag, a packet, or what comes before a header, and
 * believe any size of it: so many bytes may make no sound. Pictures in tags have
 * a few MiB. */
#define MAX_SILENT_SIZE (32 * 1024 * 1024)

/* Decoded buffers that wait to be pulled: these are codec frames, of 10 to
 * 100 ms. */
#define MAX_BUFFERS 4

/* Of decodebin, in none of its headers: the answers to "autoplug-select". */
typedef enum
{
  AUTOPLUG_SELECT_TRY,
  AUTOPLUG_SELECT_EXPOSE,
  AUTOPLUG_SELECT_SKIP
} AutoplugSelect;

struct _QwenttsDecodePipeline
{
  /* Set before the pipeline starts, then only read */
  QwenttsByteSource source;
  GCancellable *stop;
  GstElement *pipeline;
  GstElement *convert;
  GstAppSink *sink;

  QwenttsDecodeProgress progress;
  /* Of appsrc's thread until all is read */
  guint64 fed_size;
  /* Of appsrc's thread: bytes since it last saw that something was decoded */
  guint64 silent_size;
  /* Atomic: something was decoded since then */
  gint has_new_audio;
};

static gboolean
is_silent_for_too_long (QwenttsDecodePipeline * self)
{
  if (g_atomic_int_compare_and_exchange (&self->has_new_audio, TRUE, FALSE))
    self->silent_size = 0;

  return self->silent_size >= MAX_SILENT_SIZE;
}

/* In the thread of appsrc, which has nothing else to do than to wait here. */
static void
on_need_data (GstAppSrc * src, guint length, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;
  g_autoptr (GBytes) piece = NULL;
  GstBuffer *buffer;
  GError *failure = NULL;
  gsize size;

  if (is_silent_for_too_long (self)) {
    qwentts_decode_progress_take_failure (&self->progress,
        qwentts_stream_error_too_little_audio (self->silent_size));
    return;
  }

  piece = qwentts_byte_source_read (self->source, self->fed_size, 1,
      PIECE_SIZE, self->stop, &failure);
  if (g_cancellable_is_cancelled (self->stop)) {
    g_clear_error (&failure);
    return;
  }

  size = piece ? g_bytes_get_size (piece) : 0;
  if (size == 0) {
    qwentts_decode_progress_set_fed (&self->progress, failure);
    gst_app_src_end_of_stream (src);
    return;
  }

  /* With offsets, tag demuxers have nothing to warn about. */
  buffer = gst_buffer_new_wrapped_bytes (piece);
  GST_BUFFER_OFFSET (buffer) = self->fed_size;
  self->fed_size += size;
  self->silent_size += size;
  GST_BUFFER_OFFSET_END (buffer) = self->fed_size;
  gst_app_src_push_buffer (src, buffer);
}

static GstFlowReturn
on_new_sample (GstAppSink * sink, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;

  g_atomic_int_set (&self->has_new_audio, TRUE);
  qwentts_decode_progress_wake (&self->progress);
  return GST_FLOW_OK;
}

static void
on_eos (GstAppSink * sink, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;

  qwentts_decode_progress_set_ended (&self->progress);
}

static gboolean
is_raw_audio (GstPad * pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  /* A stream that ended before its first sample has no format yet. */
  if (!caps)
    caps = gst_pad_query_caps (pad, NULL);

  return gst_caps_get_size (caps) > 0
      && gst_structure_has_name (gst_caps_get_structure (caps, 0),
      "audio/x-raw");
}

static gboolean
is_playing_a_pad (QwenttsDecodePipeline * self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->convert, "sink");

  return gst_pad_is_linked (pad);
}

/* In the last part of a chained file there may be no audio: then the end of
 * what there is ends the audio too, as decodebin ends no part but the last. */
static GstPadProbeReturn
on_discarded_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS && !is_playing_a_pad (self))
    qwentts_decode_progress_set_ended (&self->progress);

  return GST_PAD_PROBE_OK;
}

/* Streams that are not wanted flow into nothing: left alone, they would be
 * errors. */
static void
discard_pad (QwenttsDecodePipeline * self, GstPad * pad)
{
  GstElement *fakesink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) fakesink_pad = NULL;

  if (!fakesink)
    return;

  g_object_set (fakesink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (self->pipeline), fakesink);
  gst_element_sync_state_with_parent (fakesink);
  fakesink_pad = gst_element_get_static_pad (fakesink, "sink");
  gst_pad_add_probe (fakesink_pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      on_discarded_event, self, NULL);
  gst_pad_link (pad, fakesink_pad);
}

static void
on_pad_added (GstElement * decodebin, GstPad * pad, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;
  g_autoptr (GstPad) convert_pad =
      gst_element_get_static_pad (self->convert, "sink");

  /* The next part of a chained file comes when the pad of the one before is
   * gone. */
  if (!is_raw_audio (pad) || gst_pad_is_linked (convert_pad)
      || gst_pad_link (pad, convert_pad) != GST_PAD_LINK_OK) {
    discard_pad (self, pad);
    return;
  }

  qwentts_decode_progress_set_has_audio (&self->progress);
}

static void
on_no_more_pads (GstElement * decodebin, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;

  qwentts_decode_progress_set_complete (&self->progress);
}

static void
on_unknown_type (GstElement * decodebin, GstPad * pad, GstCaps * caps,
    gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;

  if (caps && qwentts_caps_may_hold_audio (caps))
    qwentts_decode_progress_set_missing (&self->progress, caps);
}

static gboolean
on_autoplug_continue (GstElement * decodebin, GstPad * pad, GstCaps * caps,
    gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;
  gboolean may_hold_audio = qwentts_caps_may_hold_audio (caps);

  qwentts_decode_progress_add_type (&self->progress, may_hold_audio);
  return may_hold_audio;
}

/* Nothing in a file may make this plugin connect to somewhere. */
static gint
on_autoplug_select (GstElement * decodebin, GstPad * pad, GstCaps * caps,
    GstElementFactory * factory, gpointer user_data)
{
  const gchar *klass = gst_element_factory_get_metadata (factory,
      GST_ELEMENT_METADATA_KLASS);

  return klass && (strstr (klass, "Adaptive") || strstr (klass, "Network")) ?
      AUTOPLUG_SELECT_SKIP : AUTOPLUG_SELECT_TRY;
}

/* In any thread. Nobody reads this bus: all messages end here. */
static GstBusSyncReply
on_message (GstBus * bus, GstMessage * message, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    qwentts_decode_progress_take_message (&self->progress, message);

  gst_message_unref (message);
  return GST_BUS_DROP;
}

static GstElement *
add_element (QwenttsDecodePipeline * self, const gchar * name, GError ** error)
{
  GstElement *element = gst_element_factory_make (name, NULL);

  if (!element) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
        "GStreamer's own element %s is not installed.", name);
    return NULL;
  }

  gst_bin_add (GST_BIN (self->pipeline), element);
  return element;
}

/* Parsers guess a length from the size of the file, which is not to be taken
 * for what a header says; and appsrc answers with -1 where nobody knows it,
 * which mpegaudioparse takes for a size. */
static GstPadProbeReturn
on_query (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  return GST_QUERY_TYPE (query) == GST_QUERY_DURATION ?
      GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

/* Elements that want no more bytes end the file before the input does. */
static GstPadProbeReturn
on_src_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  QwenttsDecodePipeline *self = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    qwentts_decode_progress_set_fed (&self->progress, NULL);

  return GST_PAD_PROBE_OK;
}

static void
set_up_src (QwenttsDecodePipeline * self, GstElement * src)
{
  GstAppSrcCallbacks callbacks = {.need_data = on_need_data };
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, on_query, NULL,
      NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_src_event,
      self, NULL);
  gst_app_src_set_callbacks (GST_APP_SRC (src), &callbacks, self, NULL);
}

static void
set_up_decodebin (QwenttsDecodePipeline * self, GstElement * decodebin)
{
  g_signal_connect (decodebin, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (decodebin, "no-more-pads", G_CALLBACK (on_no_more_pads),
      self);
  g_signal_connect (decodebin, "unknown-type", G_CALLBACK (on_unknown_type),
      self);
  g_signal_connect (decodebin, "autoplug-continue",
      G_CALLBACK (on_autoplug_continue), self);
  g_signal_connect (decodebin, "autoplug-select",
      G_CALLBACK (on_autoplug_select), self);
}

static void
set_up_sink (QwenttsDecodePipeline * self)
{
  GstAppSinkCallbacks callbacks = {
    .new_sample = on_new_sample,
    .eos = on_eos
  };
  g_autoptr (GstCaps) caps = gst_caps_new_simple ("audio/x-raw",
      "layout", G_TYPE_STRING, "interleaved", NULL);

  gst_element_set_locked_state (GST_ELEMENT (self->sink), TRUE);
  g_object_set (self->sink, "sync", FALSE, "async", FALSE, "caps", caps,
      "max-buffers", MAX_BUFFERS, NULL);
  gst_app_sink_set_callbacks (self->sink, &callbacks, self, NULL);
}

static gboolean
build (QwenttsDecodePipeline * self, GError ** error)
{
  g_autoptr (GstBus) bus = gst_pipeline_get_bus (GST_PIPELINE (self->pipeline));
  GstElement *src, *decodebin, *sink;

  if (!(src = add_element (self, "appsrc", error))
      || !(decodebin = add_element (self, "decodebin", error))
      || !(self->convert = add_element (self, "audioconvert", error))
      || !(sink = add_element (self, "appsink", error)))
    return FALSE;

  self->sink = GST_APP_SINK (sink);
  gst_bus_set_sync_handler (bus, on_message, self, NULL);
  set_up_src (self, src);
  set_up_decodebin (self, decodebin);
  set_up_sink (self);
  gst_element_link (src, decodebin);
  gst_element_link (self->convert, sink);
  return TRUE;
}

/* The sink goes its own way, ahead of the others. A bin goes on to PLAYING in a
 * thread of its own when decodebin has found its streams, and it would wait for
 * the lock under which appsink waits for room: nobody could stop it then. */
static void
start (QwenttsDecodePipeline * self)
{
  /* A failure comes over the bus. */
  gst_element_set_state (GST_ELEMENT (self->sink), GST_STATE_PLAYING);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
stop (QwenttsDecodePipeline * self)
{
  g_cancellable_cancel (self->stop);
  if (self->sink)
    gst_element_set_state (GST_ELEMENT (self->sink), GST_STATE_NULL);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

QwenttsDecodePipeline *
qwentts_decode_pipeline_new (QwenttsByteSource source, gboolean has_mark,
    GError ** error)
{
  g_autoptr (QwenttsDecodePipeline) self = g_new0 (QwenttsDecodePipeline, 1);

  qwentts_decode_progress_init (&self->progress, has_mark);
  self->source = source;
  self->stop = g_cancellable_new ();
  self->pipeline = gst_pipeline_new (NULL);

  if (!build (self, error))
    return NULL;

  start (self);
  return g_steal_pointer (&self);
}

void
qwentts_decode_pipeline_free (QwenttsDecodePipeline * self)
{
  g_autoptr (GstBus) bus = gst_pipeline_get_bus (GST_PIPELINE (self->pipeline));

  stop (self);
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  gst_object_unref (self->pipeline);

  g_object_unref (self->stop);
  qwentts_decode_progress_clear (&self->progress);
  g_free (self);
}

GstSample *
qwentts_decode_pipeline_pull (QwenttsDecodePipeline * self,
    GCancellable * cancellable, GError ** error)
{
  gboolean is_silent = FALSE;

  while (TRUE) {
    /* First the look, then the pull: what comes between ends the wait. */
    QwenttsDecodeLook seen = qwentts_decode_progress_look (&self->progress);
    GstSample *sample = gst_app_sink_try_pull_sample (self->sink, 0);

    if (sample) {
      qwentts_decode_progress_note_pull (&self->progress);
      return sample;
    }
    if (seen.has_ended || (seen.has_failed && !seen.has_audio) || is_silent)
      break;
    if (!qwentts_decode_progress_wait (&self->progress, &seen, cancellable,
            &is_silent, error))
      return NULL;
  }

  qwentts_decode_progress_get_error (&self->progress, error);
  return NULL;
}

GstClockTime
qwentts_decode_pipeline_query_duration (QwenttsDecodePipeline * self)
{
  gint64 duration;

  if (!gst_element_query_duration (GST_ELEMENT (self->sink), GST_FORMAT_TIME,
          &duration) || duration <= 0)
    return GST_CLOCK_TIME_NONE;

  return duration;
}

guint64
qwentts_decode_pipeline_get_size (QwenttsDecodePipeline * self)
{
  return self->fed_size;
}

GstCaps *
qwentts_decode_pipeline_get_missing_caps (QwenttsDecodePipeline * self)
{
  return qwentts_decode_progress_get_missing_caps (&self->progress);
}
