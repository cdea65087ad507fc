/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The changes of the user's presets of an element type, by text: each reads,
 * edits and replaces the user's file under its lock (preset-file.h has the
 * errors). A preset that is not in that file cannot be renamed or removed, or get
 * meta data: G_IO_ERROR_NOT_FOUND. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Overwrites one of that name; keys that are not given stay as they are.
 *
 * @keys, @values: (array zero-terminated=1): of equal length, values as they
 *   stand in the file */
gboolean qwentts_preset_change_save (const gchar * type_name,
    const gchar * name, const gchar * const *keys, const gchar * const *values,
    GCancellable * cancellable, GError ** error);

/* A preset that has the new name goes. */
gboolean qwentts_preset_change_rename (const gchar * type_name,
    const gchar * old_name, const gchar * new_name, GCancellable * cancellable,
    GError ** error);

gboolean qwentts_preset_change_remove (const gchar * type_name,
    const gchar * name, GCancellable * cancellable, GError ** error);

/* @value: (nullable): NULL or empty takes it away */
gboolean qwentts_preset_change_set_meta (const gchar * type_name,
    const gchar * name, const gchar * tag, const gchar * value,
    GCancellable * cancellable, GError ** error);

/* Returns: (transfer full): the key of a preset's meta data */
gchar *qwentts_preset_change_make_meta_key (const gchar * tag);

G_END_DECLS
