/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/aside.h"
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

typedef struct
{
  QwenttsFolder *folder;
  QwenttsKind kind;
  GPtrArray *records;
  guint *n_unreadable;
} List;

/* Takes no lock: an entry may change or go meanwhile. */
static void
add_file (const gchar * name, gpointer user_data)
{
  List *list = user_data;
  g_autofree gchar *stem = qwentts_aside_get_stem (name, QWENTTS_ASIDE_OLD);
  g_autofree gchar *damaged = qwentts_aside_get_stem (name,
      QWENTTS_ASIDE_DAMAGED);
  g_autoptr (QwenttsRecord) record = NULL;

  if (stem)
    record = qwentts_record_read (list->folder, stem, list->kind, NULL);
  if (record && record->state != QWENTTS_RECORD_ABSENT)
    g_ptr_array_add (list->records, g_steal_pointer (&record));
  else if (record == NULL && (stem || damaged))
    (*list->n_unreadable)++;
}

static GPtrArray *
list_folder (QwenttsFolder * folder, QwenttsKind kind, guint * n_unreadable,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (
      (GDestroyNotify) qwentts_record_free);
  List list = { folder, kind, records, n_unreadable };

  if (!qwentts_folder_for_each (folder, add_file, &list, cancellable, error))
    return NULL;

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
