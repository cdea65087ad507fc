/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The audio of a job: a file that can be read while it still arrives.
 *
 *     worker                                   streaming thread
 *     get_space, commit … finish   ─ chunks ─▶   read (offset)
 *
 * Bytes lie in chunks of a fixed size, which readers share without a copy.
 * Chunks that were read are dropped. What a slow reader leaves behind spills to
 * an unlinked temporary file, the tape, so that the transfer goes on whatever the
 * reader does; where no file can be written, the writer waits for the reader.
 *
 * One writer. Readers go forward together, in any thread, and may go back as
 * far as is said below; where all is retained, to the start. */
#pragma once

#include <gio/gio.h>

#include "speech/tape.h"

G_BEGIN_DECLS

/* So many bytes stay in memory; more spill. */
#define QWENTTS_CLIP_MEMORY_MAX (8 * 1024 * 1024)

/* A decoder starts over from the headers (of at most 1 MiB) that it looked at,
 * and looks at the last page of an Ogg file (of at most 64 KiB) again: these
 * first bytes, and these last ones before the reader, are not dropped. */
#define QWENTTS_CLIP_HEAD_SIZE (1280 * 1024)
#define QWENTTS_CLIP_BACK_SIZE (64 * 1024)

typedef struct _QwenttsClip QwenttsClip;

QwenttsClip *qwentts_clip_new (void);

/* A clip that is there from the start.
 *
 * @fd: (transfer full): of a file that nobody changes
 * @size: of it in bytes */
QwenttsClip *qwentts_clip_new_from_file (gint fd, guint64 size);

/* Before anything is written: nothing is dropped. What memory has no room for, and
 * what was read, goes to the tape; where that fails, it stays in memory. */
void qwentts_clip_retain (QwenttsClip * clip, QwenttsTape * tape);

QwenttsClip *qwentts_clip_ref (QwenttsClip * clip);

void qwentts_clip_unref (QwenttsClip * clip);

/* Where the next bytes are to be written, at least one.
 *
 * @size: (out): how many fit */
gpointer qwentts_clip_get_space (QwenttsClip * clip, gsize * size);

/* @size bytes were written to the space. Blocks only if they must wait for the
 * reader.
 *
 * Errors: G_IO_ERROR_CANCELLED */
gboolean qwentts_clip_commit (QwenttsClip * clip, gsize size,
    GCancellable * cancellable, GError ** error);

/* The size of the whole file in bytes, where it is known before its end. */
void qwentts_clip_set_size (QwenttsClip * clip, guint64 size);

/* No more bytes will come.
 *
 * @error: (nullable) (transfer full): why the file is not whole */
void qwentts_clip_finish (QwenttsClip * clip, GError * error);

/* 0 where it is not known. */
guint64 qwentts_clip_get_size (QwenttsClip * clip);

/* Waits until @min_size bytes at @offset are there, or the end. Returns from
 * one to @max_size bytes, sharing the chunk's memory where @min_size lies within
 * one; an empty GBytes at the end.
 *
 * @offset: may lie ahead of what was written
 *
 * Returns: (transfer full): NULL with the error of _finish(), with
 *   G_IO_ERROR_CANCELLED, or with G_IO_ERROR_NOT_FOUND for bytes that were
 *   dropped */
GBytes *qwentts_clip_read (QwenttsClip * clip, guint64 offset, gsize min_size,
    gsize max_size, GCancellable * cancellable, GError ** error);

/* For the reader of a clip that is retained, or of a file. */

/* It reads from the start again. */
void qwentts_clip_rewind (QwenttsClip * clip);

/* While nobody reads it: all of it is on the tape, and nothing in memory.
 *
 * Returns: FALSE with errno, EBUSY if it is not finished: it is as it was */
gboolean qwentts_clip_shelve (QwenttsClip * clip, QwenttsTape * tape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsClip, qwentts_clip_unref);

G_END_DECLS
