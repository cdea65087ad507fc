/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/error.h"

#define SHOWN_MAX_SIZE 500

static void
qwentts_error_private_init (QwenttsErrorPrivate * priv)
{
  priv->retry_after_s = -1;
}

static void
qwentts_error_private_copy (const QwenttsErrorPrivate * from,
    QwenttsErrorPrivate * to)
{
  *to = *from;
  to->api_code = g_strdup (from->api_code);
  to->api_type = g_strdup (from->api_type);
  to->task_id = g_strdup (from->task_id);
  to->request_id = g_strdup (from->request_id);
  to->service_words = g_strdup (from->service_words);
}

static void
qwentts_error_private_clear (QwenttsErrorPrivate * priv)
{
  g_free (priv->api_code);
  g_free (priv->api_type);
  g_free (priv->task_id);
  g_free (priv->request_id);
  g_free (priv->service_words);
}

G_DEFINE_EXTENDED_ERROR (QwenttsError, qwentts_error);

/* Indexed by QwenttsError. */
static const struct
{
  const gchar *name;
  gboolean is_retryable;
} categories[] = {
  [QWENTTS_ERROR_SETTINGS] = {"settings", FALSE},
  [QWENTTS_ERROR_AUTHENTICATION] = {"authentication", FALSE},
  [QWENTTS_ERROR_PERMISSION] = {"permission", FALSE},
  [QWENTTS_ERROR_QUOTA] = {"quota", FALSE},
  [QWENTTS_ERROR_NOT_FOUND] = {"not-found", FALSE},
  [QWENTTS_ERROR_MODERATION] = {"moderation", FALSE},
  [QWENTTS_ERROR_RATE_LIMIT] = {"rate-limit", TRUE},
  [QWENTTS_ERROR_SERVER] = {"server", TRUE},
  [QWENTTS_ERROR_NETWORK] = {"network", TRUE},
  [QWENTTS_ERROR_TIMEOUT] = {"timeout", TRUE},
  [QWENTTS_ERROR_PROTOCOL] = {"protocol", FALSE},
};

const gchar *
qwentts_error_get_category (QwenttsError code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (categories), NULL);

  return categories[code].name;
}

QwenttsErrorDetails *
qwentts_error_get_details (const GError * error)
{
  g_return_val_if_fail (error && error->domain == QWENTTS_ERROR, NULL);

  return qwentts_error_get_private (error);
}

GError *
qwentts_error_new (QwenttsError code, const gchar * service_words,
    const gchar * format, ...)
{
  va_list args;
  GError *error;
  QwenttsErrorDetails *details;

  va_start (args, format);
  error = g_error_new_valist (QWENTTS_ERROR, code, format, args);
  va_end (args);

  details = qwentts_error_get_details (error);
  details->is_retryable = categories[code].is_retryable;
  details->service_words = g_strdup (service_words);
  return error;
}

gboolean
qwentts_refuse_property (GError ** error, const gchar * property,
    const gchar * format, ...)
{
  g_autofree gchar *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS, NULL,
          "The property \"%s\" is not valid: %s.", property, what));
  return FALSE;
}

gchar *
qwentts_redact (const gchar * text, const gchar * secret)
{
  g_autoptr (GString) clean = NULL;

  if (text == NULL || secret == NULL || *secret == '\0')
    return g_strdup (text);

  clean = g_string_new (text);
  g_string_replace (clean, secret, "***", 0);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

gchar *
qwentts_show (const gchar * text, const gchar * secret)
{
  g_autofree gchar *valid = text ? g_utf8_make_valid (text, -1) : NULL;
  g_autofree gchar *clean = NULL;
  g_autoptr (GString) shown = NULL;

  if (valid == NULL)
    return NULL;

  /* Redact before cutting, or a part of the secret could stay. */
  clean = qwentts_redact (valid, secret);
  shown = g_string_new (NULL);
  for (const gchar * c = clean; *c; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    if (g_utf8_next_char (c) - clean > SHOWN_MAX_SIZE)
      break;
    g_string_append_unichar (shown, g_unichar_iscntrl (letter) ? ' ' : letter);
  }
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static void
redact_in_place (gchar ** text, const gchar * secret)
{
  gchar *clean = qwentts_redact (*text, secret);

  g_free (*text);
  *text = clean;
}

void
qwentts_error_redact (GError * error, const gchar * secret)
{
  QwenttsErrorDetails *details;

  if (error->domain != QWENTTS_ERROR)
    return;

  details = qwentts_error_get_details (error);
  redact_in_place (&error->message, secret);
  redact_in_place (&details->api_code, secret);
  redact_in_place (&details->api_type, secret);
  redact_in_place (&details->task_id, secret);
  redact_in_place (&details->request_id, secret);
  redact_in_place (&details->service_words, secret);
}
