/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/design-properties.h"

#include "elements/string-property.h"

#define DEFAULT_LANGUAGE 0
#define MIN_SAMPLE_RATE 8000
#define DEFAULT_SAMPLE_RATE 24000
#define MAX_SAMPLE_RATE 48000
#define DEFAULT_RESPONSE_FORMAT 1
#define DEFAULT_PREVIEW TRUE

/* The nicks of both types are the service's words.
 * Source: service, `language` and `response_format` of voice design. */

static const GEnumValue languages[] = {
  {DEFAULT_LANGUAGE, "Chinese", "zh"},
  {1, "English", "en"},
  {2, "Japanese", "ja"},
  {3, "Korean", "ko"},
  {4, "German", "de"},
  {5, "French", "fr"},
  {6, "Italian", "it"},
  {7, "Russian", "ru"},
  {8, "Portuguese", "pt"},
  {9, "Spanish", "es"},
  {0, NULL, NULL}
};

static const GEnumValue formats[] = {
  {0, "Samples without a header, 16 bit mono", "pcm"},
  {DEFAULT_RESPONSE_FORMAT, "WAV", "wav"},
  {2, "MP3", "mp3"},
  {3, "Opus", "opus"},
  {0, NULL, NULL}
};

GType
qwentts_design_language_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType registered = g_enum_register_static ("GstQwenVoiceDesignLanguage",
        languages);

    g_once_init_leave (&type, registered);
  }
  return type;
}

GType
qwentts_response_format_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType registered =
        g_enum_register_static ("GstQwenVoiceDesignResponseFormat", formats);

    g_once_init_leave (&type, registered);
  }
  return type;
}

/* In the order in which they are installed. */
enum
{
  VOICE_PROMPT,
  PREVIEW_TEXT,
  PREFERRED_NAME,
  LANGUAGE,
  SAMPLE_RATE,
  RESPONSE_FORMAT,
  TARGET_MODEL,
  MODEL,
  TEXT,
  PREVIEW,
  PRESET_NAME,
  N_PROPERTIES
};

G_STATIC_ASSERT (N_PROPERTIES == QWENTTS_N_DESIGN_PROPERTIES);

#define FLAGS \
  (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)

static void
install_design (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id + VOICE_PROMPT,
      g_param_spec_string ("voice-prompt", "Voice prompt",
          "What the voice is like, in Chinese or English, at most 2048 "
          "characters", NULL, FLAGS));
  g_object_class_install_property (klass, id + PREVIEW_TEXT,
      g_param_spec_string ("preview-text", "Preview text",
          "What the preview says, at most 1024 characters", NULL, FLAGS));
  g_object_class_install_property (klass, id + PREFERRED_NAME,
      g_param_spec_string ("preferred-name", "Preferred name",
          "A part of the voice's name, 1 to 16 of [a-zA-Z0-9_]", NULL, FLAGS));
  g_object_class_install_property (klass, id + LANGUAGE,
      g_param_spec_enum ("language", "Language",
          "The language of the preview text", QWENTTS_TYPE_DESIGN_LANGUAGE,
          DEFAULT_LANGUAGE, FLAGS));
  g_object_class_install_property (klass, id + SAMPLE_RATE,
      g_param_spec_uint ("sample-rate", "Sample rate",
          "Of the preview, Hz: 8000, 16000, 24000 or 48000", MIN_SAMPLE_RATE,
          MAX_SAMPLE_RATE, DEFAULT_SAMPLE_RATE, FLAGS));
  g_object_class_install_property (klass, id + RESPONSE_FORMAT,
      g_param_spec_enum ("response-format", "Response format",
          "In which the preview is sent", QWENTTS_TYPE_RESPONSE_FORMAT,
          DEFAULT_RESPONSE_FORMAT, FLAGS));
  g_object_class_install_property (klass, id + TARGET_MODEL,
      g_param_spec_string ("target-model", "Target model",
          "The model that the voice is made for, and that alone can speak with "
          "it", QWENTTS_DEFAULT_TARGET_MODEL, FLAGS));
  g_object_class_install_property (klass, id + MODEL,
      g_param_spec_string ("model", "Model",
          "The service's model that makes the voice",
          QWENTTS_DEFAULT_DESIGN_MODEL, FLAGS));
}

