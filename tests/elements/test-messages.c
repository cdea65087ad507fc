/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the element tells while it works: PROGRESS, qwentts/segment, stats. */
#include <string.h>

#include "failure.h"
#include "fields.h"

#define PRICE 0.32

static void
test_segment_tells_all_of_it (void)
{
  static const gchar *const text = "晚上好, good evening.";
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstStructure) segment = NULL;
  gint64 duration = 0;
  gboolean is_cached = TRUE;

  g_object_set (rig->src, "text", text, NULL);
  rig_play_to_end (rig);
  segment = rig_get_structure (rig, "qwentts/segment");
  g_assert_nonnull (segment);
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (fields_get_uint (segment, "index"), ==, 0);
  g_assert_cmpuint (fields_get_uint (segment, "text-index"), ==, 0);
  g_assert_cmpstr (gst_structure_get_string (segment, "text"), ==, text);
  g_assert_cmpuint (fields_get_uint (segment, "offset"), ==, 0);
  g_assert_cmpuint (fields_get_uint (segment, "length"), ==,
      g_utf8_strlen (text, -1));
  g_assert_cmpuint (fields_get_time (segment, "stream-time"), ==, 0);
  g_assert_cmpuint (fields_get_time (segment, "duration"), ==, duration);
  g_assert_true (g_str_has_prefix (gst_structure_get_string (segment,
              "task-id"), "task-unified-"));
  g_assert_true (gst_structure_get_boolean (segment, "cached", &is_cached));
  g_assert_false (is_cached);
  g_assert_cmpfloat (fields_get_double (segment, "credits"), ==, PRICE);
}

/* The letters of rig_get_progress (), then d: DURATION_CHANGED, s: segment,
 * b: the first buffer, e: EOS message. */
static gchar *
get_story (Rig * rig)
{
  g_autofree gchar *progress = rig_get_progress (rig);
  const gchar *next_progress = progress;
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GString *story = g_string_new (NULL);
  gboolean has_buffer = FALSE;

  for (guint i = 0; i < book->len; i++) {
    gpointer object = book->pdata[i];

    if (GST_IS_BUFFER (object) && !has_buffer) {
      has_buffer = TRUE;
      g_string_append_c (story, 'b');
    } else if (!GST_IS_MESSAGE (object)) {
      continue;
    } else if (GST_MESSAGE_TYPE (object) == GST_MESSAGE_PROGRESS) {
      g_string_append_c (story, *next_progress++);
    } else if (GST_MESSAGE_TYPE (object) == GST_MESSAGE_DURATION_CHANGED) {
      g_string_append_c (story, 'd');
    } else if (gst_message_has_name (object, "qwentts/segment")) {
      g_string_append_c (story, 's');
    } else if (GST_MESSAGE_TYPE (object) == GST_MESSAGE_EOS) {
      g_string_append_c (story, 'e');
    }
  }
  return g_string_free (story, FALSE);
}

static void
test_messages_come_in_order (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autofree gchar *story = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  story = get_story (rig);
  g_assert_cmpstr (story, ==, "SPdsbe");
}

static gint
get_percent (GstMessage * message)
{
  gint percent = -1;

  g_assert_true (gst_structure_get_int (gst_message_get_structure (message),
          "percent", &percent));
  return percent;
}

/* The percents of all PROGRESS messages. */
static gchar *
get_percents (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GString *percents = g_string_new (NULL);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && GST_MESSAGE_TYPE (book->pdata[i]) == GST_MESSAGE_PROGRESS)
      g_string_append_printf (percents, "%d ", get_percent (book->pdata[i]));
  return g_string_free (percents, FALSE);
}

static guint
count_letter (Rig * rig, gchar letter)
{
  g_autofree gchar *progress = rig_get_progress (rig);
  guint count = 0;

  for (const gchar * c = progress; *c; c++)
    count += *c == letter;
  return count;
}

static void
test_progress_tells_the_services_percent (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autofree gchar *progress = NULL;
  g_autofree gchar *percents = NULL;
  guint n_polls;

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  qwentts_simulator_set_progress (rig->simulator, 40);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_CONTINUE);
  n_polls = qwentts_simulator_count (rig->simulator, QWENTTS_SIMULATOR_POLL);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, n_polls + 3));
  g_assert_cmpuint (count_letter (rig, 'C'), ==, 1);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);

  progress = rig_get_progress (rig);
  percents = get_percents (rig);
  g_assert_cmpstr (progress, ==, "SCP");
  g_assert_cmpstr (percents, ==, "0 40 100 ");
}

static void
test_progress_is_canceled_by_a_stop (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autofree gchar *progress = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  rig_stop (rig, GST_STATE_NULL);
  progress = rig_get_progress (rig);
  g_assert_cmpstr (progress, ==, "SA");
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
}

static void
test_progress_ends_with_a_failure (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *progress = NULL;

  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_FAILED, "server", TRUE);
  progress = rig_get_progress (rig);
  g_assert_cmpstr (progress, ==, "SE");
}

/* The request was answered, yet with no audio. */
static void
test_progress_ends_with_audio_that_is_none (void)
{
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>Sorry</html>", 18);
  const QwenttsSimulatorOptions options = {.audio = page };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *progress = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_STREAM_ERROR,
      GST_STREAM_ERROR_WRONG_TYPE, "audio", FALSE);
  progress = rig_get_progress (rig);
  g_assert_cmpstr (progress, ==, "SE");
}

