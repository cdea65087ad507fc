/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What flows out of qwenvoicedesign: the preview, and then the speech, as one
 * stream. */
#include <gst/audio/audio.h>
#include <string.h>

#include "audio/encoded-file.h"
#include "data-folder.h"
#include "design-rig.h"

/* Of espeak-ng, and so of the speech. */
#define SPEECH_RATE 22050
#define FRAME_SIZE 2

static void
test_preview_comes_before_the_speech (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
}

static void
test_speech_alone_without_preview (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "preview", FALSE, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, FALSE, DESIGN_TEXT);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
}

/* @data: (nullable): the text that is none */
static void
test_preview_alone (gconstpointer data)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", data, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_nothing_is_heard_without_both (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *voice = NULL;

  g_object_set (rig->src, "text", NULL, "preview", FALSE, NULL);
  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  g_assert_nonnull (voice);
  g_assert_cmpuint (rig->n_buffers, ==, 0);
  g_assert_cmpuint (design_rig_count_files (".audio"), ==, 1);
}

/* In running time, by the segment that each came in. */
static void
test_running_time_has_no_gap (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GPtrArray) book = NULL;
  const GstSegment *segment = NULL;
  GstClockTime end = 0;
  guint n_buffers = 0;

  rig_play_to_end (rig);
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++) {
    GstBuffer *buffer = book->pdata[i];

    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_SEGMENT)
      gst_event_parse_segment (book->pdata[i], &segment);
    if (!GST_IS_BUFFER (book->pdata[i]))
      continue;
    g_assert_nonnull (segment);
    g_assert_cmpuint (gst_segment_to_running_time (segment, GST_FORMAT_TIME,
            GST_BUFFER_PTS (buffer)), ==, end);
    g_assert_cmpuint (GST_BUFFER_DURATION (buffer), <=, 100 * GST_MSECOND);
    end = gst_segment_to_running_time (segment, GST_FORMAT_TIME,
        GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer));
    n_buffers++;
  }
  g_assert_cmpuint (n_buffers, >, 10);
}

/* Both segments are of the same kind; the second begins where the first ended. */
static void
test_segments_follow_each_other (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GPtrArray) book = NULL;
  g_autoptr (GBytes) preview = NULL;
  GstClockTime duration;
  guint n_segments = 0;

  rig_play_to_end (rig);
  preview = design_rig_get_preview (rig);
  duration = gst_util_uint64_scale (g_bytes_get_size (preview) / FRAME_SIZE,
      GST_SECOND, 24000);
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++) {
    const GstSegment *segment;

    if (!GST_IS_EVENT (book->pdata[i])
        || GST_EVENT_TYPE (book->pdata[i]) != GST_EVENT_SEGMENT)
      continue;
    gst_event_parse_segment (book->pdata[i], &segment);
    g_assert_cmpint (segment->format, ==, GST_FORMAT_TIME);
    g_assert_cmpfloat (segment->rate, ==, 1.0);
    g_assert_cmpuint (segment->start, ==, 0);
    g_assert_cmpuint (segment->base, ==, n_segments ? duration : 0);
    n_segments++;
  }
  g_assert_cmpuint (n_segments, ==, 2);
}

static void
test_one_stream_leaves (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GPtrArray) book = NULL;
  guint group_id = 0;

  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_STREAM_START), ==, 1);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_CAPS), ==, 2);
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_STREAM_START)
      g_assert_true (gst_event_parse_group_id (book->pdata[i], &group_id));
  g_assert_cmpuint (group_id, !=, 0);
}

/* And again each time: the pad has the one of this run. */
static void
test_one_stream_leaves_each_time (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_STREAM_START), ==, 1);
}

static gint
get_rate (GstEvent * event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  g_assert_true (gst_audio_info_from_caps (&info, caps));
  g_assert_cmpint (info.layout, ==, GST_AUDIO_LAYOUT_INTERLEAVED);
  return info.rate;
}

/* The rates of all CAPS events. */
static gchar *
get_rates (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GString *rates = g_string_new (NULL);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_CAPS)
      g_string_append_printf (rates, "%d ", get_rate (book->pdata[i]));
  return g_string_free (rates, FALSE);
}

typedef struct
{
  const gchar *format;
  guint rate;
} Preview;

static const Preview previews[] = {
  {"wav", 8000}, {"wav", 16000}, {"wav", 48000},
  {"pcm", 8000}, {"pcm", 16000}, {"pcm", 24000}, {"pcm", 48000},
};

static void
test_preview_of_another_rate (gconstpointer data)
{
  const Preview *preview = data;
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *wanted = g_strdup_printf ("%u %u ", preview->rate,
      SPEECH_RATE);
  g_autofree gchar *rates = NULL;
  g_autofree gchar *voice = NULL;
  g_autoptr (GBytes) heard = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) spoken = NULL;
  gsize header_size = g_str_equal (preview->format, "wav") ? 44 : 0;
  gsize size;

  g_object_set (rig->src, "sample-rate", preview->rate, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "response-format",
      preview->format);
  rig_play_to_end (rig);
  rates = get_rates (rig);
  g_assert_cmpstr (rates, ==, wanted);

  voice = design_rig_get_voice (rig);
  file = qwentts_simulator_get_preview (rig->simulator, voice, NULL);
  spoken = design_rig_get_spoken (rig, DESIGN_TEXT);
  heard = rig_get_samples (rig);
  size = g_bytes_get_size (file) - header_size;
  g_assert_cmpuint (g_bytes_get_size (heard), ==, size
      + g_bytes_get_size (spoken));
  g_assert_cmpint (memcmp (g_bytes_get_data (heard, NULL),
          (const guint8 *) g_bytes_get_data (file, NULL) + header_size, size),
      ==, 0);
}

