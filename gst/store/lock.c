/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/error.h"
#include "store/key.h"

#define MODE 0600

/* Of a key it is smaller. */
#define TOTAL_OFFSET (G_GINT64_CONSTANT (1) << 60)

/* Somebody who has just found a result holds the lock for less than the first
 * pause; somebody who asks the service, for seconds. A try is one system call,
 * over NFS one message. */
#define FIRST_PAUSE_MS 1
#define LONGEST_PAUSE_MS 64

struct _QwenttsLock
{
  QwenttsFolder *folder;
  const gchar *name;
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

/* Returns: NULL with QWENTTS_STORE_ERROR */
static QwenttsLock *
open_file (QwenttsFolder * folder, const gchar * name, GError ** error)
{
  struct stat info;
  gint fd = folder->system->open_file (folder->fd, name,
      O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, MODE);
  QwenttsLock *lock;

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode)) {
    lock = g_new0 (QwenttsLock, 1);
    lock->folder = qwentts_folder_ref (folder);
    lock->name = name;
    lock->fd = fd;
    return lock;
  }

  if (fd < 0)
    qwentts_store_set_errno (error, errno, folder->path, name);
  else
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_FOREIGN, folder->path,
        name, "is no file");
  if (fd >= 0)
    close (fd);
  return NULL;
}

/* How a byte is tried: one of the system's calls. */
typedef gint (*Try) (gint fd, gint64 offset);

static gboolean
wait_for_turn (QwenttsLock * lock, Try try, gint64 offset,
    GCancellable * cancellable, GError ** error)
{
  guint pause_ms = FIRST_PAUSE_MS;

  while (try (lock->fd, offset) < 0) {
    if (errno != EAGAIN) {
      qwentts_store_set_errno (error, errno, lock->folder->path, lock->name);
      return FALSE;
    }
    pause_for (pause_ms, cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    pause_ms = MIN (2 * pause_ms, LONGEST_PAUSE_MS);
  }
  return TRUE;
}

static QwenttsLock *
acquire (QwenttsFolder * folder, gint64 offset, GCancellable * cancellable,
    GError ** error)
{
  do {
    g_autoptr (QwenttsLock) lock = qwentts_lock_new (folder, error);

    if (lock == NULL || !wait_for_turn (lock, folder->system->try_lock, offset,
            cancellable, error))
      return NULL;
    if (qwentts_folder_is_same (folder, lock->name, lock->fd))
      return g_steal_pointer (&lock);

    /* The file was removed meanwhile, and others lock another one. */
  } while (!g_cancellable_set_error_if_cancelled (cancellable, error));
  return NULL;
}

QwenttsLock *
qwentts_lock_acquire (QwenttsFolder * folder, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  return acquire (folder, qwentts_store_key_to_offset (key), cancellable,
      error);
}

QwenttsLock *
qwentts_lock_acquire_total (QwenttsFolder * folder, GCancellable * cancellable,
    GError ** error)
{
  return acquire (folder, TOTAL_OFFSET, cancellable, error);
}

QwenttsLock *
qwentts_lock_new (QwenttsFolder * folder, GError ** error)
{
  return open_file (folder, "lock", error);
}

QwenttsLock *
qwentts_lock_new_for_uses (QwenttsFolder * folder, GError ** error)
{
  return open_file (folder, "uses", error);
}

gboolean
qwentts_lock_try (QwenttsLock * lock, const gchar * key)
{
  return lock->folder->system->try_lock (lock->fd,
      qwentts_store_key_to_offset (key)) == 0;
}

gboolean
qwentts_lock_share (QwenttsLock * lock, const gchar * key,
    GCancellable * cancellable, GError ** error)
{
  return wait_for_turn (lock, lock->folder->system->try_lock_shared,
      qwentts_store_key_to_offset (key), cancellable, error);
}

void
qwentts_lock_give_back (QwenttsLock * lock, const gchar * key)
{
  struct flock unlock = {
    .l_type = F_UNLCK,
    .l_whence = SEEK_SET,
    .l_start = qwentts_store_key_to_offset (key),
    .l_len = 1,
  };

  fcntl (lock->fd, F_OFD_SETLK, &unlock);
}

void
qwentts_lock_release (QwenttsLock * lock)
{
  struct flock unlock = {.l_type = F_UNLCK,.l_whence = SEEK_SET };

  /* Closing is not enough where a forked child has a copy. */
  fcntl (lock->fd, F_OFD_SETLK, &unlock);
  close (lock->fd);
  qwentts_folder_unref (lock->folder);
  g_free (lock);
}
