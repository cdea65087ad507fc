/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/url.h"

#include <gio/gio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "api/error.h"

#define CALLBACK_MAX_LENGTH 2048

#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
  "0123456789"

/* A name or an address. GUri takes line breaks, spaces and much else in a host,
 * and decodes them, so that they would get into a header. */
static gboolean
is_host (const gchar * host)
{
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  gsize length = strspn (host, is_ipv6 ? ALPHANUMERIC ":.%-_"
      : ALPHANUMERIC "-._");

  return length > 0 && host[length] == '\0' && strstr (host, "..") == NULL;
}

static GUri *
parse (const gchar * url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || !is_host (g_uri_get_host (uri)))
    return NULL;

  return g_steal_pointer (&uri);
}

static gboolean
is_local_name (const gchar * host)
{
  g_autofree gchar *name = g_ascii_strdown (host, -1);
  gsize length = strlen (name);

  if (length > 0 && name[length - 1] == '.')
    name[length - 1] = '\0';
  return g_str_equal (name, "localhost") || g_str_has_suffix (name,
      ".localhost");
}

/* An IPv4 address written within an IPv6 one (::ffff:a.b.c.d, ::a.b.c.d), or
 * the address itself. */
static GInetAddress *
unmap_address (GInetAddress * address)
{
  static const guint8 mapped[12] = {[10] = 0xff,[11] = 0xff };
  static const guint8 compatible[12] = { 0 };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_object_ref (address);
  if (memcmp (bytes, mapped, 12) != 0
      && (memcmp (bytes, compatible, 12) != 0 || (bytes[12] == 0
              && bytes[13] == 0)))
    return g_object_ref (address);

  return g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);
}

static gboolean
is_internal_address (GInetAddress * written)
{
  g_autoptr (GInetAddress) address = unmap_address (written);
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_is_loopback (address)
      || g_inet_address_get_is_any (address)
      || g_inet_address_get_is_link_local (address)
      || g_inet_address_get_is_site_local (address))
    return TRUE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return bytes[0] == 0 || bytes[0] == 127;
  return (bytes[0] & 0xfe) == 0xfc;     /* fc00::/7, unique local */
}

/* Hosts that are numbers in a way of their own ("127.1", "0x7f000001",
 * "2130706433") are addresses for many resolvers; so are those with the name of
 * an interface ("fe80::1%eth0"). */
static gboolean
is_odd_number (const gchar * host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n_labels = g_strv_length (labels);
  const gchar *last;

  if (strchr (host, ':'))
    return TRUE;
  if (n_labels > 1 && *labels[n_labels - 1] == '\0')
    n_labels--;
  last = labels[n_labels - 1];
  return g_ascii_strncasecmp (last, "0x", 2) == 0
      || strspn (last, "0123456789") == strlen (last);
}

static gboolean
is_internal_host (const gchar * host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address)
    return is_internal_address (address);

  return is_local_name (host) || is_odd_number (host);
}

static gboolean
is_loopback_host (const gchar * host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address)
    return g_inet_address_get_is_loopback (address);

  return is_local_name (host);
}

gboolean
qwentts_url_is_loopback (const gchar * url)
{
  g_autoptr (GUri) uri = parse (url);

  return uri && is_loopback_host (g_uri_get_host (uri));
}

gboolean
qwentts_url_check_base (const gchar * url, GError ** error)
{
  g_autoptr (GUri) uri = url ? parse (url) : NULL;

  if (uri == NULL)
    return qwentts_refuse_property (error, "base-url",
        "it must be an address such as https://api.evolink.ai");
  if (g_uri_get_userinfo (uri) || g_uri_get_query (uri)
      || g_uri_get_fragment (uri))
    return qwentts_refuse_property (error, "base-url",
        "it must hold no user, query or fragment");
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  if (!g_str_equal (g_uri_get_scheme (uri), "http"))
    return qwentts_refuse_property (error, "base-url",
        "it must begin with https://");
  if (!is_loopback_host (g_uri_get_host (uri)))
    return qwentts_refuse_property (error, "base-url",
        "plain http:// is for loopback hosts only, since the key would cross "
        "the network in the clear; use https://");
  return TRUE;
}

gboolean
qwentts_url_check_callback (const gchar * url, GError ** error)
{
  g_autoptr (GUri) uri = parse (url);

  if (uri == NULL || !g_str_equal (g_uri_get_scheme (uri), "https"))
    return qwentts_refuse_property (error, "callback-url",
        "it must be an address that begins with https://");
  if (g_utf8_strlen (url, -1) > CALLBACK_MAX_LENGTH)
    return qwentts_refuse_property (error, "callback-url",
        "it must not be longer than 2048 characters");
  if (g_uri_get_userinfo (uri))
    return qwentts_refuse_property (error, "callback-url",
        "it must hold no user or password");
  if (is_internal_host (g_uri_get_host (uri)))
    return qwentts_refuse_property (error, "callback-url",
        "the service calls no internal host, so it must be a public one");
  return TRUE;
}

gboolean
qwentts_url_check_proxy (const gchar * url, const gchar * base_url,
    GError ** error)
{
  static const gchar *const schemes[] = { "http", "https", "socks", "socks4",
    "socks4a", "socks5", NULL
  };
  g_autoptr (GUri) base = NULL;
  g_autoptr (GUri) uri = NULL;

  if (url == NULL || g_str_equal (url, "direct://"))
    return TRUE;
  base = parse (base_url);
  uri = parse (url);
  if (uri == NULL || !g_strv_contains (schemes, g_uri_get_scheme (uri)))
    return qwentts_refuse_property (error, "proxy",
        "it must be an address such as http://proxy.example:3128");
  if (g_uri_get_userinfo (uri))
    return qwentts_refuse_property (error, "proxy",
        "it must hold no user or password, which could be read from it");
  if (g_str_equal (g_uri_get_scheme (base), "http")
      && !is_loopback_host (g_uri_get_host (uri)))
    return qwentts_refuse_property (error, "proxy",
        "with a \"base-url\" of plain http:// it must be on this machine, "
        "since the key would cross the network in the clear");
  return TRUE;
}

GUri *
qwentts_url_parse_result (const gchar * url, GError ** error)
{
  g_autoptr (GUri) uri = parse (url);
  g_autofree gchar *words = NULL;

  if (uri && (g_str_equal (g_uri_get_scheme (uri), "https")
          || g_str_equal (g_uri_get_scheme (uri), "http")))
    return g_steal_pointer (&uri);

  words = qwentts_show (url, NULL);
  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_PROTOCOL, words,
          "The service named an address for the audio that is not http or "
          "https."));
  return NULL;
}

gchar *
qwentts_url_join (const gchar * base, const gchar * path)
{
  gsize length = strlen (base);

  while (length > 0 && base[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s%s", (gint) length, base, path);
}
