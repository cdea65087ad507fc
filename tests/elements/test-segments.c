/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Segments of different lengths and formats in one stream: duration, caps, what is
 * told of each. */
#include <gst/audio/audio.h>

#include "script-rig.h"
#include "segments.h"

#define PRICE 0.32

/* The duration whenever a message of a kind comes. */

typedef struct
{
  const gchar *name;            /* of an ELEMENT message; NULL:
                                 * DURATION_CHANGED */
  GArray *durations;            /* of gint64; -1: none */
} Durations;

static void
note_duration (Rig * rig, GstMessage * message)
{
  Durations *durations = rig->user_data;
  gint64 duration = -1;

  if (durations->name ? !gst_message_has_name (message, durations->name)
      : !rig_is_message (message, GST_MESSAGE_DURATION_CHANGED))
    return;
  if (!gst_element_query_duration (rig->src, GST_FORMAT_TIME, &duration))
    duration = -1;
  g_array_append_val (durations->durations, duration);
}

static void
durations_begin (Durations * durations, Rig * rig)
{
  durations->durations = g_array_new (FALSE, FALSE, sizeof (gint64));
  rig->user_data = durations;
  rig->on_message = note_duration;
}

static gint64
durations_get (const Durations * durations, guint i)
{
  g_assert_cmpuint (i, <, durations->durations->len);
  return g_array_index (durations->durations, gint64, i);
}

static gint64
get_duration (Rig * rig)
{
  gint64 duration = -1;

  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  return duration;
}

/* Known in full when the last segment begins: the end tells nothing new. */
static void
test_duration_grows_with_each (gconstpointer audio)
{
  g_autoptr (Rig) rig = script_rig_new (audio);
  Durations durations = { NULL };

  durations_begin (&durations, rig);
  rig_play_to_end (rig);
  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++)
    g_assert_cmpuint (durations_get (&durations, i), ==, script_get_end (audio,
            i + 1));
  g_assert_cmpuint (durations.durations->len, ==, SCRIPT_N_SENTENCES);
  g_assert_cmpuint (get_duration (rig), ==, segments_assert_exact_times (rig));
  g_array_unref (durations.durations);
}

/* By the length of the file, where the header says nothing. In the cache it would
 * be known before it is heard. */
static void
test_duration_is_that_of_the_files (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autofree gchar *text = g_strjoinv (NULL, (gchar **) script_sentences);
  g_autoptr (GPtrArray) segments = NULL;
  Durations durations = { NULL };

  g_object_set (rig->src, "text", text, "max-segment-length", SCRIPT_LIMIT,
      "cache", FALSE, NULL);
  durations_begin (&durations, rig);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (durations.durations->len, ==, SCRIPT_N_SENTENCES);
  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++)
    g_assert_cmpuint (durations_get (&durations, i), ==,
        segments_get_time (segments, i, "stream-time")
        + segments_get_time (segments, i, "duration"));
  g_assert_cmpuint (get_duration (rig), ==, segments_assert_exact_times (rig));
  g_array_unref (durations.durations);
}

static void
test_duration_is_unknown_while_nothing_tells (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  const QwenttsSimulatorFault stall = {.has_no_length = TRUE,.cut = 20000,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (GPtrArray) segments = NULL;
  gint64 duration;

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &stall);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 2);
  segments = segments_get (rig);
  g_assert_false (GST_CLOCK_TIME_IS_VALID (segments_get_time (segments, 0,
              "duration")));
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      0);
}

static void
test_duration_is_none_while_it_is_open (void)
{
  g_autoptr (Rig) rig = script_rig_new (script_same_format);
  Durations durations = {.name = "qwentts/segment" };

  g_object_set (rig->src, "keep-open", TRUE, NULL);
  durations_begin (&durations, rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, SCRIPT_N_SENTENCES));
  g_object_set (rig->src, "keep-open", FALSE, NULL);
  rig_play_to_end (rig);
  for (guint i = 0; i < SCRIPT_N_SENTENCES - 1; i++)
    g_assert_cmpint (durations_get (&durations, i), ==, -1);
  g_assert_cmpuint (get_duration (rig), ==, script_get_end (script_same_format,
          SCRIPT_N_SENTENCES));
  g_array_unref (durations.durations);
}

