/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties with which an element reaches the service, for all elements
 * that do. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* How many property ids the properties take. */
#define QWENTTS_N_CONNECTION_PROPERTIES 17

/* What was set; protected by the element's object lock. */
typedef struct
{
  gchar *api_key;
  gchar *api_key_file;
  gchar *base_url;              /* NULL: never set */
  gchar *callback_url;
  gchar *proxy;
  GTlsDatabase *tls_database;
  gchar *ca_file;
  gchar *user_agent;
  guint timeout_s;
  guint task_timeout_s;
  gint retries;
  gdouble backoff_factor_s;
  gdouble backoff_max_s;
  guint poll_interval_ms;
  gboolean cache;
  gchar *cache_dir;
  guint64 cache_max_size;
} QwenttsConnectionProperties;

/* Installs them with the ids from @first_id on. */
void qwentts_connection_properties_install (GObjectClass * klass,
    guint first_id);

void qwentts_connection_properties_init (QwenttsConnectionProperties * self);

void qwentts_connection_properties_clear (QwenttsConnectionProperties * self);

/* @to: empty */
void qwentts_connection_properties_copy (const QwenttsConnectionProperties *
    from, QwenttsConnectionProperties * to);

/* @index: the id less the first. Called with the object lock held.
 *
 * Returns: FALSE if the index is none of ours */
gboolean qwentts_connection_properties_set (QwenttsConnectionProperties * self,
    guint index, const GValue * value);

gboolean qwentts_connection_properties_get (const QwenttsConnectionProperties *
    self, guint index, GValue * value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsConnectionProperties,
    qwentts_connection_properties_clear);

G_END_DECLS
