/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A clip whose byte at each offset is known, and a thread that writes it. */
#pragma once

#include "speech/clip.h"

G_BEGIN_DECLS

guint8 clip_byte_at (guint64 offset);

/* Writes the bytes from @offset on; asserts that it is let. */
void clip_write (QwenttsClip * clip, guint64 offset, gsize size);

/* One that is retained, on a tape of its own. */
QwenttsClip *clip_new_retained (void);

/* The same, with all of it written, and nothing read. */
QwenttsClip *clip_new_whole (gsize size);

/* A tape on which there is no room. */
QwenttsTape *clip_new_full_tape (void);

/* Asserts that these are the bytes from @offset on, at least one. */
void clip_assert_bytes (GBytes * bytes, guint64 offset);

/* Reads exactly so many bytes and asserts that they are right. */
void clip_assert_reads (QwenttsClip * clip, guint64 offset, gsize size);

/* Reads and asserts everything up to @end, as a decoder does: from the start and a
 * piece at a time. */
void clip_assert_reads_up_to (QwenttsClip * clip, gsize end);

/* Reads and asserts everything from @offset to the end, forward.
 *
 * Returns: the size of the whole */
guint64 clip_assert_reads_to_end (QwenttsClip * clip, guint64 offset);

/* Reads and asserts all of a clip of that size, from the start again. */
void clip_assert_reads_again (QwenttsClip * clip, gsize size);

/* Chunks in memory. */
guint clip_count_chunks (QwenttsClip * clip);

/* Asserts that a read fails. */
void clip_assert_fails (QwenttsClip * clip, guint64 offset, gsize min_size,
    GCancellable * cancellable, GQuark domain, gint code);

/* A thread that writes @size bytes and then, if it was let, finishes. */
typedef struct _ClipWriter ClipWriter;

ClipWriter *clip_writer_new (QwenttsClip * clip, gsize size,
    GCancellable * cancellable);

/* Waits, at most 30 s, until so many bytes were written. */
void clip_writer_wait_for (ClipWriter * writer, gsize size);

/* Waits for its end.
 *
 * Returns: FALSE if it was not let, with why */
gboolean clip_writer_join (ClipWriter * writer, GError ** error);

G_END_DECLS
