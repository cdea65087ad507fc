/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* All that a decoder makes of a file. */
#pragma once

#include <gst/audio/audio.h>

#include "test-input.h"

G_BEGIN_DECLS

/* What came out of a decoder until its end. */
typedef struct
{
  GByteArray *samples;
  /* The caps of each buffer that had others than the one before */
  GPtrArray *caps;
  guint n_copied_buffers;
  GstClockTime duration;
  GError *error;
  GstCaps *missing_caps;
} TestAudio;

/* Reads to the end, and checks that the end stays the end. */
TestAudio *test_audio_decode (TestInput * input, GstCaps * pcm_caps,
    guint max_frames);
/* In the usual way: without caps, at most 100 ms of 24 kHz at once.
 *
 * @bytes: (transfer full) */
TestAudio *test_audio_decode_bytes (GBytes * bytes, gsize piece_size);

/* Of the caps at this place in the list of caps. */
GstAudioInfo test_audio_get_info (TestAudio * audio, guint index);
void test_audio_assert_n_frames (TestAudio * audio, guint n_frames,
    guint tolerance);
void test_audio_assert_samples (TestAudio * audio, GBytes * samples,
    gsize size);
/* That it was all in one format. */
void test_audio_assert_format (TestAudio * audio, const gchar * format,
    guint rate, guint channels);
void test_audio_free (TestAudio * audio);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestAudio, test_audio_free);

G_END_DECLS
