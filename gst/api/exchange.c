/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/exchange.h"

#include "api/error.h"

#define READ_SIZE 16384

void
qwentts_answer_clear (QwenttsAnswer * answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->request_id, g_free);
}

/* What is seen of a connection while a request is sent. */
typedef struct
{
  gboolean was_sent;
  gboolean is_untrusted;
} Watch;

static void
note_sending (SoupMessage * message, gpointer user_data)
{
  Watch *watch = user_data;

  watch->was_sent = TRUE;
}

/* A resumed TLS session is accepted whatever its certificate, and sessions are
 * resumed across trust settings within a process (glib-networking 2.74). The
 * certificate is judged all the same, so refuse the connection here, before the
 * request with the key is written. */
static void
judge_certificate (SoupMessage * message, GSocketClientEvent event,
    GIOStream * connection, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GIOStream) base = NULL;

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED
      || !G_IS_TLS_CONNECTION (connection)
      || g_tls_connection_get_peer_certificate_errors (G_TLS_CONNECTION
          (connection)) == 0)
    return;

  watch->is_untrusted = TRUE;
  g_object_get (connection, "base-io-stream", &base, NULL);
  if (G_IS_SOCKET_CONNECTION (base))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION
            (base)), TRUE, TRUE, NULL);
}

static const gchar *
get_host (SoupMessage * message)
{
  return g_uri_get_host (soup_message_get_uri (message));
}

static GError *
make_untrusted_error (SoupMessage * message, const gchar * words)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_NETWORK, words,
      "No secure connection to %s: its certificate is not trusted. Set "
      "\"tls-database\" or \"ca-file\" if it is signed by an authority of your "
      "own.", get_host (message));

  qwentts_error_get_details (error)->is_retryable = FALSE;
  return error;
}

/* The one place in which errors of GIO and libsoup become the caller's. */
static GError *
translate (SoupMessage * message, const Watch * watch, const GError * cause)
{
  const gchar *host = get_host (message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  if ((watch && watch->is_untrusted)
      || g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return make_untrusted_error (message, cause->message);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return qwentts_error_new (QWENTTS_ERROR_TIMEOUT, cause->message,
        "Nothing came from %s for too long. Check the network, or raise "
        "\"timeout\".", host);
  if (cause->domain == G_RESOLVER_ERROR)
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
        "The host %s was not found. Check the network and the address.", host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
        "The host %s refused the connection. Check the address and that the "
        "service runs.", host);
  if (cause->domain == G_TLS_ERROR)
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
        "No secure connection to %s.", host);
  return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
      "The connection to %s broke off.", host);
}

GInputStream *
qwentts_exchange_send (SoupSession * session, SoupMessage * message,
    gboolean * was_sent, GCancellable * cancellable, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GInputStream) stream = NULL;
  Watch watch = { 0 };
  gulong starting;
  gulong network;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  starting = g_signal_connect (message, "starting", G_CALLBACK (note_sending),
      &watch);
  network = g_signal_connect (message, "network-event",
      G_CALLBACK (judge_certificate), &watch);
  stream = soup_session_send (session, message, cancellable, &cause);
  g_signal_handler_disconnect (message, starting);
  g_signal_handler_disconnect (message, network);

  if (was_sent)
    *was_sent = watch.was_sent && !watch.is_untrusted;
  if (stream == NULL) {
    g_propagate_error (error, translate (message, &watch, cause));
    return NULL;
  }
  return g_steal_pointer (&stream);
}

gssize
qwentts_exchange_read (SoupMessage * message, GInputStream * stream,
    gpointer buffer, gsize size, GCancellable * cancellable, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  gssize n = g_input_stream_read (stream, buffer, size, cancellable, &cause);

  if (n < 0)
    g_propagate_error (error, translate (message, NULL, cause));
  return n;
}

static GBytes *
read_body (SoupMessage * message, GInputStream * stream, gsize max_size,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 buffer[READ_SIZE];
  gssize n;

  while ((n = qwentts_exchange_read (message, stream, buffer, sizeof buffer,
              cancellable, error)) > 0) {
    if (body->len + (gsize) n > max_size) {
      g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL,
              "The answer of %s is larger than any answer of the service.",
              get_host (message)));
      return NULL;
    }
    g_byte_array_append (body, buffer, n);
  }

  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

gboolean
qwentts_exchange_run (SoupSession * session, SoupMessage * message,
    gsize max_size, gboolean * was_sent, QwenttsAnswer * answer,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GInputStream) stream = qwentts_exchange_send (session, message,
      was_sent, cancellable, error);

  if (stream == NULL)
    return FALSE;
  answer->body = read_body (message, stream, max_size, cancellable, error);
  if (answer->body == NULL)
    return FALSE;

  answer->status = soup_message_get_status (message);
  answer->request_id = g_strdup (qwentts_get_request_id (message));
  answer->retry_after_s = qwentts_get_retry_after_s (message);
  return TRUE;
}

gdouble
qwentts_get_retry_after_s (SoupMessage * message)
{
  const gchar *value =
      soup_message_headers_get_one (soup_message_get_response_headers (message),
      "Retry-After");
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;
  guint64 seconds;

  if (value == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &seconds, NULL))
    return seconds;

  then = soup_date_time_new_from_http_string (value);
  if (then == NULL)
    return -1;
  now = g_date_time_new_now_utc ();
  return MAX (g_date_time_difference (then, now), 0) / 1e6;
}

const gchar *
qwentts_get_request_id (SoupMessage * message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const gchar *id = soup_message_headers_get_one (headers, "x-request-id");

  return id ? id : soup_message_headers_get_one (headers,
      "x-oneapi-request-id");
}
