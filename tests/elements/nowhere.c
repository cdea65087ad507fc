/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "nowhere.h"

struct _Nowhere
{
  GSocket *socket;
  gchar *url;
};

Nowhere *
nowhere_new (void)
{
  Nowhere *nowhere = g_new0 (Nowhere, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  nowhere->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
      G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (nowhere->socket, any_port, FALSE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (nowhere->socket, &error);
  g_assert_no_error (error);
  nowhere->url = g_strdup_printf ("http://127.0.0.1:%u",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return nowhere;
}

void
nowhere_free (Nowhere * nowhere)
{
  g_object_unref (nowhere->socket);
  g_free (nowhere->url);
  g_free (nowhere);
}

const gchar *
nowhere_get_url (Nowhere * nowhere)
{
  return nowhere->url;
}

/* A resolver that finds nothing. */

#define TYPE_EMPTY_RESOLVER (empty_resolver_get_type ())
G_DECLARE_FINAL_TYPE (EmptyResolver, empty_resolver, EMPTY, RESOLVER,
    GResolver);

struct _EmptyResolver
{
  GResolver parent;
};

G_DEFINE_FINAL_TYPE (EmptyResolver, empty_resolver, G_TYPE_RESOLVER);

static GError *
make_error (const gchar * name)
{
  return g_error_new (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
      "There is no “%s”", name);
}

static GList *
look_up (GResolver * resolver, const gchar * name, GCancellable * cancellable,
    GError ** error)
{
  g_propagate_error (error, make_error (name));
  return NULL;
}

static GList *
look_up_with_flags (GResolver * resolver, const gchar * name,
    GResolverNameLookupFlags flags, GCancellable * cancellable, GError ** error)
{
  return look_up (resolver, name, cancellable, error);
}

static void
look_up_async (GResolver * resolver, const gchar * name,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  g_task_report_error (resolver, callback, user_data, NULL, make_error (name));
}

static void
look_up_with_flags_async (GResolver * resolver, const gchar * name,
    GResolverNameLookupFlags flags, GCancellable * cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  look_up_async (resolver, name, cancellable, callback, user_data);
}

static GList *
look_up_finish (GResolver * resolver, GAsyncResult * result, GError ** error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
empty_resolver_class_init (EmptyResolverClass * klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name = look_up;
  resolver_class->lookup_by_name_async = look_up_async;
  resolver_class->lookup_by_name_finish = look_up_finish;
  resolver_class->lookup_by_name_with_flags = look_up_with_flags;
  resolver_class->lookup_by_name_with_flags_async = look_up_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = look_up_finish;
}

static void
empty_resolver_init (EmptyResolver * self)
{
}

void
nowhere_forget_names (void)
{
  g_autoptr (GResolver) resolver = g_object_new (TYPE_EMPTY_RESOLVER, NULL);

  g_resolver_set_default (resolver);
}
