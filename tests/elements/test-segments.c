/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Segments of different lengths and formats in one stream: duration, caps, what is
 * told of each. */
#include <gst/audio/audio.h>

#include "audio/wav-file.h"
#include "segments.h"

#define PRICE 0.32

/* With the shortest limit each sentence is a segment. */
#define LIMIT 50

static const gchar *const sentences[] = {
  "The train was very late. ",
  "Nobody knew when it would come to “Südstadt”.\n\n",
  "The man in black had left the town long before. ",
  "And then it began to rain on all who waited.",
  NULL
};

#define N_SENTENCES (G_N_ELEMENTS (sentences) - 1)

/* The audio of one of them. */
typedef struct
{
  WavFormat format;
  guint n_frames;
} Audio;

#define PCM(a_rate, a_bits, a_channels) {.tag = WAV_TAG_PCM, \
      .channels = a_channels,.rate = a_rate,.bits = a_bits}

/* No length is a whole number of nanoseconds. */
static const Audio same_format[N_SENTENCES] = {
  {PCM (24000, 16, 1), 12001}, {PCM (24000, 16, 1), 6007},
  {PCM (24000, 16, 1), 24013}, {PCM (24000, 16, 1), 7}
};

static const Audio formats[N_SENTENCES] = {
  {PCM (24000, 16, 1), 12001}, {PCM (44100, 16, 2), 30011},
  {PCM (44100, 24, 1), 4007}, {PCM (8000, 8, 1), 3001}
};

/* Samples at the end of a file. */
static gsize
get_size (const Audio * audio)
{
  return (gsize) audio->n_frames * wav_format_get_frame_size (&audio->format);
}

static GBytes *
make_samples (const Audio * audio)
{
  return wav_make_samples (get_size (audio));
}

static GBytes *
make_file (const Audio * audio)
{
  g_autoptr (GBytes) samples = make_samples (audio);

  return g_byte_array_free_to_bytes (wav_file_new (&audio->format,
          g_bytes_get_data (samples, NULL), g_bytes_get_size (samples)));
}

/* The segments are asked for one after the other, and are answered with these.
 *
 * @audio: of N_SENTENCES */
static Rig *
new_rig (const Audio * audio)
{
  g_autofree gchar *text = g_strjoinv (NULL, (gchar **) sentences);
  Rig *rig = rig_new (NULL);

  g_object_set (rig->src, "text", text, "max-segment-length", LIMIT,
      "max-prefetch", 0, NULL);
  for (guint i = 0; i < N_SENTENCES; i++) {
    g_autoptr (GBytes) file = make_file (&audio[i]);
    const QwenttsSimulatorFault other_file = {.body = file,
      .content_type = "audio/wav"
    };

    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
        &other_file);
  }
  return rig;
}

/* Where the first @n of them end. */
static GstClockTime
get_end (const Audio * audio, guint n)
{
  GstClockTime base = 0;
  guint64 n_frames = 0;
  guint i;

  for (i = 0; i < n; i++) {
    if (i > 0 && audio[i].format.rate != audio[i - 1].format.rate) {
      base += gst_util_uint64_scale (n_frames, GST_SECOND,
          audio[i - 1].format.rate);
      n_frames = 0;
    }
    n_frames += audio[i].n_frames;
  }
  return i == 0 ? 0 : base + gst_util_uint64_scale (n_frames, GST_SECOND,
      audio[i - 1].format.rate);
}

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
  g_autoptr (Rig) rig = new_rig (audio);
  Durations durations = { NULL };

  durations_begin (&durations, rig);
  rig_play_to_end (rig);
  for (guint i = 0; i < N_SENTENCES; i++)
    g_assert_cmpuint (durations_get (&durations, i), ==, get_end (audio,
            i + 1));
  g_assert_cmpuint (durations.durations->len, ==, N_SENTENCES);
  g_assert_cmpuint (get_duration (rig), ==, segments_assert_exact_times (rig));
  g_array_unref (durations.durations);
}

