/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/job-run.h"

#include "api/error.h"
#include "api/service-error.h"
#include "speech/speech-debug.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

/* A task that is not known so soon after its submit may be known later. */
#define YOUNG_S (10 * 60)

/* What a task costs is given back where it came to nothing. It was told by whoever
 * asked for it: with the voice where only its preview was left, by the one that was
 * followed, by the run that this one goes on for. */
static gdouble
get_credits (const QwenttsJobRun * run, const QwenttsTask * task)
{
  if (run->job->voice.is_cached || run->job->cost.is_cached || run->is_resumed)
    return 0;
  switch (task->status) {
    case QWENTTS_TASK_FAILED:
    case QWENTTS_TASK_CANCELLED:
    case QWENTTS_TASK_EXPIRED:
      return 0;
    default:
      return task->credits;
  }
}

static gboolean
has_failed (const QwenttsTask * task)
{
  return task->status != QWENTTS_TASK_UNFINISHED
      && task->status != QWENTTS_TASK_COMPLETED;
}

static void
note_progress (guint percent, gpointer user_data)
{
  QwenttsJobRun *run = user_data;

  qwentts_job_show_percent (run->job, percent);
  if (run->feed)
    qwentts_feed_set_percent (run->feed, percent);
}

static void
note_task (QwenttsJobRun * run, const gchar * id, gdouble credits)
{
  qwentts_job_set_task (run->job, id, credits);
  if (run->feed)
    qwentts_feed_set_task (run->feed, id);
}

/* @model: (nullable): see qwentts_client_wait () */
static gboolean
wait_until_done (QwenttsJobRun * run, const gchar * model, QwenttsTask ** task,
    GError ** error)
{
  QwenttsJob *job = run->job;
  gint64 start_us = g_get_monotonic_time ();
  gboolean is_completed = qwentts_client_wait (run->client, model, task,
      run->deadline_us, note_progress, run, run->cancellable, error);

  qwentts_job_add_time (job, &job->cost.wait_time, start_us);
  note_task (run, (*task)->id, get_credits (run, *task));
  return is_completed;
}

static QwenttsTask *
submit (QwenttsJobRun * run, GBytes * body, const gchar * idempotency_key,
    GError ** error)
{
  QwenttsJob *job = run->job;
  gint64 start_us = g_get_monotonic_time ();
  QwenttsTask *task;

  qwentts_job_add_submit (job);
  task = qwentts_client_submit (run->client, body, idempotency_key,
      run->deadline_us, run->cancellable, error);
  qwentts_job_add_time (job, &job->cost.submit_time, start_us);
  if (task)
    note_task (run, task->id, get_credits (run, task));
  return task;
}

/* A refusal says nothing of an answer that was lost before it, unless it is of
 * the key itself, which then leads to no task any more. */
static gboolean
may_have_made_task (const GError * error, gboolean is_repeat)
{
  if (!qwentts_error_is_refusal (error))
    return TRUE;
  return is_repeat && g_strcmp0 (qwentts_error_get_details (error)->api_code,
      "idempotency_conflict") != 0;
}

/* The time of each task begins with it: waiting for another job of the same
 * request, or for a task that came to nothing, takes nothing from it. */
static void
begin_time (QwenttsJobRun * run)
{
  run->deadline_us = qwentts_client_get_deadline_us (run->client);
}

QwenttsTask *
qwentts_job_ask_anew (QwenttsJobRun * run, GError ** error)
{
  QwenttsKeeper *keeper = &run->keeper;
  const QwenttsJobRequest *request = run->job->request;
  g_autofree gchar *idempotency_key = NULL;
  gboolean is_repeat;
  const QwenttsFields *fields = qwentts_keeper_ask (keeper, &idempotency_key,
      &is_repeat);
  g_autoptr (GBytes) body = request->make_body (fields);
  g_autoptr (GError) problem = NULL;
  g_autoptr (QwenttsTask) task = NULL;

  run->is_resumed = FALSE;
  begin_time (run);
  task = submit (run, body, idempotency_key, &problem);
  if (task == NULL) {
    if (!may_have_made_task (problem, is_repeat))
      qwentts_keeper_drop (keeper);
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }

  qwentts_keeper_note_task (keeper, task->id);
  GST_DEBUG ("task %s", task->id);
  qwentts_job_tell_asked (run->job);
  if (wait_until_done (run, request->model, &task, error))
    return g_steal_pointer (&task);

  if (has_failed (task))
    qwentts_keeper_drop (keeper);
  return NULL;
}

