/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "segments.h"

#include <gst/audio/audio.h>

#include "fields.h"

#define WAV_HEADER_SIZE 44

GPtrArray *
segments_get (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GPtrArray *segments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_structure_free);

  for (guint i = 0; i < book->len; i++) {
    const GstStructure *told = rig_is_message (book->pdata[i],
        GST_MESSAGE_ELEMENT) ? gst_message_get_structure (book->pdata[i])
        : NULL;

    if (told && gst_structure_has_name (told, "qwentts/segment"))
      g_ptr_array_add (segments, gst_structure_copy (told));
  }
  return segments;
}

const gchar *
segments_get_text (GPtrArray * segments, guint i)
{
  g_assert_cmpuint (i, <, segments->len);
  return gst_structure_get_string (segments->pdata[i], "text");
}

guint
segments_get_uint (GPtrArray * segments, guint i, const gchar * field)
{
  g_assert_cmpuint (i, <, segments->len);
  return fields_get_uint (segments->pdata[i], field);
}

GstClockTime
segments_get_time (GPtrArray * segments, guint i, const gchar * field)
{
  g_assert_cmpuint (i, <, segments->len);
  return fields_get_time (segments->pdata[i], field);
}

void
segments_assert_heard (Rig * rig, GPtrArray * segments,
    const gchar * language_type)
{
  g_autoptr (GBytes) samples = rig_get_samples (rig);
  g_autoptr (GByteArray) wanted = g_byte_array_new ();

  for (guint i = 0; i < segments->len; i++) {
    g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
        qwentts_simulator_get_voice (rig->simulator),
        segments_get_text (segments, i), language_type, NULL);

    g_byte_array_append (wanted, (const guint8 *) g_bytes_get_data (wav, NULL)
        + WAV_HEADER_SIZE, g_bytes_get_size (wav) - WAV_HEADER_SIZE);
  }
  g_assert_cmpmem (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples),
      wanted->data, wanted->len);
}

/* What the samples since the last change of rate say. */
typedef struct
{
  GstAudioInfo info;
  GstClockTime base;
  guint64 n_frames;
} Count;

static GstClockTime
get_end (const Count * count)
{
  return count->base + gst_util_uint64_scale (count->n_frames, GST_SECOND,
      MAX (count->info.rate, 1));
}

static void
take_caps (Count * count, GstEvent * event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  g_assert_true (gst_audio_info_from_caps (&info, caps));
  if (info.rate != count->info.rate) {
    count->base = get_end (count);
    count->n_frames = 0;
  }
  count->info = info;
}

static void
assert_follows (Count * count, GstBuffer * buffer)
{
  GstClockTime begin = get_end (count);

  g_assert_cmpuint (gst_buffer_get_size (buffer) % count->info.bpf, ==, 0);
  g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), ==, count->n_frames);
  count->n_frames += gst_buffer_get_size (buffer) / count->info.bpf;
  g_assert_cmpuint (GST_BUFFER_OFFSET_END (buffer), ==, count->n_frames);
  g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, begin);
  g_assert_cmpuint (GST_BUFFER_DURATION (buffer), ==, get_end (count) - begin);
  g_assert_cmpint (GST_BUFFER_IS_DISCONT (buffer), ==, begin == 0);
}

GstClockTime
segments_assert_exact_times (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  Count count = { 0 };

  for (guint i = 0; i < book->len; i++) {
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_CAPS)
      take_caps (&count, book->pdata[i]);
    else if (GST_IS_BUFFER (book->pdata[i]))
      assert_follows (&count, book->pdata[i]);
  }
  return get_end (&count);
}
