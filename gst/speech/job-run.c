/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The steps of a job, in the order in which they are taken. */
#include "speech/job-run.h"

#include <string.h>

#include "api/error.h"
#include "speech/speech-debug.h"
#include "speech/voice-check.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

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
    g_propagate_error (error, qwentts_job_make_incomplete_error (task,
            "a voice"));
    return FALSE;
  }

  is_kept = qwentts_keeper_note_voice (&run->keeper, task->voice);
  job->voice = (QwenttsVoice) {
  .name = g_strdup (task->voice),.target_model =
        g_strdup (qwentts_fields_get (qwentts_keeper_get_fields
            (&run->keeper), "target-model")),.task_id =
        g_strdup (task->id),.credits = job->cost.credits,};
  GST_INFO ("voice %s was made", task->voice);
  qwentts_job_announce_voice (run,
      is_kept ? NULL : qwentts_job_make_loss_warning (run,
          g_strdup_printf ("The new voice \"%s\" could not be written down. "
              "Write its name down yourself: it can neither be listed nor made "
              "again.", task->voice)));
  return TRUE;
}

/* The service has forgotten the task, or the place of its audio.
 * Source: service's pages, links are valid for 24 hours. */
static gboolean
is_dead_link (const GError * error)
{
  guint status;

  if (error->domain != QWENTTS_ERROR)
    return FALSE;
  status = qwentts_error_get_details (error)->http_status_code;
  return status == 403 || status == 404 || status == 410;
}

/* A task that was begun before may have lost its audio meanwhile: then nothing is
 * left of what was paid. */
static gboolean
fetch (QwenttsJobRun * run, QwenttsTask * task, gboolean is_old,
    GError ** error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (QwenttsTask) other = NULL;

  if (qwentts_job_fetch (run, task, &problem))
    return TRUE;
  if (!is_old || run->job->request->makes_voice || run->n_bytes > 0
      || !is_dead_link (problem)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  GST_INFO ("the audio of task %s is gone", task->id);
  other = qwentts_job_ask_anew (run, error);
  return other && qwentts_job_fetch (run, other, error);
}

/* From the service. */
static gboolean
take_service_steps (QwenttsJobRun * run, GError ** error)
{
  g_autoptr (QwenttsTask) task = NULL;
  gboolean is_old;

  task = qwentts_job_get_task (run, &is_old, error);
  if (task == NULL || !keep_voice (run, task, error))
    return FALSE;
  if (!qwentts_job_may_go_on (run, task->id, error)
      || !fetch (run, task, is_old, error))
    return FALSE;
  qwentts_job_keep_audio (run);
  return TRUE;
}

/* What could be had again is told of once it is there; what could not is told by its
 * error. */
static void
tell_of_damage (QwenttsJobRun * run)
{
  if (run->damage)
    qwentts_job_warn (run->job, g_steal_pointer (&run->damage));
}

/* Alone with the request, of all processes. */
static gboolean
take_claimed_steps (QwenttsJobRun * run, GError ** error)
{
  gboolean is_used;

  if (!claim (run, error))
    return FALSE;
  /* Somebody else may have made it meanwhile. */
  if (!qwentts_job_use_stored (run, TRUE, &is_used, error))
    return FALSE;
  if (is_used)
    return TRUE;
  if (!take_service_steps (run, error))
    return FALSE;
  tell_of_damage (run);
  return TRUE;
}

static gchar *
make_feed_name (const QwenttsJobRequest * request)
{
  return g_strconcat (qwentts_store_get_folder (request->store), "/",
      request->key, NULL);
}

/* The first one of this process takes the steps, the others read what comes of
 * them. */
static gboolean
take_shared_steps (QwenttsJobRun * run, GError ** error)
{
  g_autofree gchar *name = make_feed_name (run->job->request);
  QwenttsFollowResult result;

  do {
    gboolean is_first, is_used;
    g_autoptr (QwenttsFeed) feed = NULL;

    if (!qwentts_job_use_stored (run, FALSE, &is_used, error))
      return FALSE;
    if (is_used)
      return TRUE;
    /* What is kept was spoken by it. */
    if (!qwentts_check_voice (run->job->request, run->cancellable, error))
      return FALSE;
    feed = qwentts_feed_enter (name, &is_first);
    if (is_first) {
      run->feed = g_steal_pointer (&feed);
      return take_claimed_steps (run, error);
    }
    result = qwentts_job_follow (run, feed, error);
  } while (result == QWENTTS_FOLLOW_AGAIN);
  return result == QWENTTS_FOLLOW_DONE;
}

static gboolean
take_steps (QwenttsJobRun * run, GError ** error)
{
  const QwenttsJobRequest *request = run->job->request;
  gboolean is_used;

  if (request->store && !request->makes_voice)
    return take_shared_steps (run, error);
  if (!qwentts_check_voice (request, run->cancellable, error))
    return FALSE;
  if (request->store == NULL)
    return take_service_steps (run, error);
  if (!qwentts_job_use_stored (run, FALSE, &is_used, error))
    return FALSE;
  return is_used || take_claimed_steps (run, error);
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

/* What the others of this process are told.
 *
 * @error: (nullable): why the job is not done
 *
 * Returns: (transfer full): NULL: all is in the file, or in the store */
static GError *
make_feed_error (const QwenttsJobRun * run, const GError * error)
{
  const QwenttsKeeper *keeper = &run->keeper;

  if (error)
    return g_error_copy (error);
  if (run->n_bytes == 0 || (keeper->file
          && qwentts_temp_file_get_size (keeper->file) == run->n_bytes))
    return NULL;
  return keeper->problem ? g_error_copy (keeper->problem)
      : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "It is not kept");
}

static gboolean
take_all_steps (QwenttsJobRun * run, GError ** error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) told = NULL;
  gboolean is_done;

  qwentts_keeper_init (&run->keeper, run->job->request);
  is_done = take_steps (run, &cause);
  told = make_feed_error (run, cause);
  qwentts_keeper_clear (&run->keeper);
  g_free (run->followed_id);
  g_clear_error (&run->damage);
  /* Once nobody has to wait for the claim any more. */
  if (run->feed) {
    qwentts_feed_end (run->feed, told);
    qwentts_feed_leave (run->feed);
  }
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return is_done;
}

/* What was not cancelled by us would never be told. */
static void
check_error (GError ** error, GCancellable * cancellable)
{
  g_autoptr (GError) cause = NULL;

  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (cancellable))
    return;
  cause = g_steal_pointer (error);
  *error = qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
      "The request ended by itself: %s", cause->message);
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
  is_done = take_all_steps (&run, &error);
  check_error (&error, cancellable);

  if (is_done) {
    if (!qwentts_job_is_unchecked (job))
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

gboolean
qwentts_job_run_stored (QwenttsJob * job, GCancellable * cancellable)
{
  QwenttsJobRun run = {.job = job,.cancellable = cancellable };
  gboolean is_used;

  if (job->request->store == NULL || job->request->makes_voice)
    return FALSE;

  qwentts_keeper_init (&run.keeper, job->request);
  qwentts_job_use_stored (&run, FALSE, &is_used, NULL);
  qwentts_keeper_clear (&run.keeper);
  /* A worker is told of it again. */
  g_clear_error (&run.damage);
  if (is_used && !qwentts_job_is_unchecked (job))
    qwentts_job_enter_phase (job, QWENTTS_JOB_DONE);
  return is_used;
}
