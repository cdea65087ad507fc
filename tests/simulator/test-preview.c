/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Previews, decoded: each format and rate is the voice that was designed. */
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <math.h>
#include <string.h>

#include "test-client.h"
#include "test-simulator.h"

/* An envelope has so many values a second. */
#define ENVELOPE_RATE 100

#define WAV_HEADER_SIZE 44

/* What an MP3 encoder and decoder put before the sound, at 8 kHz: less than
 * 0.3 s. */
#define MAX_LAG 30

typedef struct
{
  const gchar *name;            /* of response_format */
  const gchar *content_type;
  const gchar *decoder;         /* NULL: plain samples */
  const gchar *encoder;         /* without which there is no test of it */
} Format;

static const Format formats[] = {
  {"wav", "audio/wav", NULL, NULL},
  {"pcm", "audio/pcm", NULL, NULL},
  {"mp3", "audio/mpeg", "mpegaudioparse ! mpg123audiodec", "lamemp3enc"},
  {"opus", "audio/ogg", "oggdemux ! opusdec", "opusenc"},
};

/* Mono, 16 bit, with its rate. */
typedef struct
{
  GArray *samples;
  gint rate;
} Sound;

static void
sound_clear (Sound * sound)
{
  g_array_unref (sound->samples);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sound, sound_clear);

static void
pull_all (GstElement * sink, Sound * sound)
{
  GstSample *sample;

  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))) != NULL) {
    const GstStructure *caps =
        gst_caps_get_structure (gst_sample_get_caps (sample), 0);
    GstMapInfo map;

    gst_structure_get_int (caps, "rate", &sound->rate);
    g_assert_true (gst_buffer_map (gst_sample_get_buffer (sample), &map,
            GST_MAP_READ));
    g_array_append_vals (sound->samples, map.data, map.size / 2);
    gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
    gst_sample_unref (sample);
  }
}

static guint32
read_u32 (GBytes * bytes, gsize offset)
{
  guint32 value;

  g_assert_cmpuint (g_bytes_get_size (bytes), >=, offset + 4);
  memcpy (&value, (const guint8 *) g_bytes_get_data (bytes, NULL) + offset, 4);
  return GUINT32_FROM_LE (value);
}

static void
sound_init_plain (Sound * sound, GBytes * file, gsize header_size, guint rate)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  g_assert_cmpuint (size, >, header_size);
  g_assert_cmpuint (size % 2, ==, 0);
  sound->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  sound->rate = rate;
  g_array_append_vals (sound->samples, data + header_size,
      (size - header_size) / 2);
}

static void
sound_init_wav (Sound * sound, GBytes * file)
{
  g_assert_cmpuint (read_u32 (file, 40), ==,
      g_bytes_get_size (file) - WAV_HEADER_SIZE);
  sound_init_plain (sound, file, WAV_HEADER_SIZE, read_u32 (file, 24));
}

