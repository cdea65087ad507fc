/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The file that several clips share. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "open-files.h"
#include "resource-limit.h"
#include "speech/chunk-pool.h"
#include "speech/spill.h"
#include "speech/tape.h"

#define PIECE_SIZE 5000
#define N_PIECES 200
#define N_WRITERS 8

/* Pieces of bytes that no other writer has at the same index. */
static void
fill (guint8 * bytes, guint writer, guint piece)
{
  for (guint i = 0; i < PIECE_SIZE; i++)
    bytes[i] = writer * 31 + piece * 7 + i;
}

static void
write_piece (QwenttsTape * tape, guint writer, guint piece, guint64 * place)
{
  guint8 bytes[PIECE_SIZE];

  fill (bytes, writer, piece);
  g_assert_true (qwentts_tape_write (tape, bytes, PIECE_SIZE, place));
}

static void
assert_piece (QwenttsTape * tape, guint writer, guint piece, guint64 place)
{
  guint8 bytes[PIECE_SIZE];
  guint8 wanted[PIECE_SIZE];

  fill (wanted, writer, piece);
  g_assert_true (qwentts_tape_read (tape, bytes, PIECE_SIZE, place));
  g_assert_cmpmem (bytes, PIECE_SIZE, wanted, PIECE_SIZE);
}

static void
test_pieces_of_many_lie_beside_each_other (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint64 places[3][N_PIECES];

  for (guint piece = 0; piece < N_PIECES; piece++)
    for (guint writer = 0; writer < 3; writer++)
      write_piece (tape, writer, piece, &places[writer][piece]);
  for (guint writer = 3; writer-- > 0;)
    for (guint piece = N_PIECES; piece-- > 0;)
      assert_piece (tape, writer, piece, places[writer][piece]);
}

typedef struct
{
  QwenttsTape *tape;
  guint writer;
  GThread *thread;
} Writer;

/* Reads what it wrote while the others write. */
static gpointer
write_many (gpointer data)
{
  Writer *writer = data;
  guint64 places[N_PIECES];

  for (guint i = 0; i < N_PIECES; i++) {
    write_piece (writer->tape, writer->writer, i, &places[i]);
    assert_piece (writer->tape, writer->writer, i / 2, places[i / 2]);
  }
  for (guint i = 0; i < N_PIECES; i++)
    assert_piece (writer->tape, writer->writer, i, places[i]);
  return NULL;
}

/* One file for all of them, also where it is opened by whoever is first. */
static void
test_threads_write_at_once (void)
{
  const guint n_before = open_files_count_unlinked ();
  QwenttsTape *tape = qwentts_tape_new ();
  Writer writers[N_WRITERS];

  for (guint i = 0; i < N_WRITERS; i++) {
    writers[i] = (Writer) {
    qwentts_tape_ref (tape), i};
    writers[i].thread = g_thread_new ("writer", write_many, &writers[i]);
  }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (writers[i].thread);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_before + 1);

  for (guint i = 0; i < N_WRITERS; i++)
    qwentts_tape_unref (writers[i].tape);
  qwentts_tape_unref (tape);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_before);
}

static void
test_opens_nothing_before_it_is_written (void)
{
  const guint n_before = open_files_count ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint64 place;
  gchar byte;

  g_assert_false (qwentts_tape_read (tape, &byte, 1, 0));
  g_assert_cmpuint (open_files_count (), ==, n_before);
  write_piece (tape, 0, 0, &place);
  g_assert_cmpuint (open_files_count (), ==, n_before + 1);
}

static void
test_file_is_gone_with_the_last_reference (void)
{
  const guint n_before = open_files_count ();
  QwenttsTape *tape = qwentts_tape_new ();
  QwenttsTape *same = qwentts_tape_ref (tape);
  guint64 place;

  write_piece (tape, 0, 0, &place);
  qwentts_tape_unref (tape);
  assert_piece (same, 0, 0, place);
  qwentts_tape_unref (same);
  g_assert_cmpuint (open_files_count (), ==, n_before);
}

