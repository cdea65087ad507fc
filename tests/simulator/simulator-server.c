/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The two servers and the thread that runs them: a request comes in, is
 * written down, is answered. */
#include "simulator-private.h"

static QwenttsSimulatorKind
classify (gboolean is_file, const gchar * method, const gchar * path)
{
  gboolean is_get = g_str_equal (method, "GET");

  if (is_file)
    return is_get || g_str_equal (method, "HEAD") ? QWENTTS_SIMULATOR_DOWNLOAD
        : QWENTTS_SIMULATOR_OTHER;
  if (g_str_equal (method, "POST")
      && g_str_equal (path, "/v1/audios/generations"))
    return QWENTTS_SIMULATOR_SUBMIT;
  if (is_get && g_str_has_prefix (path, "/v1/tasks/"))
    return QWENTTS_SIMULATOR_POLL;
  if (is_get && g_str_equal (path, "/v1/credits"))
    return QWENTTS_SIMULATOR_CREDITS;
  return QWENTTS_SIMULATOR_OTHER;
}

static void
append_line (const char *name, const char *value, gpointer lines)
{
  g_string_append_printf (lines, "%s: %s\n", name, value);
}

/* Writes it down and wakes those that wait for it. The fault for it is taken
 * in the same moment: whoever has seen the request may clear all faults, and
 * it still meets its own.
 *
 * Returns: (transfer none): as it is in the list, which never shrinks */
static const QwenttsSimulatorRequest *
record (QwenttsSimulator * simulator, SoupServerMessage * message,
    const SimRequest * request, QwenttsSimulatorFault ** fault)
{
  QwenttsSimulatorRequest *copy = g_new0 (QwenttsSimulatorRequest, 1);
  GString *headers = g_string_new (NULL);
  GUri *uri = soup_server_message_get_uri (message);
  const gchar *query = g_uri_get_query (uri);
  const gchar *body = g_bytes_get_data (request->body, NULL);
  GSocketAddress *local = soup_server_message_get_local_address (message);

  soup_message_headers_foreach (request->headers, append_line, headers);
  copy->kind = request->kind;
  copy->method = g_strdup (request->method);
  copy->path = g_strconcat (request->path, query != NULL ? "?" : "",
      query, NULL);
  copy->headers = g_string_free (headers, FALSE);
  copy->body = g_strndup (body != NULL ? body : "",
      g_bytes_get_size (request->body));
  copy->time_us = g_get_monotonic_time ();
  copy->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));

  g_mutex_lock (&simulator->lock);
  g_ptr_array_add (simulator->requests, copy);
  simulator->counts[copy->kind]++;
  *fault = sim_fault_take_next_locked (simulator, copy->kind);
  g_cond_broadcast (&simulator->changed);
  g_mutex_unlock (&simulator->lock);
  return copy;
}

static SimAnswer *
decide (QwenttsSimulator * simulator, const SimRequest * request,
    const QwenttsSimulatorFault * fault)
{
  if (fault == NULL || sim_fault_is_carried_out (fault))
    return sim_service_answer (simulator, request);
  if (fault->lost_before)
    return NULL;
  return sim_answer_new (fault->status, NULL, NULL);
}

static guint
get_status (const SimAnswer * answer, const QwenttsSimulatorFault * fault)
{
  if (answer == NULL)
    return 0;
  return fault != NULL && fault->status != 0 ? fault->status : answer->status;
}

static void
answer_request (QwenttsSimulator * simulator, SoupServer * server,
    SoupServerMessage * message, const SimRequest * request)
{
  g_autoptr (QwenttsSimulatorFault) fault = NULL;
  const QwenttsSimulatorRequest *recorded =
      record (simulator, message, request, &fault);
  g_autoptr (SimAnswer) answer = decide (simulator, request, fault);

  if (answer != NULL && server == simulator->api_server) {
    g_autofree gchar *id = sim_random_name (32);

    soup_message_headers_replace (answer->headers, "x-request-id", id);
  }
  if (simulator->options.answered != NULL)
    simulator->options.answered (recorded, get_status (answer, fault),
        simulator->options.user_data);
  if (fault != NULL)
    sim_raw_send (simulator, server, message, answer, fault);
  else
    sim_answer_send (answer, message);
}

static void
request_read (SoupServer * server, SoupServerMessage * message,
    const char *path, GHashTable * query, gpointer user_data)
{
  QwenttsSimulator *simulator = user_data;
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body
      (message));
  SimRequest request = {
    .method = soup_server_message_get_method (message),
    .path = g_uri_get_path (soup_server_message_get_uri (message)),
    .headers = soup_server_message_get_request_headers (message),
    .body = body,
  };

  request.kind = classify (server == simulator->file_server, request.method,
      request.path);
  answer_request (simulator, server, message, &request);
}

static gchar *
get_url (SoupServer * server)
{
  GSList *uris = soup_server_get_uris (server);
  GUri *uri = uris->data;
  gchar *url = g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uri),
      g_uri_get_port (uri));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

static SoupServer *
listen_on (QwenttsSimulator * simulator, guint port, GError ** error)
{
  GTlsCertificate *certificate = simulator->options.certificate;
  g_autoptr (SoupServer) server = soup_server_new ("raw-paths", TRUE,
      "tls-certificate", certificate, NULL);
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;

  if (certificate != NULL)
    options |= SOUP_SERVER_LISTEN_HTTPS;
  if (!soup_server_listen_local (server, port, options, error))
    return NULL;
  soup_server_add_handler (server, NULL, request_read, simulator, NULL);
  return g_steal_pointer (&server);
}

static gboolean
listen_on_both (QwenttsSimulator * simulator, GError ** error)
{
  simulator->api_server = listen_on (simulator, simulator->options.port, error);
  if (simulator->api_server == NULL)
    return FALSE;
  simulator->file_server =
      listen_on (simulator, simulator->options.audio_port, error);
  if (simulator->file_server == NULL)
    return FALSE;
  simulator->base_url = get_url (simulator->api_server);
  simulator->audio_url = get_url (simulator->file_server);
  return TRUE;
}

static void
disconnect (SoupServer ** server)
{
  if (*server != NULL)
    soup_server_disconnect (*server);
  g_clear_object (server);
}

static gpointer
run (gpointer data)
{
  QwenttsSimulator *simulator = data;
  gboolean is_listening;

  g_main_context_push_thread_default (simulator->context);
  is_listening = listen_on_both (simulator, &simulator->start_error);
  g_mutex_lock (&simulator->lock);
  simulator->is_started = TRUE;
  g_cond_broadcast (&simulator->changed);
  g_mutex_unlock (&simulator->lock);

  if (is_listening)
    g_main_loop_run (simulator->loop);
  g_ptr_array_set_size (simulator->raw_answers, 0);
  disconnect (&simulator->api_server);
  disconnect (&simulator->file_server);
  g_main_context_pop_thread_default (simulator->context);
  return NULL;
}

/* Returns when both listen. */
gboolean
sim_server_start (QwenttsSimulator * simulator, GError ** error)
{
  simulator->thread = g_thread_new ("simulator", run, simulator);
  g_mutex_lock (&simulator->lock);
  while (!simulator->is_started)
    g_cond_wait (&simulator->changed, &simulator->lock);
  g_mutex_unlock (&simulator->lock);

  if (simulator->start_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&simulator->start_error));
  return FALSE;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
sim_server_stop (QwenttsSimulator * simulator)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  /* From inside, so that the loop runs when it is told to end. */
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, quit, simulator->loop, NULL);
  g_source_attach (source, simulator->context);
  g_thread_join (simulator->thread);
}
