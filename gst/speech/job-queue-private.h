/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the queue and its workers share. */
#pragma once

#include "api/monitor.h"
#include "speech/job-queue.h"

G_BEGIN_DECLS

/* A place in the window. */
typedef struct
{
  QwenttsJob *job;
  gboolean is_taken;            /* by a worker */
  gint64 taken_us;              /* when that was */
  gboolean is_asked;            /* the service has it, or it is not needed */
  gboolean is_in_vain;          /* nothing is heard of it, and maybe behind it */
} QwenttsJobSlot;

struct _QwenttsJobQueue
{
  /* Never changed. */
  QwenttsClient *client;
  guint window;
  gint64 head_start_us;         /* set before the start */

  QwenttsMonitor monitor;
  /* Protected by the monitor's lock. */
  GQueue scripts;               /* of QwenttsScript, not cut to their end */
  guint n_scripts;              /* that were taken so far */
  QwenttsScript *cutting;       /* the first of them, while a worker cuts it */
  gboolean is_cut_in_vain;      /* it was dropped meanwhile */
  GQueue unchecked;             /* of QwenttsJob, read and still to be checked */
  GArray *slots;                /* of QwenttsJobSlot, from the job being read on */
  QwenttsTape *tape;            /* for their audio; NULL: it is read once */
  GCancellable *cancellable;    /* of all jobs in slots; replaced, not reset */
  gboolean is_open;
  gboolean is_closed;
  gboolean is_over;             /* was told: nothing comes any more */
  gboolean is_started;          /* what is behind the first may be asked for */
  gboolean has_worker;          /* at least one, also with nothing to do */
  gboolean is_stopping;
  GPtrArray *workers;           /* of GThread; joined by _stop () */
  gboolean is_adding;           /* somebody creates one; others wait for that */
  guint n_idle;                 /* workers that wait for work */
  guint n_timed;                /* workers with a timer for the head's start */
  GQueue running;               /* of QwenttsJob, dropped ones too */
  QwenttsJobCost cost;          /* of jobs that are not run any more */
  guint64 n_cached;             /* of these */
};

/* Under the monitor's lock. */
QwenttsJobSlot *qwentts_job_queue_get_slot_locked (QwenttsJobQueue * queue,
    guint i);

/* Makes the next job, if there is a place for it and nobody else does. The lock is
 * left for a while. */
void qwentts_job_queue_cut_locked (QwenttsJobQueue * queue);

/* Counts what it has cost.
 *
 * @job: (transfer full): that does not change any more */
void qwentts_job_queue_retire_job (QwenttsJobQueue * queue, QwenttsJob * job);

/* Starts a worker, if there is work that no idle one will take.
 *
 * Returns: FALSE with the error of the system */
gboolean qwentts_job_queue_add_worker (QwenttsJobQueue * queue,
    GError ** error);

G_END_DECLS
