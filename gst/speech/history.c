/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/history.h"

struct _QwenttsHistory
{
  GPtrArray *passages;          /* of QwenttsPassage */
  QwenttsTape *tape;
  QwenttsStore *store;          /* of all of them; NULL: none had one so far */
  QwenttsStoreUse *use;         /* of this store */
};

QwenttsHistory *
qwentts_history_new (void)
{
  QwenttsHistory *history = g_new0 (QwenttsHistory, 1);

  history->passages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) qwentts_passage_free);
  history->tape = qwentts_tape_new ();
  return history;
}

void
qwentts_history_free (QwenttsHistory * history)
{
  g_ptr_array_unref (history->passages);
  qwentts_tape_unref (history->tape);
  g_clear_pointer (&history->use, qwentts_store_use_free);
  g_clear_pointer (&history->store, qwentts_store_unref);
  g_free (history);
}

QwenttsTape *
qwentts_history_get_tape (QwenttsHistory * history)
{
  return history->tape;
}

void
qwentts_history_add (QwenttsHistory * history, QwenttsPassage * passage)
{
  g_ptr_array_add (history->passages, passage);
}

/* Returns: (nullable): NULL: this one is not kept where the others are */
static QwenttsStoreUse *
get_use (QwenttsHistory * history, QwenttsStore * store)
{
  if (history->store == NULL && store) {
    history->store = qwentts_store_ref (store);
    history->use = qwentts_store_use_new (store);
  }
  return history->store == store ? history->use : NULL;
}

void
qwentts_history_settle (QwenttsHistory * history, QwenttsJob * job,
    GCancellable * wait)
{
  QwenttsStoreUse *use = get_use (history, qwentts_job_get_request
      (job)->store);

  for (guint i = 0; i < history->passages->len; i++) {
    QwenttsPassage *passage = qwentts_history_get (history, i);

    if (passage->job == job)
      qwentts_passage_settle (passage, use, history->tape, wait);
  }
}

guint
qwentts_history_get_length (QwenttsHistory * history)
{
  return history->passages->len;
}

QwenttsPassage *
qwentts_history_get (QwenttsHistory * history, guint i)
{
  return history->passages->pdata[i];
}

guint
qwentts_history_find (QwenttsHistory * history, GstClockTime position)
{
  guint found = 0;

  for (guint i = 0; i < history->passages->len; i++)
    if (qwentts_timeline_get_position (&qwentts_history_get (history,
                i)->start) <= position)
      found = i;
  return found;
}

QwenttsClip *
qwentts_history_open (QwenttsHistory * history, guint i, GError ** error)
{
  return qwentts_passage_open (qwentts_history_get (history, i), history->store,
      error);
}

void
qwentts_history_close (QwenttsHistory * history, guint i)
{
  qwentts_passage_close (qwentts_history_get (history, i), history->tape);
}

void
qwentts_history_truncate (QwenttsHistory * history, guint length)
{
  g_ptr_array_set_size (history->passages, length);
}
