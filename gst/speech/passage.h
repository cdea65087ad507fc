/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The audio of a segment in the stream: where it lies, and where it can be read
 * again. Of one thread. */
#pragma once

#include "speech/job.h"
#include "speech/timeline.h"
#include "store/use.h"

G_BEGIN_DECLS

typedef struct
{
  QwenttsSegment segment;       /* owns its text */
  guint index;                  /* in the stream */
  gchar *task_id;
  gboolean is_cached;
  gdouble credits;
  gboolean is_told;             /* to whoever listens */
  gboolean is_broken;           /* ends with an error, which was told */
  QwenttsTimeline start;        /* where its first frame lies */
  GstClockTime end;             /* behind its last one; NONE: not read so far */
  GstCaps *pcm_caps;            /* NULL: its header says it */

  /* Its audio: in the store, else in the clip. */
  QwenttsJob *job;              /* whose clip has it; NULL: it is settled */
  gchar *key;                   /* in the store; NULL: it is not there */
  QwenttsClip *clip;            /* NULL: it is not needed */
} QwenttsPassage;

/* @job: has audio
 * @start: where its first frame lies */
QwenttsPassage *qwentts_passage_new (QwenttsJob * job, guint index,
    const QwenttsTimeline * start);

void qwentts_passage_free (QwenttsPassage * passage);

/* The job does nothing more: its audio is left in the store, where it is in use
 * from now on, or, if it is not there, on the tape.
 *
 * @use: (nullable): of the job's store
 * @wait: ends a wait for whoever removes the entry just now; then it goes to the
 *   tape */
void qwentts_passage_settle (QwenttsPassage * passage, QwenttsStoreUse * use,
    QwenttsTape * tape, GCancellable * wait);

/* The audio, to be read from its start.
 *
 * @store: where it may be kept; nullable
 *
 * Returns: (transfer full): NULL with QWENTTS_STORE_ERROR */
QwenttsClip *qwentts_passage_open (QwenttsPassage * passage,
    QwenttsStore * store, GError ** error);

/* What was opened is not read any more: nothing of it stays in memory. */
void qwentts_passage_close (QwenttsPassage * passage, QwenttsTape * tape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsPassage, qwentts_passage_free);

G_END_DECLS
