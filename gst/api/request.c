/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/request.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Unicode's White_Space: GLib leaves two out that cutting a text knows. */
static gboolean
is_white (gunichar c)
{
  return g_unichar_isspace (c) || c == '\v' || c == 0x85;
}

gboolean
qwentts_is_blank (const gchar * text)
{
  if (text == NULL)
    return TRUE;

  for (const gchar * c = text; *c; c = g_utf8_next_char (c))
    if (!is_white (g_utf8_get_char (c)))
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

static GBytes *
to_bytes (JsonBuilder * builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  gchar *text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

GBytes *
qwentts_speech_request_to_json (const QwenttsSpeechRequest * request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "model", request->model);
  add_string (builder, "prompt", request->text);
  add_string (builder, "voice", request->voice);
  add_string (builder, "language_type", request->language_type);
  add_string (builder, "callback_url", request->callback_url);
  json_builder_end_object (builder);
  return to_bytes (builder);
}

GBytes *
qwentts_design_request_to_json (const QwenttsDesignRequest * request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "model", request->model);
  add_string (builder, "voice_prompt", request->voice_prompt);
  add_string (builder, "preview_text", request->preview_text);
  add_string (builder, "preferred_name", request->preferred_name);
  add_string (builder, "language", request->language);
  json_builder_set_member_name (builder, "sample_rate");
  json_builder_add_int_value (builder, request->sample_rate);
  add_string (builder, "response_format", request->response_format);
  add_string (builder, "target_model", request->target_model);
  add_string (builder, "callback_url", request->callback_url);
  json_builder_end_object (builder);
  return to_bytes (builder);
}

gchar *
qwentts_make_idempotency_key (void)
{
  return g_uuid_string_random ();
}
