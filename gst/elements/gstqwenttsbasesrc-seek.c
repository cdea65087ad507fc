/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking: what cannot be done is refused before GstBaseSrc flushes for it. */
#include "elements/gstqwenttsbasesrc-private.h"

GST_DEBUG_CATEGORY_EXTERN (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

static gboolean
is_length_known (GstBaseSrc * src)
{
  gboolean is_known;

  GST_OBJECT_LOCK (src);
  is_known = GST_CLOCK_TIME_IS_VALID (src->segment.duration);
  GST_OBJECT_UNLOCK (src);
  return is_known;
}

/* Returns: (nullable): why it is refused */
static const gchar *
find_objection (GstBaseSrc * src, GstEvent * seek)
{
  gdouble rate;
  GstFormat format;
  GstSeekFlags flags;
  GstSeekType start_type, stop_type;

  gst_event_parse_seek (seek, &rate, &format, &flags, &start_type, NULL,
      &stop_type, NULL);
  if (!GST_BASE_SRC_GET_CLASS (src)->is_seekable (src))
    return "the stream is not seekable";
  if (format != GST_FORMAT_TIME)
    return "it is not in TIME";
  if (rate <= 0)
    return "only forward rates can be played";
  if (flags & GST_SEEK_FLAG_INSTANT_RATE_CHANGE)
    return "the rate changes with a new segment only";
  if ((start_type == GST_SEEK_TYPE_END || stop_type == GST_SEEK_TYPE_END)
      && !is_length_known (src))
    return "it is not known where the end is";
  return NULL;
}

gboolean
gst_qwen_tts_base_src_prepare_seek (GstBaseSrc * src, GstEvent * seek)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);
  const gchar *objection = find_objection (src, seek);

  if (objection) {
    GST_INFO_OBJECT (src, "a seek is refused: %s", objection);
    return FALSE;
  }

  /* Without a flush GstBaseSrc waits for the buffer that comes next. */
  qwentts_stream_wait_end (&priv->wait, GST_ELEMENT (src));
  return TRUE;
}

/* With the stream's lock; also at the start of each stream. */
gboolean
gst_qwen_tts_base_src_do_seek (GstBaseSrc * src, GstSegment * segment)
{
  GstQwenTtsBaseSrcPrivate *priv = gst_qwen_tts_base_src_get_private (src);

  /* There is none if the start has failed, which is told later. */
  return priv->speech == NULL
      || qwentts_speech_seek (priv->speech, segment->position, segment->stop);
}
