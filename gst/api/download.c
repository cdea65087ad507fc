/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/download.h"

#include <string.h>

#include "api/client-private.h"
#include "api/deadline.h"
#include "api/error.h"
#include "api/exchange.h"
#include "api/service-error.h"
#include "api/url.h"

#define MAX_REDIRECTS 5
/* A connection is made, secured and answered in so many of its time-outs. */
#define HEAD_TIMEOUTS 3
/* So much of a refusal is read to be quoted. */
#define REFUSAL_MAX_SIZE 65536
/* After so many bytes without a failure the failures before are forgotten. */
#define PROGRESS_SIZE (1024 * 1024)

struct _QwenttsDownload
{
  QwenttsClient *client;
  gchar *url;

  /* The transfer under way; NULL between two. */
  SoupMessage *message;
  GInputStream *stream;

  /* Of the whole file, from the first answer on: a later one must agree. */
  gboolean is_known;            /* a head that was not cut has come */
  guint64 size;                 /* 0: not told yet */
  gchar *etag;                  /* NULL: none */

  guint64 offset;               /* bytes that the caller has */
  guint64 skip;                 /* bytes of this transfer that it has already */
  gboolean has_bytes;           /* of this transfer */
  gboolean is_resumed;          /* it began where the one before broke off */
  guint n_failed;               /* in a row */
  guint64 failed_offset;
};

static void
close_transfer (QwenttsDownload * download)
{
  g_clear_object (&download->stream);
  g_clear_object (&download->message);
}

void
qwentts_download_free (QwenttsDownload * download)
{
  close_transfer (download);
  qwentts_client_unref (download->client);
  g_free (download->url);
  g_free (download->etag);
  g_free (download);
}

guint64
qwentts_download_get_size (QwenttsDownload * download)
{
  return download->size;
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307
      || status == 308;
}

static GError *
protocol_error (const gchar * text)
{
  return qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL, "%s", text);
}

/* The key goes to the API host only, even if that host put it into the address
 * of a file. */
static GUri *
parse_url (QwenttsDownload * download, const gchar * url, GError ** error)
{
  const gchar *key = download->client->connection.api_key;
  /* Sent is what it means, not how it is written. */
  g_autoptr (GBytes) meaning = g_uri_unescape_bytes (url, -1, NULL, NULL);
  gsize size = 0;
  const gchar *data = meaning ? g_bytes_get_data (meaning, &size) : NULL;

  if (strstr (url, key) || (data && memmem (data, size, key, strlen (key)))) {
    g_propagate_error (error, protocol_error ("The service named an address "
            "for the audio that holds the API key."));
    return NULL;
  }
  return qwentts_url_parse_result (url, error);
}

