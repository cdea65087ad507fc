/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The file without a name. */
#include "speech/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAR (G_GUINT64_CONSTANT (5) * 1024 * 1024 * 1024)

static void
test_has_no_name_and_one_owner (void)
{
  gint fd = qwentts_spill_open ();
  struct stat status;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  g_assert_cmpuint (status.st_nlink, ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (fcntl (fd, F_GETFD) & FD_CLOEXEC);
  close (fd);
}

static void
test_gives_back_what_was_written_where_it_was (void)
{
  gint fd = qwentts_spill_open ();
  gchar one[6], other[6];

  g_assert_true (qwentts_spill_write (fd, "hello", 6, 0));
  g_assert_true (qwentts_spill_write (fd, "world", 6, FAR));
  g_assert_true (qwentts_spill_read (fd, other, 6, FAR));
  g_assert_true (qwentts_spill_read (fd, one, 6, 0));
  g_assert_cmpstr (one, ==, "hello");
  g_assert_cmpstr (other, ==, "world");
  close (fd);
}

static void
test_tells_why_it_cannot_read_behind_the_end (void)
{
  gint fd = qwentts_spill_open ();
  gchar bytes[10];

  g_assert_true (qwentts_spill_write (fd, "hello", 5, 0));
  errno = 0;
  g_assert_false (qwentts_spill_read (fd, bytes, sizeof bytes, 0));
  g_assert_cmpint (errno, ==, EIO);
  close (fd);
}

static void
test_tells_why_it_cannot_write (void)
{
  gint fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_false (qwentts_spill_write (fd, "hello", 5, 0));
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spill/has-no-name-and-one-owner",
      test_has_no_name_and_one_owner);
  g_test_add_func ("/spill/gives-back-what-was-written-where-it-was",
      test_gives_back_what_was_written_where_it_was);
  g_test_add_func ("/spill/tells-why-it-cannot-read-behind-the-end",
      test_tells_why_it_cannot_read_behind_the_end);
  g_test_add_func ("/spill/tells-why-it-cannot-write",
      test_tells_why_it_cannot_write);

  return g_test_run ();
}
