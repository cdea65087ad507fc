/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What qwenvoicedesign tells while it works, and in which order. */
#include <string.h>

#include "data-folder.h"
#include "design-phase.h"
#include "fields.h"

/* Whoever waits for all requests to end, as gst-launch-1.0 does, is not misled:
 * one at a time, and each has an end. */
static void
assert_one_wait_at_a_time (const gchar * story)
{
  gchar open = 0;

  for (const gchar * c = story; *c; c++) {
    if (strchr ("Ss", *c)) {
      g_assert_cmpint (open, ==, 0);
      open = *c;
    } else if (strchr ("CcPpEeAa", *c)) {
      g_assert_cmpint (g_ascii_isupper (*c), ==, g_ascii_isupper (open));
      if (!strchr ("Cc", *c))
        open = 0;
    }
    /* COMPLETE comes before the buffer. */
    g_assert_false (*c == 'b' && open);
  }
  g_assert_cmpint (open, ==, 0);
}

static void
test_messages_come_in_order (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_SPEECH_POLLING);
  g_autofree gchar *story = NULL;

  design_phase_enter (rig, DESIGN_PHASE_SPEECH_POLLING);
  design_phase_release (rig, DESIGN_PHASE_SPEECH_POLLING);
  rig_play_to_end (rig);
  story = design_rig_get_story (rig);
  g_assert_cmpstr (story, ==, "SnVPbspTb.$");
  assert_one_wait_at_a_time (story);
}

/* Some of the audio of the speech has come. */
static void
wait_until_the_speech_is_there (Rig * rig)
{
  const gint64 deadline_us = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  GstElement *speech = design_rig_get_speech (rig);
  guint64 n_bytes = 0;

  while (n_bytes == 0) {
    g_autoptr (GstStructure) stats = NULL;

    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_object_get (speech, "stats", &stats, NULL);
    g_assert_true (gst_structure_get_uint64 (stats, "bytes", &n_bytes));
    g_thread_yield ();
  }
}

/* The stream does not wait for the speech, so nothing is told of a wait; and the
 * segment is told when its turn comes. */
static void
test_speech_that_is_there_is_no_wait (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *before = NULL;
  g_autofree gchar *story = NULL;

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  wait_until_the_speech_is_there (rig);
  before = design_rig_get_story (rig);
  g_assert_cmpstr (before, ==, "SnVP");
  rig_unblock (rig);
  rig_play_to_end (rig);
  story = design_rig_get_story (rig);
  g_assert_cmpstr (story, ==, "SnVPbTb.$");
}

static void
test_progress_tells_the_services_percent (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autofree gchar *story = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  qwentts_simulator_set_progress (rig->simulator, 40);
  rig_wait_for_progress_of (rig, rig->src, GST_PROGRESS_TYPE_CONTINUE);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  story = design_rig_get_story (rig);
  g_assert_true (g_str_has_prefix (story, "SCnVPb"));
  assert_one_wait_at_a_time (story);
}

static void
test_voice_designed_tells_all_of_it (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstMessage) message = NULL;
  g_autofree gchar *voice = NULL;
  const GstStructure *told;
  gboolean is_cached = TRUE;

  rig_play_to_end (rig);
  message = rig_wait_for_named (rig, "qwentts/voice-designed");
  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (rig->src));
  told = gst_message_get_structure (message);
  voice = design_rig_get_voice (rig);
  g_assert_cmpstr (gst_structure_get_string (told, "voice"), ==, voice);
  g_assert_true (g_str_has_prefix (voice, "qwen-tts-vd-" DESIGN_NAME));
  g_assert_cmpstr (gst_structure_get_string (told, "target-model"), ==,
      "qwen3-tts-vd-2026-01-26");
  g_assert_true (g_str_has_prefix (gst_structure_get_string (told, "task-id"),
          "task-unified-"));
  g_assert_true (gst_structure_get_boolean (told, "cached", &is_cached));
  g_assert_false (is_cached);
  g_assert_cmpfloat (fields_get_double (told, "credits"), ==, DESIGN_PRICE);
}

