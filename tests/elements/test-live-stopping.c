/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What ends the waits of a live source, at each moment: at once, with no request
 * left open and no job killed that need not be. */
#include <string.h>

#include "live-rig.h"

typedef enum
{
  WAITING,                      /* for the service, in silence */
  SILENT,                       /* there is no text */
  SPEAKING,
  PUSHING,                      /* silence, for the service; nobody takes it */
  PAUSED_WAITING,
  PAUSED_SPEAKING,
  N_MOMENTS
} Moment;

static const gchar *const names[] = {
  [WAITING] = "while-waiting",
  [SILENT] = "while-silent",
  [SPEAKING] = "while-speaking",
  [PUSHING] = "while-pushing",
  [PAUSED_WAITING] = "while-waiting-in-a-pause",
  [PAUSED_SPEAKING] = "while-speaking-in-a-pause",
};

static gboolean
is_waiting (Moment moment)
{
  return moment == WAITING || moment == PUSHING || moment == PAUSED_WAITING;
}

static Live *
new_live_at (Moment moment)
{
  const QwenttsSimulatorOptions options = {.is_manual = is_waiting (moment) };
  Live *live = live_new (&options, moment == SILENT ? NULL : RIG_TEXT);

  /* Or a flush of the source alone makes the pipeline change its state, in a
   * thread of its own. */
  g_object_set (live->rig->sink, "async", FALSE, NULL);
  if (moment == SPEAKING || moment == PAUSED_SPEAKING) {
    live_run_until_named (live, "qwentts/segment");
    live_play_to (live, live_get_end (live) + 100 * GST_MSECOND);
  } else if (is_waiting (moment)) {
    live_run_until_waiting (live);
  } else {
    live_play_to (live, 100 * GST_MSECOND);
  }
  if (moment == PUSHING) {
    rig_block (live->rig);
    hand_clock_set_limit (live->clock, GST_CLOCK_TIME_NONE);
    rig_wait_until_blocked (live->rig);
    hand_clock_stop (live->clock);
  }
  if (moment == PAUSED_WAITING || moment == PAUSED_SPEAKING)
    rig_start (live->rig, GST_STATE_PAUSED);
  return live;
}

/* What was waited for, once, is waited for no more. */
static void
assert_cancelled (Live * live)
{
  g_autofree gchar *progress = rig_get_progress (live->rig);

  g_assert_true (g_str_has_suffix (progress, "A"));
  g_assert_null (strchr (strchr (progress, 'A') + 1, 'A'));
}

static void
assert_no_request_is_open (Live * live)
{
  g_autofree gchar *progress = rig_get_progress (live->rig);

  if (progress[0])
    g_assert_nonnull (strchr ("PA", progress[strlen (progress) - 1]));
  g_assert_cmpuint (rig_count_messages (live->rig, GST_MESSAGE_ERROR), ==, 0);
}

static void
test_stops (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);

  for (GstState state = GST_STATE_NULL; state <= GST_STATE_READY; state++) {
    g_autoptr (Live) live = new_live_at (moment);

    rig_stop (live->rig, state);
    /* After that, messages are dropped. */
    if (is_waiting (moment) && state == GST_STATE_READY)
      assert_cancelled (live);
    if (state == GST_STATE_READY)
      assert_no_request_is_open (live);
  }
}

static void
test_plays_after_a_stop (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = new_live_at (moment);

  rig_stop (live->rig, GST_STATE_READY);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  if (moment == PUSHING)
    rig_unblock (live->rig);
  rig_forget (live->rig);
  g_object_set (live->rig->src, "text", RIG_TEXT, "keep-open", FALSE, NULL);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
}

/* @resets_time: running time begins anew */
static void
flush (Live * live, gboolean resets_time)
{
  gint64 begin_us = g_get_monotonic_time ();

  g_assert_true (gst_element_send_event (live->rig->src,
          gst_event_new_flush_start ()));
  g_assert_true (gst_element_send_event (live->rig->src,
          gst_event_new_flush_stop (resets_time)));
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, RIG_STOP_MAX_US);
}

/* Nothing is lost but what was being pushed: silence here. */
static void
test_goes_on_after_a_flush (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = new_live_at (moment);

  flush (live, FALSE);
  if (is_waiting (moment))
    assert_cancelled (live);
  flush (live, FALSE);
  if (moment == PUSHING)
    rig_unblock (live->rig);
  if (moment == SILENT)
    g_assert_true (live_push_text (live, RIG_TEXT));
  g_object_set (live->rig->src, "keep-open", FALSE, NULL);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  live_run_to_end (live);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
  assert_no_request_is_open (live);
  g_assert_cmpuint (live_count_disconts (live), ==, 2);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (live->rig->simulator), ==,
      1);
}

