/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/language-type.h"

/* The names are what gst-inspect-1.0 shows and what the service is told. */
static const GEnumValue values[] = {
  {QWENTTS_LANGUAGE_AUTO, "Found out by the service", "auto"},
  {QWENTTS_LANGUAGE_CHINESE, "Chinese", "chinese"},
  {QWENTTS_LANGUAGE_ENGLISH, "English", "english"},
  {QWENTTS_LANGUAGE_JAPANESE, "Japanese", "japanese"},
  {QWENTTS_LANGUAGE_KOREAN, "Korean", "korean"},
  {QWENTTS_LANGUAGE_FRENCH, "French", "french"},
  {QWENTTS_LANGUAGE_GERMAN, "German", "german"},
  {QWENTTS_LANGUAGE_SPANISH, "Spanish", "spanish"},
  {QWENTTS_LANGUAGE_ITALIAN, "Italian", "italian"},
  {QWENTTS_LANGUAGE_RUSSIAN, "Russian", "russian"},
  {QWENTTS_LANGUAGE_PORTUGUESE, "Portuguese", "portuguese"},
  {0, NULL, NULL}
};

GType
qwentts_language_type_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType registered = g_enum_register_static ("GstQwenTtsLanguageType",
        values);

    g_once_init_leave (&type, registered);
  }
  return type;
}

const gchar *
qwentts_language_type_to_nick (QwenttsLanguageType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (values) - 1, NULL);
  return values[type].value_nick;
}

const gchar *
qwentts_language_type_to_service (QwenttsLanguageType type)
{
  if (type == QWENTTS_LANGUAGE_AUTO)
    return NULL;

  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (values) - 1, NULL);
  return values[type].value_name;
}
