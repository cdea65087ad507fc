/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/stream-messages.h"

void
qwentts_post_progress (GstElement * element, GstProgressType type,
    guint percent)
{
  static const gchar *const texts[] = {
    [GST_PROGRESS_TYPE_START] = "Requesting speech",
    [GST_PROGRESS_TYPE_CONTINUE] = "The service is working",
    [GST_PROGRESS_TYPE_COMPLETE] = "The speech is there",
    [GST_PROGRESS_TYPE_CANCELED] = "The request was abandoned",
    [GST_PROGRESS_TYPE_ERROR] = "The request failed",
  };
  GstMessage *message = gst_message_new_progress (GST_OBJECT (element), type,
      "request", texts[type]);

  gst_structure_set (gst_message_writable_structure (message),
      "percent", G_TYPE_INT, (gint) percent, NULL);
  gst_element_post_message (element, message);
}

void
qwentts_post_segment (GstElement * element, const QwenttsSegmentInfo * info)
{
  GstStructure *structure = gst_structure_new ("qwentts/segment",
      "index", G_TYPE_UINT, info->index,
      "text-index", G_TYPE_UINT, 0,
      "text", G_TYPE_STRING, info->text,
      "offset", G_TYPE_UINT, info->offset,
      "length", G_TYPE_UINT, info->length,
      "stream-time", GST_TYPE_CLOCK_TIME, info->stream_time,
      "duration", GST_TYPE_CLOCK_TIME, info->duration,
      "task-id", G_TYPE_STRING, info->task_id,
      "cached", G_TYPE_BOOLEAN, FALSE,
      "credits", G_TYPE_DOUBLE, info->credits, NULL);

  gst_element_post_message (element,
      gst_message_new_element (GST_OBJECT (element), structure));
}
