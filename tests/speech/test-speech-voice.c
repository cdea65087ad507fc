/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech that makes a voice: what is told in which order, and what is on disk
 * by then. */
#include "speech/speech.h"

#include <errno.h>
#include <string.h>

#include "api/error.h"
#include "design.h"
#include "store/faulty.h"

typedef struct
{
  Design *design;
  QwenttsJob *job;              /* of the speech */
  QwenttsSpeech *speech;
  GCancellable *wait;
  GString *told;                /* a letter for each call */
  gchar *voice;
  gboolean is_cached;           /* as the segment was told */
  gboolean waits_for_voice;     /* progress returns once there is a voice */
} Fixture;

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
  Fixture *fixture = user_data;
  QwenttsJobState state = { 0 };

  if (progress->type == GST_PROGRESS_TYPE_COMPLETE)
    g_string_append_c (fixture->told, 'D');
  else if (progress->type == GST_PROGRESS_TYPE_ERROR)
    g_string_append_c (fixture->told, 'E');
  else if (progress->type == GST_PROGRESS_TYPE_CANCELED)
    g_string_append_c (fixture->told, 'X');
  while (fixture->waits_for_voice
      && progress->type == GST_PROGRESS_TYPE_CONTINUE && !state.has_voice)
    qwentts_job_wait_for_change (fixture->job, &state, NULL, NULL);
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 's');
  fixture->is_cached = info->is_cached;
}

static void
note_duration (GstClockTime duration, gpointer user_data)
{
}

static void
note_voice (const QwenttsVoice * voice, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 'v');
  g_assert_null (fixture->voice);
  fixture->voice = g_strdup (voice->name);
}

static void
note_warning (const GError * warning, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 'w');
}

static const QwenttsSpeechFuncs funcs = {
  note_progress, note_segment, note_duration, note_voice, note_warning
};

/* @design: (transfer full) */
static Fixture *
fixture_new (Design * design, DesignFlags flags)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->design = design;
  fixture->told = g_string_new (NULL);
  fixture->wait = g_cancellable_new ();
  fixture->speech = qwentts_speech_new (design->client, &funcs, fixture);
  fixture->job = design_make_job (design, NULL, flags);
  qwentts_speech_add_job (fixture->speech, qwentts_job_ref (fixture->job));
  return fixture;
}

static void
fixture_free (Fixture * fixture)
{
  qwentts_speech_stop (fixture->speech);
  qwentts_speech_unref (fixture->speech);
  qwentts_job_unref (fixture->job);
  g_object_unref (fixture->wait);
  g_string_free (fixture->told, TRUE);
  g_free (fixture->voice);
  design_free (fixture->design);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free);

/* Returns: how many bytes came before the end or the error */
static gsize
pull_to_end (Fixture * fixture, GError ** error)
{
  gsize size = 0;
  GstBuffer *buffer;

  while ((buffer = qwentts_speech_pull (fixture->speech, fixture->wait, error))) {
    size += gst_buffer_get_size (buffer);
    gst_buffer_unref (buffer);
  }
  return size;
}

static void
await_voice_well (Fixture * fixture, gboolean until_kept)
{
  g_autoptr (GError) error = NULL;
  gboolean is_told = qwentts_speech_await_voice (fixture->speech, until_kept,
      fixture->wait, &error);

  g_assert_no_error (error);
  g_assert_true (is_told);
  g_assert_nonnull (fixture->voice);
}

static void
assert_audio_on_disk (Fixture * fixture)
{
  g_autoptr (QwenttsRecord) record = design_peek (fixture->design);

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_nonnull (record->audio.format);
}

