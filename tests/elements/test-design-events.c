/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* EOS events and flushes that the application sends to qwenvoicedesign, in each
 * phase. */
#include <string.h>

#include "data-folder.h"
#include "design-phase.h"

#define PREVIEW_RATE 24000
/* Of espeak-ng, and so of the speech. */
#define SPEECH_RATE 22050
#define FRAME_SIZE 2

static gpointer
send_eos (gpointer element)
{
  g_assert_true (gst_element_send_event (element, gst_event_new_eos ()));
  return NULL;
}

static void
assert_ended (Rig * rig)
{
  g_autofree gchar *progress = rig_get_progress (rig);
  gsize length = strlen (progress);

  /* Whoever waits for a request to end waits no more. */
  if (length > 0)
    g_assert_nonnull (strchr ("PAE", progress[length - 1]));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_FLUSH_START), ==, 0);
}

/* From a thread of its own, since GstBaseSrc waits until downstream has taken
 * the buffer. */
static void
test_ends (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  GThread *thread;

  design_phase_enter (rig, phase);
  thread = g_thread_new ("eos", send_eos, rig->src);
  if (phase == DESIGN_PHASE_PREVIEW || phase == DESIGN_PHASE_SPEECH)
    rig_unblock (rig);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  g_thread_join (thread);
  rig_stop (rig, GST_STATE_NULL);
  assert_ended (rig);
  if (phase < DESIGN_PHASE_DOWNLOADING)
    g_assert_cmpuint (rig->n_buffers, ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), <=, 1);
}

/* And is ready for the next run. */
static void
test_plays_after_the_end (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  GThread *thread;

  design_phase_enter (rig, phase);
  thread = g_thread_new ("eos", send_eos, rig->src);
  if (phase == DESIGN_PHASE_PREVIEW || phase == DESIGN_PHASE_SPEECH)
    rig_unblock (rig);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  g_thread_join (thread);
  rig_stop (rig, GST_STATE_READY);
  if (phase != DESIGN_PHASE_PREVIEW && phase != DESIGN_PHASE_SPEECH)
    design_phase_release (rig, phase);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

/* In the streaming thread. */
static void
end_at_the_voice (Rig * rig, GstMessage * message)
{
  if (!gst_message_has_name (message, "qwentts/voice-designed"))
    return;
  rig->on_message = NULL;
  g_assert_true (gst_element_send_event (rig->src, gst_event_new_eos ()));
}

/* The voice is kept, and nothing more is paid. */
static void
test_ends_right_when_the_voice_is_known (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  rig->on_message = end_at_the_voice;
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  assert_ended (rig);
  g_assert_cmpuint (rig->n_buffers, ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_assert_cmpuint (design_rig_count_files (".entry"), ==, 1);
}

static void
test_ends_right_when_the_voice_is_known_without_preview (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "preview", FALSE, NULL);
  rig->on_message = end_at_the_voice;
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  assert_ended (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* The preview is over, and the state lock keeps the speech from its start. */
static void
test_ends_while_the_speech_is_about_to_start (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);

  g_object_set (rig->src, "preview", FALSE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  GST_STATE_LOCK (rig->src);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_COMPLETE);
  g_assert_true (gst_element_send_event (rig->src, gst_event_new_eos ()));
  GST_STATE_UNLOCK (rig->src);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  rig_stop (rig, GST_STATE_READY);
  assert_ended (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_end_is_refused_before_the_start (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_assert_false (gst_element_send_event (rig->src, gst_event_new_eos ()));
  rig_start (rig, GST_STATE_READY);
  g_assert_false (gst_element_send_event (rig->src, gst_event_new_eos ()));
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

static void
test_ends_at_any_moment (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  for (guint i = 0; i < 60; i++) {
    const QwenttsSimulatorKind kind = i % 3;
    const guint n_before = qwentts_simulator_count (rig->simulator, kind);
    g_autofree gchar *name = g_strdup_printf ("voice_%u", i);

    g_object_set (rig->src, "preferred-name", name, NULL);
    rig_start (rig, GST_STATE_PLAYING);
    if (i % 4)
      g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind,
              n_before + i % 4 - (i % 4 > 2)));
    g_assert_true (gst_element_send_event (rig->src, gst_event_new_eos ()));
    gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
    rig_stop (rig, GST_STATE_READY);
    assert_ended (rig);
    rig_forget (rig);
  }
}

/* Flushes */

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

/* Asserts that these buffers, all of one format, have the samples of @wanted, each
 * in its place, up to the end; a gap is marked.
 *
 * Returns: how many bytes are missing */
static gsize
assert_in_place (GPtrArray * buffers, GBytes * wanted)
{
  const guint8 *samples = g_bytes_get_data (wanted, NULL);
  guint64 end = 0;
  gsize missing = 0;

  for (guint i = 0; i < buffers->len; i++) {
    GstBuffer *buffer = buffers->pdata[i];

    g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), >=, end);
    if (GST_BUFFER_OFFSET (buffer) > end)
      g_assert_true (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT));
    missing += (GST_BUFFER_OFFSET (buffer) - end) * FRAME_SIZE;
    g_assert_cmpint (gst_buffer_memcmp (buffer, 0, samples
            + GST_BUFFER_OFFSET (buffer) * FRAME_SIZE,
            gst_buffer_get_size (buffer)), ==, 0);
    end = GST_BUFFER_OFFSET_END (buffer);
  }
  g_assert_cmpuint (end * FRAME_SIZE, ==, g_bytes_get_size (wanted));
  return missing;
}

