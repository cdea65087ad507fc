/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeks that are refused, and where it is said that one can seek. */
#include "seek-rig.h"

#define AUDIO script_same_format

static GstClockTime
get_end (void)
{
  return script_get_end (AUDIO, SCRIPT_N_SENTENCES);
}

/* What is refused is refused before anything is flushed. */

static GstEvent *
new_seek (gdouble rate, GstFormat format, GstSeekFlags flags,
    GstSeekType start_type)
{
  return gst_event_new_seek (rate, format, flags, start_type, 0,
      GST_SEEK_TYPE_NONE, -1);
}

/* @seek: (transfer full) */
static void
assert_refused (Rig * rig, GstEvent * seek)
{
  g_assert_false (gst_pad_send_event (rig->pad, gst_event_copy (seek)));
  g_assert_false (gst_element_send_event (rig->src, gst_event_copy (seek)));
  g_assert_false (gst_element_send_event (rig->pipeline, seek));
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
}

static gboolean
is_seekable (Rig * rig, gint64 * end)
{
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  gboolean is_seekable = FALSE;
  gint64 start = -1;

  g_assert_true (gst_element_query (rig->src, query));
  gst_query_parse_seeking (query, NULL, &is_seekable, &start, end);
  g_assert_cmpint (start, ==, 0);
  return is_seekable;
}

static void
test_refuses_what_it_cannot_do (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  assert_refused (rig, new_seek (-1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_SET));
  assert_refused (rig, new_seek (1, GST_FORMAT_BYTES, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_SET));
  assert_refused (rig, new_seek (1, GST_FORMAT_DEFAULT, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_SET));
  assert_refused (rig, new_seek (1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_END));
  assert_refused (rig, gst_event_new_seek (2, GST_FORMAT_TIME,
          GST_SEEK_FLAG_INSTANT_RATE_CHANGE, GST_SEEK_TYPE_NONE, 0,
          GST_SEEK_TYPE_NONE, 0));
  assert_refused (rig, gst_event_new_seek (1, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, GST_SECOND,
          GST_SEEK_TYPE_SET, GST_SECOND - 1));
  /* -1 alone is no stop. */
  assert_refused (rig, gst_event_new_seek (1, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, GST_SECOND,
          GST_SEEK_TYPE_SET, -2));
  rig_unblock (rig);
  rig_play_to_end (rig);
  rig_forget (rig);
  /* The end is not known any more. */
  rig_stop (rig, GST_STATE_READY);
  assert_refused (rig, new_seek (1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_END));
}

static void
assert_not_seekable (Rig * rig)
{
  gint64 end;

  g_assert_false (is_seekable (rig, &end));
  assert_refused (rig, new_seek (1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
          GST_SEEK_TYPE_SET));
}

static void
test_refuses_what_has_no_end (gconstpointer property)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  g_object_set (rig->src, property, TRUE, NULL);
  rig_start (rig, GST_STATE_READY);
  assert_not_seekable (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 1);
  assert_not_seekable (rig);
}

/* Nothing is kept of what has no end, and so nothing comes back. */
static void
test_stays_refused_once_it_was_open (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  rig_start (rig, GST_STATE_PLAYING);
  g_object_set (rig->src, "keep-open", TRUE, NULL);
  assert_not_seekable (rig);
  g_object_set (rig->src, "keep-open", FALSE, NULL);
  assert_not_seekable (rig);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_start (rig, GST_STATE_PLAYING);
  seek_rig_seek (rig, GST_SECOND, GST_CLOCK_TIME_NONE);
  seek_rig_assert_heard (rig, AUDIO, GST_SECOND, GST_CLOCK_TIME_NONE);
}

/* What is answered. */

/* Players take it for the length. */
static void
test_the_end_is_told_as_far_as_it_is_known (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  gint64 end = 0;

  g_assert_true (is_seekable (rig, &end));
  g_assert_cmpint (end, ==, -1);
  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  g_assert_true (is_seekable (rig, &end));
  g_assert_cmpint (end, ==, script_get_end (AUDIO, 1));
  rig_unblock (rig);
  rig_play_to_end (rig);
  g_assert_true (is_seekable (rig, &end));
  g_assert_cmpint (end, ==, get_end ());

  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  g_assert_true (is_seekable (rig, &end));
  g_assert_cmpint (end, ==, get_end ());
}

