/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Chunks of memory that are used again once nobody holds them, so that a long
 * stream does not ask the system for each of them anew. Thread safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A whole number of frames of any usual format, and of 100 ms at 24 kHz mono 16
 * bit, so that few buffers are cut short at the end of a chunk; large, so that a
 * fast transfer wakes the reader rarely. */
#define QWENTTS_CHUNK_SIZE 960000

typedef struct _QwenttsChunkPool QwenttsChunkPool;

QwenttsChunkPool *qwentts_chunk_pool_new (void);

/* Chunks that are still held live on. */
void qwentts_chunk_pool_unref (QwenttsChunkPool * pool);

typedef struct _QwenttsChunk QwenttsChunk;

/* Returns: (transfer full): QWENTTS_CHUNK_SIZE bytes of anything */
QwenttsChunk *qwentts_chunk_new (QwenttsChunkPool * pool);

QwenttsChunk *qwentts_chunk_ref (QwenttsChunk * chunk);

/* @chunk: (nullable) */
void qwentts_chunk_unref (QwenttsChunk * chunk);

guint8 *qwentts_chunk_get_data (QwenttsChunk * chunk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsChunk, qwentts_chunk_unref);

G_END_DECLS
