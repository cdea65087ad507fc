/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/clip.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "api/monitor.h"
#include "speech/chunk-pool.h"
#include "speech/spill.h"

#define CHUNK_SIZE QWENTTS_CHUNK_SIZE
/* A reader that keeps up is not let fall behind by more than so many chunks:
 * what is in the processor's cache is cheaper to read. */
#define NEAR_CHUNKS 8
#define MAX_CHUNKS (QWENTTS_CLIP_MEMORY_MAX / CHUNK_SIZE)
/* A reader that takes nothing for so long is not waited for. */
#define READER_PATIENCE_US (G_USEC_PER_SEC / 5)

struct _QwenttsClip
{
  QwenttsChunkPool *pool;
  QwenttsMonitor monitor;

  /* Protected by the monitor's lock. The bytes of chunk i are those from
   * i × CHUNK_SIZE on. A NULL chunk was dropped, or spilled if it lies behind
   * the reader. */
  GPtrArray *chunks;            /* of QwenttsChunk */
  guint64 written;              /* bytes committed */
  guint n_passed;               /* chunks that the reader is done with */
  guint64 size;                 /* of the whole file, 0: not known */
  gboolean is_finished;
  GError *error;
  guint n_in_memory;            /* chunks */
  gint spill_fd;                /* -1: none yet */

  /* The writer. */
  gboolean is_reader_slow;      /* is not worth a wait */
};

QwenttsClip *
qwentts_clip_new (void)
{
  QwenttsClip *clip = g_atomic_rc_box_new0 (QwenttsClip);

  qwentts_monitor_init (&clip->monitor);
  clip->pool = qwentts_chunk_pool_new ();
  clip->chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) qwentts_chunk_unref);
  clip->spill_fd = -1;
  return clip;
}

QwenttsClip *
qwentts_clip_ref (QwenttsClip * clip)
{
  return g_atomic_rc_box_acquire (clip);
}

static void
clear (gpointer data)
{
  QwenttsClip *clip = data;

  g_ptr_array_unref (clip->chunks);
  qwentts_chunk_pool_unref (clip->pool);
  g_clear_error (&clip->error);
  if (clip->spill_fd >= 0)
    close (clip->spill_fd);
  qwentts_monitor_clear (&clip->monitor);
}

void
qwentts_clip_unref (QwenttsClip * clip)
{
  g_atomic_rc_box_release_full (clip, clear);
}

static void
drop_chunk_locked (QwenttsClip * clip, guint index)
{
  if (clip->chunks->pdata[index] == NULL)
    return;

  qwentts_chunk_unref (clip->chunks->pdata[index]);
  clip->chunks->pdata[index] = NULL;
  clip->n_in_memory--;
}

gpointer
qwentts_clip_get_space (QwenttsClip * clip, gsize * size)
{
  guint index;
  gsize filled;
  QwenttsChunk *chunk;

  g_mutex_lock (&clip->monitor.lock);
  index = clip->written / CHUNK_SIZE;
  filled = clip->written % CHUNK_SIZE;
  if (index == clip->chunks->len) {
    g_ptr_array_add (clip->chunks, qwentts_chunk_new (clip->pool));
    clip->n_in_memory++;
  }
  chunk = clip->chunks->pdata[index];
  g_mutex_unlock (&clip->monitor.lock);

  *size = CHUNK_SIZE - filled;
  return qwentts_chunk_get_data (chunk) + filled;
}

/* Returns: (transfer full) (nullable) */
static QwenttsChunk *
ref_chunk_locked (QwenttsClip * clip, guint index)
{
  QwenttsChunk *chunk = clip->chunks->pdata[index];

  return chunk ? qwentts_chunk_ref (chunk) : NULL;
}

static gboolean
ensure_spill (QwenttsClip * clip)
{
  gint fd;

  /* Only the writer opens it. */
  if (clip->spill_fd >= 0)
    return TRUE;

  fd = qwentts_spill_open ();
  g_mutex_lock (&clip->monitor.lock);
  clip->spill_fd = fd;
  g_mutex_unlock (&clip->monitor.lock);
  return fd >= 0;
}

