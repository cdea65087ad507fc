/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The reading half of a clip. */
#include <errno.h>
#include <string.h>

#include "speech/clip-private.h"

/* Microseconds in which a chunk may fill up. */
#define GATHER_US 2000

/* So much of a chunk comes back from the tape first: who begins to play waits for
 * no more. */
#define FIRST_SIZE 4096

/* A chunk that came back from the tape is kept until the reader has passed it,
 * as any other. */
static void
keep_chunk (QwenttsClip * clip, guint index, QwenttsChunk * chunk,
    guint n_missing)
{
  QwenttsSlot *slot;

  g_mutex_lock (&clip->monitor.lock);
  slot = qwentts_clip_get_slot_locked (clip, index);
  if (slot->chunk == NULL && index >= clip->n_passed) {
    slot->chunk = qwentts_chunk_ref (chunk);
    clip->n_unread++;
  }
  if (slot->chunk == chunk)
    slot->n_missing = n_missing;
  g_mutex_unlock (&clip->monitor.lock);
}

/* A chunk of the reader's. */
typedef struct
{
  QwenttsChunk *chunk;          /* NULL: not in memory */
  gsize filled;                 /* bytes of it that are */
  gsize size;                   /* bytes of it that there are */
  gboolean is_spilled;          /* the tape has them */
} Held;

static gboolean
load (QwenttsClip * clip, guint index, gsize needed, Held * held,
    GError ** error)
{
  gsize end = held->filled > 0 || needed > FIRST_SIZE ? held->size
      : MIN (held->size, FIRST_SIZE);

  if (held->chunk == NULL)
    held->chunk = qwentts_chunk_new (clip->pool);
  if (!qwentts_clip_load_chunk (clip, index, held->chunk, held->filled, end)) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
        "The file with the audio cannot be read: %s", g_strerror (errno));
    return FALSE;
  }

  held->filled = end;
  keep_chunk (clip, index, held->chunk, held->size - end);
  return TRUE;
}

/* @needed: bytes of it, at least
 * @filled: (out): as many, or more
 *
 * Returns: (transfer full): the chunk with the reader's bytes */
static QwenttsChunk *
hold_chunk (QwenttsClip * clip, guint index, gsize needed, gsize * filled,
    GError ** error)
{
  const QwenttsSlot *slot;
  Held held;

  g_mutex_lock (&clip->monitor.lock);
  slot = qwentts_clip_get_slot_locked (clip, index);
  held.chunk = qwentts_clip_ref_chunk_locked (clip, index);
  held.size = MIN (QWENTTS_CHUNK_SIZE,
      clip->written - (guint64) index * QWENTTS_CHUNK_SIZE);
  held.filled = held.chunk ? held.size - slot->n_missing : 0;
  held.is_spilled = slot->is_spilled;
  g_mutex_unlock (&clip->monitor.lock);

  if (held.filled < needed && !held.is_spilled) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        "The audio was read and is gone.");
    return NULL;
  }
  if (held.filled < needed && !load (clip, index, needed, &held, error)) {
    qwentts_chunk_unref (held.chunk);
    return NULL;
  }
  *filled = held.filled;
  return held.chunk;
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
    gsize start = (offset + filled) % QWENTTS_CHUNK_SIZE;
    gsize n = MIN (size - filled, QWENTTS_CHUNK_SIZE - start);
    gsize there;
    g_autoptr (QwenttsChunk) chunk = hold_chunk (clip,
        (offset + filled) / QWENTTS_CHUNK_SIZE, start + n, &there, error);

    if (chunk == NULL)
      return NULL;
    memcpy (joined + filled, qwentts_chunk_get_data (chunk) + start, n);
    filled += n;
  }
  return g_bytes_new_take (g_steal_pointer (&joined), size);
}

static gboolean
has_come_locked (QwenttsClip * clip, guint64 end)
{
  return clip->written >= end || clip->is_finished;
}

/* Once there is a chunk to play from, the reader of a fast transfer is not woken
 * for each piece of the next: a wake-up costs more than the piece. */
static void
gather_locked (QwenttsClip * clip, guint64 end, GCancellable * cancellable)
{
  gint64 deadline_us = g_get_monotonic_time () + GATHER_US;
  guint64 target = (end + QWENTTS_CHUNK_SIZE - 1) / QWENTTS_CHUNK_SIZE
      * QWENTTS_CHUNK_SIZE;

  while (!has_come_locked (clip, target)
      && !g_cancellable_is_cancelled (cancellable))
    if (!qwentts_monitor_wait_until (&clip->monitor, deadline_us))
      break;
}

static void
wait_for_bytes (QwenttsClip * clip, guint64 end, GCancellable * cancellable)
{
  gulong watch = qwentts_monitor_watch (&clip->monitor, cancellable);

  g_mutex_lock (&clip->monitor.lock);
  if (clip->n_passed > 0)
    gather_locked (clip, end, cancellable);
  clip->is_reader_starved = TRUE;
  while (!has_come_locked (clip, end)
      && !g_cancellable_is_cancelled (cancellable))
    qwentts_monitor_wait (&clip->monitor);
  clip->is_reader_starved = FALSE;
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
  clip->read_offset = MAX (clip->read_offset, offset);
  qwentts_clip_pass_chunks_locked (clip);
  qwentts_monitor_wake (&clip->monitor);
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
  gsize start = offset % QWENTTS_CHUNK_SIZE;
  gsize size, filled;
  QwenttsChunk *chunk;

  if (available < 0)
    return NULL;
  if (available == 0)
    return g_bytes_new (NULL, 0);

  size = MIN ((gsize) available, max_size);
  if (start + MIN (min_size, size) > QWENTTS_CHUNK_SIZE)
    return join_bytes (clip, offset, size, error);
  chunk = hold_chunk (clip, offset / QWENTTS_CHUNK_SIZE,
      start + MIN (MAX (min_size, 1), size), &filled, error);
  return chunk ? share_bytes (chunk, start, MIN (size, filled - start)) : NULL;
}
