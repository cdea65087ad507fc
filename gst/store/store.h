/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Results on disk, by request: what was paid for once is not paid for again.
 *
 *   store = qwentts_store_new (folder, QWENTTS_KIND_VOICE);
 *   key = qwentts_store_key_new (QWENTTS_KIND_VOICE, "model", model, …, NULL);
 *   record = qwentts_store_peek (store, key, &error);         is it READY?
 *   entry = qwentts_store_claim (store, key, cancellable, &error);
 *   qwentts_entry_set_asked (entry, idempotency_key, request, &error);
 *     … POST …
 *   qwentts_entry_set_pending (entry, task_id, &error);
 *     … polls …
 *   qwentts_entry_set_ready (entry, result, &error);
 *   qwentts_entry_release (entry);
 *
 * Many threads and processes may use one folder. Each call looks at the disk
 * anew; a store holds nothing but names, and may be used by several threads.
 * Of a kind whose result is audio, qwentts_entry_attach_audio () is the last
 * step instead.
 *
 * See docs/store.md for the files, and for what is promised. */
#pragma once

#include <gio/gio.h>

#include "store/entry.h"
#include "store/key.h"
#include "store/record.h"

G_BEGIN_DECLS

typedef struct _QwenttsStore QwenttsStore;

/* Reads and makes nothing.
 *
 * @folder: for results of this kind only; relative to the current one */
QwenttsStore *qwentts_store_new (const gchar * folder, QwenttsKind kind);

/* What was not used for the longest time goes where there is more. For a kind
 * that can be made again.
 *
 * @max_size: of all files in the folder, in bytes; 0: nothing that is READY is
 *   kept */
QwenttsStore *qwentts_store_new_limited (const gchar * folder,
    QwenttsKind kind, guint64 max_size);

#define QWENTTS_STORE_NO_LIMIT G_MAXUINT64

/* @system: (transfer none): lives as long as the store */
QwenttsStore *qwentts_store_new_with_system (const gchar * folder,
    QwenttsKind kind, const QwenttsSystem * system);

/* Both; QWENTTS_STORE_NO_LIMIT is one for any kind. */
QwenttsStore *qwentts_store_new_full (const gchar * folder, QwenttsKind kind,
    guint64 max_size, const QwenttsSystem * system);

QwenttsStore *qwentts_store_ref (QwenttsStore * store);

void qwentts_store_unref (QwenttsStore * store);

/* Absolute. */
const gchar *qwentts_store_get_folder (QwenttsStore * store);

/* Waits until nobody else holds the key, makes the folder where it is missing,
 * and reads the entry. Claiming a key twice in one thread waits for ever.
 *
 * Returns: (transfer full): NULL with QWENTTS_STORE_ERROR or
 *   G_IO_ERROR_CANCELLED */
QwenttsEntry *qwentts_store_claim (QwenttsStore * store, const gchar * key,
    GCancellable * cancellable, GError ** error);

/* What is there now, whoever holds it. Changes nothing, so it works in a folder
 * that cannot be written to. What is READY stays, of a limited store while it is
 * in use (use.h): no claim is needed to use it.
 *
 * Returns: (transfer full): ABSENT if there is nothing; NULL with
 *   QWENTTS_STORE_ERROR */
QwenttsRecord *qwentts_store_peek (QwenttsStore * store, const gchar * key,
    GError ** error);

/* All records, those that were dropped while READY too, the oldest first.
 *
 * @n_unreadable: (out) (optional): damaged ones, set aside or not, and those of
 *   a newer version
 * @cancellable: (nullable)
 *
 * Returns: (transfer full) (element-type QwenttsRecord): empty if there is no
 *   folder; NULL with QWENTTS_STORE_ERROR */
GPtrArray *qwentts_store_list (QwenttsStore * store, guint * n_unreadable,
    GCancellable * cancellable, GError ** error);

/* The file with the audio of a record that has one. It can be read to its end
 * whatever happens to the name.
 *
 * Returns: a descriptor; -1 with QWENTTS_STORE_ERROR, _MISSING, or _CORRUPT if
 *   the file is not as long as it was */
gint qwentts_store_open_audio (QwenttsStore * store,
    const QwenttsRecord * record, GError ** error);

/* What is used now is the last to go where there is a limit.
 *
 * @fd: of _open_audio () */
void qwentts_store_note_use (QwenttsStore * store, gint fd);

/* Reads all of the file: is it what was written, as far as the record tells?
 *
 * @fd: of _open_audio ()
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR_CORRUPT or G_IO_ERROR_CANCELLED */
gboolean qwentts_store_check_audio (QwenttsStore * store,
    const QwenttsRecord * record, gint fd, GCancellable * cancellable,
    GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsStore, qwentts_store_unref);

G_END_DECLS
