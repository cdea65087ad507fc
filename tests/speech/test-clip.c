/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Clips: what is written is read, while it arrives, byte for byte. */
#include "clip-bytes.h"
#include "speech/chunk-pool.h"

/* More than stays in memory. */
#define BIG_SIZE (3 * QWENTTS_CLIP_MEMORY_MAX / 2 + 4321)

/* Whole chunks, beyond what can always be read again. */
#define LONG_SIZE (40 * QWENTTS_CHUNK_SIZE)

#define N_RACES 200

static void
test_gives_what_was_written (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, 100);
  clip_assert_reads (clip, 0, 100);
  clip_write (clip, 100, 50);
  clip_assert_reads (clip, 100, 50);
}

static void
test_gives_what_has_arrived (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GBytes) bytes = NULL;

  clip_write (clip, 0, 100);
  bytes = qwentts_clip_read (clip, 10, 1, 1000, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 90);
  clip_assert_bytes (bytes, 10);
}

static void
test_gives_no_more_than_is_asked_for (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GBytes) bytes = NULL;

  clip_write (clip, 0, 100);
  bytes = qwentts_clip_read (clip, 0, 1, 7, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 7);
  clip_assert_bytes (bytes, 0);
}

static void
test_ends_with_no_bytes (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GBytes) rest = NULL;

  clip_write (clip, 0, 100);
  qwentts_clip_finish (clip, NULL);
  rest = qwentts_clip_read (clip, 95, 50, 50, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (rest), ==, 5);
  clip_assert_bytes (rest, 95);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 100), ==, 100);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 5000), ==, 5000);
}

static void
test_waits_for_what_arrives (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  ClipWriter *writer = clip_writer_new (clip, 1000000, NULL);

  clip_assert_reads (clip, 999000, 1000);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 999999), ==, 1000000);
  g_assert_true (clip_writer_join (writer, NULL));
}

static void
test_shares_memory (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize space;
  const guint8 *memory = qwentts_clip_get_space (clip, &space);

  g_assert_cmpuint (space, ==, QWENTTS_CHUNK_SIZE);
  clip_write (clip, 0, 1000);
  bytes = qwentts_clip_read (clip, 10, 500, 900, NULL, NULL);
  g_assert_true (g_bytes_get_data (bytes, NULL) == memory + 10);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 900);
}

static void
test_bytes_outlive_the_clip (void)
{
  QwenttsClip *clip = qwentts_clip_new ();
  g_autoptr (GBytes) bytes = NULL;

  clip_write (clip, 0, 1000);
  bytes = qwentts_clip_read (clip, 10, 500, 900, NULL, NULL);
  qwentts_clip_unref (clip);
  clip_assert_bytes (bytes, 10);
}

static void
test_joins_at_the_edge_of_a_chunk (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, 3 * QWENTTS_CHUNK_SIZE);
  clip_assert_reads (clip, QWENTTS_CHUNK_SIZE - 3, 6);
  clip_assert_reads (clip, QWENTTS_CHUNK_SIZE - 1, QWENTTS_CHUNK_SIZE + 2);
}

static void
test_stops_at_the_edge_of_a_chunk_without_need (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GBytes) bytes = NULL;

  clip_write (clip, 0, 2 * QWENTTS_CHUNK_SIZE);
  bytes = qwentts_clip_read (clip, QWENTTS_CHUNK_SIZE - 4, 4, 1000, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 4);
  clip_assert_bytes (bytes, QWENTTS_CHUNK_SIZE - 4);
}

/* As a decoder does with a long chunk before the samples. */
static void
test_reader_may_skip_ahead_of_the_writer (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  clip_write (clip, 0, 1000);
  clip_assert_fails (clip, 8 * QWENTTS_CHUNK_SIZE + 5, 4, cancelled, G_IO_ERROR,
      G_IO_ERROR_CANCELLED);
  clip_write (clip, 1000, 9 * QWENTTS_CHUNK_SIZE);
  clip_assert_reads (clip, 8 * QWENTTS_CHUNK_SIZE + 5, 900);
}

/* As a decoder does that finds no PCM behind a header. */
static void
test_head_can_be_read_again (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, LONG_SIZE);
  clip_assert_reads (clip, LONG_SIZE - 1000, 1000);
  clip_assert_reads (clip, 0, 4);
  clip_assert_reads (clip, 0, QWENTTS_CLIP_HEAD_SIZE);
}

/* As a decoder does that looks for the last page of an Ogg file. */
static void
test_tail_can_be_read_again (void)
{
  const guint64 size = LONG_SIZE + 10;
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, NULL);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
  clip_assert_reads (clip, size - QWENTTS_CLIP_BACK_SIZE,
      QWENTTS_CLIP_BACK_SIZE);
}

