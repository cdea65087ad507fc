/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether a file of audio is whole, and how long it is. */
#pragma once

#include <gst/gst.h>

#include "speech/clip.h"
#include "store/record.h"

G_BEGIN_DECLS

/* Decodes it to its end.
 *
 * @fd: (transfer full): of the file
 * @size: of it in bytes
 * @pcm_caps: (nullable): see qwentts_decoder_new ()
 * @audio: its rate, channels and n_frames are filled
 *
 * Errors: those of the decoder, as for audio that is played */
gboolean qwentts_measure_audio (gint fd, guint64 size, GstCaps * pcm_caps,
    GCancellable * cancellable, QwenttsStoredAudio * audio, GError ** error);

/* By the header of a WAV file whose samples need no decoder.
 *
 * @audio: its rate, channels and n_frames are filled
 *
 * Returns: FALSE for another file, or if it has fewer samples than its header tells */
gboolean qwentts_measure_wav (QwenttsClip * clip, QwenttsStoredAudio * audio);

G_END_DECLS
