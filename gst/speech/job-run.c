/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The steps of a job, in the order in which they are taken. */
#include "speech/job.h"

#include "api/download.h"
#include "api/error.h"
#include "speech/job-task.h"
#include "speech/speech-debug.h"
#include "speech/voice-check.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG
#include "store/error.h"

/* What is there already. */

static void
announce_voice (QwenttsJobRun * run)
{
  QwenttsJob *job = run->job;

  if (job->voice_func)
    job->voice_func (job->voice.name, run->cancellable, job->voice_data);
  qwentts_job_show_voice (job);
}

static void
use_stored_voice (QwenttsJobRun * run, const QwenttsRecord * record)
{
  QwenttsJob *job = run->job;

  if (!job->request->makes_voice || job->voice.name)
    return;

  job->voice = (QwenttsVoice) {
  .name =
        g_strdup (qwentts_fields_get (record->result,
            "voice")),.target_model =
        g_strdup (qwentts_fields_get (record->result,
            "target-model")),.task_id =
        g_strdup (record->task_id),.is_cached = TRUE,};
  qwentts_job_set_task (job, record->task_id, 0);
  GST_INFO ("voice %s was made before", job->voice.name);
  announce_voice (run);
}

static gboolean
open_stored_audio (QwenttsJobRun * run, const QwenttsRecord * record)
{
  QwenttsJob *job = run->job;
  g_autoptr (GError) error = NULL;
  gint fd;

  if (record->audio.format == NULL)
    return FALSE;
  fd = qwentts_store_open_audio (job->request->store, record, &error);
  if (fd < 0) {
    GST_WARNING ("%s", error->message);
    return FALSE;
  }

  qwentts_clip_unref (job->clip);
  job->clip = qwentts_clip_new_from_file (fd, record->audio.size);
  if (job->request->make_pcm_caps)
    job->pcm_caps = job->request->make_pcm_caps (record->request);
  qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
  return TRUE;
}

/* Returns: whether nothing more is to be done */
static gboolean
use_stored (QwenttsJobRun * run)
{
  g_autoptr (QwenttsRecord) record = qwentts_keeper_find_result (&run->keeper);

  if (record == NULL)
    return FALSE;

  use_stored_voice (run, record);
  if (!open_stored_audio (run, record) && run->job->request->needs_audio)
    return FALSE;
  qwentts_job_set_cached (run->job);
  return TRUE;
}

static gboolean
claim (QwenttsJobRun * run, GError ** error)
{
  g_autofree gchar *damage = NULL;

  if (!qwentts_keeper_claim (&run->keeper, run->cancellable, error))
    return FALSE;

  damage = qwentts_keeper_take_damage (&run->keeper);
  if (damage)
    qwentts_job_warn (run->job, g_error_new_literal (QWENTTS_STORE_ERROR,
            QWENTTS_STORE_ERROR_CORRUPT, damage));
  return TRUE;
}

/* What comes of the task. */

static GError *
make_incomplete_error (const QwenttsTask * task, const gchar * what)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL,
      "The service completed the task %s without naming %s.", task->id, what);

  qwentts_error_get_details (error)->task_id = g_strdup (task->id);
  qwentts_error_get_details (error)->request_id = g_strdup (task->request_id);
  return error;
}

/* Once, and only where the disk is the reason.
 *
 * @what: what is lost, and what to do about it; (transfer full) */
static void
warn_of_loss (QwenttsJobRun * run, gchar * what)
{
  const GError *problem = run->keeper.problem;

  if (problem && problem->domain == QWENTTS_STORE_ERROR && !run->has_warned) {
    qwentts_job_warn (run->job, g_error_new (problem->domain, problem->code,
            "%s %s", what, problem->message));
    run->has_warned = TRUE;
  }
  g_free (what);
}

/* Before anything else happens: a voice cannot be made again. */
static gboolean
keep_voice (QwenttsJobRun * run, const QwenttsTask * task, GError ** error)
{
  QwenttsJob *job = run->job;
  gboolean is_kept;

  if (!job->request->makes_voice || job->voice.name)
    return TRUE;
  if (task->voice == NULL) {
    qwentts_keeper_drop (&run->keeper);
    g_propagate_error (error, make_incomplete_error (task, "a voice"));
    return FALSE;
  }

  is_kept = qwentts_keeper_note_voice (&run->keeper, task->voice);
  job->voice = (QwenttsVoice) {
  .name = g_strdup (task->voice),.target_model =
        g_strdup (qwentts_fields_get (qwentts_keeper_get_fields
            (&run->keeper), "target-model")),.task_id =
        g_strdup (task->id),.credits = task->credits,};
  if (!is_kept)
    warn_of_loss (run, g_strdup_printf ("The new voice \"%s\" could not be "
            "written down. Write its name down yourself: it can neither be "
            "listed nor made again.", task->voice));
  GST_INFO ("voice %s was made", task->voice);
  announce_voice (run);
  return TRUE;
}

