/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a speech has read, in the order of the stream, so that one can seek in it.
 * The audio stays in the store; what is not kept there is on a tape. Of one
 * thread. */
#pragma once

#include "speech/passage.h"

G_BEGIN_DECLS

typedef struct _QwenttsHistory QwenttsHistory;

QwenttsHistory *qwentts_history_new (void);

void qwentts_history_free (QwenttsHistory * history);

/* Where clips that are not in the store go.
 *
 * Returns: (transfer none) */
QwenttsTape *qwentts_history_get_tape (QwenttsHistory * history);

/* @passage: (transfer full): begins where the last one ends */
void qwentts_history_add (QwenttsHistory * history, QwenttsPassage * passage);

/* The job does nothing more.
 *
 * @wait: ends a wait for whoever removes the entry just now; then the audio goes to
 *   the tape */
void qwentts_history_settle (QwenttsHistory * history, QwenttsJob * job,
    GCancellable * wait);

guint qwentts_history_get_length (QwenttsHistory * history);

/* Returns: (transfer none) */
QwenttsPassage *qwentts_history_get (QwenttsHistory * history, guint i);

/* The last one that begins at a position, or before it. There is one. */
guint qwentts_history_find (QwenttsHistory * history, GstClockTime position);

/* As qwentts_passage_open (). */
QwenttsClip *qwentts_history_open (QwenttsHistory * history, guint i,
    GError ** error);

/* As qwentts_passage_close (). */
void qwentts_history_close (QwenttsHistory * history, guint i);

/* Forgets all from @length on. */
void qwentts_history_truncate (QwenttsHistory * history, guint length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsHistory, qwentts_history_free);

G_END_DECLS
