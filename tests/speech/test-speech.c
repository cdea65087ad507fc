/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech: what is pulled, what is told, and what is not lost. */
#include "speech/speech.h"

#include <string.h>

#include "api/error.h"
#include "service.h"

#define TEXT "Good evening."
#define RATE 24000
#define N_FRAMES 30000

typedef struct
{
  Service *service;
  GBytes *wav;                  /* what each task gives; NULL: speech */
  QwenttsSpeech *speech;
  GString *told;                /* a letter for each call */
  GByteArray *samples;
  GCancellable *wait;
  GstClockTime duration;
  guint percent;
} Fixture;

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
  static const gchar letters[] = {
    [GST_PROGRESS_TYPE_START] = 'S',
    [GST_PROGRESS_TYPE_CONTINUE] = 'C',
    [GST_PROGRESS_TYPE_COMPLETE] = 'D',
    [GST_PROGRESS_TYPE_ERROR] = 'E',
  };
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, letters[progress->type]);
  fixture->percent = progress->percent;
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 's');
  g_assert_cmpuint (info->index, ==, 0);
  g_assert_cmpstr (info->segment->text, ==, TEXT);
  g_assert_cmpuint (info->segment->offset, ==, 0);
  g_assert_cmpuint (info->segment->length, ==, strlen (TEXT));
  g_assert_cmpuint (info->stream_time, ==, 0);
  g_assert_true (g_str_has_prefix (info->task_id, "task-unified-"));
  g_assert_cmpfloat (info->credits, ==, 0.32);
}

static void
note_duration (GstClockTime duration, gboolean is_final, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->told, 'd');
  fixture->duration = duration;
}

static const QwenttsSpeechFuncs funcs = {
  note_progress, note_segment, note_duration
};

/* @rate: of the file that each task gives */
static Fixture *
fixture_new (QwenttsSimulatorOptions options, guint rate)
{
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->wav = service_make_wav (rate, N_FRAMES);
  options.audio = fixture->wav;
  fixture->service = service_new (&options, 0);
  fixture->told = g_string_new (NULL);
  fixture->samples = g_byte_array_new ();
  fixture->wait = g_cancellable_new ();
  fixture->duration = GST_CLOCK_TIME_NONE;
  fixture->speech = qwentts_speech_new (fixture->service->client, 1, &funcs,
      fixture);
  qwentts_speech_add_job (fixture->speech, service_make_job (fixture->service,
          TEXT, 0, 0));
  return fixture;
}

static void
fixture_free (Fixture * fixture)
{
  if (fixture->speech) {
    qwentts_speech_stop (fixture->speech);
    qwentts_speech_unref (fixture->speech);
  }
  g_object_unref (fixture->wait);
  g_byte_array_unref (fixture->samples);
  g_string_free (fixture->told, TRUE);
  service_free (fixture->service);
  g_bytes_unref (fixture->wav);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free);

static const QwenttsSimulatorOptions no_options;

/* Pulls a buffer and keeps its samples.
 *
 * Returns: its size, 0 without one */
static gsize
pull (Fixture * fixture, GError ** error)
{
  g_autoptr (GstBuffer) buffer = qwentts_speech_pull (fixture->speech,
      fixture->wait, error);
  gsize size = buffer ? gst_buffer_get_size (buffer) : 0;

  g_byte_array_set_size (fixture->samples, fixture->samples->len + size);
  if (buffer)
    gst_buffer_extract (buffer, 0, fixture->samples->data +
        fixture->samples->len - size, size);
  return size;
}

static void
pull_to_end (Fixture * fixture)
{
  g_autoptr (GError) error = NULL;

  while (pull (fixture, &error) > 0)
    continue;
  g_assert_no_error (error);
}

static void
assert_samples (Fixture * fixture)
{
  g_autoptr (GBytes) samples = service_get_samples (fixture->wav);

  g_assert_cmpmem (fixture->samples->data, fixture->samples->len,
      g_bytes_get_data (samples, NULL), g_bytes_get_size (samples));
}

