/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The writing half of a clip. */
#include "speech/clip-private.h"

/* A reader that keeps up is not let fall behind by more than so many chunks:
 * what is in the processor's cache is cheaper to read. */
#define NEAR_CHUNKS 4
/* A reader that takes nothing for so long is not waited for. */
#define READER_PATIENCE_US (G_USEC_PER_SEC / 5)
#define MAX_CHUNKS (QWENTTS_CLIP_MEMORY_MAX / QWENTTS_CHUNK_SIZE)

gpointer
qwentts_clip_get_space (QwenttsClip * clip, gsize * size)
{
  guint index;
  gsize filled;
  QwenttsChunk *chunk;

  g_mutex_lock (&clip->monitor.lock);
  index = clip->written / QWENTTS_CHUNK_SIZE;
  filled = clip->written % QWENTTS_CHUNK_SIZE;
  if (index == clip->slots->len) {
    g_array_set_size (clip->slots, index + 1);
    qwentts_clip_get_slot_locked (clip, index)->chunk =
        qwentts_chunk_new (clip->pool);
    clip->n_unread++;
  }
  chunk = qwentts_clip_get_slot_locked (clip, index)->chunk;
  g_mutex_unlock (&clip->monitor.lock);

  *size = QWENTTS_CHUNK_SIZE - filled;
  return qwentts_chunk_get_data (chunk) + filled;
}

/* Writes a full chunk to the tape and forgets it. */
static gboolean
spill_chunk (QwenttsClip * clip, guint index)
{
  if (!qwentts_clip_save_chunk (clip, index))
    return FALSE;

  g_mutex_lock (&clip->monitor.lock);
  if (index >= clip->n_passed
      && qwentts_clip_get_slot_locked (clip, index)->chunk) {
    g_clear_pointer (&qwentts_clip_get_slot_locked (clip, index)->chunk,
        qwentts_chunk_unref);
    clip->n_unread--;
  }
  g_mutex_unlock (&clip->monitor.lock);
  return TRUE;
}

/* Waits until at most so many chunks in memory were not read.
 *
 * @deadline_us: G_MAXINT64: none
 *
 * Returns: FALSE if there are still more */
static gboolean
wait_for_reader (QwenttsClip * clip, guint n_chunks, gint64 deadline_us,
    GCancellable * cancellable)
{
  gulong watch = qwentts_monitor_watch (&clip->monitor, cancellable);
  gboolean has_read;

  g_mutex_lock (&clip->monitor.lock);
  while (clip->n_unread > n_chunks && !g_cancellable_is_cancelled (cancellable))
    if (!qwentts_monitor_wait_until (&clip->monitor, deadline_us))
      break;
  has_read = clip->n_unread <= n_chunks;
  g_mutex_unlock (&clip->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);

  return has_read;
}

/* A chunk is full. A reader that keeps up is waited for, one that does not is
 * left behind, and what does not fit into memory goes to the file. */
static gboolean
make_space (QwenttsClip * clip, guint index, guint n_unread,
    GCancellable * cancellable, GError ** error)
{
  if (n_unread <= NEAR_CHUNKS) {
    clip->is_reader_slow = FALSE;
    return TRUE;
  }
  if (!clip->is_reader_slow) {
    if (wait_for_reader (clip, NEAR_CHUNKS / 2, g_get_monotonic_time ()
            + READER_PATIENCE_US, cancellable))
      return TRUE;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    clip->is_reader_slow = TRUE;
  }
  if (n_unread <= MAX_CHUNKS || spill_chunk (clip, index))
    return TRUE;

  wait_for_reader (clip, MAX_CHUNKS, G_MAXINT64, cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
qwentts_clip_commit (QwenttsClip * clip, gsize size,
    GCancellable * cancellable, GError ** error)
{
  gboolean is_full;
  guint n_unread;
  guint index;

  g_mutex_lock (&clip->monitor.lock);
  index = clip->written / QWENTTS_CHUNK_SIZE;
  clip->written += size;
  is_full = clip->written % QWENTTS_CHUNK_SIZE == 0;
  qwentts_clip_pass_chunks_locked (clip);
  n_unread = clip->n_unread;
  if (is_full || clip->is_reader_starved)
    qwentts_monitor_wake (&clip->monitor);
  g_mutex_unlock (&clip->monitor.lock);

  /* The first ones stay in memory, as it does where that fails. */
  if (is_full && clip->is_retained && index >= QWENTTS_CLIP_HEAD_CHUNKS)
    qwentts_clip_save_chunk (clip, index);
  return !is_full || make_space (clip, index, n_unread, cancellable, error);
}