static void
test_stats_are_filled (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstStructure) stats = NULL;
  GstClockTime until_audio;

  rig_play_to_end (rig);
  /* What the last bytes took is known a moment after they were played. */
  rig_stop (rig, GST_STATE_READY);
  stats = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "submits"), ==, 1);
  g_assert_cmpuint (fields_get_uint64 (stats, "polls"), ==,
      qwentts_simulator_count (rig->simulator, QWENTTS_SIMULATOR_POLL));
  g_assert_cmpuint (fields_get_uint64 (stats, "downloads"), ==, 1);
  g_assert_cmpuint (fields_get_uint64 (stats, "retries"), ==, 0);
  g_assert_cmpuint (fields_get_uint64 (stats, "cache-hits"), ==, 0);
  g_assert_cmpuint (fields_get_uint64 (stats, "characters"), ==,
      strlen (RIG_TEXT));
  g_assert_cmpuint (fields_get_uint64 (stats, "segments"), ==, 1);
  g_assert_cmpfloat (fields_get_double (stats, "credits"), ==, PRICE);
  until_audio = fields_get_time (stats, "time-to-first-audio");
  g_assert_true (GST_CLOCK_TIME_IS_VALID (until_audio));
  g_assert_cmpuint (until_audio, >=, fields_get_time (stats, "submit-time")
      + fields_get_time (stats, "wait-time"));
  g_assert_cmpuint (fields_get_time (stats, "submit-time"), >, 0);
  g_assert_cmpuint (fields_get_time (stats, "wait-time"), >, 0);
  g_assert_cmpuint (fields_get_time (stats, "download-time"), >, 0);
}

static void
test_stats_count_bytes_and_repeats (void)
{
  const QwenttsSimulatorFault busy = {.status = 503,.count = 2 };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstStructure) stats = NULL;
  g_autoptr (GBytes) samples = NULL;

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_POLL, &busy);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &busy);
  rig_play_to_end (rig);
  stats = rig_get_stats (rig);
  samples = rig_get_samples (rig);
  g_assert_cmpuint (fields_get_uint64 (stats, "retries"), ==, 4);
  g_assert_cmpuint (fields_get_uint64 (stats, "downloads"), ==, 1);
  g_assert_cmpuint (fields_get_uint64 (stats, "bytes"), ==,
      g_bytes_get_size (samples) + 44);
}

static void
test_stats_stay_after_a_stop_and_begin_anew (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (GstStructure) stopped = NULL;
  g_autoptr (GstStructure) again = NULL;

  g_object_set (rig->src, "cache", FALSE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 3));
  rig_stop (rig, GST_STATE_NULL);
  stopped = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (stopped, "polls"), >=, 3);
  g_assert_cmpfloat (fields_get_double (stopped, "credits"), ==, PRICE);
  g_assert_cmpuint (fields_get_time (stopped, "wait-time"), >, 0);
  g_assert_cmpuint (fields_get_time (stopped, "time-to-first-audio"), ==,
      GST_CLOCK_TIME_NONE);

  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  again = rig_get_stats (rig);
  g_assert_cmpuint (fields_get_uint64 (again, "submits"), ==, 1);
  g_assert_cmpuint (fields_get_uint64 (again, "polls"), <=, 2);
}

/* The second segment is the last of the first text. */
static void
break_after_second_segment (Rig * rig, GstMessage * message)
{
  if (gst_message_has_name (message, "qwentts/segment")
      && fields_get_uint (gst_message_get_structure (message), "index") == 1)
    qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
}

static void
test_failure_tells_its_text (gconstpointer on_error)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstMessage) message = NULL;
  const GstStructure *details = NULL;
  gboolean is_taken = FALSE;

  rig->on_message = break_after_second_segment;
  g_object_set (rig->src, "text", "The train was very late. "
      "Nobody knew when it would come to the town.", "max-segment-length", 50,
      "max-prefetch", 0, "keep-open", TRUE, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", on_error);
  rig_start (rig, GST_STATE_PLAYING);
  g_signal_emit_by_name (rig->src, "push-text", "It came.", &is_taken);
  g_assert_true (is_taken);
  message = rig_wait_for_message (rig, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error_details (message, &details);
  else
    gst_message_parse_warning_details (message, &details);
  g_assert_cmpuint (fields_get_uint (details, "segment-index"), ==, 2);
  g_assert_cmpuint (fields_get_uint (details, "text-index"), ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("segment-tells-all-of-it", test_segment_tells_all_of_it);
  ADD ("messages-come-in-order", test_messages_come_in_order);
  ADD ("progress-tells-the-services-percent",
      test_progress_tells_the_services_percent);
  ADD ("progress-is-canceled-by-a-stop", test_progress_is_canceled_by_a_stop);
  ADD ("progress-ends-with-a-failure", test_progress_ends_with_a_failure);
  ADD ("progress-ends-with-audio-that-is-none",
      test_progress_ends_with_audio_that_is_none);
  ADD ("stats-are-filled", test_stats_are_filled);
  ADD ("stats-count-bytes-and-repeats", test_stats_count_bytes_and_repeats);
  ADD ("stats-stay-after-a-stop-and-begin-anew",
      test_stats_stay_after_a_stop_and_begin_anew);
#undef ADD
  g_test_add_data_func ("/ttssrc/error-tells-its-text", "stop",
      test_failure_tells_its_text);
  g_test_add_data_func ("/ttssrc/warning-tells-its-text", "skip",
      test_failure_tells_its_text);

  return g_test_run ();
}
