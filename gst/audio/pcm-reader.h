/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Samples that lie in a file as they are: buffers share the file's bytes. */
#pragma once

#include <gst/audio/audio.h>

#include "byte-source.h"

G_BEGIN_DECLS

/* As many channels as gst-riff makes a map for. */
#define QWENTTS_PCM_MAX_MAPPED_CHANNELS 18

typedef struct
{
  /* Interleaved; no frame has 0 bytes but that of no format */
  GstAudioInfo info;
  /* Made when they are asked for */
  GstCaps *caps;
  /* Where the file's order of channels is not GStreamer's: the place of each
   * of the file's channels */
  gboolean is_reordered;
  gint reorder_map[QWENTTS_PCM_MAX_MAPPED_CHANNELS];
} QwenttsPcmFormat;

/* Returns: FALSE where it is not interleaved, or no format of samples */
gboolean qwentts_pcm_format_set_info (QwenttsPcmFormat * format,
    const GstAudioInfo * info);

/* @caps: audio/x-raw
 *
 * Returns: FALSE where the caps are not fixed or not interleaved */
gboolean qwentts_pcm_format_set_caps (QwenttsPcmFormat * format,
    GstCaps * caps);

gboolean qwentts_pcm_format_is_set (const QwenttsPcmFormat * format);

/* Returns: (transfer none): audio/x-raw, fixed; valid as long as the format */
GstCaps *qwentts_pcm_format_get_caps (QwenttsPcmFormat * format);

void qwentts_pcm_format_clear (QwenttsPcmFormat * format);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsPcmFormat, qwentts_pcm_format_clear);

#define QWENTTS_PCM_END_UNKNOWN G_MAXUINT64

typedef struct
{
  QwenttsByteSource source;
  /* Borrowed */
  QwenttsPcmFormat *format;
  /* Offsets in the file: of the first frame, of the next one, and behind the
   * last, where QWENTTS_PCM_END_UNKNOWN means the end of the file */
  guint64 begin;
  guint64 next;
  guint64 end;
  /* Frames that were read and not taken yet, NULL where there are none: many
   * buffers are cut from what one read of the file gave */
  GstMemory *piece;
  gsize piece_taken;            /* bytes of it */
} QwenttsPcmReader;

void qwentts_pcm_reader_clear (QwenttsPcmReader * reader);

/* As qwentts_decoder_read(), which says what is promised. */
GstBuffer *qwentts_pcm_reader_read (QwenttsPcmReader * reader,
    guint max_frames, GCancellable * cancellable, GError ** error);

/* The length of it all, GST_CLOCK_TIME_NONE where nobody knows. */
GstClockTime qwentts_pcm_reader_get_duration (const QwenttsPcmReader * reader);

G_END_DECLS
