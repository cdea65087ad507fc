/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Time stamps: exact, without gap or overlap. */
#include "speech/timeline.h"

#define N_BUFFERS 1000000
#define N_FRAMES_FOUND 300000

/* Stamps one buffer and asserts that it begins where the last ended. */
static void
assert_follows (QwenttsTimeline * timeline, GstBuffer * buffer,
    guint64 n_frames, GstClockTime * end, guint64 * offset_end)
{
  qwentts_timeline_stamp (timeline, buffer, n_frames);
  if (GST_BUFFER_PTS (buffer) != *end
      || GST_BUFFER_OFFSET (buffer) != *offset_end)
    g_error ("A buffer begins at %" GST_TIME_FORMAT " instead of %"
        GST_TIME_FORMAT, GST_TIME_ARGS (GST_BUFFER_PTS (buffer)),
        GST_TIME_ARGS (*end));
  *end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);
  *offset_end = GST_BUFFER_OFFSET_END (buffer);
}

static void
test_million_buffers_drift_by_nothing (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };
  GstClockTime end = 0;
  guint64 offset_end = 0, n_frames = 0;

  qwentts_timeline_set_rate (&timeline, 44100);
  for (guint i = 0; i < N_BUFFERS; i++) {
    guint size = 1 + i * 7919 % 4410;

    assert_follows (&timeline, buffer, size, &end, &offset_end);
    n_frames += size;
  }
  g_assert_cmpuint (offset_end, ==, n_frames);
  g_assert_cmpuint (end, ==, gst_util_uint64_scale (n_frames, GST_SECOND,
          44100));
  g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, end);
}

static void
test_first_buffer_begins_at_zero (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };

  g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, 0);
  qwentts_timeline_set_rate (&timeline, 24000);
  qwentts_timeline_stamp (&timeline, buffer, 2400);
  g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, 0);
  g_assert_false (GST_BUFFER_DTS_IS_VALID (buffer));
  g_assert_cmpuint (GST_BUFFER_DURATION (buffer), ==, 100 * GST_MSECOND);
  g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), ==, 0);
  g_assert_cmpuint (GST_BUFFER_OFFSET_END (buffer), ==, 2400);
}

static void
test_change_of_rate_goes_on_at_the_exact_end (void)
{
  static const guint rates[] = { 44100, 8000, 24000, 22050, 48000, 11025 };
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };
  GstClockTime end = 0;

  for (guint i = 0; i < 1000; i++) {
    GstClockTime begin = end;
    guint64 offset_end = 0;
    guint rate = rates[i % G_N_ELEMENTS (rates)];

    qwentts_timeline_set_rate (&timeline, rate);
    assert_follows (&timeline, buffer, 17 + i, &end, &offset_end);
    assert_follows (&timeline, buffer, 29, &end, &offset_end);
    g_assert_cmpuint (end, ==, begin + gst_util_uint64_scale (17 + i + 29,
            GST_SECOND, rate));
  }
}

/* By whoever knows only how long what follows is. */
static void
test_end_is_told_to_the_nanosecond (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_set_rate (&timeline, 44100);
  for (guint i = 1; i < 1000; i++) {
    guint n_frames = i * 7919 % 44100;
    GstClockTime end = qwentts_timeline_get_end (&timeline,
        gst_util_uint64_scale (n_frames, GST_SECOND, 44100));

    qwentts_timeline_stamp (&timeline, buffer, n_frames);
    g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, end);
  }
}

/* As a seek finds it: a frame by its own stamp, the next one by any time behind
 * that. */
static void
test_frame_is_found_by_its_stamp (gconstpointer data)
{
  const guint rate = GPOINTER_TO_UINT (data);
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_move_to (&timeline, 1234567891);
  qwentts_timeline_set_rate (&timeline, rate);
  for (guint i = 0; i < N_FRAMES_FOUND; i++) {
    const guint64 frame = i < 2 * rate ? i : (guint64) i * i;
    GstClockTime stamp;

    timeline.n_frames = frame;
    stamp = qwentts_timeline_get_position (&timeline);
    g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, stamp), ==,
        frame);
    g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, stamp + 1), ==,
        frame + 1);
  }
}

/* Not one before the first, and none by where the timeline is by then. */
static void
test_first_frame_is_found_by_what_lies_before (void)
{
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_move_to (&timeline, GST_SECOND);
  qwentts_timeline_set_rate (&timeline, 44100);
  timeline.n_frames = 1000;
  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, 0), ==, 0);
  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, GST_SECOND - 1), ==,
      0);
  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, GST_SECOND), ==, 0);
  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, GST_SECOND + 1), ==,
      1);
  g_assert_cmpuint (timeline.n_frames, ==, 1000);
}

