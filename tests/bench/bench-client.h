/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A bare libsoup client, as one would write it in an afternoon: the peer of the
 * benchmarks of latency. An error ends the benchmark. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  const gchar *base_url;
  const gchar *api_key;
} BenchServer;

/* A request with the key. */
SoupMessage *bench_client_make_message (const BenchServer * server,
    const gchar * method, const gchar * path);

/* Returns: (transfer full): the answer */
JsonObject *bench_client_ask (SoupSession * session, SoupMessage * message);

/* Submits a body. */
JsonObject *bench_client_submit (SoupSession * session,
    const BenchServer * server, const gchar * body);

/* Asks for the state of the task once. */
JsonObject *bench_client_poll (SoupSession * session,
    const BenchServer * server, JsonObject * task);

/* Reads the first bytes of the file that a completed task names. */
void bench_client_read_head (SoupSession * session, JsonObject * done);

G_END_DECLS
