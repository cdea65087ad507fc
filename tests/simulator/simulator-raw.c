/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Answers that SoupServer would not give, written to the byte.
 *
 * The connection is taken from SoupServer once the request has been read. All
 * the rest is sources in the simulator's thread, one at a time for each
 * answer, so that none holds up another and all can be thrown away at once. */
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "simulator-private.h"

#define WRITE_SIZE (64 * 1024)
#define WRITES_AT_ONCE 8

/* How often the socket is asked whether the kernel has sent everything. */
#define DRAIN_INTERVAL_MS 1

typedef struct
{
  QwenttsSimulator *simulator;
  SoupServer *server;
  GIOStream *stream;
  GSocket *socket;
  GSocketAddress *local_address;
  GSocketAddress *remote_address;
  GBytes *head;
  GBytes *body;
  gsize size;                   /* of both that is sent */
  gsize offset;                 /* that was sent */
  gsize piece_end;              /* offset at which the present piece ends */
  gsize piece_size;
  guint piece_interval_ms;
  QwenttsSimulatorEnd end;
  gboolean is_last;             /* the connection ends with this answer */
  GSource *source;              /* nullable: what it waits for */
} Raw;

static void write_piece (Raw * raw);

static void
wait_for (Raw * raw, GSource * source, GSourceFunc callback)
{
  if (raw->source != NULL)
    g_source_destroy (raw->source);
  g_clear_pointer (&raw->source, g_source_unref);
  raw->source = source;
  if (source == NULL)
    return;
  g_source_set_callback (source, callback, raw, NULL);
  g_source_attach (source, raw->simulator->context);
}

void
sim_raw_free (gpointer data)
{
  Raw *raw = data;

  wait_for (raw, NULL, NULL);
  /* Else TLS would wait for a client that does not read. */
  if (raw->socket != NULL)
    g_socket_close (raw->socket, NULL);
  g_clear_object (&raw->stream);
  g_clear_object (&raw->socket);
  g_clear_object (&raw->local_address);
  g_clear_object (&raw->remote_address);
  g_bytes_unref (raw->head);
  g_bytes_unref (raw->body);
  g_free (raw);
}

static void
forget (Raw * raw)
{
  g_ptr_array_remove_fast (raw->simulator->raw_answers, raw);
}

static void
close_orderly (Raw * raw)
{
  g_io_stream_close (raw->stream, NULL, NULL);
  forget (raw);
}

static void
reset (Raw * raw)
{
  const struct linger at_once = {.l_onoff = 1,.l_linger = 0 };

  setsockopt (g_socket_get_fd (raw->socket), SOL_SOCKET, SO_LINGER, &at_once,
      sizeof at_once);
  g_socket_close (raw->socket, NULL);
  forget (raw);
}

static gboolean
has_unsent (Raw * raw)
{
  int n_bytes = 0;

  return ioctl (g_socket_get_fd (raw->socket), SIOCOUTQNSD, &n_bytes) == 0
      && n_bytes > 0;
}

/* A reset throws away what the kernel has not sent yet, and ending TLS wants
 * to write: so first everything goes out. */
static gboolean
end_when_drained (gpointer data)
{
  Raw *raw = data;

  if (has_unsent (raw))
    wait_for (raw, g_timeout_source_new (DRAIN_INTERVAL_MS), end_when_drained);
  else if (raw->end == QWENTTS_SIMULATOR_END_RESET)
    reset (raw);
  else
    close_orderly (raw);
  return G_SOURCE_REMOVE;
}

static gboolean
read_while_stalled (GObject * input, gpointer data)
{
  Raw *raw = data;
  gchar buffer[256];
  g_autoptr (GError) error = NULL;
  gssize n_read =
      g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM
      (input), buffer, sizeof buffer, NULL, &error);

  if (n_read > 0 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  close_orderly (raw);
  return G_SOURCE_REMOVE;
}

