/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "bench-script.h"

/* Their numbers have no common divisor, so that each meets each. */
static const gchar *const subjects[] = {
  "The mayor of this town", "The early train", "The bridge by the mill",
  "The last ferry", "The market in the square", "The grammar school",
  "The island museum", "A small bakery", "The village choir",
  "The eastern road", "The library upstairs", "The old theatre"
};

static const gchar *const predicates[] = {
  "is to be seen again on Monday.", "was praised by all its visitors.",
  "will stay as it is for one more year.", "is known well beyond the valley.",
  "was in the news again this morning."
};

G_STATIC_ASSERT (G_N_ELEMENTS (subjects) * G_N_ELEMENTS (predicates)
    == BENCH_N_SENTENCES);

gchar *
bench_make_sentence (guint i)
{
  return g_strconcat (subjects[i % G_N_ELEMENTS (subjects)], " ",
      predicates[i % G_N_ELEMENTS (predicates)], NULL);
}

gchar *
bench_make_script (guint n_sentences)
{
  GString *script = g_string_new (NULL);

  for (guint i = 0; i < n_sentences; i++) {
    g_autofree gchar *sentence = bench_make_sentence (i);

    g_string_append_printf (script, "%s%s", i ? " " : "", sentence);
  }
  return g_string_free (script, FALSE);
}

GstElement *
bench_make_speech (const BenchService * service, const gchar * text,
    const gchar * sink)
{
  GstElement *pipeline = bench_make_pipeline (service, sink);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  g_object_set (src, "text", text, "cache", FALSE, NULL);
  return pipeline;
}

GstElement *
bench_start_sentences (const BenchService * service, guint n_sentences,
    guint max_prefetch, guint poll_interval_ms, const gchar * sink)
{
  g_autofree gchar *first = bench_make_sentence (0);
  GstElement *pipeline = bench_make_speech (service, first, sink);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  g_object_set (src, "max-prefetch", max_prefetch, "poll-interval",
      poll_interval_ms, NULL);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  for (guint i = 1; i < n_sentences; i++) {
    g_autofree gchar *sentence = bench_make_sentence (i);
    gboolean is_taken = FALSE;

    g_signal_emit_by_name (src, "push-text", sentence, &is_taken);
    g_assert_true (is_taken);
  }
  return pipeline;
}

static GstBusSyncReply
keep_segment (GstBus * bus, GstMessage * message, gpointer user_data)
{
  const GstStructure *structure = gst_message_get_structure (message);

  if (gst_message_has_name (message, "qwentts/segment"))
    g_ptr_array_add (user_data, gst_structure_copy (structure));
  return GST_BUS_PASS;
}

void
bench_watch_segments (GstElement * pipeline, GPtrArray * segments)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  g_ptr_array_set_free_func (segments, (GDestroyNotify) gst_structure_free);
  gst_bus_set_sync_handler (bus, keep_segment, segments, NULL);
}
