/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech that makes a voice: what is told in which order, and what is on disk
 * by then. */
#include <errno.h>
#include <string.h>

#include "api/error.h"
#include "store/faulty.h"
#include "told.h"

static void
test_end_comes_once_all_is_on_disk (void)
{
  g_autoptr (Told) fixture = told_new (design_new (NULL, NULL), DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (told_pull_to_end (fixture, &error), >, 0);
  g_assert_no_error (error);
  told_assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
}

static void
test_stored_one_is_heard_at_once (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;
  QwenttsSpeechStats stats;

  g_assert_cmpuint (told_pull_to_end (fixture, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
  g_assert_true (fixture->is_cached);
  g_assert_cmpstr (fixture->voice, ==, qwentts_job_get_voice (run->job)->name);
  qwentts_speech_get_stats (fixture->speech, &stats);
  g_assert_cmpuint (stats.cache_hits, ==, 1);
  g_assert_cmpuint (stats.segments, ==, 1);
  g_assert_cmpuint (stats.cost.characters, ==, 0);
  g_assert_cmpfloat (stats.cost.credits, ==, 0);
}

static void
test_stats_count_what_was_submitted (void)
{
  g_autoptr (Told) fixture = told_new (design_new (NULL, NULL), DESIGN_PLAIN);
  QwenttsSpeechStats stats;

  told_pull_to_end (fixture, NULL);
  qwentts_speech_get_stats (fixture->speech, &stats);
  g_assert_cmpuint (stats.cache_hits, ==, 0);
  g_assert_cmpuint (stats.cost.characters, ==,
      strlen (fixture->design->request.preview_text));
  g_assert_cmpfloat (stats.cost.credits, ==, DESIGN_PRICE);
  g_assert_false (fixture->is_cached);
}

/* The name is what the warning is about. */
static void
test_voice_is_told_before_its_warning (void)
{
  Design *design = design_new (NULL, &faulty_system);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  fixture->waits_for_voice = TRUE;
  qwentts_simulator_add_poll_answer (design->service->simulator,
      "{\"id\":\"x\",\"status\":\"processing\",\"progress\":40}");
  told_pull_to_end (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (fixture->told->str, "vw"));
  g_assert_null (strchr (fixture->told->str + 2, 'w'));
  faulty_reset ();
}

/* It is not kept back until there is audio. */
static void
test_warning_is_told_while_the_audio_hangs (void)
{
  Design *design = design_new (NULL, &faulty_system);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, 0);
  told_await_voice_well (fixture, FALSE);
  g_assert_cmpstr (fixture->told->str, ==, "vwD");
  qwentts_speech_stop (fixture->speech);
  faulty_reset ();
}

/* What is lost is told, also where the stream then fails. */
static void
test_warning_is_told_before_an_error (void)
{
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -1000
  };
  Design *design = design_new (NULL, &faulty_system);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  told_pull_to_end (fixture, &error);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_true (g_str_has_prefix (fixture->told->str, "vw"));
  qwentts_speech_stop (fixture->speech);
  faulty_reset ();
}

static void
test_undecodable_preview_is_told_as_an_error (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (GBytes) body = g_bytes_new_static ("<html></html>", 13);
  const QwenttsSimulatorFault page = {.body = body };
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &page);
  g_assert_cmpuint (told_pull_to_end (fixture, &error), ==, 0);
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE);
  g_assert_nonnull (fixture->voice);
  g_assert_null (strchr (fixture->told->str, 'w'));
}

/* Of the preview, a WAV file. */
static GBytes *
get_samples (Told * fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) preview = qwentts_simulator_get_preview
      (fixture->design->service->simulator, fixture->voice, &error);

  g_assert_no_error (error);
  return service_get_samples (preview);
}

/* The worker waits before it gives the audio its name. */
static struct
{
  GMutex lock;
  GCond cond;
  guint step;
} gate;

static void
set_step (guint step)
{
  g_mutex_lock (&gate.lock);
  gate.step = step;
  g_cond_broadcast (&gate.cond);
  g_mutex_unlock (&gate.lock);
}

static void
wait_for_step (guint step)
{
  g_mutex_lock (&gate.lock);
  while (gate.step < step)
    g_cond_wait (&gate.cond, &gate.lock);
  g_mutex_unlock (&gate.lock);
}

enum
{ ALL_IS_READ = 1, WAIT_HAS_ENDED };

static void
cancel_wait (gpointer wait)
{
  wait_for_step (ALL_IS_READ);
  g_cancellable_cancel (wait);
  wait_for_step (WAIT_HAS_ENDED);
}

static GError *
close_gate (const gchar * voice, GCancellable * cancellable, gpointer wait)
{
  faulty_before_rename (cancel_wait, wait);
  return NULL;
}

/* All has been read, and is not on disk yet. */
static void
test_cancelled_wait_at_the_end_loses_nothing (void)
{
  Design *design = design_new (NULL, &faulty_system);
  g_autoptr (Told) fixture = told_new (design, DESIGN_PLAIN);
  g_autoptr (GCancellable) first_wait = g_object_ref (fixture->wait);
  g_autoptr (GBytes) preview = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  faulty_reset ();
  qwentts_job_set_voice_func (fixture->job, close_gate, first_wait);
  while (preview == NULL || size < g_bytes_get_size (preview)) {
    g_autoptr (GstBuffer) buffer = qwentts_speech_pull (fixture->speech,
        fixture->wait, &error);

    g_assert_no_error (error);
    if (preview == NULL)
      preview = get_samples (fixture);
    size += gst_buffer_get_size (buffer);
  }

  set_step (ALL_IS_READ);
  g_assert_cmpuint (told_pull_to_end (fixture, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (fixture->wait);
  fixture->wait = g_cancellable_new ();
  set_step (WAIT_HAS_ENDED);
  g_assert_cmpuint (told_pull_to_end (fixture, &error), ==, 0);
  g_assert_no_error (error);
  told_assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
  faulty_reset ();
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-voice/" path, function)
  ADD ("end-comes-once-all-is-on-disk", test_end_comes_once_all_is_on_disk);
  ADD ("stored-one-is-heard-at-once", test_stored_one_is_heard_at_once);
  ADD ("stats-count-what-was-submitted", test_stats_count_what_was_submitted);
  ADD ("voice-is-told-before-its-warning",
      test_voice_is_told_before_its_warning);
  ADD ("warning-is-told-while-the-audio-hangs",
      test_warning_is_told_while_the_audio_hangs);
  ADD ("warning-is-told-before-an-error", test_warning_is_told_before_an_error);
  ADD ("undecodable-preview-is-told-as-an-error",
      test_undecodable_preview_is_told_as_an_error);
  ADD ("cancelled-wait-at-the-end-loses-nothing",
      test_cancelled_wait_at_the_end_loses_nothing);
#undef ADD

  return g_test_run ();
}
