/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Flushing seeks to anywhere in an hour that was heard, from the seek to its first
 * buffer, beside "filesrc ! wavparse" with the same hour in one file; and the growth
 * of resident memory by them. */
#include "bench-script.h"

/* At some 3 s each. */
#define N_SENTENCES 1400
#define N_SEEKS 400

typedef struct
{
  GMutex lock;
  GCond cond;
  /* Protected by lock. */
  gboolean is_waited_for;
  gint64 arrived_us;
} FirstBuffer;

typedef struct
{
  gdouble median_ms;
  gdouble p99_ms;
  gdouble growth_mib;
} Figures;

static GstPadProbeReturn
note_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  FirstBuffer *first = user_data;

  g_mutex_lock (&first->lock);
  if (first->is_waited_for && first->arrived_us == 0) {
    first->arrived_us = g_get_monotonic_time ();
    g_cond_signal (&first->cond);
  }
  g_mutex_unlock (&first->lock);
  return GST_PAD_PROBE_OK;
}

static void
expect_buffer (FirstBuffer * first, gboolean is_waited_for)
{
  g_mutex_lock (&first->lock);
  first->is_waited_for = is_waited_for;
  first->arrived_us = 0;
  g_mutex_unlock (&first->lock);
}

/* Returns: milliseconds */
static gdouble
time_seek (GstElement * pipeline, FirstBuffer * first, GstClockTime place)
{
  gint64 start_us = g_get_monotonic_time ();
  gdouble ms;

  /* The sink waits in PAUSED: no buffer comes in between. */
  expect_buffer (first, TRUE);
  if (!gst_element_seek_simple (pipeline, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, place))
    g_error ("The pipeline refuses a seek");
  g_mutex_lock (&first->lock);
  while (first->arrived_us == 0)
    g_cond_wait (&first->cond, &first->lock);
  ms = (first->arrived_us - start_us) / 1000.0;
  g_mutex_unlock (&first->lock);
  expect_buffer (first, FALSE);
  gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
  return ms;
}

static void
watch_sink (GstElement * pipeline, FirstBuffer * first)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline),
      "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_buffer, first, NULL);
}

static GstClockTime
get_end (GstElement * pipeline)
{
  gint64 end = 0;

  g_assert_true (gst_element_query_duration (pipeline, GST_FORMAT_TIME, &end));
  return end;
}

/* @pipeline: (transfer full): is heard to its end first */
static Figures
seek_around (GstElement * pipeline)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  gdouble times[N_SEEKS];
  FirstBuffer first = { 0 };
  gdouble before_mib;
  GstClockTime end;
  Figures figures;

  watch_sink (pipeline, &first);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bench_wait_for_eos (pipeline);
  end = get_end (pipeline);
  g_assert_cmpuint (end, >=, 3600 * GST_SECOND);
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  time_seek (pipeline, &first, 0);

  before_mib = bench_get_resident_mib ();
  for (guint i = 0; i < N_SEEKS; i++)
    times[i] = time_seek (pipeline, &first, g_rand_double (random) * end);
  figures.growth_mib = bench_get_resident_mib () - before_mib;
  figures.median_ms = bench_quantile (times, N_SEEKS, 0.5);
  figures.p99_ms = bench_quantile (times, N_SEEKS, 0.99);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  return figures;
}

/* @cache_dir: (nullable): NULL: nothing is kept */
static GstElement *
make_speech (const BenchService * service, const gchar * cache_dir,
    const gchar * sink)
{
  g_autofree gchar *script = bench_make_script (N_SENTENCES);
  GstElement *pipeline = bench_make_speech (service, script, sink);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  g_object_set (src, "cache", cache_dir != NULL, "cache-dir", cache_dir, NULL);
  return pipeline;
}

/* The same hour as one file, and in the cache. */
static void
write_hour (const BenchService * service, const gchar * cache_dir,
    const gchar * path)
{
  g_autofree gchar *sink = g_strdup_printf ("wavenc ! filesink location=%s",
      path);
  g_autoptr (GstElement) pipeline = make_speech (service, cache_dir, sink);

  bench_run_to_eos (pipeline);
}

static GstElement *
make_file (const gchar * path)
{
  g_autofree gchar *line = g_strdup_printf ("filesrc location=%s ! wavparse ! "
      "fakesink name=sink sync=false", path);

  return gst_parse_launch (line, NULL);
}

static void
print_row (const gchar * name, const Figures * figures, const Figures * file)
{
  g_print ("| %s | %.2f ms | %.2f ms | %.2f | %.1f MiB |\n", name,
      figures->median_ms, figures->p99_ms,
      figures->median_ms / file->median_ms, figures->growth_mib);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  g_autofree gchar *folder = NULL;
  g_autofree gchar *path = NULL;
  Figures file, kept, not_kept;

  gst_init (&argc, &argv);
  service = bench_service_new (NULL);
  folder = g_dir_make_tmp ("bench-seek-XXXXXX", NULL);
  path = g_build_filename (folder, "hour.wav", NULL);
  write_hour (service, folder, path);
  file = seek_around (make_file (path));
  kept = seek_around (make_speech (service, folder,
          "fakesink name=sink sync=false"));
  not_kept = seek_around (make_speech (service, NULL,
          "fakesink name=sink sync=false"));
  bench_remove_folder (folder);

  g_print ("| %u flushing seeks in an hour that was heard | median | p99 | "
      "median / file's | growth of resident memory |\n"
      "| --- | ---: | ---: | ---: | ---: |\n", N_SEEKS);
  print_row ("filesrc ! wavparse, one file", &file, &file);
  print_row ("from the cache", &kept, &file);
  print_row ("`cache=false`", &not_kept, &file);
  bench_print_target ("growth in MiB, the larger", MAX (kept.growth_mib,
          not_kept.growth_mib), 4.0);
  return 0;
}
