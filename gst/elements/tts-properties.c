/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/tts-properties.h"

#include "api/error.h"
#include "api/model.h"
#include "api/request.h"
#include "elements/string-property.h"

#define DEFAULT_LANGUAGE_TYPE QWENTTS_LANGUAGE_AUTO
#define DEFAULT_MAX_SEGMENT_LENGTH 600
#define MIN_SEGMENT_LENGTH 50
#define DEFAULT_MAX_PREFETCH 2
#define MAX_MAX_PREFETCH 64
#define DEFAULT_ON_SEGMENT_ERROR QWENTTS_ON_SEGMENT_ERROR_STOP
#define DEFAULT_IS_LIVE FALSE
#define DEFAULT_KEEP_OPEN FALSE

/* In the order in which they are installed. */
enum
{
  TEXT,
  VOICE,
  MODEL,
  LANGUAGE_TYPE,
  MAX_SEGMENT_LENGTH,
  MAX_PREFETCH,
  ON_SEGMENT_ERROR,
  IS_LIVE,
  KEEP_OPEN,
  N_PROPERTIES
};

G_STATIC_ASSERT (N_PROPERTIES == QWENTTS_N_TTS_PROPERTIES);

#define FLAGS \
  (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)
/* What is queued keeps the value of its time. */
#define FLAGS_PLAYING \
  (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING)

static void
install_queue (GObjectClass * klass, guint first_id)
{
  g_object_class_install_property (klass, first_id + MAX_PREFETCH,
      g_param_spec_uint ("max-prefetch", "Maximum prefetch",
          "Requests in flight or ready ahead of the one being pushed (0 = one "
          "after the other)", 0, MAX_MAX_PREFETCH, DEFAULT_MAX_PREFETCH,
          FLAGS));
  g_object_class_install_property (klass, first_id + ON_SEGMENT_ERROR,
      g_param_spec_enum ("on-segment-error", "On segment error",
          "What happens after a part of the text could not be spoken",
          QWENTTS_TYPE_ON_SEGMENT_ERROR, DEFAULT_ON_SEGMENT_ERROR,
          FLAGS_PLAYING));
  g_object_class_install_property (klass, first_id + IS_LIVE,
      g_param_spec_boolean ("is-live", "Is live",
          "Push at the pace of the clock, and silence while nothing is said",
          DEFAULT_IS_LIVE, FLAGS));
  g_object_class_install_property (klass, first_id + KEEP_OPEN,
      g_param_spec_boolean ("keep-open", "Keep open",
          "Wait for more text when all is said, instead of EOS",
          DEFAULT_KEEP_OPEN, FLAGS_PLAYING));
}

void
qwentts_tts_properties_install (GObjectClass * klass, guint first_id)
{
  g_object_class_install_property (klass, first_id + TEXT,
      g_param_spec_string ("text", "Text",
          "What to say; while PLAYING, after what is being said", NULL,
          FLAGS_PLAYING));
  g_object_class_install_property (klass, first_id + VOICE,
      g_param_spec_string ("voice", "Voice",
          "The name of a voice that was made with voice design", NULL,
          FLAGS_PLAYING));
  g_object_class_install_property (klass, first_id + MODEL,
      g_param_spec_string ("model", "Model", "The service's model",
          QWENTTS_DEFAULT_SPEECH_MODEL, FLAGS));
  g_object_class_install_property (klass, first_id + LANGUAGE_TYPE,
      g_param_spec_enum ("language-type", "Language type",
          "The language of the text", QWENTTS_TYPE_LANGUAGE_TYPE,
          DEFAULT_LANGUAGE_TYPE, FLAGS_PLAYING));
  g_object_class_install_property (klass, first_id + MAX_SEGMENT_LENGTH,
      g_param_spec_uint ("max-segment-length", "Maximum segment length",
          "Unicode characters of one request at most", MIN_SEGMENT_LENGTH,
          DEFAULT_MAX_SEGMENT_LENGTH, DEFAULT_MAX_SEGMENT_LENGTH, FLAGS));
  install_queue (klass, first_id);
}

void
qwentts_tts_properties_init (QwenttsTtsProperties * self)
{
  *self = (QwenttsTtsProperties) {
  .model = g_strdup (QWENTTS_DEFAULT_SPEECH_MODEL),.language_type =
        DEFAULT_LANGUAGE_TYPE,.max_segment_length =
        DEFAULT_MAX_SEGMENT_LENGTH,.max_prefetch =
        DEFAULT_MAX_PREFETCH,.on_segment_error =
        DEFAULT_ON_SEGMENT_ERROR,.is_live =
        DEFAULT_IS_LIVE,.keep_open = DEFAULT_KEEP_OPEN,};
}

void
qwentts_tts_properties_clear (QwenttsTtsProperties * self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->voice, g_free);
  g_clear_pointer (&self->model, g_free);
}

