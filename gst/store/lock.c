/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/error.h"
#include "store/key.h"

#define NAME "lock"
#define MODE 0600

/* Somebody who has just found a result holds the lock for less than the first
 * pause; somebody who asks the service, for seconds. A try is one system call,
 * over NFS one message. */
#define FIRST_PAUSE_MS 1
#define LONGEST_PAUSE_MS 64

struct _QwenttsLock
{
  gint fd;
};

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

static gint
open_lock_file (QwenttsFolder * folder, GError ** error)
{
  struct stat info;
  gint fd = folder->system->open_file (folder->fd, NAME,
      O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, MODE);

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;

  if (fd < 0)
    qwentts_store_set_errno (error, errno, folder->path, NAME);
  else
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        NAME, "is no file");
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
wait_for_turn (gint fd, QwenttsFolder * folder, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  gint64 offset = qwentts_store_key_to_offset (key);
  guint pause_ms = FIRST_PAUSE_MS;

  while (folder->system->try_lock (fd, offset) < 0) {
    if (errno != EAGAIN) {
      qwentts_store_set_errno (error, errno, folder->path, NAME);
      return FALSE;
    }
    pause_for (pause_ms, cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    pause_ms = MIN (2 * pause_ms, LONGEST_PAUSE_MS);
  }
  return TRUE;
}

QwenttsLock *
qwentts_lock_acquire (QwenttsFolder * folder, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error)) {
    gint fd = open_lock_file (folder, error);
    QwenttsLock *lock;

    if (fd < 0)
      return NULL;
    lock = g_new0 (QwenttsLock, 1);
    lock->fd = fd;
    if (!wait_for_turn (fd, folder, key, cancellable, error)) {
      qwentts_lock_release (lock);
      return NULL;
    }
    if (qwentts_folder_is_same (folder, NAME, fd))
      return lock;

    /* The file was removed meanwhile, and others lock another one. */
    qwentts_lock_release (lock);
  }
  return NULL;
}

void
qwentts_lock_release (QwenttsLock * lock)
{
  struct flock unlock = {.l_type = F_UNLCK,.l_whence = SEEK_SET };

  /* Closing is not enough where a forked child has a copy. */
  fcntl (lock->fd, F_OFD_SETLK, &unlock);
  close (lock->fd);
  g_free (lock);
}