static void
test_spends_nothing_before_the_first_pull (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  qwentts_speech_stop (fixture->speech);
  g_clear_pointer (&fixture->speech, qwentts_speech_unref);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks
      (fixture->service->simulator), ==, 0);
}

static void
wait_until_audio_is_there (Fixture * fixture)
{
  const gint64 deadline_us = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  QwenttsSpeechStats stats = { 0 };

  while (stats.cost.bytes == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    qwentts_speech_get_stats (fixture->speech, &stats);
    g_thread_yield ();
  }
}

/* And tells of no wait, since there was none. */
static void
test_works_ahead_of_the_first_pull (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_speech_begin (fixture->speech, &error));
  g_assert_no_error (error);
  wait_until_audio_is_there (fixture);
  g_assert_cmpstr (fixture->told->str, ==, "");
  g_assert_cmpuint (pull (fixture, NULL), >, 0);
  g_assert_cmpstr (fixture->told->str, ==, "ds");
  pull_to_end (fixture);
  assert_samples (fixture);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks
      (fixture->service->simulator), ==, 1);
}

static void
test_gives_all_samples_and_then_ends (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GError) error = NULL;

  pull_to_end (fixture);
  assert_samples (fixture);
  g_assert_cmpuint (pull (fixture, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_tells_what_happens_in_order (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  g_assert_cmpuint (pull (fixture, NULL), >, 0);
  g_assert_cmpstr (fixture->told->str, ==, "SDds");
  g_assert_cmpuint (fixture->percent, ==, 100);
  g_assert_cmpuint (fixture->duration, ==,
      gst_util_uint64_scale (N_FRAMES, GST_SECOND, RATE));
}

static void
test_duration_at_the_end_is_what_was_played (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);

  pull_to_end (fixture);
  g_assert_cmpuint (fixture->duration, ==,
      gst_util_uint64_scale (N_FRAMES, GST_SECOND, RATE));
}

static void
test_tells_the_format (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GstCaps) wanted = gst_caps_from_string ("audio/x-raw, "
      "format=S16LE, layout=interleaved, rate=24000, channels=1");

  g_assert_null (qwentts_speech_get_caps (fixture->speech));
  g_assert_cmpuint (pull (fixture, NULL), >, 0);
  g_assert_true (gst_caps_can_intersect (wanted,
          qwentts_speech_get_caps (fixture->speech)));
}

static void
test_buffers_are_at_most_100_ms (gconstpointer data)
{
  guint rate = GPOINTER_TO_UINT (data);
  g_autoptr (Fixture) fixture = fixture_new (no_options, rate);
  gsize size;

  while ((size = pull (fixture, NULL)) > 0)
    g_assert_cmpuint (size / 2, <=, rate / 10);
  assert_samples (fixture);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Pulls to the end although each wait is cancelled at some moment. */
static void
test_cancelled_waits_lose_nothing (void)
{
  const QwenttsSimulatorOptions options = {.job_ms = 20 };
  const QwenttsSimulatorFault trickle = {.trickle_size = 3000,.trickle_ms = 1 };
  g_autoptr (Fixture) fixture = fixture_new (options, RATE);
  gboolean is_over = FALSE;

  qwentts_simulator_add_fault (fixture->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &trickle);
  while (!is_over) {
    GThread *thread = g_thread_new ("cancel", cancel, fixture->wait);
    g_autoptr (GError) error = NULL;

    is_over = pull (fixture, &error) == 0 && error == NULL;
    if (error)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_thread_join (thread);
    g_clear_object (&fixture->wait);
    fixture->wait = g_cancellable_new ();
  }
  assert_samples (fixture);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks
      (fixture->service->simulator), ==, 1);
  g_assert_true (g_str_has_prefix (fixture->told->str, "S"));
  g_assert_null (strchr (fixture->told->str + 1, 'S'));
}

