/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/temp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/error.h"

#define MODE 0600

struct _QwenttsTempFile
{
  QwenttsFolder *folder;
  gchar *name;
  gchar *temp_name;
  gint fd;
  guint64 size;
  GChecksum *checksum;
  gboolean is_committed;
};

static gint
create (QwenttsFolder * folder, const gchar * name)
{
  /* Fails if anything is there, a link too. */
  gint flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
  gint fd = folder->system->open_file (folder->fd, name, flags, MODE);

  if (fd >= 0 || errno != EEXIST)
    return fd;

  if (folder->system->unlink (folder->fd, name) < 0 && errno != ENOENT)
    return -1;
  return folder->system->open_file (folder->fd, name, flags, MODE);
}

QwenttsTempFile *
qwentts_temp_file_new (QwenttsFolder * folder, const gchar * name,
    GError ** error)
{
  g_autofree gchar *temp_name = g_strconcat (name, ".tmp", NULL);
  gint fd = create (folder, temp_name);
  QwenttsTempFile *file;

  if (fd < 0) {
    qwentts_store_set_errno (error, errno, folder->path, temp_name);
    return NULL;
  }

  file = g_new0 (QwenttsTempFile, 1);
  file->folder = qwentts_folder_ref (folder);
  file->name = g_strdup (name);
  file->temp_name = g_steal_pointer (&temp_name);
  file->fd = fd;
  file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return file;
}

static gboolean
fail (QwenttsTempFile * file, gint code, GError ** error)
{
  qwentts_store_set_errno (error, code, file->folder->path, file->name);
  return FALSE;
}

gboolean
qwentts_temp_file_write (QwenttsTempFile * file, gconstpointer data,
    gsize size, GError ** error)
{
  const guint8 *bytes = data;

  while (size > 0) {
    gssize n = file->folder->system->write (file->fd, bytes, size);

    if (n <= 0)
      return fail (file, n < 0 ? errno : EIO, error);
    g_checksum_update (file->checksum, bytes, n);
    bytes += n;
    size -= n;
    file->size += n;
  }
  return TRUE;
}

guint64
qwentts_temp_file_get_size (QwenttsTempFile * file)
{
  return file->size;
}

const gchar *
qwentts_temp_file_get_checksum (QwenttsTempFile * file)
{
  return g_checksum_get_string (file->checksum);
}

gint
qwentts_temp_file_dup (QwenttsTempFile * file, GError ** error)
{
  gint fd = fcntl (file->fd, F_DUPFD_CLOEXEC, 0);

  if (fd < 0)
    fail (file, errno, error);
  return fd;
}

static gboolean
is_in_place (QwenttsTempFile * file, const gchar * name)
{
  return qwentts_folder_is_same (file->folder, name, file->fd);
}

static gboolean
rename_to_name (QwenttsTempFile * file, GError ** error)
{
  gint code;

  /* Somebody else writes it: the lock was lost, as a server may do to it. */
  if (!is_in_place (file, file->temp_name))
    return fail (file, ESTALE, error);
  if (file->folder->system->rename (file->folder->fd, file->temp_name,
          file->name) == 0)
    return TRUE;

  /* NFS repeats a call whose answer was lost, and finds it done. */
  code = errno;
  if (code == ENOENT && is_in_place (file, file->name))
    return TRUE;
  return fail (file, code, error);
}

gboolean
qwentts_temp_file_commit (QwenttsTempFile * file, GError ** error)
{
  g_return_val_if_fail (!file->is_committed, FALSE);

  if (file->folder->system->sync (file->fd) < 0)
    return fail (file, errno, error);
  return qwentts_temp_file_commit_unsynced (file, error)
      && qwentts_folder_sync (file->folder, error);
}

gboolean
qwentts_temp_file_commit_unsynced (QwenttsTempFile * file, GError ** error)
{
  g_return_val_if_fail (!file->is_committed, FALSE);

  file->is_committed = rename_to_name (file, error);
  return file->is_committed;
}

void
qwentts_temp_file_free (QwenttsTempFile * file)
{
  if (!file->is_committed && is_in_place (file, file->temp_name))
    file->folder->system->unlink (file->folder->fd, file->temp_name);
  close (file->fd);
  g_checksum_free (file->checksum);
  qwentts_folder_unref (file->folder);
  g_free (file->name);
  g_free (file->temp_name);
  g_free (file);
}