static gint
get_rate (GstEvent * event)
{
  GstCaps *caps;
  gint rate = 0;

  gst_event_parse_caps (event, &caps);
  g_assert_true (gst_structure_get_int (gst_caps_get_structure (caps, 0),
          "rate", &rate));
  return rate;
}

/* The buffers of one rate. */
static GPtrArray *
find_buffers (Rig * rig, gint rate)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GPtrArray *buffers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  gint current = 0;

  for (guint i = 0; i < book->len; i++) {
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_CAPS)
      current = get_rate (book->pdata[i]);
    else if (GST_IS_BUFFER (book->pdata[i]) && current == rate)
      g_ptr_array_add (buffers, gst_buffer_ref (book->pdata[i]));
  }
  return buffers;
}

/* What was on its way when the flush came is lost, as in every element; all that
 * comes after it is there. */
static void
test_goes_on_after_a_flush (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  g_autoptr (GPtrArray) of_preview = NULL;
  g_autoptr (GPtrArray) of_speech = NULL;
  g_autoptr (GBytes) preview = NULL;
  g_autoptr (GBytes) spoken = NULL;
  gsize missing;

  design_phase_enter (rig, phase);
  flush (rig);
  flush (rig);
  design_phase_release (rig, phase);
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);

  preview = design_rig_get_preview (rig);
  spoken = design_rig_get_spoken (rig, DESIGN_TEXT);
  of_preview = find_buffers (rig, PREVIEW_RATE);
  of_speech = find_buffers (rig, SPEECH_RATE);
  missing = assert_in_place (of_preview, preview);
  if (phase < DESIGN_PHASE_DOWNLOADING
      || phase >= DESIGN_PHASE_SPEECH_SUBMITTING)
    g_assert_cmpuint (missing, ==, 0);
  missing = assert_in_place (of_speech, spoken);
  if (phase < DESIGN_PHASE_SPEECH_DOWNLOADING)
    g_assert_cmpuint (missing, ==, 0);
}

static void
add_phases (void)
{
  design_phase_add_tests ("ends-by-an-event", test_ends, DESIGN_PHASE_ENDED);
  design_phase_add_tests ("plays-after-an-event-that-ended-it",
      test_plays_after_the_end, DESIGN_PHASE_ENDED);
  design_phase_add_tests ("goes-on-after-a-flush", test_goes_on_after_a_flush,
      DESIGN_PHASE_ENDED);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("ends-right-when-the-voice-is-known",
      test_ends_right_when_the_voice_is_known);
  ADD ("ends-right-when-the-voice-is-known-without-preview",
      test_ends_right_when_the_voice_is_known_without_preview);
  ADD ("ends-while-the-speech-is-about-to-start",
      test_ends_while_the_speech_is_about_to_start);
  ADD ("end-is-refused-before-the-start", test_end_is_refused_before_the_start);
  ADD ("ends-at-any-moment", test_ends_at_any_moment);
#undef ADD
  add_phases ();

  return data_folder_finish (g_test_run ());
}
