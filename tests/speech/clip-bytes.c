/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "clip-bytes.h"

#include <fcntl.h>

#include "speech/clip-private.h"

#define WAIT_US (30 * G_TIME_SPAN_SECOND)
#define PIECE_SIZE 100000

struct _ClipWriter
{
  QwenttsClip *clip;
  gsize size;
  GCancellable *cancellable;
  GThread *thread;
  GError *error;

  GMutex lock;
  GCond cond;
  /* Protected by lock. */
  gsize written;
};

guint8
clip_byte_at (guint64 offset)
{
  return (offset * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 56;
}

static gboolean
write_some (QwenttsClip * clip, guint64 offset, gsize size, gsize * written,
    GCancellable * cancellable, GError ** error)
{
  gsize space;
  guint8 *bytes = qwentts_clip_get_space (clip, &space);

  g_assert_cmpuint (space, >, 0);
  *written = MIN (space, size);
  for (gsize i = 0; i < *written; i++)
    bytes[i] = clip_byte_at (offset + i);
  return qwentts_clip_commit (clip, *written, cancellable, error);
}

void
clip_write (QwenttsClip * clip, guint64 offset, gsize size)
{
  while (size > 0) {
    g_autoptr (GError) error = NULL;
    gsize written;
    gboolean was_let = write_some (clip, offset, size, &written, NULL, &error);

    g_assert_no_error (error);
    g_assert_true (was_let);
    offset += written;
    size -= written;
  }
}

QwenttsClip *
clip_new_retained (void)
{
  g_autoptr (QwenttsTape) tape = qwentts_tape_new ();
  QwenttsClip *clip = qwentts_clip_new ();

  qwentts_clip_retain (clip, tape);
  return clip;
}

QwenttsClip *
clip_new_whole (gsize size)
{
  QwenttsClip *clip = clip_new_retained ();

  clip_write (clip, 0, size);
  qwentts_clip_finish (clip, NULL);
  return clip;
}

QwenttsTape *
clip_new_full_tape (void)
{
  return qwentts_tape_new_from_file (open ("/dev/full", O_RDWR | O_CLOEXEC));
}

void
clip_assert_bytes (GBytes * bytes, guint64 offset)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (size, >, 0);
  for (gsize i = 0; i < size; i++)
    if (data[i] != clip_byte_at (offset + i))
      g_error ("The byte at %" G_GUINT64_FORMAT " is another", offset + i);
}

void
clip_assert_reads (QwenttsClip * clip, guint64 offset, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = qwentts_clip_read (clip, offset, size, size, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, size);
  clip_assert_bytes (bytes, offset);
}

void
clip_assert_reads_up_to (QwenttsClip * clip, gsize end)
{
  for (gsize offset = 0; offset < end; offset += PIECE_SIZE)
    clip_assert_reads (clip, offset, MIN (PIECE_SIZE, end - offset));
}

guint64
clip_assert_reads_to_end (QwenttsClip * clip, guint64 offset)
{
  while (TRUE) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = qwentts_clip_read (clip, offset, 1, PIECE_SIZE,
        NULL, &error);

    g_assert_no_error (error);
    if (g_bytes_get_size (bytes) == 0)
      return offset;
    clip_assert_bytes (bytes, offset);
    offset += g_bytes_get_size (bytes);
  }
}

void
clip_assert_reads_again (QwenttsClip * clip, gsize size)
{
  qwentts_clip_rewind (clip);
  g_assert_cmpuint (clip_assert_reads_to_end (clip, 0), ==, size);
}

guint
clip_count_chunks (QwenttsClip * clip)
{
  guint n = 0;

  g_mutex_lock (&clip->monitor.lock);
  for (guint i = 0; i < clip->slots->len; i++)
    n += qwentts_clip_get_slot_locked (clip, i)->chunk != NULL;
  g_mutex_unlock (&clip->monitor.lock);
  return n;
}

void
clip_assert_fails (QwenttsClip * clip, guint64 offset, gsize min_size,
    GCancellable * cancellable, GQuark domain, gint code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = qwentts_clip_read (clip, offset, min_size,
      MAX (min_size, 100), cancellable, &error);

  g_assert_error (error, domain, code);
  g_assert_null (bytes);
}

static gpointer
run (gpointer data)
{
  ClipWriter *writer = data;
  gsize offset = 0;

  while (offset < writer->size) {
    gsize written;

    if (!write_some (writer->clip, offset, writer->size - offset, &written,
            writer->cancellable, &writer->error))
      return NULL;
    offset += written;
    g_mutex_lock (&writer->lock);
    writer->written = offset;
    g_cond_broadcast (&writer->cond);
    g_mutex_unlock (&writer->lock);
  }
  qwentts_clip_finish (writer->clip, NULL);
  return NULL;
}

ClipWriter *
clip_writer_new (QwenttsClip * clip, gsize size, GCancellable * cancellable)
{
  ClipWriter *writer = g_new0 (ClipWriter, 1);

  writer->clip = clip;
  writer->size = size;
  writer->cancellable = cancellable;
  g_mutex_init (&writer->lock);
  g_cond_init (&writer->cond);
  writer->thread = g_thread_new ("writer", run, writer);
  return writer;
}

void
clip_writer_wait_for (ClipWriter * writer, gsize size)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&writer->lock);
  while (writer->written < size)
    g_assert_true (g_cond_wait_until (&writer->cond, &writer->lock,
            deadline_us));
  g_mutex_unlock (&writer->lock);
}

gboolean
clip_writer_join (ClipWriter * writer, GError ** error)
{
  gboolean was_let;

  g_thread_join (writer->thread);
  was_let = writer->error == NULL;
  if (!was_let)
    g_propagate_error (error, writer->error);
  g_mutex_clear (&writer->lock);
  g_cond_clear (&writer->cond);
  g_free (writer);
  return was_let;
}
