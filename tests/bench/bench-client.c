/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "bench-client.h"

#include <string.h>

SoupMessage *
bench_client_make_message (const BenchServer * server, const gchar * method,
    const gchar * path)
{
  g_autofree gchar *url = g_strconcat (server->base_url, path, NULL);
  g_autofree gchar *bearer = g_strconcat ("Bearer ", server->api_key, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_headers_append (soup_message_get_request_headers (message),
      "Authorization", bearer);
  return message;
}

JsonObject *
bench_client_ask (SoupSession * session, SoupMessage * message)
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

JsonObject *
bench_client_submit (SoupSession * session, const BenchServer * server,
    const gchar * body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (SoupMessage) post = bench_client_make_message (server, "POST",
      "/v1/audios/generations");

  soup_message_set_request_body_from_bytes (post, "application/json", bytes);
  return bench_client_ask (session, post);
}

JsonObject *
bench_client_poll (SoupSession * session, const BenchServer * server,
    JsonObject * task)
{
  g_autofree gchar *path = g_strconcat ("/v1/tasks/",
      json_object_get_string_member (task, "id"), NULL);
  g_autoptr (SoupMessage) poll = bench_client_make_message (server, "GET",
      path);

  return bench_client_ask (session, poll);
}

void
bench_client_read_head (SoupSession * session, JsonObject * done)
{
  g_autoptr (SoupMessage) get = soup_message_new ("GET",
      json_array_get_string_element (json_object_get_array_member (done,
              "results"), 0));
  g_autoptr (GInputStream) stream = soup_session_send (session, get, NULL,
      NULL);
  gchar head[65536];

  g_assert_cmpint (g_input_stream_read (stream, head, sizeof head, NULL, NULL),
      >, 0);
}
