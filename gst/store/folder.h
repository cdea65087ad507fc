/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A folder that is ours, held open: files in it are reached by this descriptor
 * and a plain name, so that nothing is followed to elsewhere whatever others do
 * to the path meanwhile.
 *
 * Ours: it belongs to the effective user or to root, nobody else can write to
 * it, and it is no symbolic link. Above it, links are followed if they belong
 * to the user or to root: people move their homes and caches that way. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "store/system.h"

G_BEGIN_DECLS

typedef struct
{
  const QwenttsSystem *system;
  gchar *path;
  gint fd;
} QwenttsFolder;

/* @path: absolute
 * @is_made: make the folder and those above it, where missing, for the user
 *   alone
 *
 * Returns: NULL with QWENTTS_STORE_ERROR; with G_IO_ERROR_NOT_FOUND if it is
 *   missing and was not to be made */
QwenttsFolder *qwentts_folder_open (const gchar * path,
    const QwenttsSystem * system, gboolean is_made, GError ** error);

QwenttsFolder *qwentts_folder_ref (QwenttsFolder * folder);

void qwentts_folder_unref (QwenttsFolder * folder);

/* Names that another machine has made since are seen from now on: over NFS what
 * is in a folder, and what is not, is remembered until the folder is opened. */
void qwentts_folder_look_anew (QwenttsFolder * folder);

/* What was made, renamed or removed in it survives a power cut from now on. */
gboolean qwentts_folder_sync (QwenttsFolder * folder, GError ** error);

gboolean qwentts_folder_rename (QwenttsFolder * folder, const gchar * from,
    const gchar * to, GError ** error);

/* Calls back with each name in it, in no order; "." and ".." too.
 *
 * @cancellable: (nullable)
 *
 * Returns: FALSE with QWENTTS_STORE_ERROR or G_IO_ERROR_CANCELLED */
gboolean qwentts_folder_for_each (QwenttsFolder * folder,
    void (*callback) (const gchar * name, gpointer user_data),
    gpointer user_data, GCancellable * cancellable, GError ** error);

/* Nothing has the name any more. */
gboolean qwentts_folder_unlink (QwenttsFolder * folder, const gchar * name,
    GError ** error);

/* Whether the name is that of the open file: nobody has put another there. */
gboolean qwentts_folder_is_same (QwenttsFolder * folder, const gchar * name,
    gint fd);

/* Opens a file that is ours, as the folder is.
 *
 * @info: (out)
 *
 * Returns: a descriptor; -1 with QWENTTS_STORE_ERROR, or with
 *   G_IO_ERROR_NOT_FOUND */
gint qwentts_folder_open_file (QwenttsFolder * folder, const gchar * name,
    struct stat *info, GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsFolder, qwentts_folder_unref);

G_END_DECLS
