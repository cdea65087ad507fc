/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store/error.h"

#define MODE 0700

static gboolean
is_trusted (uid_t owner)
{
  return owner == geteuid () || owner == 0;
}

static void
close_quietly (gint fd)
{
  gint saved = errno;

  close (fd);
  errno = saved;
}

/* A folder on the way, only to go on from. */
static gint
pass (gint parent, const gchar * name)
{
  struct stat info;
  gint fd = openat (parent, name,
      O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0 || errno != ENOTDIR)
    return fd;
  fd = openat (parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return -1;
  if (fstat (fd, &info) == 0 && !S_ISLNK (info.st_mode))
    return fd;

  close (fd);
  if (!is_trusted (info.st_uid)) {
    errno = ELOOP;
    return -1;
  }
  return openat (parent, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static gint
enter (gint parent, const gchar * name, gboolean is_last,
    const QwenttsSystem * system)
{
  if (!is_last)
    return pass (parent, name);
  return system->open_file (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW,
      0);
}

/* Some file systems cannot sync a folder and say so: theirs are synced with
 * the files. */
static gint
sync_folder (gint fd, const QwenttsSystem * system)
{
  if (system->sync (fd) == 0 || errno == EINVAL || errno == ENOTSUP)
    return 0;
  return -1;
}

static gint
make (gint parent, const gchar * name, const QwenttsSystem * system)
{
  gint fd, result;

  if (system->make_folder (parent, name, MODE) < 0 && errno != EEXIST)
    return -1;

  /* Whoever may write to the parent but not read it cannot sync it. */
  fd = system->open_file (parent, ".", O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    return 0;
  result = sync_folder (fd, system);
  close_quietly (fd);
  return result;
}

/* @parent: closed */
static gint
step (gint parent, const gchar * name, gboolean is_last,
    const QwenttsSystem * system, gboolean is_made)
{
  gint fd = enter (parent, name, is_last, system);

  if (fd < 0 && errno == ENOENT && is_made && make (parent, name, system) == 0)
    fd = enter (parent, name, is_last, system);
  close_quietly (parent);
  return fd;
}

/* Most of the time the folder is there, and no part of the way is a link: then the
 * kernel goes it at once (Linux 5.6), in a third of the time. */
static gint
jump (const gchar * path)
{
  const struct open_how how = {.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
    .resolve = RESOLVE_NO_SYMLINKS
  };

  return syscall (SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

static gint
walk (const gchar * path, const QwenttsSystem * system, gboolean is_made)
{
  g_auto (GStrv) names = NULL;
  gint fd = jump (path);

  if (fd >= 0)
    return fd;

  names = g_strsplit (path, "/", -1);
  fd = open ("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (guint i = 1; names[i] && fd >= 0; i++)
    fd = step (fd, names[i], names[i + 1] == NULL, system, is_made);
  return fd;
}

static gboolean
check_folder (QwenttsFolder * folder, GError ** error)
{
  struct stat info;

  if (fstat (folder->fd, &info) < 0) {
    qwentts_store_set_errno (error, errno, folder->path, NULL);
    return FALSE;
  }
  if (!is_trusted (info.st_uid)) {
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        NULL, "belongs to another user");
    return FALSE;
  }
  if (info.st_mode & (S_IWGRP | S_IWOTH)) {
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        NULL, "can be written to by others (chmod go-w ends that)");
    return FALSE;
  }
  return TRUE;
}

static void
clear (gpointer data)
{
  QwenttsFolder *folder = data;

  if (folder->fd >= 0)
    close (folder->fd);
  g_free (folder->path);
}

QwenttsFolder *
qwentts_folder_open (const gchar * path, const QwenttsSystem * system,
    gboolean is_made, GError ** error)
{
  g_autoptr (QwenttsFolder) folder = g_atomic_rc_box_new0 (QwenttsFolder);

  folder->system = system;
  folder->path = g_strdup (path);
  folder->fd = walk (path, system, is_made);
  if (folder->fd < 0 && errno == ENOENT && !is_made) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No folder %s", path);
    return NULL;
  }
  if (folder->fd < 0) {
    qwentts_store_set_errno (error, errno, path, NULL);
    return NULL;
  }
  if (!check_folder (folder, error))
    return NULL;

  return g_steal_pointer (&folder);
}

QwenttsFolder *
qwentts_folder_ref (QwenttsFolder * folder)
{
  return g_atomic_rc_box_acquire (folder);
}

void
qwentts_folder_unref (QwenttsFolder * folder)
{
  g_atomic_rc_box_release_full (folder, clear);
}

void
qwentts_folder_look_anew (QwenttsFolder * folder)
{
  gint fd = folder->system->open_file (folder->fd, ".",
      O_RDONLY | O_DIRECTORY, 0);

  if (fd >= 0)
    close (fd);
}

gboolean
qwentts_folder_sync (QwenttsFolder * folder, GError ** error)
{
  if (sync_folder (folder->fd, folder->system) == 0)
    return TRUE;

  qwentts_store_set_errno (error, errno, folder->path, NULL);
  return FALSE;
}

gboolean
qwentts_folder_rename (QwenttsFolder * folder, const gchar * from,
    const gchar * to, GError ** error)
{
  if (folder->system->rename (folder->fd, from, to) == 0)
    return TRUE;

  qwentts_store_set_errno (error, errno, folder->path, to);
  return FALSE;
}

static DIR *
open_to_list (QwenttsFolder * folder)
{
  gint fd = folder->system->open_file (folder->fd, ".",
      O_RDONLY | O_DIRECTORY, 0);

  return fd < 0 ? NULL : fdopendir (fd);
}

gboolean
qwentts_folder_for_each (QwenttsFolder * folder,
    void (*callback) (const gchar * name, gpointer user_data),
    gpointer user_data, GCancellable * cancellable, GError ** error)
{
  DIR *dir = open_to_list (folder);
  struct dirent *file;
  gint code = errno;

  if (dir) {
    for (errno = 0; (file = readdir (dir))
        && !g_cancellable_is_cancelled (cancellable); errno = 0)
      callback (file->d_name, user_data);
    code = errno;
    closedir (dir);
  }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (code != 0)
    qwentts_store_set_errno (error, code, folder->path, NULL);
  return code == 0;
}

gboolean
qwentts_folder_unlink (QwenttsFolder * folder, const gchar * name,
    GError ** error)
{
  if (folder->system->unlink (folder->fd, name) == 0 || errno == ENOENT)
    return TRUE;

  qwentts_store_set_errno (error, errno, folder->path, name);
  return FALSE;
}

gboolean
qwentts_folder_is_same (QwenttsFolder * folder, const gchar * name, gint fd)
{
  struct stat named, opened;

  return fstatat (folder->fd, name, &named, AT_SYMLINK_NOFOLLOW) == 0
      && fstat (fd, &opened) == 0
      && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

gint
qwentts_folder_open_file (QwenttsFolder * folder, const gchar * name,
    struct stat *info, GError ** error)
{
  /* Not to wait for the other end, should it be a pipe. */
  gint fd = folder->system->open_file (folder->fd, name,
      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);

  if (fd < 0 && errno == ENOENT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No file %s", name);
  else if (fd < 0 || fstat (fd, info) < 0)
    qwentts_store_set_errno (error, errno, folder->path, name);
  else if (!S_ISREG (info->st_mode))
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        name, "is no file");
  else if (!is_trusted (info->st_uid))
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        name, "belongs to another user");
  else
    return fd;

  if (fd >= 0)
    close (fd);
  return -1;
}
