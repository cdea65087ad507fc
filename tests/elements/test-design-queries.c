/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What qwenvoicedesign answers, to whoever asks its pad or itself. */
#include "data-folder.h"
#include "design-rig.h"

/* Through the pad and through the element, in both parts. */
static void
assert_refuses_to_seek (Rig * rig)
{
  g_autoptr (GstQuery) seeking = gst_query_new_seeking (GST_FORMAT_TIME);
  gint64 duration;

  g_assert_false (gst_element_query (rig->src, seeking));
  g_assert_false (gst_pad_query (rig->pad, seeking));
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_false (gst_pad_query_duration (rig->pad, GST_FORMAT_TIME,
          &duration));
  g_assert_false (gst_element_query_duration (rig->pipeline, GST_FORMAT_TIME,
          &duration));
  g_assert_false (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 0));
  g_assert_false (gst_element_seek_simple (rig->pipeline, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 0));
  g_assert_false (gst_pad_send_event (rig->pad, gst_event_new_seek (1.0,
              GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET, 0,
              GST_SEEK_TYPE_NONE, 0)));
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
}

static void
test_refuses_to_seek (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  assert_refuses_to_seek (rig);
  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  assert_refuses_to_seek (rig);
  rig_unblock (rig);
  rig_play_to_end (rig);
  assert_refuses_to_seek (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* The address is that of a part. */
static void
test_has_no_address (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstQuery) query = gst_query_new_uri ();

  g_assert_false (gst_element_query (rig->src, query));
  g_assert_false (gst_pad_query (rig->pad, query));
  rig_play_to_end (rig);
  g_assert_false (gst_pad_query (rig->pad, query));
}

/* Nearly at the beginning of a part. */
static void
assert_is_at_the_beginning (Rig * rig)
{
  gint64 position = -1;

  g_assert_true (gst_element_query_position (rig->src, GST_FORMAT_TIME,
          &position));
  g_assert_cmpint (position, >=, 0);
  g_assert_cmpint (position, <, GST_SECOND / 10);
  g_assert_true (gst_pad_query_position (rig->pad, GST_FORMAT_TIME, &position));
  g_assert_cmpint (position, >=, 0);
  g_assert_cmpint (position, <, GST_SECOND / 10);
}

static void
test_position_is_that_of_the_part_that_is_heard (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (GPtrArray) buffers = NULL;
  GstBuffer *last;
  gint64 position;

  g_assert_false (gst_element_query_position (rig->src, GST_FORMAT_TIME,
          &position));
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  qwentts_simulator_finish_jobs (rig->simulator, FALSE);
  rig_wait_for_progress_of (rig, design_rig_get_speech (rig),
      GST_PROGRESS_TYPE_START);
  buffers = rig_get_buffers (rig);
  last = buffers->pdata[buffers->len - 1];
  g_assert_cmpuint (GST_BUFFER_PTS (last), >, GST_SECOND / 2);

  rig_block (rig);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_wait_until_blocked (rig);
  assert_is_at_the_beginning (rig);
  rig_unblock (rig);
  rig_play_to_end (rig);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("refuses-to-seek", test_refuses_to_seek);
  ADD ("has-no-address", test_has_no_address);
  ADD ("position-is-that-of-the-part-that-is-heard",
      test_position_is_that_of_the_part_that_is_heard);
#undef ADD

  return data_folder_finish (g_test_run ());
}
