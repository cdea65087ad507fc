/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One HTTP exchange, from the request to the whole answer or its start. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  guint status;
  GBytes *body;
  gboolean tells_end;           /* see qwentts_exchange_tells_end() */
  gchar *request_id;            /* NULL: the answer has none */
  gdouble retry_after_s;        /* negative: the answer has none */
} QwenttsAnswer;

void qwentts_answer_clear (QwenttsAnswer * answer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsAnswer, qwentts_answer_clear);

/* Sends a request and reads the head of the answer. Follows no redirect, answers
 * no request for a password, takes no compressed body. Refuses a server whose
 * certificate is not trusted before anything is sent.
 *
 * @deadline_us: when the head must be there; G_MAXINT64: never
 * @was_sent: (out) (optional): whether any of the request may have left
 *
 * Returns: (transfer full): the body; NULL with QWENTTS_ERROR_NETWORK,
 *   QWENTTS_ERROR_TIMEOUT or G_IO_ERROR_CANCELLED */
GInputStream *qwentts_exchange_send (SoupSession * session,
    SoupMessage * message, gint64 deadline_us, gboolean * was_sent,
    GCancellable * cancellable, GError ** error);

/* Reads a body to its end. Of a refusal, which is only quoted, what has come
 * before it broke off or grew too large is enough.
 *
 * Errors: as above, and QWENTTS_ERROR_PROTOCOL for more than @max_size bytes */
GBytes *qwentts_exchange_read_body (SoupMessage * message,
    GInputStream * stream, gsize max_size, GCancellable * cancellable,
    GError ** error);

/* Sends a request and reads the whole answer, at most @max_size bytes of body.
 *
 * Errors: as above, and QWENTTS_ERROR_PROTOCOL for a larger body */
gboolean qwentts_exchange_run (SoupSession * session, SoupMessage * message,
    gsize max_size, gboolean * was_sent, QwenttsAnswer * answer,
    GCancellable * cancellable, GError ** error);

/* Reads the next bytes of a body, with the errors above. */
gssize qwentts_exchange_read (SoupMessage * message, GInputStream * stream,
    gpointer buffer, gsize size, GCancellable * cancellable, GError ** error);

/* Whether the answer says where it ends. One that does not may have been cut
 * anywhere: in its body, and also in its head, where libsoup takes a connection
 * that ends behind a line for the end of the head, with an empty body. */
gboolean qwentts_exchange_tells_end (SoupMessage * message);

/* `Retry-After` of an answer in seconds, as a number or a date; negative where
 * there is none. */
gdouble qwentts_get_retry_after_s (SoupMessage * message);

/* The id under which the service keeps the request, NULL if it tells none. */
const gchar *qwentts_get_request_id (SoupMessage * message);

G_END_DECLS
