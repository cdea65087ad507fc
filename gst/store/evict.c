/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/evict.h"

#include "store/error.h"
#include "store/key.h"
#include "store/lock.h"
#include "store/record.h"

typedef struct
{
  QwenttsFolder *folder;
  QwenttsKind kind;
  /* Each key's for as long as something of it goes. */
  QwenttsLock *claim;
  QwenttsLock *use;
} Evictor;

/* What cannot be read for now may have been paid for. What is damaged, or not
 * ours, is of no use. */
static gboolean
may_go (Evictor * evictor, const gchar * stem)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_record_read (evictor->folder,
      stem, evictor->kind, &problem);

  if (record == NULL)
    return g_error_matches (problem, QWENTTS_STORE_ERROR,
        QWENTTS_STORE_ERROR_CORRUPT)
        || g_error_matches (problem, QWENTTS_STORE_ERROR,
        QWENTTS_STORE_ERROR_FOREIGN);

  return record->state == QWENTTS_RECORD_ABSENT
      || record->state == QWENTTS_RECORD_READY
      || qwentts_record_get_age_s (record, evictor->folder->system)
      >= QWENTTS_RECORD_FRESH_S;
}

static gboolean
remove_entry (Evictor * evictor, const gchar * stem)
{
  g_autofree gchar *entry = qwentts_record_make_entry_name (stem);
  g_autofree gchar *audio = qwentts_record_make_audio_name (stem);

  /* The entry first: audio is described by none, or is there. */
  return may_go (evictor, stem)
      && qwentts_folder_unlink (evictor->folder, entry, NULL)
      && qwentts_folder_unlink (evictor->folder, audio, NULL);
}

static gboolean
remove_leftover (Evictor * evictor, const gchar * name)
{
  return qwentts_folder_unlink (evictor->folder, name, NULL);
}

/* Returns: the bytes that have gone */
static guint64
remove_unneeded (Evictor * evictor, const QwenttsHolding * holding,
    gboolean (*remove) (Evictor *, const gchar *))
{
  g_autofree gchar *key = g_strndup (holding->name, QWENTTS_STORE_KEY_LENGTH);
  gboolean is_gone = FALSE;

  if (!qwentts_lock_try (evictor->claim, key))
    return 0;
  if (qwentts_lock_try (evictor->use, key)) {
    is_gone = remove (evictor, holding->name);
    qwentts_lock_give_back (evictor->use, key);
  }
  qwentts_lock_give_back (evictor->claim, key);
  return is_gone ? holding->n_bytes : 0;
}

gboolean
qwentts_evict (QwenttsFolder * folder, QwenttsKind kind,
    QwenttsInventory * inventory, guint64 goal, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (QwenttsLock) claim = qwentts_lock_new (folder, error);
  g_autoptr (QwenttsLock) use = claim
      ? qwentts_lock_new_for_uses (folder, error) : NULL;
  Evictor evictor = { folder, kind, claim, use };

  if (use == NULL)
    return FALSE;

  for (guint i = 0; i < inventory->leftovers->len; i++)
    inventory->n_bytes -= remove_unneeded (&evictor,
        inventory->leftovers->pdata[i], remove_leftover);
  for (guint i = 0; i < inventory->holdings->len && inventory->n_bytes > goal
      && !g_cancellable_is_cancelled (cancellable); i++)
    inventory->n_bytes -= remove_unneeded (&evictor,
        inventory->holdings->pdata[i], remove_entry);
  return TRUE;
}
