/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/length.h"

#include "speech/script.h"
#include "speech/timeline.h"

struct _QwenttsLength
{
  /* Held by whoever measures, while it reads files: nobody else waits for it. */
  GMutex measuring;
  /* Protected by measuring. */
  QwenttsScript *script;        /* not seen to its end; NULL: none */
  QwenttsJob *next;             /* of the script; NULL: it is to be cut */
  QwenttsTimeline timeline;     /* behind what was seen */

  GMutex lock;
  /* Protected by lock. */
  GQueue scripts;               /* of QwenttsScript, not looked at */
  gboolean is_given_up;
};

QwenttsLength *
qwentts_length_new (void)
{
  QwenttsLength *length = g_new0 (QwenttsLength, 1);

  g_mutex_init (&length->measuring);
  g_mutex_init (&length->lock);
  g_queue_init (&length->scripts);
  return length;
}

void
qwentts_length_free (QwenttsLength * length)
{
  g_queue_clear_full (&length->scripts, (GDestroyNotify) qwentts_script_free);
  g_clear_pointer (&length->next, qwentts_job_unref);
  g_clear_pointer (&length->script, qwentts_script_free);
  g_mutex_clear (&length->lock);
  g_mutex_clear (&length->measuring);
  g_free (length);
}

/* Not all of it is said. */
static void
give_up_locked (QwenttsLength * length)
{
  length->is_given_up = TRUE;
  g_queue_clear_full (&length->scripts, (GDestroyNotify) qwentts_script_free);
}

gpointer
qwentts_length_add_text (QwenttsLength * length, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length)
{
  QwenttsScript *script = NULL;

  g_mutex_lock (&length->lock);
  if (settings->store == NULL)
    give_up_locked (length);
  if (!length->is_given_up) {
    script = qwentts_script_new (text, settings, max_length);
    g_queue_push_tail (&length->scripts, script);
  }
  g_mutex_unlock (&length->lock);
  return script;
}

void
qwentts_length_take_back (QwenttsLength * length, gpointer text)
{
  g_mutex_lock (&length->lock);
  if (text && g_queue_remove (&length->scripts, text))
    qwentts_script_free (text);
  else
    give_up_locked (length);
  g_mutex_unlock (&length->lock);
}

void
qwentts_length_give_up (QwenttsLength * length)
{
  g_mutex_lock (&length->lock);
  give_up_locked (length);
  g_mutex_unlock (&length->lock);
}

static gboolean
is_given_up (QwenttsLength * length)
{
  gboolean is_given_up;

  g_mutex_lock (&length->lock);
  is_given_up = length->is_given_up;
  g_mutex_unlock (&length->lock);
  return is_given_up;
}

static QwenttsScript *
take_script (QwenttsLength * length)
{
  QwenttsScript *script;

  g_mutex_lock (&length->lock);
  script = g_queue_pop_head (&length->scripts);
  g_mutex_unlock (&length->lock);
  return script;
}

/* Returns: FALSE if all were seen */
static gboolean
find_next (QwenttsLength * length)
{
  while (length->next == NULL) {
    if (length->script == NULL)
      length->script = take_script (length);
    if (length->script == NULL)
      return FALSE;
    length->next = qwentts_script_next_job (length->script);
    if (length->next == NULL)
      g_clear_pointer (&length->script, qwentts_script_free);
  }
  return TRUE;
}

/* Returns: FALSE if it is not in the store */
static gboolean
pass_next (QwenttsLength * length)
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

  g_mutex_lock (&length->measuring);
  while (is_known && !is_given_up (length) && find_next (length))
    is_known = pass_next (length);
  if (is_known && !is_given_up (length))
    end = qwentts_timeline_get_position (&length->timeline);
  g_mutex_unlock (&length->measuring);
  return end;
}
