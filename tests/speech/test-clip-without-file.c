/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Clips where no temporary file can be made: the writer waits for the reader.
 *
 * A program of its own, since GLib looks for the folder once. */
#include "clip-bytes.h"
#include "speech/chunk-pool.h"
#include "speech/spill.h"

#include <errno.h>

#define BIG_SIZE (2 * QWENTTS_CLIP_MEMORY_MAX)

/* Written before the writer has to wait: the whole chunks that fit. */
#define FULL_SIZE \
  (QWENTTS_CLIP_MEMORY_MAX / QWENTTS_CHUNK_SIZE * QWENTTS_CHUNK_SIZE)

static void
test_spill_tells_why_it_cannot_be_opened (void)
{
  gint fd = qwentts_spill_open ();

  g_assert_cmpint (errno, ==, ENOENT);
  g_assert_cmpint (fd, ==, -1);
}

static void
test_writer_waits_for_the_reader (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  clip_writer_wait_for (writer, FULL_SIZE);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
}

/* A writer that does not wait is let, and succeeds. */
static void
test_cancel_ends_the_wait_of_the_writer (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, cancellable);

  clip_writer_wait_for (writer, FULL_SIZE);
  g_cancellable_cancel (cancellable);
  g_assert_false (clip_writer_join (writer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clip_assert_reads (clip, 0, FULL_SIZE);
}

static void
test_a_skip_lets_the_writer_go_on (void)
{
  g_autoptr (QwenttsClip) clip = qwentts_clip_new ();
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  clip_writer_wait_for (writer, FULL_SIZE);
  clip_assert_reads (clip, BIG_SIZE - 10, 10);
  g_assert_true (clip_writer_join (writer, NULL));
}

static void
test_tape_tells_why_it_cannot_be_written (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  guint64 place;

  for (guint i = 0; i < 2; i++) {
    errno = 0;
    g_assert_false (qwentts_tape_write (tape, "hello", 5, &place));
    g_assert_cmpint (errno, ==, ENOENT);
  }
}

static QwenttsClip *
make_retained_clip (QwenttsTape * tape)
{
  QwenttsClip *clip = qwentts_clip_new ();

  qwentts_clip_retain (clip, tape);
  return clip;
}

/* From memory then. */
static void
test_retained_one_is_read_again (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = make_retained_clip (tape);
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  clip_writer_wait_for (writer, FULL_SIZE);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
  g_assert_false (qwentts_clip_shelve (clip, tape));
  g_assert_cmpint (errno, ==, ENOENT);
  for (guint i = 0; i < 2; i++) {
    qwentts_clip_rewind (clip);
    g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  }
}

/* Both wait for each other then, if anything is counted twice. */
static void
test_reader_that_goes_back_lets_the_writer_go_on (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  g_autoptr (QwenttsClip) clip = make_retained_clip (tape);
  ClipWriter *writer = clip_writer_new (clip, BIG_SIZE, NULL);

  for (gsize end = FULL_SIZE / 2; end < BIG_SIZE; end += FULL_SIZE / 3) {
    clip_assert_reads_up_to (clip, end);
    qwentts_clip_rewind (clip);
  }
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, BIG_SIZE);
  g_assert_true (clip_writer_join (writer, NULL));
}

int
main (int argc, char **argv)
{
  g_setenv ("TMPDIR", "/nonexistent/folder", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/clip-without-file/" path, \
      function)
  ADD ("spill-tells-why-it-cannot-be-opened",
      test_spill_tells_why_it_cannot_be_opened);
  ADD ("writer-waits-for-the-reader", test_writer_waits_for_the_reader);
  ADD ("cancel-ends-the-wait-of-the-writer",
      test_cancel_ends_the_wait_of_the_writer);
  ADD ("a-skip-lets-the-writer-go-on", test_a_skip_lets_the_writer_go_on);
  ADD ("tape-tells-why-it-cannot-be-written",
      test_tape_tells_why_it_cannot_be_written);
  ADD ("retained-one-is-read-again", test_retained_one_is_read_again);
  ADD ("reader-that-goes-back-lets-the-writer-go-on",
      test_reader_that_goes_back_lets_the_writer_go_on);
#undef ADD

  return g_test_run ();
}
