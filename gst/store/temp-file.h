/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A file that appears under its name whole or not at all.
 *
 * Written under another name in the same folder, synced, renamed, and then the
 * folder is synced. If anything fails before the rename, what stood under the
 * name stays. Whoever holds the key is the only one to write its files, so the
 * other name is always the same: what a killed process leaves is taken away by
 * the next write. */
#pragma once

#include "store/folder.h"

G_BEGIN_DECLS

typedef struct _QwenttsTempFile QwenttsTempFile;

/* @name: what it will be called in the end */
QwenttsTempFile *qwentts_temp_file_new (QwenttsFolder * folder,
    const gchar * name, GError ** error);

gboolean qwentts_temp_file_write (QwenttsTempFile * file, gconstpointer data,
    gsize size, GError ** error);

/* Bytes written so far. */
guint64 qwentts_temp_file_get_size (QwenttsTempFile * file);

/* Of all that was written; nothing more may be written after it.
 *
 * Returns: (transfer none): its SHA-256, in hexadecimal */
const gchar *qwentts_temp_file_get_checksum (QwenttsTempFile * file);

/* To read what was written, also after the file is freed.
 *
 * Returns: a descriptor of the caller's, -1 with QWENTTS_STORE_ERROR */
gint qwentts_temp_file_dup (QwenttsTempFile * file, GError ** error);

/* Syncs, renames and syncs the folder. After a failure of that last step the
 * file has its name, but may lose it in a power cut. */
gboolean qwentts_temp_file_commit (QwenttsTempFile * file, GError ** error);

/* Only renames: what may be lost in a power cut, or found cut. */
gboolean qwentts_temp_file_commit_unsynced (QwenttsTempFile * file,
    GError ** error);

/* Removes what was not committed. */
void qwentts_temp_file_free (QwenttsTempFile * file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsTempFile, qwentts_temp_file_free);

G_END_DECLS