/* By the length of the file, where the header says nothing. */
static void
test_duration_is_that_of_the_files (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autofree gchar *text = g_strjoinv (NULL, (gchar **) sentences);
  g_autoptr (GPtrArray) segments = NULL;
  Durations durations = { NULL };

  g_object_set (rig->src, "text", text, "max-segment-length", LIMIT, NULL);
  durations_begin (&durations, rig);
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (durations.durations->len, ==, N_SENTENCES);
  for (guint i = 0; i < N_SENTENCES; i++)
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
  g_autoptr (Rig) rig = new_rig (same_format);
  Durations durations = {.name = "qwentts/segment" };

  g_object_set (rig->src, "keep-open", TRUE, NULL);
  durations_begin (&durations, rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, N_SENTENCES));
  g_object_set (rig->src, "keep-open", FALSE, NULL);
  rig_play_to_end (rig);
  for (guint i = 0; i < N_SENTENCES - 1; i++)
    g_assert_cmpint (durations_get (&durations, i), ==, -1);
  g_assert_cmpuint (get_duration (rig), ==, get_end (same_format, N_SENTENCES));
  g_array_unref (durations.durations);
}

/* Formats. */

static void
assert_caps (GstEvent * event, const Audio * audio)
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
assert_caps_at_the_exact_byte (Rig * rig, const Audio * audio)
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
    g_assert_cmpuint (n_caps, <, N_SENTENCES);
    g_assert_cmpuint (flowed, ==, before);
    assert_caps (book->pdata[i], &audio[n_caps]);
    before += get_size (&audio[n_caps++]);
  }
  g_assert_cmpuint (n_caps, ==, N_SENTENCES);
  g_assert_cmpuint (flowed, ==, before);
}

static void
test_format_changes_at_the_exact_sample (void)
{
  g_autoptr (Rig) rig = new_rig (formats);
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (GByteArray) wanted = g_byte_array_new ();

  rig_play_to_end (rig);
  assert_caps_at_the_exact_byte (rig, formats);
  g_assert_cmpuint (segments_assert_exact_times (rig), ==, get_end (formats,
          N_SENTENCES));
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_SEGMENT), ==, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_STREAM_START), ==, 1);
  for (guint i = 0; i < N_SENTENCES; i++) {
    g_autoptr (GBytes) part = make_samples (&formats[i]);

    g_byte_array_append (wanted, g_bytes_get_data (part, NULL),
        g_bytes_get_size (part));
  }
  samples = rig_get_samples (rig);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL), g_bytes_get_size (samples),
      wanted->data, wanted->len);
}

static void
test_same_format_is_told_once (void)
{
  g_autoptr (Rig) rig = new_rig (same_format);

  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_CAPS), ==, 1);
}

/* What is told of each. */

static void
assert_told (GPtrArray * segments, guint i, const Audio * audio)
{
  gboolean is_cached = TRUE;
  gdouble credits = 0;

  g_assert_cmpuint (segments_get_uint (segments, i, "index"), ==, i);
  g_assert_cmpuint (segments_get_uint (segments, i, "text-index"), ==, 0);
  g_assert_cmpuint (segments_get_time (segments, i, "stream-time"), ==,
      get_end (audio, i));
  g_assert_cmpuint (segments_get_time (segments, i, "duration"), ==,
      get_end (audio, i + 1) - get_end (audio, i));
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
  g_autoptr (Rig) rig = new_rig (audio);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GHashTable) task_ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint offset = 0;

  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, N_SENTENCES);
  for (guint i = 0; i < N_SENTENCES; i++) {
    g_autofree gchar *text = g_strchomp (g_strdup (sentences[i]));

    assert_told (segments, i, audio);
    g_assert_cmpstr (segments_get_text (segments, i), ==, text);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==, offset);
    g_assert_cmpuint (segments_get_uint (segments, i, "length"), ==,
        g_utf8_strlen (text, -1));
    offset += g_utf8_strlen (sentences[i], -1);
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
  g_test_add_data_func ("/segments/duration-grows-with-each", same_format,
      test_duration_grows_with_each);
  g_test_add_data_func ("/segments/duration-grows-with-each-format", formats,
      test_duration_grows_with_each);
  ADD ("duration-is-that-of-the-files", test_duration_is_that_of_the_files);
  ADD ("duration-is-unknown-while-nothing-tells",
      test_duration_is_unknown_while_nothing_tells);
  ADD ("duration-is-none-while-it-is-open",
      test_duration_is_none_while_it_is_open);
  ADD ("format-changes-at-the-exact-sample",
      test_format_changes_at_the_exact_sample);
  ADD ("same-format-is-told-once", test_same_format_is_told_once);
  g_test_add_data_func ("/segments/each-is-told-with-its-place", same_format,
      test_each_is_told_with_its_place);
  g_test_add_data_func ("/segments/each-of-another-format-is-told", formats,
      test_each_is_told_with_its_place);
#undef ADD

  return g_test_run ();
}
