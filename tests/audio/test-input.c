/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "test-input.h"

#define DEADLINE_US (20 * G_TIME_SPAN_SECOND)

TestInput *
test_input_new (GBytes * bytes, gsize piece_size)
{
  TestInput *input = g_new0 (TestInput, 1);

  input->bytes = bytes;
  input->piece_size = piece_size;
  input->is_size_known = TRUE;
  input->broken_at = TEST_INPUT_NEVER;
  input->stalled_at = TEST_INPUT_NEVER;
  g_mutex_init (&input->lock);
  g_cond_init (&input->cond);
  return input;
}

TestInput *
test_input_new_from_array (GByteArray * file, gsize piece_size)
{
  return test_input_new (g_bytes_new (file->data, file->len), piece_size);
}

void
test_input_free (TestInput * input)
{
  g_bytes_unref (input->bytes);
  g_mutex_clear (&input->lock);
  g_cond_clear (&input->cond);
  g_free (input);
}

void
test_input_wait_until_waiting (TestInput * input)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  g_mutex_lock (&input->lock);
  while (!input->is_waiting)
    g_assert_true (g_cond_wait_until (&input->cond, &input->lock, deadline_us));
  g_mutex_unlock (&input->lock);
}

typedef struct
{
  TestInput *input;
  GCancellable *cancellable;
} Canceller;

static gpointer
cancel_when_waiting (gpointer user_data)
{
  g_autofree Canceller *canceller = user_data;

  test_input_wait_until_waiting (canceller->input);
  g_cancellable_cancel (canceller->cancellable);
  g_object_unref (canceller->cancellable);
  return NULL;
}

GThread *
test_input_cancel_when_waiting (TestInput * input, GCancellable * cancellable)
{
  Canceller *canceller = g_new (Canceller, 1);

  canceller->input = input;
  canceller->cancellable = g_object_ref (cancellable);
  return g_thread_new ("cancel", cancel_when_waiting, canceller);
}

void
test_input_arrive (TestInput * input, guint64 stalled_at)
{
  g_mutex_lock (&input->lock);
  input->stalled_at = stalled_at;
  g_cond_broadcast (&input->cond);
  g_mutex_unlock (&input->lock);
}

static void
on_cancelled (GCancellable * cancellable, TestInput * input)
{
  g_mutex_lock (&input->lock);
  g_cond_broadcast (&input->cond);
  g_mutex_unlock (&input->lock);
}

/* Returns: FALSE when cancelled */
static gboolean
wait_for (TestInput * input, guint64 end, GCancellable * cancellable,
    GError ** error)
{
  gulong handler = cancellable ? g_cancellable_connect (cancellable,
      G_CALLBACK (on_cancelled), input, NULL) : 0;

  g_mutex_lock (&input->lock);
  while (end > input->stalled_at && !g_cancellable_is_cancelled (cancellable)) {
    input->is_waiting = TRUE;
    g_cond_broadcast (&input->cond);
    g_cond_wait (&input->cond, &input->lock);
  }
  input->is_waiting = FALSE;
  g_mutex_unlock (&input->lock);

  g_cancellable_disconnect (cancellable, handler);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* The end of the pieces that are needed, as far as they are there. */
static guint64
end_of_read (TestInput * input, guint64 offset, gsize min_size, gsize max_size)
{
  guint64 end = g_bytes_get_size (input->bytes);

  if (input->piece_size > 0)
    end = MIN (end, (offset / input->piece_size + 1) * input->piece_size);
  end = MIN (end, input->broken_at);

  g_mutex_lock (&input->lock);
  end = MIN (end, input->stalled_at);
  g_mutex_unlock (&input->lock);

  return CLAMP (end, offset + min_size, offset + max_size);
}

static GBytes *
read_bytes (gpointer user_data, guint64 offset, gsize min_size, gsize max_size,
    GCancellable * cancellable, GError ** error)
{
  TestInput *input = user_data;
  guint64 size = g_bytes_get_size (input->bytes);
  guint64 end;

  g_assert_cmpuint (min_size, >, 0);
  g_assert_cmpuint (min_size, <=, max_size);
  if (!wait_for (input, MIN (offset + min_size, size), cancellable, error))
    return NULL;

  if (offset + min_size > input->broken_at) {
    g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
        "broken off");
    return NULL;
  }
  if (offset >= size)
    return g_bytes_new (NULL, 0);

  min_size = MIN (min_size, size - offset);
  end = end_of_read (input, offset, min_size, max_size);
  end = MIN (end, size);
  if (input->piece_size > 0
      && (end - 1) / input->piece_size != offset / input->piece_size)
    return g_bytes_new ((const guint8 *) g_bytes_get_data (input->bytes,
            NULL) + offset, end - offset);

  return g_bytes_new_from_bytes (input->bytes, offset, end - offset);
}

static guint64
get_size (gpointer user_data)
{
  TestInput *input = user_data;

  return input->is_size_known ? g_bytes_get_size (input->bytes) : 0;
}

const QwenttsAudioInput test_input = { read_bytes, get_size };

gboolean
test_input_shares_memory (TestInput * input, GstBuffer * buffer)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (input->bytes, &size);
  GstMapInfo map;
  gboolean is_shared;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  is_shared = map.data >= data && map.data + map.size <= data + size;
  gst_buffer_unmap (buffer, &map);
  return is_shared;
}
