/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "test-client.h"

#include <string.h>

#define TIMEOUT_S 30

void
answer_free (Answer * answer)
{
  soup_message_headers_unref (answer->headers);
  g_bytes_unref (answer->bytes);
  g_free (answer->body);
  g_clear_pointer (&answer->json, json_node_unref);
  g_free (answer);
}

static gboolean
accept_any (SoupMessage * message, GTlsCertificate * certificate,
    GTlsCertificateFlags errors, gpointer user_data)
{
  return TRUE;
}

static void
add_header (SoupMessage * message, const gchar * header)
{
  g_auto (GStrv) pair = g_strsplit (header, ": ", 2);

  soup_message_headers_replace (soup_message_get_request_headers (message),
      pair[0], pair[1]);
}

Answer *
client_send (const gchar * method, const gchar * url, const gchar * headers,
    const gchar * json)
{
  g_autoptr (SoupSession) session =
      soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_auto (GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);
  g_autoptr (GError) error = NULL;
  Answer *answer = g_new0 (Answer, 1);
  const gchar *data;
  guint i;

  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_any),
      NULL);
  if (json != NULL) {
    g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

    soup_message_set_request_body_from_bytes (message, "application/json",
        body);
  }
  for (i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    add_header (message, lines[i]);
  answer->bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (answer->bytes, NULL);
  answer->status = soup_message_get_status (message);
  answer->headers =
      soup_message_headers_ref (soup_message_get_response_headers (message));
  answer->body = g_strndup (data != NULL ? data : "",
      g_bytes_get_size (answer->bytes));
  answer->json = json_from_string (answer->body, NULL);
  return answer;
}

static Answer *
send_with_key (QwenttsSimulator * simulator, const gchar * method,
    const gchar * path, const gchar * header, const gchar * json)
{
  g_autofree gchar *url =
      g_strconcat (qwentts_simulator_get_base_url (simulator), path, NULL);
  g_autofree gchar *headers = g_strdup_printf ("Authorization: Bearer %s\n%s",
      qwentts_simulator_get_api_key (simulator), header != NULL ? header : "");

  return client_send (method, url, headers, json);
}

Answer *
client_post (QwenttsSimulator * simulator, const gchar * json,
    const gchar * header)
{
  return send_with_key (simulator, "POST", "/v1/audios/generations", header,
      json);
}

Answer *
client_get (QwenttsSimulator * simulator, const gchar * path)
{
  return send_with_key (simulator, "GET", path, NULL, NULL);
}

Answer *
client_download (const gchar * url, const gchar * header)
{
  return client_send ("GET", url, header, NULL);
}

const gchar *
answer_get (Answer * answer, const gchar * path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = answer->json;
  guint i;

  for (i = 0; names[i] != NULL && node != NULL; i++) {
    if (JSON_NODE_HOLDS_OBJECT (node))
      node = json_object_get_member (json_node_get_object (node), names[i]);
    else if (JSON_NODE_HOLDS_ARRAY (node))
      node = json_array_get_element (json_node_get_array (node),
          g_ascii_strtoull (names[i], NULL, 10));
    else
      return NULL;
  }
  return node != NULL ? json_node_get_string (node) : NULL;
}

gchar *
client_submit (QwenttsSimulator * simulator, const gchar * json)
{
  g_autoptr (Answer) answer = client_post (simulator, json, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_get (answer, "status"), ==, "pending");
  return g_strdup (answer_get (answer, "id"));
}

Answer *
client_poll (QwenttsSimulator * simulator, const gchar * id)
{
  g_autofree gchar *path = g_strconcat ("/v1/tasks/", id, NULL);

  return client_get (simulator, path);
}

gchar *
speech_json (QwenttsSimulator * simulator, const gchar * prompt)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree gchar *quoted =
      json_to_string (json_node_init_string (node, prompt), FALSE);

  return g_strdup_printf ("{\"model\":\"qwen3-tts-vd\",\"prompt\":%s,"
      "\"voice\":\"%s\"}", quoted, qwentts_simulator_get_voice (simulator));
}

gchar *
client_speak (QwenttsSimulator * simulator, const gchar * prompt)
{
  g_autofree gchar *json = speech_json (simulator, prompt);
  g_autofree gchar *id = client_submit (simulator, json);
  g_autoptr (Answer) answer = client_poll (simulator, id);

  g_assert_cmpstr (answer_get (answer, "status"), ==, "completed");
  return g_strdup (answer_get (answer, "results.0"));
}

gchar *
client_design (QwenttsSimulator * simulator, const gchar * prompt,
    const gchar * more, gchar ** url)
{
  g_autofree gchar *json = g_strdup_printf ("{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"%s\",\"preview_text\":\"Good evening.\","
      "\"preferred_name\":\"tester_1\"%s}", prompt, more);
  g_autofree gchar *id = client_submit (simulator, json);
  g_autoptr (Answer) answer = client_poll (simulator, id);

  g_assert_cmpstr (answer_get (answer, "status"), ==, "completed");
  g_assert_cmpstr (answer_get (answer, "results.0"), ==,
      answer_get (answer, "result_data.preview_audio_url"));
  if (url != NULL)
    *url = g_strdup (answer_get (answer, "results.0"));
  return g_strdup (answer_get (answer, "result_data.voice"));
}

Answer *
client_speak_with (QwenttsSimulator * simulator, const gchar * voice)
{
  g_autofree gchar *json = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"Hello.\",\"voice\":\"%s\"}", voice);
  g_autoptr (Answer) first = client_post (simulator, json, NULL);

  if (first->status != 200)
    return g_steal_pointer (&first);
  return client_poll (simulator, answer_get (first, "id"));
}

static gboolean
accept_any_tls (GTlsConnection * connection, GTlsCertificate * certificate,
    GTlsCertificateFlags errors, gpointer user_data)
{
  return TRUE;
}

static void
prepare_tls (GSocketClient * client, GSocketClientEvent event,
    GSocketConnectable * connectable, GIOStream * connection,
    gpointer user_data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (connection, "accept-certificate",
        G_CALLBACK (accept_any_tls), NULL);
}

GIOStream *
raw_connect (const gchar * url)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, TIMEOUT_S);
  g_socket_client_set_tls (client, g_str_has_prefix (url, "https"));
  g_signal_connect (client, "event", G_CALLBACK (prepare_tls), NULL);
  connection = g_socket_client_connect_to_uri (client, url, 80, NULL, &error);
  g_assert_no_error (error);
  return G_IO_STREAM (connection);
}

void
raw_get (GIOStream * stream, const gchar * url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autofree gchar *request =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n",
      g_uri_get_path (uri), g_uri_get_host (uri), g_uri_get_port (uri));
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), request,
      strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
}

GBytes *
raw_read (GIOStream * stream, gsize size)
{
  g_autofree guint8 *data = g_malloc (MAX (size, 1));
  g_autoptr (GError) error = NULL;
  gsize n_read;

  g_input_stream_read_all (g_io_stream_get_input_stream (stream), data, size,
      &n_read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_read, ==, size);
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

GBytes *
raw_read_all (GIOStream * stream, gboolean * was_reset)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  GByteArray *array = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 buffer[65536];
  gssize n_read;

  while ((n_read = g_input_stream_read (input, buffer, sizeof buffer, NULL,
              &error)) > 0)
    g_byte_array_append (array, buffer, n_read);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  *was_reset = error != NULL;
  return g_byte_array_free_to_bytes (array);
}

gboolean
raw_is_silent (GIOStream * stream)
{
  GSocket *socket =
      g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));

  return g_socket_condition_check (socket, G_IO_IN) == 0;
}
