/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/passage.h"

#include <errno.h>
#include <unistd.h>

#include "speech/speech-debug.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

QwenttsPassage *
qwentts_passage_new (QwenttsJob * job, guint index,
    const QwenttsTimeline * start)
{
  QwenttsPassage *passage = g_new0 (QwenttsPassage, 1);
  QwenttsJobCost cost;

  passage->segment = *qwentts_job_get_segment (job);
  passage->segment.text = g_strdup (passage->segment.text);
  passage->index = index;
  passage->task_id = qwentts_job_get_task_id (job);
  qwentts_job_get_cost (job, &cost);
  passage->is_cached = cost.is_cached;
  passage->credits = cost.credits;
  passage->start = *start;
  passage->end = GST_CLOCK_TIME_NONE;
  gst_caps_replace (&passage->pcm_caps, qwentts_job_get_pcm_caps (job));
  passage->job = qwentts_job_ref (job);
  return passage;
}

void
qwentts_passage_free (QwenttsPassage * passage)
{
  g_free ((gchar *) passage->segment.text);
  g_free (passage->task_id);
  gst_clear_caps (&passage->pcm_caps);
  g_clear_pointer (&passage->job, qwentts_job_unref);
  g_free (passage->key);
  g_clear_pointer (&passage->clip, qwentts_clip_unref);
  g_free (passage);
}

/* Others may have asked anew for what they found damaged. */
static gboolean
has_audio_of (const QwenttsRecord * record, const QwenttsPassage * passage)
{
  return record->audio.format
      && g_strcmp0 (record->task_id, passage->task_id) == 0;
}

/* Once the entry is in use, what is there is there to stay. */
static gboolean
is_in_store (const QwenttsPassage * passage, const QwenttsJobRequest * request,
    QwenttsStoreUse * use, GCancellable * wait)
{
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GError) problem = NULL;
  gint fd = -1;

  if (request->store == NULL || use == NULL)
    return FALSE;
  if (!qwentts_store_use_add (use, request->key, wait, &problem)) {
    GST_INFO ("not in use: %s", problem->message);
    return FALSE;
  }
  record = qwentts_store_peek (request->store, request->key, NULL);
  /* What was damaged is described, and gone. */
  if (record && has_audio_of (record, passage))
    fd = qwentts_store_open_audio (request->store, record, NULL);
  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

void
qwentts_passage_settle (QwenttsPassage * passage, QwenttsStoreUse * use,
    QwenttsTape * tape, GCancellable * wait)
{
  g_autoptr (QwenttsJob) job = g_steal_pointer (&passage->job);
  const QwenttsJobRequest *request = qwentts_job_get_request (job);

  if (!passage->is_broken && is_in_store (passage, request, use, wait)) {
    passage->key = g_strdup (request->key);
    return;
  }

  passage->clip = qwentts_clip_ref (qwentts_job_get_clip (job));
  qwentts_passage_close (passage, tape);
}

QwenttsClip *
qwentts_passage_open (QwenttsPassage * passage, QwenttsStore * store,
    GError ** error)
{
  g_autoptr (QwenttsRecord) record = NULL;
  QwenttsClip *clip;
  gint fd;

  if (passage->key == NULL) {
    clip = passage->clip ? passage->clip : qwentts_job_get_clip (passage->job);
    qwentts_clip_rewind (clip);
    return qwentts_clip_ref (clip);
  }

  record = qwentts_store_peek (store, passage->key, error);
  if (record == NULL)
    return NULL;
  if (!has_audio_of (record, passage)) {
    g_set_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_MISSING,
        "The audio of the task %s was removed from %s while it was in use.",
        passage->task_id, qwentts_store_get_folder (store));
    return NULL;
  }
  fd = qwentts_store_open_audio (store, record, error);
  if (fd < 0)
    return NULL;
  qwentts_store_note_use (store, fd);
  return qwentts_clip_new_from_file (fd, record->audio.size);
}

void
qwentts_passage_close (QwenttsPassage * passage, QwenttsTape * tape)
{
  if (passage->clip && !qwentts_clip_shelve (passage->clip, tape))
    GST_INFO ("segment %u stays in memory: %s", passage->index,
        g_strerror (errno));
}
