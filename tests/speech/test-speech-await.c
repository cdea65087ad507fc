/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Waiting for the voice that a speech makes, without its audio. */
#include "api/error.h"
#include "told.h"

static void
test_voice_is_awaited_without_its_audio (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (QwenttsRecord) record = NULL;

  design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, 0);
  told_await_voice_well (fixture, FALSE);
  g_assert_cmpstr (fixture->told->str, ==, "vD");
  record = design_peek (design);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_null (record->audio.format);
}

static void
test_voice_is_awaited_until_it_is_kept (gconstpointer data)
{
  g_autoptr (Told) fixture = told_new (design_new (NULL, NULL),
      GPOINTER_TO_INT (data));

  told_await_voice_well (fixture, TRUE);
  told_assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vD");
  /* Again: it is there. */
  told_await_voice_well (fixture, TRUE);
}

static void
test_audio_is_heard_after_the_voice_was_awaited (void)
{
  g_autoptr (Told) fixture = told_new (design_new (NULL, NULL), DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  told_await_voice_well (fixture, TRUE);
  g_assert_cmpuint (told_pull_to_end (fixture, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
}

static void
test_failed_design_ends_the_wait (gconstpointer data)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_SILENT);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_fail_tasks (design->service->simulator, 1, "failed",
      "null");
  g_assert_false (qwentts_speech_await_voice (fixture->speech,
          GPOINTER_TO_INT (data), fixture->wait, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  g_assert_cmpstr (fixture->told->str, ==, "E");
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Waits although each wait is cancelled at some moment. */
static void
test_cancelled_waits_lose_nothing (void)
{
  const QwenttsSimulatorOptions options = {.job_ms = 20 };
  Design *design = design_new (&options, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  gboolean is_over = FALSE;

  while (!is_over) {
    GThread *thread = g_thread_new ("cancel", cancel, fixture->wait);
    g_autoptr (GError) error = NULL;

    is_over = qwentts_speech_await_voice (fixture->speech, TRUE, fixture->wait,
        &error);
    if (!is_over)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_thread_join (thread);
    g_object_unref (fixture->wait);
    fixture->wait = g_cancellable_new ();
  }
  told_assert_audio_on_disk (fixture);
  g_assert_nonnull (fixture->voice);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

/* Nobody asked for it, and nobody waits for it for ever. */
static void
test_silent_one_without_audio_ends (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_SILENT);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (design->service->simulator,
      "{\"id\":\"x\",\"status\":\"completed\",\"result_data\":"
      "{\"voice\":\"qwen-tts-vd-a\"}}");
  g_assert_cmpuint (told_pull_to_end (fixture, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->voice, ==, "qwen-tts-vd-a");
  g_assert_cmpstr (fixture->told->str, ==, "vD");
}

static void
test_silent_one_with_broken_audio_ends (void)
{
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -1000
  };
  Design *design = design_new (NULL, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_SILENT);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  told_await_voice_well (fixture, TRUE);
  g_assert_cmpuint (told_pull_to_end (fixture, &error), >, 0);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-await/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-await/" path, GINT_TO_POINTER (data), function)
  ADD ("voice-is-awaited-without-its-audio",
      test_voice_is_awaited_without_its_audio);
  ADD_WITH ("voice-is-awaited-until-it-is-kept", DESIGN_PLAIN,
      test_voice_is_awaited_until_it_is_kept);
  ADD_WITH ("silent-voice-is-awaited-until-it-is-kept", DESIGN_SILENT,
      test_voice_is_awaited_until_it_is_kept);
  ADD ("audio-is-heard-after-the-voice-was-awaited",
      test_audio_is_heard_after_the_voice_was_awaited);
  ADD_WITH ("failed-design-ends-the-wait", FALSE,
      test_failed_design_ends_the_wait);
  ADD_WITH ("failed-design-ends-the-wait-until-kept", TRUE,
      test_failed_design_ends_the_wait);
  ADD ("cancelled-waits-lose-nothing", test_cancelled_waits_lose_nothing);
  ADD ("silent-one-without-audio-ends", test_silent_one_without_audio_ends);
  ADD ("silent-one-with-broken-audio-ends",
      test_silent_one_with_broken_audio_ends);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
