/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/entry-private.h"

#include <string.h>

#include "store/aside.h"
#include "store/error.h"
#include "store/room.h"
#include "store/store-private.h"

struct _QwenttsEntry
{
  QwenttsStore *store;
  QwenttsFolder *folder;
  QwenttsLock *lock;
  GCancellable *cancellable;
  QwenttsRecord *record;
  gchar *damage;
  gchar *dropped;               /* the file of what was READY; NULL: nothing */
};

static void
make_absent (QwenttsEntry * entry)
{
  QwenttsRecord *absent = qwentts_record_new (entry->record->key);

  qwentts_record_free (entry->record);
  entry->record = absent;
}

static gboolean
move_damaged_aside (QwenttsEntry * entry, const GError * problem,
    GError ** error)
{
  g_autofree gchar *name = qwentts_aside_move (entry->folder,
      entry->record->key, QWENTTS_ASIDE_DAMAGED, error);

  if (name == NULL)
    return FALSE;

  entry->damage = g_strdup_printf ("%s It is now called \"%s\".",
      problem->message, name);
  return TRUE;
}

static gboolean
read_record (QwenttsEntry * entry, const gchar * key, GError ** error)
{
  g_autoptr (GError) problem = NULL;
  QwenttsRecord *record =
      qwentts_record_read (entry->folder, key, entry->store->kind,
      &problem);

  if (record) {
    entry->record = record;
    return TRUE;
  }

  entry->record = qwentts_record_new (key);
  if (g_error_matches (problem, QWENTTS_STORE_ERROR,
          QWENTTS_STORE_ERROR_CORRUPT)
      || g_error_matches (problem, QWENTTS_STORE_ERROR,
          QWENTTS_STORE_ERROR_FOREIGN))
    return move_damaged_aside (entry, problem, error);

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

QwenttsEntry *
qwentts_entry_new (QwenttsStore * store, QwenttsFolder * folder,
    QwenttsLock * lock, const gchar * key, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (QwenttsEntry) entry = g_new0 (QwenttsEntry, 1);

  entry->store = qwentts_store_ref (store);
  entry->folder = qwentts_folder_ref (folder);
  entry->lock = lock;
  entry->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  if (!read_record (entry, key, error))
    return NULL;

  return g_steal_pointer (&entry);
}

void
qwentts_entry_release (QwenttsEntry * entry)
{
  qwentts_lock_release (entry->lock);
  qwentts_folder_unref (entry->folder);
  qwentts_store_unref (entry->store);
  g_clear_object (&entry->cancellable);
  g_clear_pointer (&entry->record, qwentts_record_free);
  g_free (entry->damage);
  g_free (entry->dropped);
  g_free (entry);
}

const QwenttsRecord *
qwentts_entry_get_record (QwenttsEntry * entry)
{
  return entry->record;
}

const gchar *
qwentts_entry_get_damage (QwenttsEntry * entry)
{
  return entry->damage;
}

gint64
qwentts_entry_get_age_s (QwenttsEntry * entry)
{
  return qwentts_record_get_age_s (entry->record, entry->folder->system);
}

gboolean
qwentts_entry_is_fresh (QwenttsEntry * entry)
{
  return entry->record->state != QWENTTS_RECORD_ABSENT
      && qwentts_entry_get_age_s (entry) < QWENTTS_ENTRY_FRESH_S;
}

static const QwenttsKindInfo *
get_kind (QwenttsEntry * entry)
{
  return qwentts_kind_get_info (entry->store->kind);
}

static gboolean
write_record (QwenttsEntry * entry, GError ** error)
{
  return qwentts_record_write (entry->record, entry->folder, entry->store->kind,
      error);
}

gboolean
qwentts_entry_set_asked (QwenttsEntry * entry, const gchar * idempotency_key,
    const QwenttsFields * request, GError ** error)
{
  QwenttsRecord *record = entry->record;

  g_return_val_if_fail (record->state == QWENTTS_RECORD_ABSENT, FALSE);
  g_return_val_if_fail (qwentts_record_is_plain (idempotency_key), FALSE);

  record->state = QWENTTS_RECORD_ASKED;
  record->idempotency_key = g_strdup (idempotency_key);
  record->request = qwentts_fields_copy (request);
  qwentts_moment_set (&record->created, entry->folder->system);
  return write_record (entry, error);
}

gboolean
qwentts_entry_set_pending (QwenttsEntry * entry, const gchar * task_id,
    GError ** error)
{
  QwenttsRecord *record = entry->record;

  g_return_val_if_fail (record->state == QWENTTS_RECORD_ASKED, FALSE);
  g_return_val_if_fail (qwentts_record_is_plain (task_id), FALSE);

  record->state = QWENTTS_RECORD_PENDING;
  record->task_id = g_strdup (task_id);
  qwentts_moment_set (&record->submitted, entry->folder->system);
  return write_record (entry, error);
}

gboolean
qwentts_entry_set_ready (QwenttsEntry * entry, const QwenttsFields * result,
    GError ** error)
{
  QwenttsRecord *record = entry->record;

  g_return_val_if_fail (record->state == QWENTTS_RECORD_PENDING, FALSE);
  g_return_val_if_fail (!get_kind (entry)->has_audio_when_ready, FALSE);
  g_return_val_if_fail (qwentts_fields_has_all (result,
          get_kind (entry)->results), FALSE);

  record->state = QWENTTS_RECORD_READY;
  record->result = qwentts_fields_copy (result);
  return write_record (entry, error);
}

QwenttsTempFile *
qwentts_entry_create_audio (QwenttsEntry * entry, GError ** error)
{
  g_autofree gchar *name = qwentts_record_make_audio_name (entry->record->stem);

  return qwentts_temp_file_new (entry->folder, name, error);
}

/* So that at no moment one audio is described and another one there. */
static gboolean
detach_audio (QwenttsEntry * entry, GError ** error)
{
  QwenttsRecord *record = entry->record;

  if (record->audio.format == NULL)
    return TRUE;

  g_clear_pointer (&record->audio.format, g_free);
  g_clear_pointer (&record->audio.checksum, g_free);
  if (get_kind (entry)->has_audio_when_ready) {
    record->state = QWENTTS_RECORD_PENDING;
    g_clear_pointer (&record->result, qwentts_fields_free);
  }
  return write_record (entry, error);
}

/* What the files of this entry will take. */
static gboolean
make_room (QwenttsEntry * entry, guint64 audio_size, gboolean * is_kept,
    GError ** error)
{
  g_autofree gchar *text = NULL;

  *is_kept = TRUE;
  if (entry->store->max_size == QWENTTS_STORE_NO_LIMIT)
    return TRUE;

  text = qwentts_record_print (entry->record, entry->store->kind);
  return qwentts_room_make (entry->folder, entry->store->kind,
      entry->store->max_size, audio_size + strlen (text), is_kept,
      entry->cancellable, error);
}

gboolean
qwentts_entry_attach_audio (QwenttsEntry * entry, QwenttsTempFile * file,
    const QwenttsStoredAudio * audio, GError ** error)
{
  QwenttsRecord *record = entry->record;
  gboolean is_kept;

  g_return_val_if_fail (record->state == QWENTTS_RECORD_READY
      || (record->state == QWENTTS_RECORD_PENDING
          && get_kind (entry)->has_audio_when_ready), FALSE);
  g_return_val_if_fail (qwentts_record_is_plain (audio->format), FALSE);
  g_return_val_if_fail (audio->rate && audio->channels && audio->n_frames,
      FALSE);
  g_return_val_if_fail (qwentts_temp_file_get_size (file), FALSE);

  if (!make_room (entry, qwentts_temp_file_get_size (file), &is_kept, error))
    return FALSE;
  if (!is_kept)
    return TRUE;
  if (!detach_audio (entry, error) || !qwentts_temp_file_commit (file, error))
    return FALSE;

  if (record->state == QWENTTS_RECORD_PENDING) {
    record->state = QWENTTS_RECORD_READY;
    record->result = qwentts_fields_new (NULL, NULL);
  }
  record->audio = *audio;
  record->audio.format = g_strdup (audio->format);
  record->audio.size = qwentts_temp_file_get_size (file);
  record->audio.checksum = g_strdup (qwentts_temp_file_get_checksum (file));
  return write_record (entry, error);
}

gboolean
qwentts_entry_drop_audio (QwenttsEntry * entry, gint fd, GError ** error)
{
  g_autofree gchar *name = qwentts_record_make_audio_name (entry->record->stem);
  g_autoptr (QwenttsLock) use = NULL;

  if (!qwentts_folder_is_same (entry->folder, name, fd))
    return TRUE;
  use = qwentts_lock_new_for_uses (entry->folder, error);
  if (use == NULL)
    return FALSE;
  return !qwentts_lock_try (use, entry->record->key)
      || (qwentts_folder_unlink (entry->folder, name, error)
      && qwentts_folder_sync (entry->folder, error));
}

/* The entry first: audio is described by none, or is there. */
static gboolean
remove_files (QwenttsEntry * entry, GError ** error)
{
  QwenttsFolder *folder = entry->folder;
  g_autofree gchar *name = qwentts_record_make_entry_name (entry->record->stem);
  g_autofree gchar *audio =
      qwentts_record_make_audio_name (entry->record->stem);

  make_absent (entry);
  if (!qwentts_folder_unlink (folder, name, error))
    return FALSE;
  /* Of a lasting kind, none is there before READY. */
  if (!get_kind (entry)->is_lasting
      && !qwentts_folder_unlink (folder, audio, error))
    return FALSE;
  return qwentts_folder_sync (folder, error);
}

gboolean
qwentts_entry_drop (QwenttsEntry * entry, GError ** error)
{
  gchar *name;

  if (entry->record->state != QWENTTS_RECORD_READY
      || !get_kind (entry)->is_lasting)
    return remove_files (entry, error);

  name = qwentts_aside_move (entry->folder, entry->record->key,
      QWENTTS_ASIDE_OLD, error);
  if (name == NULL)
    return FALSE;
  g_free (entry->dropped);
  entry->dropped = name;
  make_absent (entry);
  return TRUE;
}

gboolean
qwentts_entry_restore (QwenttsEntry * entry, GError ** error)
{
  g_autofree gchar *name = g_steal_pointer (&entry->dropped);
  QwenttsRecord *record;

  g_return_val_if_fail (entry->record->state == QWENTTS_RECORD_ABSENT, FALSE);

  if (name == NULL)
    return TRUE;
  if (!qwentts_aside_move_back (entry->folder, name, entry->record->key, error))
    return FALSE;
  record =
      qwentts_record_read (entry->folder, entry->record->key,
      entry->store->kind, error);
  if (record == NULL)
    return FALSE;
  qwentts_record_free (entry->record);
  entry->record = record;
  return TRUE;
}
