/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".lock"
#define MODE 0600

/* Writing a small file takes about a millisecond, syncing it some tens. */
#define FIRST_PAUSE_MS 1
#define LONGEST_PAUSE_MS 16

struct _QwenttsPresetLock
{
  gint fd;
};

static void
set_errno (GError ** error, gint code, const gchar * path)
{
  g_autofree gchar *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
      "The lock \"%s\" cannot be used: %s.", shown,
      code == ELOOP ? "it is a symbolic link" : g_strerror (code));
}

static gint
open_file (const gchar * path, GError ** error)
{
  struct stat info;
  gint fd;

  do {
    fd = open (path,
        O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
        MODE);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) {
    set_errno (error, errno, path);
    return -1;
  }
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;

  close (fd);
  set_errno (error, ENXIO, path);
  return -1;
}

/* Returns: 0 or an errno */
static gint
set_lock (gint fd, gint type)
{
  struct flock lock = {.l_type = type,.l_whence = SEEK_SET };
  gint result;

  do {
    result = fcntl (fd, F_OFD_SETLK, &lock);
  } while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

/* Cancelling ends it. */
static void
pause_for (guint ms, GCancellable * cancellable)
{
  GPollFD fd;

  if (!g_cancellable_make_pollfd (cancellable, &fd)) {
    g_poll (NULL, 0, ms);
    return;
  }
  g_poll (&fd, 1, ms);
  g_cancellable_release_fd (cancellable);
}

static gboolean
wait_for_turn (gint fd, const gchar * path, gint64 deadline_us,
    GCancellable * cancellable, GError ** error)
{
  guint pause_ms = FIRST_PAUSE_MS;
  gint code;

  while ((code = set_lock (fd, F_WRLCK)) != 0) {
    if (code != EAGAIN && code != EACCES) {
      set_errno (error, code, path);
      return FALSE;
    }
    if (g_get_monotonic_time () >= deadline_us) {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
          "Another program keeps \"%s\" locked. End it, or try again later.",
          shown);
      return FALSE;
    }
    pause_for (pause_ms, cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    pause_ms = MIN (2 * pause_ms, LONGEST_PAUSE_MS);
  }
  return TRUE;
}

static gboolean
is_in_place (const gchar * path, gint fd)
{
  struct stat named, opened;

  return lstat (path, &named) == 0 && fstat (fd, &opened) == 0
      && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

QwenttsPresetLock *
qwentts_preset_lock_acquire (const gchar * path, guint max_wait_ms,
    GCancellable * cancellable, GError ** error)
{
  g_autofree gchar *lock_path = g_strconcat (path, SUFFIX, NULL);
  gint64 deadline_us = g_get_monotonic_time () + max_wait_ms * (gint64) 1000;

  while (!g_cancellable_set_error_if_cancelled (cancellable, error)) {
    gint fd = open_file (lock_path, error);
    QwenttsPresetLock *lock;

    if (fd < 0)
      return NULL;
    lock = g_new0 (QwenttsPresetLock, 1);
    lock->fd = fd;
    if (!wait_for_turn (fd, lock_path, deadline_us, cancellable, error)) {
      qwentts_preset_lock_release (lock);
      return NULL;
    }
    if (is_in_place (lock_path, fd))
      return lock;

    /* The file was removed meanwhile, and others lock another one. */
    qwentts_preset_lock_release (lock);
  }
  return NULL;
}

void
qwentts_preset_lock_release (QwenttsPresetLock * lock)
{
  /* Closing is not enough where a forked child has a copy. */
  set_lock (lock->fd, F_UNLCK);
  close (lock->fd);
  g_free (lock);
}
