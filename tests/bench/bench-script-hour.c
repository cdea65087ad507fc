/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Growth of resident memory beyond that of a sentence, and threads, while a script
 * of an hour is said into a sink that takes all at once, and into one that is
 * slower than the service. */
#include "bench-script.h"

/* At some 3 s each. */
#define N_SENTENCES 1400
#define MAX_PREFETCH 2
/* The service is done at once, so that the window is full of audio behind this. */
#define SLOW_SINK "identity sleep-time=400 ! fakesink sync=false"

typedef struct
{
  GstClockTime end;             /* of the audio so far */
  guint64 n_segments;
  gdouble quarter_mib;          /* the most in the first quarter of an hour */
  gdouble max_mib;
  guint n_workers;              /* the most at once */
  guint n_ours;                 /* of these and others of the plugin */
  guint n_all;                  /* of the process */
} Watch;

static void
count_threads (Watch * watch)
{
  watch->n_workers = MAX (watch->n_workers,
      bench_count_threads ("qwentts-job"));
  watch->n_ours = MAX (watch->n_ours, bench_count_threads ("qwentts-"));
  watch->n_all = MAX (watch->n_all, bench_count_threads (""));
}

static GstPadProbeReturn
watch_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Watch *watch = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  gdouble now_mib = bench_get_resident_mib ();

  watch->max_mib = MAX (watch->max_mib, now_mib);
  if (watch->end < 900 * GST_SECOND)
    watch->quarter_mib = watch->max_mib;
  watch->end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);
  count_threads (watch);
  return GST_PAD_PROBE_OK;
}

static void
run (const BenchService * service, guint n_sentences, const gchar * sink,
    Watch * watch)
{
  g_autofree gchar *script = bench_make_script (n_sentences);
  g_autoptr (GstElement) pipeline = bench_make_speech (service, script, sink);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");

  g_object_set (src, "max-prefetch", MAX_PREFETCH, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, watch_buffer, watch, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bench_wait_for_eos (pipeline);
  watch->n_segments = bench_get_count (pipeline, "segments");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
print_row (const gchar * name, const Watch * watch, const Watch * before)
{
  g_print ("| %s | %.1f MiB | %.1f MiB | %u | %u | %u |\n", name,
      watch->quarter_mib - before->max_mib, watch->max_mib - before->max_mib,
      watch->n_workers, watch->n_ours - watch->n_workers,
      watch->n_all - before->n_all);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  Watch before = { 0 };
  Watch sentence = { 0 };
  Watch quick = { 0 };
  Watch slow = { 0 };

  gst_init (&argc, &argv);
  service = bench_service_new (NULL);
  count_threads (&before);
  /* Libraries are loaded by it. */
  run (service, 1, "fakesink sync=false", &sentence);
  before.max_mib = bench_get_resident_mib ();
  run (service, N_SENTENCES, "fakesink sync=false", &quick);
  run (service, N_SENTENCES, SLOW_SINK, &slow);
  g_assert_cmpuint (MIN (quick.end, slow.end), >=, 3600 * GST_SECOND);

  g_print ("| %.1f minutes in %" G_GUINT64_FORMAT " segments, "
      "`max-prefetch=%u` | growth in 15 minutes | in all | workers | timers | "
      "all threads more than before |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: |\n",
      quick.end / (60.0 * GST_SECOND), quick.n_segments, MAX_PREFETCH);
  print_row ("sink takes all at once", &quick, &before);
  print_row ("sink slower than the service", &slow, &before);
  bench_print_target ("growth in MiB, the larger",
      MAX (quick.max_mib, slow.max_mib) - before.max_mib, 16.0);
  bench_print_target ("threads for jobs", MAX (quick.n_workers,
          slow.n_workers), MAX_PREFETCH + 1);
  return 0;
}
