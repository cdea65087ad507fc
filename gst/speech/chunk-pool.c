/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/chunk-pool.h"

/* So many chunks wait to be used again. */
#define MAX_UNUSED 2

struct _QwenttsChunkPool
{
  gatomicrefcount n_refs;

  GMutex lock;
  /* Protected by lock. */
  GPtrArray *unused;            /* of QwenttsChunk, without a reference */
};

struct _QwenttsChunk
{
  gatomicrefcount n_refs;
  QwenttsChunkPool *pool;       /* NULL while unused */
  guint8 data[QWENTTS_CHUNK_SIZE];
};

QwenttsChunkPool *
qwentts_chunk_pool_new (void)
{
  QwenttsChunkPool *pool = g_new0 (QwenttsChunkPool, 1);

  g_atomic_ref_count_init (&pool->n_refs);
  g_mutex_init (&pool->lock);
  pool->unused = g_ptr_array_new_with_free_func (g_free);
  return pool;
}

void
qwentts_chunk_pool_unref (QwenttsChunkPool * pool)
{
  if (!g_atomic_ref_count_dec (&pool->n_refs))
    return;

  g_ptr_array_unref (pool->unused);
  g_mutex_clear (&pool->lock);
  g_free (pool);
}

QwenttsChunk *
qwentts_chunk_new (QwenttsChunkPool * pool)
{
  QwenttsChunk *chunk = NULL;

  g_mutex_lock (&pool->lock);
  if (pool->unused->len > 0)
    chunk = g_ptr_array_steal_index_fast (pool->unused, pool->unused->len - 1);
  g_mutex_unlock (&pool->lock);

  if (chunk == NULL)
    chunk = g_malloc (sizeof *chunk);
  g_atomic_ref_count_init (&chunk->n_refs);
  g_atomic_ref_count_inc (&pool->n_refs);
  chunk->pool = pool;
  return chunk;
}

QwenttsChunk *
qwentts_chunk_ref (QwenttsChunk * chunk)
{
  g_atomic_ref_count_inc (&chunk->n_refs);
  return chunk;
}

void
qwentts_chunk_unref (QwenttsChunk * chunk)
{
  QwenttsChunkPool *pool;

  if (chunk == NULL || !g_atomic_ref_count_dec (&chunk->n_refs))
    return;

  pool = g_steal_pointer (&chunk->pool);
  g_mutex_lock (&pool->lock);
  if (pool->unused->len < MAX_UNUSED)
    g_ptr_array_add (pool->unused, g_steal_pointer (&chunk));
  g_mutex_unlock (&pool->lock);
  g_free (chunk);
  qwentts_chunk_pool_unref (pool);
}

guint8 *
qwentts_chunk_get_data (QwenttsChunk * chunk)
{
  return chunk->data;
}
