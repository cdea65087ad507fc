/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is kept already. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "audio/sniff.h"
#include "speech/job-run.h"
#include "speech/measure.h"
#include "speech/speech-debug.h"
#include "speech/spill.h"

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

/* Enough to tell what a file is, or that it has to be decoded for that. */
#define HEAD_SIZE 4096

static gboolean
can_be_decoded (QwenttsJobRun * run, gint fd, guint64 size)
{
  QwenttsStoredAudio audio = { 0 };
  gint other = fcntl (fd, F_DUPFD_CLOEXEC, 0);

  return other >= 0 && qwentts_measure_audio (other, size, NULL,
      run->cancellable, &audio, NULL);
}

/* A disk may forget what it was given. A voice is not made again for that: its
 * preview is told by whoever plays it. */
static gboolean
is_audio (QwenttsJobRun * run, gint fd, guint64 size)
{
  guint8 head[HEAD_SIZE];
  gsize head_size = MIN (size, sizeof head);
  gsize next_size;

  if (run->job->request->makes_voice)
    return TRUE;
  if (!qwentts_spill_read (fd, head, head_size, 0))
    return FALSE;

  switch (qwentts_sniff (head, head_size, &next_size)) {
    case QWENTTS_AUDIO_KIND_WAV:
    case QWENTTS_AUDIO_KIND_ENCODED:
      return TRUE;
    case QWENTTS_AUDIO_KIND_UNKNOWN:
      return can_be_decoded (run, fd, size);
    default:
      return FALSE;
  }
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
  if (fd < 0) {
    GST_WARNING ("%s", error->message);
  } else if (!is_audio (run, fd, record->audio.size)) {
    GST_WARNING ("what is kept of the task %s is no audio", record->task_id);
    close (fd);
    fd = -1;
  }
  return fd;
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

/* @fd: (transfer full) */
static gboolean
use_stored_audio (QwenttsJobRun * run, const QwenttsRecord * record, gint fd,
    GError ** error)
{
  QwenttsJob *job = run->job;
  gboolean is_copied;

  /* Somebody reads the clip already. */
  if (run->n_bytes > 0) {
    is_copied = qwentts_job_may_go_on (run, record->task_id, error)
        && qwentts_job_copy (run, read_file, GINT_TO_POINTER (fd),
        record->audio.size, error);
    close (fd);
    if (is_copied)
      qwentts_clip_finish (job->clip, NULL);
    return is_copied;
  }

  qwentts_clip_unref (job->clip);
  job->clip = qwentts_clip_new_from_file (fd, record->audio.size);
  if (job->request->make_pcm_caps)
    job->pcm_caps = job->request->make_pcm_caps (record->request);
  qwentts_job_enter_phase (job, QWENTTS_JOB_ARRIVING);
  return TRUE;
}

gboolean
qwentts_job_use_stored (QwenttsJobRun * run, gboolean is_claimed,
    gboolean * is_used, GError ** error)
{
  const QwenttsJobRequest *request = run->job->request;
  g_autoptr (QwenttsRecord) record = qwentts_keeper_find_result (&run->keeper);
  gint fd = record ? open_stored_audio (run, record) : -1;
  gboolean is_complete = fd >= 0 || !request->needs_audio;

  *is_used = FALSE;
  if (record == NULL || !(is_complete || (is_claimed && request->makes_voice)))
    return TRUE;

  /* Before anybody is told. */
  if (is_complete)
    qwentts_job_set_cached (run->job);
  qwentts_job_set_task (run->job, record->task_id, 0);
  use_stored_voice (run, record);
  *is_used = is_complete;
  return fd < 0 || use_stored_audio (run, record, fd, error);
}