void
qwentts_tts_properties_copy (const QwenttsTtsProperties * self,
    QwenttsTtsProperties * copy)
{
  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->voice = g_strdup (self->voice);
  copy->model = g_strdup (self->model);
}

static void
swap_strings (gchar ** a, gchar ** b)
{
  gchar *held = *a;

  *a = *b;
  *b = held;
}

void
qwentts_tts_properties_swap_address (QwenttsTtsProperties * a,
    QwenttsTtsProperties * b)
{
  QwenttsLanguageType held = a->language_type;

  swap_strings (&a->text, &b->text);
  swap_strings (&a->voice, &b->voice);
  swap_strings (&a->model, &b->model);
  a->language_type = b->language_type;
  b->language_type = held;
}

void
qwentts_tts_properties_set (QwenttsTtsProperties * self, guint index,
    const GValue * value)
{
  switch (index) {
    case TEXT:
      qwentts_set_string (&self->text, value);
      break;
    case VOICE:
      qwentts_set_string (&self->voice, value);
      break;
    case MODEL:
      qwentts_set_string (&self->model, value);
      break;
    case LANGUAGE_TYPE:
      self->language_type = g_value_get_enum (value);
      break;
    case MAX_SEGMENT_LENGTH:
      self->max_segment_length = g_value_get_uint (value);
      break;
    case MAX_PREFETCH:
      self->max_prefetch = g_value_get_uint (value);
      break;
    case ON_SEGMENT_ERROR:
      self->on_segment_error = g_value_get_enum (value);
      break;
    case IS_LIVE:
      self->is_live = g_value_get_boolean (value);
      break;
    case KEEP_OPEN:
      self->keep_open = g_value_get_boolean (value);
      break;
    default:
      g_assert_not_reached ();
  }
}

void
qwentts_tts_properties_get (const QwenttsTtsProperties * self, guint index,
    GValue * value)
{
  switch (index) {
    case TEXT:
      g_value_set_string (value, self->text);
      break;
    case VOICE:
      g_value_set_string (value, self->voice);
      break;
    case MODEL:
      g_value_set_string (value, self->model);
      break;
    case LANGUAGE_TYPE:
      g_value_set_enum (value, self->language_type);
      break;
    case MAX_SEGMENT_LENGTH:
      g_value_set_uint (value, self->max_segment_length);
      break;
    case MAX_PREFETCH:
      g_value_set_uint (value, self->max_prefetch);
      break;
    case ON_SEGMENT_ERROR:
      g_value_set_enum (value, self->on_segment_error);
      break;
    case IS_LIVE:
      g_value_set_boolean (value, self->is_live);
      break;
    case KEEP_OPEN:
      g_value_set_boolean (value, self->keep_open);
      break;
    default:
      g_assert_not_reached ();
  }
}

/* All but the voice. */
static gboolean
check (const QwenttsTtsProperties * copy, gboolean needs_text, GError ** error)
{
  /* A text that is there must say something, also where none is needed. */
  if ((needs_text || copy->text) && qwentts_is_blank (copy->text))
    return qwentts_refuse_property (error, "text",
        "it is empty or blank; set it to what is to be said");
  if (qwentts_is_blank (copy->model))
    return qwentts_refuse_property (error, "model",
        "it must name a model such as " QWENTTS_DEFAULT_SPEECH_MODEL);
  return TRUE;
}

static gboolean
check_voice (const QwenttsTtsProperties * copy, GError ** error)
{
  return !qwentts_is_blank (copy->voice)
      || qwentts_refuse_property (error, "voice",
      "it is empty; set it to the name of a voice that was made with voice "
      "design (element qwenvoicedesign)");
}

static void
copy_settings (GstElement * element, const QwenttsTtsProperties * self,
    QwenttsTtsProperties * copy)
{
  GST_OBJECT_LOCK (element);
  qwentts_tts_properties_copy (self, copy);
  GST_OBJECT_UNLOCK (element);
}

gboolean
qwentts_tts_properties_resolve (GstElement * element,
    const QwenttsTtsProperties * self, const gchar * text,
    QwenttsTtsProperties * copy, GError ** error)
{
  copy_settings (element, self, copy);
  if (text) {
    g_free (copy->text);
    copy->text = g_strdup (text);
  }
  return check (copy, !copy->keep_open, error)
      && check_voice (copy, error);
}

gboolean
qwentts_tts_properties_check (GstElement * element,
    const QwenttsTtsProperties * self, const gchar * target_model,
    GError ** error)
{
  g_auto (QwenttsTtsProperties) copy = { 0 };

  copy_settings (element, self, &copy);
  if (!check (&copy, TRUE, error))
    return FALSE;
  if (qwentts_model_fits_target (copy.model, target_model))
    return TRUE;

  return qwentts_refuse_property (error, "target-model",
      "a voice for \"%s\" cannot speak \"text\" with the model \"%s\"; choose "
      "another one, or leave \"text\" out to make the voice only", target_model,
      copy.model);
}
