/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A flush in each phase: it ends the wait and nothing else, above all no job
 * that was paid. */
#include "phase.h"

/* Of espeak-ng. */
#define RATE 22050

static void
flush (Rig * rig)
{
  gint64 begin_us = g_get_monotonic_time ();

  g_assert_true (gst_element_send_event (rig->src,
          gst_event_new_flush_start ()));
  g_assert_true (gst_element_send_event (rig->src,
          gst_event_new_flush_stop (TRUE)));
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, RIG_STOP_MAX_US);
  rig_wait_for_event (rig, GST_EVENT_FLUSH_STOP);
}

/* What was on its way when the flush came is lost, as in every element: all
 * else is there, and lies where it belongs. */
static void
assert_samples_in_place (Rig * rig)
{
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), RIG_TEXT, NULL, NULL);
  const guint8 *samples = (const guint8 *) g_bytes_get_data (wav, NULL) + 44;
  g_autoptr (GPtrArray) buffers = rig_get_buffers (rig);
  guint64 end = 0;

  for (guint i = 0; i < buffers->len; i++) {
    GstBuffer *buffer = buffers->pdata[i];

    g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), >=, end);
    if (GST_BUFFER_OFFSET (buffer) > end)
      g_assert_true (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT));
    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==,
        gst_util_uint64_scale (GST_BUFFER_OFFSET (buffer), GST_SECOND, RATE));
    g_assert_cmpint (gst_buffer_memcmp (buffer, 0, samples
            + GST_BUFFER_OFFSET (buffer) * 2, gst_buffer_get_size (buffer)), ==,
        0);
    end = GST_BUFFER_OFFSET_END (buffer);
  }
  g_assert_cmpuint (44 + end * 2, ==, g_bytes_get_size (wav));
}

static void
test_goes_on (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);

  /* Not for the 30 s that the service asks for. */
  g_object_set (rig->src, "retry-backoff-max", 0.5, NULL);
  phase_enter (rig, phase);
  flush (rig);
  flush (rig);
  phase_release (rig, phase);
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  assert_samples_in_place (rig);
  if (phase < PHASE_DOWNLOADING)
    rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* The failure is told again: there is nothing else to say. */
static void
test_failure_stays (void)
{
  g_autoptr (Rig) rig = phase_new_rig (PHASE_FAILED);

  phase_enter (rig, PHASE_FAILED);
  rig_forget (rig);
  flush (rig);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
  rig_stop (rig, GST_STATE_NULL);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_PROGRESS), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* Each wait has a START and an end, and there is one request all the same. */
static void
test_flush_waits_anew (void)
{
  g_autoptr (Rig) rig = phase_new_rig (PHASE_POLLING);
  g_autofree gchar *progress = NULL;

  phase_enter (rig, PHASE_POLLING);
  flush (rig);
  flush (rig);
  phase_release (rig, PHASE_POLLING);
  rig_play_to_end (rig);
  progress = rig_get_progress (rig);
  /* The second flush may come before the stream waits again. */
  g_assert_true (g_str_equal (progress, "SASP")
      || g_str_equal (progress, "SASASP"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* In the streaming thread, right before it sets the format. */
static void
flush_at_the_segment (Rig * rig, GstMessage * message)
{
  if (!gst_message_has_name (message, "qwentts/segment"))
    return;
  rig->on_message = NULL;
  g_assert_true (gst_element_send_event (rig->src,
          gst_event_new_flush_start ()));
}

static void
test_flush_at_the_format_is_no_error (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig->on_message = flush_at_the_segment;
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_event (rig, GST_EVENT_FLUSH_START);
  g_assert_true (gst_element_send_event (rig->src,
          gst_event_new_flush_stop (TRUE)));
  rig_play_to_end (rig);
  assert_samples_in_place (rig);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  phase_add_tests ("goes-on-after-a-flush", test_goes_on, PHASE_FAILED);
  g_test_add_func ("/ttssrc/flush-waits-anew", test_flush_waits_anew);
  g_test_add_func ("/ttssrc/flush-at-the-format-is-no-error",
      test_flush_at_the_format_is_no_error);
  g_test_add_func ("/ttssrc/failure-stays-after-a-flush", test_failure_stays);

  return g_test_run ();
}
