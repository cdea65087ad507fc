/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "script-rig.h"

const gchar *const script_sentences[SCRIPT_N_SENTENCES + 1] = {
  "The train was very late. ",
  "Nobody knew when it would come to “Südstadt”.\n\n",
  "The man in black had left the town long before. ",
  "And then it began to rain on all who waited.",
  NULL
};

#define PCM(a_rate, a_bits, a_channels) {.tag = WAV_TAG_PCM, \
      .channels = a_channels,.rate = a_rate,.bits = a_bits}

const ScriptAudio script_same_format[SCRIPT_N_SENTENCES] = {
  {PCM (24000, 16, 1), 12001}, {PCM (24000, 16, 1), 6007},
  {PCM (24000, 16, 1), 24013}, {PCM (24000, 16, 1), 7}
};

const ScriptAudio script_formats[SCRIPT_N_SENTENCES] = {
  {PCM (24000, 16, 1), 12001}, {PCM (44100, 16, 2), 30011},
  {PCM (44100, 24, 1), 4007}, {PCM (8000, 8, 1), 3001}
};

GBytes *
script_make_samples (const ScriptAudio * audio)
{
  return wav_make_samples ((gsize) audio->n_frames *
      wav_format_get_frame_size (&audio->format));
}

static GBytes *
make_file (const ScriptAudio * audio)
{
  g_autoptr (GBytes) samples = script_make_samples (audio);

  return g_byte_array_free_to_bytes (wav_file_new (&audio->format,
          g_bytes_get_data (samples, NULL), g_bytes_get_size (samples)));
}

Rig *
script_rig_new (const ScriptAudio * audio)
{
  g_autofree gchar *text = g_strjoinv (NULL, (gchar **) script_sentences);
  Rig *rig = rig_new (NULL);

  g_object_set (rig->src, "text", text, "max-segment-length", SCRIPT_LIMIT,
      "max-prefetch", 0, NULL);
  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++) {
    g_autoptr (GBytes) file = make_file (&audio[i]);
    const QwenttsSimulatorFault other_file = {.body = file,
      .content_type = "audio/wav"
    };

    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
        &other_file);
  }
  return rig;
}

/* Where the stamps count from, and how many frames lie between that and the i-th
 * one: the count begins anew with each rate.
 *
 * @n_frames: (out) */
static GstClockTime
get_base (const ScriptAudio * audio, guint i, guint64 * n_frames)
{
  GstClockTime base = 0;

  *n_frames = 0;
  for (guint k = 1; k <= i; k++) {
    *n_frames += audio[k - 1].n_frames;
    if (k < SCRIPT_N_SENTENCES && audio[k].format.rate
        != audio[k - 1].format.rate) {
      base += gst_util_uint64_scale (*n_frames, GST_SECOND,
          audio[k - 1].format.rate);
      *n_frames = 0;
    }
  }
  return base;
}

GstClockTime
script_get_end (const ScriptAudio * audio, guint n)
{
  guint64 n_frames;
  GstClockTime base = get_base (audio, n, &n_frames);

  return n == 0 ? 0 : base + gst_util_uint64_scale (n_frames, GST_SECOND,
      audio[n - 1].format.rate);
}

GByteArray *
script_get_samples_between (const ScriptAudio * audio, GstClockTime start,
    GstClockTime stop, GstClockTime * first)
{
  GByteArray *found = g_byte_array_new ();

  for (guint i = 0; i < SCRIPT_N_SENTENCES; i++) {
    gsize size = wav_format_get_frame_size (&audio[i].format);
    g_autoptr (GBytes) samples = script_make_samples (&audio[i]);
    const guint8 *data = g_bytes_get_data (samples, NULL);
    guint64 before;
    GstClockTime base = get_base (audio, i, &before);

    for (guint64 k = 0; k < audio[i].n_frames; k++) {
      GstClockTime lies = base + gst_util_uint64_scale (before + k, GST_SECOND,
          audio[i].format.rate);

      if (lies < start || lies >= stop)
        continue;
      if (found->len == 0 && first)
        *first = lies;
      g_byte_array_append (found, data + k * size, size);
    }
  }
  return found;
}
