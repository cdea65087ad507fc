/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/client.h"

#include "api/client-private.h"
#include "api/error.h"
#include "api/session.h"
#include "api/url.h"

/* A line break in it would become one in each request. */
static gboolean
check_user_agent (const gchar * user_agent, GError ** error)
{
  for (const gchar * c = user_agent; c && *c; c++) {
    if (!g_ascii_iscntrl (*c))
      continue;
    return qwentts_refuse_property (error, "user-agent",
        "it must hold no control character");
  }
  return TRUE;
}

/* One that cannot stand in a header is as good as none. */
static void
drop_bad_key (QwenttsConnection * connection)
{
  if (connection->api_key == NULL)
    return;
  if (*connection->api_key == '\0'
      || !qwentts_check_key (connection->api_key, &connection->key_error))
    g_clear_pointer (&connection->api_key, qwentts_free_secret);
}

QwenttsClient *
qwentts_client_new (const QwenttsConnection * connection, GError ** error)
{
  g_autoptr (SoupSession) session = NULL;
  QwenttsClient *client;

  if (!qwentts_url_check_base (connection->base_url, error)
      || !qwentts_url_check_proxy (connection->proxy, connection->base_url,
          error)
      || !check_user_agent (connection->user_agent, error))
    return NULL;
  /* What is wrong with a file of certificates is told at once. A new session is
   * not for who may ask for nothing. */
  session = connection->ca_file ? qwentts_session_get (connection, error)
      : qwentts_session_find (connection);
  if (session == NULL && connection->ca_file)
    return NULL;

  client = g_atomic_rc_box_new0 (QwenttsClient);
  qwentts_connection_copy (connection, &client->connection);
  drop_bad_key (&client->connection);
  client->session = g_steal_pointer (&session);
  g_mutex_init (&client->lock);
  return client;
}

gboolean
qwentts_client_check_key (QwenttsClient * client, GError ** error)
{
  const QwenttsConnection *connection = &client->connection;

  if (connection->api_key)
    return TRUE;

  g_propagate_error (error, connection->key_error
      ? g_error_copy (connection->key_error)
      : qwentts_error_new (QWENTTS_ERROR_AUTHENTICATION, NULL,
          "There is no API key. Set \"api-key-file\" or \"api-key\", or "
          "EVOLINK_API_KEY or EVOLINK_API_KEY_FILE in the environment."));
  return FALSE;
}

QwenttsClient *
qwentts_client_ref (QwenttsClient * client)
{
  return g_atomic_rc_box_acquire (client);
}

static void
clear (gpointer data)
{
  QwenttsClient *client = data;

  qwentts_connection_clear (&client->connection);
  g_clear_object (&client->session);
  g_mutex_clear (&client->lock);
}

void
qwentts_client_unref (QwenttsClient * client)
{
  g_atomic_rc_box_release_full (client, clear);
}

SoupSession *
qwentts_client_get_session (QwenttsClient * client)
{
  g_autoptr (SoupSession) made = NULL;
  SoupSession *session;

  g_mutex_lock (&client->lock);
  session = client->session;
  g_mutex_unlock (&client->lock);
  if (session)
    return session;

  /* Without certificates to read it cannot fail. */
  made = qwentts_session_get (&client->connection, NULL);
  g_mutex_lock (&client->lock);
  if (client->session == NULL)
    client->session = g_steal_pointer (&made);
  session = client->session;
  g_mutex_unlock (&client->lock);
  return session;
}

void
qwentts_client_get_counters (QwenttsClient * client, QwenttsCounters * counters)
{
  g_mutex_lock (&client->lock);
  *counters = client->counters;
  g_mutex_unlock (&client->lock);
}

void
qwentts_client_count (QwenttsClient * client, guint64 * counter)
{
  g_mutex_lock (&client->lock);
  (*counter)++;
  g_mutex_unlock (&client->lock);
}

gint64
qwentts_client_get_deadline_us (QwenttsClient * client)
{
  if (client->connection.task_timeout_ms == 0)
    return G_MAXINT64;

  return g_get_monotonic_time ()
      + client->connection.task_timeout_ms * G_GINT64_CONSTANT (1000);
}
