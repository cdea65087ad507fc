/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "seek-rig.h"

void
seek_rig_seek (Rig * rig, GstClockTime start, GstClockTime stop)
{
  rig_forget (rig);
  g_assert_true (gst_element_seek (rig->pipeline, 1.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, start, GST_SEEK_TYPE_SET,
          stop));
}

/* What was on its way when the flush came is in the book, too. */
static GPtrArray *
get_buffers_after_flush (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GPtrArray *buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_mini_object_unref);

  for (guint i = 0; i < book->len; i++) {
    if (GST_IS_BUFFER (book->pdata[i]))
      g_ptr_array_add (buffers, gst_mini_object_ref (book->pdata[i]));
    else if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_FLUSH_STOP)
      g_ptr_array_set_size (buffers, 0);
  }
  return buffers;
}

static void
append (GByteArray * samples, GstBuffer * buffer)
{
  GstMapInfo map;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_byte_array_append (samples, map.data, map.size);
  gst_buffer_unmap (buffer, &map);
}

/* Each buffer begins where the one before ends.
 *
 * @first: of them */
static GByteArray *
join (GPtrArray * buffers, GstClockTime first)
{
  GByteArray *samples = g_byte_array_new ();

  for (guint i = 0; i < buffers->len; i++) {
    GstBuffer *buffer = buffers->pdata[i];

    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, first);
    g_assert_true (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT)
        == (i == 0));
    append (samples, buffer);
    first += GST_BUFFER_DURATION (buffer);
  }
  return samples;
}

void
seek_rig_assert_heard (Rig * rig, const ScriptAudio * audio,
    GstClockTime start, GstClockTime stop)
{
  GstClockTime first = 0;
  g_autoptr (GByteArray) wanted = script_get_samples_between (audio, start,
      stop, &first);
  g_autoptr (GPtrArray) buffers = NULL;
  g_autoptr (GByteArray) heard = NULL;

  rig_play_to_end (rig);
  buffers = get_buffers_after_flush (rig);
  heard = join (buffers, first);
  g_assert_cmpmem (heard->data, heard->len, wanted->data, wanted->len);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), <=,
      SCRIPT_N_SENTENCES);
}
