/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Growth of resident memory while an hour of audio streams: into a sink that
 * takes all at once, and into one that is blocked until all has arrived. */
#include <glib/gstdio.h>

#include "bench-common.h"

#define SECONDS 3600

typedef struct
{
  gdouble first_mib;
  gdouble max_mib;
  GMutex lock;
  GCond cond;
  gboolean is_open;             /* buffers may pass */
} Gate;

static GstPadProbeReturn
watch_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Gate *gate = user_data;
  gdouble now_mib = bench_get_resident_mib ();

  if (gate->first_mib == 0)
    gate->first_mib = now_mib;
  gate->max_mib = MAX (gate->max_mib, now_mib);

  g_mutex_lock (&gate->lock);
  while (!gate->is_open)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return GST_PAD_PROBE_OK;
}

static void
open_when_all_is_there (Gate * gate, GstElement * pipeline)
{
  while (bench_get_count (pipeline, "bytes") < (guint64) SECONDS * 48000) {
    gate->max_mib = MAX (gate->max_mib, bench_get_resident_mib ());
    g_usleep (2000);
  }
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->lock);
}

static gdouble
measure (const BenchService * service, gboolean is_blocked)
{
  g_autoptr (GstElement) pipeline = bench_make_pipeline (service,
      "fakesink sync=false");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");
  Gate gate = {.is_open = !is_blocked };

  g_mutex_init (&gate.lock);
  g_cond_init (&gate.cond);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, watch_buffer, &gate, NULL);
  if (is_blocked) {
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    open_when_all_is_there (&gate, pipeline);
  }
  bench_run_to_eos (pipeline);
  g_mutex_clear (&gate.lock);
  g_cond_clear (&gate.cond);
  return gate.max_mib - gate.first_mib;
}

int
main (int argc, char **argv)
{
  g_autofree gchar *path = NULL;
  g_autofree gchar *argument = NULL;
  g_autoptr (BenchService) service = NULL;
  gdouble flowing_mib;
  gdouble blocked_mib;

  gst_init (&argc, &argv);
  path = bench_make_wav (SECONDS);
  argument = g_strconcat ("--audio=", path, NULL);
  service = bench_service_new ((const gchar *[]) { argument, NULL });
  flowing_mib = measure (service, FALSE);
  blocked_mib = measure (service, TRUE);
  g_unlink (path);

  g_print ("| an hour of WAV (165 MiB) | growth of resident memory |\n"
      "| --- | ---: |\n");
  g_print ("| sink takes all at once | %.1f MiB |\n", flowing_mib);
  g_print ("| sink blocked until all has arrived | %.1f MiB |\n", blocked_mib);
  bench_print_target ("growth in MiB, the larger", MAX (flowing_mib,
          blocked_mib), 16.0);
  return 0;
}
