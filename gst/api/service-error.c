/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/service-error.h"

#include <string.h>

#include "api/error.h"
#include "api/json-reader.h"

/* Shorter parts of the secret show nothing of it. */
#define SECRET_START_MIN_LENGTH 4

/* A body that was cut may end within the secret. */
static void
remove_start_of_secret (gchar * text, const gchar * secret)
{
  gsize length = strlen (text);
  gsize n = secret ? MIN (strlen (secret), length) : 0;

  for (; n >= SECRET_START_MIN_LENGTH; n--) {
    if (memcmp (text + length - n, secret, n) != 0)
      continue;
    text[length - n] = '\0';
    return;
  }
}

gchar *
qwentts_quote_body (GBytes * body, const gchar * secret)
{
  gsize size;
  const gchar *data = g_bytes_get_data (body, &size);
  g_autofree gchar *text = g_utf8_make_valid (data ? data : "", size);

  remove_start_of_secret (text, secret);
  return qwentts_show (text, secret);
}

/* Speech and voice design are refused alike, so a text must be right for both.
 * Only what is said about a voice is about speech: a design has none yet. */
#define NOT_VALID_TEXT \
  "The service refused the request as not valid. Check the properties; the " \
  "debug text has the service's own reason."
#define UNKNOWN_VOICE_TEXT \
  "The service does not know the voice, or it was made for another model. " \
  "Make one with the element qwenvoicedesign, and set \"voice\" to its name."

static const struct
{
  guint status;                 /* 0: any */
  const gchar *code;            /* NULL: any */
  QwenttsError error;
  gboolean is_retryable;
  const gchar *text;
  gboolean may_mean_voice;      /* UNKNOWN_VOICE_TEXT if it is about a voice */
} answers[] = {
  {0, "paid_outcome_unknown", QWENTTS_ERROR_SERVER, TRUE,
      "The service is still busy with the same request of before. Ask again "
        "later."},
  {0, "idempotency_conflict", QWENTTS_ERROR_PROTOCOL, FALSE,
      "The service has seen the request's Idempotency-Key with another "
        "request."},
  {0, "model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE,
      "The service no longer has this model. Set \"model\" to one it has."},
  {403, "key_disabled", QWENTTS_ERROR_AUTHENTICATION, FALSE,
      "The API key is disabled. Use another, or enable it on the service's "
        "page."},
  {403, "key_expired", QWENTTS_ERROR_AUTHENTICATION, FALSE,
      "The API key has expired. Make a new one on the service's page."},
  {400, NULL, QWENTTS_ERROR_SETTINGS, FALSE, NOT_VALID_TEXT, TRUE},
  {401, NULL, QWENTTS_ERROR_AUTHENTICATION, FALSE,
      "The service does not accept the API key. Used is the first that is "
        "set of \"api-key\", \"api-key-file\", a context, EVOLINK_API_KEY and "
        "EVOLINK_API_KEY_FILE."},
  {402, NULL, QWENTTS_ERROR_QUOTA, FALSE,
      "The account or the key has no credits left. Top up, or use another "
        "key."},
  {403, NULL, QWENTTS_ERROR_PERMISSION, FALSE,
      "The API key may not use this model. Give it access, or use another "
        "key."},
  {404, NULL, QWENTTS_ERROR_NOT_FOUND, FALSE,
      "The service does not know the task, the model or the address. Check "
        "\"model\" and \"base-url\" (without /v1), or ask anew.", TRUE},
  {408, NULL, QWENTTS_ERROR_TIMEOUT, TRUE,
      "The service waited too long for the request."},
  {410, NULL, QWENTTS_ERROR_NOT_FOUND, FALSE,
      "The service no longer has what was asked for."},
  {413, NULL, QWENTTS_ERROR_SETTINGS, FALSE,
      "The service refused the request as too large."},
  {422, NULL, QWENTTS_ERROR_SETTINGS, FALSE, NOT_VALID_TEXT, TRUE},
  {429, NULL, QWENTTS_ERROR_RATE_LIMIT, TRUE,
      "The service gets too many requests. Ask again later."},
};

static gboolean
is_moderation (const gchar * code)
{
  static const gchar *marks[] = { "content_policy", "moderation", "sensitive",
    "inappropriate", "safety", "data_inspection", "datainspection"
  };
  g_autofree gchar *lower = g_ascii_strdown (code ? code : "", -1);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (lower, marks[i]))
      return TRUE;
  return FALSE;
}

static GError *
moderation_error (const gchar * words)
{
  return qwentts_error_new (QWENTTS_ERROR_MODERATION, words,
      "The service refuses the text for what it says. Change the text.");
}

/* Whether the service speaks of a voice, whose name may be all it says. What
 * names a parameter or the model of a design does not: "voice_prompt",
 * "qwen-voice-design". */
static gboolean
is_about_voice (const gchar * words)
{
  if (words == NULL || g_regex_match_simple
      ("voice_prompt|preview_text|preferred_name", words, G_REGEX_CASELESS, 0))
    return FALSE;

  return g_regex_match_simple ("(?<![a-z0-9_-])voices?(?![a-z0-9])"
      "(?![ _-]?(prompt|design|description))|-voice-[0-9]", words,
      G_REGEX_CASELESS, 0);
}

/* @said: (nullable): all that is certainly the service's, while @words may be
 *   of another */
