/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What flows out of the pad: samples, times, events. */
#include <gst/audio/audio.h>
#include <string.h>

#include "audio/wav-file.h"
#include "rig.h"

#define RATE 24000
#define N_FRAMES 60001
#define FRAME_SIZE 2
#define DURATION (gst_util_uint64_scale (N_FRAMES, GST_SECOND, RATE))

static GBytes *
make_wav (const WavFormat * format, guint n_frames)
{
  g_autoptr (GBytes) samples =
      wav_make_samples (n_frames * wav_format_get_frame_size (format));
  GByteArray *file = wav_file_new (format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));

  return g_byte_array_free_to_bytes (file);
}

/* With a file of N_FRAMES, 16 bit mono. */
static Rig *
rig_new_with_wav (QwenttsSimulatorOptions options)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,.rate = RATE,
    .bits = 16
  };
  g_autoptr (GBytes) wav = make_wav (&format, N_FRAMES);

  options.audio = wav;
  return rig_new (&options);
}

static const QwenttsSimulatorOptions no_options;

static void
test_speaks_espeaks_samples (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

static void
test_speaks_other_scripts (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "text", "Добрый вечер. \"Quoted\" & <b>\n",
      NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, "Добрый вечер. \"Quoted\" & <b>\n");
}

static void
test_streamed_header_loses_nothing (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);

  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

static void
test_times_are_exact_without_gap (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GPtrArray) buffers = NULL;
  guint64 n_frames = 0;

  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  g_assert_cmpuint (buffers->len, >, 0);
  for (guint i = 0; i < buffers->len; i++) {
    GstBuffer *buffer = buffers->pdata[i];
    guint64 end = n_frames + gst_buffer_get_size (buffer) / FRAME_SIZE;
    GstClockTime begin_time = gst_util_uint64_scale (n_frames, GST_SECOND,
        RATE);
    GstClockTime end_time = gst_util_uint64_scale (end, GST_SECOND, RATE);

    g_assert_cmpuint (gst_buffer_get_size (buffer) % FRAME_SIZE, ==, 0);
    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, begin_time);
    g_assert_cmpuint (GST_BUFFER_DURATION (buffer), ==, end_time - begin_time);
    g_assert_cmpuint (GST_BUFFER_OFFSET (buffer), ==, n_frames);
    g_assert_cmpuint (GST_BUFFER_OFFSET_END (buffer), ==, end);
    g_assert_cmpuint (GST_BUFFER_DURATION (buffer), <=, 100 * GST_MSECOND);
    g_assert_false (GST_BUFFER_DTS_IS_VALID (buffer));
    n_frames = end;
  }
  g_assert_cmpuint (n_frames, ==, N_FRAMES);
}

/* Only the first may be marked: whoever mixes clears at each mark. */
static void
test_only_the_first_buffer_is_a_discontinuity (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GPtrArray) buffers = NULL;

  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  for (guint i = 0; i < buffers->len; i++)
    g_assert_cmpint (GST_BUFFER_IS_DISCONT (buffers->pdata[i]), ==, i == 0);
}

static void
test_buffers_are_about_100_ms (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GPtrArray) buffers = NULL;

  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  /* 2.5 s in 26 buffers, a few more for the first and the ends of chunks. */
  g_assert_cmpuint (buffers->len, <, 40);
}

static void
test_events_come_in_order (void)
{
  static const GstEventType wanted[] = { GST_EVENT_STREAM_START,
    GST_EVENT_CAPS, GST_EVENT_SEGMENT, GST_EVENT_EOS
  };
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GPtrArray) book = NULL;
  guint n_events = 0;
  gboolean has_buffers = FALSE;

  rig_play_to_end (rig);
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++) {
    has_buffers |= GST_IS_BUFFER (book->pdata[i]);
    if (!GST_IS_EVENT (book->pdata[i])
        || GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_TAG)
      continue;
    g_assert_cmpuint (n_events, <, G_N_ELEMENTS (wanted));
    g_assert_cmpint (GST_EVENT_TYPE (book->pdata[i]), ==, wanted[n_events]);
    g_assert_cmpint (has_buffers, ==, wanted[n_events++] == GST_EVENT_EOS);
  }
  g_assert_cmpuint (n_events, ==, G_N_ELEMENTS (wanted));
}

static void
test_segment_is_time_from_zero (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GstEvent) event = NULL;
  const GstSegment *segment;

  rig_play_to_end (rig);
  event = gst_pad_get_sticky_event (rig->pad, GST_EVENT_SEGMENT, 0);
  gst_event_parse_segment (event, &segment);
  g_assert_cmpint (segment->format, ==, GST_FORMAT_TIME);
  g_assert_cmpuint (segment->start, ==, 0);
  g_assert_cmpuint (segment->time, ==, 0);
  g_assert_cmpuint (segment->base, ==, 0);
  g_assert_cmpfloat (segment->rate, ==, 1.0);
}