static void
sound_init_decoded (Sound * sound, GBytes * file, const gchar * decoder)
{
  g_autofree gchar *description =
      g_strdup_printf ("appsrc name=in ! %s ! audioconvert "
      "! audio/x-raw,format=S16LE,channels=1 ! appsink name=out sync=false",
      decoder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, &error);
  g_autoptr (GstElement) in = NULL;
  g_autoptr (GstElement) out = NULL;

  g_assert_no_error (error);
  sound->samples = g_array_new (FALSE, FALSE, sizeof (gint16));
  sound->rate = 0;
  in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_app_src_push_buffer (GST_APP_SRC (in),
      gst_buffer_new_wrapped_bytes (file));
  gst_app_src_end_of_stream (GST_APP_SRC (in));
  pull_all (out, sound);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* How loud it is, hundredth of a second by hundredth. */
static GArray *
get_envelope (const Sound * sound)
{
  GArray *envelope = g_array_new (FALSE, FALSE, sizeof (gdouble));
  guint step = sound->rate / ENVELOPE_RATE;
  guint at, i;

  for (at = 0; at + step <= sound->samples->len; at += step) {
    gdouble power = 0;

    for (i = at; i < at + step; i++) {
      gdouble value = g_array_index (sound->samples, gint16, i);

      power += value * value;
    }
    power = sqrt (power / step);
    g_array_append_val (envelope, power);
  }
  return envelope;
}

/* Cosine of the two, with @one begun @lag later. */
static gdouble
compare_at (GArray * one, GArray * two, guint lag)
{
  gdouble product = 0, one_power = 0, two_power = 0;
  guint i;

  for (i = 0; i < two->len; i++) {
    gdouble a = i + lag < one->len ? g_array_index (one, gdouble, i + lag) : 0;
    gdouble b = g_array_index (two, gdouble, i);

    product += a * b;
    one_power += a * a;
    two_power += b * b;
  }
  return product / sqrt (MAX (one_power * two_power, 1));
}

static gdouble
get_similarity (const Sound * one, const Sound * two)
{
  g_autoptr (GArray) one_envelope = get_envelope (one);
  g_autoptr (GArray) two_envelope = get_envelope (two);
  gdouble best = 0;
  guint lag;

  for (lag = 0; lag <= MAX_LAG; lag++)
    best = MAX (best, compare_at (one_envelope, two_envelope, lag));
  return best;
}

/* opusdec gives whatever rate is wanted: what the file says counts. */
static guint
get_opus_rate (GBytes * file)
{
  gsize size;
  const gchar *data = g_bytes_get_data (file, &size);
  const gchar *end = data + size;

  while (data + 16 <= end && memcmp (data, "OpusHead", 8) != 0)
    data++;
  return read_u32 (file, size - (end - data) + 12);
}

static guint
sound_init_any (Sound * sound, GBytes * file, const Format * format, guint rate)
{
  if (g_str_equal (format->name, "wav"))
    sound_init_wav (sound, file);
  else if (format->decoder == NULL)
    sound_init_plain (sound, file, 0, rate);
  else
    sound_init_decoded (sound, file, format->decoder);
  return g_str_equal (format->name, "opus") ? get_opus_rate (file)
      : (guint) sound->rate;
}

static void
assert_same (const Sound * sound, QwenttsSimulator * simulator,
    const gchar * voice)
{
  g_autoptr (GBytes) spoken = qwentts_simulator_speak_as (simulator, voice,
      "Good evening.", "English", NULL);
  g_auto (Sound) wanted = { NULL };
  gdouble wanted_s, length_s, similarity;

  sound_init_wav (&wanted, spoken);
  wanted_s = (gdouble) wanted.samples->len / wanted.rate;
  length_s = (gdouble) sound->samples->len / sound->rate;
  similarity = get_similarity (sound, &wanted);
  g_test_message ("%.3f s, %.3f s, %.3f", length_s, wanted_s, similarity);
  g_assert_cmpfloat (wanted_s, >, 0.5);
  g_assert_cmpfloat (length_s, >=, wanted_s - 0.01);
  g_assert_cmpfloat (length_s, <=, wanted_s + 0.4);
  g_assert_cmpfloat (similarity, >, 0.95);
}

static void
assert_preview (QwenttsSimulator * simulator, const Format * format, guint rate)
{
  g_autofree gchar *more = g_strdup_printf (",\"language\":\"en\","
      "\"response_format\":\"%s\",\"sample_rate\":%u", format->name, rate);
  g_autofree gchar *url = NULL;
  g_autofree gchar *voice = client_design (simulator, "A man", more, &url);
  g_autoptr (Answer) file = client_download (url, NULL);
  g_auto (Sound) sound = { NULL };

  g_test_message ("%s %u", format->name, rate);
  g_assert_cmpstr (soup_message_headers_get_one (file->headers,
          "Content-Type"), ==, format->content_type);
  g_assert_cmpuint (sound_init_any (&sound, file->bytes, format, rate), ==,
      rate);
  assert_same (&sound, simulator, voice);
}

static void
test_formats (gconstpointer data)
{
  static const guint rates[] = { 8000, 16000, 24000, 48000 };
  const Format *format = data;
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GstElementFactory) factory = NULL;
  gsize i;

  gst_init (NULL, NULL);
  if (format->encoder != NULL)
    factory = gst_element_factory_find (format->encoder);
  if (format->encoder != NULL && factory == NULL) {
    g_test_skip (format->encoder);
    return;
  }
  for (i = 0; i < G_N_ELEMENTS (rates); i++)
    assert_preview (simulator, format, rates[i]);
}

void
add_preview_tests (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree gchar *path = g_strconcat ("/simulator/preview/is-the-voice/",
        formats[i].name, NULL);

    g_test_add_data_func (path, &formats[i], test_formats);
  }
}