static void
test_end_comes_once_all_is_on_disk (void)
{
  g_autoptr (Fixture) fixture = fixture_new (design_new (NULL, NULL),
      DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (pull_to_end (fixture, &error), >, 0);
  g_assert_no_error (error);
  assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
}

static void
test_stored_one_is_heard_at_once (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;
  QwenttsSpeechStats stats;

  g_assert_cmpuint (pull_to_end (fixture, &error), >, 0);
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
  g_autoptr (Fixture) fixture = fixture_new (design_new (NULL, NULL),
      DESIGN_PLAIN);
  QwenttsSpeechStats stats;

  pull_to_end (fixture, NULL);
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
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  fixture->waits_for_voice = TRUE;
  qwentts_simulator_add_poll_answer (design->service->simulator,
      "{\"id\":\"x\",\"status\":\"processing\",\"progress\":40}");
  pull_to_end (fixture, &error);
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
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, 0);
  await_voice_well (fixture, FALSE);
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
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  pull_to_end (fixture, &error);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_true (g_str_has_prefix (fixture->told->str, "vw"));
  qwentts_speech_stop (fixture->speech);
  faulty_reset ();
}

static void
test_undecodable_preview_is_told_as_an_error (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
  g_autoptr (GBytes) body = g_bytes_new_static ("<html></html>", 13);
  const QwenttsSimulatorFault page = {.body = body };
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &page);
  g_assert_cmpuint (pull_to_end (fixture, &error), ==, 0);
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE);
  g_assert_nonnull (fixture->voice);
  g_assert_null (strchr (fixture->told->str, 'w'));
}

/* Waiting for the voice alone. */

static void
test_voice_is_awaited_without_its_audio (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
  g_autoptr (QwenttsRecord) record = NULL;

  design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, 0);
  await_voice_well (fixture, FALSE);
  g_assert_cmpstr (fixture->told->str, ==, "vD");
  record = design_peek (design);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_null (record->audio.format);
}

static void
test_voice_is_awaited_until_it_is_kept (gconstpointer data)
{
  g_autoptr (Fixture) fixture = fixture_new (design_new (NULL, NULL),
      GPOINTER_TO_INT (data));

  await_voice_well (fixture, TRUE);
  assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vD");
  /* Again: it is there. */
  await_voice_well (fixture, TRUE);
}

static void
test_audio_is_heard_after_the_voice_was_awaited (void)
{
  g_autoptr (Fixture) fixture = fixture_new (design_new (NULL, NULL),
      DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  await_voice_well (fixture, TRUE);
  g_assert_cmpuint (pull_to_end (fixture, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
}

static void
test_failed_design_ends_the_wait (gconstpointer data)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_SILENT);
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
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
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
  assert_audio_on_disk (fixture);
  g_assert_nonnull (fixture->voice);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

/* Of the preview, a WAV file. */
static GBytes *
get_samples (Fixture * fixture)
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

static void
close_gate (const gchar * voice, GCancellable * cancellable, gpointer wait)
{
  faulty_before_rename (cancel_wait, wait);
}

/* All has been read, and is not on disk yet. */
static void
test_cancelled_wait_at_the_end_loses_nothing (void)
{
  Design *design = design_new (NULL, &faulty_system);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_PLAIN);
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
  g_assert_cmpuint (pull_to_end (fixture, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (fixture->wait);
  fixture->wait = g_cancellable_new ();
  set_step (WAIT_HAS_ENDED);
  g_assert_cmpuint (pull_to_end (fixture, &error), ==, 0);
  g_assert_no_error (error);
  assert_audio_on_disk (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "vDs");
  faulty_reset ();
}

/* Nobody asked for it, and nobody waits for it for ever. */
static void
test_silent_one_without_audio_ends (void)
{
  Design *design = design_new (NULL, NULL);
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_SILENT);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (design->service->simulator,
      "{\"id\":\"x\",\"status\":\"completed\",\"result_data\":"
      "{\"voice\":\"qwen-tts-vd-a\"}}");
  g_assert_cmpuint (pull_to_end (fixture, &error), ==, 0);
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
  g_autoptr (Fixture) fixture = fixture_new (design, DESIGN_SILENT);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  await_voice_well (fixture, TRUE);
  g_assert_cmpuint (pull_to_end (fixture, &error), >, 0);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-voice/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-voice/" path, GINT_TO_POINTER (data), function)
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
  ADD ("cancelled-wait-at-the-end-loses-nothing",
      test_cancelled_wait_at_the_end_loses_nothing);
  ADD ("silent-one-without-audio-ends", test_silent_one_without_audio_ends);
  ADD ("silent-one-with-broken-audio-ends",
      test_silent_one_with_broken_audio_ends);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
