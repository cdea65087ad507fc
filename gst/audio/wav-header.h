/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The chunks of a WAV file (RIFF, RF64, BW64) up to its samples. */
#pragma once

#include "pcm-reader.h"

G_BEGIN_DECLS

typedef struct
{
  /* Where the walk through the chunks is */
  guint64 next_offset;
  gboolean follows_odd_chunk;
  /* What the chunks told: the size of the samples in 64 bits where there is a
   * `ds64` chunk, else 0 */
  gboolean has_format;
  guint64 long_data_size;

  /* The result. The format is not set for a codec that is not PCM. */
  QwenttsPcmFormat format;
  /* Offsets of the samples and behind them, QWENTTS_PCM_END_UNKNOWN where the
   * header does not tell it */
  guint64 data_begin;
  guint64 data_end;
} QwenttsWavHeader;

void qwentts_wav_header_init (QwenttsWavHeader * header);

/* Waits for no byte behind the header. After G_IO_ERROR_CANCELLED it goes on
 * from where it was.
 *
 * Returns: FALSE with the error of the input, or GST_STREAM_ERROR_DECODE */
gboolean qwentts_wav_header_read (QwenttsWavHeader * header,
    QwenttsByteSource source, GCancellable * cancellable, GError ** error);

void qwentts_wav_header_clear (QwenttsWavHeader * header);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsWavHeader, qwentts_wav_header_clear);

G_END_DECLS
