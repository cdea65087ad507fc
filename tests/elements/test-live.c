/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A live source: silence and texts at the pace of the clock. */
#include <gst/audio/audio.h>

#include "fields.h"
#include "live-rig.h"

#define LATE_TEXT "And here is the news."

static const QwenttsSimulatorOptions never_done = {.is_manual = TRUE };

/* The format of the buffers that are pushed now. */
static GstAudioInfo
get_format (Live * live)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (live->rig->pad);
  GstAudioInfo info;

  g_assert_true (gst_audio_info_from_caps (&info, caps));
  return info;
}

static void
assert_segment_is_at (const GstStructure * segment, GstBuffer * buffer)
{
  g_assert_cmpuint (fields_get_time (segment, "stream-time"), ==,
      GST_BUFFER_PTS (buffer));
}

static void
test_needs_no_preroll (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  GstState state;

  g_assert_cmpint (gst_element_set_state (live->rig->src, GST_STATE_PAUSED),
      ==, GST_STATE_CHANGE_NO_PREROLL);
  g_assert_cmpint (gst_element_set_state (live->rig->pipeline,
          GST_STATE_PAUSED), ==, GST_STATE_CHANGE_NO_PREROLL);
  g_assert_cmpint (gst_element_get_state (live->rig->pipeline, &state, NULL,
          GST_CLOCK_TIME_NONE), ==, GST_STATE_CHANGE_NO_PREROLL);
  g_assert_cmpint (state, ==, GST_STATE_PAUSED);
  g_assert_cmpuint (live->rig->n_buffers, ==, 0);
}

/* While another one speaks. */
static void
test_spends_nothing_while_paused (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (Rig) other = rig_new_for (live->rig->simulator);

  rig_start (live->rig, GST_STATE_PAUSED);
  rig_play_to_end (other);
  g_assert_cmpuint (qwentts_simulator_count (live->rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  g_assert_cmpuint (live->rig->n_buffers, ==, 0);
}

static void
assert_latency (GstQuery * query, gboolean is_answered)
{
  GstClockTime min, max;
  gboolean is_live;

  g_assert_true (is_answered);
  gst_query_parse_latency (query, &is_live, &min, &max);
  g_assert_true (is_live);
  g_assert_cmpuint (min, ==, 20 * GST_MSECOND);
  g_assert_cmpuint (max, ==, GST_CLOCK_TIME_NONE);
}

static void
test_latency_is_one_buffer (gconstpointer state)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  g_autoptr (GstPad) downstream =
      gst_element_get_static_pad (live->rig->sink, "sink");
  g_autoptr (GstQuery) query = gst_query_new_latency ();

  rig_start (live->rig, GPOINTER_TO_INT (state));
  assert_latency (query, gst_element_query (live->rig->src, query));
  assert_latency (query, gst_pad_peer_query (downstream, query));
}

static void
test_latency_is_known_without_downstream (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);
  g_autoptr (GstQuery) query = gst_query_new_latency ();

  gst_element_unlink (live->rig->src, live->rig->sink);
  g_assert_cmpint (gst_element_set_state (live->rig->src, GST_STATE_PAUSED),
      ==, GST_STATE_CHANGE_NO_PREROLL);
  assert_latency (query, gst_element_query (live->rig->src, query));
}

static void
test_is_silent_before_the_first_text (void)
{
  g_autoptr (Live) live = live_new (NULL, NULL);
  g_autoptr (GPtrArray) buffers = NULL;
  GstAudioInfo info;

  live_play_to (live, GST_SECOND);
  info = get_format (live);
  g_assert_cmpint (info.finfo->format, ==, GST_AUDIO_FORMAT_S16LE);
  g_assert_cmpint (info.rate, ==, 24000);
  g_assert_cmpint (info.channels, ==, 1);
  buffers = rig_get_buffers (live->rig);
  g_assert_cmpuint (buffers->len, ==, 51);
  for (guint i = 0; i < buffers->len; i++) {
    g_assert_true (live_is_silent (buffers->pdata[i]));
    g_assert_cmpuint (GST_BUFFER_PTS ((GstBuffer *) buffers->pdata[i]), ==,
        i * 20 * GST_MSECOND);
  }
  live_assert_well_formed (live);
}

