/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* An EOS event that the application sends, in each phase. */
#include <string.h>

#include "phase.h"

static gpointer
send_eos (gpointer element)
{
  g_assert_true (gst_element_send_event (element, gst_event_new_eos ()));
  return NULL;
}

/* Whoever waits for a request to end, as gst-launch-1.0 does, waits no more. */
static void
assert_no_request_is_open (Rig * rig)
{
  g_autofree gchar *progress = rig_get_progress (rig);
  gsize length = strlen (progress);

  if (length > 0)
    g_assert_nonnull (strchr ("PAE", progress[length - 1]));
}

/* From a thread of its own, since GstBaseSrc waits until downstream has taken
 * the buffer. */
static void
test_ends (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);
  GThread *thread;

  phase_enter (rig, phase);
  thread = g_thread_new ("eos", send_eos, rig->src);
  if (phase == PHASE_PUSHING)
    rig_unblock (rig);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  assert_no_request_is_open (rig);
  g_thread_join (thread);
  rig_stop (rig, GST_STATE_NULL);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
  if (phase < PHASE_DOWNLOADING)
    g_assert_cmpuint (rig->n_buffers, ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), <=, 1);
}

/* At each moment of the way to the first buffers. */
static void
test_ends_at_any_moment (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "cache", FALSE, NULL);
  for (guint i = 0; i < 50; i++) {
    rig_start (rig, GST_STATE_PLAYING);
    if (i % 2)
      qwentts_simulator_wait_for (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
          qwentts_simulator_count (rig->simulator,
              QWENTTS_SIMULATOR_DOWNLOAD) + 1);
    g_assert_true (gst_element_send_event (rig->src, gst_event_new_eos ()));
    gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
    rig_stop (rig, GST_STATE_READY);
    g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
    rig_forget (rig);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  phase_add_tests ("ends-by-an-event", test_ends, PHASE_FAILED);
  g_test_add_func ("/ttssrc/ends-by-an-event-at-any-moment",
      test_ends_at_any_moment);

  return g_test_run ();
}