/* Moves the bytes of the transfer into the clip. */
static gboolean
transfer (QwenttsJobRun * run, QwenttsDownload * download, GError ** error)
{
  QwenttsClip *clip = run->job->clip;
  gssize n;

  do {
    gsize space;
    gpointer buffer = qwentts_clip_get_space (clip, &space);

    n = qwentts_download_read (download, buffer, space, run->cancellable,
        error);
    if (n < 0)
      return FALSE;
    qwentts_job_add_bytes (run->job, n);
    qwentts_keeper_write_audio (&run->keeper, buffer, n);
    if (n > 0 && !qwentts_clip_commit (clip, n, run->cancellable, error))
      return FALSE;
  } while (n > 0);

  return TRUE;
}

static gboolean
download (QwenttsJobRun * run, const gchar * url, GError ** error)
{
  QwenttsJob *job = run->job;
  g_autoptr (QwenttsDownload) download = qwentts_download_open (run->client,
      url, run->cancellable, error);

  if (download == NULL)
    return FALSE;

  if (job->request->make_pcm_caps)
    job->pcm_caps =
        job->request->make_pcm_caps (qwentts_keeper_get_fields (&run->keeper));
  qwentts_keeper_begin_audio (&run->keeper);
  qwentts_clip_set_size (job->clip, qwentts_download_get_size (download));
  qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
  return transfer (run, download, error);
}

static gboolean
fetch (QwenttsJobRun * run, const QwenttsTask * task, GError ** error)
{
  QwenttsJob *job = run->job;
  gint64 start_us = g_get_monotonic_time ();
  gboolean is_whole;

  if (task->audio_url == NULL) {
    g_propagate_error (error, make_incomplete_error (task, "an audio file"));
    return FALSE;
  }

  is_whole = download (run, task->audio_url, error);
  qwentts_job_add_time (job, &job->cost.download_time, start_us);
  if (is_whole)
    qwentts_clip_finish (job->clip, NULL);
  return is_whole;
}

/* What cannot be decoded is told by whoever plays it. */
static void
keep_audio (QwenttsJobRun * run)
{
  if (!qwentts_keeper_keep_audio (&run->keeper, run->cancellable))
    warn_of_loss (run, g_strdup_printf ("The audio of the task %s could not be "
            "kept.", run->job->task_id));
}

static gboolean
take_steps (QwenttsJobRun * run, GError ** error)
{
  g_autoptr (QwenttsTask) task = NULL;

  if (!qwentts_check_voice (run->job->request, error))
    return FALSE;
  if (use_stored (run))
    return TRUE;
  if (!claim (run, error))
    return FALSE;
  /* Somebody else may have made it meanwhile. */
  if (use_stored (run))
    return TRUE;

  task = qwentts_job_get_task (run, error);
  if (task == NULL || !keep_voice (run, task, error)
      || !fetch (run, task, error))
    return FALSE;
  keep_audio (run);
  return TRUE;
}

static void
complete_error (QwenttsJob * job, GError * error)
{
  QwenttsErrorDetails *details;

  if (error->domain != QWENTTS_ERROR)
    return;
  details = qwentts_error_get_details (error);
  if (details->task_id == NULL)
    details->task_id = qwentts_job_get_task_id (job);
}

void
qwentts_job_run (QwenttsJob * job, QwenttsClient * client,
    GCancellable * cancellable)
{
  QwenttsJobRun run =
      { job, client, cancellable, qwentts_client_get_deadline_us (client)
  };
  GError *error = NULL;
  gboolean is_done;

  qwentts_job_enter_phase (job, QWENTTS_JOB_REQUESTED);
  qwentts_keeper_init (&run.keeper, job->request);
  is_done = take_steps (&run, &error);
  qwentts_keeper_clear (&run.keeper);

  if (is_done) {
    qwentts_job_enter_phase (job, QWENTTS_JOB_DONE);
  } else if (job->voice.name && !job->request->needs_audio
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    GST_WARNING ("no preview of voice %s: %s", job->voice.name, error->message);
    g_error_free (error);
    qwentts_job_enter_phase (job, QWENTTS_JOB_DONE);
  } else {
    complete_error (job, error);
    qwentts_job_fail (job, error);
  }
}