/* Behind any speech there is. */
static void
test_far_frame_is_found (void)
{
  const guint64 frame = G_GUINT64_CONSTANT (96000) * 3600 * 24 * 3660 + 7;
  QwenttsTimeline timeline = {.n_frames = frame,.rate = 96000 };
  GstClockTime stamp = qwentts_timeline_get_position (&timeline);

  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, stamp), ==, frame);
  g_assert_cmpuint (qwentts_timeline_find_frame (&timeline, stamp + 1), ==,
      frame + 1);
}

static void
test_same_rate_again_changes_nothing (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };
  GstClockTime end = 0;
  guint64 offset_end = 0;

  for (guint i = 0; i < 1000; i++) {
    qwentts_timeline_set_rate (&timeline, 44100);
    assert_follows (&timeline, buffer, 1, &end, &offset_end);
  }
  g_assert_cmpuint (offset_end, ==, 1000);
  g_assert_cmpuint (end, ==, gst_util_uint64_scale (1000, GST_SECOND, 44100));
}

static void
test_goes_on_where_it_is_moved_to (void)
{
  static const GstClockTime positions[] = { 0, 1, GST_SECOND / 3,
    GST_SECOND, 3600 * GST_SECOND + 7, 5
  };
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_set_rate (&timeline, 44100);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++) {
    GstClockTime end = positions[i];
    guint64 offset_end = 0;

    qwentts_timeline_move_to (&timeline, positions[i]);
    g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, end);
    for (guint k = 0; k < 1000; k++)
      assert_follows (&timeline, buffer, 17, &end, &offset_end);
    g_assert_cmpuint (end, ==, positions[i] + gst_util_uint64_scale (17000,
            GST_SECOND, 44100));
  }
}

static void
test_move_keeps_the_rate (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_set_rate (&timeline, 8000);
  qwentts_timeline_move_to (&timeline, GST_SECOND);
  qwentts_timeline_set_rate (&timeline, 8000);
  qwentts_timeline_stamp (&timeline, buffer, 8000);
  g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, GST_SECOND);
  g_assert_cmpuint (GST_BUFFER_DURATION (buffer), ==, GST_SECOND);
  g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), ==, 0);
}

static void
test_is_moved_before_there_is_a_rate (void)
{
  QwenttsTimeline timeline = { 0 };

  qwentts_timeline_move_to (&timeline, GST_SECOND);
  g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, GST_SECOND);
  qwentts_timeline_set_rate (&timeline, 8000);
  g_assert_cmpuint (qwentts_timeline_get_position (&timeline), ==, GST_SECOND);
}

int
main (int argc, char **argv)
{
  static const guint rates[] = { 8000, 11025, 22050, 24000, 44100, 48000,
    96000
  };

  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timeline/million-buffers-drift-by-nothing",
      test_million_buffers_drift_by_nothing);
  g_test_add_func ("/timeline/first-buffer-begins-at-zero",
      test_first_buffer_begins_at_zero);
  g_test_add_func ("/timeline/change-of-rate-goes-on-at-the-exact-end",
      test_change_of_rate_goes_on_at_the_exact_end);
  g_test_add_func ("/timeline/end-is-told-to-the-nanosecond",
      test_end_is_told_to_the_nanosecond);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++) {
    g_autofree gchar *path = g_strdup_printf ("/timeline/frame-is-found-by-its-"
        "stamp/at-%u-hz", rates[i]);

    g_test_add_data_func (path, GUINT_TO_POINTER (rates[i]),
        test_frame_is_found_by_its_stamp);
  }
  g_test_add_func ("/timeline/first-frame-is-found-by-what-lies-before",
      test_first_frame_is_found_by_what_lies_before);
  g_test_add_func ("/timeline/far-frame-is-found", test_far_frame_is_found);
  g_test_add_func ("/timeline/same-rate-again-changes-nothing",
      test_same_rate_again_changes_nothing);
  g_test_add_func ("/timeline/goes-on-where-it-is-moved-to",
      test_goes_on_where_it_is_moved_to);
  g_test_add_func ("/timeline/move-keeps-the-rate", test_move_keeps_the_rate);
  g_test_add_func ("/timeline/is-moved-before-there-is-a-rate",
      test_is_moved_before_there_is_a_rate);

  return g_test_run ();
}
