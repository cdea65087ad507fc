/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/live-rig.h"

#define WAIT_US (30 * G_TIME_SPAN_SECOND)
#define WAV_HEADER_SIZE 44
#define MAX_DURATION (20 * GST_MSECOND)

Live *
live_new (const QwenttsSimulatorOptions * options, const gchar * text)
{
  Live *live = g_new0 (Live, 1);

  live->rig = rig_new (options);
  live->rig->user_data = live;
  live->clock = hand_clock_new ();
  gst_pipeline_use_clock (GST_PIPELINE (live->rig->pipeline),
      GST_CLOCK (live->clock));
  g_object_set (live->rig->src, "is-live", TRUE, "text", text, "keep-open",
      text == NULL, NULL);
  return live;
}

void
live_free (Live * live)
{
  /* Nobody goes on when the clock does not. */
  hand_clock_stop (live->clock);
  rig_free (live->rig);
  gst_object_unref (live->clock);
  g_free (live);
}

static GstClockTime
get_clock_time (Live * live, GstClockTime time)
{
  return gst_element_get_base_time (live->rig->src) + time;
}

void
live_play_to (Live * live, GstClockTime time)
{
  rig_start (live->rig, GST_STATE_PLAYING);
  hand_clock_run_to (live->clock, get_clock_time (live, time));
}

static gboolean
is_awaited (Live * live, GstMessage * message)
{
  return live->name ? gst_message_has_name (message, live->name)
      : GST_MESSAGE_TYPE (message) == GST_MESSAGE_PROGRESS;
}

/* By the streaming thread. */
static void
stop_where_it_is (Rig * rig, GstMessage * message)
{
  Live *live = rig->user_data;

  if (is_awaited (live, message))
    hand_clock_stop (live->clock);
}

static void
run_until (Live * live, const gchar * name)
{
  live->name = name;
  live->rig->on_message = stop_where_it_is;
  /* First the limit: what is awaited may come at once. */
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  rig_start (live->rig, GST_STATE_PLAYING);
  if (name)
    gst_message_unref (rig_wait_for_named (live->rig, name));
  else
    rig_wait_for_progress (live->rig, GST_PROGRESS_TYPE_START);
  hand_clock_wait_for_sleeper (live->clock);
  live->rig->on_message = NULL;
}

void
live_run_until_named (Live * live, const gchar * name)
{
  run_until (live, name);
}

void
live_run_until_waiting (Live * live)
{
  run_until (live, NULL);
}

void
live_run_to_end (Live * live)
{
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  rig_play_to_end (live->rig);
}

gboolean
live_is_silent (GstBuffer * buffer)
{
  return GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP);
}

GBytes *
live_get_speech (Live * live)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (live->rig);
  GByteArray *samples = g_byte_array_new ();

  for (guint i = 0; i < buffers->len; i++) {
    gsize size = gst_buffer_get_size (buffers->pdata[i]);

    if (live_is_silent (buffers->pdata[i]))
      continue;
    g_byte_array_set_size (samples, samples->len + size);
    gst_buffer_extract (buffers->pdata[i], 0,
        samples->data + samples->len - size, size);
  }
  return g_byte_array_free_to_bytes (samples);
}

static GBytes *
speak (Live * live, const gchar * text)
{
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (live->rig->simulator,
      qwentts_simulator_get_voice (live->rig->simulator), text, NULL, NULL);

  return g_bytes_new_from_bytes (wav, WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}

GstClockTime
live_play_until_spoken (Live * live, GstClockTime time, const gchar * text)
{
  const gint64 deadline_us = g_get_monotonic_time () + WAIT_US;
  g_autoptr (GBytes) wanted = speak (live, text);
  g_autoptr (GBytes) samples = live_get_speech (live);

  while (g_bytes_get_size (samples) < g_bytes_get_size (wanted)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    time += GST_SECOND;
    live_play_to (live, time);
    g_bytes_unref (samples);
    samples = live_get_speech (live);
  }
  g_assert_true (g_bytes_equal (samples, wanted));
  return time;
}

void
live_assert_spoken (Live * live, ...)
{
  g_autoptr (GBytes) samples = live_get_speech (live);
  g_autoptr (GByteArray) wanted = g_byte_array_new ();
  const gchar *text;
  va_list texts;

  va_start (texts, live);
  while ((text = va_arg (texts, const gchar *)))
  {
    g_autoptr (GBytes) speech = speak (live, text);

    g_byte_array_append (wanted, g_bytes_get_data (speech, NULL),
        g_bytes_get_size (speech));
  }
  va_end (texts);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples),
      wanted->data, wanted->len);
}

static void
assert_silent (GstBuffer * buffer)
{
  g_autofree guint8 *nothing = g_malloc0 (gst_buffer_get_size (buffer));

  g_assert_cmpint (gst_buffer_memcmp (buffer, 0, nothing,
          gst_buffer_get_size (buffer)), ==, 0);
}

void
live_assert_well_formed (Live * live)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (live->rig);
  GstClockTime end = 0;

  for (guint i = 0; i < buffers->len; i++) {
    GstBuffer *buffer = buffers->pdata[i];

    g_assert_cmpuint (GST_BUFFER_DURATION (buffer), >, 0);
    g_assert_cmpuint (GST_BUFFER_DURATION (buffer), <=, MAX_DURATION);
    if (i > 0 && !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT))
      g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, end);
    if (live_is_silent (buffer))
      assert_silent (buffer);
    end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);
  }
}

guint
live_count_disconts (Live * live)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (live->rig);
  guint count = 0;

  for (guint i = 0; i < buffers->len; i++)
    count += GST_BUFFER_FLAG_IS_SET ((GstBuffer *) buffers->pdata[i],
        GST_BUFFER_FLAG_DISCONT);
  return count;
}

GstBuffer *
live_get_first_speech (Live * live)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (live->rig);

  for (guint i = 0; i < buffers->len; i++)
    if (!live_is_silent (buffers->pdata[i]))
      return gst_buffer_ref (buffers->pdata[i]);
  return NULL;
}

GstClockTime
live_get_end (Live * live)
{
  g_autoptr (GPtrArray) buffers = rig_get_buffers (live->rig);
  GstBuffer *last;

  g_assert_cmpuint (buffers->len, >, 0);
  last = buffers->pdata[buffers->len - 1];
  return GST_BUFFER_PTS (last) + GST_BUFFER_DURATION (last);
}

GPtrArray *
live_get_segments (Live * live)
{
  g_autoptr (GPtrArray) book = rig_get_book (live->rig);
  GPtrArray *segments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_structure_free);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && gst_message_has_name (book->pdata[i], "qwentts/segment"))
      g_ptr_array_add (segments,
          gst_structure_copy (gst_message_get_structure (book->pdata[i])));
  return segments;
}

gboolean
live_push_text (Live * live, const gchar * text)
{
  gboolean is_taken;

  g_signal_emit_by_name (live->rig->src, "push-text", text, &is_taken);
  return is_taken;
}
