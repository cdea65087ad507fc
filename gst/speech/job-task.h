/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The service's side of a job: a task that was begun before, or a new one. */
#pragma once

#include "speech/job-private.h"
#include "speech/keeper.h"

G_BEGIN_DECLS

/* One run of a job; of the worker alone. */
typedef struct
{
  QwenttsJob *job;
  QwenttsClient *client;
  GCancellable *cancellable;
  gint64 deadline_us;           /* of the task that is waited for */
  QwenttsKeeper keeper;         /* that has claimed the request */
  gboolean has_warned;          /* of what could not be kept */
} QwenttsJobRun;

/* Waits for the task of a process that died or of a run that was stopped, if the
 * service still has it; else asks for one, which costs money, and waits for it.
 *
 * Returns: (transfer full): a completed task; NULL with an error */
QwenttsTask *qwentts_job_get_task (QwenttsJobRun * run, GError ** error);

G_END_DECLS
