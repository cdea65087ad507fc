/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Bytes of an audio file become samples.
 *
 * WAV and raw PCM are read directly, without copying samples: the buffers
 * share the memory of the input's bytes. Everything else goes through a
 * private decodebin. What the bytes are is seen from the bytes alone.
 *
 * Threads: all functions of a decoder are for one thread at a time. Its input
 * may be read from another one, until the decoder is freed. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* A file that may still be arriving, read at any offset.
 *
 * Thread safe: one decoder may call it from several threads. */
typedef struct
{
  /* Waits until @min_size bytes at @offset are there or the file is known to
   * end before, and returns from 1 to @max_size of them, without a copy where
   * that is possible (so it may return fewer than are there, though never
   * fewer than @min_size unless the file ends); an empty GBytes at or behind
   * the end. A file that broke off gives its whole bytes first and the error
   * when asked for what is missing.
   *
   * Returns: (transfer full): NULL on error, G_IO_ERROR_CANCELLED for a
   * cancelled wait */
  GBytes *(*read) (gpointer user_data, guint64 offset, gsize min_size,
      gsize max_size, GCancellable * cancellable, GError ** error);

  /* The size of the whole file in bytes as far as it is known, 0 where not.
   * Does not wait. */
    guint64 (*get_size) (gpointer user_data);
} QwenttsAudioInput;

typedef struct _QwenttsDecoder QwenttsDecoder;

/* @input: borrowed, must outlive the decoder, as @user_data
 * @pcm_caps: (nullable): audio/x-raw caps with which the file is read if its
 *   bytes show no container (raw PCM has no mark of its own) */
QwenttsDecoder *qwentts_decoder_new (const QwenttsAudioInput * input,
    gpointer user_data, GstCaps * pcm_caps);

/* Stops at once, also while a thread of the decoder's own waits in the input. A
 * read that is in progress is to be cancelled and waited for before. */
void qwentts_decoder_free (QwenttsDecoder * decoder);

/* The next samples, at most @max_frames of them and as few as have arrived,
 * without time stamps. May block; after G_IO_ERROR_CANCELLED it can be called
 * again and nothing is lost. A @cancellable that is cancelled ends the wait, and
 * what is there without one is returned all the same.
 *
 * Returns: (transfer full): NULL without @error at the end of the file, else
 * NULL with
 * - the error of the input, as it is,
 * - G_IO_ERROR_CANCELLED,
 * - GST_STREAM_ERROR_DECODE: empty, truncated or undecodable (what is whole
 *   was returned before),
 * - GST_STREAM_ERROR_WRONG_TYPE: not audio at all, or without any in it,
 * - GST_CORE_ERROR_MISSING_PLUGIN: see qwentts_decoder_get_missing_caps().
 * Errors have a text for a person in their message. The end stays the end, and
 * an error but G_IO_ERROR_CANCELLED stays the same. */
GstBuffer *qwentts_decoder_read (QwenttsDecoder * decoder, guint max_frames,
    GCancellable * cancellable, GError ** error);

/* The format of the buffer that was returned last: audio/x-raw, interleaved,
 * fixed. It may change within a file. NULL before the first buffer.
 *
 * Returns: (transfer none) (nullable) */
GstCaps *qwentts_decoder_get_caps (QwenttsDecoder * decoder);

/* The length of the whole file as its header (with the size of the file)
 * tells it, GST_CLOCK_TIME_NONE where it does not or not yet. */
GstClockTime qwentts_decoder_get_duration (QwenttsDecoder * decoder);

/* The caps no decoder was found for, after GST_CORE_ERROR_MISSING_PLUGIN.
 *
 * Returns: (transfer none) (nullable) */
GstCaps *qwentts_decoder_get_missing_caps (QwenttsDecoder * decoder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsDecoder, qwentts_decoder_free);

G_END_DECLS
