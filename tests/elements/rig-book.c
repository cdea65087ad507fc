/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is in the book of a rig. */
#include "rig.h"

#define WAV_HEADER_SIZE 44

GPtrArray *
rig_get_book (Rig * rig)
{
  GPtrArray *book =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_mini_object_unref);

  g_mutex_lock (&rig->lock);
  for (guint i = 0; i < rig->book->len; i++)
    g_ptr_array_add (book, gst_mini_object_ref (rig->book->pdata[i]));
  g_mutex_unlock (&rig->lock);
  return book;
}

guint
rig_count_messages (Rig * rig, GstMessageType types)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  guint count = 0;

  for (guint i = 0; i < book->len; i++)
    if (rig_is_message (book->pdata[i], types))
      count++;
  return count;
}

guint
rig_count_events (Rig * rig, GstEventType type)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  guint count = 0;

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == type)
      count++;
  return count;
}

GPtrArray *
rig_get_buffers (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GPtrArray *buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_BUFFER (book->pdata[i]))
      g_ptr_array_add (buffers, gst_buffer_ref (book->pdata[i]));
  return buffers;
}

GBytes *
rig_get_samples (Rig * rig)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (rig);
  GByteArray *samples = g_byte_array_new ();

  for (guint i = 0; i < buffers->len; i++) {
    GstMapInfo map;

    g_assert_true (gst_buffer_map (buffers->pdata[i], &map, GST_MAP_READ));
    g_byte_array_append (samples, map.data, map.size);
    gst_buffer_unmap (buffers->pdata[i], &map);
  }
  return g_byte_array_free_to_bytes (samples);
}

gchar *
rig_get_progress (Rig * rig)
{
  static const gchar letters[] = {
    [GST_PROGRESS_TYPE_START] = 'S',
    [GST_PROGRESS_TYPE_CONTINUE] = 'C',
    [GST_PROGRESS_TYPE_COMPLETE] = 'P',
    [GST_PROGRESS_TYPE_ERROR] = 'E',
    [GST_PROGRESS_TYPE_CANCELED] = 'A',
  };
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GString *progress = g_string_new (NULL);

  for (guint i = 0; i < book->len; i++) {
    g_autofree gchar *code = NULL;
    GstProgressType type;

    if (!GST_IS_MESSAGE (book->pdata[i])
        || GST_MESSAGE_TYPE (book->pdata[i]) != GST_MESSAGE_PROGRESS)
      continue;
    gst_message_parse_progress (book->pdata[i], &type, &code, NULL);
    g_assert_cmpstr (code, ==, "request");
    g_string_append_c (progress, letters[type]);
  }
  return g_string_free (progress, FALSE);
}

GstStructure *
rig_get_structure (Rig * rig, const gchar * name)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && gst_message_has_name (book->pdata[i], name))
      return gst_structure_copy (gst_message_get_structure (book->pdata[i]));
  return NULL;
}

GstStructure *
rig_get_stats (Rig * rig)
{
  GstStructure *stats = NULL;

  g_object_get (rig->src, "stats", &stats, NULL);
  g_assert_cmpstr (gst_structure_get_name (stats), ==,
      "application/x-qwentts-stats");
  return stats;
}

void
rig_assert_spoken (Rig * rig, const gchar * text)
{
  g_autoptr (GBytes) samples = rig_get_samples (rig);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), text, NULL, &error);
  gsize size;
  const guint8 *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (wav, &size);
  g_assert_cmpuint (size, >, WAV_HEADER_SIZE);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples), data + WAV_HEADER_SIZE,
      size - WAV_HEADER_SIZE);
}