/* What is kept is as long as it was. */
static void
test_duration_is_known_at_once_of_what_is_kept (gconstpointer audio)
{
  g_autoptr (Rig) rig = script_rig_new (audio);
  GstClockTime end = script_get_end (audio, SCRIPT_N_SENTENCES);
  gboolean is_taken = FALSE;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  g_assert_cmpuint (get_duration (rig), ==, end);

  /* What is not kept makes it longer, but not known. */
  g_signal_emit_by_name (rig->src, "push-text", "Unheard of.", &is_taken);
  g_assert_true (is_taken);
  g_assert_cmpuint (get_duration (rig), ==, script_get_end (audio, 1));
  rig_play_to_end (rig);
  g_assert_cmpuint (get_duration (rig), >, end);
}

static void
test_refused_text_changes_no_duration (void)
{
  g_autoptr (Rig) rig = script_rig_new (script_same_format);
  gboolean is_taken = TRUE;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  g_signal_emit_by_name (rig->src, "end-of-stream");
  g_signal_emit_by_name (rig->src, "push-text", "Too late.", &is_taken);
  g_assert_false (is_taken);
  g_assert_cmpuint (get_duration (rig), ==, script_get_end (script_same_format,
          SCRIPT_N_SENTENCES));
}

static void
test_duration_of_what_is_dropped_is_not_known (void)
{
  g_autoptr (Rig) rig = script_rig_new (script_same_format);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_start (rig, GST_STATE_PAUSED);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
  g_signal_emit_by_name (rig->src, "interrupt");
  rig_play_to_end (rig);
  g_assert_cmpuint (get_duration (rig), <, script_get_end (script_same_format,
          1));
}

/* Formats. */

static void
assert_caps (GstEvent * event, const ScriptAudio * audio)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  g_assert_true (gst_audio_info_from_caps (&info, caps));
  g_assert_cmpuint (info.rate, ==, audio->format.rate);
  g_assert_cmpuint (info.channels, ==, audio->format.channels);
  g_assert_cmpuint (GST_AUDIO_INFO_WIDTH (&info), ==, audio->format.bits);
}

/* Each of the formats begins where as many bytes have flowed as there are in all
 * before. */
static void
assert_caps_at_the_exact_byte (Rig * rig, const ScriptAudio * audio)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  gsize flowed = 0, before = 0;
  guint n_caps = 0;

  for (guint i = 0; i < book->len; i++) {
    if (GST_IS_BUFFER (book->pdata[i]))
      flowed += gst_buffer_get_size (book->pdata[i]);
    if (!GST_IS_EVENT (book->pdata[i])
        || GST_EVENT_TYPE (book->pdata[i]) != GST_EVENT_CAPS)
      continue;
    g_assert_cmpuint (n_caps, <, SCRIPT_N_SENTENCES);
    g_assert_cmpuint (flowed, ==, before);
    assert_caps (book->pdata[i], &audio[n_caps]);
    before += audio[n_caps].n_frames
        * wav_format_get_frame_size (&audio[n_caps].format);
    n_caps++;
  }
  g_assert_cmpuint (n_caps, ==, SCRIPT_N_SENTENCES);
  g_assert_cmpuint (flowed, ==, before);
}

