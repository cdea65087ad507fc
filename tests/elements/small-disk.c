/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "small-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#define FILLER "filler"
#define PIECE_SIZE 4096

static gboolean
write_text (const gchar * path, const gchar * text)
{
  gint fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean is_written;

  if (fd < 0)
    return FALSE;
  is_written = write (fd, text, strlen (text)) == (gssize) strlen (text);
  close (fd);
  return is_written;
}

/* Whoever is not root may mount where he is, in a name space of his own; he stays
 * who he is. */
static gboolean
become_able_to_mount (void)
{
  g_autofree gchar *users = g_strdup_printf ("%u %u 1", geteuid (), geteuid ());
  g_autofree gchar *groups = g_strdup_printf ("%u %u 1", getegid (),
      getegid ());

  if (unshare (CLONE_NEWNS) == 0)
    return TRUE;
  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0
      && write_text ("/proc/self/setgroups", "deny")
      && write_text ("/proc/self/uid_map", users)
      && write_text ("/proc/self/gid_map", groups);
}

gboolean
small_disk_init (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("qwentts-disk-XXXXXX", NULL);
  gboolean is_able = become_able_to_mount ()
      && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
      && mount ("none", folder, "tmpfs", 0, NULL) == 0;

  if (is_able)
    small_disk_unmount (folder);
  g_rmdir (folder);
  return is_able;
}

void
small_disk_mount (const gchar * folder, guint64 size)
{
  g_autofree gchar *options = g_strdup_printf ("mode=0700,size=%"
      G_GUINT64_FORMAT, size);

  g_assert_no_errno (mount ("none", folder, "tmpfs", 0, options));
}

void
small_disk_unmount (const gchar * folder)
{
  g_assert_no_errno (umount2 (folder, MNT_DETACH));
}

void
small_disk_fill (const gchar * folder, guint64 left)
{
  static const guint8 piece[PIECE_SIZE];
  g_autofree gchar *path = g_build_filename (folder, FILLER, NULL);
  gint fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  guint64 size = 0;

  while (write (fd, piece, PIECE_SIZE) == PIECE_SIZE)
    size += PIECE_SIZE;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpuint (size, >=, left);
  g_assert_no_errno (ftruncate (fd, size - left));
  close (fd);
}

void
small_disk_make_room (const gchar * folder)
{
  g_autofree gchar *path = g_build_filename (folder, FILLER, NULL);

  g_assert_no_errno (g_unlink (path));
}
