/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether a callback_url is one that the service takes. Nothing is ever sent
 * there. */
#include <string.h>

#include "simulator-private.h"

#define MAX_LENGTH 2048

static GInetAddress *
unmap (GInetAddress * address)
{
  static const guint8 prefix[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix,
        G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_internal_address (GInetAddress * mapped)
{
  g_autoptr (GInetAddress) address = unmap (mapped);
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && (bytes[0] & 0xfe) == 0xfc)
    return TRUE;
  return g_inet_address_get_is_any (address)
      || g_inet_address_get_is_loopback (address)
      || g_inet_address_get_is_link_local (address)
      || g_inet_address_get_is_site_local (address);
}

static gboolean
is_internal_host (const gchar * host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree gchar *lower = g_ascii_strdown (host, -1);

  if (address != NULL)
    return is_internal_address (address);
  return g_str_equal (lower, "localhost")
      || g_str_has_suffix (lower, ".localhost");
}

gboolean
sim_callback_url_is_allowed (const gchar * url)
{
  g_autoptr (GUri) uri = NULL;
  const gchar *host;

  if (g_utf8_strlen (url, -1) > MAX_LENGTH)
    return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
      || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  return host != NULL && *host != '\0' && !is_internal_host (host);
}
