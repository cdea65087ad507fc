/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-text.h"

#include <string.h>

static const gchar *
skip_space (const gchar * line)
{
  while (g_ascii_isspace (*line))
    line++;
  return line;
}

static gboolean
is_header (const gchar * line)
{
  return *skip_space (line) == '[';
}

static gboolean
is_header_of (const gchar * line, const gchar * name)
{
  gsize length = strlen (name);

  line = skip_space (line);
  return *line == '[' && strncmp (line + 1, name, length) == 0
      && line[1 + length] == ']';
}

static gboolean
is_blank (const gchar * line)
{
  return *skip_space (line) == '\0';
}

static gboolean
is_blank_or_comment (const gchar * line)
{
  return is_blank (line) || *skip_space (line) == '#';
}

/* Returns: the index of the key whose line it is; -1 */
static gint
find_key (const gchar * line, const gchar * const *keys)
{
  line = skip_space (line);
  for (guint i = 0; keys[i]; i++) {
    gsize length = strlen (keys[i]);

    if (strncmp (line, keys[i], length) == 0
        && *skip_space (line + length) == '=')
      return i;
  }
  return -1;
}

static gchar *
make_line (const gchar * key, const gchar * value)
{
  return g_strconcat (key, "=", value, NULL);
}

/* Writes new values where the keys stand, and takes away those without one.
 *
 * @is_found: (out): for each key
 *
 * Returns: the index after the group's last line, 0: no such group */
static guint
replace_values (GPtrArray * lines, const gchar * name,
    const gchar * const *keys, const gchar * const *values, gboolean * is_found)
{
  gboolean is_inside = FALSE;
  guint end = 0;

  for (guint i = 0; i < lines->len; i++) {
    gint key = -1;

    if (is_header (lines->pdata[i]))
      is_inside = is_header_of (lines->pdata[i], name);
    if (!is_inside || is_blank_or_comment (lines->pdata[i]))
      continue;

    end = i + 1;
    key = find_key (lines->pdata[i], keys);
    if (key < 0)
      continue;
    is_found[key] = TRUE;
    if (values[key]) {
      g_free (lines->pdata[i]);
      lines->pdata[i] = make_line (keys[key], values[key]);
    } else {
      g_ptr_array_remove_index (lines, i--);
      end--;
    }
  }
  return end;
}

/* Returns: the index after its only line */
static guint
append_group (GPtrArray * lines, const gchar * name)
{
  guint end;

  /* What follows the last line break. */
  if (lines->len > 0 && *(gchar *) lines->pdata[lines->len - 1] == '\0')
    g_ptr_array_set_size (lines, lines->len - 1);
  if (lines->len > 0 && !is_blank (lines->pdata[lines->len - 1]))
    g_ptr_array_add (lines, g_strdup (""));

  g_ptr_array_add (lines, g_strdup_printf ("[%s]", name));
  end = lines->len;
  g_ptr_array_add (lines, g_strdup (""));
  return end;
}

gchar *
qwentts_preset_text_set (const gchar * text, const gchar * name,
    const gchar * const *keys, const gchar * const *values)
{
  g_auto (GStrv) split = g_strsplit (text, "\n", -1);
  guint n_keys = g_strv_length ((gchar **) keys);
  g_autofree gboolean *is_found = g_new0 (gboolean, n_keys);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  guint end;

  for (guint i = 0; split[i]; i++)
    g_ptr_array_add (lines, g_strdup (split[i]));
  end = replace_values (lines, name, keys, values, is_found);
  if (end == 0)
    end = append_group (lines, name);
  for (guint i = 0; i < n_keys; i++)
    if (!is_found[i] && values[i])
      g_ptr_array_insert (lines, end++, make_line (keys[i], values[i]));

  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (gchar **) lines->pdata);
}

static void
append_line (GString * result, const gchar * line, gboolean is_last)
{
  g_string_append (result, line);
  if (!is_last)
    g_string_append_c (result, '\n');
}

gchar *
qwentts_preset_text_remove (const gchar * text, const gchar * name)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *result = g_string_new (NULL);
  g_autoptr (GString) above_next = g_string_new (NULL);
  gboolean is_removed = FALSE;

  for (guint i = 0; lines[i]; i++) {
    gboolean is_last = lines[i + 1] == NULL;

    if (is_header (lines[i]))
      is_removed = is_header_of (lines[i], name);

    if (!is_removed) {
      g_string_append (result, above_next->str);
      g_string_truncate (above_next, 0);
      append_line (result, lines[i], is_last);
    } else if (!is_blank_or_comment (lines[i])) {
      g_string_truncate (above_next, 0);
    } else if (above_next->len > 0 || !is_blank (lines[i])) {
      append_line (above_next, lines[i], is_last);
    }
  }
  g_string_append (result, above_next->str);
  return g_string_free (result, FALSE);
}

gchar *
qwentts_preset_text_rename (const gchar * text, const gchar * old_name,
    const gchar * new_name)
{
  g_autofree gchar *rest = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_str_equal (old_name, new_name))
    return g_strdup (text);

  rest = qwentts_preset_text_remove (text, new_name);
  lines = g_strsplit (rest, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    if (is_header_of (lines[i], old_name)) {
      g_free (lines[i]);
      lines[i] = g_strdup_printf ("[%s]", new_name);
    }
  }
  return g_strjoinv ("\n", lines);
}
