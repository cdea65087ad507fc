/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

gint
qwentts_spill_open (void)
{
  g_autofree gchar *path = NULL;
  gint fd = open (g_get_tmp_dir (), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL,
      0600);

  if (fd >= 0)
    return fd;

  /* Not every file system can make one that never had a name. */
  path = g_build_filename (g_get_tmp_dir (), "qwentts-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (path);
  return fd;
}

gboolean
qwentts_spill_write (gint fd, gconstpointer data, gsize size, guint64 offset)
{
  const guint8 *bytes = data;

  while (size > 0) {
    gssize n = pwrite (fd, bytes, size, offset);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    bytes += n;
    offset += n;
    size -= n;
  }
  return TRUE;
}

gboolean
qwentts_spill_read (gint fd, gpointer data, gsize size, guint64 offset)
{
  guint8 *bytes = data;

  while (size > 0) {
    gssize n = pread (fd, bytes, size, offset);

    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0)                 /* the end: somebody has cut it */
      errno = EIO;
    if (n <= 0)
      return FALSE;
    bytes += n;
    offset += n;
    size -= n;
  }
  return TRUE;
}
