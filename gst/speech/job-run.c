/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The steps of a job, in the order in which they are taken. */
#include "speech/job.h"

#include <string.h>

#include "api/download.h"
#include "api/error.h"
#include "speech/job-task.h"
#include "speech/speech-debug.h"
#include "speech/voice-check.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG
#include "store/error.h"

/* What is there already. */

/* @warning: (nullable) (transfer full) */
static void
announce_voice (QwenttsJobRun * run, GError * warning)
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
  qwentts_job_set_task (job, record->task_id, 0);
  GST_INFO ("voice %s was made before", job->voice.name);
  announce_voice (run, NULL);
}

/* Returns: -1 if there is none */
static gint
open_stored_audio (QwenttsJobRun * run, const QwenttsRecord * record)
{
  g_autoptr (GError) error = NULL;
  gint fd;

  if (record->audio.format == NULL)
    return -1;
  fd = qwentts_store_open_audio (run->job->request->store, record, &error);
  if (fd < 0)
    GST_WARNING ("%s", error->message);
  return fd;
}

static void
use_stored_audio (QwenttsJobRun * run, const QwenttsRecord * record, gint fd)
{
  QwenttsJob *job = run->job;

  qwentts_clip_unref (job->clip);
  job->clip = qwentts_clip_new_from_file (fd, record->audio.size);
  if (job->request->make_pcm_caps)
    job->pcm_caps = job->request->make_pcm_caps (record->request);
  qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
}

/* What lacks something may be replaced by whoever has the key, so that it is
 * used only if nobody else can have it.
 *
 * @is_claimed: whether it is our turn
 *
 * Returns: whether nothing more is to be done */
static gboolean
use_stored (QwenttsJobRun * run, gboolean is_claimed)
{
  g_autoptr (QwenttsRecord) record = qwentts_keeper_find_result (&run->keeper);
  gint fd = record ? open_stored_audio (run, record) : -1;
  gboolean is_complete = fd >= 0 || !run->job->request->needs_audio;

  if (record == NULL || !(is_complete || is_claimed))
    return FALSE;

  /* Before anybody is told. */
  if (is_complete)
    qwentts_job_set_cached (run->job);
  use_stored_voice (run, record);
  if (fd >= 0)
    use_stored_audio (run, record, fd);
  return is_complete;
}

static gboolean
claim (QwenttsJobRun * run, GError ** error)
{
  g_autofree gchar *damage = NULL;

  if (!qwentts_keeper_claim (&run->keeper, run->cancellable, error))
    return FALSE;

  damage = qwentts_keeper_take_damage (&run->keeper);
  if (damage)
    qwentts_job_warn (run->job, g_error_new (QWENTTS_STORE_ERROR,
            QWENTTS_STORE_ERROR_CORRUPT, "%s%s", damage,
            run->job->request->makes_voice
            ? " The name of a voice may still be readable in it." : ""));
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
 * @what: what is lost, and what to do about it; (transfer full)
 *
 * Returns: (transfer full) (nullable) */
static GError *
make_loss_warning (QwenttsJobRun * run, gchar * what)
{
  const GError *problem = run->keeper.problem;
  g_autofree gchar *lost = what;

  if (problem == NULL || problem->domain != QWENTTS_STORE_ERROR
      || run->has_warned)
    return NULL;

  run->has_warned = TRUE;
  return g_error_new (problem->domain, problem->code, "%s %s", lost,
      problem->message);
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
    /* It is paid for, and may be filled in later. */
    g_propagate_error (error, make_incomplete_error (task, "a voice"));
    return FALSE;
  }

  is_kept = qwentts_keeper_note_voice (&run->keeper, task->voice);
  job->voice = (QwenttsVoice) {
  .name = g_strdup (task->voice),.target_model =
        g_strdup (qwentts_fields_get (qwentts_keeper_get_fields
            (&run->keeper), "target-model")),.task_id =
        g_strdup (task->id),.credits = task->credits,};
  GST_INFO ("voice %s was made", task->voice);
  announce_voice (run, is_kept ? NULL : make_loss_warning (run,
          g_strdup_printf ("The new voice \"%s\" could not be written down. "
              "Write its name down yourself: it can neither be listed nor made "
              "again.", task->voice)));
  return TRUE;
}

/* Bytes of the transfer go to whoever waits for them first, and then to the disk,
 * unless the clip may let go of their memory once they are read. */
static gboolean
pass_on (QwenttsJobRun * run, gconstpointer bytes, gsize size, gboolean is_full,
    GError ** error)
{
  if (is_full)
    qwentts_keeper_write_audio (&run->keeper, bytes, size);
  if (!qwentts_clip_commit (run->job->clip, size, run->cancellable, error))
    return FALSE;
  if (!is_full)
    qwentts_keeper_write_audio (&run->keeper, bytes, size);
  return TRUE;
}

static gboolean
transfer (QwenttsJobRun * run, QwenttsDownload * download, GError ** error)
{
  gssize n;

  do {
    gsize space;
    gpointer buffer = qwentts_clip_get_space (run->job->clip, &space);

    n = qwentts_download_read (download, buffer, space, run->cancellable,
        error);
    if (n < 0)
      return FALSE;
    qwentts_job_add_bytes (run->job, n);
    if (n > 0 && !pass_on (run, buffer, n, (gsize) n == space, error))
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
  GError *warning;

  if (qwentts_keeper_keep_audio (&run->keeper, run->cancellable))
    return;
  warning = make_loss_warning (run, g_strdup_printf ("The audio of the task "
          "%s could not be kept.", run->job->task_id));
  if (warning)
    qwentts_job_warn (run->job, warning);
}

static gboolean
take_steps (QwenttsJobRun * run, GError ** error)
{
  g_autoptr (QwenttsTask) task = NULL;

  if (!qwentts_check_voice (run->job->request, run->cancellable, error))
    return FALSE;
  if (use_stored (run, FALSE))
    return TRUE;
  if (!claim (run, error))
    return FALSE;
  /* Somebody else may have made it meanwhile. */
  if (use_stored (run, TRUE))
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

/* Source: service, "Range of input length should be [0, 600]"; what it counts is
 * not what its page says. */
static gboolean
is_too_long (QwenttsJob * job, const GError * error)
{
  const gchar *words;

  if (job->request->makes_voice || error->domain != QWENTTS_ERROR)
    return FALSE;
  words = qwentts_error_get_details (error)->service_words;
  return words && strstr (words, "Range of input length");
}

gboolean
qwentts_job_run (QwenttsJob * job, QwenttsClient * client,
    GCancellable * cancellable)
{
  QwenttsJobRun run = {.job = job,.client = client,.cancellable = cancellable
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
    qwentts_clip_finish (job->clip, error);
    qwentts_job_enter_phase (job, QWENTTS_JOB_DONE);
  } else if (is_too_long (job, error)) {
    complete_error (job, error);
    qwentts_job_set_too_long (job, error);
    return FALSE;
  } else {
    complete_error (job, error);
    qwentts_job_fail (job, error);
  }
  return TRUE;
}
