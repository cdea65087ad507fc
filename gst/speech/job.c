/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is seen of a job; its steps are in job-run.c. */
#include "speech/job.h"

#include <unistd.h>

#include "speech/job-private.h"

QwenttsJob *
qwentts_job_new (QwenttsJobRequest * request, const QwenttsSegment * segment)
{
  QwenttsJob *job = g_atomic_rc_box_new0 (QwenttsJob);

  job->request = request;
  job->segment = *segment;
  job->segment.text = g_strdup (segment->text);
  job->clip = qwentts_clip_new ();
  qwentts_monitor_init (&job->monitor);
  g_queue_init (&job->warnings);
  return job;
}

QwenttsJob *
qwentts_job_ref (QwenttsJob * job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
clear (gpointer data)
{
  QwenttsJob *job = data;

  qwentts_job_request_free (job->request);
  g_free ((gchar *) job->segment.text);
  qwentts_clip_unref (job->clip);
  gst_clear_caps (&job->pcm_caps);
  g_free (job->voice.name);
  g_free (job->voice.target_model);
  g_free (job->voice.task_id);
  g_free (job->task_id);
  if (job->kept)
    close (job->kept_fd);
  g_clear_pointer (&job->kept, qwentts_record_free);
  g_clear_error (&job->error);
  g_queue_clear_full (&job->warnings, (GDestroyNotify) g_error_free);
  qwentts_monitor_clear (&job->monitor);
}

void
qwentts_job_unref (QwenttsJob * job)
{
  g_atomic_rc_box_release_full (job, clear);
}

void
qwentts_job_set_voice_func (QwenttsJob * job, QwenttsVoiceFunc func,
    gpointer user_data)
{
  job->voice_func = func;
  job->voice_data = user_data;
}

void
qwentts_job_set_asked_func (QwenttsJob * job, QwenttsAskedFunc func,
    gpointer user_data)
{
  job->asked_func = func;
  job->asked_data = user_data;
}

void
qwentts_job_retain_audio (QwenttsJob * job, QwenttsTape * tape)
{
  qwentts_clip_retain (job->clip, tape);
}

/* What the steps show. */

void
qwentts_job_enter_phase (QwenttsJob * job, QwenttsJobPhase phase)
{
  g_mutex_lock (&job->monitor.lock);
  job->state.phase = phase;
  job->state.has_audio |= phase == QWENTTS_JOB_ARRIVING;
  qwentts_monitor_wake (&job->monitor);
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_show_percent (QwenttsJob * job, guint percent)
{
  g_mutex_lock (&job->monitor.lock);
  job->state.percent = percent;
  qwentts_monitor_wake (&job->monitor);
  g_mutex_unlock (&job->monitor.lock);
}

static void
warn_locked (QwenttsJob * job, GError * warning)
{
  g_queue_push_tail (&job->warnings, warning);
  job->state.n_warnings++;
}

void
qwentts_job_show_voice (QwenttsJob * job, GError * warning)
{
  g_mutex_lock (&job->monitor.lock);
  job->state.has_voice = TRUE;
  if (warning)
    warn_locked (job, warning);
  qwentts_monitor_wake (&job->monitor);
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_fail (QwenttsJob * job, GError * error)
{
  g_mutex_lock (&job->monitor.lock);
  g_clear_error (&job->error);
  job->error = g_error_copy (error);
  job->state.phase = QWENTTS_JOB_FAILED;
  qwentts_monitor_wake (&job->monitor);
  g_mutex_unlock (&job->monitor.lock);

  qwentts_clip_finish (job->clip, error);
}

void
qwentts_job_warn (QwenttsJob * job, GError * warning)
{
  g_mutex_lock (&job->monitor.lock);
  warn_locked (job, warning);
  qwentts_monitor_wake (&job->monitor);
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_set_task (QwenttsJob * job, const gchar * id, gdouble credits)
{
  g_mutex_lock (&job->monitor.lock);
  if (g_strcmp0 (job->task_id, id) != 0) {
    g_free (job->task_id);
    job->task_id = g_strdup (id);
  }
  job->cost.credits = credits;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_add_time (QwenttsJob * job, GstClockTime * field, gint64 start_us)
{
  g_mutex_lock (&job->monitor.lock);
  *field += (g_get_monotonic_time () - start_us) * GST_USECOND;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_add_bytes (QwenttsJob * job, guint64 n_bytes)
{
  g_mutex_lock (&job->monitor.lock);
  job->cost.bytes += n_bytes;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_add_submit (QwenttsJob * job)
{
  g_mutex_lock (&job->monitor.lock);
  job->cost.characters += job->segment.length;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_tell_asked (QwenttsJob * job)
{
  if (job->asked_func)
    job->asked_func (job, job->asked_data);
}

void
qwentts_job_set_cached (QwenttsJob * job)
{
  g_mutex_lock (&job->monitor.lock);
  job->cost.is_cached = TRUE;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_set_too_long (QwenttsJob * job, GError * error)
{
  g_mutex_lock (&job->monitor.lock);
  job->error = error;
  g_mutex_unlock (&job->monitor.lock);
}

void
qwentts_job_give_way (QwenttsJob * job)
{
  qwentts_job_enter_phase (job, QWENTTS_JOB_REPLACED);
}

void
qwentts_job_refuse (QwenttsJob * job)
{
  qwentts_job_fail (job, qwentts_job_get_error (job));
}

/* For whoever watches. */

static gboolean
is_same (const QwenttsJobState * a, const QwenttsJobState * b)
{
  return a->phase == b->phase && a->percent == b->percent
      && a->has_voice == b->has_voice && a->n_warnings == b->n_warnings;
}

gboolean
qwentts_job_is_waited_for (QwenttsJob * job)
{
  gboolean is_waited_for;

  g_mutex_lock (&job->monitor.lock);
  is_waited_for = job->state.phase < QWENTTS_JOB_ARRIVING;
  g_mutex_unlock (&job->monitor.lock);
  return is_waited_for;
}

gboolean
qwentts_job_is_unchecked (QwenttsJob * job)
{
  gboolean is_done;

  g_mutex_lock (&job->monitor.lock);
  is_done = job->state.phase >= QWENTTS_JOB_DONE;
  g_mutex_unlock (&job->monitor.lock);
  return !is_done && job->kept;
}

void
qwentts_job_note_use (QwenttsJob * job)
{
  if (job->kept && !job->is_use_noted)
    qwentts_store_note_use (job->request->store, job->kept_fd);
  job->is_use_noted = TRUE;
}

gboolean
qwentts_job_wait_for_change (QwenttsJob * job, QwenttsJobState * state,
    GCancellable * cancellable, GError ** error)
{
  gulong watch = qwentts_monitor_watch (&job->monitor, cancellable);
  gboolean has_changed;

  g_mutex_lock (&job->monitor.lock);
  while (is_same (&job->state, state)
      && !g_cancellable_is_cancelled (cancellable))
    qwentts_monitor_wait (&job->monitor);
  has_changed = !is_same (&job->state, state);
  *state = job->state;
  g_mutex_unlock (&job->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);

  return has_changed || !g_cancellable_set_error_if_cancelled (cancellable,
      error);
}

gboolean
qwentts_job_is_in_vain (QwenttsJob * job)
{
  gboolean is_in_vain;

  g_mutex_lock (&job->monitor.lock);
  is_in_vain = job->state.phase == QWENTTS_JOB_FAILED && !job->state.has_audio;
  g_mutex_unlock (&job->monitor.lock);
  return is_in_vain;
}

const QwenttsSegment *
qwentts_job_get_segment (QwenttsJob * job)
{
  return &job->segment;
}

const QwenttsJobRequest *
qwentts_job_get_request (QwenttsJob * job)
{
  return job->request;
}

const QwenttsVoiceSettings *
qwentts_job_get_settings (QwenttsJob * job)
{
  return job->request->makes_voice ? NULL : &job->request->settings;
}

gboolean
qwentts_job_is_kept (QwenttsJob * job)
{
  return job->request->store != NULL;
}

QwenttsClip *
qwentts_job_get_clip (QwenttsJob * job)
{
  return job->clip;
}

GstCaps *
qwentts_job_get_pcm_caps (QwenttsJob * job)
{
  return job->pcm_caps;
}

const QwenttsVoice *
qwentts_job_get_voice (QwenttsJob * job)
{
  return &job->voice;
}

GError *
qwentts_job_take_warning (QwenttsJob * job)
{
  GError *warning;

  g_mutex_lock (&job->monitor.lock);
  warning = g_queue_pop_head (&job->warnings);
  g_mutex_unlock (&job->monitor.lock);
  return warning;
}

gchar *
qwentts_job_get_task_id (QwenttsJob * job)
{
  gchar *task_id;

  g_mutex_lock (&job->monitor.lock);
  task_id = g_strdup (job->task_id);
  g_mutex_unlock (&job->monitor.lock);
  return task_id;
}

GError *
qwentts_job_get_error (QwenttsJob * job)
{
  GError *error;

  g_mutex_lock (&job->monitor.lock);
  error = job->error ? g_error_copy (job->error) : NULL;
  g_mutex_unlock (&job->monitor.lock);
  return error;
}

void
qwentts_job_cost_add (QwenttsJobCost * sum, const QwenttsJobCost * cost)
{
  sum->credits += cost->credits;
  sum->characters += cost->characters;
  sum->bytes += cost->bytes;
  sum->submit_time += cost->submit_time;
  sum->wait_time += cost->wait_time;
  sum->download_time += cost->download_time;
}

void
qwentts_job_get_cost (QwenttsJob * job, QwenttsJobCost * cost)
{
  g_mutex_lock (&job->monitor.lock);
  *cost = job->cost;
  g_mutex_unlock (&job->monitor.lock);
}
