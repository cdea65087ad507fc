/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-change.h"

#include <string.h>

#include "presets/preset-file.h"
#include "presets/preset-text.h"

/* What an edit is to do. Unused fields are NULL. */
typedef struct
{
  const gchar *name;
  const gchar *new_name;
  const gchar *const *keys;
  const gchar *const *values;
} Change;

static gboolean
check_is_there (GKeyFile * file, const gchar * name, GError ** error)
{
  if (*name != '_' && g_key_file_has_group (file, name))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
      "There is no preset \"%s\" among those of the user, the only ones that "
      "can be changed.", name);
  return FALSE;
}

static gchar *
edit_values (const gchar * text, GKeyFile * file, gpointer user_data,
    GError ** error)
{
  Change *change = user_data;

  return qwentts_preset_text_set (text, change->name, change->keys,
      change->values);
}

static gchar *
edit_meta (const gchar * text, GKeyFile * file, gpointer user_data,
    GError ** error)
{
  Change *change = user_data;

  if (!check_is_there (file, change->name, error))
    return NULL;
  return edit_values (text, file, user_data, error);
}

static gchar *
edit_name (const gchar * text, GKeyFile * file, gpointer user_data,
    GError ** error)
{
  Change *change = user_data;

  if (!check_is_there (file, change->name, error))
    return NULL;
  return qwentts_preset_text_rename (text, change->name, change->new_name);
}

static gchar *
edit_away (const gchar * text, GKeyFile * file, gpointer user_data,
    GError ** error)
{
  Change *change = user_data;

  if (!check_is_there (file, change->name, error))
    return NULL;
  return qwentts_preset_text_remove (text, change->name);
}

static gboolean
apply (const gchar * type_name, QwenttsPresetEdit edit, Change * change,
    GCancellable * cancellable, GError ** error)
{
  g_autofree gchar *path = qwentts_preset_file_get_user_path (type_name);

  return qwentts_preset_file_change (path, type_name, edit, change,
      cancellable, error);
}

gboolean
qwentts_preset_change_save (const gchar * type_name, const gchar * name,
    const gchar * const *keys, const gchar * const *values,
    GCancellable * cancellable, GError ** error)
{
  Change change = {.name = name,.keys = keys,.values = values };

  return qwentts_preset_file_check_name (name, error)
      && apply (type_name, edit_values, &change, cancellable, error);
}

gboolean
qwentts_preset_change_rename (const gchar * type_name, const gchar * old_name,
    const gchar * new_name, GCancellable * cancellable, GError ** error)
{
  Change change = {.name = old_name,.new_name = new_name };

  return qwentts_preset_file_check_name (old_name, error)
      && qwentts_preset_file_check_name (new_name, error)
      && apply (type_name, edit_name, &change, cancellable, error);
}

gboolean
qwentts_preset_change_remove (const gchar * type_name, const gchar * name,
    GCancellable * cancellable, GError ** error)
{
  Change change = {.name = name };

  return qwentts_preset_file_check_name (name, error)
      && apply (type_name, edit_away, &change, cancellable, error);
}

/* Meta data */

/* What a key file gives back as it was, without escapes. */
static gboolean
is_plain_line (const gchar * text)
{
  gsize length = strlen (text);

  if (length == 0 || g_ascii_isspace (text[0])
      || g_ascii_isspace (text[length - 1]))
    return FALSE;
  if (!g_utf8_validate (text, length, NULL))
    return FALSE;
  for (const gchar * c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static gboolean
check_meta (const gchar * tag, const gchar * value, GError ** error)
{
  if (is_plain_line (tag) && strpbrk (tag, "=[]") == NULL
      && (value == NULL || is_plain_line (value)))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
      "Meta data is one line of UTF-8, without control characters or white "
      "space at its ends, its tag also without \"=\" and square brackets.");
  return FALSE;
}

gchar *
qwentts_preset_change_make_meta_key (const gchar * tag)
{
  return g_strconcat ("_meta/", tag, NULL);
}

gboolean
qwentts_preset_change_set_meta (const gchar * type_name, const gchar * name,
    const gchar * tag, const gchar * value, GCancellable * cancellable,
    GError ** error)
{
  g_autofree gchar *key = qwentts_preset_change_make_meta_key (tag);
  const gchar *const keys[] = { key, NULL };
  const gchar *const values[] = { value && *value ? value : NULL, NULL };
  Change change = {.name = name,.keys = keys,.values = values };

  return qwentts_preset_file_check_name (name, error)
      && check_meta (tag, values[0], error)
      && apply (type_name, edit_meta, &change, cancellable, error);
}
