/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From set_state (PLAYING) to the first buffer, with a service that is done at
 * once, against a bare libsoup program that makes the same three exchanges. */
#include "bench-client.h"
#include "bench-common.h"

#define ROUNDS 60

typedef struct
{
  GMutex lock;
  GCond cond;
  gint64 arrived_us;
} Arrival;

static GstPadProbeReturn
note_arrival (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Arrival *arrival = user_data;

  g_mutex_lock (&arrival->lock);
  if (arrival->arrived_us == 0)
    arrival->arrived_us = g_get_monotonic_time ();
  g_cond_signal (&arrival->cond);
  g_mutex_unlock (&arrival->lock);
  return GST_PAD_PROBE_OK;
}

static gdouble
time_element (const BenchService * service)
{
  g_autoptr (GstElement) pipeline = bench_make_pipeline (service,
      "fakesink sync=false");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");
  Arrival arrival = { 0 };
  gint64 start_us;

  g_mutex_init (&arrival.lock);
  g_cond_init (&arrival.cond);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_arrival, &arrival,
      NULL);
  start_us = g_get_monotonic_time ();
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_mutex_lock (&arrival.lock);
  while (arrival.arrived_us == 0)
    g_cond_wait (&arrival.cond, &arrival.lock);
  g_mutex_unlock (&arrival.lock);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_mutex_clear (&arrival.lock);
  g_cond_clear (&arrival.cond);
  return (arrival.arrived_us - start_us) / 1000.0;
}

static gdouble
time_bare_client (const BenchService * service)
{
  g_autofree gchar *text = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"Good evening, listeners.\",\"voice\":\"%s\"}",
      service->voice);
  const BenchServer server = { service->base_url, service->api_key };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (JsonObject) task = bench_client_submit (session, &server, text);
  g_autoptr (JsonObject) done = NULL;

  g_usleep (1000);
  done = bench_client_poll (session, &server, task);
  bench_client_read_head (session, done);
  return (g_get_monotonic_time () - start_us) / 1000.0;
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  gdouble ours[ROUNDS];
  gdouble bare[ROUNDS];
  gdouble ratio[ROUNDS];

  gst_init (&argc, &argv);
  service = bench_service_new (NULL);
  time_element (service);
  time_bare_client (service);
  for (guint i = 0; i < ROUNDS; i++) {
    ours[i] = time_element (service);
    bare[i] = time_bare_client (service);
    ratio[i] = ours[i] / bare[i];
  }

  g_print ("| to the first buffer, %u rounds in turn | median | p90 |\n"
      "| --- | ---: | ---: |\n", ROUNDS);
  g_print ("| qwenttssrc | %.2f ms | %.2f ms |\n",
      bench_quantile (ours, ROUNDS, 0.5), bench_quantile (ours, ROUNDS, 0.9));
  g_print ("| bare libsoup client | %.2f ms | %.2f ms |\n",
      bench_quantile (bare, ROUNDS, 0.5), bench_quantile (bare, ROUNDS, 0.9));
  bench_print_target ("ratio, median of the rounds", bench_quantile (ratio,
          ROUNDS, 0.5), 1.3);
  return 0;
}
