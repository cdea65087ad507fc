/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Writes down in the store how far a job has come, in the order of the calls
 * here.
 *
 * A store that cannot be used stops no job: what fails is noted, and told once
 * it is clear what is lost by it. Without a store, nothing happens. */
#pragma once

#include "speech/job-request.h"

G_BEGIN_DECLS

typedef struct
{
  const QwenttsJobRequest *request;
  QwenttsEntry *entry;          /* NULL: nothing can be written down */
  QwenttsRecord *seen;          /* what is there all the same; NULL: nothing
                                 * that will do */
  gboolean has_begun_audio;
  QwenttsTempFile *file;        /* for the audio; NULL: it is not kept */
  GError *problem;              /* why not all is on disk; NULL: it is */
} QwenttsKeeper;

/* @request: must stay */
void qwentts_keeper_init (QwenttsKeeper * keeper,
    const QwenttsJobRequest * request);

/* Lets the next one have the key. */
void qwentts_keeper_clear (QwenttsKeeper * keeper);

/* The result, if it is there and will do. Needs no claim.
 *
 * Returns: (transfer full) (nullable) */
QwenttsRecord *qwentts_keeper_find_result (QwenttsKeeper * keeper);

/* Waits until nobody else works on the same request. Where nothing can be
 * written, what is there is read: going on with it takes no step on disk.
 *
 * Errors: G_IO_ERROR_CANCELLED only */
gboolean qwentts_keeper_claim (QwenttsKeeper * keeper,
    GCancellable * cancellable, GError ** error);

/* Returns: (transfer full) (nullable): a sentence for a person, if what was
 * there could not be read and was moved aside */
gchar *qwentts_keeper_take_damage (QwenttsKeeper * keeper);

/* Whether the result is there, perhaps without its audio. */
gboolean qwentts_keeper_has_result (QwenttsKeeper * keeper);

/* The task that was begun for the request before.
 *
 * @age_s: (out): since its submit, in seconds, as far as it is known
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_keeper_get_task_id (QwenttsKeeper * keeper,
    gint64 * age_s);

/* Before the POST: with which key and fields to ask. Both are those of a POST
 * whose answer was lost, if there is one.
 *
 * @idempotency_key: (out) (transfer full)
 * @is_repeat: (out): the first POST may have made a task
 *
 * Returns: (transfer none): the fields, valid until the next step */
const QwenttsFields *qwentts_keeper_ask (QwenttsKeeper * keeper,
    gchar ** idempotency_key, gboolean * is_repeat);

/* Before the first poll. */
void qwentts_keeper_note_task (QwenttsKeeper * keeper, const gchar * task_id);

/* A file of the result is no good: the next one gets another.
 *
 * @fd: of the file */
void qwentts_keeper_drop_audio (QwenttsKeeper * keeper, gint fd);

/* Nothing comes of it: the next one asks anew. A result that was there before,
 * and was to be replaced, is there again. */
void qwentts_keeper_drop (QwenttsKeeper * keeper);

/* As soon as the voice has a name.
 *
 * Returns: FALSE if it is not on disk; problem says why */
gboolean qwentts_keeper_note_voice (QwenttsKeeper * keeper,
    const gchar * voice);

/* The fields that the result was, or is, asked with: another preview may be
 * there than the one that is asked for now.
 *
 * Returns: (transfer none): valid until the next step */
const QwenttsFields *qwentts_keeper_get_fields (QwenttsKeeper * keeper);

/* The audio as it arrives. Who wants nothing that is stored wants no audio to be
 * stored. */
void qwentts_keeper_write_audio (QwenttsKeeper * keeper, gconstpointer data,
    gsize size);

/* All of the audio has arrived; it is kept if it can be decoded to its end.
 *
 * Returns: FALSE if it is not on disk; problem says why */
gboolean qwentts_keeper_keep_audio (QwenttsKeeper * keeper,
    GCancellable * cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsKeeper, qwentts_keeper_clear);

G_END_DECLS