/* Open, until the client leaves. */
static void
stall (Raw * raw)
{
  GInputStream *input = g_io_stream_get_input_stream (raw->stream);

  wait_for (raw,
      g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (input),
          NULL), G_SOURCE_FUNC (read_while_stalled));
}

/* Back to SoupServer, for the next request. */
static void
hand_back (Raw * raw)
{
  soup_server_accept_iostream (raw->server, raw->stream, raw->local_address,
      raw->remote_address, NULL);
  g_clear_object (&raw->socket);
  forget (raw);
}

static void
finish (Raw * raw)
{
  if (raw->end == QWENTTS_SIMULATOR_END_STALL)
    stall (raw);
  else if (raw->end == QWENTTS_SIMULATOR_END_NORMAL && !raw->is_last)
    hand_back (raw);
  else
    end_when_drained (raw);
}

static gboolean
begin_piece (gpointer data)
{
  Raw *raw = data;

  raw->piece_end = raw->size;
  if (raw->piece_size > 0)
    raw->piece_end = MIN (raw->offset + raw->piece_size, raw->size);
  write_piece (raw);
  return G_SOURCE_REMOVE;
}

static gboolean
write_ready (GObject * output, gpointer data)
{
  write_piece (data);
  return G_SOURCE_REMOVE;
}

/* Returns: as g_pollable_output_stream_write_nonblocking () */
static gssize
write_some (Raw * raw, GPollableOutputStream * output, GError ** error)
{
  gsize size, offset = raw->offset;
  const guint8 *data = g_bytes_get_data (raw->head, &size);

  if (offset >= size) {
    offset -= size;
    data = g_bytes_get_data (raw->body, &size);
  }
  size = MIN (size - offset, raw->piece_end - raw->offset);
  return g_pollable_output_stream_write_nonblocking (output, data + offset,
      MIN (size, WRITE_SIZE), NULL, error);
}

static void
write_piece (Raw * raw)
{
  GPollableOutputStream *output =
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (raw->stream));
  guint n_writes;

  for (n_writes = 0; raw->offset < raw->piece_end && n_writes < WRITES_AT_ONCE;
      n_writes++) {
    g_autoptr (GError) error = NULL;
    gssize written = write_some (raw, output, &error);

    if (written > 0) {
      raw->offset += written;
    } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
      break;
    } else {
      close_orderly (raw);
      return;
    }
  }
  if (raw->offset < raw->piece_end)
    wait_for (raw, g_pollable_output_stream_create_source (output, NULL),
        G_SOURCE_FUNC (write_ready));
  else if (raw->offset < raw->size)
    wait_for (raw, g_timeout_source_new (raw->piece_interval_ms), begin_piece);
  else
    finish (raw);
}

/* A header that the fault names takes the place of the answer's own. */
static void
remove_replaced (SimAnswer * answer, const gchar * lines)
{
  g_auto (GStrv) split = g_strsplit (lines, "\r\n", -1);
  guint i;

  for (i = 0; split[i] != NULL; i++) {
    gchar *colon = strchr (split[i], ':');

    if (colon == NULL || colon == split[i])
      continue;
    *colon = '\0';
    soup_message_headers_remove (answer->headers, split[i]);
  }
}

static void
apply_fault (SimAnswer * answer, const QwenttsSimulatorFault * fault)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree gchar *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  soup_message_headers_replace (answer->headers, "Date", date);
  if (fault->status != 0) {
    answer->status = fault->status;
    g_bytes_unref (answer->body);
    answer->body = g_bytes_new (NULL, 0);
  }
  if (fault->body != NULL) {
    g_bytes_unref (answer->body);
    answer->body = g_bytes_ref (fault->body);
  }
  if (fault->content_type != NULL)
    soup_message_headers_replace (answer->headers, "Content-Type",
        fault->content_type);
  if (!fault->has_no_length)
    soup_message_headers_set_content_length (answer->headers,
        g_bytes_get_size (answer->body));
  if (fault->headers != NULL)
    remove_replaced (answer, fault->headers);
}

