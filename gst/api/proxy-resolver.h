/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The system's proxies, but none on the way to this machine: there the key may
 * go in plain http, which must not cross a network. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define QWENTTS_TYPE_PROXY_RESOLVER (qwentts_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (QwenttsProxyResolver, qwentts_proxy_resolver, QWENTTS,
    PROXY_RESOLVER, GObject);

/* @system: asked for all other hosts */
GProxyResolver *qwentts_proxy_resolver_new (GProxyResolver * system);

G_END_DECLS