/* Writes a full chunk to the file and forgets it. */
static gboolean
spill_chunk (QwenttsClip * clip, guint index)
{
  g_autoptr (QwenttsChunk) chunk = NULL;

  g_mutex_lock (&clip->monitor.lock);
  chunk = ref_chunk_locked (clip, index);
  g_mutex_unlock (&clip->monitor.lock);
  if (chunk == NULL)
    return TRUE;

  if (!ensure_spill (clip) || !qwentts_spill_write (clip->spill_fd,
          qwentts_chunk_get_data (chunk), CHUNK_SIZE,
          (guint64) index * CHUNK_SIZE))
    return FALSE;

  g_mutex_lock (&clip->monitor.lock);
  drop_chunk_locked (clip, index);
  g_mutex_unlock (&clip->monitor.lock);
  return TRUE;
}

/* Waits until at most so many chunks are in memory.
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
  while (clip->n_in_memory > n_chunks
      && !g_cancellable_is_cancelled (cancellable))
    if (!g_cond_wait_until (&clip->monitor.cond, &clip->monitor.lock,
            deadline_us))
      break;
  has_read = clip->n_in_memory <= n_chunks;
  g_mutex_unlock (&clip->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);

  return has_read;
}

/* A chunk is full. A reader that keeps up is waited for, one that does not is
 * left behind, and what does not fit into memory goes to the file. */
