/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A live source among others: a mixer, and the formats that a voice may come in. */
#include <gst/audio/audio.h>

#include "audio/encoded-file.h"
#include "audio/wav-file.h"
#include "live-rig.h"

#define RATE 24000
#define N_FRAMES 30000
#define CAPS "capsfilter caps=audio/x-raw,format=S16LE,rate=24000,channels=1"

/* Longer than any test: the mixer never goes on without one of its sources. */
#define MIXER_LATENCY (24 * 3600 * GST_SECOND)

/* The voice of a rig with silence beside it. */
typedef struct
{
  Live *live;
  GBytes *wav;

  GMutex lock;
  GCond changed;
  /* Protected by lock. */
  GByteArray *mixed;            /* what has come out */
} Mix;

static GstPadProbeReturn
note_mixed (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Mix *mix = user_data;
  GstMapInfo map;

  g_mutex_lock (&mix->lock);
  g_assert_true (gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map,
          GST_MAP_READ));
  g_byte_array_append (mix->mixed, map.data, map.size);
  gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  g_cond_broadcast (&mix->changed);
  g_mutex_unlock (&mix->lock);
  return GST_PAD_PROBE_OK;
}

static void
build (Mix * mix)
{
  Rig *rig = mix->live->rig;
  GstElement *mixer = gst_element_factory_make ("audiomixer", NULL);
  GstElement *other = gst_parse_bin_from_description
      ("audiotestsrc is-live=true wave=silence samplesperbuffer=480 ! " CAPS,
      TRUE, NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (rig->sink, "sink");

  g_assert_nonnull (mixer);
  g_assert_nonnull (other);
  g_object_set (mixer, "latency", MIXER_LATENCY, NULL);
  gst_bin_add_many (GST_BIN (rig->pipeline), mixer, other, NULL);
  gst_element_unlink (rig->src, rig->sink);
  g_assert_true (gst_element_link (rig->src, mixer));
  g_assert_true (gst_element_link (other, mixer));
  g_assert_true (gst_element_link (mixer, rig->sink));
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_mixed, mix, NULL);
}

static Mix *
mix_new (void)
{
  g_autoptr (GBytes) samples = wav_make_samples (N_FRAMES * 2);
  Mix *mix = g_new0 (Mix, 1);
  QwenttsSimulatorOptions options = {.is_manual = TRUE };

  mix->wav = g_byte_array_free_to_bytes (wav_file_new (&wav_speech_format,
          g_bytes_get_data (samples, NULL), g_bytes_get_size (samples)));
  options.audio = mix->wav;
  mix->live = live_new (&options, RIG_TEXT);
  g_mutex_init (&mix->lock);
  g_cond_init (&mix->changed);
  mix->mixed = g_byte_array_new ();
  build (mix);
  return mix;
}

static void
mix_free (Mix * mix)
{
  live_free (mix->live);
  g_byte_array_unref (mix->mixed);
  g_cond_clear (&mix->changed);
  g_mutex_clear (&mix->lock);
  g_bytes_unref (mix->wav);
  g_free (mix);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mix, mix_free);

/* Lets the clock go up to there, and waits until the mixer is there too, but for
 * what its sources hold. */
static void
mix_to (Mix * mix, GstClockTime time)
{
  const gint64 deadline_us = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  guint64 n_frames = gst_util_uint64_scale (time - 100 * GST_MSECOND, RATE,
      GST_SECOND);

  hand_clock_set_limit (mix->live->clock,
      gst_element_get_base_time (mix->live->rig->src) + time);
  g_mutex_lock (&mix->lock);
  while (mix->mixed->len < n_frames * 2)
    g_assert_true (g_cond_wait_until (&mix->changed, &mix->lock, deadline_us));
  g_mutex_unlock (&mix->lock);
}

/* The samples that are not silent.
 *
 * Returns: (transfer full) */
static GByteArray *
find_loud (gconstpointer samples, gsize size)
{
  GByteArray *loud = g_byte_array_new ();

  for (const gint16 * sample = samples; size >= 2; sample++, size -= 2)
    if (*sample != 0)
      g_byte_array_append (loud, (const guint8 *) sample, 2);
  return loud;
}

static GByteArray *
get_heard (Mix * mix)
{
  GByteArray *heard;

  g_mutex_lock (&mix->lock);
  heard = find_loud (mix->mixed->data, mix->mixed->len);
  g_mutex_unlock (&mix->lock);
  return heard;
}

static void
test_mixer_never_waits (void)
{
  g_autoptr (Mix) mix = mix_new ();
  g_autoptr (GByteArray) wanted =
      find_loud ((const guint8 *) g_bytes_get_data (mix->wav, NULL) + 44,
      N_FRAMES * 2);
  g_autoptr (GByteArray) heard = NULL;
  GstClockTime time = 5 * GST_SECOND;

  g_object_set (mix->live->rig->src, "keep-open", TRUE, NULL);
  rig_start (mix->live->rig, GST_STATE_PLAYING);
  mix_to (mix, time);
  heard = get_heard (mix);
  g_assert_cmpuint (heard->len, ==, 0);

  qwentts_simulator_finish_jobs (mix->live->rig->simulator, TRUE);
  while (heard->len < wanted->len) {
    time += GST_SECOND;
    mix_to (mix, time);
    g_byte_array_unref (heard);
    heard = get_heard (mix);
  }
  g_assert_cmpmem (heard->data, heard->len, wanted->data, wanted->len);
}

/* What a live source says is what it says otherwise. */
static void
assert_same_live (GBytes * file)
{
  const QwenttsSimulatorOptions options = {.audio = file };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Live) live = live_new (&options, RIG_TEXT);
  g_autoptr (GBytes) wanted = NULL;
  g_autoptr (GBytes) heard = NULL;

  rig_play_to_end (rig);
  wanted = rig_get_samples (rig);
  live_run_to_end (live);
  heard = live_get_speech (live);
  g_assert_cmpuint (g_bytes_get_size (wanted), >, 0);
  g_assert_true (g_bytes_equal (heard, wanted));
  g_assert_cmpuint (live_count_disconts (live), ==, 1);
}

static void
test_codec_is_heard (gconstpointer tail)
{
  g_autoptr (GBytes) file = encoded_file_new_sine (48000,
      "audio/x-raw,format=S16LE,rate=48000,channels=1", tail);

  if (file)
    assert_same_live (file);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/live/mixer-never-waits", test_mixer_never_waits);
  g_test_add_data_func ("/live/mp3-is-heard", "lamemp3enc !",
      test_codec_is_heard);
  g_test_add_data_func ("/live/opus-is-heard", "opusenc ! oggmux !",
      test_codec_is_heard);
  g_test_add_data_func ("/live/flac-is-heard", "flacenc !",
      test_codec_is_heard);

  return g_test_run ();
}
