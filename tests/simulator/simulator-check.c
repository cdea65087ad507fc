/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the service's pages demand of the body of a POST, and the answer to one
 * that does not keep to it. */
#include "simulator-private.h"

#define MAX_PROMPT 600
#define MAX_VOICE_PROMPT 2048
#define MAX_PREVIEW_TEXT 1024

#define refuse(...) sim_answer_new_error (400, "invalid_parameter", \
    "invalid_request_error", __VA_ARGS__)

static SimAnswer *
check_members (JsonObject * object, const gchar * const *known)
{
  JsonObjectIter iter;
  const gchar *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL)) {
    if (!g_strv_contains (known, name))
      return refuse ("Unknown parameter: %s", name);
  }
  return NULL;
}

static gboolean
holds (JsonObject * object, const gchar * name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == type;
}

/* @value: NULL if it is not there */
static SimAnswer *
check_string (JsonObject * object, const gchar * name, const gchar ** value)
{
  *value = NULL;
  if (!json_object_has_member (object, name))
    return NULL;
  if (!holds (object, name, G_TYPE_STRING))
    return refuse ("Invalid parameter: %s must be a string", name);
  *value = json_object_get_string_member (object, name);
  return NULL;
}

static SimAnswer *
check_enum (JsonObject * object, const gchar * name,
    const gchar * const *values)
{
  g_autofree gchar *list = NULL;
  const gchar *value;
  SimAnswer *answer = check_string (object, name, &value);

  if (answer != NULL || value == NULL || g_strv_contains (values, value))
    return answer;
  list = g_strjoinv (", ", (gchar **) values);
  return refuse ("Invalid parameter: %s must be one of %s", name, list);
}

static SimAnswer *
check_callback_url (JsonObject * object)
{
  const gchar *url;
  SimAnswer *answer = check_string (object, "callback_url", &url);

  if (answer != NULL || url == NULL || sim_callback_url_is_allowed (url))
    return answer;
  return refuse ("Invalid parameter: callback_url must be an https URL of a "
      "public host with at most 2048 characters");
}

static gboolean
is_blank (const gchar * text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text)) {
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  }
  return TRUE;
}

static SimAnswer *
check_prompt (JsonObject * object)
{
  const gchar *prompt;
  SimAnswer *answer = check_string (object, "prompt", &prompt);

  if (answer != NULL)
    return answer;
  if (is_blank (prompt))
    return sim_answer_new_error (400, "missing_text", "invalid_request_error",
        "Missing required parameter: prompt or input");
  if (g_utf8_strlen (prompt, -1) > MAX_PROMPT)
    return refuse ("Range of input length should be [0, %d]", MAX_PROMPT);
  return NULL;
}

/* A voice is there when the task that designs it is completed. */
static gboolean
has_voice (QwenttsSimulator * simulator, const gchar * name)
{
  SimVoice *voice;

  g_mutex_lock (&simulator->lock);
  voice = g_hash_table_lookup (simulator->voices, name);
  g_mutex_unlock (&simulator->lock);
  return voice != NULL && (voice->task == NULL
      || sim_task_is_completed (simulator, voice->task));
}

static SimAnswer *
check_voice (QwenttsSimulator * simulator, JsonObject * object)
{
  const gchar *voice;
  SimAnswer *answer = check_string (object, "voice", &voice);

  if (answer != NULL)
    return answer;
  if (is_blank (voice))
    return refuse ("Missing required parameter: voice");
  if (!has_voice (simulator, voice))
    return refuse ("Voice '%s' is not available: " SIM_SPEECH_MODEL
        " needs a voice created with " SIM_DESIGN_MODEL
        ", system built-in voices are not supported", voice);
  return NULL;
}

/* Returns: (nullable): the refusal */
SimAnswer *
sim_check_speech (QwenttsSimulator * simulator, JsonObject * object)
{
  static const gchar *const members[] = { "model", "prompt", "voice",
    "language_type", "callback_url", NULL
  };
  static const gchar *const types[] = { "Auto", "Chinese", "English",
    "Japanese", "Korean", "French", "German", "Spanish", "Italian", "Russian",
    "Portuguese", NULL
  };
  SimAnswer *answer = check_members (object, members);

  if (answer == NULL)
    answer = check_prompt (object);
  if (answer == NULL)
    answer = check_enum (object, "language_type", types);
  if (answer == NULL)
    answer = check_callback_url (object);
  if (answer == NULL)
    answer = check_voice (simulator, object);
  return answer;
}

