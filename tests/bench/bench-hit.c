/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From READY to the first buffer of what is kept already, against filesrc and
 * wavparse with the very file of the store; and memory while it is played. */
#include <glib/gstdio.h>

#include "bench-common.h"
#include "elements/cache-rig.h"

#define ROUNDS 1000
#define SHORT_S 4
#define LONG_S 600

/* A folder in which the service's answer is kept. */
typedef struct
{
  BenchService *service;
  gchar *folder;
  gchar *file;                  /* the audio */
} Kept;

static Kept
keep (guint seconds)
{
  Kept kept = { NULL };
  g_autofree gchar *wav = bench_make_wav (seconds);
  g_autofree gchar *argument = g_strconcat ("--audio=", wav, NULL);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GError) error = NULL;

  kept.service = bench_service_new ((const gchar *[]) { argument, NULL });
  kept.folder = g_dir_make_tmp ("qwentts-bench-XXXXXX", &error);
  g_assert_no_error (error);
  pipeline = bench_make_cached_pipeline (kept.service, kept.folder,
      "fakesink sync=false");
  bench_run_to_eos (pipeline);
  kept.file = cache_rig_find_file (kept.folder, ".audio");
  g_unlink (wav);
  return kept;
}

static void
kept_clear (Kept * kept)
{
  bench_service_free (kept->service);
  bench_remove_folder (kept->folder);
  g_free (kept->folder);
  g_free (kept->file);
}

static gdouble
time_hit (const Kept * kept)
{
  g_autoptr (GstElement) pipeline = bench_make_cached_pipeline (kept->service,
      kept->folder, "fakesink sync=false");
  gdouble passed_ms;

  gst_element_set_state (pipeline, GST_STATE_READY);
  passed_ms = bench_time_first_buffer (pipeline);
  g_assert_cmpuint (bench_get_count (pipeline, "cache-hits"), ==, 1);
  return passed_ms;
}

static gdouble
time_file (const Kept * kept)
{
  g_autofree gchar *line = g_strdup_printf ("filesrc location=%s ! "
      "wavparse name=src ! fakesink sync=false", kept->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, &error);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_READY);
  return bench_time_first_buffer (pipeline);
}

/* Returns: the ratio */
static gdouble
compare_latency (const Kept * kept, const gchar * what)
{
  gdouble ours[ROUNDS];
  gdouble peers[ROUNDS];
  gdouble ratio[ROUNDS];

  time_hit (kept);
  time_file (kept);
  for (guint i = 0; i < ROUNDS; i++) {
    ours[i] = time_hit (kept);
    peers[i] = time_file (kept);
    ratio[i] = ours[i] / peers[i];
  }
  g_print ("| qwenttssrc, %s | %.2f ms | %.2f ms |\n", what,
      bench_quantile (ours, ROUNDS, 0.5), bench_quantile (ours, ROUNDS, 0.9));
  g_print ("| filesrc ! wavparse, %s | %.2f ms | %.2f ms |\n", what,
      bench_quantile (peers, ROUNDS, 0.5), bench_quantile (peers, ROUNDS, 0.9));
  return bench_quantile (ratio, ROUNDS, 0.5);
}

static GstPadProbeReturn
watch_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer max_mib)
{
  *(gdouble *) max_mib = MAX (*(gdouble *) max_mib, bench_get_resident_mib ());
  return GST_PAD_PROBE_OK;
}

/* Returns: MiB */
static gdouble
measure_growth (const Kept * kept)
{
  g_autoptr (GstElement) pipeline = bench_make_cached_pipeline (kept->service,
      kept->folder, "fakesink sync=false");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");
  gdouble before_mib = bench_get_resident_mib ();
  gdouble max_mib = before_mib;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, watch_buffer, &max_mib,
      NULL);
  bench_run_to_eos (pipeline);
  g_assert_cmpuint (bench_get_count (pipeline, "cache-hits"), ==, 1);
  return max_mib - before_mib;
}

int
main (int argc, char **argv)
{
  Kept brief, lengthy;
  gdouble brief_ratio, lengthy_ratio, growth_mib;

  gst_init (&argc, &argv);
  brief = keep (SHORT_S);
  lengthy = keep (LONG_S);

  g_print ("| READY to the first buffer, %u rounds in turn | median | p90 |\n"
      "| --- | ---: | ---: |\n", ROUNDS);
  brief_ratio = compare_latency (&brief, "4 s");
  /* What a hit loads is loaded by now. */
  growth_mib = measure_growth (&lengthy);
  lengthy_ratio = compare_latency (&lengthy, "10 minutes");
  bench_print_target ("ratio of 4 s, median of the rounds", brief_ratio, 1.5);
  bench_print_target ("ratio of 10 minutes, median of the rounds",
      lengthy_ratio, 1.5);
  bench_print_target ("growth of resident memory in MiB while 10 minutes (27.5 "
      "MiB) are played", growth_mib, 8.0);
  kept_clear (&brief);
  kept_clear (&lengthy);
  return 0;
}