static void
test_begins_anew_after_a_flush_that_resets (void)
{
  g_autoptr (Live) live = new_live_at (WAITING);
  g_autoptr (GPtrArray) buffers = NULL;

  live_play_to (live, live_get_end (live) + GST_SECOND);
  rig_forget (live->rig);
  flush (live, TRUE);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  live_run_to_end (live);
  buffers = rig_get_buffers (live->rig);
  g_assert_cmpuint (GST_BUFFER_PTS ((GstBuffer *) buffers->pdata[0]), ==, 0);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_SEGMENT), ==, 1);
  live_assert_spoken (live, RIG_TEXT, NULL);
  live_assert_well_formed (live);
}

static gpointer
send_eos (gpointer element)
{
  g_assert_true (gst_element_send_event (element, gst_event_new_eos ()));
  return NULL;
}

/* From a thread of its own, since GstBaseSrc waits until downstream has taken
 * the buffer; and the end is sent when it plays. */
static void
test_ends_by_an_event (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = new_live_at (moment);
  GThread *thread = g_thread_new ("eos", send_eos, live->rig->src);

  if (moment == PUSHING)
    rig_unblock (live->rig);
  g_thread_join (thread);
  rig_start (live->rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (live->rig, GST_MESSAGE_EOS));
  assert_no_request_is_open (live);
  if (is_waiting (moment))
    assert_cancelled (live);
  g_assert_cmpuint (rig_count_events (live->rig, GST_EVENT_FLUSH_START), ==, 0);
}

static void
interrupt (Live * live, Moment moment)
{
  g_signal_emit_by_name (live->rig->src, "interrupt");
  rig_forget (live->rig);
  if (moment == PUSHING)
    rig_unblock (live->rig);
}

/* The stream is silent at once, and takes the next text. */
static void
test_interrupt_makes_it_silent (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = new_live_at (moment);
  g_autoptr (GPtrArray) segments = NULL;
  GstClockTime end = live_get_end (live);

  g_object_set (live->rig->src, "keep-open", TRUE, NULL);
  interrupt (live, moment);
  qwentts_simulator_finish_jobs (live->rig->simulator, TRUE);
  live_play_to (live, end + 5 * GST_SECOND);
  g_assert_null (live_get_first_speech (live));
  if (is_waiting (moment))
    assert_cancelled (live);
  g_assert_true (live_push_text (live, "News."));
  g_signal_emit_by_name (live->rig->src, "end-of-stream");
  live_run_to_end (live);
  live_assert_spoken (live, "News.", NULL);
  live_assert_well_formed (live);
  segments = live_get_segments (live);
  g_assert_cmpuint (segments->len, ==, 1);
}

/* A worker that cuts a text at that moment is waited for, in silence. */
static void
test_interrupt_ends_what_is_not_open (gconstpointer data)
{
  const Moment moment = GPOINTER_TO_INT (data);
  g_autoptr (Live) live = new_live_at (moment);

  g_object_set (live->rig->src, "keep-open", FALSE, NULL);
  interrupt (live, moment);
  live_run_to_end (live);
  g_assert_null (live_get_first_speech (live));
  assert_no_request_is_open (live);
}

/* By the streaming thread, which has the first buffer of the text by then. */
static void
interrupt_at_the_segment (Rig * rig, GstMessage * message)
{
  if (gst_message_has_name (message, "qwentts/segment"))
    g_signal_emit_by_name (rig->src, "interrupt");
}

static void
test_interrupt_lets_one_buffer_pass (void)
{
  g_autoptr (Live) live = live_new (NULL, RIG_TEXT);
  g_autoptr (GPtrArray) buffers = NULL;
  guint n_speech = 0;

  live->rig->on_message = interrupt_at_the_segment;
  live_run_to_end (live);
  buffers = rig_get_buffers (live->rig);
  for (guint i = 0; i < buffers->len; i++)
    n_speech += !live_is_silent (buffers->pdata[i]);
  g_assert_cmpuint (n_speech, ==, 1);
}

static void
add_tests (const gchar * sentence, GTestDataFunc function)
{
  for (Moment moment = 0; moment < N_MOMENTS; moment++) {
    g_autofree gchar *path = g_strdup_printf ("/live/%s-%s", sentence,
        names[moment]);

    g_test_add_data_func (path, GINT_TO_POINTER ((gint) moment), function);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  add_tests ("stops", test_stops);
  add_tests ("plays-after-a-stop", test_plays_after_a_stop);
  add_tests ("goes-on-after-a-flush", test_goes_on_after_a_flush);
  add_tests ("ends-by-an-event", test_ends_by_an_event);
  add_tests ("is-silent-after-an-interrupt", test_interrupt_makes_it_silent);
  add_tests ("ends-with-an-interrupt", test_interrupt_ends_what_is_not_open);

  g_test_add_func ("/live/begins-anew-after-a-flush-that-resets",
      test_begins_anew_after_a_flush_that_resets);
  g_test_add_func ("/live/interrupt-lets-one-buffer-pass",
      test_interrupt_lets_one_buffer_pass);

  return g_test_run ();
}
