/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "connections.h"

#define MAX_THREADS 32

struct _Connections
{
  gchar *target;
  gchar *url;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GSocketService *service;
  GCancellable *cancellable;    /* of all connections */

  GMutex lock;
  GCond ended;
  /* Protected by lock. */
  guint n_connections;          /* so far */
  guint n_open;
};

/* One direction of a connection. */
typedef struct
{
  GOutputStream *to;
  GInputStream *from;
  GCancellable *cancellable;
} Flow;

static gpointer
pass_on (gpointer data)
{
  Flow *flow = data;
  guint8 buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (flow->from, buffer, sizeof buffer,
              flow->cancellable, NULL)) > 0)
    if (!g_output_stream_write_all (flow->to, buffer, n, NULL,
            flow->cancellable, NULL))
      break;
  return NULL;
}

static void
pass_both_ways (Connections * connections, GSocketConnection * incoming)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) outgoing =
      g_socket_client_connect_to_uri (client, connections->target, 80,
      connections->cancellable, NULL);
  GIOStream *in = G_IO_STREAM (incoming);
  GIOStream *out = G_IO_STREAM (outgoing);
  Flow request, answer;
  GThread *thread;

  if (outgoing == NULL)
    return;
  request = (Flow) {
  g_io_stream_get_output_stream (out), g_io_stream_get_input_stream (in),
        connections->cancellable};
  answer = (Flow) {
  g_io_stream_get_output_stream (in), g_io_stream_get_input_stream (out),
        connections->cancellable};
  thread = g_thread_new ("answer", pass_on, &answer);
  pass_on (&request);
  g_io_stream_close (out, NULL, NULL);
  g_thread_join (thread);
}

/* In a thread of its own for each connection. */
static gboolean
run_connection (GThreadedSocketService * service, GSocketConnection * incoming,
    GObject * source, gpointer user_data)
{
  Connections *connections = user_data;

  g_mutex_lock (&connections->lock);
  connections->n_connections++;
  connections->n_open++;
  g_mutex_unlock (&connections->lock);

  pass_both_ways (connections, incoming);

  g_mutex_lock (&connections->lock);
  connections->n_open--;
  g_cond_broadcast (&connections->ended);
  g_mutex_unlock (&connections->lock);
  return TRUE;
}

static gpointer
run (gpointer data)
{
  Connections *connections = data;

  g_main_context_push_thread_default (connections->context);
  g_main_loop_run (connections->loop);
  g_main_context_pop_thread_default (connections->context);
  return NULL;
}

static guint16
listen_on_loopback (Connections * connections)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  g_main_context_push_thread_default (connections->context);
  g_socket_listener_add_address (G_SOCKET_LISTENER (connections->service),
      any_port, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &address,
      &error);
  g_assert_no_error (error);
  g_socket_service_start (connections->service);
  g_main_context_pop_thread_default (connections->context);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

Connections *
connections_new (const gchar * url)
{
  Connections *connections = g_new0 (Connections, 1);

  g_mutex_init (&connections->lock);
  g_cond_init (&connections->ended);
  connections->target = g_strdup (url);
  connections->context = g_main_context_new ();
  connections->loop = g_main_loop_new (connections->context, FALSE);
  connections->cancellable = g_cancellable_new ();
  connections->service = g_threaded_socket_service_new (MAX_THREADS);
  g_signal_connect (connections->service, "run", G_CALLBACK (run_connection),
      connections);
  connections->url = g_strdup_printf ("http://127.0.0.1:%u",
      listen_on_loopback (connections));
  connections->thread = g_thread_new ("connections", run, connections);
  return connections;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* While the loop still runs, in which the accept under way ends. */
static gboolean
stop_listening (gpointer data)
{
  Connections *connections = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_socket_service_stop (connections->service);
  g_socket_listener_close (G_SOCKET_LISTENER (connections->service));
  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_callback (source, quit, connections->loop, NULL);
  g_source_attach (source, connections->context);
  return G_SOURCE_REMOVE;
}

void
connections_free (Connections * connections)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, stop_listening, connections, NULL);
  g_source_attach (source, connections->context);
  g_thread_join (connections->thread);
  g_cancellable_cancel (connections->cancellable);
  g_mutex_lock (&connections->lock);
  while (connections->n_open > 0)
    g_cond_wait (&connections->ended, &connections->lock);
  g_mutex_unlock (&connections->lock);

  g_object_unref (connections->service);
  g_object_unref (connections->cancellable);
  g_main_loop_unref (connections->loop);
  g_main_context_unref (connections->context);
  g_mutex_clear (&connections->lock);
  g_cond_clear (&connections->ended);
  g_free (connections->target);
  g_free (connections->url);
  g_free (connections);
}

const gchar *
connections_get_url (Connections * connections)
{
  return connections->url;
}

guint
connections_count (Connections * connections)
{
  guint count;

  g_mutex_lock (&connections->lock);
  count = connections->n_connections;
  g_mutex_unlock (&connections->lock);
  return count;
}
