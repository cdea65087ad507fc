/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From set_state (PLAYING) to the first buffer, with a service that is done at
 * once, against a bare libsoup program that makes the same three exchanges. */
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

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

static SoupMessage *
make_message (const BenchService * service, const gchar * method,
    const gchar * path)
{
  g_autofree gchar *url = g_strconcat (service->base_url, path, NULL);
  g_autofree gchar *bearer = g_strconcat ("Bearer ", service->api_key, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_headers_append (soup_message_get_request_headers (message),
      "Authorization", bearer);
  return message;
}

static JsonObject *
ask (SoupSession * session, SoupMessage * message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL,
      &error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_no_error (error);
  json_parser_load_from_data (parser, g_bytes_get_data (body, NULL),
      g_bytes_get_size (body), &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static gdouble
time_bare_client (const BenchService * service)
{
  g_autofree gchar *text = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"Good evening, listeners.\",\"voice\":\"%s\"}",
      service->voice);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  gint64 start_us = g_get_monotonic_time ();
  gint64 end_us;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) post = make_message (service, "POST",
      "/v1/audios/generations");
  g_autoptr (SoupMessage) poll = NULL;
  g_autoptr (SoupMessage) get = NULL;
  g_autoptr (JsonObject) task = NULL;
  g_autoptr (JsonObject) done = NULL;
  g_autofree gchar *path = NULL;
  g_autoptr (GInputStream) stream = NULL;
  gchar head[65536];

  soup_message_set_request_body_from_bytes (post, "application/json", body);
  task = ask (session, post);
  g_usleep (1000);
  path = g_strconcat ("/v1/tasks/",
      json_object_get_string_member (task, "id"), NULL);
  poll = make_message (service, "GET", path);
  done = ask (session, poll);
  get = soup_message_new ("GET",
      json_array_get_string_element (json_object_get_array_member (done,
              "results"), 0));
  stream = soup_session_send (session, get, NULL, NULL);
  g_assert_cmpint (g_input_stream_read (stream, head, sizeof head, NULL, NULL),
      >, 0);
  end_us = g_get_monotonic_time ();
  return (end_us - start_us) / 1000.0;
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
