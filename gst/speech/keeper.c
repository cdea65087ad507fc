/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/keeper.h"

#include "speech/measure.h"
#include "store/error.h"

void
qwentts_keeper_init (QwenttsKeeper * keeper, const QwenttsJobRequest * request)
{
  *keeper = (QwenttsKeeper) {
  .request = request};
}

void
qwentts_keeper_clear (QwenttsKeeper * keeper)
{
  g_clear_pointer (&keeper->file, qwentts_temp_file_free);
  g_clear_pointer (&keeper->entry, qwentts_entry_release);
  g_clear_pointer (&keeper->seen, qwentts_record_free);
  g_clear_error (&keeper->problem);
}

/* What was written last tells whether all is on disk.
 *
 * @problem: of the call that gives @is_written, and so not read before here */
static gboolean
note (QwenttsKeeper * keeper, gboolean is_written, GError ** problem)
{
  g_clear_error (&keeper->problem);
  keeper->problem = g_steal_pointer (problem);
  return is_written;
}

static const QwenttsRecord *
get_record (QwenttsKeeper * keeper)
{
  return keeper->entry ? qwentts_entry_get_record (keeper->entry)
      : keeper->seen;
}

static gboolean
is_in_state (QwenttsKeeper * keeper, QwenttsRecordState state)
{
  const QwenttsRecord *record = get_record (keeper);

  return record && record->state == state;
}

/* Of what cannot be claimed the service has to tell. */
static gboolean
is_fresh (QwenttsKeeper * keeper)
{
  return keeper->entry == NULL || qwentts_entry_is_fresh (keeper->entry);
}

/* What cannot be read now is looked at again by the claim. */
QwenttsRecord *
qwentts_keeper_find_result (QwenttsKeeper * keeper)
{
  const QwenttsJobRequest *request = keeper->request;
  g_autoptr (QwenttsRecord) record = NULL;

  if (request->store && request->uses_stored)
    record = qwentts_store_peek (request->store, request->key, NULL);
  if (record == NULL || record->state != QWENTTS_RECORD_READY)
    return NULL;
  return g_steal_pointer (&record);
}

static void
look_without_claim (QwenttsKeeper * keeper)
{
  const QwenttsJobRequest *request = keeper->request;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (request->store,
      request->key, NULL);

  if (record && record->state != QWENTTS_RECORD_ABSENT
      && (record->state != QWENTTS_RECORD_READY || request->uses_stored))
    keeper->seen = g_steal_pointer (&record);
}

