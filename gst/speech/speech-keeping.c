/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Jobs that were read to their end, while their audio is still being written down:
 * the stream goes on meanwhile, but does not end before. And those whose worker is
 * not done for another reason, where they may be heard again. */
#include "speech/speech-private.h"

typedef struct
{
  QwenttsJob *job;
  QwenttsJobState seen;
} KeptJob;

static void
kept_job_free (KeptJob * kept)
{
  qwentts_job_unref (kept->job);
  g_free (kept);
}

gboolean
qwentts_speech_watch_keeping (QwenttsSpeech * speech)
{
  KeptJob *kept;

  if (speech->seen.phase >= QWENTTS_JOB_DONE
      || !(qwentts_job_is_kept (speech->job) || speech->history))
    return FALSE;

  kept = g_new0 (KeptJob, 1);
  kept->job = qwentts_job_ref (speech->job);
  kept->seen = speech->seen;
  g_queue_push_tail (&speech->keeping, kept);
  return TRUE;
}

/* Returns: whether it is written down, or never will be */
static gboolean
watch (QwenttsSpeech * speech, KeptJob * kept, GCancellable * wait,
    GError ** error)
{
  while (kept->seen.phase < QWENTTS_JOB_DONE) {
    guint n_told = kept->seen.n_warnings;

    if (!qwentts_job_wait_for_change (kept->job, &kept->seen, wait, error))
      return FALSE;
    qwentts_speech_tell_warnings (speech, kept->job,
        kept->seen.n_warnings - n_told);
  }
  return TRUE;
}

/* @kept: (transfer full) */
static void
end (QwenttsSpeech * speech, KeptJob * kept, GCancellable * wait)
{
  qwentts_speech_settle (speech, kept->job, wait);
  kept_job_free (kept);
}

void
qwentts_speech_tell_of_keeping (QwenttsSpeech * speech)
{
  g_autoptr (GCancellable) no_wait = NULL;
  GList *next;

  if (g_queue_is_empty (&speech->keeping))
    return;
  no_wait = g_cancellable_new ();
  g_cancellable_cancel (no_wait);
  for (GList * link = speech->keeping.head; link; link = next) {
    next = link->next;
    if (!watch (speech, link->data, no_wait, NULL))
      continue;
    end (speech, link->data, no_wait);
    g_queue_delete_link (&speech->keeping, link);
  }
}

gboolean
qwentts_speech_wait_for_keeping (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error)
{
  GList *next;

  for (GList * link = speech->keeping.head; link; link = next) {
    KeptJob *kept = link->data;

    next = link->next;
    /* What is not written down is only heard again. */
    if (!qwentts_job_is_kept (kept->job))
      continue;
    if (!watch (speech, kept, wait, error))
      return FALSE;
    end (speech, kept, wait);
    g_queue_delete_link (&speech->keeping, link);
  }
  return TRUE;
}

void
qwentts_speech_forget_keeping (QwenttsSpeech * speech)
{
  g_queue_clear_full (&speech->keeping, (GDestroyNotify) kept_job_free);
}