static void
test_failure_is_told_and_stays (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autofree gchar *task_id = NULL;
  g_autoptr (GstCaps) missing_caps = NULL;
  const QwenttsSegment *segment = NULL;
  guint index = 99;

  qwentts_simulator_fail_tasks (fixture->service->simulator, 1, "failed",
      "null");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (pull (fixture, &error), ==, 0);
    g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  }
  g_assert_true (g_str_has_suffix (fixture->told->str, "E"));
  g_assert_null (strchr (fixture->told->str, 's'));
  qwentts_speech_describe_failure (fixture->speech, &index, &segment, &task_id,
      &missing_caps);
  g_assert_cmpuint (index, ==, 0);
  g_assert_cmpstr (segment->text, ==, TEXT);
  g_assert_true (g_str_has_prefix (task_id, "task-unified-"));
  g_assert_null (missing_caps);
}

static void
test_whole_samples_come_before_the_failure (void)
{
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -2001
  };
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (fixture->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  while (pull (fixture, &error) > 0)
    continue;
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_cmpuint (fixture->samples->len, ==, N_FRAMES * 2 - 2002);
}

static void
test_stats_count_what_was_done (void)
{
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  QwenttsSpeechStats stats;

  qwentts_speech_get_stats (fixture->speech, &stats);
  g_assert_cmpuint (stats.cost.characters, ==, 0);
  g_assert_false (GST_CLOCK_TIME_IS_VALID (stats.time_to_first_audio));

  pull_to_end (fixture);
  qwentts_speech_get_stats (fixture->speech, &stats);
  g_assert_cmpuint (stats.cost.characters, ==, strlen (TEXT));
  g_assert_cmpuint (stats.segments, ==, 1);
  g_assert_cmpuint (stats.cost.bytes, ==, g_bytes_get_size (fixture->wav));
  g_assert_cmpfloat (stats.cost.credits, ==, 0.32);
  g_assert_cmpuint (stats.counters.submits, ==, 1);
  g_assert_cmpuint (stats.counters.downloads, ==, 1);
  g_assert_cmpuint (stats.time_to_first_audio, >,
      stats.cost.submit_time + stats.cost.wait_time);
}

static void
test_stop_ends_what_is_under_way (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (Fixture) fixture = fixture_new (no_options, RATE);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (fixture->service->simulator, kind, &stall);
  g_cancellable_cancel (fixture->wait);
  g_assert_cmpuint (pull (fixture, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (qwentts_simulator_wait_for (fixture->service->simulator,
          kind, 1));
  qwentts_speech_stop (fixture->speech);
  qwentts_speech_stop (fixture->speech);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech/" path, function)
  ADD ("spends-nothing-before-the-first-pull",
      test_spends_nothing_before_the_first_pull);
  ADD ("works-ahead-of-the-first-pull", test_works_ahead_of_the_first_pull);
  ADD ("gives-all-samples-and-then-ends", test_gives_all_samples_and_then_ends);
  ADD ("tells-what-happens-in-order", test_tells_what_happens_in_order);
  ADD ("duration-at-the-end-is-what-was-played",
      test_duration_at_the_end_is_what_was_played);
  ADD ("tells-the-format", test_tells_the_format);
  g_test_add_data_func ("/speech/buffers-are-at-most-100-ms-at-48000-hz",
      GUINT_TO_POINTER (48000), test_buffers_are_at_most_100_ms);
  g_test_add_data_func ("/speech/buffers-are-at-most-100-ms-at-4000-hz",
      GUINT_TO_POINTER (4000), test_buffers_are_at_most_100_ms);
  ADD ("cancelled-waits-lose-nothing", test_cancelled_waits_lose_nothing);
  ADD ("failure-is-told-and-stays", test_failure_is_told_and_stays);
  ADD ("whole-samples-come-before-the-failure",
      test_whole_samples_come_before_the_failure);
  ADD ("stats-count-what-was-done", test_stats_count_what_was_done);
  g_test_add_data_func ("/speech/stop-ends-what-submits",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_SUBMIT),
      test_stop_ends_what_is_under_way);
  g_test_add_data_func ("/speech/stop-ends-what-polls",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_POLL),
      test_stop_ends_what_is_under_way);
  g_test_add_data_func ("/speech/stop-ends-what-downloads",
      GINT_TO_POINTER (QWENTTS_SIMULATOR_DOWNLOAD),
      test_stop_ends_what_is_under_way);
#undef ADD

  return g_test_run ();
}
