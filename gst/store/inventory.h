/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is in a folder, by one look at all its files. */
#pragma once

#include <gio/gio.h>

#include "store/folder.h"

G_BEGIN_DECLS

typedef struct
{
  /* The stem of an entry (also of one that was set aside), for both its files;
   * or the whole name of a temporary file. */
  gchar *name;
  guint64 n_bytes;
  /* When its audio was last used, without audio its entry written. A time more
   * than a day ahead was given by a wrong clock and comes before all others:
   * what was used since has a smaller one. */
  gint64 used_s;
  guint used_ns;
  gboolean has_audio;
} QwenttsHolding;

typedef struct
{
  /* Of each file, whatever its name. */
  guint64 n_bytes;
  /* (element-type QwenttsHolding): what was not used for the longest time comes
   * first. */
  GPtrArray *holdings;
  /* (element-type QwenttsHolding): temporary files of more than a day. */
  GPtrArray *leftovers;
} QwenttsInventory;

/* Takes no lock: what it tells may have changed.
 *
 * @cancellable: (nullable)
 *
 * Returns: NULL with QWENTTS_STORE_ERROR or G_IO_ERROR_CANCELLED */
QwenttsInventory *qwentts_inventory_take (QwenttsFolder * folder,
    GCancellable * cancellable, GError ** error);

void qwentts_inventory_free (QwenttsInventory * inventory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsInventory, qwentts_inventory_free);

G_END_DECLS
