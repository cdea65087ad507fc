/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is to be said, and the workers that fetch it.
 *
 *   scripts ──cut──▶ jobs [current][1][2]      at most `window` of them
 *                          ▲    ▲   ▲
 *                          workers, one a job, at most `window`
 *
 * A job is made when there is room for it, and a worker runs it at once; one
 * thread reads the jobs in their order and makes room. So what is spent ahead of
 * the stream, memory and threads are bounded by the window. The current one is
 * asked for alone, then, or if the service takes long to say that it has it, the
 * others at once. Behind one that failed nothing more is asked for until it is
 * passed or dropped.
 *
 * Thread safe, but for the reading. */
#pragma once

#include "api/client.h"
#include "speech/job.h"
#include "speech/script.h"

G_BEGIN_DECLS

typedef struct _QwenttsJobQueue QwenttsJobQueue;

/* @window: jobs under way or ready, at least one */
QwenttsJobQueue *qwentts_job_queue_new (QwenttsClient * client, guint window);

/* After _stop (). */
void qwentts_job_queue_free (QwenttsJobQueue * queue);

/* How long, in microseconds, others wait for the service to have the request that
 * is read next. Before it is started; 500 ms if it is not set. */
void qwentts_job_queue_set_head_start (QwenttsJobQueue * queue,
    gint64 head_start_us);

/* The audio of all jobs that are begun from now on can be read again, as long as they
 * live.
 *
 * @tape: (nullable): NULL: no more */
void qwentts_job_queue_set_tape (QwenttsJobQueue * queue, QwenttsTape * tape);

/* Abandons all that is under way and ends the workers. */
void qwentts_job_queue_stop (QwenttsJobQueue * queue);

/* Nothing is spent before.
 *
 * Returns: FALSE with the error of the system */
gboolean qwentts_job_queue_start (QwenttsJobQueue * queue, GError ** error);

/* @script: (transfer full): its index is set: it counts those that are taken
 *
 * Returns: FALSE if the queue is closed or over */
gboolean qwentts_job_queue_push_script (QwenttsJobQueue * queue,
    QwenttsScript * script);

/* Before it is started.
 *
 * @job: (transfer full) */
void qwentts_job_queue_push_job (QwenttsJobQueue * queue, QwenttsJob * job);

/* Whether more may come when all is said; it is not, at first. */
void qwentts_job_queue_set_open (QwenttsJobQueue * queue, gboolean is_open);

/* Nothing more is taken. */
void qwentts_job_queue_close (QwenttsJobQueue * queue);

/* Abandons what is under way, and forgets what is queued. */
void qwentts_job_queue_drop (QwenttsJobQueue * queue);

/* For the thread that reads. */

/* Before the start: uses what is kept for the first job, which a worker would not
 * do as soon. Nothing is asked for, but what is behind it may be then.
 *
 * @wait: ends a look that takes long
 *
 * Returns: FALSE if nothing is, or it cannot be said at once */
gboolean qwentts_job_queue_use_stored (QwenttsJobQueue * queue,
    GCancellable * wait);

/* Whether there is no job, and no text to make one of, at this moment. */
gboolean qwentts_job_queue_is_empty (QwenttsJobQueue * queue);

/* Waits for the job that comes next in the stream; the same until it is passed
 * or dropped. A @wait that is cancelled only ends the wait.
 *
 * Returns: (transfer full): NULL without an error when it is over: all is said,
 *   and nothing more is taken; NULL with G_IO_ERROR_CANCELLED */
QwenttsJob *qwentts_job_queue_get_current (QwenttsJobQueue * queue,
    GCancellable * wait, GError ** error);

/* Whether it is still the one to be read. */
gboolean qwentts_job_queue_is_current (QwenttsJobQueue * queue,
    QwenttsJob * job);

/* It was read, or given up: the next one's turn. What was kept of it is checked
 * now, by a worker that has nothing else to do. */
void qwentts_job_queue_pass (QwenttsJobQueue * queue, QwenttsJob * job);

/* It failed: until it is passed or dropped, nothing more is asked behind it, since
 * nobody may ever hear that. */
void qwentts_job_queue_halt (QwenttsJobQueue * queue, QwenttsJob * job);

/* What all jobs have cost so far.
 *
 * @n_cached: (out): jobs that asked for nothing */
void qwentts_job_queue_get_cost (QwenttsJobQueue * queue,
    QwenttsJobCost * cost, guint64 * n_cached);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsJobQueue, qwentts_job_queue_free);

G_END_DECLS
