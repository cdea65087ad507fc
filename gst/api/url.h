/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Which URLs are accepted, for what. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The service's address: https, or http on a loopback host only, so that the
 * key never crosses a network in the clear; no user, query or fragment.
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_url_check_base (const gchar * url, GError ** error);

/* An address the service will call: https, no user, no internal host, at most
 * 2048 characters. Source: the service's pages, `callback_url`.
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_url_check_callback (const gchar * url, GError ** error);

/* A proxy's address, of a kind that GIO knows; on this machine if the service's
 * address is plain http.
 *
 * @url: (nullable): the system's
 * @base_url: checked
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_url_check_proxy (const gchar * url, const gchar * base_url,
    GError ** error);

/* Whether it leads to this machine, whatever names are resolved to. */
gboolean qwentts_url_is_loopback (const gchar * url);

/* Where the service says a file is: http or https, any host.
 *
 * Returns: (transfer full): NULL with QWENTTS_ERROR_PROTOCOL */
GUri *qwentts_url_parse_result (const gchar * url, GError ** error);

/* The address of a call: the base without its last slashes, then the path. */
gchar *qwentts_url_join (const gchar * base, const gchar * path);

G_END_DECLS
