/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/shelf.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/total.h"

static void
set_limit (Rig * shelf, guint64 max_size, const QwenttsSystem * system)
{
  qwentts_store_unref (shelf->store);
  shelf->store = qwentts_store_new_full (shelf->folder, QWENTTS_KIND_SPEECH,
      max_size, system ? system : &qwentts_system);
}

Rig *
shelf_new (guint64 max_size, const QwenttsSystem * system)
{
  Rig *shelf;

  rig_kind = QWENTTS_KIND_SPEECH;
  shelf = rig_new (NULL);
  set_limit (shelf, max_size, system);
  return shelf;
}

Rig *
shelf_adopt (const gchar * folder, guint64 max_size,
    const QwenttsSystem * system)
{
  Rig *shelf = rig_adopt (folder, "", system);

  set_limit (shelf, max_size, system);
  return shelf;
}

gboolean
shelf_keep (Rig * shelf, const gchar * key, gsize size, GError ** error)
{
  g_autofree gchar *bytes = g_strnfill (size, key[0]);
  g_autoptr (QwenttsEntry) entry = qwentts_store_claim (shelf->store, key,
      NULL, error);
  g_autoptr (QwenttsTempFile) file = NULL;

  while (entry
      && qwentts_entry_get_record (entry)->state < QWENTTS_RECORD_PENDING)
    if (!rig_step (entry, error))
      return FALSE;
  if (entry)
    file = qwentts_entry_create_audio (entry, error);
  return file && qwentts_temp_file_write (file, bytes, size, error)
      && qwentts_entry_attach_audio (entry, file, &rig_audio, error);
}

gchar *
shelf_put (Rig * shelf, gsize size)
{
  g_autofree gchar *key = rig_make_key ();
  g_autoptr (GError) error = NULL;

  g_assert_true (shelf_keep (shelf, key, size, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&key);
}

gchar *
shelf_leave (Rig * shelf, QwenttsRecordState state)
{
  g_free (shelf->key);
  shelf->key = rig_make_key ();
  rig_leave (shelf, state);
  return g_strdup (shelf->key);
}

gchar *
shelf_make_path (Rig * shelf, const gchar * stem, const gchar * suffix)
{
  g_autofree gchar *name = g_strconcat (stem, suffix, NULL);

  return g_build_filename (shelf->folder, name, NULL);
}

void
shelf_set_age (Rig * shelf, const gchar * key, gint64 age_s)
{
  struct timespec times[2] = { {.tv_nsec = UTIME_OMIT} };
  g_autoptr (GDir) dir = g_dir_open (shelf->folder, 0, NULL);
  const gchar *name;

  times[1].tv_sec = g_get_real_time () / G_USEC_PER_SEC - age_s;
  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (shelf->folder, name, NULL);

    if (g_str_has_prefix (name, key))
      g_assert_cmpint (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW),
          ==, 0);
  }
}

/* Not by open_audio, which would be a use. */
static void
assert_whole (Rig * shelf, const QwenttsRecord * record)
{
  g_autofree gchar *path = shelf_make_path (shelf, record->key, ".audio");
  g_autofree gchar *bytes = rig_read (path);

  g_assert_cmpuint (strlen (bytes), ==, record->audio.size);
  for (gsize i = 0; bytes[i]; i++)
    g_assert_cmpint (bytes[i], ==, record->key[0]);
}

QwenttsRecordState
shelf_get_state (Rig * shelf, const gchar * key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (shelf->store, key,
      &error);

  g_assert_no_error (error);
  if (record->state == QWENTTS_RECORD_READY)
    assert_whole (shelf, record);
  return record->state;
}

gboolean
shelf_is_ready (Rig * shelf, const gchar * key)
{
  return shelf_get_state (shelf, key) == QWENTTS_RECORD_READY;
}

GPtrArray *
shelf_put_many (Rig * shelf, gsize size, guint n)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    gchar *key = shelf_put (shelf, size);

    g_ptr_array_add (keys, key);
    shelf_set_age (shelf, key, 10000 - i);
  }
  return keys;
}

guint
shelf_count_ready (Rig * shelf, GPtrArray * keys)
{
  guint n = 0;

  for (guint i = 0; i < keys->len; i++)
    n += shelf_is_ready (shelf, keys->pdata[i]);
  return n;
}

void
shelf_use (Rig * shelf, const gchar * key)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (shelf->store, key,
      NULL);
  g_autoptr (GError) error = NULL;
  gint fd = qwentts_store_open_audio (shelf->store, record, &error);

  g_assert_no_error (error);
  qwentts_store_note_use (shelf->store, fd);
  close (fd);
}

guint64
shelf_measure (Rig * shelf)
{
  g_autoptr (GDir) dir = g_dir_open (shelf->folder, 0, NULL);
  const gchar *name;
  guint64 n_bytes = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (shelf->folder, name, NULL);
    GStatBuf info;

    if (g_lstat (path, &info) == 0 && !S_ISDIR (info.st_mode))
      n_bytes += info.st_size;
  }
  return n_bytes;
}

void
shelf_set_total (Rig * shelf, guint64 n_bytes, guint64 n_writes)
{
  QwenttsTotal total = {.n_bytes = n_bytes,.n_writes = n_writes };
  g_autoptr (QwenttsFolder) folder = qwentts_folder_open (shelf->folder,
      &qwentts_system, TRUE, NULL);

  qwentts_total_write (&total, folder);
}