static void
test_dropped_bytes_are_an_error (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, LONG_SIZE);
  clip_assert_reads (clip, LONG_SIZE - 1000, 1000);
  clip_assert_fails (clip, QWENTTS_CLIP_HEAD_SIZE + QWENTTS_CHUNK_SIZE, 10,
      NULL, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_spills_what_nobody_reads (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  /* Without a reader the write ends: it does not wait for one. */
  clip_write (clip, 0, BIG_SIZE);
  qwentts_clip_finish (clip, NULL);
  g_assert_cmpuint (qwentts_clip_get_size (clip), ==, BIG_SIZE);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
}

static void
test_spills_while_it_is_read (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  ClipWriter *writer = clip_writer_new (clip, 2 * BIG_SIZE, NULL);

  clip_writer_wait_for (writer, BIG_SIZE);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, 2 * BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
}

static void
test_spilled_bytes_join_at_an_edge (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  guint64 edge =
      QWENTTS_CLIP_MEMORY_MAX / QWENTTS_CHUNK_SIZE * QWENTTS_CHUNK_SIZE +
      4 * QWENTTS_CHUNK_SIZE;

  clip_write (clip, 0, BIG_SIZE);
  clip_assert_reads (clip, edge - 100, 200);
}

static void
test_size_is_known_before_the_end (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  g_assert_cmpuint (qwentts_clip_get_size (clip), ==, 0);
  qwentts_clip_set_size (clip, 12345);
  g_assert_cmpuint (qwentts_clip_get_size (clip), ==, 12345);
}

static void
test_size_is_known_at_the_end (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, 100);
  qwentts_clip_finish (clip, NULL);
  g_assert_cmpuint (qwentts_clip_get_size (clip), ==, 100);
}

static void
test_error_comes_after_whole_bytes (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, 100);
  qwentts_clip_finish (clip, g_error_new_literal (G_IO_ERROR,
          G_IO_ERROR_BROKEN_PIPE, "it broke off"));
  clip_assert_reads (clip, 0, 100);
  clip_assert_fails (clip, 98, 4, NULL, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  clip_assert_reads (clip, 98, 2);
  clip_assert_fails (clip, 100, 1, NULL, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  clip_assert_fails (clip, 100, 1, NULL, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel_ends_a_read (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  clip_write (clip, 0, 10);
  for (guint i = 0; i < N_RACES; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    GThread *thread = g_thread_new ("cancel", cancel, cancellable);

    clip_assert_fails (clip, 10, 1, cancellable, G_IO_ERROR,
        G_IO_ERROR_CANCELLED);
    g_thread_join (thread);
  }
  clip_write (clip, 10, 10);
  clip_assert_reads (clip, 10, 10);
}

static void
test_read_gives_bytes_that_are_there_although_cancelled (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_cancellable_cancel (cancelled);
  clip_write (clip, 0, 10);
  bytes = qwentts_clip_read (clip, 0, 10, 10, cancelled, NULL);
  clip_assert_bytes (bytes, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/clip/" path, function)
  ADD ("gives-what-was-written", test_gives_what_was_written);
  ADD ("gives-what-has-arrived", test_gives_what_has_arrived);
  ADD ("gives-no-more-than-is-asked-for", test_gives_no_more_than_is_asked_for);
  ADD ("ends-with-no-bytes", test_ends_with_no_bytes);
  ADD ("waits-for-what-arrives", test_waits_for_what_arrives);
  ADD ("shares-memory", test_shares_memory);
  ADD ("bytes-outlive-the-clip", test_bytes_outlive_the_clip);
  ADD ("joins-at-the-edge-of-a-chunk", test_joins_at_the_edge_of_a_chunk);
  ADD ("stops-at-the-edge-of-a-chunk-without-need",
      test_stops_at_the_edge_of_a_chunk_without_need);
  ADD ("reader-may-skip-ahead-of-the-writer",
      test_reader_may_skip_ahead_of_the_writer);
  ADD ("head-can-be-read-again", test_head_can_be_read_again);
  ADD ("tail-can-be-read-again", test_tail_can_be_read_again);
  ADD ("dropped-bytes-are-an-error", test_dropped_bytes_are_an_error);
  ADD ("spills-what-nobody-reads", test_spills_what_nobody_reads);
  ADD ("spills-while-it-is-read", test_spills_while_it_is_read);
  ADD ("spilled-bytes-join-at-an-edge", test_spilled_bytes_join_at_an_edge);
  ADD ("size-is-known-before-the-end", test_size_is_known_before_the_end);
  ADD ("size-is-known-at-the-end", test_size_is_known_at_the_end);
  ADD ("error-comes-after-whole-bytes", test_error_comes_after_whole_bytes);
  ADD ("cancel-ends-a-read", test_cancel_ends_a_read);
  ADD ("read-gives-bytes-that-are-there-although-cancelled",
      test_read_gives_bytes_that_are_there_although_cancelled);
#undef ADD

  return g_test_run ();
}