/* The two texts of a design, which the page names together. */
static SimAnswer *
check_text (JsonObject * object, const gchar * name, glong max_length)
{
  const gchar *text;
  SimAnswer *answer = check_string (object, name, &text);

  if (answer != NULL)
    return answer;
  if (is_blank (text))
    return refuse ("Missing required parameter: voice_prompt or preview_text");
  if (g_utf8_strlen (text, -1) > max_length)
    return refuse ("Invalid parameter: %s must have at most %ld characters",
        name, max_length);
  return NULL;
}

/* "Supports Chinese and English only": letters of another script are neither. */
static SimAnswer *
check_voice_prompt_language (JsonObject * object)
{
  const gchar *text = json_object_get_string_member (object, "voice_prompt");

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    GUnicodeScript script = g_unichar_get_script (c);

    if (g_unichar_isalpha (c) && script != G_UNICODE_SCRIPT_LATIN
        && script != G_UNICODE_SCRIPT_HAN && script != G_UNICODE_SCRIPT_COMMON)
      return refuse ("Invalid parameter: voice_prompt must be Chinese or "
          "English");
  }
  return NULL;
}

static SimAnswer *
check_preferred_name (JsonObject * object)
{
  const gchar *name;
  SimAnswer *answer = check_string (object, "preferred_name", &name);

  if (answer != NULL)
    return answer;
  if (name == NULL)
    return refuse ("Missing required parameter: preferred_name");
  if (!g_regex_match_simple ("^[a-zA-Z0-9_]{1,16}\\z", name, 0, 0))
    return refuse ("Invalid parameter: preferred_name must match "
        "^[a-zA-Z0-9_]+$ and have at most 16 characters");
  return NULL;
}

static SimAnswer *
check_sample_rate (JsonObject * object)
{
  gint64 rate;

  if (!json_object_has_member (object, "sample_rate"))
    return NULL;
  if (!holds (object, "sample_rate", G_TYPE_INT64))
    return refuse ("Invalid parameter: sample_rate must be an integer");
  rate = json_object_get_int_member (object, "sample_rate");
  if (rate != 8000 && rate != 16000 && rate != 24000 && rate != 48000)
    return refuse ("Invalid parameter: sample_rate must be one of 8000, "
        "16000, 24000, 48000");
  return NULL;
}

static SimAnswer *
check_design_enums (JsonObject * object)
{
  static const gchar *const languages[] = { "zh", "en", "ja", "ko", "de", "fr",
    "it", "ru", "pt", "es", NULL
  };
  static const gchar *const formats[] = { "pcm", "wav", "mp3", "opus", NULL };
  static const gchar *const models[] = { SIM_TARGET_MODEL,
    "qwen3-tts-vd-realtime-2026-01-15", "qwen3-tts-vd-realtime-2025-12-16",
    NULL
  };
  SimAnswer *answer = check_enum (object, "language", languages);

  if (answer == NULL)
    answer = check_enum (object, "response_format", formats);
  if (answer == NULL)
    answer = check_enum (object, "target_model", models);
  return answer;
}

/* Returns: (nullable): the refusal */
SimAnswer *
sim_check_design (JsonObject * object)
{
  static const gchar *const members[] = { "model", "voice_prompt",
    "preview_text", "preferred_name", "language", "sample_rate",
    "response_format", "target_model", "callback_url", NULL
  };
  SimAnswer *answer = check_members (object, members);

  if (answer == NULL)
    answer = check_text (object, "voice_prompt", MAX_VOICE_PROMPT);
  if (answer == NULL)
    answer = check_text (object, "preview_text", MAX_PREVIEW_TEXT);
  if (answer == NULL)
    answer = check_voice_prompt_language (object);
  if (answer == NULL)
    answer = check_preferred_name (object);
  if (answer == NULL)
    answer = check_sample_rate (object);
  if (answer == NULL)
    answer = check_design_enums (object);
  if (answer == NULL)
    answer = check_callback_url (object);
  return answer;
}
