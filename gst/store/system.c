/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static gint
open_file (gint folder, const gchar * name, gint flags, guint mode)
{
  gint fd;

  do {
    fd = openat (folder, name, flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

static gint
make_folder (gint folder, const gchar * name, guint mode)
{
  return mkdirat (folder, name, mode);
}

static gssize
write_some (gint fd, gconstpointer data, gsize size)
{
  gssize n;

  do {
    n = write (fd, data, size);
  } while (n < 0 && errno == EINTR);
  return n;
}

static gint
sync_file (gint fd)
{
  gint result;

  do {
    result = fsync (fd);
  } while (result < 0 && errno == EINTR);
  return result;
}

static gint
rename_file (gint folder, const gchar * from, const gchar * to)
{
  return renameat (folder, from, folder, to);
}

static gint
unlink_file (gint folder, const gchar * name)
{
  return unlinkat (folder, name, 0);
}

static gint
touch (gint fd)
{
  const struct timespec times[2] = {
    {.tv_nsec = UTIME_OMIT},
    {.tv_nsec = UTIME_NOW},
  };

  return futimens (fd, times);
}

static gint
set_lock (gint fd, gint64 offset, gshort type)
{
  struct flock lock = {
    .l_type = type,
    .l_whence = SEEK_SET,
    .l_start = offset,
    .l_len = 1,
  };
  gint result;

  do {
    result = fcntl (fd, F_OFD_SETLK, &lock);
  } while (result < 0 && errno == EINTR);
  return result;
}

static gint
try_lock (gint fd, gint64 offset)
{
  return set_lock (fd, offset, F_WRLCK);
}

static gint
try_lock_shared (gint fd, gint64 offset)
{
  return set_lock (fd, offset, F_RDLCK);
}

static gint64
get_unix_s (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gint64
get_boot_s (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return 0;
  return now.tv_sec;
}

static gchar *
get_boot_id (void)
{
  gchar *id = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
    return NULL;
  return g_strstrip (id);
}

const QwenttsSystem qwentts_system = {
  .open_file = open_file,
  .make_folder = make_folder,
  .write = write_some,
  .sync = sync_file,
  .rename = rename_file,
  .unlink = unlink_file,
  .touch = touch,
  .try_lock = try_lock,
  .try_lock_shared = try_lock_shared,
  .get_unix_s = get_unix_s,
  .get_boot_s = get_boot_s,
  .get_boot_id = get_boot_id,
};
