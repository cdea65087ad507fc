/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/design-message.h"

/* Whether a message is told in the order of the stream. */
static gboolean
is_of_stream (GstMessage * message)
{
  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
    case GST_MESSAGE_WARNING:
    case GST_MESSAGE_PROGRESS:
    case GST_MESSAGE_ELEMENT:
      return TRUE;
    default:
      return FALSE;
  }
}

/* Nobody knows the preview source: what it tells is told by the bin. */
static GstMessage *
tell_as_own (GstMessage * message, GstObject * bin)
{
  GstMessage *own = gst_message_copy (message);

  gst_object_replace (&GST_MESSAGE_SRC (own), bin);
  gst_message_unref (message);
  return own;
}

/* A duration is that of a part. concat stops first, and then refuses caps, which a
 * source takes for a failure, and lets go of a speech whose turn has not come. */
static gboolean
is_untrue (GstMessage * message, QwenttsDesignStream * stream)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DURATION_CHANGED)
    return TRUE;
  if (GST_MESSAGE_SRC (message) == GST_OBJECT (stream->speech)
      && is_of_stream (message)
      && !qwentts_design_stream_is_speech (stream))
    return TRUE;
  return GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR
      && !qwentts_design_stream_is_running (stream);
}

GstMessage *
qwentts_design_message_adopt (GstMessage * message,
    QwenttsDesignStream * stream, GstObject * bin)
{
  if (is_untrue (message, stream)) {
    gst_message_unref (message);
    return NULL;
  }
  if (GST_MESSAGE_SRC (message) != GST_OBJECT (stream->preview)
      || !is_of_stream (message))
    return message;

  /* GstBaseSrc sends EOS behind an error: it is not the speech's turn. */
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    qwentts_design_stream_cut_short (stream);
  return tell_as_own (message, bin);
}
