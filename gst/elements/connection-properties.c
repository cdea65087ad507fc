/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/connection-properties.h"

#include "api/connection.h"
#include "elements/string-property.h"

#define DEFAULT_USER_AGENT "gst-qwentts/" PACKAGE_VERSION
#define DEFAULT_TIMEOUT_S 30
#define DEFAULT_TASK_TIMEOUT_S 600
#define DEFAULT_RETRIES 3
#define DEFAULT_BACKOFF_FACTOR_S 1.0
#define DEFAULT_BACKOFF_MAX_S 30.0
#define DEFAULT_POLL_INTERVAL_MS 0
#define DEFAULT_CACHE TRUE
#define DEFAULT_CACHE_MAX_SIZE (G_GUINT64_CONSTANT (1) << 30)

/* In the order in which they are installed. */
enum
{
  API_KEY,
  API_KEY_FILE,
  BASE_URL,
  CALLBACK_URL,
  PROXY,
  TLS_DATABASE,
  CA_FILE,
  USER_AGENT,
  TIMEOUT,
  TASK_TIMEOUT,
  RETRIES,
  RETRY_BACKOFF_FACTOR,
  RETRY_BACKOFF_MAX,
  POLL_INTERVAL,
  CACHE,
  CACHE_DIR,
  CACHE_MAX_SIZE,
  N_PROPERTIES
};

G_STATIC_ASSERT (N_PROPERTIES == QWENTTS_N_CONNECTION_PROPERTIES);

#define FLAGS (G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)
#define READWRITE (FLAGS | G_PARAM_READWRITE)

static void
install_address (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id + API_KEY,
      g_param_spec_string ("api-key", "API key",
          "The service's key; without it that of api-key-file, the context "
          "gst.qwentts.credentials, $EVOLINK_API_KEY or "
          "$EVOLINK_API_KEY_FILE", NULL, FLAGS | G_PARAM_WRITABLE));
  g_object_class_install_property (klass, id + API_KEY_FILE,
      g_param_spec_string ("api-key-file", "API key file",
          "A file that holds the service's key", NULL, READWRITE));
  g_object_class_install_property (klass, id + BASE_URL,
      g_param_spec_string ("base-url", "Base URL",
          "The service's address, https, or http on a loopback host; if never "
          "set, $EVOLINK_BASE_URL wins", QWENTTS_DEFAULT_BASE_URL, READWRITE));
  g_object_class_install_property (klass, id + CALLBACK_URL,
      g_param_spec_string ("callback-url", "Callback URL",
          "An https address that the service calls when a task ends", NULL,
          READWRITE));
  g_object_class_install_property (klass, id + PROXY,
      g_param_spec_string ("proxy", "Proxy",
          "The proxy's address; without it the system's", NULL, READWRITE));
  g_object_class_install_property (klass, id + TLS_DATABASE,
      g_param_spec_object ("tls-database", "TLS database",
          "The certificates to trust; without it those of ca-file or the "
          "system", G_TYPE_TLS_DATABASE, READWRITE));
  g_object_class_install_property (klass, id + CA_FILE,
      g_param_spec_string ("ca-file", "CA file",
          "A PEM file with the certificates to trust; without it the system's",
          NULL, READWRITE));
  g_object_class_install_property (klass, id + USER_AGENT,
      g_param_spec_string ("user-agent", "User agent",
          "What the service is told about who asks", DEFAULT_USER_AGENT,
          READWRITE));
}

