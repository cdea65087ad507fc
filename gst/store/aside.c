/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/aside.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>

#include "store/key.h"
#include "store/record.h"

#define ENTRY_SUFFIX ".entry"

static gboolean
is_there (QwenttsFolder * folder, const gchar * name)
{
  struct stat info;

  return fstatat (folder->fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The lock sees to it that nobody else takes the name meanwhile. */
static gchar *
find_free_stem (QwenttsFolder * folder, const gchar * key, const gchar * word)
{
  for (guint n = 1;; n++) {
    g_autofree gchar *stem = g_strdup_printf ("%s.%s-%u", key, word, n);
    g_autofree gchar *name = qwentts_record_make_entry_name (stem);

    if (!is_there (folder, name))
      return g_steal_pointer (&stem);
  }
}

gchar *
qwentts_aside_move (QwenttsFolder * folder, const gchar * key,
    const gchar * word, GError ** error)
{
  g_autofree gchar *stem = find_free_stem (folder, key, word);
  g_autofree gchar *entry = qwentts_record_make_entry_name (key);
  g_autofree gchar *audio = qwentts_record_make_audio_name (key);
  g_autofree gchar *new_entry = qwentts_record_make_entry_name (stem);
  g_autofree gchar *new_audio = qwentts_record_make_audio_name (stem);

  /* The entry comes last: until then the number is not taken, and a second try
   * brings both together. */
  if (is_there (folder, audio)
      && !qwentts_folder_rename (folder, audio, new_audio, error))
    return NULL;
  if (!qwentts_folder_rename (folder, entry, new_entry, error))
    return NULL;
  if (!qwentts_folder_sync (folder, error))
    return NULL;

  return g_steal_pointer (&new_entry);
}

gboolean
qwentts_aside_move_back (QwenttsFolder * folder, const gchar * entry_name,
    const gchar * key, GError ** error)
{
  g_autofree gchar *stem = g_strndup (entry_name,
      strlen (entry_name) - strlen (ENTRY_SUFFIX));
  g_autofree gchar *audio = qwentts_record_make_audio_name (stem);
  g_autofree gchar *new_entry = qwentts_record_make_entry_name (key);
  g_autofree gchar *new_audio = qwentts_record_make_audio_name (key);

  return (!is_there (folder, audio)
      || qwentts_folder_rename (folder, audio, new_audio, error))
      && qwentts_folder_rename (folder, entry_name, new_entry, error)
      && qwentts_folder_sync (folder, error);
}

gchar *
qwentts_aside_get_stem (const gchar * file_name, const gchar * word)
{
  g_autofree gchar *key = g_strndup (file_name, QWENTTS_STORE_KEY_LENGTH);
  g_autofree gchar *prefix = g_strconcat (".", word, "-", NULL);
  const gchar *rest = file_name + strlen (key);

  if (!qwentts_store_key_is_valid (key))
    return NULL;

  if (g_str_has_prefix (rest, prefix)) {
    gsize n_digits = strspn (rest + strlen (prefix), "0123456789");

    if (n_digits == 0)
      return NULL;
    rest += strlen (prefix) + n_digits;
  }
  if (!g_str_equal (rest, ENTRY_SUFFIX))
    return NULL;
  return g_strndup (file_name, rest - file_name);
}
