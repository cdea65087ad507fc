/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One file of presets, in the format of GStreamer's own: a key file with a group
 * for each preset, and a group "_presets_" that says whose presets they are.
 *
 * It is replaced whole, synced, and only by whoever holds its lock, so a reader
 * needs none and two writers lose nothing. What is not understood stays: other
 * presets, other groups, other keys, comments. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether it can be the name of a preset. Those that begin with an underscore
 * are GStreamer's own.
 *
 * Errors: G_IO_ERROR_INVALID_ARGUMENT */
gboolean qwentts_preset_file_check_name (const gchar * name, GError ** error);

/* Returns: (transfer full): where the user's presets of a type are */
gchar *qwentts_preset_file_get_user_path (const gchar * type_name);

/* A symbolic link is followed.
 *
 * Returns: (transfer full): NULL with a GIOErrorEnum: G_IO_ERROR_NOT_FOUND,
 *   G_IO_ERROR_INVALID_DATA if it is no key file or that of another type, … */
GKeyFile *qwentts_preset_file_read (const gchar * path,
    const gchar * type_name, GError ** error);

/* Makes the new text of a file.
 *
 * @text: what was read
 * @file: the same, read only
 *
 * Returns: (transfer full): NULL with an error */
typedef gchar *(*QwenttsPresetEdit) (const gchar * text, GKeyFile * file,
    gpointer user_data, GError ** error);

/* Reads, edits and replaces, as the only one who does. The file and its folder
 * are made if missing. Blocks for the disk, and for the lock until cancelled or
 * 10 s have passed.
 *
 * A file that cannot be read as presets of the type, that is write-protected, or
 * that is a symbolic link (which would be replaced) is left as it is.
 *
 * Errors: a GIOErrorEnum, among them G_IO_ERROR_CANCELLED,
 * G_IO_ERROR_TIMED_OUT, G_IO_ERROR_INVALID_DATA, G_IO_ERROR_PERMISSION_DENIED
 * and G_IO_ERROR_NOT_REGULAR_FILE; or a GFileError; or what the edit says */
gboolean qwentts_preset_file_change (const gchar * path,
    const gchar * type_name, QwenttsPresetEdit edit, gpointer user_data,
    GCancellable * cancellable, GError ** error);

G_END_DECLS
