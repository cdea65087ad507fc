/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Clips that were read, and lie on a tape until they are read again. */
#include <errno.h>

#include "clip-bytes.h"
#include "open-files.h"
#include "resource-limit.h"
#include "speech/chunk-pool.h"
#include "speech/spill.h"

#define BIG_SIZE (12 * (gsize) QWENTTS_CHUNK_SIZE + 4321)

static void
test_shelved_one_has_no_memory (gconstpointer data)
{
  const gsize size = GPOINTER_TO_SIZE (data);
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  qwentts_clip_retain (clip, tape);
  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, NULL);
  clip_assert_reads_up_to (clip, size / 2);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (qwentts_clip_shelve (clip, tape));
    g_assert_cmpuint (clip_count_chunks (clip), ==, 0);
    clip_assert_reads_again (clip, size);
    clip_assert_reads_again (clip, size);
  }
}

static void
test_empty_one_is_shelved (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  gsize space;

  /* As a transfer does that gets nothing. */
  qwentts_clip_get_space (clip, &space);
  qwentts_clip_finish (clip, NULL);
  g_assert_true (qwentts_clip_shelve (clip, tape));
  g_assert_cmpuint (clip_count_chunks (clip), ==, 0);
  clip_assert_reads_again (clip, 0);
}

static void
test_broken_one_is_shelved (void)
{
  const gsize size = 3 * QWENTTS_CHUNK_SIZE + 100;
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = clip_new_retained ();

  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, g_error_new_literal (G_IO_ERROR,
          G_IO_ERROR_BROKEN_PIPE, "it broke off"));
  g_assert_true (qwentts_clip_shelve (clip, tape));
  g_assert_cmpuint (clip_count_chunks (clip), ==, 0);
  clip_assert_reads_up_to (clip, size);
  clip_assert_fails (clip, size, 1, NULL, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static void
test_unfinished_one_is_not_shelved (void)
{
  const gsize size = 3 * QWENTTS_CHUNK_SIZE;
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = clip_new_retained ();

  clip_write (clip, 0, size);
  g_assert_false (qwentts_clip_shelve (clip, tape));
  g_assert_cmpint (errno, ==, EBUSY);
  clip_write (clip, size, 100);
  qwentts_clip_finish (clip, NULL);
  clip_assert_reads_again (clip, size + 100);
}

static void
test_shared_bytes_outlive_the_shelving (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = clip_new_whole (2 * QWENTTS_CHUNK_SIZE);
  g_autoptr (GBytes) bytes = qwentts_clip_read (clip, 10, 900, 900, NULL, NULL);

  g_assert_true (qwentts_clip_shelve (clip, tape));
  clip_assert_bytes (bytes, 10);
  clip_assert_reads (clip, 10, 900);
}

/* A clip of a file, as the store has it. */
static QwenttsClip *
make_clip_of_file (gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size);
  gint fd = qwentts_spill_open ();

  for (gsize i = 0; i < size; i++)
    bytes[i] = clip_byte_at (i);
  g_assert_true (qwentts_spill_write (fd, bytes, size, 0));
  return qwentts_clip_new_from_file (fd, size);
}

static void
test_goes_from_its_file_to_a_tape (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 7;
  const guint n_before = open_files_count_unlinked ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = make_clip_of_file (size);
  g_autoptr (QwenttsClip) other = make_clip_of_file (size);

  g_assert_cmpuint (open_files_count_unlinked (), ==, n_before + 2);
  clip_assert_reads_up_to (clip, size / 2);
  g_assert_true (qwentts_clip_shelve (clip, tape));
  g_assert_true (qwentts_clip_shelve (other, tape));
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_before + 1);
  g_assert_cmpuint (clip_count_chunks (clip), ==, 0);
  for (guint i = 0; i < 2; i++) {
    clip_assert_reads_again (clip, size);
    clip_assert_reads_again (other, size);
  }
}

static void
test_stays_in_its_file_where_the_disk_is_full (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 7;
  g_autoptr (QwenttsTape) full = clip_new_full_tape ();
  g_autoptr (QwenttsClip) clip = make_clip_of_file (size);

  clip_assert_reads_up_to (clip, size / 2);
  g_assert_false (qwentts_clip_shelve (clip, full));
  g_assert_cmpint (errno, ==, ENOSPC);
  clip_assert_reads_again (clip, size);
}

