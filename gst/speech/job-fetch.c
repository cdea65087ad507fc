/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The download, into the clip and into the store. */
#include "api/download.h"
#include "api/error.h"
#include "speech/job-run.h"
#include "store/error.h"

GError *
qwentts_job_make_incomplete_error (const QwenttsTask * task, const gchar * what)
{
  GError *error = qwentts_error_new (QWENTTS_ERROR_PROTOCOL, NULL,
      "The service completed the task %s without naming %s.", task->id, what);

  qwentts_error_get_details (error)->task_id = g_strdup (task->id);
  qwentts_error_get_details (error)->request_id = g_strdup (task->request_id);
  return error;
}

GError *
qwentts_job_make_loss_warning (QwenttsJobRun * run, gchar * what)
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

/* To the disk, and to the others who read there. */
static void
write_down (QwenttsJobRun * run, gconstpointer bytes, gsize size)
{
  qwentts_keeper_write_audio (&run->keeper, bytes, size);
  if (run->feed && run->keeper.file)
    qwentts_feed_advance (run->feed, run->keeper.file);
}

/* Bytes of the transfer go to whoever waits for them first, and then to the disk,
 * unless the clip may let go of their memory once they are read. */
static gboolean
pass_on (QwenttsJobRun * run, gconstpointer bytes, gsize size, gboolean is_full,
    GError ** error)
{
  if (is_full)
    write_down (run, bytes, size);
  if (!qwentts_clip_commit (run->job->clip, size, run->cancellable, error))
    return FALSE;
  if (!is_full)
    write_down (run, bytes, size);
  run->n_bytes += size;
  return TRUE;
}

/* What the clip has from one who has left goes to the disk only. */
static gboolean
pass_over (QwenttsJobRun * run, QwenttsDownload * download, GError ** error)
{
  guint8 bytes[4096];
  guint64 rest = run->n_bytes;

  while (rest > 0) {
    gssize n = qwentts_download_read (download, bytes, MIN (sizeof bytes, rest),
        run->cancellable, error);

    if (n <= 0)
      return n == 0;
    qwentts_job_add_bytes (run->job, n);
    write_down (run, bytes, n);
    rest -= n;
  }
  return TRUE;
}

static gboolean
transfer (QwenttsJobRun * run, QwenttsDownload * download, GError ** error)
{
  gssize n;

  if (!pass_over (run, download, error))
    return FALSE;
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
  if (run->feed)
    qwentts_feed_set_size (run->feed, qwentts_download_get_size (download));
  if (run->n_bytes == 0) {
    qwentts_clip_set_size (job->clip, qwentts_download_get_size (download));
    qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
  }
  return transfer (run, download, error);
}

gboolean
qwentts_job_fetch (QwenttsJobRun * run, const QwenttsTask * task,
    GError ** error)
{
  QwenttsJob *job = run->job;
  gint64 start_us = g_get_monotonic_time ();
  gboolean is_whole;

  if (task->audio_url == NULL) {
    g_propagate_error (error, qwentts_job_make_incomplete_error (task,
            "an audio file"));
    return FALSE;
  }

  is_whole = download (run, task->audio_url, error);
  qwentts_job_add_time (job, &job->cost.download_time, start_us);
  if (is_whole)
    qwentts_clip_finish (job->clip, NULL);
  return is_whole;
}

void
qwentts_job_keep_audio (QwenttsJobRun * run)
{
  GError *warning;

  if (qwentts_keeper_keep_audio (&run->keeper, run->cancellable))
    return;
  warning = qwentts_job_make_loss_warning (run, g_strdup_printf ("The audio of "
          "the task %s could not be kept.", run->job->task_id));
  if (warning)
    qwentts_job_warn (run->job, warning);
}