static void
install_stream (GObjectClass * klass, guint id)
{
  g_object_class_install_property (klass, id + TEXT,
      g_param_spec_string ("text", "Text",
          "What to say with the new voice after the preview", NULL, FLAGS));
  g_object_class_install_property (klass, id + PREVIEW,
      g_param_spec_boolean ("preview", "Preview",
          "Whether the preview is heard", DEFAULT_PREVIEW, FLAGS));
  g_object_class_install_property (klass, id + PRESET_NAME,
      g_param_spec_string ("preset-name", "Preset name",
          "Save the voice as a preset of qwenttssrc with this name", NULL,
          FLAGS));
}

void
qwentts_design_properties_install (GObjectClass * klass, guint first_id)
{
  install_design (klass, first_id);
  install_stream (klass, first_id);
}

void
qwentts_design_properties_init (QwenttsDesignProperties * self)
{
  *self = (QwenttsDesignProperties) {
  .language = DEFAULT_LANGUAGE,.sample_rate =
        DEFAULT_SAMPLE_RATE,.response_format =
        DEFAULT_RESPONSE_FORMAT,.target_model =
        g_strdup (QWENTTS_DEFAULT_TARGET_MODEL),.model =
        g_strdup (QWENTTS_DEFAULT_DESIGN_MODEL),.preview = DEFAULT_PREVIEW,};
}

void
qwentts_design_properties_clear (QwenttsDesignProperties * self)
{
  g_clear_pointer (&self->voice_prompt, g_free);
  g_clear_pointer (&self->preview_text, g_free);
  g_clear_pointer (&self->preferred_name, g_free);
  g_clear_pointer (&self->target_model, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->preset_name, g_free);
}

void
qwentts_design_properties_copy (const QwenttsDesignProperties * from,
    QwenttsDesignProperties * to)
{
  *to = *from;
  to->voice_prompt = g_strdup (from->voice_prompt);
  to->preview_text = g_strdup (from->preview_text);
  to->preferred_name = g_strdup (from->preferred_name);
  to->target_model = g_strdup (from->target_model);
  to->model = g_strdup (from->model);
  to->text = g_strdup (from->text);
  to->preset_name = g_strdup (from->preset_name);
}

/* Returns: (nullable): the field of a property that is a string */
static gchar **
get_string_field (QwenttsDesignProperties * self, guint index)
{
  switch (index) {
    case VOICE_PROMPT:
      return &self->voice_prompt;
    case PREVIEW_TEXT:
      return &self->preview_text;
    case PREFERRED_NAME:
      return &self->preferred_name;
    case TARGET_MODEL:
      return &self->target_model;
    case MODEL:
      return &self->model;
    case TEXT:
      return &self->text;
    case PRESET_NAME:
      return &self->preset_name;
    default:
      return NULL;
  }
}

gboolean
qwentts_design_properties_set (QwenttsDesignProperties * self, guint index,
    const GValue * value)
{
  gchar **field = get_string_field (self, index);

  if (field) {
    qwentts_set_string (field, value);
    return TRUE;
  }
  switch (index) {
    case LANGUAGE:
      self->language = g_value_get_enum (value);
      return TRUE;
    case SAMPLE_RATE:
      self->sample_rate = g_value_get_uint (value);
      return TRUE;
    case RESPONSE_FORMAT:
      self->response_format = g_value_get_enum (value);
      return TRUE;
    case PREVIEW:
      self->preview = g_value_get_boolean (value);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
qwentts_design_properties_get (const QwenttsDesignProperties * self,
    guint index, GValue * value)
{
  gchar **field = get_string_field ((QwenttsDesignProperties *) self, index);

  if (field) {
    g_value_set_string (value, *field);
    return TRUE;
  }
  switch (index) {
    case LANGUAGE:
      g_value_set_enum (value, self->language);
      return TRUE;
    case SAMPLE_RATE:
      g_value_set_uint (value, self->sample_rate);
      return TRUE;
    case RESPONSE_FORMAT:
      g_value_set_enum (value, self->response_format);
      return TRUE;
    case PREVIEW:
      g_value_set_boolean (value, self->preview);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
qwentts_design_properties_has_text (const QwenttsDesignProperties * self)
{
  return self->text && *self->text;
}

QwenttsDesignRequest
qwentts_design_properties_to_request (const QwenttsDesignProperties * self)
{
  return (QwenttsDesignRequest) {
  .model = self->model,.voice_prompt = self->voice_prompt,.preview_text =
        self->preview_text,.preferred_name = self->preferred_name,.language =
        languages[self->language].value_nick,.sample_rate =
        self->sample_rate,.response_format =
        formats[self->response_format].value_nick,.target_model =
        self->target_model,};
}
