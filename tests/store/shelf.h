/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A rig of speech whose store has a limit. */
#pragma once

#include "store/rig.h"

G_BEGIN_DECLS

/* @system: (nullable): the real one */
Rig *shelf_new (guint64 max_size, const QwenttsSystem * system);

/* In a child: that of its parent. */
Rig *shelf_adopt (const gchar * folder, guint64 max_size,
    const QwenttsSystem * system);

/* A new key's audio of so many bytes, which tell the key.
 *
 * Returns: whether it was kept */
gboolean shelf_keep (Rig * shelf, const gchar * key, gsize size,
    GError ** error);

/* The same, with a key of its own; nothing may go wrong.
 *
 * Returns: (transfer full): the key */
gchar *shelf_put (Rig * shelf, gsize size);

/* A new key in that state, without audio.
 *
 * Returns: (transfer full): the key */
gchar *shelf_leave (Rig * shelf, QwenttsRecordState state);

/* When its files were last used, by the clock; negative: in the future. */
void shelf_set_age (Rig * shelf, const gchar * key, gint64 age_s);

/* In which state it is on disk; what is READY must be whole. */
QwenttsRecordState shelf_get_state (Rig * shelf, const gchar * key);

gboolean shelf_is_ready (Rig * shelf, const gchar * key);

/* New ones of one size, with ages by which the first is the oldest.
 *
 * Returns: (transfer full) (element-type utf8): the keys */
GPtrArray *shelf_put_many (Rig * shelf, gsize size, guint n);

guint shelf_count_ready (Rig * shelf, GPtrArray * keys);

/* As a hit does. */
void shelf_use (Rig * shelf, const gchar * key);

/* Bytes of all files, as the user would count them. */
guint64 shelf_measure (Rig * shelf);

/* In the folder. */
gchar *shelf_make_path (Rig * shelf, const gchar * stem, const gchar * suffix);

/* The total says that so much is there, and was counted so many writes ago. */
void shelf_set_total (Rig * shelf, guint64 n_bytes, guint64 n_writes);

G_END_DECLS
