/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "encoded-file.h"

#include <glib/gstdio.h>

#define DEADLINE (20 * GST_SECOND)

static void
run_to_the_end (GstElement * pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, DEADLINE,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* In a file, as muxers go back to the header when they know the length. */
static GBytes *
run_into_file (GstElement * pipeline)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = NULL;
  gchar *contents;
  gsize size;
  gint fd = g_file_open_tmp ("qwentts-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_object_set (sink, "location", path, NULL);
  run_to_the_end (pipeline);

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_bytes_new_take (contents, size);
}

GBytes *
encoded_file_new (const gchar * launch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch_full (launch, NULL,
      GST_PARSE_FLAG_FATAL_ERRORS, &error);

  if (g_error_matches (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT)) {
    g_test_skip (error->message);
    return NULL;
  }
  g_assert_no_error (error);

  return run_into_file (pipeline);
}

GBytes *
encoded_file_new_sine (guint n_frames, const gchar * caps, const gchar * tail)
{
  g_autofree gchar *launch = g_strdup_printf ("audiotestsrc num-buffers=%u "
      "samplesperbuffer=100 freq=440 ! %s ! %s filesink name=out",
      n_frames / 100, caps, tail);

  g_assert_cmpuint (n_frames % 100, ==, 0);
  return encoded_file_new (launch);
}

GBytes *
encoded_file_join (GBytes * first, GBytes * second)
{
  GByteArray *file = g_byte_array_new ();
  gsize size;
  gconstpointer data;

  data = g_bytes_get_data (first, &size);
  g_byte_array_append (file, data, size);
  data = g_bytes_get_data (second, &size);
  g_byte_array_append (file, data, size);
  return g_byte_array_free_to_bytes (file);
}
