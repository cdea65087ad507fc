/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/total.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "store/faulty.h"
#include "store/shelf.h"

static const QwenttsTotal some = {
  .n_bytes = 123456789012,
  .n_stuck_bytes = 5,
  .n_writes = 42,
};

typedef struct
{
  Rig *shelf;
  QwenttsFolder *folder;
  gchar *path;
} Desk;

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  faulty_reset ();
  desk->shelf = shelf_new (1000, NULL);
  desk->folder = qwentts_folder_open (desk->shelf->folder, &faulty_system,
      TRUE, NULL);
  g_assert_nonnull (desk->folder);
  desk->path = shelf_make_path (desk->shelf, "total", "");
  return desk;
}

static void
desk_free (Desk * desk)
{
  g_free (desk->path);
  qwentts_folder_unref (desk->folder);
  rig_free (desk->shelf);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free);

static void
assert_unknown (Desk * desk)
{
  QwenttsTotal total;

  g_assert_false (qwentts_total_read (&total, desk->folder));
}

static void
assert_some (Desk * desk)
{
  QwenttsTotal total;

  g_assert_true (qwentts_total_read (&total, desk->folder));
  g_assert_cmpmem (&total, sizeof total, &some, sizeof some);
}

static void
test_reads_what_it_wrote (void)
{
  g_autoptr (Desk) desk = desk_new ();

  assert_unknown (desk);
  qwentts_total_write (&some, desk->folder);
  assert_some (desk);
  g_assert_cmpuint (rig_get_mode (desk->path), ==, 0600);
}

static void
test_no_changed_bit_is_taken (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree gchar *text = NULL;

  qwentts_total_write (&some, desk->folder);
  text = rig_read (desk->path);
  for (gsize i = 0; i < 8 * strlen (text); i++) {
    text[i / 8] ^= 1 << i % 8;
    rig_write (desk->path, text);
    assert_unknown (desk);
    text[i / 8] ^= 1 << i % 8;
  }
}

static void
test_no_other_length_is_taken (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree gchar *text = NULL;
  g_autofree gchar *longer = NULL;

  qwentts_total_write (&some, desk->folder);
  text = rig_read (desk->path);
  longer = g_strconcat (text, "x", NULL);
  rig_write (desk->path, longer);
  assert_unknown (desk);
  for (gsize size = 0; size < strlen (text); size++) {
    rig_write (desk->path, text);
    g_assert_cmpint (truncate (desk->path, size), ==, 0);
    assert_unknown (desk);
  }
}

/* More than any disk has, or counted long ago. */
static void
test_implausible_numbers_are_not_taken (void)
{
  static const QwenttsTotal totals[] = {
    {.n_bytes = G_MAXUINT64}, {.n_bytes = (G_GUINT64_CONSTANT (1) << 60) + 1},
    {.n_stuck_bytes = G_MAXUINT64}, {.n_writes = 4096},
    {.n_writes = G_MAXUINT64},
  };
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++) {
    qwentts_total_write (&totals[i], desk->folder);
    g_assert_true (rig_exists (desk->path));
    assert_unknown (desk);
  }
}

static void
test_link_is_not_followed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree gchar *target = g_build_filename (desk->shelf->root, "mine", NULL);
  g_autofree gchar *text = NULL;
  g_autofree gchar *mine = NULL;

  qwentts_total_write (&some, desk->folder);
  text = rig_read (desk->path);
  rig_write (target, text);
  g_unlink (desk->path);
  g_assert_cmpint (symlink (target, desk->path), ==, 0);
  assert_unknown (desk);

  rig_write (target, "mine");
  qwentts_total_write (&some, desk->folder);
  assert_some (desk);
  mine = rig_read (target);
  g_assert_cmpstr (mine, ==, "mine");
}

/* Else the next one would read a number that is too small. */
static void
test_none_is_left_that_could_not_be_written (void)
{
  g_autoptr (Desk) desk = desk_new ();
  guint n_calls;

  faulty_reset ();
  qwentts_total_write (&some, desk->folder);
  n_calls = faulty_get_n_calls ();
  for (guint n = 0; n < n_calls; n++) {
    qwentts_total_write (&some, desk->folder);
    faulty_fail_once_at (n, ENOSPC);
    qwentts_total_write (&some, desk->folder);
    faulty_reset ();
    assert_unknown (desk);
  }
  g_assert_cmpuint (n_calls, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/total/reads-what-it-wrote", test_reads_what_it_wrote);
  g_test_add_func ("/total/is-not-taken-with-a-changed-bit",
      test_no_changed_bit_is_taken);
  g_test_add_func ("/total/is-not-taken-in-another-length",
      test_no_other_length_is_taken);
  g_test_add_func ("/total/is-not-taken-if-implausible",
      test_implausible_numbers_are_not_taken);
  g_test_add_func ("/total/link-is-not-followed", test_link_is_not_followed);
  g_test_add_func ("/total/is-gone-if-it-could-not-be-written",
      test_none_is_left_that_could_not_be_written);
  return g_test_run ();
}
