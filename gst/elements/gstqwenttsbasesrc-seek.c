/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking: what cannot be done is refused before GstBaseSrc flushes for it. */
#include "elements/gstqwenttsbasesrc-private.h"

GST_DEBUG_CATEGORY_EXTERN (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

/* Returns: (nullable): why it is refused, wherever it goes */
static const gchar *
find_objection (GstBaseSrc * src, GstEvent * seek)
{
  gdouble rate;
  GstFormat format;
  GstSeekFlags flags;

  gst_event_parse_seek (seek, &rate, &format, &flags, NULL, NULL, NULL, NULL);
  if (GST_BASE_SRC_IS_STARTING (src))
    return "the stream is just being started";
  if (!GST_BASE_SRC_GET_CLASS (src)->is_seekable (src))
    return "the stream is not seekable";
  if (format != GST_FORMAT_TIME)
    return "it is not in TIME";
  if (rate <= 0)
    return "only forward rates can be played";
  if (flags & GST_SEEK_FLAG_INSTANT_RATE_CHANGE)
    return "the rate changes with a new segment only";
  return NULL;
}

/* @length: of the stream */
static void
resolve_end (GstSeekType * type, gint64 * place, GstClockTime length)
{
  if (*type != GST_SEEK_TYPE_END)
    return;
  *type = GST_SEEK_TYPE_SET;
  *place = CLAMP (*place, -(gint64) length, G_MAXINT64 - (gint64) length)
      + length;
}

/* GstSegment would count from the end as it was told last, and back beyond the
 * beginning.
 *
 * Returns: (transfer full) (nullable): with places from the beginning; NULL if the
 *   end is not known */
static GstEvent *
resolve (GstBaseSrc * src, GstEvent * seek)
{
  gdouble rate;
  GstFormat format;
  GstSeekFlags flags;
  GstSeekType start_type, stop_type;
  gint64 start, stop;
  GstClockTime length, interval;
  GstEvent *resolved;

  gst_event_parse_seek (seek, &rate, &format, &flags, &start_type, &start,
      &stop_type, &stop);
  if (start_type != GST_SEEK_TYPE_END && stop_type != GST_SEEK_TYPE_END)
    return gst_event_ref (seek);

  length = gst_qwen_tts_base_src_get_length (GST_QWEN_TTS_BASE_SRC (src));
  if (!GST_CLOCK_TIME_IS_VALID (length))
    return NULL;
  resolve_end (&start_type, &start, length);
  resolve_end (&stop_type, &stop, length);
  resolved = gst_event_new_seek (rate, format, flags, start_type, start,
      stop_type, stop);
  gst_event_set_seqnum (resolved, gst_event_get_seqnum (seek));
  gst_event_parse_seek_trickmode_interval (seek, &interval);
  gst_event_set_seek_trickmode_interval (resolved, interval);
  return resolved;
}

/* GstSegment would correct some of it.
 *
 * @seek: resolved */
static gboolean
is_in_order (GstBaseSrc * src, GstEvent * seek)
{
  GstSeekType start_type, stop_type;
  gint64 start, stop;

  gst_event_parse_seek (seek, NULL, NULL, NULL, &start_type, &start,
      &stop_type, &stop);
  GST_OBJECT_LOCK (src);
  if (start_type == GST_SEEK_TYPE_NONE)
    start = src->segment.start;
  if (stop_type == GST_SEEK_TYPE_NONE)
    stop = src->segment.stop;
  GST_OBJECT_UNLOCK (src);
  return start >= 0 && (stop == -1 || start <= stop);
}

GstEvent *
gst_qwen_tts_base_src_prepare_seek (GstBaseSrc * src, GstEvent * seek)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  const gchar *objection = find_objection (src, seek);
  g_autoptr (GstEvent) resolved = objection ? NULL : resolve (src, seek);

  if (objection == NULL && resolved == NULL)
    objection = "it counts from the end, which is not known yet";
  else if (objection == NULL && !is_in_order (src, resolved))
    objection = "it has no start, or its stop lies before that";
  if (objection) {
    GST_INFO_OBJECT (src, "a seek is refused: %s", objection);
    return NULL;
  }

  GST_OBJECT_LOCK (src);
  priv->seek_seqnum = gst_event_get_seqnum (seek);
  GST_OBJECT_UNLOCK (src);
  /* Without a flush GstBaseSrc waits for the buffer that comes next. */
  qwentts_stream_wait_end (&priv->wait, GST_ELEMENT (src));
  return g_steal_pointer (&resolved);
}

void
gst_qwen_tts_base_src_check_pending_seek (GstBaseSrc * src)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  g_autoptr (GstEvent) seek = NULL;

  if (GST_BASE_SRC_GET_CLASS (src)->is_seekable (src))
    return;
  GST_OBJECT_LOCK (src);
  seek = g_steal_pointer (&src->pending_seek);
  if (seek)
    priv->seek_seqnum = GST_SEQNUM_INVALID;
  GST_OBJECT_UNLOCK (src);
  if (seek)
    GST_WARNING_OBJECT (src, "a seek is dropped: by now the stream is not "
        "seekable");
}

/* Where it was sought beyond the end, which was not known then.
 *
 * Returns: (transfer full) */
static GstEvent *
make_segment_event (GstBaseSrc * src)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  GstSegment *segment = &src->segment;
  GstEvent *event;

  GST_OBJECT_LOCK (src);
  if (GST_CLOCK_TIME_IS_VALID (segment->duration)
      && segment->start > segment->duration) {
    segment->start = segment->time = segment->position = segment->duration;
    if (GST_CLOCK_TIME_IS_VALID (segment->stop))
      segment->stop = segment->duration;
  }
  event = gst_event_new_segment (segment);
  if (priv->segment_seqnum != GST_SEQNUM_INVALID)
    gst_event_set_seqnum (event, priv->segment_seqnum);
  GST_OBJECT_UNLOCK (src);
  return event;
}

GstFlowReturn
gst_qwen_tts_base_src_push_segment (GstBaseSrc * src)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  GstPad *pad = GST_BASE_SRC_PAD (src);

  priv->is_segment_due = FALSE;
  if (!gst_pad_push_event (pad, make_segment_event (src))
      && GST_PAD_IS_FLUSHING (pad))
    return GST_FLOW_FLUSHING;
  return GST_FLOW_EOS;
}

/* With the stream's lock; also at the start of each stream. */
gboolean
gst_qwen_tts_base_src_do_seek (GstBaseSrc * src, GstSegment * segment)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);

  priv->is_segment_due = TRUE;
  GST_OBJECT_LOCK (src);
  priv->segment_seqnum = priv->seek_seqnum;
  GST_OBJECT_UNLOCK (src);
  /* There is none if the start has failed, which is told later. */
  return priv->speech == NULL
      || qwentts_speech_seek (priv->speech, segment->position, segment->stop);
}
