/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Chunks that are used again. */
#include "speech/chunk-pool.h"

#include <string.h>

#define N_THREADS 4
#define N_ROUNDS 2000

static void
test_released_chunk_is_used_again (void)
{
  QwenttsChunkPool *pool = qwentts_chunk_pool_new ();
  QwenttsChunk *chunk = qwentts_chunk_new (pool);
  QwenttsChunk *again;

  qwentts_chunk_unref (chunk);
  again = qwentts_chunk_new (pool);
  g_assert_true (again == chunk);
  qwentts_chunk_unref (again);
  qwentts_chunk_pool_unref (pool);
}

static void
test_held_chunk_is_not_used_again (void)
{
  QwenttsChunkPool *pool = qwentts_chunk_pool_new ();
  QwenttsChunk *chunk = qwentts_chunk_new (pool);
  QwenttsChunk *held = qwentts_chunk_ref (chunk);
  QwenttsChunk *other;

  qwentts_chunk_unref (chunk);
  other = qwentts_chunk_new (pool);
  g_assert_true (other != held);
  qwentts_chunk_unref (held);
  qwentts_chunk_unref (other);
  qwentts_chunk_pool_unref (pool);
}

static void
test_chunk_outlives_its_pool (void)
{
  QwenttsChunkPool *pool = qwentts_chunk_pool_new ();
  QwenttsChunk *chunk = qwentts_chunk_new (pool);

  qwentts_chunk_pool_unref (pool);
  memset (qwentts_chunk_get_data (chunk), 1, QWENTTS_CHUNK_SIZE);
  qwentts_chunk_unref (chunk);
}

static gpointer
use_chunks (gpointer pool)
{
  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr (QwenttsChunk) chunk = qwentts_chunk_new (pool);
    guint8 *data = qwentts_chunk_get_data (chunk);

    memset (data, i, 1000);
    for (guint j = 0; j < 1000; j++)
      g_assert_cmpuint (data[j], ==, i & 0xff);
  }
  return NULL;
}

static void
test_no_two_threads_get_one_chunk (void)
{
  QwenttsChunkPool *pool = qwentts_chunk_pool_new ();
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("chunks", use_chunks, pool);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  qwentts_chunk_pool_unref (pool);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/chunk-pool/" path, function)
  ADD ("released-chunk-is-used-again", test_released_chunk_is_used_again);
  ADD ("held-chunk-is-not-used-again", test_held_chunk_is_not_used_again);
  ADD ("chunk-outlives-its-pool", test_chunk_outlives_its_pool);
  ADD ("no-two-threads-get-one-chunk", test_no_two_threads_get_one_chunk);
#undef ADD

  return g_test_run ();
}