/* What GStreamer itself makes of a file. */
static GBytes *
decode (GBytes * file)
{
  g_autofree gchar *path = g_build_filename (data_folder_get (), "preview",
      NULL);
  g_autofree gchar *launch = g_strdup_printf ("filesrc location=%s ! decodebin "
      "! filesink name=out", path);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (file, NULL),
          g_bytes_get_size (file), NULL));
  return encoded_file_new (launch);
}

static void
test_preview_that_is_compressed (gconstpointer format)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *voice = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) decoded = NULL;
  g_autoptr (GBytes) spoken = NULL;
  g_autoptr (GBytes) heard = NULL;

  gst_util_set_object_arg (G_OBJECT (rig->src), "response-format", format);
  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  file = qwentts_simulator_get_preview (rig->simulator, voice, NULL);
  decoded = decode (file);
  if (decoded == NULL)
    return;
  spoken = design_rig_get_spoken (rig, DESIGN_TEXT);
  heard = rig_get_samples (rig);
  g_assert_cmpuint (g_bytes_get_size (decoded), >, 10000);
  g_assert_cmpuint (g_bytes_get_size (heard), ==, g_bytes_get_size (decoded)
      + g_bytes_get_size (spoken));
  g_assert_cmpint (memcmp (g_bytes_get_data (heard, NULL),
          g_bytes_get_data (decoded, NULL), g_bytes_get_size (decoded)), ==, 0);
}

/* Puts elements between the bin and the sink. */
static void
insert (Rig * rig, const gchar * description)
{
  g_autoptr (GError) error = NULL;
  GstElement *bin = gst_parse_bin_from_description (description, TRUE, &error);

  g_assert_no_error (error);
  gst_element_unlink (rig->src, rig->sink);
  gst_bin_add (GST_BIN (rig->pipeline), bin);
  g_assert_true (gst_element_link_many (rig->src, bin, rig->sink, NULL));
}

static GstPadProbeReturn
add_size (GstPad * pad, GstPadProbeInfo * info, gpointer size)
{
  *(guint64 *) size += gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info));
  return GST_PAD_PROBE_OK;
}

/* Of the length that both have, in one format. */
static void
test_converters_follow_the_change (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (rig->sink, "sink");
  g_autoptr (GBytes) preview = NULL;
  g_autoptr (GBytes) spoken = NULL;
  guint64 size = 0, wanted;

  insert (rig, "audioconvert ! audioresample ! capsfilter "
      "caps=audio/x-raw,format=S16LE,rate=44100,channels=1");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, add_size, &size, NULL);
  rig_play_to_end (rig);
  preview = design_rig_get_preview (rig);
  spoken = design_rig_get_spoken (rig, DESIGN_TEXT);
  wanted = gst_util_uint64_scale (g_bytes_get_size (preview), 44100, 24000)
      + gst_util_uint64_scale (g_bytes_get_size (spoken), 44100, SPEECH_RATE);
  /* The resampler rounds at each end. */
  g_assert_cmpuint (size + 200, >, wanted);
  g_assert_cmpuint (size, <, wanted + 200);
}

static void
test_speech_is_asked_for_while_the_preview_plays (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  /* It is even there before the first buffer of the preview has left. */
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, 2));
  rig_unblock (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
}

/* Nor after the preview was downloaded: its last bytes never come. */
static void
test_speech_is_asked_for_while_the_preview_arrives (void)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = 20000
  };
  g_autoptr (Rig) rig = design_rig_new (NULL);

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &stall);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 2);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 2));
}

static void
add_previews (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (previews); i++) {
    g_autofree gchar *path = g_strdup_printf ("/voicedesign/plays-%s-of-%u-hz",
        previews[i].format, previews[i].rate);

    g_test_add_data_func (path, &previews[i], test_preview_of_another_rate);
  }
  g_test_add_data_func ("/voicedesign/plays-mp3", "mp3",
      test_preview_that_is_compressed);
  g_test_add_data_func ("/voicedesign/plays-opus", "opus",
      test_preview_that_is_compressed);
  g_test_add_data_func ("/voicedesign/preview-alone-without-text", NULL,
      test_preview_alone);
  g_test_add_data_func ("/voicedesign/preview-alone-with-empty-text", "",
      test_preview_alone);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("preview-comes-before-the-speech", test_preview_comes_before_the_speech);
  ADD ("speech-alone-without-preview", test_speech_alone_without_preview);
  ADD ("nothing-is-heard-without-both", test_nothing_is_heard_without_both);
  ADD ("running-time-has-no-gap", test_running_time_has_no_gap);
  ADD ("segments-follow-each-other", test_segments_follow_each_other);
  ADD ("one-stream-leaves", test_one_stream_leaves);
  ADD ("one-stream-leaves-each-time", test_one_stream_leaves_each_time);
  ADD ("converters-follow-the-change", test_converters_follow_the_change);
  ADD ("speech-is-asked-for-while-the-preview-plays",
      test_speech_is_asked_for_while_the_preview_plays);
  ADD ("speech-is-asked-for-while-the-preview-arrives",
      test_speech_is_asked_for_while_the_preview_arrives);
#undef ADD
  add_previews ();

  return data_folder_finish (g_test_run ());
}
