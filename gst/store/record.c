/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/record.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "store/error.h"
#include "store/key.h"
#include "store/temp-file.h"

/* The longest request has 3072 characters of text. */
#define MAX_SIZE (256 * 1024)
#define PLAIN_MAX_LENGTH 128

QwenttsRecord *
qwentts_record_new (const gchar * key)
{
  QwenttsRecord *record = g_new0 (QwenttsRecord, 1);

  record->key = g_strdup (key);
  record->stem = g_strdup (key);
  return record;
}

void
qwentts_record_free (QwenttsRecord * record)
{
  g_free (record->key);
  g_free (record->stem);
  g_clear_pointer (&record->folder, qwentts_folder_unref);
  qwentts_moment_clear (&record->created);
  g_free (record->idempotency_key);
  g_clear_pointer (&record->request, qwentts_fields_free);
  g_free (record->task_id);
  qwentts_moment_clear (&record->submitted);
  g_clear_pointer (&record->result, qwentts_fields_free);
  g_free (record->audio.format);
  g_free (record->audio.checksum);
  g_free (record);
}

gboolean
qwentts_record_is_plain (const gchar * text)
{
  gsize length = text ? strlen (text) : 0;

  if (length == 0 || length > PLAIN_MAX_LENGTH)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && !strchr ("-_.:", text[i]))
      return FALSE;
  return TRUE;
}

gint64
qwentts_record_get_age_s (const QwenttsRecord * record,
    const QwenttsSystem * system)
{
  if (record->state == QWENTTS_RECORD_ABSENT)
    return 0;
  return qwentts_moment_get_age_s (record->state == QWENTTS_RECORD_ASKED
      ? &record->created : &record->submitted, system);
}

gchar *
qwentts_record_make_entry_name (const gchar * stem)
{
  return g_strconcat (stem, ".entry", NULL);
}

gchar *
qwentts_record_make_audio_name (const gchar * stem)
{
  return g_strconcat (stem, ".audio", NULL);
}

/* @size: of the file
 * @n_read: (out): less if it was cut meanwhile
 *
 * Returns: NULL with errno */
static gchar *
read_bytes (gint fd, gsize size, gsize * n_read)
{
  /* Not NULL for an empty one. */
  g_autofree gchar *text = g_malloc (size + 1);
  gssize n = 1;

  for (*n_read = 0; n > 0 && *n_read < size; *n_read += MAX (n, 0)) {
    do {
      n = read (fd, text + *n_read, size - *n_read);
    } while (n < 0 && errno == EINTR);
  }
  return n < 0 ? NULL : g_steal_pointer (&text);
}

static gchar *
read_text (QwenttsFolder * folder, const gchar * name, gsize * size,
    GError ** error)
{
  struct stat info;
  gchar *text = NULL;
  gint fd = qwentts_folder_open_file (folder, name, &info, error);

  if (fd < 0)
    return NULL;

  /* None grows: each is a new file. */
  if (info.st_size > MAX_SIZE)
    qwentts_store_set_error (error, QWENTTS_STORE_ERROR_CORRUPT, folder->path,
        name, "is too long");
  else if (!(text = read_bytes (fd, info.st_size, size)))
    qwentts_store_set_errno (error, errno, folder->path, name);
  close (fd);
  return text;
}

QwenttsRecord *
qwentts_record_read (QwenttsFolder * folder, const gchar * stem,
    QwenttsKind kind, GError ** error)
{
  g_autofree gchar *key = g_strndup (stem, QWENTTS_STORE_KEY_LENGTH);
  g_autofree gchar *name = qwentts_record_make_entry_name (stem);
  g_autofree gchar *text = NULL;
  g_autoptr (GError) problem = NULL;
  QwenttsRecord *record;
  gsize size;

  text = read_text (folder, name, &size, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return qwentts_record_new (key);
  if (text == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }

  record = qwentts_record_parse (text, size, kind, key, &problem);
  if (record == NULL) {
    qwentts_store_set_error (error, problem->code, folder->path, name,
        problem->message);
    return NULL;
  }
  g_free (record->stem);
  record->stem = g_strdup (stem);
  record->folder = qwentts_folder_ref (folder);
  return record;
}

gboolean
qwentts_record_write (const QwenttsRecord * record, QwenttsFolder * folder,
    QwenttsKind kind, GError ** error)
{
  g_autofree gchar *name = qwentts_record_make_entry_name (record->stem);
  g_autofree gchar *text = qwentts_record_print (record, kind);
  g_autoptr (QwenttsTempFile) file = NULL;

  if (strlen (text) > MAX_SIZE) {
    qwentts_store_set_errno (error, EFBIG, folder->path, name);
    return FALSE;
  }
  file = qwentts_temp_file_new (folder, name, error);
  return file && qwentts_temp_file_write (file, text, strlen (text), error)
      && qwentts_temp_file_commit (file, error);
}