typedef struct
{
  const gchar *path;
  WavFormat wav;
  const gchar *format;
} Format;

static const Format formats[] = {
  {"16-bit-mono-24-khz", {.tag = WAV_TAG_PCM,.channels = 1,.rate = 24000,
          .bits = 16}, "S16LE"},
  {"8-bit-mono-8-khz", {.tag = WAV_TAG_PCM,.channels = 1,.rate = 8000,
          .bits = 8}, "U8"},
  {"24-bit-stereo-44.1-khz", {.tag = WAV_TAG_PCM,.channels = 2,
          .rate = 44100,.bits = 24}, "S24LE"},
  {"float-stereo-48-khz", {.tag = WAV_TAG_FLOAT,.channels = 2,
          .rate = 48000,.bits = 32}, "F32LE"},
};

static void
test_caps_are_those_of_the_audio (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (GBytes) wav = make_wav (&format->wav, 20000);
  const QwenttsSimulatorOptions options = {.audio = wav };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (GstCaps) caps = NULL;
  GstAudioInfo info;
  gsize size = 20000 * wav_format_get_frame_size (&format->wav);

  rig_play_to_end (rig);
  caps = gst_pad_get_current_caps (rig->pad);
  g_assert_true (gst_audio_info_from_caps (&info, caps));
  g_assert_cmpstr (GST_AUDIO_INFO_NAME (&info), ==, format->format);
  g_assert_cmpint (info.rate, ==, format->wav.rate);
  g_assert_cmpint (info.channels, ==, format->wav.channels);
  g_assert_cmpint (info.layout, ==, GST_AUDIO_LAYOUT_INTERLEAVED);
  samples = rig_get_samples (rig);
  g_assert_cmpmem (g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples), (const guint8 *) g_bytes_get_data (wav,
          NULL) + g_bytes_get_size (wav) - size, size);
}

static void
test_first_audio_leaves_while_the_rest_stalls (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = 20000
  };
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  g_autoptr (GBytes) samples = NULL;
  gint64 duration = 0;

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &stall);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 2);
  /* And the header has told how long all will be. */
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (duration, ==, DURATION);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      1);
  rig_stop (rig, GST_STATE_NULL);
  samples = rig_get_samples (rig);
  g_assert_cmpuint (g_bytes_get_size (samples), >, 0);
  g_assert_cmpuint (g_bytes_get_size (samples), <, 20000);
}

static void
test_duration_is_unknown_before_the_audio (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  gint64 duration;

  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 2));
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
}

static void
test_duration_is_told_once_and_in_time_only (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  gint64 duration = 0;

  rig_play_to_end (rig);
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (duration, ==, DURATION);
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_BYTES,
          &duration));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      1);
  rig_stop (rig, GST_STATE_READY);
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
}

static void
test_position_is_what_was_pushed (void)
{
  g_autoptr (Rig) rig = rig_new_with_wav (no_options);
  gint64 position = 0;

  rig_play_to_end (rig);
  g_assert_true (gst_element_query_position (rig->src, GST_FORMAT_TIME,
          &position));
  g_assert_cmpuint (position, ==, DURATION);
}

static void
add_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/gives-%s-as-it-is",
        formats[i].path);

    g_test_add_data_func (path, &formats[i], test_caps_are_those_of_the_audio);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("speaks-espeaks-samples", test_speaks_espeaks_samples);
  ADD ("speaks-other-scripts", test_speaks_other_scripts);
  ADD ("streamed-header-loses-nothing", test_streamed_header_loses_nothing);
  ADD ("times-are-exact-without-gap", test_times_are_exact_without_gap);
  ADD ("only-the-first-buffer-is-a-discontinuity",
      test_only_the_first_buffer_is_a_discontinuity);
  ADD ("buffers-are-about-100-ms", test_buffers_are_about_100_ms);
  ADD ("events-come-in-order", test_events_come_in_order);
  ADD ("segment-is-time-from-zero", test_segment_is_time_from_zero);
  ADD ("first-audio-leaves-while-the-rest-stalls",
      test_first_audio_leaves_while_the_rest_stalls);
  ADD ("duration-is-unknown-before-the-audio",
      test_duration_is_unknown_before_the_audio);
  ADD ("duration-is-told-once-and-in-time-only",
      test_duration_is_told_once_and_in_time_only);
  ADD ("position-is-what-was-pushed", test_position_is_what_was_pushed);
#undef ADD
  add_formats ();

  return g_test_run ();
}