/* Both are counted from the end. */
static void
seek_from_the_end (Rig * rig, gint64 start, gint64 stop)
{
  rig_forget (rig);
  g_assert_true (gst_element_seek (rig->pipeline, 1.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_END, start, GST_SEEK_TYPE_END,
          stop));
}

static void
test_goes_back_from_the_end (void)
{
  const gint64 part = get_end () / 5;
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  rig_play_to_end (rig);
  seek_from_the_end (rig, -part, 0);
  seek_rig_assert_heard (rig, AUDIO, get_end () - part, get_end ());
  seek_from_the_end (rig, -2 * part, -part);
  seek_rig_assert_heard (rig, AUDIO, get_end () - 2 * part, get_end () - part);
  seek_from_the_end (rig, -part, G_MAXINT64);
  seek_rig_assert_heard (rig, AUDIO, get_end () - part, GST_CLOCK_TIME_NONE);
  /* There is nothing before the beginning. */
  seek_from_the_end (rig, -3600 * part, -part);
  seek_rig_assert_heard (rig, AUDIO, 0, get_end () - part);
  seek_from_the_end (rig, G_MININT64, 0);
  seek_rig_assert_heard (rig, AUDIO, 0, get_end ());
}

/* All of it was spoken before. */
static Rig *
new_kept (void)
{
  Rig *rig = script_rig_new (AUDIO);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  rig_forget (rig);
  g_assert_true (gst_element_seek (rig->pipeline, 1.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_END, -(gint64) GST_SECOND,
          GST_SEEK_TYPE_NONE, 0));
  return rig;
}

static void
test_goes_back_from_the_end_of_what_is_kept (void)
{
  g_autoptr (Rig) rig = new_kept ();

  seek_rig_assert_heard (rig, AUDIO, get_end () - GST_SECOND,
      GST_CLOCK_TIME_NONE);
}

static GstClockTime
get_segment_start (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GstSegment segment = {.start = GST_CLOCK_TIME_NONE };

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_SEGMENT)
      gst_event_copy_segment (book->pdata[i], &segment);
  return segment.start;
}

static void
test_the_end_that_was_known_may_move (void)
{
  g_autoptr (Rig) rig = new_kept ();
  GstClockTime place = get_end () + GST_MSECOND;
  gboolean is_taken = FALSE;

  g_signal_emit_by_name (rig->src, "push-text", RIG_TEXT, &is_taken);
  g_assert_true (is_taken);
  seek_rig_seek (rig, place, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  g_assert_cmpuint (get_segment_start (rig), ==, place);
}

static void
test_begins_where_it_was_told_in_ready (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  GstClockTime place = script_get_end (AUDIO, 1) + 77;

  rig_start (rig, GST_STATE_READY);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, place));
  seek_rig_assert_heard (rig, AUDIO, place, GST_CLOCK_TIME_NONE);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  seek_rig_assert_heard (rig, AUDIO, 0, GST_CLOCK_TIME_NONE);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/seek-refusals/" path, function)
  ADD ("refuses-what-it-cannot-do", test_refuses_what_it_cannot_do);
  g_test_add_data_func ("/seek-refusals/refuses-what-is-live", "is-live",
      test_refuses_what_has_no_end);
  g_test_add_data_func ("/seek-refusals/refuses-what-is-open", "keep-open",
      test_refuses_what_has_no_end);
  ADD ("stays-refused-once-it-was-open", test_stays_refused_once_it_was_open);
  ADD ("the-end-is-told-as-far-as-it-is-known",
      test_the_end_is_told_as_far_as_it_is_known);
  ADD ("goes-back-from-the-end", test_goes_back_from_the_end);
  ADD ("goes-back-from-the-end-of-what-is-kept",
      test_goes_back_from_the_end_of_what_is_kept);
  ADD ("the-end-that-was-known-may-move", test_the_end_that_was_known_may_move);
  ADD ("begins-where-it-was-told-in-ready",
      test_begins_where_it_was_told_in_ready);
#undef ADD

  return g_test_run ();
}
