/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/inventory.h"

#include <fcntl.h>
#include <string.h>

#include "store/key.h"

#define DAY_S (24 * 60 * 60)

typedef struct
{
  QwenttsFolder *folder;
  gint64 now_s;
  QwenttsInventory *inventory;
  /* (element-type utf8 QwenttsHolding): by stem, owned by the inventory. */
  GHashTable *by_stem;
} Look;

static void
holding_free (gpointer data)
{
  QwenttsHolding *holding = data;

  g_free (holding->name);
  g_free (holding);
}

void
qwentts_inventory_free (QwenttsInventory * inventory)
{
  g_ptr_array_unref (inventory->holdings);
  g_ptr_array_unref (inventory->leftovers);
  g_free (inventory);
}

/* Whether a file can be one of ours: a key, a dot and more. */
static gboolean
is_of_key (const gchar * name)
{
  gchar key[QWENTTS_STORE_KEY_LENGTH + 1];

  g_strlcpy (key, name, sizeof key);
  return qwentts_store_key_is_valid (key)
      && name[QWENTTS_STORE_KEY_LENGTH] == '.';
}

static void
set_used (QwenttsHolding * holding, const struct stat *info, gint64 now_s)
{
  gint64 s = info->st_mtim.tv_sec;

  /* So far behind that it comes first, in its own order. */
  holding->used_s = s > now_s + DAY_S ? s - G_MAXINT64 : s;
  holding->used_ns = info->st_mtim.tv_nsec;
}

static QwenttsHolding *
add_holding (GPtrArray * holdings, const gchar * name, gsize length)
{
  QwenttsHolding *holding = g_new0 (QwenttsHolding, 1);

  holding->name = g_strndup (name, length);
  g_ptr_array_add (holdings, holding);
  return holding;
}

static QwenttsHolding *
get_holding (Look * look, const gchar * name, const gchar * suffix)
{
  gsize length = strlen (name) - strlen (suffix);
  g_autofree gchar *stem = g_strndup (name, length);
  QwenttsHolding *holding = g_hash_table_lookup (look->by_stem, stem);

  if (holding == NULL) {
    holding = add_holding (look->inventory->holdings, name, length);
    g_hash_table_insert (look->by_stem, holding->name, holding);
  }
  return holding;
}

static void
note_file (Look * look, const gchar * name, const struct stat *info)
{
  QwenttsHolding *holding = NULL;

  if (g_str_has_suffix (name, ".audio")) {
    holding = get_holding (look, name, ".audio");
    holding->has_audio = TRUE;
    set_used (holding, info, look->now_s);
  } else if (g_str_has_suffix (name, ".entry")) {
    holding = get_holding (look, name, ".entry");
    if (!holding->has_audio)
      set_used (holding, info, look->now_s);
  } else if (g_str_has_suffix (name, ".tmp")
      && info->st_mtim.tv_sec < look->now_s - DAY_S) {
    holding = add_holding (look->inventory->leftovers, name, strlen (name));
  }
  if (holding)
    holding->n_bytes += info->st_size;
}

/* A file that goes meanwhile is not there. */
static void
note_name (const gchar * name, gpointer user_data)
{
  Look *look = user_data;
  struct stat info;

  if (fstatat (look->folder->fd, name, &info, AT_SYMLINK_NOFOLLOW) < 0
      || S_ISDIR (info.st_mode))
    return;

  look->inventory->n_bytes += info.st_size;
  if (is_of_key (name))
    note_file (look, name, &info);
}

static gint
compare_use (gconstpointer a, gconstpointer b)
{
  const QwenttsHolding *one = *(const QwenttsHolding * const *) a;
  const QwenttsHolding *other = *(const QwenttsHolding * const *) b;

  if (one->used_s != other->used_s)
    return one->used_s < other->used_s ? -1 : 1;
  return (one->used_ns > other->used_ns) - (one->used_ns < other->used_ns);
}

QwenttsInventory *
qwentts_inventory_take (QwenttsFolder * folder, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (QwenttsInventory) inventory = g_new0 (QwenttsInventory, 1);
  g_autoptr (GHashTable) by_stem = g_hash_table_new (g_str_hash, g_str_equal);
  Look look = {
    .folder = folder,
    .now_s = folder->system->get_unix_s (),
    .inventory = inventory,
    .by_stem = by_stem,
  };

  inventory->holdings = g_ptr_array_new_with_free_func (holding_free);
  inventory->leftovers = g_ptr_array_new_with_free_func (holding_free);
  if (!qwentts_folder_for_each (folder, note_name, &look, cancellable, error))
    return NULL;

  g_ptr_array_sort (inventory->holdings, compare_use);
  return g_steal_pointer (&inventory);
}