/* No sooner, and no later. */
static void
test_pushes_what_is_due (void)
{
  g_autoptr (Live) live = live_new (&never_done, RIG_TEXT);

  for (guint i = 0; i < 50; i++) {
    live_play_to (live, i * 37 * GST_MSECOND);
    g_assert_cmpuint (live_get_end (live), >, i * 37 * GST_MSECOND);
    g_assert_cmpuint (live_get_end (live), <=, (i * 37 + 20) * GST_MSECOND);
  }
}

static void
test_is_silent_in_the_last_format_after_a_text (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  GstAudioInfo info;
  GstClockTime time;

  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  live_run_until_named (live, "qwentts/segment");
  info = get_format (live);
  g_assert_cmpint (info.rate, !=, 24000);
  time = live_play_until_spoken (live, 0, RIG_TEXT);
  rig_forget (live->rig);
  live_play_to (live, time + GST_SECOND);
  g_assert_null (live_get_first_speech (live));
  g_assert_cmpint (get_format (live).rate, ==, info.rate);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_CAPS), ==, 0);
}

static void
test_is_one_stream (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GstBuffer) first = NULL;
  g_autofree gchar *progress = NULL;

  live_run_to_end (live);
  live_assert_well_formed (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  g_assert_cmpuint (live_count_disconts (live), ==, 1);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_SEGMENT), ==, 1);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_EOS), ==, 1);
  segments = live_get_segments (live);
  g_assert_cmpuint (segments->len, ==, 1);
  first = live_get_first_speech (live);
  assert_segment_is_at (segments->pdata[0], first);
  progress = rig_get_progress (live->rig);
  g_assert_cmpint (progress[0], ==, 'S');
  g_assert_true (g_str_has_suffix (progress, "P"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (live->rig->simulator), ==,
      1);
}

typedef enum
{
  BY_PROPERTY,
  BY_SIGNAL
} Way;

static void
say (Live * live, Way way, const gchar * text)
{
  if (way == BY_PROPERTY)
    g_object_set (live->rig->src, "text", text, NULL);
  else
    g_assert_true (live_push_text (live, text));
}

/* And not where the text before it has ended. */
static void
test_late_text_starts_when_it_comes (gconstpointer data)
{
  const Way way = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GstBuffer) first = NULL;
  GstClockTime time;

  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  time = live_play_until_spoken (live, 0, RIG_TEXT) + 10 * GST_SECOND;
  live_play_to (live, time);
  live_assert_well_formed (live);
  rig_forget (live->rig);

  say (live, way, LATE_TEXT);
  live_run_until_named (live, "qwentts/segment");
  segments = live_get_segments (live);
  first = live_get_first_speech (live);
  assert_segment_is_at (segments->pdata[0], first);
  g_assert_cmpuint (GST_BUFFER_PTS (first), >, time);
  g_object_set (live->rig->src, "keep-open", FALSE, NULL);
  live_run_to_end (live);
  live_assert_spoken (live, LATE_TEXT, NULL);
  g_assert_cmpuint (live_count_disconts (live), ==, 0);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_SEGMENT), ==, 0);
}

static void
test_ends_when_all_that_was_pushed_is_said (void)
{
  g_autoptr (Live) live = live_new (NULL, NULL);

  live_play_to (live, GST_SECOND);
  g_assert_true (live_push_text (live, RIG_TEXT));
  g_assert_true (live_push_text (live, LATE_TEXT));
  g_signal_emit_by_name (live->rig->src, "end-of-stream");
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, LATE_TEXT, NULL);
  live_assert_well_formed (live);
  g_assert_cmpuint (live_count_disconts (live), ==, 1);
}

static void
test_failure_stops (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GstMessage) error = NULL;
  g_autofree gchar *progress = NULL;

  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  qwentts_simulator_fail_tasks (live->rig->simulator, 1, "failed", "null");
  rig_start (live->rig, GST_STATE_PLAYING);
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  error = rig_wait_for_message (live->rig, GST_MESSAGE_ERROR);
  rig_wait_for_event (live->rig, GST_EVENT_EOS);
  g_assert_null (live_get_first_speech (live));
  progress = rig_get_progress (live->rig);
  g_assert_true (g_str_has_suffix (progress, "E"));
}

