/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/fields.h"

struct _QwenttsFields
{
  /* Name and value in turn. */
  GPtrArray *texts;
};

static QwenttsFields *
new_empty (void)
{
  QwenttsFields *fields = g_new0 (QwenttsFields, 1);

  fields->texts = g_ptr_array_new_with_free_func (g_free);
  return fields;
}

QwenttsFields *
qwentts_fields_new (const gchar * name, ...)
{
  QwenttsFields *fields = new_empty ();
  va_list args;

  va_start (args, name);
  while (name) {
    qwentts_fields_add (fields, name, va_arg (args, const gchar *));
    name = va_arg (args, const gchar *);
  }
  va_end (args);
  return fields;
}

QwenttsFields *
qwentts_fields_copy (const QwenttsFields * fields)
{
  QwenttsFields *copy = new_empty ();

  for (guint i = 0; i < fields->texts->len; i++)
    g_ptr_array_add (copy->texts, g_strdup (fields->texts->pdata[i]));
  return copy;
}

void
qwentts_fields_free (QwenttsFields * fields)
{
  g_ptr_array_unref (fields->texts);
  g_free (fields);
}

void
qwentts_fields_add (QwenttsFields * fields, const gchar * name,
    const gchar * value)
{
  if (value == NULL)
    return;

  g_return_if_fail (g_utf8_validate (value, -1, NULL));
  g_ptr_array_add (fields->texts, g_strdup (name));
  g_ptr_array_add (fields->texts, g_strdup (value));
}

const gchar *
qwentts_fields_get (const QwenttsFields * fields, const gchar * name)
{
  for (guint i = 0; i < fields->texts->len; i += 2)
    if (g_str_equal (fields->texts->pdata[i], name))
      return fields->texts->pdata[i + 1];
  return NULL;
}

gboolean
qwentts_fields_has_all (const QwenttsFields * fields,
    const gchar * const *names)
{
  for (; *names; names++) {
    const gchar *value = qwentts_fields_get (fields, *names);

    if (value == NULL || *value == '\0')
      return FALSE;
  }
  return TRUE;
}

void
qwentts_fields_print (const QwenttsFields * fields, GKeyFile * file,
    const gchar * group)
{
  for (guint i = 0; i < fields->texts->len; i += 2)
    g_key_file_set_string (file, group, fields->texts->pdata[i],
        fields->texts->pdata[i + 1]);
}

QwenttsFields *
qwentts_fields_parse (GKeyFile * file, const gchar * group)
{
  g_autoptr (QwenttsFields) fields = new_empty ();
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; names && names[i]; i++) {
    g_autofree gchar *value = g_key_file_get_string (file, group, names[i],
        NULL);

    if (value == NULL)
      return NULL;
    qwentts_fields_add (fields, names[i], value);
  }
  return g_steal_pointer (&fields);
}
