/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Connections to the service, shared in the process by all who reach it in the
 * same way. */
#pragma once

#include <libsoup/soup.h>

#include "api/connection.h"

G_BEGIN_DECLS

/* That of these settings, if somebody holds it.
 *
 * Returns: (transfer full) (nullable) */
SoupSession *qwentts_session_find (const QwenttsConnection * connection);

/* The session of these settings (proxy, trust, user agent, time-out). Lives as
 * long as somebody holds it. May read the file of certificates.
 *
 * @connection: with a proxy that qwentts_url_check_proxy() takes
 *
 * Returns: (transfer full): NULL with QWENTTS_ERROR_SETTINGS */
SoupSession *qwentts_session_get (const QwenttsConnection * connection,
    GError ** error);

G_END_DECLS