static void
test_failure_is_skipped (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GstMessage) warning = NULL;
  guint index;

  gst_util_set_object_arg (G_OBJECT (live->rig->src), "on-segment-error",
      "skip");
  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  qwentts_simulator_fail_tasks (live->rig->simulator, 1, "failed", "null");
  rig_start (live->rig, GST_STATE_PLAYING);
  hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
  warning = rig_wait_for_message (live->rig, GST_MESSAGE_WARNING);
  g_assert_true (live_push_text (live, LATE_TEXT));
  g_signal_emit_by_name (live->rig->src, "end-of-stream");
  live_run_to_end (live);
  live_assert_spoken (live, LATE_TEXT, NULL);
  live_assert_well_formed (live);
  segments = live_get_segments (live);
  g_assert_cmpuint (segments->len, ==, 1);
  g_assert_true (gst_structure_get_uint (segments->pdata[0], "index", &index));
  g_assert_cmpuint (index, ==, 1);
}

static void
test_plays_again (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);

  for (guint i = 0; i < 3; i++) {
    live_run_to_end (live);
    hand_clock_stop (live->clock);
    live_assert_spoken (live, RIG_TEXT, NULL);
    live_assert_well_formed (live);
    g_assert_cmpuint (live_count_disconts (live), ==, 1);
    rig_stop (live->rig, i % 2 ? GST_STATE_NULL : GST_STATE_READY);
    rig_forget (live->rig);
  }
}

static gboolean
is_live (GstElement * src)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean is_live;

  g_assert_true (gst_element_query (src, query));
  gst_query_parse_latency (query, &is_live, NULL, NULL);
  return is_live;
}

/* What is set meanwhile is for the next time. */
static void
test_stays_live_until_it_stops (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  gboolean is_set = TRUE;

  live_play_to (live, 0);
  g_object_set (live->rig->src, "is-live", FALSE, NULL);
  g_object_get (live->rig->src, "is-live", &is_set, NULL);
  g_assert_false (is_set);
  g_assert_true (is_live (live->rig->src));
  rig_stop (live->rig, GST_STATE_READY);
  rig_start (live->rig, GST_STATE_PAUSED);
  g_assert_false (is_live (live->rig->src));
  gst_message_unref (rig_wait_for_message (live->rig, GST_MESSAGE_ASYNC_DONE));
}

static void
test_has_no_duration_and_does_not_seek (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  gboolean is_seekable = TRUE;
  gint64 duration;

  live_run_until_named (live, "qwentts/segment");
  g_assert_false (gst_element_query_duration (live->rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_true (gst_element_query (live->rig->src, query));
  gst_query_parse_seeking (query, NULL, &is_seekable, NULL, NULL);
  g_assert_false (is_seekable);
  g_assert_false (gst_element_seek_simple (live->rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 0));
  g_assert_false (gst_element_seek_simple (live->rig->pipeline, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 0));
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_FLUSH_START), ==, 0);
  g_assert_cmpuint (rig_count_messages (live->rig,
          GST_MESSAGE_DURATION_CHANGED), ==, 0);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/live/" path, function)
  ADD ("needs-no-preroll", test_needs_no_preroll);
  ADD ("spends-nothing-while-paused", test_spends_nothing_while_paused);
  g_test_add_data_func ("/live/latency-is-one-buffer-while-paused",
      GINT_TO_POINTER (GST_STATE_PAUSED), test_latency_is_one_buffer);
  g_test_add_data_func ("/live/latency-is-one-buffer-while-playing",
      GINT_TO_POINTER (GST_STATE_PLAYING), test_latency_is_one_buffer);
  ADD ("latency-is-known-without-downstream",
      test_latency_is_known_without_downstream);
  ADD ("is-silent-before-the-first-text", test_is_silent_before_the_first_text);
  ADD ("pushes-what-is-due", test_pushes_what_is_due);
  ADD ("is-silent-in-the-last-format-after-a-text",
      test_is_silent_in_the_last_format_after_a_text);
  ADD ("is-one-stream", test_is_one_stream);
  g_test_add_data_func ("/live/late-text-starts-when-it-is-set",
      GINT_TO_POINTER (BY_PROPERTY), test_late_text_starts_when_it_comes);
  g_test_add_data_func ("/live/late-text-starts-when-it-is-pushed",
      GINT_TO_POINTER (BY_SIGNAL), test_late_text_starts_when_it_comes);
  ADD ("ends-when-all-that-was-pushed-is-said",
      test_ends_when_all_that_was_pushed_is_said);
  ADD ("failure-stops", test_failure_stops);
  ADD ("failure-is-skipped", test_failure_is_skipped);
  ADD ("plays-again", test_plays_again);
  ADD ("stays-live-until-it-stops", test_stays_live_until_it_stops);
  ADD ("has-no-duration-and-does-not-seek",
      test_has_no_duration_and_does_not_seek);
#undef ADD

  return g_test_run ();
}
