/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From set_state (PLAYING) to the first buffer, with a service that is done at
 * once, against a bare libsoup program that makes the same three exchanges. */
#include "bench-client.h"
#include "bench-common.h"

#define ROUNDS 60

static gdouble
time_element (const BenchService * service)
{
  g_autoptr (GstElement) pipeline = bench_make_pipeline (service,
      "fakesink sync=false");

  return bench_time_first_buffer (pipeline);
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
