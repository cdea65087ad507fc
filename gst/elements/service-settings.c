/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/service-settings.h"

#include "api/url.h"
#include "elements/credentials-context.h"
#include "store/places.h"

static const gchar *
get_environment (const gchar * name)
{
  const gchar *value = g_getenv (name);

  return value && *value ? value : NULL;
}

static gboolean
is_set (const gchar * text)
{
  return text && *text;
}

/* The first of: property, file property, context, environment. Nobody may need
 * it: the client tells that there is none, or why. */
static void
find_key (GstElement * element, const QwenttsConnectionProperties * copy,
    QwenttsConnection * connection)
{
  g_autofree gchar *context_file = NULL;
  const gchar *key = NULL;
  const gchar *file = NULL;

  if (is_set (copy->api_key))
    key = copy->api_key;
  else if (is_set (copy->api_key_file))
    file = copy->api_key_file;
  else if ((context_file = qwentts_find_context_key_file (element)))
    file = context_file;
  else if (get_environment ("EVOLINK_API_KEY"))
    key = get_environment ("EVOLINK_API_KEY");
  else
    file = get_environment ("EVOLINK_API_KEY_FILE");

  connection->api_key = file
      ? qwentts_read_key_file (file, &connection->key_error) : g_strdup (key);
}

/* Takes over all but the key. */
static void
fill (QwenttsServiceSettings * settings, QwenttsConnectionProperties * copy)
{
  settings->connection = (QwenttsConnection) {
  .base_url = g_steal_pointer (&copy->base_url),.proxy =
        g_steal_pointer (&copy->proxy),.tls_database =
        g_steal_pointer (&copy->tls_database),.ca_file =
        g_steal_pointer (&copy->ca_file),.user_agent =
        g_steal_pointer (&copy->user_agent),.timeout_s =
        copy->timeout_s,.task_timeout_ms =
        copy->task_timeout_s * 1000,.retries =
        copy->retries,.backoff_factor_s =
        copy->backoff_factor_s,.backoff_max_s =
        copy->backoff_max_s,.poll_interval_ms = copy->poll_interval_ms,};
  settings->callback_url = g_steal_pointer (&copy->callback_url);
  settings->uses_cache = copy->cache;
  settings->cache_dir = g_steal_pointer (&copy->cache_dir);
  settings->cache_max_size = copy->cache_max_size;
}

gboolean
qwentts_service_settings_resolve (GstElement * element,
    const QwenttsConnectionProperties * properties,
    QwenttsServiceSettings * settings, GError ** error)
{
  QwenttsConnection *connection = &settings->connection;
  g_auto (QwenttsConnectionProperties) copy = { 0 };

  /* Everything after works on the copy. */
  GST_OBJECT_LOCK (element);
  qwentts_connection_properties_copy (properties, &copy);
  GST_OBJECT_UNLOCK (element);

  fill (settings, &copy);
  if (connection->base_url == NULL) {
    const gchar *from_environment = get_environment ("EVOLINK_BASE_URL");

    connection->base_url = g_strdup (from_environment ? from_environment
        : QWENTTS_DEFAULT_BASE_URL);
  }
  if (settings->callback_url
      && !qwentts_url_check_callback (settings->callback_url, error))
    return FALSE;

  find_key (element, &copy, connection);
  return TRUE;
}

void
qwentts_service_settings_clear (QwenttsServiceSettings * settings)
{
  qwentts_connection_clear (&settings->connection);
  g_clear_pointer (&settings->callback_url, g_free);
  g_clear_pointer (&settings->cache_dir, g_free);
}

QwenttsStore *
qwentts_service_settings_open_voices (const QwenttsServiceSettings * settings)
{
  g_autofree gchar *folder =
      qwentts_store_get_voices_folder (settings->cache_dir);

  return qwentts_store_new (folder, QWENTTS_KIND_VOICE);
}

QwenttsStore *
qwentts_service_settings_open_speech (const QwenttsServiceSettings * settings)
{
  g_autofree gchar *folder =
      qwentts_store_get_speech_folder (settings->cache_dir);

  return qwentts_store_new_limited (folder, QWENTTS_KIND_SPEECH,
      settings->cache_max_size);
}
