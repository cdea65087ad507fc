/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whatever decodebin can decode, as a stream, in samples as many as are wanted
 * at once. */
#pragma once

#include "byte-source.h"

G_BEGIN_DECLS

typedef struct _QwenttsStreamDecoder QwenttsStreamDecoder;

/* What is known of the file before. */
typedef struct
{
  /* It begins as audio does */
  gboolean has_mark;
  /* What the container says of its length can be believed: a file that ends
   * long before is truncated */
  gboolean trusts_duration;
  /* So is one that has fewer bytes than these */
  guint64 min_size;
} QwenttsStreamHints;

/* Returns: NULL with GST_CORE_ERROR_MISSING_PLUGIN where GStreamer's own
 *   elements are not there */
QwenttsStreamDecoder *qwentts_stream_decoder_new (QwenttsByteSource source,
    QwenttsStreamHints hints, GError ** error);

/* Stops at once, also while appsrc's thread waits in the input. */
void qwentts_stream_decoder_free (QwenttsStreamDecoder * decoder);

/* These are as the functions of the same names in decoder.h. */
GstBuffer *qwentts_stream_decoder_read (QwenttsStreamDecoder * decoder,
    guint max_frames, GCancellable * cancellable, GError ** error);
GstCaps *qwentts_stream_decoder_get_caps (QwenttsStreamDecoder * decoder);
GstClockTime qwentts_stream_decoder_get_duration (QwenttsStreamDecoder *
    decoder);
GstCaps *qwentts_stream_decoder_get_missing_caps (QwenttsStreamDecoder *
    decoder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsStreamDecoder,
    qwentts_stream_decoder_free);

G_END_DECLS
