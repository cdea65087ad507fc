/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A job queue with a service, and what is read of it. No more tasks than the
 * window are made ahead of what was passed: asserted at each one, whatever the
 * test is about. */
#pragma once

#include "queue-spy.h"
#include "service.h"

G_BEGIN_DECLS

typedef struct
{
  Service *service;
  QwenttsJobQueue *queue;
  GCancellable *wait;
  guint window;
  guint n_scripts;              /* that were taken or refused */
  gint n_gone;                  /* jobs that made room; atomic */
  gint n_tasks;                 /* atomic */
} QueueRig;

/* With audio of a moment.
 *
 * @options: without `audio` and `answered` */
QueueRig *queue_rig_new (QwenttsSimulatorOptions options, guint window);

/* Asserts that all workers have ended and all scripts are freed. */
void queue_rig_free (QueueRig * rig);

void queue_rig_start (QueueRig * rig);

/* A script in segments of at most 20 characters; its index is the number of
 * those before it. */
gboolean queue_rig_push (QueueRig * rig, const gchar * text);

/* What is read next.
 *
 * Returns: (transfer full): it must be there */
QwenttsJob *queue_rig_get_current (QueueRig * rig);

/* Waits until the job is at its end. */
QwenttsJobPhase queue_rig_wait_until_done (QwenttsJob * job);

void queue_rig_pass (QueueRig * rig, QwenttsJob * job);

void queue_rig_drop (QueueRig * rig);

/* Reads the next job, which must say this, and passes it. */
void queue_rig_read (QueueRig * rig, const gchar * text);

/* Asserts that nothing comes any more. */
void queue_rig_assert_over (QueueRig * rig);

/* The next submits find the text too long. */
void queue_rig_refuse_length (QueueRig * rig, guint count);

guint queue_rig_count (QueueRig * rig, QwenttsSimulatorKind kind);

void queue_rig_wait_for (QueueRig * rig, QwenttsSimulatorKind kind,
    guint count);

/* "Text 0.", "Text 1." and so on. */
void queue_rig_push_texts (QueueRig * rig, guint count);
void queue_rig_read_texts (QueueRig * rig, guint first, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueueRig, queue_rig_free);

G_END_DECLS