static GError *
error_from_status (guint status, const gchar * code, const gchar * said,
    const gchar * words)
{
  GError *error;

  if (status >= 400 && status < 500 && is_moderation (code))
    return moderation_error (words);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    if (answers[i].status && answers[i].status != status)
      continue;
    if (answers[i].code && g_strcmp0 (answers[i].code, code) != 0)
      continue;
    error = qwentts_error_new (answers[i].error, words, "%s",
        answers[i].may_mean_voice && is_about_voice (said)
        ? UNKNOWN_VOICE_TEXT : answers[i].text);
    qwentts_error_get_details (error)->is_retryable = answers[i].is_retryable;
    return error;
  }

  if (status >= 500)
    return qwentts_error_new (QWENTTS_ERROR_SERVER, words,
        "The service failed (HTTP %u). Ask again later.", status);
  if (status >= 300 && status < 400)
    return qwentts_error_new (QWENTTS_ERROR_PROTOCOL, words,
        "The service redirects (HTTP %u), which is not followed with the API "
        "key. Check \"base-url\".", status);
  return qwentts_error_new (QWENTTS_ERROR_PROTOCOL, words,
      "The service gave an answer that is not understood (HTTP %u). Check "
      "\"base-url\".", status);
}

GError *
qwentts_error_from_answer (guint status, GBytes * body,
    const gchar * request_id, const gchar * secret)
{
  g_autoptr (JsonObject) root = qwentts_json_parse (body);
  JsonObject *told = qwentts_json_get_object (root, "error");
  g_autofree gchar *code = qwentts_json_get_words (told, "code", secret);
  g_autofree gchar *type = qwentts_json_get_words (told, "type", secret);
  g_autofree gchar *words = qwentts_json_get_words (told, "message", secret);
  g_autofree gchar *param = qwentts_json_get_words (told, "param", secret);
  g_autofree gchar *said = NULL;
  QwenttsErrorDetails *details;
  GError *error;

  if (words == NULL)
    words = qwentts_quote_body (body, secret);

  /* A page of a proxy may speak of voices too. */
  said = root ? g_strjoin (" ", words, param, NULL) : NULL;
  error = error_from_status (status, code, said, words);
  details = qwentts_error_get_details (error);
  details->http_status_code = status;
  details->api_code = g_steal_pointer (&code);
  details->api_type = g_steal_pointer (&type);
  details->request_id = qwentts_show (request_id, secret);
  return error;
}

gboolean
qwentts_error_is_refusal (const GError * error)
{
  const QwenttsErrorDetails *details;

  if (error->domain != QWENTTS_ERROR)
    return FALSE;

  details = qwentts_error_get_details (error);
  if (details->http_status_code < 400 || details->http_status_code > 499)
    return FALSE;
  if (g_strcmp0 (details->api_code, "idempotency_conflict") == 0)
    return TRUE;
  if (details->may_have_made_task
      || g_strcmp0 (details->api_code, "paid_outcome_unknown") == 0)
    return FALSE;
  switch (details->http_status_code) {
    case 408:
    case 409:
    case 425:
      return FALSE;
    default:
      return TRUE;
  }
}

static const struct
{
  const gchar *code;
  QwenttsError error;
  gboolean is_retryable;
  const gchar *text;
  gboolean may_mean_voice;      /* UNKNOWN_VOICE_TEXT if it is about a voice */
} task_codes[] = {
  {"invalid_parameters", QWENTTS_ERROR_SETTINGS, FALSE,
      "The service could not work with these settings. Check the properties; a "
        "voice works only with the model it was made for.", TRUE},
  {"request_cancelled", QWENTTS_ERROR_SERVER, FALSE,
      "The service cancelled the request."},
  {"resource_not_found", QWENTTS_ERROR_NOT_FOUND, FALSE,
      "The service does not find what the request names. Check the properties "
        "that name a model or a voice.", TRUE},
  {"model_unavailable", QWENTTS_ERROR_NOT_FOUND, FALSE,
      "The service no longer has this model. Set \"model\" to one it has."},
  {"quota_exceeded", QWENTTS_ERROR_RATE_LIMIT, TRUE,
      "The service is used too much at the moment. Ask again later."},
  {"resource_exhausted", QWENTTS_ERROR_RATE_LIMIT, TRUE,
      "The service is used too much at the moment. Ask again later."},
  {"generation_failed_no_content", QWENTTS_ERROR_SERVER, TRUE,
      "The service made no audio of the text. Ask again, or change the "
        "text."},
  {"generation_timeout", QWENTTS_ERROR_SERVER, TRUE,
      "The service took too long and gave up. Ask again."},
};

GError *
qwentts_error_from_task_code (const gchar * code, const gchar * message)
{
  for (guint i = 0; code && i < G_N_ELEMENTS (task_codes); i++) {
    GError *error;

    if (g_ascii_strcasecmp (code, task_codes[i].code) != 0)
      continue;
    error = qwentts_error_new (task_codes[i].error, message, "%s",
        task_codes[i].may_mean_voice && is_about_voice (message)
        ? UNKNOWN_VOICE_TEXT : task_codes[i].text);
    qwentts_error_get_details (error)->is_retryable =
        task_codes[i].is_retryable;
    return error;
  }

  if (is_moderation (code))
    return moderation_error (message);
  return qwentts_error_new (QWENTTS_ERROR_SERVER, message,
      "The service failed to do the task. Ask again later.");
}
