/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/stream-messages.h"

static gchar *
make_text (GstProgressType type, const gchar * subject)
{
  switch (type) {
    case GST_PROGRESS_TYPE_START:
      return g_strdup_printf ("Requesting the %s", subject);
    case GST_PROGRESS_TYPE_CONTINUE:
      return g_strdup_printf ("The service is working on the %s", subject);
    case GST_PROGRESS_TYPE_COMPLETE:
      return g_strdup_printf ("The %s is there", subject);
    case GST_PROGRESS_TYPE_CANCELED:
      return g_strdup_printf ("The stream no longer waits for the %s", subject);
    case GST_PROGRESS_TYPE_ERROR:
      return g_strdup_printf ("The request for the %s failed", subject);
  }
  g_return_val_if_reached (NULL);
}

void
qwentts_post_progress (GstElement * element, const gchar * subject,
    GstProgressType type, guint percent)
{
  g_autofree gchar *text = make_text (type, subject);
  GstMessage *message = gst_message_new_progress (GST_OBJECT (element), type,
      "request", text);

  gst_structure_set (gst_message_writable_structure (message),
      "percent", G_TYPE_INT, (gint) percent, NULL);
  gst_element_post_message (element, message);
}

void
qwentts_post_segment (GstElement * element, const QwenttsSegmentInfo * info)
{
  GstStructure *structure = gst_structure_new ("qwentts/segment",
      "index", G_TYPE_UINT, info->index,
      "text-index", G_TYPE_UINT, info->segment->text_index,
      "text", G_TYPE_STRING, info->segment->text,
      "offset", G_TYPE_UINT, info->segment->offset,
      "length", G_TYPE_UINT, info->segment->length,
      "stream-time", GST_TYPE_CLOCK_TIME, info->stream_time,
      "duration", GST_TYPE_CLOCK_TIME, info->duration,
      "task-id", G_TYPE_STRING, info->task_id,
      "cached", G_TYPE_BOOLEAN, info->is_cached,
      "credits", G_TYPE_DOUBLE, info->credits, NULL);

  gst_element_post_message (element,
      gst_message_new_element (GST_OBJECT (element), structure));
}

void
qwentts_post_voice (GstElement * element, const QwenttsVoice * voice)
{
  GstStructure *structure = gst_structure_new ("qwentts/voice-designed",
      "voice", G_TYPE_STRING, voice->name,
      "target-model", G_TYPE_STRING, voice->target_model,
      "task-id", G_TYPE_STRING, voice->task_id,
      "cached", G_TYPE_BOOLEAN, voice->is_cached,
      "credits", G_TYPE_DOUBLE, voice->credits, NULL);

  gst_element_post_message (element,
      gst_message_new_element (GST_OBJECT (element), structure));
}
