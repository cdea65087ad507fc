/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What another job of this process is fetching: paid by that one, and read while
 * it arrives. */
#include "api/error.h"
#include "speech/job-run.h"
#include "speech/speech-debug.h"
#include "store/error.h"

#define GST_CAT_DEFAULT QWENTTS_SPEECH_DEBUG

gboolean
qwentts_job_copy (QwenttsJobRun * run, QwenttsReadFunc read_func,
    gpointer source, guint64 size, GError ** error)
{
  while (run->n_bytes < size) {
    gsize space;
    gpointer buffer = qwentts_clip_get_space (run->job->clip, &space);
    gssize n = read_func (source, run->n_bytes, buffer,
        MIN (space, size - run->n_bytes), error);

    if (n < 0 || !qwentts_clip_commit (run->job->clip, n, run->cancellable,
            error))
      return FALSE;
    run->n_bytes += n;
  }
  return TRUE;
}

static gssize
read_feed (gpointer feed, guint64 offset, gpointer data, gsize size,
    GError ** error)
{
  return qwentts_feed_read (feed, offset, data, size, error);
}

gboolean
qwentts_job_may_go_on (QwenttsJobRun * run, const gchar * task_id,
    GError ** error)
{
  if (run->n_bytes == 0 || g_strcmp0 (run->followed_id, task_id) == 0)
    return TRUE;

  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_NETWORK, NULL,
          "The audio broke off, and the service no longer has it. Ask again."));
  return FALSE;
}

/* Bytes are there, perhaps the first ones. */
static gboolean
begin (QwenttsJobRun * run, QwenttsFeed * feed, guint64 size, GError ** error)
{
  g_autofree gchar *task_id = qwentts_feed_get_task_id (feed);

  if (run->n_bytes > 0)
    return qwentts_job_may_go_on (run, task_id, error);

  GST_INFO ("another one has asked for it (task %s)", task_id);
  run->followed_id = g_steal_pointer (&task_id);
  /* Before anybody is told. */
  qwentts_job_set_cached (run->job);
  qwentts_job_set_task (run->job, run->followed_id, 0);
  qwentts_clip_set_size (run->job->clip, size);
  qwentts_job_enter_phase (run->job, QWENTTS_JOB_ARRIVING);
  return TRUE;
}

/* Whether a failure is the other one's own: it was stopped, its disk is full, or
 * its key is not ours. */
static gboolean
is_its_own (const GError * error)
{
  return error->domain != QWENTTS_ERROR
      || error->code == QWENTTS_ERROR_AUTHENTICATION
      || error->code == QWENTTS_ERROR_PERMISSION
      || error->code == QWENTTS_ERROR_QUOTA;
}

static QwenttsFollowResult
finish (QwenttsJobRun * run, QwenttsFeed * feed, GError ** error)
{
  g_autoptr (GError) cause = qwentts_feed_get_error (feed);

  if (cause == NULL && run->n_bytes > 0) {
    qwentts_clip_finish (run->job->clip, NULL);
    return QWENTTS_FOLLOW_DONE;
  }
  if (cause == NULL || is_its_own (cause))
    return QWENTTS_FOLLOW_AGAIN;

  g_propagate_error (error, g_steal_pointer (&cause));
  return QWENTTS_FOLLOW_FAILED;
}

QwenttsFollowResult
qwentts_job_follow (QwenttsJobRun * run, QwenttsFeed * feed, GError ** error)
{
  QwenttsFeedState state = { 0 };

  /* Somebody has asked, or is about to. */
  qwentts_job_tell_asked (run->job);
  while (!state.is_over) {
    if (!qwentts_feed_wait_for_change (feed, &state, run->cancellable, error))
      return QWENTTS_FOLLOW_FAILED;

    qwentts_job_show_percent (run->job, state.percent);
    if (state.written <= run->n_bytes)
      continue;
    if (!begin (run, feed, state.size, error)
        || !qwentts_job_copy (run, read_feed, feed, state.written, error))
      return QWENTTS_FOLLOW_FAILED;
  }
  return finish (run, feed, error);
}
