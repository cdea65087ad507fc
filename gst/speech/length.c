/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/length.h"

#include "speech/script.h"
#include "speech/timeline.h"

struct _QwenttsLength
{
  GMutex lock;
  /* Protected by lock. */
  GQueue scripts;               /* of QwenttsScript, not seen to their end */
  QwenttsJob *next;             /* of the first of them; NULL: it is to be cut */
  QwenttsTimeline timeline;     /* behind what was seen */
  gboolean is_given_up;
};

QwenttsLength *
qwentts_length_new (void)
{
  QwenttsLength *length = g_new0 (QwenttsLength, 1);

  g_mutex_init (&length->lock);
  g_queue_init (&length->scripts);
  return length;
}

static void
forget_locked (QwenttsLength * length)
{
  g_queue_clear_full (&length->scripts, (GDestroyNotify) qwentts_script_free);
  g_clear_pointer (&length->next, qwentts_job_unref);
}

void
qwentts_length_free (QwenttsLength * length)
{
  forget_locked (length);
  g_mutex_clear (&length->lock);
  g_free (length);
}

void
qwentts_length_add_text (QwenttsLength * length, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length)
{
  g_mutex_lock (&length->lock);
  if (settings->store == NULL)
    length->is_given_up = TRUE;
  if (!length->is_given_up)
    g_queue_push_tail (&length->scripts, qwentts_script_new (text, settings,
            max_length));
  g_mutex_unlock (&length->lock);
}

void
qwentts_length_give_up (QwenttsLength * length)
{
  g_mutex_lock (&length->lock);
  length->is_given_up = TRUE;
  forget_locked (length);
  g_mutex_unlock (&length->lock);
}

/* Returns: FALSE if all were seen */
static gboolean
find_next_locked (QwenttsLength * length)
{
  while (length->next == NULL && !g_queue_is_empty (&length->scripts)) {
    length->next = qwentts_script_next_job (g_queue_peek_head
        (&length->scripts));
    if (length->next == NULL)
      qwentts_script_free (g_queue_pop_head (&length->scripts));
  }
  return length->next != NULL;
}

/* Returns: FALSE if it is not in the store */
static gboolean
pass_next_locked (QwenttsLength * length)
{
  const QwenttsJobRequest *request = qwentts_job_get_request (length->next);
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (request->store,
      request->key, NULL);

  if (record == NULL || record->state != QWENTTS_RECORD_READY
      || record->audio.rate == 0)
    return FALSE;

  qwentts_timeline_set_rate (&length->timeline, record->audio.rate);
  length->timeline.n_frames += record->audio.n_frames;
  g_clear_pointer (&length->next, qwentts_job_unref);
  return TRUE;
}

GstClockTime
qwentts_length_get (QwenttsLength * length)
{
  GstClockTime end = GST_CLOCK_TIME_NONE;
  gboolean is_known = TRUE;

  g_mutex_lock (&length->lock);
  while (is_known && find_next_locked (length))
    is_known = pass_next_locked (length);
  if (is_known && !length->is_given_up)
    end = qwentts_timeline_get_position (&length->timeline);
  g_mutex_unlock (&length->lock);
  return end;
}
