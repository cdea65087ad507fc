/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/exchange.h"

#include "api/deadline.h"
#include "api/error.h"

#define READ_SIZE 16384
/* libsoup sends a request again by itself: a GET when a connection that was kept
 * dies, any when an HTTP/2 server refuses the stream, and that without end. */
#define MAX_SENDS_OF_GET 3

void
qwentts_answer_clear (QwenttsAnswer * answer)
{
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_pointer (&answer->request_id, g_free);
}

/* What is seen of a connection while a request is sent. */
typedef struct
{
  guint n_sends;
  gboolean is_untrusted;
  QwenttsDeadline *deadline;
} Watch;

static void
note_sending (SoupMessage * message, gpointer user_data)
{
  Watch *watch = user_data;
  gboolean is_get = g_str_equal (soup_message_get_method (message), "GET");

  /* Whether it is sent once more is decided by whoever knows what it costs. */
  if (watch->n_sends >= (is_get ? MAX_SENDS_OF_GET : 1))
    g_cancellable_cancel (qwentts_deadline_get_cancellable (watch->deadline));
  watch->n_sends++;
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
translate (SoupMessage * message, const GError * cause)
{
  const gchar *host = get_host (message);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (cause);
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
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
        "The host %s (or the proxy on the way to it) refused the connection. "
        "Check the address and that the service runs.", host);
  /* libsoup parses a head that was cut, too, so this says no more. */
  if (g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
        "The answer of %s broke off or is no HTTP. Check the network and the "
        "address.", host);
  if (cause->domain == G_TLS_ERROR)
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
        "No secure connection to %s.", host);
  return qwentts_error_new (QWENTTS_ERROR_NETWORK, cause->message,
      "The connection to %s broke off. Check the network, then ask anew.",
      host);
}

/* A proxy that makes no tunnel answers in place of the service. */
static GError *
make_proxy_error (SoupMessage * message)
{
  guint status = soup_message_get_status (message);
  g_autofree gchar *words =
      qwentts_show (soup_message_get_reason_phrase (message), NULL);
  GError *error = qwentts_error_new (QWENTTS_ERROR_NETWORK, words,
      "The proxy made no connection to %s (HTTP %u). Check \"proxy\".",
      get_host (message), status);

  qwentts_error_get_details (error)->http_status_code = status;
  qwentts_error_get_details (error)->is_retryable = status >= 500;
  return error;
}

/* Given up by ourselves. */
static GError *
make_given_up_error (SoupMessage * message, const Watch * watch)
{
  if (watch->n_sends > 1)
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
        "The connection to %s broke off each time.", get_host (message));
  return qwentts_error_new (QWENTTS_ERROR_TIMEOUT, NULL,
      "The answer of %s did not begin in time. Check the network, or raise "
      "\"timeout\".", get_host (message));
}

/* What is wrong with the exchange so far; NULL if nothing is. */
static GError *
judge_exchange (SoupMessage * message, const Watch * watch,
    const GError * cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return qwentts_deadline_has_passed (watch->deadline)
        ? make_given_up_error (message, watch) : g_error_copy (cause);
  if (watch->is_untrusted)
    return make_untrusted_error (message, cause ? cause->message : NULL);
  if (cause)
    return translate (message, cause);
  return watch->n_sends ? NULL : make_proxy_error (message);
}

GInputStream *
qwentts_exchange_send (SoupSession * session, SoupMessage * message,
    gint64 deadline_us, gboolean * was_sent, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (QwenttsDeadline) deadline = qwentts_deadline_new (deadline_us,
      cancellable);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GInputStream) stream = NULL;
  Watch watch = {.deadline = deadline };
  gulong handlers[2];
  GError *failure;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* Sizes are those of the bytes that travel, and a small answer stays small. */
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  soup_message_headers_replace (soup_message_get_request_headers (message),
      "Accept-Encoding", "identity");
  /* It would read all of an answer that asks for a password into memory, and
   * sends requests again. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  handlers[0] = g_signal_connect (message, "starting",
      G_CALLBACK (note_sending), &watch);
  handlers[1] = g_signal_connect (message, "network-event",
      G_CALLBACK (judge_certificate), &watch);
  stream = soup_session_send (session, message,
      qwentts_deadline_get_cancellable (deadline), &cause);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (message, handlers[i]);

  if (was_sent)
    *was_sent = watch.n_sends && !watch.is_untrusted;
  failure = judge_exchange (message, &watch, cause);
  if (failure) {
    g_propagate_error (error, failure);
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
    g_propagate_error (error, translate (message, cause));
  return n;
}

static GError *
make_too_large_error (SoupMessage * message)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL,
      "The answer of %s is larger than any answer of the service.",
      get_host (message));

  qwentts_error_get_details (error)->http_status_code =
      soup_message_get_status (message);
  return error;
}

/* Of an answer with "Connection: close" libsoup takes any end for the end. */
static gboolean
is_cut_short (SoupMessage * message, gsize size)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) ==
      SOUP_ENCODING_CONTENT_LENGTH
      && !soup_message_headers_get_one (headers, "Content-Encoding")
      && size < (guint64) soup_message_headers_get_content_length (headers);
}

GBytes *
qwentts_exchange_read_body (SoupMessage * message, GInputStream * stream,
    gsize max_size, GCancellable * cancellable, GError ** error)
{
  gboolean is_refusal =
      !SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message));
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 buffer[READ_SIZE];
  GError *cause = NULL;
  gssize n;

  while ((n = qwentts_exchange_read (message, stream, buffer, sizeof buffer,
              cancellable, &cause)) > 0) {
    if (body->len + (gsize) n > max_size) {
      cause = make_too_large_error (message);
      break;
    }
    g_byte_array_append (body, buffer, n);
  }

  if (cause == NULL && is_cut_short (message, body->len))
    cause = qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
        "The answer of %s broke off.", get_host (message));
  if (cause && is_refusal && cause->domain == QWENTTS_ERROR)
    g_clear_error (&cause);
  if (cause) {
    g_propagate_error (error, cause);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

gboolean
qwentts_exchange_run (SoupSession * session, SoupMessage * message,
    gsize max_size, gboolean * was_sent, QwenttsAnswer * answer,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (GInputStream) stream = qwentts_exchange_send (session, message,
      G_MAXINT64, was_sent, cancellable, error);

  if (stream == NULL)
    return FALSE;
  answer->body = qwentts_exchange_read_body (message, stream, max_size,
      cancellable, error);
  if (answer->body == NULL)
    return FALSE;

  answer->status = soup_message_get_status (message);
  answer->tells_end = qwentts_exchange_tells_end (message);
  answer->request_id = g_strdup (qwentts_get_request_id (message));
  answer->retry_after_s = qwentts_get_retry_after_s (message);
  return TRUE;
}

gboolean
qwentts_exchange_tells_end (SoupMessage * message)
{
  return
      soup_message_headers_get_encoding (soup_message_get_response_headers
      (message)) != SOUP_ENCODING_EOF;
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

  return id && *id ? id : soup_message_headers_get_one (headers,
      "x-oneapi-request-id");
}
