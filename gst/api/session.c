/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/session.h"

#include <glib/gstdio.h>

#include "api/error.h"
#include "api/proxy-resolver.h"

/* Each job under way holds one, for each of many elements. No limit: at one, a
 * synchronous call of libsoup waits where no cancellable reaches it. */
#define MAX_CONNECTIONS G_MAXINT
#define CA_FILE_MAX_SIZE (16 * 1024 * 1024)

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

/* A pipe would make the caller wait, a device could be without end. */
static gboolean
is_plain_file (const gchar * path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size <= CA_FILE_MAX_SIZE;
}

static GTlsDatabase *
load_ca_file (const gchar * path, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree gchar *absolute = g_canonicalize_filename (path, NULL);
  GTlsDatabase *database = NULL;

  if (is_plain_file (absolute))
    database = g_tls_file_database_new (absolute, &cause);
  if (database == NULL)
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS,
            cause ? cause->message : "not a regular file of sensible size",
            "The property \"ca-file\" is not valid: the file \"%s\" cannot be "
            "read as certificates.", path));
  return database;
}

/* A session wakes the context it is made in at each exchange, and runs timers
 * in it. The application's main loop is not ours to use, so it gets one that
 * nobody runs: calls are synchronous and need none. */
static SoupSession *
make_bare_session (guint timeout_s)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  SoupSession *session;

  g_main_context_push_thread_default (context);
  session =
      soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
      "max-conns-per-host", MAX_CONNECTIONS, "timeout", timeout_s, NULL);
  g_main_context_pop_thread_default (context);
  return session;
}

static SoupSession *
make_session (const QwenttsConnection * connection, GError ** error)
{
  g_autoptr (GProxyResolver) resolver = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (SoupSession) session = NULL;

  if (connection->proxy)
    resolver = g_simple_proxy_resolver_new (connection->proxy, NULL);
  else
    resolver = qwentts_proxy_resolver_new (g_proxy_resolver_get_default ());
  if (connection->tls_database)
    database = g_object_ref (connection->tls_database);
  else if (connection->ca_file) {
    database = load_ca_file (connection->ca_file, error);
    if (database == NULL)
      return NULL;
  }

  session = make_bare_session (connection->timeout_s);
  if (connection->user_agent)
    soup_session_set_user_agent (session, connection->user_agent);
  soup_session_set_proxy_resolver (session, resolver);
  if (database)
    soup_session_set_tls_database (session, database);
  return g_steal_pointer (&session);
}

/* Forgets sessions that nobody holds. */
static void
remove_gone_locked (GPtrArray * held)
{
  GHashTableIter iter;
  gpointer ref;

  g_hash_table_iter_init (&iter, sessions);
  while (g_hash_table_iter_next (&iter, NULL, &ref)) {
    gpointer session = g_weak_ref_get (ref);

    if (session)
      g_ptr_array_add (held, session);
    else
      g_hash_table_iter_remove (&iter);
  }
}

/* Returns: (transfer full) (nullable) */
static SoupSession *
find_locked (const gchar * key)
{
  GWeakRef *ref = g_hash_table_lookup (sessions, key);

  return ref ? g_weak_ref_get (ref) : NULL;
}

static void
insert_locked (const gchar * key, SoupSession * session)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, session);
  g_hash_table_replace (sessions, g_strdup (key), ref);
}

SoupSession *
qwentts_session_find (const QwenttsConnection * connection)
{
  g_autofree gchar *key = make_key (connection);
  SoupSession *session;

  G_LOCK (sessions);
  if (sessions == NULL)
    sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
        free_weak_ref);
  session = find_locked (key);
  G_UNLOCK (sessions);
  return session;
}

SoupSession *
qwentts_session_get (const QwenttsConnection * connection, GError ** error)
{
  g_autofree gchar *key = make_key (connection);
  g_autoptr (SoupSession) made = NULL;
  /* Released after the lock: the last reference may be among them. */
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  SoupSession *session = qwentts_session_find (connection);

  if (session)
    return session;

  /* Reading a file is not for under a lock. */
  made = make_session (connection, error);
  if (made == NULL)
    return NULL;

  G_LOCK (sessions);
  remove_gone_locked (held);
  session = find_locked (key);
  if (session == NULL) {
    session = g_object_ref (made);
    insert_locked (key, session);
  }
  G_UNLOCK (sessions);
  return session;
}
