/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A clip of a file that is there, and what is measured of one. */
#include <errno.h>
#include <unistd.h>

#include "clip-bytes.h"
#include "service.h"
#include "speech/chunk-pool.h"
#include "speech/clip-input.h"
#include "speech/measure.h"
#include "speech/spill.h"

/* Returns: an unlinked file with these bytes */
static gint
open_with (gconstpointer bytes, gsize size)
{
  gint fd = qwentts_spill_open ();

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (qwentts_spill_write (fd, bytes, size, 0));
  return fd;
}

static gint
open_with_size (gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = clip_byte_at (i);
  return open_with (bytes, size);
}

static void
test_is_read_to_its_end (gconstpointer data)
{
  const gsize size = GPOINTER_TO_SIZE (data);
  g_autoptr (QwenttsClip) clip =
      qwentts_clip_new_from_file (open_with_size (size), size);

  g_assert_cmpuint (qwentts_clip_get_size (clip), ==, size);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
}

static void
test_can_be_read_anywhere (void)
{
  const gsize size = 5 * QWENTTS_CHUNK_SIZE + 1000;
  g_autoptr (QwenttsClip) clip =
      qwentts_clip_new_from_file (open_with_size (size), size);

  clip_assert_reads (clip, size - 10, 10);
  clip_assert_reads (clip, 0, 1000);
  clip_assert_reads (clip, QWENTTS_CHUNK_SIZE - 10, 20);
  clip_assert_reads (clip, 3 * QWENTTS_CHUNK_SIZE - 10,
      QWENTTS_CHUNK_SIZE + 20);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
}

/* Not to keep who begins to play waiting. */
static void
test_first_read_is_short (void)
{
  const gsize size = 3 * QWENTTS_CHUNK_SIZE;
  g_autoptr (QwenttsClip) clip =
      qwentts_clip_new_from_file (open_with_size (size), size);
  g_autoptr (GBytes) first = qwentts_clip_read (clip, 0, 1, size, NULL, NULL);
  g_autoptr (GBytes) second = qwentts_clip_read (clip,
      g_bytes_get_size (first), 1, size, NULL, NULL);

  g_assert_cmpuint (g_bytes_get_size (first), <, QWENTTS_CHUNK_SIZE / 2);
  g_assert_cmpuint (g_bytes_get_size (first) + g_bytes_get_size (second), ==,
      QWENTTS_CHUNK_SIZE);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
}

static void
test_empty_file_ends_at_once (void)
{
  g_autoptr (QwenttsClip) clip =
      qwentts_clip_new_from_file (qwentts_spill_open (), 0);
  g_autoptr (GBytes) bytes = qwentts_clip_read (clip, 0, 1, 100, NULL, NULL);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
}

static void
test_file_that_was_cut_fails (void)
{
  const gsize size = 2 * QWENTTS_CHUNK_SIZE;
  gint fd = open_with_size (size);
  g_autoptr (QwenttsClip) clip = qwentts_clip_new_from_file (fd, size);

  g_assert_cmpint (ftruncate (fd, QWENTTS_CHUNK_SIZE + 100), ==, 0);
  clip_assert_reads (clip, 0, 1000);
  clip_assert_fails (clip, QWENTTS_CHUNK_SIZE, 1, NULL, G_IO_ERROR,
      g_io_error_from_errno (EIO));
}

/* Measuring. */

static gboolean
measure (GBytes * bytes, GstCaps * caps, GCancellable * cancellable,
    QwenttsStoredAudio * audio, GError ** error)
{
  gsize size = g_bytes_get_size (bytes);

  return qwentts_measure_audio (open_with (g_bytes_get_data (bytes, NULL),
          size), size, caps, cancellable, audio, error);
}

static void
test_wav_is_measured (gconstpointer data)
{
  const guint n_frames = GPOINTER_TO_UINT (data);
  g_autoptr (GBytes) wav = service_make_wav (24000, n_frames);
  g_autoptr (GError) error = NULL;
  QwenttsStoredAudio audio = {.n_frames = 77 };

  g_assert_true (measure (wav, NULL, NULL, &audio, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (audio.n_frames, ==, n_frames);
  g_assert_cmpuint (audio.rate, ==, 24000);
  g_assert_cmpuint (audio.channels, ==, 1);
}

static void
test_pcm_is_measured (void)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("audio/x-raw, format=S16LE,"
      " layout=interleaved, rate=8000, channels=2");
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (4000), 4000);
  g_autoptr (GError) error = NULL;
  QwenttsStoredAudio audio = { 0 };

  g_assert_true (measure (bytes, caps, NULL, &audio, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (audio.n_frames, ==, 1000);
  g_assert_cmpuint (audio.rate, ==, 8000);
  g_assert_cmpuint (audio.channels, ==, 2);
}

static void
test_cut_wav_is_no_measure (void)
{
  g_autoptr (GBytes) wav = service_make_wav (24000, 100000);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (wav, 0, 100000);
  g_autoptr (GError) error = NULL;
  QwenttsStoredAudio audio = { 0 };

  g_assert_false (measure (cut, NULL, NULL, &audio, &error));
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
}

static void
test_garbage_is_no_measure (void)
{
  g_autoptr (GBytes) garbage = g_bytes_new_static ("no audio at all", 15);
  g_autoptr (GError) error = NULL;
  QwenttsStoredAudio audio = { 0 };

  g_assert_false (measure (garbage, NULL, NULL, &audio, &error));
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE);
}

static void
test_cancelled_measure_ends (void)
{
  g_autoptr (GBytes) wav = service_make_wav (24000, 100000);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QwenttsStoredAudio audio = { 0 };

  g_cancellable_cancel (cancelled);
  g_assert_false (measure (wav, NULL, cancelled, &audio, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/clip-of-file/" path, function)
#define ADD_SIZE(path, size, function) \
  g_test_add_data_func ("/clip-of-file/" path, GSIZE_TO_POINTER (size), \
      function)
  ADD_SIZE ("small-one-is-read", 1000, test_is_read_to_its_end);
  ADD_SIZE ("one-chunk-is-read", QWENTTS_CHUNK_SIZE, test_is_read_to_its_end);
  ADD_SIZE ("a-byte-more-is-read", QWENTTS_CHUNK_SIZE + 1,
      test_is_read_to_its_end);
  ADD_SIZE ("many-chunks-are-read", 12 * QWENTTS_CHUNK_SIZE + 7,
      test_is_read_to_its_end);
  ADD ("can-be-read-anywhere", test_can_be_read_anywhere);
  ADD ("first-read-is-short", test_first_read_is_short);
  ADD ("empty-file-ends-at-once", test_empty_file_ends_at_once);
  ADD ("file-that-was-cut-fails", test_file_that_was_cut_fails);
  ADD_SIZE ("one-frame-is-measured", 1, test_wav_is_measured);
  ADD_SIZE ("wav-is-measured", 1500000, test_wav_is_measured);
  ADD ("pcm-is-measured", test_pcm_is_measured);
  ADD ("cut-wav-is-no-measure", test_cut_wav_is_no_measure);
  ADD ("garbage-is-no-measure", test_garbage_is_no_measure);
  ADD ("cancelled-measure-ends", test_cancelled_measure_ends);
#undef ADD_SIZE
#undef ADD

  return g_test_run ();
}