/* Whether an error says that nothing is left of a task that was paid for, so that
 * asking anew is right. One that is young may not be known everywhere yet, and a
 * page of a gateway or another account's key know nothing of it.
 *
 * @has_result: only its audio is missing: nothing is asked anew */
static gboolean
is_gone (const GError * error, gboolean has_result, gint64 age_s)
{
  if (g_error_matches (error, QWENTTS_ERROR, QWENTTS_ERROR_TIMEOUT))
    return age_s >= QWENTTS_ENTRY_FRESH_S;
  return g_error_matches (error, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND)
      && qwentts_error_get_details (error)->api_code
      && (has_result || age_s >= YOUNG_S);
}

/* Whether there is nothing to be had of it although it is completed; what is not
 * there yet may come. */
static gboolean
is_empty (QwenttsJobRun * run, const QwenttsTask * task, gint64 age_s)
{
  const gchar *result = run->job->request->makes_voice ? task->voice
      : task->audio_url;

  return result == NULL && age_s >= QWENTTS_ENTRY_FRESH_S;
}

static void
warn_of_lost_task (QwenttsJobRun * run, const gchar * id)
{
  qwentts_job_warn (run->job, g_error_new (QWENTTS_STORE_ERROR,
          QWENTTS_STORE_ERROR_CORRUPT, "The task %s was asked for before, and "
          "the service does not know it any more. It is asked for anew.", id));
}

/* Waits for a task of a process that died, or of a run that was stopped.
 *
 * Returns: NULL without an error if nothing is left of it */
static QwenttsTask *
resume (QwenttsJobRun * run, const gchar * id, gint64 age_s, GError ** error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (QwenttsTask) task = NULL;
  gboolean has_result = qwentts_keeper_has_result (&run->keeper);

  GST_INFO ("going on with task %s", id);
  qwentts_job_tell_asked (run->job);
  begin_time (run);
  task = qwentts_client_poll (run->client, id, run->deadline_us,
      run->cancellable, &problem);
  note_task (run, id, task ? get_credits (run, task) : 0);
  if (task && wait_until_done (run, NULL, &task, &problem))
    return is_empty (run, task, age_s) ? NULL : g_steal_pointer (&task);

  /* What a failed task costs is given back. */
  if (task && has_failed (task))
    return NULL;
  if (!is_gone (problem, has_result, age_s)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  if (age_s < QWENTTS_ENTRY_FRESH_S && !has_result)
    warn_of_lost_task (run, id);
  return NULL;
}

static GError *
make_gone_error (const QwenttsVoice * voice)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_NOT_FOUND, NULL,
      "The preview of the voice \"%s\" was not kept, and the service no longer "
      "has it. The voice itself works: set \"preview\" to false.", voice->name);

  qwentts_error_get_details (error)->task_id = g_strdup (voice->task_id);
  return error;
}

QwenttsTask *
qwentts_job_get_task (QwenttsJobRun * run, gboolean * is_old, GError ** error)
{
  QwenttsKeeper *keeper = &run->keeper;
  gint64 age_s = 0;
  g_autofree gchar *id = qwentts_keeper_get_task_id (keeper, &age_s);
  gboolean has_result = qwentts_keeper_has_result (keeper);
  g_autoptr (GError) problem = NULL;

  /* Before anything is written down. */
  if (!qwentts_client_check_key (run->client, error))
    return NULL;
  if (id && qwentts_task_is_id (id)
      && (age_s < QWENTTS_ENTRY_FRESH_S || !has_result)) {
    QwenttsTask *task;

    run->is_resumed = TRUE;
    task = resume (run, id, age_s, &problem);
    *is_old = TRUE;
    if (task)
      return task;
  }
  if (problem == NULL && has_result && run->job->request->makes_voice)
    problem = make_gone_error (&run->job->voice);
  *is_old = FALSE;
  if (problem == NULL)
    return qwentts_job_ask_anew (run, error);

  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}
