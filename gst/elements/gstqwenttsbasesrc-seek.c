/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking: what cannot be done is refused before GstBaseSrc flushes for it. */
#include "elements/gstqwenttsbasesrc-private.h"

GST_DEBUG_CATEGORY_EXTERN (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

/* Where one end of the stream would be.
 *
 * @before: where it is, -1: at the end
 * @length: of the stream, -1: not known
 *
 * Returns: FALSE if it cannot be told */
static gboolean
resolve_end (GstSeekType type, gint64 value, guint64 before, guint64 length,
    gint64 * end)
{
  switch (type) {
    case GST_SEEK_TYPE_SET:
      *end = value;
      return TRUE;
    case GST_SEEK_TYPE_END:
      *end = length + value;
      return GST_CLOCK_TIME_IS_VALID (length) && *end >= 0;
    default:
      *end = before;
      return TRUE;
  }
}

static gboolean
is_from_the_end (GstEvent * seek)
{
  GstSeekType start_type, stop_type;

  gst_event_parse_seek (seek, NULL, NULL, NULL, &start_type, NULL, &stop_type,
      NULL);
  return start_type == GST_SEEK_TYPE_END || stop_type == GST_SEEK_TYPE_END;
}

/* For GstSegment, which has no other way to find the end. Where it may still move,
 * no other seek is to stop at it. */
static void
note_length (GstBaseSrc * src, GstEvent * seek)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  GstClockTime length = is_from_the_end (seek)
      ? gst_qwen_tts_base_src_get_length (GST_QWEN_TTS_BASE_SRC (src))
      : GST_CLOCK_TIME_NONE;

  GST_OBJECT_LOCK (src);
  if (!priv->is_duration_final)
    src->segment.duration = length;
  GST_OBJECT_UNLOCK (src);
}

/* As GstSegment will have it. */
static gboolean
is_in_order (GstBaseSrc * src, GstEvent * seek)
{
  GstSeekType start_type, stop_type;
  gint64 start, stop;
  GstSegment segment;

  GST_OBJECT_LOCK (src);
  segment = src->segment;
  GST_OBJECT_UNLOCK (src);

  gst_event_parse_seek (seek, NULL, NULL, NULL, &start_type, &start,
      &stop_type, &stop);
  return resolve_end (start_type, start, segment.start, segment.duration,
      &start)
      && resolve_end (stop_type, stop, segment.stop, segment.duration, &stop)
      && start >= 0 && (stop == -1 || start <= stop);
}

/* Returns: (nullable): why it is refused */
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
  if (!is_in_order (src, seek))
    return "it has no start, or its stop lies before that";
  return NULL;
}

gboolean
gst_qwen_tts_base_src_prepare_seek (GstBaseSrc * src, GstEvent * seek)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  const gchar *objection;

  note_length (src, seek);
  objection = find_objection (src, seek);
  if (objection) {
    GST_INFO_OBJECT (src, "a seek is refused: %s", objection);
    return FALSE;
  }

  GST_OBJECT_LOCK (src);
  priv->seek_seqnum = gst_event_get_seqnum (seek);
  GST_OBJECT_UNLOCK (src);
  /* Without a flush GstBaseSrc waits for the buffer that comes next. */
  qwentts_stream_wait_end (&priv->wait, GST_ELEMENT (src));
  return TRUE;
}

void
gst_qwen_tts_base_src_check_pending_seek (GstBaseSrc * src)
{
  g_autoptr (GstEvent) seek = NULL;

  if (GST_BASE_SRC_GET_CLASS (src)->is_seekable (src))
    return;
  GST_OBJECT_LOCK (src);
  seek = g_steal_pointer (&src->pending_seek);
  GST_OBJECT_UNLOCK (src);
  if (seek)
    GST_WARNING_OBJECT (src, "a seek is dropped: by now the stream is not "
        "seekable");
}

void
gst_qwen_tts_base_src_ensure_segment (GstBaseSrc * src)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  GstEvent *segment;

  /* It would come before the format. */
  if (!priv->is_segment_due || priv->pushed_caps == NULL)
    return;

  priv->is_segment_due = FALSE;
  segment = gst_event_new_segment (&src->segment);
  GST_OBJECT_LOCK (src);
  if (priv->seek_seqnum != GST_SEQNUM_INVALID)
    gst_event_set_seqnum (segment, priv->seek_seqnum);
  GST_OBJECT_UNLOCK (src);
  gst_pad_push_event (GST_BASE_SRC_PAD (src), segment);
}

/* With the stream's lock; also at the start of each stream. */
gboolean
gst_qwen_tts_base_src_do_seek (GstBaseSrc * src, GstSegment * segment)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);

  priv->is_segment_due = TRUE;
  /* There is none if the start has failed, which is told later. */
  return priv->speech == NULL
      || qwentts_speech_seek (priv->speech, segment->position, segment->stop);
}
