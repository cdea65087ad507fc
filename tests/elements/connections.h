/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A server on loopback that passes on to another and counts connections. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Connections Connections;

/* @url: to where it passes on, "http://127.0.0.1:PORT" */
Connections *connections_new (const gchar * url);

void connections_free (Connections * connections);

/* "http://127.0.0.1:PORT" */
const gchar *connections_get_url (Connections * connections);

/* How many were made so far. */
guint connections_count (Connections * connections);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connections, connections_free);

G_END_DECLS
