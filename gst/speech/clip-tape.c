/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a clip has on its tape. */
#include <errno.h>

#include "speech/clip-private.h"

/* Returns: (transfer full) (nullable): NULL: there is nothing to be saved
 *
 * @size: (out): of what is written of it */
static QwenttsChunk *
ref_unsaved_chunk (QwenttsClip * clip, guint index, gsize * size)
{
  QwenttsChunk *chunk = NULL;

  g_mutex_lock (&clip->monitor.lock);
  if (!qwentts_clip_get_slot_locked (clip, index)->is_spilled)
    chunk = qwentts_clip_ref_chunk_locked (clip, index);
  *size = MIN (QWENTTS_CHUNK_SIZE,
      clip->written - (guint64) index * QWENTTS_CHUNK_SIZE);
  g_mutex_unlock (&clip->monitor.lock);
  return chunk;
}

gboolean
qwentts_clip_save_chunk (QwenttsClip * clip, guint index)
{
  QwenttsSlot *slot;
  gsize size;
  guint64 place;
  g_autoptr (QwenttsChunk) chunk = ref_unsaved_chunk (clip, index, &size);

  if (chunk == NULL)
    return TRUE;
  if (!qwentts_tape_write (clip->tape, qwentts_chunk_get_data (chunk), size,
          &place))
    return FALSE;

  g_mutex_lock (&clip->monitor.lock);
  slot = qwentts_clip_get_slot_locked (clip, index);
  slot->is_spilled = TRUE;
  slot->place = place;
  qwentts_clip_drop_passed_locked (clip, index);
  g_mutex_unlock (&clip->monitor.lock);
  return TRUE;
}

gboolean
qwentts_clip_load_chunk (QwenttsClip * clip, guint index,
    QwenttsChunk * chunk, gsize from, gsize end)
{
  guint64 place;

  g_mutex_lock (&clip->monitor.lock);
  place = qwentts_clip_get_slot_locked (clip, index)->place;
  g_mutex_unlock (&clip->monitor.lock);

  return qwentts_tape_read (clip->tape, qwentts_chunk_get_data (chunk) + from,
      end - from, place + from);
}

void
qwentts_clip_rewind (QwenttsClip * clip)
{
  g_mutex_lock (&clip->monitor.lock);
  clip->read_offset = 0;
  clip->n_passed = 0;
  clip->n_unread = 0;
  for (guint i = 0; i < clip->slots->len; i++)
    clip->n_unread += qwentts_clip_get_slot_locked (clip, i)->chunk != NULL;
  g_mutex_unlock (&clip->monitor.lock);
}

static gboolean
copy_chunk (QwenttsClip * clip, guint index, QwenttsTape * tape,
    guint64 * place)
{
  g_autoptr (QwenttsChunk) chunk = qwentts_chunk_new (clip->pool);
  gsize size = MIN (QWENTTS_CHUNK_SIZE,
      clip->written - (guint64) index * QWENTTS_CHUNK_SIZE);

  return qwentts_clip_load_chunk (clip, index, chunk, 0, size)
      && qwentts_tape_write (tape, qwentts_chunk_get_data (chunk), size, place);
}

/* All chunks are on a tape. */
static gboolean
change_tape (QwenttsClip * clip, QwenttsTape * tape)
{
  g_autofree guint64 *places = g_new (guint64, clip->slots->len);
  guint n = 0;

  while (n < clip->slots->len && copy_chunk (clip, n, tape, &places[n]))
    n++;
  if (n < clip->slots->len) {
    while (n > 0)
      qwentts_tape_give_back (tape, places[--n]);
    return FALSE;
  }

  g_mutex_lock (&clip->monitor.lock);
  for (guint i = 0; i < clip->slots->len; i++)
    qwentts_clip_get_slot_locked (clip, i)->place = places[i];
  g_mutex_unlock (&clip->monitor.lock);
  qwentts_tape_unref (clip->tape);
  clip->tape = qwentts_tape_ref (tape);
  return TRUE;
}

static gboolean
is_finished (QwenttsClip * clip)
{
  gboolean is_finished;

  g_mutex_lock (&clip->monitor.lock);
  is_finished = clip->is_finished;
  g_mutex_unlock (&clip->monitor.lock);
  return is_finished;
}

gboolean
qwentts_clip_shelve (QwenttsClip * clip, QwenttsTape * tape)
{
  if (!is_finished (clip)) {
    errno = EBUSY;
    return FALSE;
  }
  for (guint i = 0; i < clip->slots->len; i++)
    if (!qwentts_clip_save_chunk (clip, i))
      return FALSE;
  if (clip->tape != tape && !change_tape (clip, tape))
    return FALSE;

  g_mutex_lock (&clip->monitor.lock);
  for (guint i = 0; i < clip->slots->len; i++)
    g_clear_pointer (&qwentts_clip_get_slot_locked (clip, i)->chunk,
        qwentts_chunk_unref);
  clip->n_unread = 0;
  g_mutex_unlock (&clip->monitor.lock);
  /* With the chunks that wait to be used again. */
  qwentts_chunk_pool_unref (clip->pool);
  clip->pool = qwentts_chunk_pool_new ();
  return TRUE;
}
