/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/proxy-resolver.h"

#include "api/url.h"

struct _QwenttsProxyResolver
{
  GObject parent;

  /* Never changed. */
  GProxyResolver *system;
};

static void proxy_resolver_iface_init (GProxyResolverInterface * iface);

G_DEFINE_TYPE_WITH_CODE (QwenttsProxyResolver, qwentts_proxy_resolver,
    G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
        proxy_resolver_iface_init));

static gboolean
is_supported (GProxyResolver * resolver)
{
  return TRUE;
}

static gchar **
lookup (GProxyResolver * resolver, const gchar * url,
    GCancellable * cancellable, GError ** error)
{
  static const gchar *const direct[] = { "direct://", NULL };

  if (qwentts_url_is_loopback (url))
    return g_strdupv ((gchar **) direct);

  return g_proxy_resolver_lookup (QWENTTS_PROXY_RESOLVER (resolver)->system,
      url, cancellable, error);
}

static void
lookup_in_thread (GTask * task, gpointer resolver, gpointer url,
    GCancellable * cancellable)
{
  GError *error = NULL;
  gchar **proxies = lookup (resolver, url, cancellable, &error);

  if (proxies)
    g_task_return_pointer (task, proxies, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
lookup_async (GProxyResolver * resolver, const gchar * url,
    GCancellable * cancellable, GAsyncReadyCallback callback,
    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback,
      user_data);

  g_task_set_task_data (task, g_strdup (url), g_free);
  g_task_run_in_thread (task, lookup_in_thread);
}

static gchar **
lookup_finish (GProxyResolver * resolver, GAsyncResult * result,
    GError ** error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
proxy_resolver_iface_init (GProxyResolverInterface * iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
qwentts_proxy_resolver_init (QwenttsProxyResolver * self)
{
}

static void
finalize (GObject * object)
{
  g_clear_object (&QWENTTS_PROXY_RESOLVER (object)->system);
  G_OBJECT_CLASS (qwentts_proxy_resolver_parent_class)->finalize (object);
}

static void
qwentts_proxy_resolver_class_init (QwenttsProxyResolverClass * klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

GProxyResolver *
qwentts_proxy_resolver_new (GProxyResolver * system)
{
  QwenttsProxyResolver *self = g_object_new (QWENTTS_TYPE_PROXY_RESOLVER,
      NULL);

  self->system = g_object_ref (system);
  return G_PROXY_RESOLVER (self);
}