static gboolean
make_space (QwenttsClip * clip, guint index, guint n_in_memory,
    GCancellable * cancellable, GError ** error)
{
  if (n_in_memory <= NEAR_CHUNKS) {
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
  if (n_in_memory <= MAX_CHUNKS || spill_chunk (clip, index))
    return TRUE;

  wait_for_reader (clip, MAX_CHUNKS, G_MAXINT64, cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
qwentts_clip_commit (QwenttsClip * clip, gsize size,
    GCancellable * cancellable, GError ** error)
{
  guint n_in_memory;
  gboolean is_full;
  guint index;

  g_mutex_lock (&clip->monitor.lock);
  index = clip->written / CHUNK_SIZE;
  clip->written += size;
  is_full = clip->written % CHUNK_SIZE == 0;
  n_in_memory = clip->n_in_memory;
  g_cond_broadcast (&clip->monitor.cond);
  g_mutex_unlock (&clip->monitor.lock);

  return !is_full || make_space (clip, index, n_in_memory, cancellable, error);
}

void
qwentts_clip_set_size (QwenttsClip * clip, guint64 size)
{
  g_mutex_lock (&clip->monitor.lock);
  clip->size = size;
  g_mutex_unlock (&clip->monitor.lock);
}

guint64
qwentts_clip_get_size (QwenttsClip * clip)
{
  guint64 size;

  g_mutex_lock (&clip->monitor.lock);
  size = clip->size;
  g_mutex_unlock (&clip->monitor.lock);
  return size;
}

void
qwentts_clip_finish (QwenttsClip * clip, GError * error)
{
  g_mutex_lock (&clip->monitor.lock);
  g_clear_error (&clip->error);
  clip->error = error;
  clip->is_finished = TRUE;
  if (error == NULL)
    clip->size = clip->written;
  g_cond_broadcast (&clip->monitor.cond);
  g_mutex_unlock (&clip->monitor.lock);
}

/* Brings a spilled chunk back for the reader. */
static QwenttsChunk *
load_chunk (QwenttsClip * clip, gint fd, guint index, GError ** error)
{
  g_autoptr (QwenttsChunk) chunk = qwentts_chunk_new (clip->pool);

  if (!qwentts_spill_read (fd, qwentts_chunk_get_data (chunk), CHUNK_SIZE,
          (guint64) index * CHUNK_SIZE)) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
        "The temporary file for audio cannot be read back: %s",
        g_strerror (errno));
    return NULL;
  }

  /* Kept until the reader has passed it, as any other. */
  g_mutex_lock (&clip->monitor.lock);
  clip->chunks->pdata[index] = qwentts_chunk_ref (chunk);
  clip->n_in_memory++;
  g_mutex_unlock (&clip->monitor.lock);
  return g_steal_pointer (&chunk);
}

/* Returns: (transfer full): the chunk with the reader's bytes */
static QwenttsChunk *
hold_chunk (QwenttsClip * clip, guint index, GError ** error)
{
  QwenttsChunk *chunk;
  gint fd;

  g_mutex_lock (&clip->monitor.lock);
  chunk = ref_chunk_locked (clip, index);
  fd = clip->spill_fd;
  g_mutex_unlock (&clip->monitor.lock);

  return chunk ? chunk : load_chunk (clip, fd, index, error);
}

static GBytes *
share_bytes (QwenttsChunk * chunk, gsize start, gsize size)
{
  return g_bytes_new_with_free_func (qwentts_chunk_get_data (chunk) + start,
      size, (GDestroyNotify) qwentts_chunk_unref, chunk);
}

static GBytes *
join_bytes (QwenttsClip * clip, guint64 offset, gsize size, GError ** error)
{
  g_autofree guint8 *joined = g_malloc (size);
  gsize filled = 0;

  while (filled < size) {
    gsize start = (offset + filled) % CHUNK_SIZE;
    gsize n = MIN (size - filled, CHUNK_SIZE - start);
    g_autoptr (QwenttsChunk) chunk = hold_chunk (clip,
        (offset + filled) / CHUNK_SIZE, error);

    if (chunk == NULL)
      return NULL;
    memcpy (joined + filled, qwentts_chunk_get_data (chunk) + start, n);
    filled += n;
  }
  return g_bytes_new_take (g_steal_pointer (&joined), size);
}

/* The reader is at @offset now: the chunks before are not needed any more. The
 * one that is being written stays, also for a reader that is ahead of it. */
static void
move_reader_locked (QwenttsClip * clip, guint64 offset)
{
  guint end = MIN (offset, clip->written) / CHUNK_SIZE;

  if (clip->n_passed >= end)
    return;
  while (clip->n_passed < end)
    drop_chunk_locked (clip, clip->n_passed++);
  g_cond_broadcast (&clip->monitor.cond);
}

static gboolean
has_come_locked (QwenttsClip * clip, guint64 end)
{
  return clip->written >= end || clip->is_finished;
}

static void
wait_for_bytes (QwenttsClip * clip, guint64 end, GCancellable * cancellable)
{
  gulong watch = qwentts_monitor_watch (&clip->monitor, cancellable);

  g_mutex_lock (&clip->monitor.lock);
  while (!has_come_locked (clip, end)
      && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&clip->monitor.cond, &clip->monitor.lock);
  g_mutex_unlock (&clip->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);
}

/* Moves the reader and waits for the bytes.
 *
 * Returns: how many are there, 0 at the end, -1 with an error */
static gssize
seek_bytes (QwenttsClip * clip, guint64 offset, gsize min_size,
    GCancellable * cancellable, GError ** error)
{
  gssize available = -1;
  gboolean has_come;

  g_mutex_lock (&clip->monitor.lock);
  move_reader_locked (clip, offset);
  has_come = has_come_locked (clip, offset + min_size);
  g_mutex_unlock (&clip->monitor.lock);
  if (!has_come)
    wait_for_bytes (clip, offset + min_size, cancellable);

  g_mutex_lock (&clip->monitor.lock);
  if (clip->written >= offset + min_size)
    available = clip->written - offset;
  else if (!clip->is_finished)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else if (clip->error)
    g_propagate_error (error, g_error_copy (clip->error));
  else
    available = clip->written > offset ? clip->written - offset : 0;
  g_mutex_unlock (&clip->monitor.lock);
  return available;
}

GBytes *
qwentts_clip_read (QwenttsClip * clip, guint64 offset, gsize min_size,
    gsize max_size, GCancellable * cancellable, GError ** error)
{
  gssize available = seek_bytes (clip, offset, MAX (min_size, 1), cancellable,
      error);
  gsize start = offset % CHUNK_SIZE;
  gsize size;
  QwenttsChunk *chunk;

  if (available < 0)
    return NULL;
  if (available == 0)
    return g_bytes_new (NULL, 0);

  size = MIN ((gsize) available, max_size);
  if (start + MIN (min_size, size) > CHUNK_SIZE)
    return join_bytes (clip, offset, size, error);
  chunk = hold_chunk (clip, offset / CHUNK_SIZE, error);
  return chunk ? share_bytes (chunk, start, MIN (size, CHUNK_SIZE - start))
      : NULL;
}
