/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/tts-uri.h"

#include <string.h>

#include "api/request.h"

static gboolean
refuse (GError ** error, const gchar * reason)
{
  g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI,
      "This is no address of a text: %s. It has the form "
      "qwentts:TEXT?voice=VOICE, percent-encoded.", reason);
  return FALSE;
}

/* Returns: (transfer full): NULL with an error */
static gchar *
decode (const gchar * encoded, gsize size, GError ** error)
{
  g_autofree gchar *part = g_strndup (encoded, size);
  gchar *decoded;

  for (const gchar * c = part; *c; c++)
    if (g_ascii_iscntrl (*c)) {
      refuse (error, "it has a control character");
      return NULL;
    }
  /* A NUL counts as an illegal character. */
  decoded = g_uri_unescape_string (part, NULL);
  if (decoded == NULL) {
    refuse (error, "it has a % that is not followed by the number of a byte");
    return NULL;
  }
  if (g_utf8_validate (decoded, -1, NULL))
    return decoded;

  g_free (decoded);
  refuse (error, "it is not UTF-8");
  return NULL;
}

static gboolean
set_language (QwenttsTtsProperties * parsed, const gchar * nick,
    GError ** error)
{
  GEnumClass *klass = g_type_class_ref (QWENTTS_TYPE_LANGUAGE_TYPE);
  GEnumValue *value = g_enum_get_value_by_nick (klass, nick);

  if (value)
    parsed->language_type = value->value;
  g_type_class_unref (klass);
  return value || refuse (error, "it names a language that is not known");
}

/* @seen: (inout): the keys so far, a bit each */
static gboolean
set_key (QwenttsTtsProperties * parsed, const gchar * key, const gchar * value,
    guint * seen, GError ** error)
{
  static const gchar *const keys[] = { "voice", "language-type", "model" };
  guint i = 0;

  while (i < G_N_ELEMENTS (keys) && !g_str_equal (keys[i], key))
    i++;
  if (i == G_N_ELEMENTS (keys))
    return refuse (error, "it has a key other than voice, language-type and "
        "model");
  if (*seen & 1 << i)
    return refuse (error, "it has a key twice");
  *seen |= 1 << i;

  if (i == 1)
    return set_language (parsed, value, error);
  if (qwentts_is_blank (value))
    return refuse (error, "it has a key without a value");
  g_free (i == 0 ? parsed->voice : parsed->model);
  *(i == 0 ? &parsed->voice : &parsed->model) = g_strdup (value);
  return TRUE;
}

static gboolean
parse_pair (QwenttsTtsProperties * parsed, const gchar * pair, guint * seen,
    GError ** error)
{
  const gchar *equals = strchr (pair, '=');
  g_autofree gchar *key = NULL;
  g_autofree gchar *value = NULL;

  if (equals == NULL)
    return refuse (error, "it has a key without a value");
  key = decode (pair, equals - pair, error);
  value = key ? decode (equals + 1, strlen (equals + 1), error) : NULL;
  return value && set_key (parsed, key, value, seen, error);
}

static gboolean
parse_query (QwenttsTtsProperties * parsed, const gchar * query,
    GError ** error)
{
  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);
  guint seen = 0;

  if (*query == '\0')
    return refuse (error, "it has a ? that is not encoded and no keys");
  for (guint i = 0; pairs[i]; i++)
    if (!parse_pair (parsed, pairs[i], &seen, error))
      return FALSE;
  return TRUE;
}

/* @rest: behind the colon */
static gboolean
parse_rest (QwenttsTtsProperties * parsed, const gchar * rest, GError ** error)
{
  const gchar *query = strchr (rest, '?');
  gsize size = query ? (gsize) (query - rest) : strlen (rest);

  if (g_str_has_prefix (rest, "//"))
    return refuse (error, "it names a host");
  if (strchr (rest, '#'))
    return refuse (error, "it has a # that is not encoded");

  parsed->text = decode (rest, size, error);
  if (parsed->text == NULL)
    return FALSE;
  if (qwentts_is_blank (parsed->text))
    return refuse (error, "it has no text");
  return query == NULL || parse_query (parsed, query + 1, error);
}

gboolean
qwentts_uri_parse (const gchar * uri, QwenttsTtsProperties * parsed,
    GError ** error)
{
  const gchar *colon = strchr (uri, ':');

  if (colon == NULL || g_ascii_strncasecmp (uri, QWENTTS_URI_SCHEME ":",
          colon - uri + 1) != 0) {
    g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_UNSUPPORTED_PROTOCOL,
        "This is no address with the scheme " QWENTTS_URI_SCHEME ".");
    return FALSE;
  }
  return parse_rest (parsed, colon + 1, error);
}

static void
append (GString * uri, gchar * mark, const gchar * key, const gchar * value)
{
  if (key) {
    g_string_append_c (uri, *mark);
    g_string_append (uri, key);
    g_string_append_c (uri, '=');
    *mark = '&';
  }
  g_string_append_uri_escaped (uri, value, NULL, FALSE);
}

gchar *
qwentts_uri_make (const QwenttsTtsProperties * properties)
{
  GString *uri;
  gchar mark = '?';

  if (properties->text == NULL)
    return NULL;

  uri = g_string_new (QWENTTS_URI_SCHEME ":");
  append (uri, &mark, NULL, properties->text);
  if (properties->voice)
    append (uri, &mark, "voice", properties->voice);
  if (properties->language_type != QWENTTS_LANGUAGE_AUTO)
    append (uri, &mark, "language-type",
        qwentts_language_type_to_nick (properties->language_type));
  if (properties->model
      && !g_str_equal (properties->model, QWENTTS_DEFAULT_SPEECH_MODEL))
    append (uri, &mark, "model", properties->model);
  return g_string_free (uri, FALSE);
}
