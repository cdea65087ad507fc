/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One answer as the service would give it, before anything is done to it. */
#include <sys/random.h>

#include "simulator-private.h"

/* @content_type: (nullable)
 * @body: (nullable): empty */
SimAnswer *
sim_answer_new (guint status, const gchar * content_type, GBytes * body)
{
  SimAnswer *answer = g_new0 (SimAnswer, 1);

  answer->status = status;
  answer->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (content_type != NULL)
    soup_message_headers_replace (answer->headers, "Content-Type",
        content_type);
  answer->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  return answer;
}

SimAnswer *
sim_answer_new_json (guint status, const gchar * json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return sim_answer_new (status, "application/json", body);
}

/* The body that all of the service's pages show for errors. */
SimAnswer *
sim_answer_new_error (guint status, const gchar * code, const gchar * type,
    const gchar * format, ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree gchar *message = NULL;
  g_autofree gchar *json = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, type);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  return sim_answer_new_json (status, json);
}

void
sim_answer_free (SimAnswer * answer)
{
  soup_message_headers_unref (answer->headers);
  g_bytes_unref (answer->body);
  g_free (answer);
}

/* If-Range with another ETag, or a date, means: all of it. */
static gboolean
wants_whole (SimAnswer * answer, SoupMessageHeaders * request)
{
  const gchar *condition = soup_message_headers_get_one (request, "If-Range");
  const gchar *etag = soup_message_headers_get_one (answer->headers, "ETag");

  return condition != NULL && g_strcmp0 (condition, etag) != 0;
}

/* Makes a 206 or 416 of a whole file when one range is asked for. Done here
 * and not by SoupServer, which knows no If-Range, and so that faults have it
 * too. */
void
sim_answer_take_range (SimAnswer * answer, SoupMessageHeaders * request)
{
  goffset size = g_bytes_get_size (answer->body);
  g_autoptr (GBytes) whole = NULL;
  SoupRange *ranges = NULL;
  goffset start, end;
  int n_ranges = 0;

  if (soup_message_headers_get_one (request, "Range") == NULL
      || wants_whole (answer, request)
      || !soup_message_headers_get_ranges (request, size, &ranges, &n_ranges))
    return;
  if (n_ranges != 1) {
    soup_message_headers_free_ranges (request, ranges);
    return;
  }
  start = ranges[0].start;
  end = ranges[0].end;
  soup_message_headers_free_ranges (request, ranges);

  whole = g_steal_pointer (&answer->body);
  if (start >= size || end < start) {
    g_autofree gchar *content_range =
        g_strdup_printf ("bytes */%" G_GINT64_FORMAT, (gint64) size);

    answer->status = 416;
    answer->body = g_bytes_new (NULL, 0);
    soup_message_headers_remove (answer->headers, "Content-Type");
    soup_message_headers_replace (answer->headers, "Content-Range",
        content_range);
    return;
  }
  end = MIN (end, size - 1);
  answer->status = 206;
  answer->body = g_bytes_new_from_bytes (whole, start, end - start + 1);
  soup_message_headers_set_content_range (answer->headers, start, end, size);
}

static void
append_header (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

/* Through SoupServer. */
void
sim_answer_send (SimAnswer * answer, SoupServerMessage * message)
{
  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_headers_foreach (answer->headers, append_header,
      soup_server_message_get_response_headers (message));
  if (g_bytes_get_size (answer->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body
        (message), answer->body);
  /* Otherwise SoupServer cuts ranges out of a 200 by itself. */
  soup_message_headers_remove (soup_server_message_get_request_headers
      (message), "Range");
}

static void
append_line (const char *name, const char *value, gpointer head)
{
  g_string_append_printf (head, "%s: %s\r\n", name, value);
}

/* Status line, headers and the empty line, as bytes.
 *
 * @more_lines: (nullable): put in as they are */
GBytes *
sim_answer_compose_head (SimAnswer * answer, const gchar * more_lines)
{
  GString *head = g_string_new (NULL);

  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", answer->status,
      soup_status_get_phrase (answer->status));
  soup_message_headers_foreach (answer->headers, append_line, head);
  if (more_lines != NULL)
    g_string_append (head, more_lines);
  g_string_append (head, "\r\n");
  return g_string_free_to_bytes (head);
}

/* Small letters and digits that cannot be guessed. */
gchar *
sim_random_name (guint length)
{
  static const gchar letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  gchar *name = g_new0 (gchar, length + 1);
  guint8 random[64] = { 0 };
  guint i;

  g_assert (length <= sizeof random);
  if (getentropy (random, length) != 0)
    g_error ("No random bytes: %s", g_strerror (errno));
  for (i = 0; i < length; i++)
    name[i] = letters[random[i] % (sizeof letters - 1)];
  return name;
}
