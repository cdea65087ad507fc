/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Clips that are read again: all of it, as often as one likes, also while it
 * arrives, and without keeping it in memory. */

#include "clip-bytes.h"
#include "open-files.h"
#include "speech/chunk-pool.h"

/* More than stays in memory, and no whole number of chunks. */
#define BIG_SIZE (24 * (gsize) QWENTTS_CHUNK_SIZE + 4321)

/* What stays where a reader is: the first chunks, the one before it, and the two
 * at whose edge it reads. */
#define N_READER_CHUNKS 5
/* Where it was when it went back. */
#define N_LEFT_CHUNKS 2
#define N_UNREAD_CHUNKS (QWENTTS_CLIP_MEMORY_MAX / QWENTTS_CHUNK_SIZE + 1)

/* Reading again. */

static void
test_is_read_many_times (gconstpointer data)
{
  const gsize size = GPOINTER_TO_SIZE (data);
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  ClipWriter *writer = clip_writer_new (clip, size, NULL);

  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
  g_assert_true (clip_writer_join (writer, NULL));
  for (guint i = 0; i < 3; i++)
    clip_assert_reads_again (clip, size);
}

static void
test_is_read_again_while_it_arrives (void)
{
  static const gsize ends[] = { 1, QWENTTS_CHUNK_SIZE - 1, QWENTTS_CHUNK_SIZE,
    QWENTTS_CHUNK_SIZE + 1, 3 * QWENTTS_CHUNK_SIZE, 11 * QWENTTS_CHUNK_SIZE + 5,
    20 * QWENTTS_CHUNK_SIZE, 2
  };
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    clip_assert_reads_up_to (clip, ends[i]);
    qwentts_clip_rewind (clip);
  }
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
  clip_assert_reads_again (clip, BIG_SIZE);
}

/* By whoever did not read for long: most of it lies on the tape only. */
static void
test_slow_reader_reads_again (void)
{
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  clip_writer_wait_for (writer, BIG_SIZE / 2);
  clip_assert_reads_up_to (clip, 5 * QWENTTS_CHUNK_SIZE);
  clip_writer_wait_for (writer, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
  clip_assert_reads_again (clip, BIG_SIZE);
  clip_assert_reads_again (clip, BIG_SIZE);
}

static void
test_joins_at_each_edge_again (void)
{
  g_autoptr (QwenttsClip) clip = clip_new_whole (BIG_SIZE);

  for (guint k = 0; k < 2; k++) {
    for (gsize edge = QWENTTS_CHUNK_SIZE; edge < BIG_SIZE;
        edge += QWENTTS_CHUNK_SIZE)
      clip_assert_reads (clip, edge - 3, 6);
    qwentts_clip_rewind (clip);
  }
  clip_assert_reads (clip, QWENTTS_CHUNK_SIZE - 1, QWENTTS_CHUNK_SIZE + 2);
}

/* As a decoder does with a long chunk before the samples. */
static void
test_what_was_skipped_is_there (void)
{
  const gsize place = 12 * QWENTTS_CHUNK_SIZE + 7;
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  clip_write (clip, 0, 1000);
  clip_assert_fails (clip, place, 4, cancelled, G_IO_ERROR,
      G_IO_ERROR_CANCELLED);
  clip_write (clip, 1000, place);
  qwentts_clip_finish (clip, NULL);
  clip_assert_reads (clip, place, 900);
  clip_assert_reads_again (clip, place + 1000);
}

static void
test_broken_one_is_read_again_up_to_its_end (void)
{
  const gsize size = 11 * QWENTTS_CHUNK_SIZE + 100;
  g_autoptr (QwenttsClip) clip = clip_new_retained ();

  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, g_error_new_literal (G_IO_ERROR,
          G_IO_ERROR_BROKEN_PIPE, "it broke off"));
  for (guint i = 0; i < 3; i++) {
    clip_assert_reads_up_to (clip, size);
    clip_assert_fails (clip, size, 1, NULL, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
    qwentts_clip_rewind (clip);
  }
}

static void
test_two_share_a_tape (void)
{
  const guint n_before = open_files_count_unlinked ();
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) one = qwentts_clip_new ();
  g_autoptr (QwenttsClip) other = qwentts_clip_new ();
  ClipWriter *writers[2];

  qwentts_clip_retain (one, tape);
  qwentts_clip_retain (other, tape);
  writers[0] = clip_writer_new (one, BIG_SIZE, NULL);
  writers[1] = clip_writer_new (other, BIG_SIZE - 1, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_true (clip_writer_join (writers[i], NULL));
  for (guint i = 0; i < 2; i++) {
    clip_assert_reads_again (one, BIG_SIZE);
    clip_assert_reads_again (other, BIG_SIZE - 1);
  }
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_before + 1);
}

/* Memory. */

static void
test_what_was_read_leaves_memory (void)
{
  g_autoptr (QwenttsClip) clip = clip_new_retained ();
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
  g_assert_cmpuint (clip_count_chunks (clip), <=, N_READER_CHUNKS);
  for (guint i = 0; i < 3; i++) {
    clip_assert_reads_again (clip, BIG_SIZE);
    g_assert_cmpuint (clip_count_chunks (clip), <=, N_READER_CHUNKS);
    qwentts_clip_rewind (clip);
    clip_assert_reads_up_to (clip, BIG_SIZE / 2);
    g_assert_cmpuint (clip_count_chunks (clip), <=,
        N_READER_CHUNKS + N_LEFT_CHUNKS);
  }
}

static void
test_what_nobody_reads_leaves_memory (void)
{
  g_autoptr (QwenttsClip) clip = clip_new_whole (BIG_SIZE);

  g_assert_cmpuint (clip_count_chunks (clip), <=, N_UNREAD_CHUNKS);
  clip_assert_reads_again (clip, BIG_SIZE);
}

/* Where it cannot be written anywhere it is not lost either. */
static void
test_stays_in_memory_where_the_disk_is_full (void)
{
  const gsize size = 6 * QWENTTS_CHUNK_SIZE + 100;
  g_autoptr (QwenttsTape) full = clip_new_full_tape ();
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();

  qwentts_clip_retain (clip, full);
  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, NULL);
  for (guint i = 0; i < 3; i++)
    clip_assert_reads_again (clip, size);
  g_assert_cmpuint (clip_count_chunks (clip), ==, 7);
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
    g_autofree gchar *path =
        g_strdup_printf ("/clip-retained/is-read-many-times/%s", sizes[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (sizes[i].size),
        test_is_read_many_times);
  }
#define ADD(path, function) g_test_add_func ("/clip-retained/" path, function)
  ADD ("is-read-again-while-it-arrives", test_is_read_again_while_it_arrives);
  ADD ("slow-reader-reads-again", test_slow_reader_reads_again);
  ADD ("joins-at-each-edge-again", test_joins_at_each_edge_again);
  ADD ("what-was-skipped-is-there", test_what_was_skipped_is_there);
  ADD ("broken-one-is-read-again-up-to-its-end",
      test_broken_one_is_read_again_up_to_its_end);
  ADD ("two-share-a-tape", test_two_share_a_tape);
  ADD ("what-was-read-leaves-memory", test_what_was_read_leaves_memory);
  ADD ("what-nobody-reads-leaves-memory", test_what_nobody_reads_leaves_memory);
  ADD ("stays-in-memory-where-the-disk-is-full",
      test_stays_in_memory_where_the_disk_is_full);
#undef ADD

  return g_test_run ();
}
