/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* CPU time of this process for an hour of WAV into fakesink, against souphttpsrc and
 * wavparse with the same file from the same server: where nothing is kept of it, and
 * where one can seek in it, both of us by a file of what has come. */
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

static GstElement *
make_peer (const gchar * url, gboolean is_seekable)
{
  g_autofree gchar *file = g_build_filename (g_get_tmp_dir (),
      "qwentts-bench-XXXXXX", NULL);
  g_autofree gchar *buffer = g_strdup_printf ("downloadbuffer "
      "temp-template=%s ! ", file);
  g_autofree gchar *line = g_strdup_printf ("souphttpsrc location=%s ! %s"
      "wavparse ! fakesink sync=false", url, is_seekable ? buffer : "");
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);

  g_assert_no_error (error);
  return pipeline;
}

/* With keep-open one cannot seek. */
static gdouble
measure_ours (const BenchService * service, gboolean is_seekable)
{
  g_autoptr (GstElement) pipeline = bench_make_pipeline (service,
      "fakesink sync=false");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  gdouble before = bench_get_cpu_s ();

  g_object_set (src, "keep-open", !is_seekable, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_signal_emit_by_name (src, "end-of-stream");
  bench_wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return bench_get_cpu_s () - before;
}

static gdouble
measure_peer (const gchar * url, gboolean is_seekable)
{
  g_autoptr (GstElement) pipeline = make_peer (url, is_seekable);
  gdouble before = bench_get_cpu_s ();

  bench_run_to_eos (pipeline);
  return bench_get_cpu_s () - before;
}

typedef struct
{
  gdouble ours[ROUNDS];
  gdouble peer[ROUNDS];
  gdouble ratio[ROUNDS];
} Rounds;

/* Returns: (transfer full) */
static Rounds *
compare (const BenchService * service, const gchar * url, gboolean is_seekable)
{
  Rounds *rounds = g_new0 (Rounds, 1);

  measure_ours (service, is_seekable);
  measure_peer (url, is_seekable);
  for (guint i = 0; i < ROUNDS; i++) {
    rounds->ours[i] = measure_ours (service, is_seekable);
    rounds->peer[i] = measure_peer (url, is_seekable);
    rounds->ratio[i] = rounds->ours[i] / rounds->peer[i];
  }
  return rounds;
}

static void
print_row (const gchar * what, gdouble * times)
{
  g_print ("| %s | %.3f s |\n", what, bench_quantile (times, ROUNDS, 0.5));
}

int
main (int argc, char **argv)
{
  g_autofree gchar *path = NULL;
  g_autofree gchar *argument = NULL;
  g_autofree gchar *url = NULL;
  g_autofree Rounds *plain = NULL;
  g_autofree Rounds *seekable = NULL;
  g_autoptr (BenchService) service = NULL;

  gst_init (&argc, &argv);
  path = bench_make_wav (SECONDS);
  argument = g_strconcat ("--audio=", path, NULL);
  service = bench_service_new ((const gchar *[]) { argument, NULL });
  url = find_file (service);
  plain = compare (service, url, FALSE);
  seekable = compare (service, url, TRUE);
  g_unlink (path);

  g_print ("| CPU time for an hour of WAV, %u rounds in turn | median |\n"
      "| --- | ---: |\n", ROUNDS);
  print_row ("qwenttssrc keep-open=true", plain->ours);
  print_row ("souphttpsrc ! wavparse", plain->peer);
  print_row ("qwenttssrc", seekable->ours);
  print_row ("souphttpsrc ! downloadbuffer ! wavparse", seekable->peer);
  bench_print_target ("ratio where nothing is kept, median of the rounds",
      bench_quantile (plain->ratio, ROUNDS, 0.5), 1.0);
  bench_print_target ("ratio where one can seek, median of the rounds",
      bench_quantile (seekable->ratio, ROUNDS, 0.5), 1.0);
  return 0;
}
