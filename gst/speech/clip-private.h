/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the parts of a clip share: writing, reading, and the tape. */
#pragma once

#include "api/monitor.h"
#include "speech/chunk-pool.h"
#include "speech/clip.h"
#include "speech/tape.h"

G_BEGIN_DECLS

/* Chunks that stay although the reader has passed them: the first ones, and the
 * one before the reader. */
#define QWENTTS_CLIP_HEAD_CHUNKS \
  ((QWENTTS_CLIP_HEAD_SIZE + QWENTTS_CHUNK_SIZE - 1) / QWENTTS_CHUNK_SIZE)

typedef struct
{
  QwenttsChunk *chunk;          /* NULL: dropped, or on the tape */
  gboolean is_spilled;          /* the tape has it */
  guint64 place;                /* where */
  guint n_missing;              /* bytes at the chunk's end that only that has */
} QwenttsSlot;

struct _QwenttsClip
{
  QwenttsChunkPool *pool;
  QwenttsMonitor monitor;

  /* Protected by the monitor's lock. The bytes of slot i are those from
   * i × QWENTTS_CHUNK_SIZE on. */
  GArray *slots;                /* of QwenttsSlot */
  guint64 written;              /* bytes committed */
  guint64 read_offset;          /* where the reader is; may lie ahead */
  guint n_passed;               /* chunks that the reader is done with */
  guint64 size;                 /* of the whole file, 0: not known */
  gboolean is_finished;
  GError *error;
  guint n_unread;               /* chunks in memory that were not passed */
  QwenttsTape *tape;            /* for what memory has no room for; set before
                                 * the writing, or when nobody writes or reads */
  gboolean is_retained;         /* all of it can be read again */
  gboolean is_reader_starved;   /* waits for any byte */

  /* The writer. */
  gboolean is_reader_slow;      /* is not worth a wait */
};

/* Under the monitor's lock. */
QwenttsSlot *qwentts_clip_get_slot_locked (QwenttsClip * clip, guint index);

/* Returns: (transfer full) (nullable) */
QwenttsChunk *qwentts_clip_ref_chunk_locked (QwenttsClip * clip, guint index);

/* Forgets a chunk that the reader is done with: not the first ones, nor the one
 * before the reader, nor, of what is retained, what the tape does not have. */
void qwentts_clip_drop_passed_locked (QwenttsClip * clip, guint index);

/* Takes leave of the chunks before the reader. The one that is being written
 * stays, also for a reader that is ahead of it. */
void qwentts_clip_pass_chunks_locked (QwenttsClip * clip);

/* Without the lock. */

/* Puts a chunk on the tape, if it is not there yet; at the end one that is not
 * full.
 *
 * Returns: FALSE with errno */
gboolean qwentts_clip_save_chunk (QwenttsClip * clip, guint index);

/* Reads the bytes @from to @end of a chunk from the tape.
 *
 * Returns: FALSE with errno */
gboolean qwentts_clip_load_chunk (QwenttsClip * clip, guint index,
    QwenttsChunk * chunk, gsize from, gsize end);

G_END_DECLS