/* And the property is unset in between. */
static void
test_same_design_is_cached (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstStructure) first = NULL;
  g_autoptr (GstStructure) second = NULL;
  g_autofree gchar *story = NULL;
  gboolean is_cached = FALSE;

  rig_play_to_end (rig);
  first = rig_get_structure (rig, "qwentts/voice-designed");
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_play_to_end (rig);
  second = rig_get_structure (rig, "qwentts/voice-designed");
  g_assert_true (gst_structure_get_boolean (second, "cached", &is_cached));
  g_assert_true (is_cached);
  g_assert_cmpfloat (fields_get_double (second, "credits"), ==, 0);
  g_assert_cmpstr (gst_structure_get_string (second, "voice"), ==,
      gst_structure_get_string (first, "voice"));
  g_assert_cmpstr (gst_structure_get_string (second, "task-id"), ==,
      gst_structure_get_string (first, "task-id"));
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
  story = design_rig_get_story (rig);
  g_assert_cmpint (story[0], ==, 'n');
  g_assert_nonnull (strstr (story, "nV"));
  assert_one_wait_at_a_time (story);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* How much audio stands in the book before the first error. */
static gsize
sum_sizes_before_the_error (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  gsize size = 0;

  for (guint i = 0; i < book->len; i++) {
    if (rig_is_message (book->pdata[i], GST_MESSAGE_ERROR))
      return size;
    if (GST_IS_BUFFER (book->pdata[i]))
      size += gst_buffer_get_size (book->pdata[i]);
  }
  g_assert_not_reached ();
}

static void
test_early_failure_of_the_speech_waits_for_the_preview (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (GBytes) preview = NULL;
  g_autofree gchar *story = NULL;

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_wait_until_blocked (rig);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 2));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  rig_unblock (rig);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
  rig_stop (rig, GST_STATE_READY);
  preview = design_rig_get_preview (rig);
  g_assert_cmpuint (sum_sizes_before_the_error (rig), ==,
      g_bytes_get_size (preview));
  story = design_rig_get_story (rig);
  g_assert_true (g_str_has_prefix (story, "SnVPb"));
  g_assert_nonnull (strchr (story, 'x'));
  assert_one_wait_at_a_time (story);
}

/* They are no messages of the stream. */
static void
test_properties_of_the_speech_are_told_at_once (void)
{
  g_autoptr (Rig) rig = design_phase_new_rig (DESIGN_PHASE_POLLING);
  GstElement *speech = design_rig_get_speech (rig);
  g_autoptr (GPtrArray) book = NULL;
  guint n_told = 0;

  gst_element_add_property_notify_watch (speech, "language-type", TRUE);
  design_phase_enter (rig, DESIGN_PHASE_POLLING);
  gst_util_set_object_arg (G_OBJECT (speech), "language-type", "english");
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && GST_MESSAGE_TYPE (book->pdata[i]) == GST_MESSAGE_PROPERTY_NOTIFY
        && GST_MESSAGE_SRC (book->pdata[i]) == GST_OBJECT (speech))
      n_told++;
  g_assert_cmpuint (n_told, ==, 1);
}

static void
test_progress_is_canceled_by_a_stop (gconstpointer data)
{
  const DesignPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = design_phase_new_rig (phase);
  g_autofree gchar *story = NULL;

  design_phase_enter (rig, phase);
  rig_stop (rig, GST_STATE_READY);
  story = design_rig_get_story (rig);
  assert_one_wait_at_a_time (story);
  g_assert_null (strpbrk (story, "dXxWw"));
}

static void
add_phases (void)
{
  design_phase_add_tests ("progress-is-closed-by-a-stop",
      test_progress_is_canceled_by_a_stop, DESIGN_PHASE_FAILED);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("messages-come-in-order", test_messages_come_in_order);
  ADD ("speech-that-is-there-is-no-wait", test_speech_that_is_there_is_no_wait);
  ADD ("progress-tells-the-services-percent",
      test_progress_tells_the_services_percent);
  ADD ("voice-designed-tells-all-of-it", test_voice_designed_tells_all_of_it);
  ADD ("same-design-is-cached", test_same_design_is_cached);
  ADD ("early-failure-of-the-speech-waits-for-the-preview",
      test_early_failure_of_the_speech_waits_for_the_preview);
  ADD ("properties-of-the-speech-are-told-at-once",
      test_properties_of_the_speech_are_told_at_once);
#undef ADD
  add_phases ();

  return data_folder_finish (g_test_run ());
}