static GUri *
get_redirect (QwenttsDownload * download, SoupMessage * message,
    GError ** error)
{
  const gchar *location =
      soup_message_headers_get_one (soup_message_get_response_headers (message),
      "Location");
  g_autoptr (GUri) uri = location
      ? g_uri_parse_relative (soup_message_get_uri (message), location,
      SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  g_autofree gchar *url = uri ? g_uri_to_string (uri) : NULL;

  if (url)
    return parse_url (download, url, error);
  g_propagate_error (error, protocol_error ("The address of the audio file "
          "redirects to no address."));
  return NULL;
}

static SoupMessage *
make_message (QwenttsDownload * download, GUri * uri)
{
  SoupMessage *message = soup_message_new_from_uri ("GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (download->offset == 0)
    return message;

  soup_message_headers_set_range (headers, download->offset, -1);
  /* A weak one does not tell whether the bytes are the same. */
  if (download->etag && !g_str_has_prefix (download->etag, "W/"))
    soup_message_headers_replace (headers, "If-Range", download->etag);
  return message;
}

/* When what is not audio must have come: the time-out of the connection begins
 * anew with each byte, so a server could hold a transfer for ever. */
static gint64
get_deadline_us (QwenttsDownload * download)
{
  guint timeout_s = download->client->connection.timeout_s;

  return timeout_s == 0 ? G_MAXINT64 : g_get_monotonic_time ()
  + HEAD_TIMEOUTS * (gint64) timeout_s *G_USEC_PER_SEC;
}

static GError *
make_refusal (QwenttsDownload * download, SoupMessage * message,
    GInputStream * stream, GCancellable * cancellable)
{
  g_autoptr (QwenttsDeadline) deadline =
      qwentts_deadline_new (get_deadline_us (download), cancellable);
  guint status = soup_message_get_status (message);
  GError *error = NULL;
  g_autoptr (GBytes) body = qwentts_exchange_read_body (message, stream,
      REFUSAL_MAX_SIZE, qwentts_deadline_get_cancellable (deadline), &error);

  if (body == NULL && qwentts_deadline_has_passed (deadline)) {
    /* The status says enough. */
    g_clear_error (&error);
    body = g_bytes_new (NULL, 0);
  }
  if (body == NULL)
    return error;
  error = qwentts_error_from_answer (status, body,
      qwentts_get_request_id (message), download->client->connection.api_key);
  qwentts_error_get_details (error)->retry_after_s =
      qwentts_get_retry_after_s (message);
  g_free (error->message);
  error->message = g_strdup_printf ("The audio file could not be downloaded "
      "(HTTP %u).%s", status, status == 404 || status == 410 || status == 403
      ? " Links live for 24 hours: ask for the text anew." : "");
  return error;
}

/* An answer that does not fit to the one before. If its head may have been cut,
 * another will tell. */
static gboolean
refuse_transfer (SoupMessage * message, const gchar * text, GError ** error)
{
  g_propagate_error (error, qwentts_exchange_tells_end (message)
      ? protocol_error (text) : qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
          "%s", text));
  return FALSE;
}

/* The size of the whole file and where in it the transfer starts. */
static gboolean
read_extent (QwenttsDownload * download, SoupMessage * message,
    guint64 * start, guint64 * size, GError ** error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  goffset first = 0, last = 0, total = 0;

  *start = 0;
  *size = 0;
  if (soup_message_get_status (message) == SOUP_STATUS_PARTIAL_CONTENT) {
    if (!soup_message_headers_get_content_range (headers, &first, &last,
            &total) || (guint64) first > download->offset)
      return refuse_transfer (message, "The server of the audio file answered "
          "with another part of it than was asked for.", error);
    *start = first;
    *size = MAX (total, 0);
  } else if (soup_message_headers_get_encoding (headers) ==
      SOUP_ENCODING_CONTENT_LENGTH) {
    *size = soup_message_headers_get_content_length (headers);
  }
  return TRUE;
}

/* A transfer that is taken up again must be of the same file. */
static gboolean
accept_transfer (QwenttsDownload * download, SoupMessage * message,
    GError ** error)
{
  const gchar *etag =
      soup_message_headers_get_one (soup_message_get_response_headers (message),
      "ETag");
  guint64 start, size;

  if (!read_extent (download, message, &start, &size, error))
    return FALSE;
  if (size > QWENTTS_AUDIO_MAX_SIZE) {
    g_propagate_error (error, protocol_error ("The audio file is larger than "
            "512 MiB, which no request makes."));
    return FALSE;
  }
  if (download->is_known && ((size && download->size && size != download->size)
          || g_strcmp0 (etag, download->etag) != 0))
    return refuse_transfer (message, "The audio file changed while it was "
        "downloaded.", error);

  if (!download->is_known) {
    g_free (download->etag);
    download->etag = g_strdup (etag);
  }
  if (download->size == 0)
    download->size = size;
  download->is_known |= qwentts_exchange_tells_end (message);
  download->has_bytes = FALSE;
  download->skip = download->offset - start;
  download->is_resumed = download->skip == 0;
  return TRUE;
}

/* Starts a transfer of what is missing, from the address at the end of the
 * redirects. */
static gboolean
start_transfer (QwenttsDownload * download, GCancellable * cancellable,
    GError ** error)
{
  SoupSession *session = qwentts_client_get_session (download->client);
  g_autoptr (GUri) uri = parse_url (download, download->url, error);

  for (guint n_redirects = 0; uri; n_redirects++) {
    g_autoptr (SoupMessage) message = make_message (download, uri);
    g_autoptr (GInputStream) stream = qwentts_exchange_send (session, message,
        get_deadline_us (download), NULL, cancellable, error);
    guint status = soup_message_get_status (message);

    if (stream == NULL)
      return FALSE;
    if (status == SOUP_STATUS_OK || status == SOUP_STATUS_PARTIAL_CONTENT) {
      if (!accept_transfer (download, message, error))
        return FALSE;
      download->message = g_steal_pointer (&message);
      download->stream = g_steal_pointer (&stream);
      return TRUE;
    }
    if (!is_redirect (status)) {
      g_propagate_error (error, make_refusal (download, message, stream,
              cancellable));
      return FALSE;
    }
    if (n_redirects == MAX_REDIRECTS) {
      g_propagate_error (error, protocol_error ("The address of the audio file "
              "redirects too often."));
      return FALSE;
    }
    g_clear_pointer (&uri, g_uri_unref);
    uri = get_redirect (download, message, error);
  }
  return FALSE;
}

/* Waits before the next transfer, or fails for good. */
static gboolean
back_off (QwenttsDownload * download, GError * failure,
    GCancellable * cancellable, GError ** error)
{
  close_transfer (download);
  /* Progress that costs the whole file again each time does not count. */
  if (download->offset >= download->failed_offset + PROGRESS_SIZE
      && download->is_resumed)
    download->n_failed = 0;
  download->failed_offset = download->offset;

  if (failure->domain == QWENTTS_ERROR) {
    qwentts_error_get_details (failure)->is_download = TRUE;
    qwentts_error_redact (failure, download->client->connection.api_key);
  }
  if (!qwentts_is_passing_failure (failure)) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  return qwentts_client_back_off (download->client, &download->n_failed,
      failure, G_MAXINT64, cancellable, error);
}

static gboolean
ensure_transfer (QwenttsDownload * download, GCancellable * cancellable,
    GError ** error)
{
  while (download->stream == NULL) {
    GError *failure = NULL;

    if (start_transfer (download, cancellable, &failure))
      return TRUE;
    if (!back_off (download, failure, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

QwenttsDownload *
qwentts_download_open (QwenttsClient * client, const gchar * url,
    GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsDownload) download = g_new0 (QwenttsDownload, 1);

  download->client = qwentts_client_ref (client);
  download->url = g_strdup (url);
  qwentts_client_count (client, &client->counters.downloads);
  if (!ensure_transfer (download, cancellable, error))
    return NULL;
  return g_steal_pointer (&download);
}

/* Reads what the transfer has, after what the caller has of it already.
 *
 * Returns: 0 at the end */
static gssize
read_transfer (QwenttsDownload * download, gpointer buffer, gsize size,
    GCancellable * cancellable, GError ** error)
{
  gssize n;

  do {
    n = qwentts_exchange_read (download->message, download->stream, buffer,
        download->skip ? MIN (size, download->skip) : size, cancellable, error);
    if (n <= 0 || download->skip == 0)
      break;
    download->skip -= n;
  } while (TRUE);

  download->has_bytes |= n > 0;
  download->is_known |= n > 0;
  return n;
}

/* Whether the end of the transfer is the end of the file. */
static gboolean
is_whole (QwenttsDownload * download)
{
  if (download->skip > 0)
    return FALSE;
  if (download->size > 0)
    return download->offset == download->size;
  return download->has_bytes || qwentts_exchange_tells_end (download->message);
}

/* What is wrong with @n more bytes. */
static GError *
judge_bytes (QwenttsDownload * download, gssize n)
{
  if (n == 0 && !is_whole (download))
    return qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
        "The audio file broke off.");
  if (download->offset + n > QWENTTS_AUDIO_MAX_SIZE)
    return protocol_error ("The audio file is larger than 512 MiB, which no "
        "request makes.");
  if (download->size && download->offset + n > download->size)
    return protocol_error ("The audio file is larger than its server said.");
  return NULL;
}

gssize
qwentts_download_read (QwenttsDownload * download, gpointer buffer, gsize size,
    GCancellable * cancellable, GError ** error)
{
  while (TRUE) {
    GError *failure = NULL;
    gssize n;

    if (!ensure_transfer (download, cancellable, error))
      return -1;
    n = read_transfer (download, buffer, size, cancellable, &failure);
    if (n >= 0)
      failure = judge_bytes (download, n);
    if (failure == NULL) {
      download->offset += n;
      return n;
    }
    if (!back_off (download, failure, cancellable, error))
      return -1;
  }
}