static void
test_of_a_file_is_read_and_closed (void)
{
  const guint n_before = open_files_count ();
  QwenttsTape *tape;
  gchar bytes[5];
  gint fd = qwentts_spill_open ();

  g_assert_true (qwentts_spill_write (fd, "hello", 5, 0));
  tape = qwentts_tape_new_from_file (fd);
  g_assert_true (qwentts_tape_read (tape, bytes, 4, 1));
  g_assert_cmpmem (bytes, 4, "ello", 4);
  qwentts_tape_unref (tape);
  g_assert_cmpuint (open_files_count (), ==, n_before);
}

static void
test_tells_why_it_cannot_read_behind_the_end (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint8 bytes[PIECE_SIZE];
  guint64 place;

  write_piece (tape, 0, 0, &place);
  g_assert_false (qwentts_tape_read (tape, bytes, PIECE_SIZE, place + 1));
  g_assert_cmpint (errno, ==, EIO);
}

static void
test_tells_that_the_disk_is_full (void)
{
  g_autoptr (QwenttsTape) tape =
      qwentts_tape_new_from_file (open ("/dev/full", O_RDWR | O_CLOEXEC));
  guint64 place;

  g_assert_false (qwentts_tape_write (tape, "hello", 5, &place));
  g_assert_cmpint (errno, ==, ENOSPC);
}

/* What has room for a part of it only. */
static void
test_what_does_not_fit_spoils_nothing (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint8 bytes[PIECE_SIZE] = { 0 };
  guint64 first, lost, next;
  struct rlimit before;

  write_piece (tape, 0, 0, &first);
  before = resource_limit_set (RLIMIT_FSIZE,
      QWENTTS_CHUNK_SIZE + PIECE_SIZE / 2);
  g_assert_false (qwentts_tape_write (tape, bytes, PIECE_SIZE, &lost));
  g_assert_cmpint (errno, ==, EFBIG);
  assert_piece (tape, 0, 0, first);

  resource_limit_reset (RLIMIT_FSIZE, &before);
  write_piece (tape, 0, 1, &next);
  assert_piece (tape, 0, 0, first);
  assert_piece (tape, 0, 1, next);
}

/* It does not grow with what is not needed any more. */
static void
test_what_is_given_back_is_used_again (void)
{
  const guint64 before = open_files_measure_unlinked ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint64 places[3];
  guint64 size;

  for (guint i = 0; i < 3; i++)
    write_piece (tape, 0, i, &places[i]);
  size = open_files_measure_unlinked ();
  g_assert_cmpuint (size - before, <=, 3 * QWENTTS_CHUNK_SIZE);
  for (guint i = 3; i < N_PIECES; i++) {
    qwentts_tape_give_back (tape, places[i % 3]);
    write_piece (tape, 0, i, &places[i % 3]);
    for (guint k = i - 2; k <= i; k++)
      assert_piece (tape, 0, k, places[k % 3]);
  }
  g_assert_cmpuint (open_files_measure_unlinked (), ==, size);
}

/* Too many files are open for a while. */
static void
test_tries_again_to_open_a_file (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  struct rlimit before = resource_limit_set (RLIMIT_NOFILE, 0);
  guint64 place;

  g_assert_false (qwentts_tape_write (tape, "hello", 5, &place));
  g_assert_cmpint (errno, ==, EMFILE);
  resource_limit_reset (RLIMIT_NOFILE, &before);
  write_piece (tape, 0, 0, &place);
  assert_piece (tape, 0, 0, place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/tape/" path, function)
  ADD ("pieces-of-many-lie-beside-each-other",
      test_pieces_of_many_lie_beside_each_other);
  ADD ("threads-write-at-once", test_threads_write_at_once);
  ADD ("opens-nothing-before-it-is-written",
      test_opens_nothing_before_it_is_written);
  ADD ("file-is-gone-with-the-last-reference",
      test_file_is_gone_with_the_last_reference);
  ADD ("of-a-file-is-read-and-closed", test_of_a_file_is_read_and_closed);
  ADD ("tells-why-it-cannot-read-behind-the-end",
      test_tells_why_it_cannot_read_behind_the_end);
  ADD ("tells-that-the-disk-is-full", test_tells_that_the_disk_is_full);
  ADD ("what-does-not-fit-spoils-nothing",
      test_what_does_not_fit_spoils_nothing);
  ADD ("what-is-given-back-is-used-again",
      test_what_is_given_back_is_used_again);
  ADD ("tries-again-to-open-a-file", test_tries_again_to_open_a_file);
#undef ADD

  return g_test_run ();
}