gboolean
qwentts_keeper_claim (QwenttsKeeper * keeper, GCancellable * cancellable,
    GError ** error)
{
  const QwenttsJobRequest *request = keeper->request;
  GError *problem = NULL;

  if (request->store == NULL)
    return TRUE;

  keeper->entry = qwentts_store_claim (request->store, request->key,
      cancellable, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (!note (keeper, keeper->entry != NULL, &problem))
    look_without_claim (keeper);
  return TRUE;
}

gchar *
qwentts_keeper_take_damage (QwenttsKeeper * keeper)
{
  return keeper->entry ? g_strdup (qwentts_entry_get_damage (keeper->entry))
      : NULL;
}

gboolean
qwentts_keeper_has_result (QwenttsKeeper * keeper)
{
  return keeper->request->uses_stored
      && is_in_state (keeper, QWENTTS_RECORD_READY);
}

gchar *
qwentts_keeper_get_task_id (QwenttsKeeper * keeper, gint64 * age_s)
{
  if (!is_in_state (keeper, QWENTTS_RECORD_PENDING)
      && !qwentts_keeper_has_result (keeper))
    return NULL;

  /* Of what cannot be claimed the service has to tell. */
  *age_s = keeper->entry ? qwentts_entry_get_age_s (keeper->entry) : 0;
  return g_strdup (get_record (keeper)->task_id);
}

static void
drop (QwenttsKeeper * keeper)
{
  GError *problem = NULL;

  g_clear_pointer (&keeper->seen, qwentts_record_free);
  if (keeper->entry == NULL || is_in_state (keeper, QWENTTS_RECORD_ABSENT))
    return;

  if (!note (keeper, qwentts_entry_drop (keeper->entry, &problem), &problem)
      && is_in_state (keeper, QWENTTS_RECORD_READY))
    g_clear_pointer (&keeper->entry, qwentts_entry_release);
}

void
qwentts_keeper_drop (QwenttsKeeper * keeper)
{
  GError *problem = NULL;

  drop (keeper);
  if (is_in_state (keeper, QWENTTS_RECORD_ABSENT))
    note (keeper, qwentts_entry_restore (keeper->entry, &problem), &problem);
}

void
qwentts_keeper_drop_audio (QwenttsKeeper * keeper, gint fd)
{
  GError *problem = NULL;

  if (keeper->entry)
    note (keeper, qwentts_entry_drop_audio (keeper->entry, fd, &problem),
        &problem);
}

/* Whether there is a POST of which nobody knows what has come of it. */
static gboolean
has_lost_answer (QwenttsKeeper * keeper)
{
  return is_in_state (keeper, QWENTTS_RECORD_ASKED) && is_fresh (keeper);
}

const QwenttsFields *
qwentts_keeper_ask (QwenttsKeeper * keeper, gchar ** idempotency_key,
    gboolean * is_repeat)
{
  GError *problem = NULL;

  *is_repeat = has_lost_answer (keeper);
  if (*is_repeat) {
    *idempotency_key = g_strdup (get_record (keeper)->idempotency_key);
    return get_record (keeper)->request;
  }

  *idempotency_key = qwentts_make_idempotency_key ();
  drop (keeper);
  if (keeper->entry)
    note (keeper, qwentts_entry_set_asked (keeper->entry, *idempotency_key,
            keeper->request->fields, &problem), &problem);
  return keeper->request->fields;
}

void
qwentts_keeper_note_task (QwenttsKeeper * keeper, const gchar * task_id)
{
  GError *problem = NULL;

  if (keeper->entry)
    note (keeper, qwentts_entry_set_pending (keeper->entry, task_id, &problem),
        &problem);
}

gboolean
qwentts_keeper_note_voice (QwenttsKeeper * keeper, const gchar * voice)
{
  g_autoptr (QwenttsFields) result = NULL;
  GError *problem = NULL;

  if (is_in_state (keeper, QWENTTS_RECORD_READY))
    return TRUE;
  if (keeper->entry == NULL)
    return FALSE;

  result = qwentts_fields_new ("voice", voice, "target-model",
      qwentts_fields_get (qwentts_keeper_get_fields (keeper), "target-model"),
      NULL);
  return note (keeper, qwentts_entry_set_ready (keeper->entry, result,
          &problem), &problem);
}

const QwenttsFields *
qwentts_keeper_get_fields (QwenttsKeeper * keeper)
{
  const QwenttsRecord *record = get_record (keeper);

  return record && record->request ? record->request : keeper->request->fields;
}

static void
begin_audio (QwenttsKeeper * keeper)
{
  GError *problem = NULL;

  /* Of a voice its name comes first. */
  gboolean is_due = is_in_state (keeper, QWENTTS_RECORD_READY)
      || (!keeper->request->makes_voice
      && is_in_state (keeper, QWENTTS_RECORD_PENDING));

  keeper->has_begun_audio = TRUE;
  if (keeper->entry == NULL || !keeper->request->uses_stored || !is_due)
    return;
  keeper->file = qwentts_entry_create_audio (keeper->entry, &problem);
  note (keeper, keeper->file != NULL, &problem);
}

void
qwentts_keeper_write_audio (QwenttsKeeper * keeper, gconstpointer data,
    gsize size)
{
  GError *problem = NULL;

  if (!keeper->has_begun_audio)
    begin_audio (keeper);
  if (keeper->file && !note (keeper, qwentts_temp_file_write (keeper->file,
              data, size, &problem), &problem))
    g_clear_pointer (&keeper->file, qwentts_temp_file_free);
}

static gboolean
measure (QwenttsKeeper * keeper, QwenttsStoredAudio * audio,
    GCancellable * cancellable, GError ** error)
{
  const QwenttsFields *fields = qwentts_keeper_get_fields (keeper);
  g_autoptr (GstCaps) pcm_caps = keeper->request->make_pcm_caps
      ? keeper->request->make_pcm_caps (fields) : NULL;
  gint fd = qwentts_temp_file_dup (keeper->file, error);

  return fd >= 0 && qwentts_measure_audio (fd,
      qwentts_temp_file_get_size (keeper->file), pcm_caps, cancellable, audio,
      error);
}

gboolean
qwentts_keeper_keep_audio (QwenttsKeeper * keeper, GCancellable * cancellable)
{
  QwenttsStoredAudio audio = { 0 };
  GError *problem = NULL;

  if (keeper->file == NULL)
    return FALSE;

  /* The service chooses the format of a speech. */
  audio.format = (gchar *) qwentts_fields_get (qwentts_keeper_get_fields
      (keeper), "response-format");
  if (audio.format == NULL)
    audio.format = (gchar *) "own";
  return note (keeper, measure (keeper, &audio, cancellable, &problem)
      && qwentts_entry_attach_audio (keeper->entry, keeper->file, &audio,
          &problem), &problem);
}