static void
install_limits (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id + TIMEOUT,
      g_param_spec_uint ("timeout", "Timeout",
          "Seconds in which nothing moves until an exchange fails (0 = never)",
          0, G_MAXINT, DEFAULT_TIMEOUT_S, READWRITE));
  g_object_class_install_property (klass, id + TASK_TIMEOUT,
      g_param_spec_uint ("task-timeout", "Task timeout",
          "Seconds from the request to the end of its task (0 = no limit)", 0,
          G_MAXUINT / 1000, DEFAULT_TASK_TIMEOUT_S, READWRITE));
  g_object_class_install_property (klass, id + RETRIES,
      g_param_spec_int ("retries", "Retries",
          "Repeats of an exchange that may be repeated (-1 = without end); a "
          "paid request is repeated once at most", -1, G_MAXINT,
          DEFAULT_RETRIES, READWRITE));
  g_object_class_install_property (klass, id + RETRY_BACKOFF_FACTOR,
      g_param_spec_double ("retry-backoff-factor", "Retry backoff factor",
          "Seconds before the first repeat, doubled for each next, with jitter",
          0.0, 86400.0, DEFAULT_BACKOFF_FACTOR_S, READWRITE));
  g_object_class_install_property (klass, id + RETRY_BACKOFF_MAX,
      g_param_spec_double ("retry-backoff-max", "Retry backoff maximum",
          "Seconds before a repeat at most, also where the service asks for "
          "more", 0.0, 86400.0, DEFAULT_BACKOFF_MAX_S, READWRITE));
  g_object_class_install_property (klass, id + POLL_INTERVAL,
      g_param_spec_uint ("poll-interval", "Poll interval",
          "Milliseconds between two looks at a task (0 = adaptive)", 0,
          G_MAXINT, DEFAULT_POLL_INTERVAL_MS, READWRITE));
}

static void
install_cache (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id + CACHE,
      g_param_spec_boolean ("cache", "Cache",
          "Keep results on disk, and use them (a new voice is always kept)",
          DEFAULT_CACHE, READWRITE));
  g_object_class_install_property (klass, id + CACHE_DIR,
      g_param_spec_string ("cache-dir", "Cache directory",
          "The folder in which results are kept; without it voices are in "
          "$XDG_DATA_HOME/gst-qwentts, and speech in "
          "$XDG_CACHE_HOME/gst-qwentts", NULL, READWRITE));
  g_object_class_install_property (klass, id + CACHE_MAX_SIZE,
      g_param_spec_uint64 ("cache-max-size", "Cache maximum size",
          "Bytes of speech on disk at most: what was not used for the longest "
          "time goes first", 0, G_MAXUINT64, DEFAULT_CACHE_MAX_SIZE,
          READWRITE));
}

void
qwentts_connection_properties_install (GObjectClass * klass, guint first_id)
{
  install_address (klass, first_id);
  install_limits (klass, first_id);
  install_cache (klass, first_id);
}

void
qwentts_connection_properties_init (QwenttsConnectionProperties * self)
{
  *self = (QwenttsConnectionProperties) {
  .user_agent = g_strdup (DEFAULT_USER_AGENT),.timeout_s =
        DEFAULT_TIMEOUT_S,.task_timeout_s = DEFAULT_TASK_TIMEOUT_S,.retries =
        DEFAULT_RETRIES,.backoff_factor_s =
        DEFAULT_BACKOFF_FACTOR_S,.backoff_max_s =
        DEFAULT_BACKOFF_MAX_S,.poll_interval_ms =
        DEFAULT_POLL_INTERVAL_MS,.cache = DEFAULT_CACHE,.cache_max_size =
        DEFAULT_CACHE_MAX_SIZE,};
}

void
qwentts_connection_properties_clear (QwenttsConnectionProperties * self)
{
  g_clear_pointer (&self->api_key, qwentts_free_secret);
  g_clear_pointer (&self->api_key_file, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->callback_url, g_free);
  g_clear_pointer (&self->proxy, g_free);
  g_clear_object (&self->tls_database);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->user_agent, g_free);
  g_clear_pointer (&self->cache_dir, g_free);
}

void
qwentts_connection_properties_copy (const QwenttsConnectionProperties * from,
    QwenttsConnectionProperties * to)
{
  *to = *from;
  to->api_key = g_strdup (from->api_key);
  to->api_key_file = g_strdup (from->api_key_file);
  to->base_url = g_strdup (from->base_url);
  to->callback_url = g_strdup (from->callback_url);
  to->proxy = g_strdup (from->proxy);
  to->tls_database = from->tls_database ? g_object_ref (from->tls_database)
      : NULL;
  to->ca_file = g_strdup (from->ca_file);
  to->user_agent = g_strdup (from->user_agent);
  to->cache_dir = g_strdup (from->cache_dir);
}