static gsize
get_cut_size (gsize size, const QwenttsSimulatorFault * fault)
{
  if (fault->end == QWENTTS_SIMULATOR_END_NORMAL)
    return size;
  if (fault->cut < 0)
    return (guint64) - fault->cut >= size ? 0 : size + fault->cut;
  return MIN ((guint64) fault->cut, size);
}

static GSocket *
find_socket (GIOStream * stream)
{
  g_autoptr (GIOStream) base = NULL;

  if (G_IS_SOCKET_CONNECTION (stream))
    return g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION
            (stream)));
  g_object_get (stream, "base-io-stream", &base, NULL);
  return find_socket (base);
}

/* Without libsoup's wrapping, which would become one layer thicker each time
 * the connection is handed back. Its buffer is empty: the client waits for the
 * answer. */
static GIOStream *
steal_stream (SoupServerMessage * message)
{
  g_autoptr (GIOStream) wrapped =
      soup_server_message_steal_connection (message);
  GIOStream *stream = NULL;

  g_object_get (wrapped, "base-iostream", &stream, NULL);
  return stream;
}

static gboolean
says_close (const gchar * lines)
{
  g_autofree gchar *lower =
      lines != NULL ? g_ascii_strdown (lines, -1) : g_strdup ("");

  return strstr (lower, "connection: close") != NULL;
}

static Raw *
raw_new (QwenttsSimulator * simulator, SoupServerMessage * message,
    SimAnswer * answer, const QwenttsSimulatorFault * fault)
{
  Raw *raw = g_new0 (Raw, 1);
  gboolean has_body = answer != NULL
      && soup_server_message_get_method (message) != SOUP_METHOD_HEAD;

  raw->simulator = simulator;
  raw->is_last = fault->has_no_length || says_close (fault->headers)
      || soup_message_headers_header_contains
      (soup_server_message_get_request_headers (message), "Connection",
      "close");
  raw->end = fault->end;
  raw->piece_size = MAX (fault->trickle_size, 0);
  raw->piece_interval_ms = fault->trickle_ms;
  if (answer != NULL) {
    apply_fault (answer, fault);
    raw->head = sim_answer_compose_head (answer, fault->headers);
  } else {
    raw->head = g_bytes_new (NULL, 0);
    if (raw->end == QWENTTS_SIMULATOR_END_NORMAL)
      raw->end = QWENTTS_SIMULATOR_END_CLOSE;
  }
  raw->body = has_body ? g_bytes_ref (answer->body) : g_bytes_new (NULL, 0);
  raw->size = get_cut_size (g_bytes_get_size (raw->head)
      + g_bytes_get_size (raw->body), fault);
  return raw;
}

/* Takes the connection of @message, whose request has been read, and gives it
 * back after an answer with END_NORMAL.
 *
 * @answer: NULL: nothing is sent */
void
sim_raw_send (QwenttsSimulator * simulator, SoupServer * server,
    SoupServerMessage * message, SimAnswer * answer,
    const QwenttsSimulatorFault * fault)
{
  Raw *raw = raw_new (simulator, message, answer, fault);
  GSocketAddress *local = soup_server_message_get_local_address (message);
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  raw->server = server;
  raw->local_address = g_object_ref (local);
  raw->remote_address = g_object_ref (remote);
  raw->stream = steal_stream (message);
  raw->socket = find_socket (raw->stream);
  g_ptr_array_add (simulator->raw_answers, raw);

  if (fault->delay_ms > 0)
    wait_for (raw, g_timeout_source_new (fault->delay_ms), begin_piece);
  else
    begin_piece (raw);
}

void
sim_raw_end_stalled (QwenttsSimulator * simulator)
{
  guint i = simulator->raw_answers->len;

  while (i-- > 0) {
    Raw *raw = g_ptr_array_index (simulator->raw_answers, i);

    if (raw->end != QWENTTS_SIMULATOR_END_STALL)
      continue;
    raw->end = QWENTTS_SIMULATOR_END_CLOSE;
    if (raw->offset == raw->size)
      end_when_drained (raw);
  }
}
