/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include "store/aside.h"
#include "store/error.h"
#include "store/store-private.h"

static gint
compare_age (gconstpointer a, gconstpointer b)
{
  const QwenttsRecord *one = *(const QwenttsRecord * const *) a;
  const QwenttsRecord *other = *(const QwenttsRecord * const *) b;

  if (one->created.unix_s != other->created.unix_s)
    return one->created.unix_s < other->created.unix_s ? -1 : 1;
  return g_strcmp0 (one->stem, other->stem);
}

static DIR *
open_to_list (QwenttsFolder * folder, GError ** error)
{
  gint fd = folder->system->open_file (folder->fd, ".",
      O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = fd < 0 ? NULL : fdopendir (fd);

  if (dir == NULL)
    qwentts_store_set_errno (error, errno, folder->path, NULL);
  return dir;
}

/* Takes no lock: an entry may change or go meanwhile. */
static void
add_file (GPtrArray * records, guint * n_unreadable, QwenttsFolder * folder,
    QwenttsKind kind, const gchar * name)
{
  g_autofree gchar *stem = qwentts_aside_get_stem (name, QWENTTS_ASIDE_OLD);
  g_autofree gchar *damaged = qwentts_aside_get_stem (name,
      QWENTTS_ASIDE_DAMAGED);
  g_autoptr (QwenttsRecord) record = NULL;

  if (stem)
    record = qwentts_record_read (folder, stem, kind, NULL);
  if (record && record->state != QWENTTS_RECORD_ABSENT)
    g_ptr_array_add (records, g_steal_pointer (&record));
  else if (record == NULL && (stem || damaged))
    (*n_unreadable)++;
}

static GPtrArray *
list_folder (QwenttsFolder * folder, QwenttsKind kind, guint * n_unreadable,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (
      (GDestroyNotify) qwentts_record_free);
  DIR *dir = open_to_list (folder, error);
  struct dirent *file;
  gint code;

  if (dir == NULL)
    return NULL;

  for (errno = 0; (file = readdir (dir))
      && !g_cancellable_is_cancelled (cancellable); errno = 0)
    add_file (records, n_unreadable, folder, kind, file->d_name);
  code = errno;
  closedir (dir);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (code != 0) {
    qwentts_store_set_errno (error, code, folder->path, NULL);
    return NULL;
  }

  g_ptr_array_sort (records, compare_age);
  return g_steal_pointer (&records);
}

GPtrArray *
qwentts_store_list (QwenttsStore * store, guint * n_unreadable,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsFolder) folder = NULL;
  g_autoptr (GError) problem = NULL;
  guint ignored;

  if (n_unreadable == NULL)
    n_unreadable = &ignored;
  *n_unreadable = 0;

  folder = qwentts_folder_open (store->path, store->system, FALSE, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_ptr_array_new_with_free_func (
        (GDestroyNotify) qwentts_record_free);
  if (folder == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return list_folder (folder, store->kind, n_unreadable, cancellable, error);
}