/* And takes no room of it. */
static void
test_stays_in_its_file_where_the_disk_becomes_full (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 7;
  const guint64 before = open_files_measure_unlinked ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = make_clip_of_file (size);
  struct rlimit no_limit = resource_limit_set (RLIMIT_FSIZE,
      3 * QWENTTS_CHUNK_SIZE + 5);

  g_assert_false (qwentts_clip_shelve (clip, tape));
  g_assert_cmpint (errno, ==, EFBIG);
  clip_assert_reads_again (clip, size);

  resource_limit_reset (RLIMIT_FSIZE, &no_limit);
  g_assert_true (qwentts_clip_shelve (clip, tape));
  clip_assert_reads_again (clip, size);
  g_assert_cmpuint (open_files_measure_unlinked () - before, <=,
      6 * QWENTTS_CHUNK_SIZE);
}

static void
test_stays_as_it_was_where_the_disk_is_full (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 7;
  g_autoptr (QwenttsTape) full = clip_new_full_tape ();
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  qwentts_clip_retain (clip, full);
  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, NULL);
  g_assert_false (qwentts_clip_shelve (clip, full));
  g_assert_cmpint (errno, ==, ENOSPC);
  clip_assert_reads_again (clip, size);
  clip_assert_reads_again (clip, size);
}

/* What comes back from the tape comes back in parts. */
static void
test_is_read_in_pieces_of_any_size (void)
{
  static const gsize sizes[] = { 1, 11, 4084, 1, 4095, 4096, 4097, 300000, 2,
    QWENTTS_CHUNK_SIZE - 1, QWENTTS_CHUNK_SIZE + 1, 4096, 500000
  };
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = clip_new_whole (4 * QWENTTS_CHUNK_SIZE);

  g_assert_true (qwentts_clip_shelve (clip, tape));
  for (guint first = 0; first < G_N_ELEMENTS (sizes); first++) {
    gsize offset = 0;

    for (guint i = first; i < G_N_ELEMENTS (sizes); i++) {
      clip_assert_reads (clip, offset, sizes[i]);
      offset += sizes[i];
    }
    qwentts_clip_rewind (clip);
  }
}

/* Of one that nobody reads any more nothing stays on the tape. */
static void
test_next_one_takes_its_room (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 7;
  const guint64 before = open_files_measure_unlinked ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();

  for (guint i = 0; i < 4; i++) {
    g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

    qwentts_clip_retain (clip, tape);
    clip_write (clip, 0, size);
    qwentts_clip_finish (clip, NULL);
    g_assert_true (qwentts_clip_shelve (clip, tape));
    clip_assert_reads_again (clip, size);
    g_assert_cmpuint (open_files_measure_unlinked () - before, <=,
        6 * QWENTTS_CHUNK_SIZE);
  }
}

/* Each one at a border, and a large one. */
static const struct
{
  const gchar *name;
  gsize size;
} sizes[] = {
  {"small-one", 100},
  {"one-chunk-but-a-byte", QWENTTS_CHUNK_SIZE - 1},
  {"one-chunk", QWENTTS_CHUNK_SIZE},
  {"one-chunk-and-a-byte", QWENTTS_CHUNK_SIZE + 1},
  {"few-chunks", 3 * QWENTTS_CHUNK_SIZE},
  {"big-one", BIG_SIZE},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree gchar *path = g_strdup_printf ("/clip-shelved/has-no-memory/%s",
        sizes[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (sizes[i].size),
        test_shelved_one_has_no_memory);
  }
#define ADD(path, function) g_test_add_func ("/clip-shelved/" path, function)
  ADD ("empty-one-is-shelved", test_empty_one_is_shelved);
  ADD ("broken-one-is-shelved", test_broken_one_is_shelved);
  ADD ("unfinished-one-is-not-shelved", test_unfinished_one_is_not_shelved);
  ADD ("shared-bytes-outlive-the-shelving",
      test_shared_bytes_outlive_the_shelving);
  ADD ("goes-from-its-file-to-a-tape", test_goes_from_its_file_to_a_tape);
  ADD ("stays-in-its-file-where-the-disk-is-full",
      test_stays_in_its_file_where_the_disk_is_full);
  ADD ("stays-in-its-file-where-the-disk-becomes-full",
      test_stays_in_its_file_where_the_disk_becomes_full);
  ADD ("stays-as-it-was-where-the-disk-is-full",
      test_stays_as_it_was_where_the_disk_is_full);
  ADD ("is-read-in-pieces-of-any-size", test_is_read_in_pieces_of_any_size);
  ADD ("next-one-takes-its-room", test_next_one_takes_its_room);
#undef ADD

  return g_test_run ();
}
