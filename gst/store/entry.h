/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A record in one's own hands: whoever claimed the key alone takes its steps.
 *
 *            set_asked       set_pending       set_ready
 *   ABSENT ─────────▶ ASKED ────────▶ PENDING ──────▶ READY ⟲ attach_audio
 *      ▲                │                │              │
 *      └────────────────┴───── drop ─────┴──────────────┘
 *
 * Of a kind whose result is audio, speech, the last step is attach_audio, and
 * there is no set_ready.
 *
 * Each step is on disk and synced when it returns TRUE. If it returns FALSE,
 * the record in memory has taken the step all the same, and the next one tries
 * to write it whole: a disk that was full for a while loses nothing. (drop of
 * what is READY is the exception, said there.)
 *
 * An entry is used by one thread at a time. */
#pragma once

#include "store/record.h"
#include "store/temp-file.h"

G_BEGIN_DECLS

#define QWENTTS_ENTRY_FRESH_S QWENTTS_RECORD_FRESH_S

typedef struct _QwenttsEntry QwenttsEntry;

/* Returns: (transfer none): valid until the next step */
const QwenttsRecord *qwentts_entry_get_record (QwenttsEntry * entry);

/* Returns: (nullable) (transfer none): a sentence for a person, if what was
 * stored could not be used and was moved aside: why, and where it is */
const gchar *qwentts_entry_get_damage (QwenttsEntry * entry);

/* That of the record, qwentts_record_get_age_s (). */
gint64 qwentts_entry_get_age_s (QwenttsEntry * entry);

/* Whether the service may still know the task: 24 hours from the submit, in
 * ASKED from the asking. A guess where the machine was restarted and its clock
 * is wrong; only the service knows. */
gboolean qwentts_entry_is_fresh (QwenttsEntry * entry);

/* ABSENT → ASKED. Before the POST, so that whoever comes after a crash repeats
 * it under the same key.
 *
 * @idempotency_key: plain, see qwentts_record_is_plain ()
 * @request: all of it */
gboolean qwentts_entry_set_asked (QwenttsEntry * entry,
    const gchar * idempotency_key, const QwenttsFields * request,
    GError ** error);

/* ASKED → PENDING. Before the first poll; the submit was now.
 *
 * @task_id: plain */
gboolean qwentts_entry_set_pending (QwenttsEntry * entry,
    const gchar * task_id, GError ** error);

/* PENDING → READY. As soon as the service says it, before anything else. Not for
 * a kind whose result is audio.
 *
 * @result: with what the kind demands; for a voice "voice", "target-model" */
gboolean qwentts_entry_set_ready (QwenttsEntry * entry,
    const QwenttsFields * result, GError ** error);

/* A file in the store's folder, to be filled, in any thread, and then attached
 * or freed; one at a time, and freed before the entry is released. */
QwenttsTempFile *qwentts_entry_create_audio (QwenttsEntry * entry,
    GError ** error);

/* The audio is complete.
 *
 * Where audio is the result: PENDING → READY, or from READY whose file was lost.
 * Room is made for it first; where it alone is larger than the store may be, it is
 * not kept: TRUE, and the entry stays as it is, so that its task can still be
 * polled. After a failure the entry is PENDING, or READY if only the record could
 * not be written: then the record is right, and what is on disk is PENDING.
 *
 * Of other kinds, in READY: it replaces another one. After a failure the entry
 * is READY without audio.
 *
 * @file: of _create_audio (); freed by the caller in any case
 * @audio: its format is plain, its size and checksum are those of the file
 *   whatever it says */
gboolean qwentts_entry_attach_audio (QwenttsEntry * entry,
    QwenttsTempFile * file, const QwenttsStoredAudio * audio, GError ** error);

/* In READY: a file with its audio is no good. It goes, and the entry is as if it
 * had been lost.
 *
 * @fd: of that file; another one that has come in its place stays, and so does
 *   what somebody uses (use.h) */
gboolean qwentts_entry_drop_audio (QwenttsEntry * entry, gint fd,
    GError ** error);

/* To ABSENT, from any state: the task failed, or its result is no good. What is
 * READY of a lasting kind is moved aside, where it is still listed; if that
 * fails, the entry stays READY. Any other is removed, with its audio. */
gboolean qwentts_entry_drop (QwenttsEntry * entry, GError ** error);

/* In ABSENT: what this entry was READY with before it was dropped comes back, if
 * it was. */
gboolean qwentts_entry_restore (QwenttsEntry * entry, GError ** error);

/* Lets the next one claim it. */
void qwentts_entry_release (QwenttsEntry * entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsEntry, qwentts_entry_release);

G_END_DECLS
