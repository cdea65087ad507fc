/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/store.h"

#include <unistd.h>

#include "store/entry-private.h"
#include "store/error.h"
#include "store/store-private.h"

static void
clear (gpointer data)
{
  QwenttsStore *store = data;

  g_free (store->path);
}

QwenttsStore *
qwentts_store_new_full (const gchar * folder, QwenttsKind kind,
    guint64 max_size, const QwenttsSystem * system)
{
  QwenttsStore *store;

  g_return_val_if_fail (max_size == QWENTTS_STORE_NO_LIMIT
      || !qwentts_kind_get_info (kind)->is_lasting, NULL);

  store = g_atomic_rc_box_new0 (QwenttsStore);
  store->path = g_canonicalize_filename (folder, NULL);
  store->kind = kind;
  store->max_size = max_size;
  store->system = system;
  return store;
}

QwenttsStore *
qwentts_store_new_with_system (const gchar * folder, QwenttsKind kind,
    const QwenttsSystem * system)
{
  return qwentts_store_new_full (folder, kind, QWENTTS_STORE_NO_LIMIT, system);
}

QwenttsStore *
qwentts_store_new_limited (const gchar * folder, QwenttsKind kind,
    guint64 max_size)
{
  return qwentts_store_new_full (folder, kind, max_size, &qwentts_system);
}

QwenttsStore *
qwentts_store_new (const gchar * folder, QwenttsKind kind)
{
  return qwentts_store_new_with_system (folder, kind, &qwentts_system);
}

QwenttsStore *
qwentts_store_ref (QwenttsStore * store)
{
  return g_atomic_rc_box_acquire (store);
}

void
qwentts_store_unref (QwenttsStore * store)
{
  g_atomic_rc_box_release_full (store, clear);
}

const gchar *
qwentts_store_get_folder (QwenttsStore * store)
{
  return store->path;
}

QwenttsEntry *
qwentts_store_claim (QwenttsStore * store, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsFolder) folder = NULL;
  QwenttsLock *lock;

  g_return_val_if_fail (qwentts_store_key_is_valid (key), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  folder = qwentts_folder_open (store->path, store->system, TRUE, error);
  if (folder == NULL)
    return NULL;
  lock = qwentts_lock_acquire (folder, key, cancellable, error);
  if (lock == NULL)
    return NULL;

  qwentts_folder_look_anew (folder);
  return qwentts_entry_new (store, folder, lock, key, cancellable, error);
}

QwenttsRecord *
qwentts_store_peek (QwenttsStore * store, const gchar * key, GError ** error)
{
  g_autoptr (QwenttsFolder) folder = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (qwentts_store_key_is_valid (key), NULL);

  folder = qwentts_folder_open (store->path, store->system, FALSE, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return qwentts_record_new (key);
  if (folder == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return qwentts_record_read (folder, key, store->kind, error);
}

static gint
open_sized (QwenttsFolder * folder, const gchar * name, guint64 size,
    GError ** error)
{
  struct stat info;
  gint fd = qwentts_folder_open_file (folder, name, &info, error);

  if (fd < 0 || (guint64) info.st_size == size)
    return fd;

  close (fd);
  qwentts_store_set_error (error, QWENTTS_STORE_ERROR_CORRUPT, folder->path,
      name, "is damaged: it is not as long as it was");
  return -1;
}

gint
qwentts_store_open_audio (QwenttsStore * store, const QwenttsRecord * record,
    GError ** error)
{
  g_autoptr (QwenttsFolder) folder = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree gchar *name = qwentts_record_make_audio_name (record->stem);
  gint fd = -1;

  g_return_val_if_fail (record->audio.format, -1);

  folder = record->folder ? qwentts_folder_ref (record->folder)
      : qwentts_folder_open (store->path, store->system, FALSE, &problem);
  if (folder)
    fd = open_sized (folder, name, record->audio.size, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_MISSING, store->path,
        name, "is missing");
  else if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  return fd;
}

/* In a folder that cannot be written to, nothing goes either. */
void
qwentts_store_note_use (QwenttsStore * store, gint fd)
{
  if (!qwentts_kind_get_info (store->kind)->is_lasting)
    store->system->touch (fd);
}
