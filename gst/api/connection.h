/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How the service is reached: what all calls have in common. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define QWENTTS_DEFAULT_BASE_URL "https://api.evolink.ai"

/* Plain values; whoever owns the struct owns the strings. */
typedef struct
{
  gchar *base_url;
  gchar *api_key;               /* NULL: none; nothing can be asked */
  GError *key_error;            /* why there is none; NULL: none was given */
  gchar *proxy;                 /* NULL: the system's */
  GTlsDatabase *tls_database;   /* NULL: ca_file */
  gchar *ca_file;               /* NULL: the system's */
  gchar *user_agent;
  guint timeout_s;              /* an exchange in which nothing moves; 0: none */
  guint task_timeout_ms;        /* submit to terminal state; 0: none */
  gint retries;                 /* -1: without end */
  gdouble backoff_factor_s;
  gdouble backoff_max_s;
  guint poll_interval_ms;       /* 0: adaptive */
} QwenttsConnection;

void qwentts_connection_copy (const QwenttsConnection * from,
    QwenttsConnection * to);

void qwentts_connection_clear (QwenttsConnection * connection);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsConnection, qwentts_connection_clear);

/* Wipes the secret from memory before it is freed. */
void qwentts_free_secret (gchar * secret);

/* Whether a key can stand in a header: visible ASCII. The error does not show
 * it.
 *
 * Errors: QWENTTS_ERROR_AUTHENTICATION */
gboolean qwentts_check_key (const gchar * key, GError ** error);

/* Reads the key that a regular file of at most 4 KiB holds, white space
 * trimmed.
 *
 * Errors: QWENTTS_ERROR_AUTHENTICATION */
gchar *qwentts_read_key_file (const gchar * path, GError ** error);

G_END_DECLS
