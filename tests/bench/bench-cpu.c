/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* CPU time of this process for an hour of WAV into fakesink, against
 * `souphttpsrc ! wavparse ! fakesink` of the same file from the same server. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "bench-common.h"

#define ROUNDS 31
#define SECONDS 3600

static gchar *
find_file (const BenchService * service)
{
  g_autoptr (GstElement) pipeline = bench_make_pipeline (service,
      "fakesink sync=false num-buffers=1");
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree gchar *url = g_strconcat (service->base_url,
      "/v1/audios/generations", NULL);
  g_autofree gchar *bearer = g_strconcat ("Bearer ", service->api_key, NULL);
  g_autofree gchar *text = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"Good evening.\",\"voice\":\"%s\"}", service->voice);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (guint i = 0; i < 2; i++) {
    g_autoptr (SoupMessage) message = soup_message_new (i ? "GET" : "POST",
        url);
    g_autoptr (GBytes) answer = NULL;
    JsonObject *task;

    soup_message_headers_append (soup_message_get_request_headers (message),
        "Authorization", bearer);
    if (i == 0)
      soup_message_set_request_body_from_bytes (message, "application/json",
          body);
    answer = soup_session_send_and_read (session, message, NULL, NULL);
    g_assert_true (json_parser_load_from_data (parser,
            g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL));
    task = json_node_get_object (json_parser_get_root (parser));
    g_free (url);
    url = i == 0 ? g_strconcat (service->base_url, "/v1/tasks/",
        json_object_get_string_member (task, "id"), NULL)
        : g_strdup (json_array_get_string_element (json_object_get_array_member
            (task, "results"), 0));
  }
  return g_steal_pointer (&url);
}

static gdouble
measure (GstElement * pipeline)
{
  gdouble before = bench_get_cpu_s ();

  bench_run_to_eos (pipeline);
  gst_object_unref (pipeline);
  return bench_get_cpu_s () - before;
}

static GstElement *
make_peer (const gchar * url)
{
  g_autofree gchar *line = g_strdup_printf ("souphttpsrc location=%s ! wavparse"
      " ! fakesink sync=false", url);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);

  g_assert_no_error (error);
  return pipeline;
}

int
main (int argc, char **argv)
{
  g_autofree gchar *path = NULL;
  g_autofree gchar *argument = NULL;
  g_autofree gchar *url = NULL;
  g_autoptr (BenchService) service = NULL;
  gdouble ours[ROUNDS];
  gdouble peer[ROUNDS];
  gdouble ratio[ROUNDS];

  gst_init (&argc, &argv);
  path = bench_make_wav (SECONDS);
  argument = g_strconcat ("--audio=", path, NULL);
  service = bench_service_new ((const gchar *[]) { argument, NULL });
  url = find_file (service);
  measure (bench_make_pipeline (service, "fakesink sync=false"));
  measure (make_peer (url));
  for (guint i = 0; i < ROUNDS; i++) {
    ours[i] = measure (bench_make_pipeline (service, "fakesink sync=false"));
    peer[i] = measure (make_peer (url));
    ratio[i] = ours[i] / peer[i];
  }
  g_unlink (path);

  g_print ("| CPU time for an hour of WAV, %u rounds in turn | median |\n"
      "| --- | ---: |\n", ROUNDS);
  g_print ("| qwenttssrc ! fakesink | %.3f s |\n",
      bench_quantile (ours, ROUNDS, 0.5));
  g_print ("| souphttpsrc ! wavparse ! fakesink | %.3f s |\n",
      bench_quantile (peer, ROUNDS, 0.5));
  bench_print_target ("ratio, median of the rounds", bench_quantile (ratio,
          ROUNDS, 0.5), 1.0);
  return 0;
}
