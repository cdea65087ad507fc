/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One run of a job: what its steps share. Of the worker alone.
 *
 *   job-run.c      the order of the steps
 *   job-stored.c   what is kept already
 *   job-check.c    whether that is still what was kept
 *   job-follow.c   what another job of this process is fetching
 *   job-task.c     the service's side: a task that was begun before, or a new one
 *   job-fetch.c    the download, into the clip and the store */
#pragma once

#include "speech/feed.h"
#include "speech/job-private.h"
#include "speech/keeper.h"

G_BEGIN_DECLS

typedef struct
{
  QwenttsJob *job;
  QwenttsClient *client;
  GCancellable *cancellable;
  gint64 deadline_us;           /* of the task that is waited for */
  QwenttsKeeper keeper;         /* that has claimed the request */
  QwenttsFeed *feed;            /* for others of this process; NULL: none */
  guint64 n_bytes;              /* that the clip was given */
  gchar *followed_id;           /* the task of the first of them; NULL: its own */
  gboolean is_resumed;          /* its task was asked for before */
  gboolean has_warned;          /* of what could not be kept */
  GError *damage;               /* why what is kept will not do; NULL: it does,
                                 * or is not there */
  gboolean is_checked;          /* what is kept is what was written */
} QwenttsJobRun;

/* What is kept. What lacks something may be replaced by whoever has the key, so
 * that it is used only if nobody else can have it.
 *
 * @is_claimed: whether it is our turn
 * @is_used: (out): whether nothing more is to be done
 *
 * Returns: FALSE with an error */
gboolean qwentts_job_use_stored (QwenttsJobRun * run, gboolean is_claimed,
    gboolean * is_used, GError ** error);

/* Before a file that is kept is played: whether it will do. What takes long is
 * left for later.
 *
 * @clip: of the file
 *
 * Errors: QWENTTS_STORE_ERROR_CORRUPT, G_IO_ERROR_CANCELLED */
gboolean qwentts_job_check_first (QwenttsJobRun * run,
    const QwenttsRecord * record, QwenttsClip * clip, gint fd,
    GError ** error);

/* Before it is shown: what was not compared yet is, once it was read; and it is noted
 * as used, once it is. Each would make the first of it late.
 *
 * @record: (transfer full)
 * @fd: stays the caller's */
void qwentts_job_check_later (QwenttsJobRun * run, QwenttsRecord * record,
    gint fd);

/* The voice has a name.
 *
 * @warning: (nullable) (transfer full) */
void qwentts_job_announce_voice (QwenttsJobRun * run, GError * warning);

typedef enum
{
  QWENTTS_FOLLOW_DONE,
  QWENTTS_FOLLOW_FAILED,
  QWENTTS_FOLLOW_AGAIN          /* the other one has left: look anew */
} QwenttsFollowResult;

/* Whether the audio of a task may follow what the clip has.
 *
 * @task_id: (nullable) */
gboolean qwentts_job_may_go_on (QwenttsJobRun * run, const gchar * task_id,
    GError ** error);

/* Reads what another job fetches. */
QwenttsFollowResult qwentts_job_follow (QwenttsJobRun * run,
    QwenttsFeed * feed, GError ** error);

/* Waits for the task of a process that died or of a run that was stopped, if the
 * service still has it; else asks for one, which costs money, and waits for it.
 *
 * @is_old: (out): whether it was begun before
 *
 * Returns: (transfer full): a completed task; NULL with an error */
QwenttsTask *qwentts_job_get_task (QwenttsJobRun * run, gboolean * is_old,
    GError ** error);

/* Asks for a task, whatever was begun before, and waits for it. */
QwenttsTask *qwentts_job_ask_anew (QwenttsJobRun * run, GError ** error);

/* Downloads the audio of a completed task. */
gboolean qwentts_job_fetch (QwenttsJobRun * run, const QwenttsTask * task,
    GError ** error);

/* What was fetched is written down, if it is audio; what cannot be decoded is told
 * by whoever plays it. */
void qwentts_job_keep_audio (QwenttsJobRun * run);

/* A warning, once, and only where the disk is the reason.
 *
 * @what: what is lost, and what to do about it; (transfer full)
 *
 * Returns: (transfer full) (nullable) */
GError *qwentts_job_make_loss_warning (QwenttsJobRun * run, gchar * what);

/* A task that is completed, but lacks something. */
GError *qwentts_job_make_incomplete_error (const QwenttsTask * task,
    const gchar * what);

/* Gives the clip what is there of a file from where the clip ends, up to @size.
 *
 * @read_func: as qwentts_feed_read () */
typedef gssize (*QwenttsReadFunc) (gpointer source, guint64 offset,
    gpointer data, gsize size, GError ** error);

gboolean qwentts_job_copy (QwenttsJobRun * run, QwenttsReadFunc read_func,
    gpointer source, guint64 size, GError ** error);

G_END_DECLS
