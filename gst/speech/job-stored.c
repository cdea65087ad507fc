/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is kept already. */
#include <errno.h>

#include "speech/job-run.h"
#include "speech/speech-debug.h"
#include "speech/spill.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

void
qwentts_job_announce_voice (QwenttsJobRun * run, GError * warning)
{
  QwenttsJob *job = run->job;

  GError *other = job->voice_func
      ? job->voice_func (job->voice.name, run->cancellable, job->voice_data)
      : NULL;

  qwentts_job_show_voice (job, warning);
  if (other)
    qwentts_job_warn (job, other);
}

static void
use_stored_voice (QwenttsJobRun * run, const QwenttsRecord * record)
{
  QwenttsJob *job = run->job;

  if (!job->request->makes_voice)
    return;

  job->voice = (QwenttsVoice) {
  .name =
        g_strdup (qwentts_fields_get (record->result,
            "voice")),.target_model =
        g_strdup (qwentts_fields_get (record->result,
            "target-model")),.task_id =
        g_strdup (record->task_id),.is_cached = TRUE,};
  GST_INFO ("voice %s was made before", job->voice.name);
  qwentts_job_announce_voice (run, NULL);
}

/* @fd: (out): of the clip
 *
 * Returns: (transfer full): NULL if there is none, with an error if it should be
 *   there */
static QwenttsClip *
open_stored_audio (QwenttsJobRun * run, const QwenttsRecord * record, gint * fd,
    GError ** error)
{
  g_autoptr (QwenttsClip) clip = NULL;

  if (record->audio.format == NULL)
    return NULL;
  *fd = qwentts_store_open_audio (run->job->request->store, record, error);
  if (*fd < 0)
    return NULL;
  clip = qwentts_clip_new_from_file (*fd, record->audio.size);
  return qwentts_job_check_first (run, record, clip, *fd, error)
      ? g_steal_pointer (&clip) : NULL;
}

static gssize
read_file (gpointer fd, guint64 offset, gpointer data, gsize size,
    GError ** error)
{
  if (qwentts_spill_read (GPOINTER_TO_INT (fd), data, size, offset))
    return size;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
      "The file with the audio cannot be read: %s", g_strerror (errno));
  return -1;
}

/* @kept, @stored: (transfer full)
 * @fd: of the clip that is stored */
static gboolean
use_stored_audio (QwenttsJobRun * run, QwenttsRecord * kept,
    QwenttsClip * stored, gint fd, GError ** error)
{
  QwenttsJob *job = run->job;
  g_autoptr (QwenttsRecord) record = kept;
  g_autoptr (QwenttsClip) clip = stored;

  /* Somebody reads the clip already. */
  if (run->n_bytes > 0) {
    if (!qwentts_job_may_go_on (run, record->task_id, error)
        || !qwentts_job_copy (run, read_file, GINT_TO_POINTER (fd),
            record->audio.size, error))
      return FALSE;
    qwentts_store_note_use (job->request->store, fd);
    qwentts_clip_finish (job->clip, NULL);
    return TRUE;
  }

  qwentts_clip_unref (job->clip);
  job->clip = g_steal_pointer (&clip);
  if (job->request->make_pcm_caps)
    job->pcm_caps = job->request->make_pcm_caps (record->request);
  qwentts_job_check_later (run, g_steal_pointer (&record), fd);
  qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
  return TRUE;
}

/* What is told of it once it is clear what came of it. What is gone is told by
 * nobody: somebody took it away. */
static gboolean
note_damage (QwenttsJobRun * run, GError * problem, GError ** error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  if (problem)
    GST_WARNING ("%s", problem->message);
  g_clear_error (&run->damage);
  if (g_error_matches (problem, QWENTTS_STORE_ERROR,
          QWENTTS_STORE_ERROR_MISSING))
    g_error_free (problem);
  else
    run->damage = problem;
  return TRUE;
}

gboolean
qwentts_job_use_stored (QwenttsJobRun * run, gboolean is_claimed,
    gboolean * is_used, GError ** error)
{
  const QwenttsJobRequest *request = run->job->request;
  g_autoptr (QwenttsRecord) record = qwentts_keeper_find_result (&run->keeper);
  GError *problem = NULL;
  gint fd = -1;
  g_autoptr (QwenttsClip) clip = record ? open_stored_audio (run, record, &fd,
      &problem) : NULL;
  gboolean is_complete = clip || !request->needs_audio;

  *is_used = FALSE;
  if (!note_damage (run, problem, error))
    return FALSE;
  if (record == NULL || !(is_complete || (is_claimed && request->makes_voice)))
    return TRUE;

  /* Before anybody is told. */
  if (is_complete)
    qwentts_job_set_cached (run->job);
  qwentts_job_set_task (run->job, record->task_id, 0);
  use_stored_voice (run, record);
  *is_used = is_complete;
  return clip == NULL || use_stored_audio (run, g_steal_pointer (&record),
      g_steal_pointer (&clip), fd, error);
}
