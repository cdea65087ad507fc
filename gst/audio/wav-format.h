/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The `fmt ` chunk of a WAV file. */
#pragma once

#include "pcm-reader.h"

G_BEGIN_DECLS

/* The most of a `fmt ` chunk that is of use, and the least. */
#define QWENTTS_WAV_FORMAT_MAX_SIZE 40
#define QWENTTS_WAV_FORMAT_MIN_SIZE 14

/* Corrects what can be corrected by the majority of the sizes that the chunk
 * gives, and refuses the rest with GST_STREAM_ERROR_DECODE.
 *
 * @chunk: aligned to 4 bytes
 * @format: (out): not set for a codec that is no integer or float
 *   PCM, which is no error */
gboolean qwentts_wav_format_parse (const guint8 * chunk, gsize size,
    QwenttsPcmFormat * format, GError ** error);

G_END_DECLS
