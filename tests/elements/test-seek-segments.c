/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeks as GStreamer has them: without a flush, segments and rates; and what is told
 * of a segment that is heard again. */
#include "seek-rig.h"
#include "segments.h"

#define AUDIO script_same_format

/* Segments. */

/* The last one in the book. */
static void
get_segment (Rig * rig, GstSegment * segment)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  gboolean is_found = FALSE;

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_SEGMENT) {
      gst_event_copy_segment (book->pdata[i], segment);
      is_found = TRUE;
    }
  g_assert_true (is_found);
}

static void
test_rate_is_that_of_the_segment (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  GstSegment segment;

  rig_play_to_end (rig);
  rig_forget (rig);
  g_assert_true (gst_element_seek (rig->pipeline, 2.0, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 1000, GST_SEEK_TYPE_NONE, 0));
  seek_rig_assert_heard (rig, AUDIO, 1000, GST_CLOCK_TIME_NONE);
  get_segment (rig, &segment);
  g_assert_cmpfloat (segment.rate, ==, 2.0);
  g_assert_cmpuint (segment.start, ==, 1000);
  g_assert_cmpuint (segment.time, ==, 1000);
}

static gpointer
seek_without_flush (gpointer rig)
{
  g_assert_true (gst_element_seek_simple (((Rig *) rig)->src, GST_FORMAT_TIME,
          0, script_get_end (AUDIO, 1) - 5));
  return NULL;
}

static gboolean
is_task_paused (Rig * rig)
{
  gboolean is_paused;

  GST_OBJECT_LOCK (rig->pad);
  is_paused = gst_task_get_state (GST_PAD_TASK (rig->pad)) == GST_TASK_PAUSED;
  GST_OBJECT_UNLOCK (rig->pad);
  return is_paused;
}

/* Until a seek has stopped the stream, which ends with the buffer being pushed. */
static void
wait_until_seeking (Rig * rig)
{
  gint64 deadline_us = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  while (!is_task_paused (rig)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_thread_yield ();
  }
}

/* What was heard up to then, and all from the place on. */
static void
assert_heard_on (Rig * rig, GstClockTime place, GstClockTime heard_to)
{
  g_autoptr (GByteArray) wanted = script_get_samples_between (AUDIO, 0,
      heard_to, NULL);
  g_autoptr (GByteArray) rest = script_get_samples_between (AUDIO, place,
      GST_CLOCK_TIME_NONE, NULL);
  g_autoptr (GBytes) samples = rig_get_samples (rig);

  g_byte_array_append (wanted, rest->data, rest->len);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples),
      wanted->data, wanted->len);
}

/* Running time goes on where it was. */
static void
test_goes_on_without_a_flush (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  GstClockTime place = script_get_end (AUDIO, 1) - 5;
  GThread *thread;
  GstSegment segment;

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  thread = g_thread_new ("seek", seek_without_flush, rig);
  wait_until_seeking (rig);
  rig_unblock (rig);
  g_thread_join (thread);
  rig_play_to_end (rig);
  get_segment (rig, &segment);
  g_assert_cmpuint (segment.start, ==, place);
  g_assert_cmpuint (segment.base, >, 0);
  assert_heard_on (rig, place, segment.base);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
}

/* GstBaseSrc itself would wait for the service. */
static void
test_no_flush_ends_the_wait_for_the_service (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  const QwenttsSimulatorFault stall = {.cut = 1,
    .end = QWENTTS_SIMULATOR_END_STALL
  };

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
      &stall);
  rig_forget (rig);
  rig_unblock (rig);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  rig_forget (rig);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME, 0, 0));
  rig_wait_for_buffers (rig, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
  qwentts_simulator_clear_faults (rig->simulator);
  rig_play_to_end (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

static void
test_loops_by_segments (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  GstClockTime start = script_get_end (AUDIO, 1) - 1000;
  GstClockTime stop = script_get_end (AUDIO, 2) + 1000;
  g_autoptr (GByteArray) wanted = script_get_samples_between (AUDIO, start,
      stop, NULL);

  rig_play_to_end (rig);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (GstMessage) done = NULL;
    g_autoptr (GBytes) samples = NULL;
    gint64 position;

    rig_forget (rig);
    g_assert_true (gst_element_seek (rig->src, 1.0, GST_FORMAT_TIME,
            GST_SEEK_FLAG_SEGMENT | (i ? 0 : GST_SEEK_FLAG_FLUSH),
            GST_SEEK_TYPE_SET, start, GST_SEEK_TYPE_SET, stop));
    rig_start (rig, GST_STATE_PLAYING);
    done = rig_wait_for_message (rig, GST_MESSAGE_SEGMENT_DONE);
    gst_message_parse_segment_done (done, NULL, &position);
    g_assert_cmpuint (position, ==, stop);
    samples = rig_get_samples (rig);
    g_assert_cmpmem (g_bytes_get_data (samples, NULL),
        g_bytes_get_size (samples), wanted->data, wanted->len);
    g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_EOS), ==, 0);
  }
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

/* What is told. */

static void
test_a_segment_that_is_heard_again_is_told_again (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) again = NULL;
  GstClockTime middle = script_get_end (AUDIO, 1) + GST_SECOND / 10;

  rig_play_to_end (rig);
  first = segments_get (rig);
  seek_rig_seek (rig, middle, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  again = segments_get (rig);
  g_assert_cmpuint (again->len, ==, SCRIPT_N_SENTENCES - 1);
  for (guint i = 0; i < again->len; i++) {
    gst_structure_set (first->pdata[i + 1], "cached", G_TYPE_BOOLEAN, TRUE,
        "credits", G_TYPE_DOUBLE, 0.0, NULL);
    g_assert_true (gst_structure_is_equal (again->pdata[i],
            first->pdata[i + 1]));
  }
}

/* What is passed over is told when it is heard, with what it has cost. */
static void
test_a_segment_that_is_passed_over_is_not_told (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GstStructure) stats = NULL;
  gdouble credits = 0;

  rig_start (rig, GST_STATE_READY);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, script_get_end (AUDIO, 2)));
  rig_play_to_end (rig);
  first = segments_get (rig);
  g_assert_cmpuint (first->len, ==, SCRIPT_N_SENTENCES - 2);
  g_assert_cmpuint (segments_get_uint (first, 0, "index"), ==, 2);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  again = segments_get (rig);
  g_assert_cmpuint (again->len, ==, SCRIPT_N_SENTENCES);
  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++) {
    g_assert_cmpuint (segments_get_uint (again, i, "index"), ==, i);
    g_assert_true (gst_structure_get_double (again->pdata[i], "credits",
            &credits));
    g_assert_cmpfloat (credits, ==, i < 2 ? 0.32 : 0);
  }
  stats = rig_get_stats (rig);
  g_assert_cmpuint (g_value_get_uint64 (gst_structure_get_value (stats,
              "segments")), ==, SCRIPT_N_SENTENCES);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/seek-segments/" path, function)
  ADD ("rate-is-that-of-the-segment", test_rate_is_that_of_the_segment);
  ADD ("goes-on-without-a-flush", test_goes_on_without_a_flush);
  ADD ("no-flush-ends-the-wait-for-the-service",
      test_no_flush_ends_the_wait_for_the_service);
  ADD ("loops-by-segments", test_loops_by_segments);
  ADD ("a-segment-that-is-heard-again-is-told-again",
      test_a_segment_that_is_heard_again_is_told_again);
  ADD ("a-segment-that-is-passed-over-is-not-told",
      test_a_segment_that_is_passed_over_is_not_told);
#undef ADD

  return g_test_run ();
}