static void
test_format_changes_at_the_exact_sample (void)
{
  g_autoptr (Rig) rig = script_rig_new (script_formats);
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (GByteArray) wanted = script_get_samples_between (script_formats, 0,
      GST_CLOCK_TIME_NONE, NULL);

  rig_play_to_end (rig);
  assert_caps_at_the_exact_byte (rig, script_formats);
  g_assert_cmpuint (segments_assert_exact_times (rig), ==,
      script_get_end (script_formats, SCRIPT_N_SENTENCES));
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_SEGMENT), ==, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_STREAM_START), ==, 1);
  samples = rig_get_samples (rig);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples),
      wanted->data, wanted->len);
}

static void
test_same_format_is_told_once (void)
{
  g_autoptr (Rig) rig = script_rig_new (script_same_format);

  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_CAPS), ==, 1);
}

/* What is told of each. */

static void
assert_told (GPtrArray * segments, guint i, const ScriptAudio * audio)
{
  gboolean is_cached = TRUE;
  gdouble credits = 0;

  g_assert_cmpuint (segments_get_uint (segments, i, "index"), ==, i);
  g_assert_cmpuint (segments_get_uint (segments, i, "text-index"), ==, 0);
  g_assert_cmpuint (segments_get_time (segments, i, "stream-time"), ==,
      script_get_end (audio, i));
  g_assert_cmpuint (segments_get_time (segments, i, "duration"), ==,
      script_get_end (audio, i + 1) - script_get_end (audio, i));
  g_assert_true (gst_structure_get_boolean (segments->pdata[i], "cached",
          &is_cached));
  g_assert_false (is_cached);
  g_assert_true (gst_structure_get_double (segments->pdata[i], "credits",
          &credits));
  g_assert_cmpfloat (credits, ==, PRICE);
}

static void
test_each_is_told_with_its_place (gconstpointer audio)
{
  g_autoptr (Rig) rig = script_rig_new (audio);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GHashTable) task_ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint offset = 0;

  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, SCRIPT_N_SENTENCES);
  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++) {
    g_autofree gchar *text = g_strchomp (g_strdup (script_sentences[i]));

    assert_told (segments, i, audio);
    g_assert_cmpstr (segments_get_text (segments, i), ==, text);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==, offset);
    g_assert_cmpuint (segments_get_uint (segments, i, "length"), ==,
        g_utf8_strlen (text, -1));
    offset += g_utf8_strlen (script_sentences[i], -1);
    g_assert_true (g_hash_table_add (task_ids, (gpointer)
            gst_structure_get_string (segments->pdata[i], "task-id")));
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/segments/" path, function)
  g_test_add_data_func ("/segments/duration-grows-with-each",
      script_same_format, test_duration_grows_with_each);
  g_test_add_data_func ("/segments/duration-grows-with-each-format",
      script_formats, test_duration_grows_with_each);
  g_test_add_data_func ("/segments/duration-is-known-at-once-of-what-is-kept",
      script_same_format, test_duration_is_known_at_once_of_what_is_kept);
  g_test_add_data_func ("/segments/duration-is-known-at-once-of-any-format",
      script_formats, test_duration_is_known_at_once_of_what_is_kept);
  ADD ("refused-text-changes-no-duration",
      test_refused_text_changes_no_duration);
  ADD ("duration-of-what-is-dropped-is-not-known",
      test_duration_of_what_is_dropped_is_not_known);
  ADD ("duration-is-that-of-the-files", test_duration_is_that_of_the_files);
  ADD ("duration-is-unknown-while-nothing-tells",
      test_duration_is_unknown_while_nothing_tells);
  ADD ("duration-is-none-while-it-is-open",
      test_duration_is_none_while_it_is_open);
  ADD ("format-changes-at-the-exact-sample",
      test_format_changes_at_the_exact_sample);
  ADD ("same-format-is-told-once", test_same_format_is_told_once);
  g_test_add_data_func ("/segments/each-is-told-with-its-place",
      script_same_format, test_each_is_told_with_its_place);
  g_test_add_data_func ("/segments/each-of-another-format-is-told",
      script_formats, test_each_is_told_with_its_place);
#undef ADD

  return g_test_run ();
}
