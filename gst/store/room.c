/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/room.h"

#include "store/evict.h"
#include "store/inventory.h"
#include "store/lock.h"
#include "store/total.h"

/* So much of the limit is free after a look. */
static guint64
get_spare (guint64 max_size)
{
  return max_size / 10;
}

static gboolean
is_within (const QwenttsTotal * total, guint64 max_size)
{
  guint64 due = total->n_stuck_bytes
      ? total->n_stuck_bytes + get_spare (max_size) : 0;

  return total->n_bytes <= MAX (max_size, due);
}

/* @size: of what is kept next, which may be in the folder by now */
static gboolean
count_and_evict (QwenttsTotal * total, QwenttsFolder * folder,
    QwenttsKind kind, guint64 max_size, guint64 size,
    GCancellable * cancellable, GError ** error)
{
  guint64 goal = max_size - get_spare (max_size);
  g_autoptr (QwenttsInventory) inventory = qwentts_inventory_take (folder,
      cancellable, error);

  if (inventory == NULL)
    return FALSE;

  if (inventory->n_bytes <= max_size)
    goal = max_size;
  if (!qwentts_evict (folder, kind, inventory, goal, cancellable, error))
    return FALSE;

  total->n_bytes = inventory->n_bytes;
  total->n_writes = 0;
  total->n_stuck_bytes = inventory->n_bytes > goal + size
      && !g_cancellable_is_cancelled (cancellable) ? inventory->n_bytes : 0;
  return TRUE;
}

static gboolean
add (QwenttsFolder * folder, QwenttsKind kind, guint64 max_size, guint64 size,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsLock) lock = qwentts_lock_acquire_total (folder,
      cancellable, error);
  QwenttsTotal total;
  gboolean is_known;

  if (lock == NULL)
    return FALSE;

  is_known = qwentts_total_read (&total, folder);
  if (is_known) {
    total.n_bytes += size;
    total.n_writes++;
  }
  if ((!is_known || !is_within (&total, max_size))
      && !count_and_evict (&total, folder, kind, max_size, size, cancellable,
          error))
    return FALSE;

  qwentts_total_write (&total, folder);
  return TRUE;
}

gboolean
qwentts_room_make (QwenttsFolder * folder, QwenttsKind kind, guint64 max_size,
    guint64 size, gboolean * is_kept, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (GError) problem = NULL;

  *is_kept = size <= max_size;
  if (add (folder, kind, max_size, *is_kept ? size : 0, cancellable, &problem)
      || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
