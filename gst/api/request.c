/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/request.h"

#include <json-glib/json-glib.h>
#include <string.h>

gboolean
qwentts_is_blank (const gchar * text)
{
  if (text == NULL)
    return TRUE;

  for (const gchar * c = text; *c; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static void
add_string (JsonBuilder * builder, const gchar * name, const gchar * value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

GBytes *
qwentts_speech_request_to_json (const QwenttsSpeechRequest * request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  gchar *text;

  json_builder_begin_object (builder);
  add_string (builder, "model", request->model);
  add_string (builder, "prompt", request->text);
  add_string (builder, "voice", request->voice);
  add_string (builder, "language_type", request->language_type);
  add_string (builder, "callback_url", request->callback_url);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

gchar *
qwentts_make_idempotency_key (void)
{
  return g_uuid_string_random ();
}
