/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/json-reader.h"

#include <math.h>

#include "api/error.h"

/* The parser calls itself for each level, so a body of brackets could use up
 * the stack. */
#define MAX_DEPTH 64

static gboolean
is_too_deep (const gchar * text, gsize size)
{
  guint depth = 0;
  gboolean is_in_string = FALSE;

  for (gsize i = 0; i < size; i++) {
    if (is_in_string) {
      if (text[i] == '\\')
        i++;
      else if (text[i] == '"')
        is_in_string = FALSE;
    } else if (text[i] == '"') {
      is_in_string = TRUE;
    } else if (text[i] == '[' || text[i] == '{') {
      if (++depth > MAX_DEPTH)
        return TRUE;
    } else if ((text[i] == ']' || text[i] == '}') && depth > 0) {
      depth--;
    }
  }
  return FALSE;
}

/* The parser also takes comments and strings in single quotes, in which
 * brackets would be missed or miscounted by the check above. */
static gboolean
has_odd_syntax (const gchar * text, gsize size)
{
  gboolean is_in_string = FALSE;

  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\\' && is_in_string)
      i++;
    else if (text[i] == '"')
      is_in_string = !is_in_string;
    else if (!is_in_string && (text[i] == '/' || text[i] == '\''
            || text[i] == '#'))
      return TRUE;
  }
  return FALSE;
}

JsonObject *
qwentts_json_parse (GBytes * body)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const gchar *text = g_bytes_get_data (body, &size);
  JsonNode *root;

  if (size == 0 || !g_utf8_validate_len (text, size, NULL)
      || has_odd_syntax (text, size) || is_too_deep (text, size)
      || !json_parser_load_from_data (parser, text, size, NULL))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return json_node_dup_object (root);
}

static JsonNode *
get_member (JsonObject * object, const gchar * name)
{
  return object ? json_object_get_member (object, name) : NULL;
}

JsonObject *
qwentts_json_get_object (JsonObject * object, const gchar * name)
{
  JsonNode *node = get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
      : NULL;
}

JsonArray *
qwentts_json_get_array (JsonObject * object, const gchar * name)
{
  JsonNode *node = get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
      : NULL;
}

JsonObject *
qwentts_json_get_element_object (JsonArray * array, guint index)
{
  JsonNode *node;

  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  node = json_array_get_element (array, index);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gchar *
dup_string (JsonNode * node)
{
  if (!JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING
      || *json_node_get_string (node) == '\0')
    return NULL;

  /* The parser makes a lone surrogate into bytes that are no UTF-8. */
  return g_utf8_make_valid (json_node_get_string (node), -1);
}

gchar *
qwentts_json_get_string (JsonObject * object, const gchar * name,
    const gchar * secret)
{
  JsonNode *node = get_member (object, name);
  g_autofree gchar *text = NULL;

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_INT64)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    text = dup_string (node);

  return qwentts_redact (text, secret);
}

gchar *
qwentts_json_get_words (JsonObject * object, const gchar * name,
    const gchar * secret)
{
  g_autofree gchar *text = qwentts_json_get_string (object, name, NULL);

  return qwentts_show (text, secret);
}

gchar *
qwentts_json_get_element_string (JsonArray * array, guint index)
{
  if (array == NULL || index >= json_array_get_length (array))
    return NULL;

  return dup_string (json_array_get_element (array, index));
}

gdouble
qwentts_json_get_number (JsonObject * object, const gchar * name,
    gdouble fallback)
{
  JsonNode *node = get_member (object, name);
  gdouble value;
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return fallback;

  value = json_node_get_double (node);
  return isfinite (value) && value >= 0 ? value : fallback;
}