/* Returns: NULL if it is no text, or the key, which nobody gets */
static gchar **
get_text (QwenttsConnectionProperties * self, guint index)
{
  switch (index) {
    case API_KEY_FILE:
      return &self->api_key_file;
    case BASE_URL:
      return &self->base_url;
    case CALLBACK_URL:
      return &self->callback_url;
    case PROXY:
      return &self->proxy;
    case CA_FILE:
      return &self->ca_file;
    case USER_AGENT:
      return &self->user_agent;
    case CACHE_DIR:
      return &self->cache_dir;
    default:
      return NULL;
  }
}

static gboolean
set_limit (QwenttsConnectionProperties * self, guint index,
    const GValue * value)
{
  switch (index) {
    case TIMEOUT:
      self->timeout_s = g_value_get_uint (value);
      return TRUE;
    case TASK_TIMEOUT:
      self->task_timeout_s = g_value_get_uint (value);
      return TRUE;
    case RETRIES:
      self->retries = g_value_get_int (value);
      return TRUE;
    case RETRY_BACKOFF_FACTOR:
      self->backoff_factor_s = g_value_get_double (value);
      return TRUE;
    case RETRY_BACKOFF_MAX:
      self->backoff_max_s = g_value_get_double (value);
      return TRUE;
    case POLL_INTERVAL:
      self->poll_interval_ms = g_value_get_uint (value);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
qwentts_connection_properties_set (QwenttsConnectionProperties * self,
    guint index, const GValue * value)
{
  gchar **text = get_text (self, index);

  if (text) {
    qwentts_set_string (text, value);
    return TRUE;
  }
  switch (index) {
    case API_KEY:
      qwentts_free_secret (self->api_key);
      self->api_key = g_value_dup_string (value);
      return TRUE;
    case TLS_DATABASE:
      g_set_object (&self->tls_database, g_value_get_object (value));
      return TRUE;
    case CACHE:
      self->cache = g_value_get_boolean (value);
      return TRUE;
    case CACHE_MAX_SIZE:
      self->cache_max_size = g_value_get_uint64 (value);
      return TRUE;
    default:
      return set_limit (self, index, value);
  }
}

static gboolean
get_limit (const QwenttsConnectionProperties * self, guint index,
    GValue * value)
{
  switch (index) {
    case TIMEOUT:
      g_value_set_uint (value, self->timeout_s);
      return TRUE;
    case TASK_TIMEOUT:
      g_value_set_uint (value, self->task_timeout_s);
      return TRUE;
    case RETRIES:
      g_value_set_int (value, self->retries);
      return TRUE;
    case RETRY_BACKOFF_FACTOR:
      g_value_set_double (value, self->backoff_factor_s);
      return TRUE;
    case RETRY_BACKOFF_MAX:
      g_value_set_double (value, self->backoff_max_s);
      return TRUE;
    case POLL_INTERVAL:
      g_value_set_uint (value, self->poll_interval_ms);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
qwentts_connection_properties_get (const QwenttsConnectionProperties * self,
    guint index, GValue * value)
{
  gchar **text = get_text ((QwenttsConnectionProperties *) self, index);

  if (text) {
    g_value_set_string (value, index == BASE_URL && *text == NULL
        ? QWENTTS_DEFAULT_BASE_URL : *text);
    return TRUE;
  }
  switch (index) {
    case TLS_DATABASE:
      g_value_set_object (value, self->tls_database);
      return TRUE;
    case CACHE:
      g_value_set_boolean (value, self->cache);
      return TRUE;
    case CACHE_MAX_SIZE:
      g_value_set_uint64 (value, self->cache_max_size);
      return TRUE;
    default:
      return get_limit (self, index, value);
  }
}
