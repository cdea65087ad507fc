/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/use.h"

#include "store/lock.h"
#include "store/store-private.h"

struct _QwenttsStoreUse
{
  QwenttsStore *store;

  /* Held while what is below is made; it stays until the end. */
  GMutex mutex;
  QwenttsLock *lock;
};

QwenttsStoreUse *
qwentts_store_use_new (QwenttsStore * store)
{
  QwenttsStoreUse *use = g_new0 (QwenttsStoreUse, 1);

  use->store = qwentts_store_ref (store);
  g_mutex_init (&use->mutex);
  return use;
}

void
qwentts_store_use_free (QwenttsStoreUse * use)
{
  g_clear_pointer (&use->lock, qwentts_lock_release);
  qwentts_store_unref (use->store);
  g_mutex_clear (&use->mutex);
  g_free (use);
}

static QwenttsLock *
open_lock (QwenttsStore * store, GError ** error)
{
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (store->path,
      store->system, TRUE, error);

  return folder ? qwentts_lock_new_for_uses (folder, error) : NULL;
}

static gboolean
open_once (QwenttsStoreUse * use, GError ** error)
{
  gboolean is_open;

  g_mutex_lock (&use->mutex);
  if (use->lock == NULL)
    use->lock = open_lock (use->store, error);
  is_open = use->lock != NULL;
  g_mutex_unlock (&use->mutex);
  return is_open;
}

gboolean
qwentts_store_use_add (QwenttsStoreUse * use, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  g_return_val_if_fail (qwentts_store_key_is_valid (key), FALSE);

  return open_once (use, error)
      && qwentts_lock_share (use->lock, key, cancellable, error);
}
