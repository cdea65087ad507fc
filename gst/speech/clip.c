/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/clip.h"

#include "speech/clip-private.h"

G_STATIC_ASSERT (QWENTTS_CLIP_BACK_SIZE <= QWENTTS_CHUNK_SIZE);

QwenttsClip *
qwentts_clip_new (void)
{
  QwenttsClip *clip = g_atomic_rc_box_new0 (QwenttsClip);

  qwentts_monitor_init (&clip->monitor);
  clip->pool = qwentts_chunk_pool_new ();
  clip->slots = g_array_new (FALSE, TRUE, sizeof (QwenttsSlot));
  clip->tape = qwentts_tape_new ();
  return clip;
}

QwenttsClip *
qwentts_clip_new_from_file (gint fd, guint64 size)
{
  QwenttsClip *clip = qwentts_clip_new ();

  qwentts_tape_unref (clip->tape);
  clip->tape = qwentts_tape_new_from_file (fd);
  clip->is_retained = TRUE;
  clip->written = size;
  clip->size = size;
  clip->is_finished = TRUE;
  g_array_set_size (clip->slots,
      (size + QWENTTS_CHUNK_SIZE - 1) / QWENTTS_CHUNK_SIZE);
  for (guint i = 0; i < clip->slots->len; i++) {
    QwenttsSlot *slot = qwentts_clip_get_slot_locked (clip, i);

    slot->is_spilled = TRUE;
    slot->place = (guint64) i *QWENTTS_CHUNK_SIZE;
  }
  return clip;
}

void
qwentts_clip_retain (QwenttsClip * clip, QwenttsTape * tape)
{
  qwentts_tape_unref (clip->tape);
  clip->tape = qwentts_tape_ref (tape);
  clip->is_retained = TRUE;
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

  for (guint i = 0; i < clip->slots->len; i++) {
    QwenttsSlot *slot = qwentts_clip_get_slot_locked (clip, i);

    qwentts_chunk_unref (slot->chunk);
    if (slot->is_spilled)
      qwentts_tape_give_back (clip->tape, slot->place);
  }
  g_array_unref (clip->slots);
  qwentts_chunk_pool_unref (clip->pool);
  g_clear_error (&clip->error);
  qwentts_tape_unref (clip->tape);
  qwentts_monitor_clear (&clip->monitor);
}

void
qwentts_clip_unref (QwenttsClip * clip)
{
  g_atomic_rc_box_release_full (clip, clear);
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
  qwentts_monitor_wake (&clip->monitor);
  g_mutex_unlock (&clip->monitor.lock);
}

/* Under the monitor's lock, for the other files of the clip. */

QwenttsSlot *
qwentts_clip_get_slot_locked (QwenttsClip * clip, guint index)
{
  return &g_array_index (clip->slots, QwenttsSlot, index);
}

QwenttsChunk *
qwentts_clip_ref_chunk_locked (QwenttsClip * clip, guint index)
{
  QwenttsChunk *chunk = qwentts_clip_get_slot_locked (clip, index)->chunk;

  return chunk ? qwentts_chunk_ref (chunk) : NULL;
}

void
qwentts_clip_drop_passed_locked (QwenttsClip * clip, guint index)
{
  QwenttsSlot *slot = qwentts_clip_get_slot_locked (clip, index);

  if (index >= QWENTTS_CLIP_HEAD_CHUNKS && index + 1 < clip->n_passed
      && (slot->is_spilled || !clip->is_retained))
    g_clear_pointer (&slot->chunk, qwentts_chunk_unref);
}

void
qwentts_clip_pass_chunks_locked (QwenttsClip * clip)
{
  guint end = MIN (clip->read_offset, clip->written) / QWENTTS_CHUNK_SIZE;

  while (clip->n_passed < end) {
    clip->n_unread -=
        qwentts_clip_get_slot_locked (clip, clip->n_passed)->chunk != NULL;
    if (++clip->n_passed > 1)
      qwentts_clip_drop_passed_locked (clip, clip->n_passed - 2);
  }
}
