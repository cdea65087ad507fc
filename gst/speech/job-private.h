/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the job's front and its steps share. */
#pragma once

#include "api/monitor.h"
#include "speech/job.h"

G_BEGIN_DECLS

struct _QwenttsJob
{
  /* Never changed once it runs. */
  QwenttsJobRequest *request;
  QwenttsSegment segment;       /* owns its text */
  QwenttsVoiceFunc voice_func;  /* NULL: none */
  gpointer voice_data;
  QwenttsAskedFunc asked_func;  /* NULL: none */
  gpointer asked_data;

  /* Set by the worker before the state shows it, then never changed. */
  QwenttsClip *clip;
  GstCaps *pcm_caps;
  QwenttsVoice voice;
  QwenttsRecord *kept;          /* of what is to be checked; NULL: nothing is */
  gint kept_fd;                 /* its file */
  gboolean is_use_noted;        /* of the reader alone */

  QwenttsMonitor monitor;
  /* Protected by the monitor's lock. */
  QwenttsJobState state;
  gchar *task_id;
  GError *error;                /* why it FAILED, or was too long */
  GQueue warnings;              /* of GError */
  QwenttsJobCost cost;
};

/* The state changes by these only, so that whoever watches is woken. */
void qwentts_job_enter_phase (QwenttsJob * job, QwenttsJobPhase phase);

void qwentts_job_show_percent (QwenttsJob * job, guint percent);

/* @warning: (nullable) (transfer full): of the voice; both are seen at once */
void qwentts_job_show_voice (QwenttsJob * job, GError * warning);

/* @error: (transfer full): what the service says of it */
void qwentts_job_set_too_long (QwenttsJob * job, GError * error);

/* @warning: (transfer full) */
void qwentts_job_warn (QwenttsJob * job, GError * warning);

void qwentts_job_set_task (QwenttsJob * job, const gchar * id,
    gdouble credits);

/* Adds the time since @start_us to a field of the cost. */
void qwentts_job_add_time (QwenttsJob * job, GstClockTime * field,
    gint64 start_us);

void qwentts_job_add_bytes (QwenttsJob * job, guint64 n_bytes);

void qwentts_job_add_submit (QwenttsJob * job);

/* The service has the request. */
void qwentts_job_tell_asked (QwenttsJob * job);

/* Nothing was asked for: it is there. */
void qwentts_job_set_cached (QwenttsJob * job);

G_END_DECLS
