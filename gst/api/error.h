/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What can go wrong with the service, as the caller has to choose what to do.
 *
 * A GError of this domain carries details: see QwenttsErrorDetails. Its message
 * is for a person and says what happened and what to do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QWENTTS_ERROR (qwentts_error_quark ())

typedef enum
{
  QWENTTS_ERROR_SETTINGS,       /* a setting is missing or wrong */
  QWENTTS_ERROR_AUTHENTICATION, /* no key, or one that is not accepted */
  QWENTTS_ERROR_PERMISSION,     /* the key may not do this */
  QWENTTS_ERROR_QUOTA,          /* the account is used up */
  QWENTTS_ERROR_NOT_FOUND,      /* the task, voice or model is unknown or gone */
  QWENTTS_ERROR_MODERATION,     /* the text is refused for what it says */
  QWENTTS_ERROR_RATE_LIMIT,     /* too many requests */
  QWENTTS_ERROR_SERVER,         /* the service failed */
  QWENTTS_ERROR_NETWORK,        /* the service could not be reached or heard */
  QWENTTS_ERROR_TIMEOUT,        /* it took too long */
  QWENTTS_ERROR_PROTOCOL        /* the answer cannot be understood */
} QwenttsError;

/* What is known beside the message. Strings may be NULL, numbers 0. */
typedef struct
{
  gboolean is_retryable;        /* asking anew, later, may succeed */
  gboolean is_download;         /* happened while the audio was downloaded */
  gboolean may_have_made_task;  /* a POST, this or one before it within the same
                                 * submit, may have been carried out */
  guint http_status_code;
  gdouble retry_after_s;        /* what the service asks to wait; negative: it
                                 * does not */
  gchar *api_code;
  gchar *api_type;
  gchar *task_id;
  gchar *request_id;
  gchar *service_words;         /* the service's own, or the library's */
} QwenttsErrorDetails;

typedef QwenttsErrorDetails QwenttsErrorPrivate;

GQuark qwentts_error_quark (void);

/* The name of the category of a code: "settings", "rate-limit", … */
const gchar *qwentts_error_get_category (QwenttsError code);

/* Returns: (transfer none): the details of an error of this domain, to be read
 * or, by whoever makes or passes on the error, completed */
QwenttsErrorDetails *qwentts_error_get_details (const GError * error);

/* A new error, with is_retryable as it usually is for the code.
 *
 * @service_words: (nullable): what the service or a library said of it */
GError *qwentts_error_new (QwenttsError code, const gchar * service_words,
    const gchar * format, ...) G_GNUC_PRINTF (3, 4);

/* Says that a property has a value that cannot be used.
 *
 * @property: the element's name for it: "voice-prompt"
 * @format: what is wrong or what is right, as the end of a sentence without its
 *   full stop
 *
 * Returns: FALSE, with QWENTTS_ERROR_SETTINGS */
gboolean qwentts_refuse_property (GError ** error, const gchar * property,
    const gchar * format, ...) G_GNUC_PRINTF (3, 4);

/* The text with each occurrence of the secret made unreadable.
 *
 * @text: (nullable)
 * @secret: (nullable)
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_redact (const gchar * text, const gchar * secret);

/* A text from outside as it can be shown: valid UTF-8, at most 500 bytes,
 * without control characters and with each occurrence of the secret made
 * unreadable.
 *
 * @text: (nullable)
 * @secret: (nullable)
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_show (const gchar * text, const gchar * secret);

/* Makes sure that no part of an error of this domain shows the secret. */
void qwentts_error_redact (GError * error, const gchar * secret);

G_END_DECLS
