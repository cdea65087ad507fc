/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/session.h"

#include "api/error.h"

/* Each segment under way holds one connection at most, for each of many
 * elements; libsoup's own limit is two a host. */
#define MAX_CONNECTIONS 256

G_LOCK_DEFINE_STATIC (sessions);
/* Protected by the lock above: from settings to a GWeakRef of a session. */
static GHashTable *sessions;

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gchar *
make_key (const QwenttsConnection * connection)
{
  return g_strdup_printf ("%s\n%p\n%s\n%s\n%u",
      connection->proxy ? connection->proxy : "",
      (gpointer) connection->tls_database,
      connection->ca_file ? connection->ca_file : "",
      connection->user_agent ? connection->user_agent : "",
      connection->timeout_s);
}

static GProxyResolver *
make_proxy_resolver (const gchar * proxy, GError ** error)
{
  if (!g_uri_is_valid (proxy, G_URI_FLAGS_NONE, NULL)) {
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS, NULL,
            "The property \"proxy\" is not valid: it must be an address such "
            "as http://proxy.example:3128."));
    return NULL;
  }
  return g_simple_proxy_resolver_new (proxy, NULL);
}

static GTlsDatabase *
load_ca_file (const gchar * path, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree gchar *absolute = g_canonicalize_filename (path, NULL);
  GTlsDatabase *database = g_tls_file_database_new (absolute, &cause);

  if (database == NULL)
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS,
            cause->message, "The property \"ca-file\" is not valid: the file "
            "\"%s\" cannot be read as certificates.", path));
  return database;
}

static SoupSession *
make_session (const QwenttsConnection * connection, GError ** error)
{
  g_autoptr (GProxyResolver) resolver = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (SoupSession) session = NULL;

  if (connection->proxy) {
    resolver = make_proxy_resolver (connection->proxy, error);
    if (resolver == NULL)
      return NULL;
  }
  if (connection->tls_database)
    database = g_object_ref (connection->tls_database);
  else if (connection->ca_file) {
    database = load_ca_file (connection->ca_file, error);
    if (database == NULL)
      return NULL;
  }

  session =
      soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
      "max-conns-per-host", MAX_CONNECTIONS, "timeout", connection->timeout_s,
      NULL);
  if (connection->user_agent)
    soup_session_set_user_agent (session, connection->user_agent);
  if (resolver)
    soup_session_set_proxy_resolver (session, resolver);
  if (database)
    soup_session_set_tls_database (session, database);
  return g_steal_pointer (&session);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  g_autoptr (GObject) session = g_weak_ref_get (value);

  return session == NULL;
}

SoupSession *
qwentts_session_get (const QwenttsConnection * connection, GError ** error)
{
  g_autofree gchar *key = make_key (connection);
  SoupSession *session = NULL;
  GWeakRef *ref;

  G_LOCK (sessions);
  if (sessions == NULL)
    sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
        free_weak_ref);
  ref = g_hash_table_lookup (sessions, key);
  if (ref)
    session = g_weak_ref_get (ref);
  G_UNLOCK (sessions);
  if (session)
    return session;

  session = make_session (connection, error);
  if (session == NULL)
    return NULL;

  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, session);
  G_LOCK (sessions);
  g_hash_table_foreach_remove (sessions, is_gone, NULL);
  g_hash_table_replace (sessions, g_steal_pointer (&key), ref);
  G_UNLOCK (sessions);
  return session;
}
