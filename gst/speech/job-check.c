/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Is what is kept still what was kept? A disk may forget.
 *
 * Samples are played at once, and compared behind it: a wrong one is a click. All
 * else is compared before, since a decoder may stumble over a wrong byte. */
#include <fcntl.h>

#include "audio/sniff.h"
#include "speech/job-run.h"
#include "speech/measure.h"
#include "store/error.h"

/* Enough to tell what a file is, or that it has to be decoded for that. */
#define HEAD_SIZE 4096

static QwenttsAudioKind
get_kind (QwenttsClip * clip)
{
  g_autoptr (GBytes) head = qwentts_clip_read (clip, 0, HEAD_SIZE, HEAD_SIZE,
      NULL, NULL);
  gsize next_size;

  return head ? qwentts_sniff (g_bytes_get_data (head, NULL),
      g_bytes_get_size (head), &next_size) : QWENTTS_AUDIO_KIND_FOREIGN;
}

static gboolean
is_same (const QwenttsStoredAudio * a, const QwenttsStoredAudio * b)
{
  return a->rate == b->rate && a->channels == b->channels
      && a->n_frames == b->n_frames;
}

static gboolean
refuse (const QwenttsRecord * record, GError ** error)
{
  g_set_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT,
      "What was kept of the task %s is not its audio any more. Check that disk.",
      record->task_id);
  return FALSE;
}

/* Without a checksum, as an older version wrote it. Raw samples, which a preview may
 * be, cannot be told from others; nor can anything that cannot be decoded here. */
static gboolean
is_as_before (QwenttsJobRun * run, const QwenttsRecord * record,
    QwenttsAudioKind kind, gint fd, GError ** error)
{
  gboolean is_wav = kind == QWENTTS_AUDIO_KIND_WAV;
  QwenttsStoredAudio measured = { 0 };
  g_autoptr (GError) problem = NULL;
  gint other;

  if (kind == QWENTTS_AUDIO_KIND_ENCODED
      || (run->job->request->makes_voice && !is_wav))
    return TRUE;
  other = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  if (other < 0)
    return TRUE;
  if (qwentts_measure_audio (other, record->audio.size, NULL, run->cancellable,
          &measured, &problem))
    return !is_wav || is_same (&measured, &record->audio)
        || refuse (record, error);
  if (g_error_matches (problem, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return TRUE;
  if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return refuse (record, error);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
qwentts_job_check_first (QwenttsJobRun * run, const QwenttsRecord * record,
    QwenttsClip * clip, gint fd, GError ** error)
{
  QwenttsAudioKind kind = get_kind (clip);
  QwenttsStoredAudio told = { 0 };

  run->is_checked = FALSE;
  if (kind == QWENTTS_AUDIO_KIND_WAV && qwentts_measure_wav (clip, &told))
    return is_same (&told, &record->audio) || refuse (record, error);
  if (record->audio.checksum == NULL
      && !is_as_before (run, record, kind, fd, error))
    return FALSE;
  run->is_checked = TRUE;
  return qwentts_store_check_audio (run->job->request->store, record, fd,
      run->cancellable, error);
}

void
qwentts_job_check_later (QwenttsJobRun * run, QwenttsRecord * record, gint fd)
{
  QwenttsJob *job = run->job;

  job->kept_fd = run->is_checked || !job->request->needs_audio ? -1
      : fcntl (fd, F_DUPFD_CLOEXEC, 0);
  if (job->kept_fd >= 0) {
    job->kept = record;
    return;
  }
  qwentts_store_note_use (job->request->store, fd);
  qwentts_record_free (record);
}

/* Others may have replaced it by now.
 *
 * @keeper: that has claimed it */
static gboolean
is_still_kept (QwenttsJob * job, QwenttsKeeper * keeper)
{
  const QwenttsRecord *record = keeper->entry
      ? qwentts_entry_get_record (keeper->entry) : NULL;

  return record && g_strcmp0 (record->audio.checksum,
      job->kept->audio.checksum) == 0;
}

/* A speech is fetched or made again the next time; a preview may not be had
 * again. */
static void
give_up (QwenttsJob * job, GCancellable * cancellable)
{
  g_auto (QwenttsKeeper) keeper = { NULL };

  qwentts_keeper_init (&keeper, job->request);
  if (!job->request->makes_voice
      && qwentts_keeper_claim (&keeper, cancellable, NULL)
      && is_still_kept (job, &keeper))
    qwentts_keeper_drop_audio (&keeper, job->kept_fd);
}

void
qwentts_job_check (QwenttsJob * job, GCancellable * cancellable)
{
  g_autoptr (GError) problem = NULL;

  qwentts_store_check_audio (job->request->store, job->kept, job->kept_fd,
      cancellable, &problem);
  if (problem && problem->domain == QWENTTS_STORE_ERROR) {
    give_up (job, cancellable);
    qwentts_job_warn (job, g_error_new (problem->domain, problem->code,
            "%s What was heard of it may have been wrong%s", problem->message,
            job->request->makes_voice ? "; it is left as it is." :
            ". It is fetched anew once nobody uses it."));
  }
  qwentts_job_enter_phase (job, QWENTTS_JOB_DONE);
}
