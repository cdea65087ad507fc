/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the cache of a rig has, and what is told of it. */
#pragma once

#include "rig.h"

G_BEGIN_DECLS

/* What the service asks for a text. */
#define CACHE_RIG_PRICE 0.32

/* Another rig with the same service and the same folder. */
Rig *cache_rig_new_beside (Rig * rig);

/* In the folder of the speech: how many files end so; 0 without a folder. */
guint cache_rig_count_files (const gchar * cache_dir, const gchar * suffix);

/* The only file there that ends so, with its path.
 *
 * Returns: (transfer full) */
gchar *cache_rig_find_file (const gchar * cache_dir, const gchar * suffix);

/* In place of what is there. */
void cache_rig_write_file (const gchar * path, const gchar * text);

/* Asserts that there are so many entries, and that all of them are READY with
 * their audio, and nothing is left over. */
void cache_rig_assert_ready (const gchar * cache_dir, guint count);

/* Of all kinds. */
guint cache_rig_count_requests (QwenttsSimulator * simulator);

/* Plays the rig again, from READY, to its end. */
void cache_rig_play_again (Rig * rig);

/* What the index-th segment is told to be. */
gboolean cache_rig_is_cached (Rig * rig, guint index);

/* Asserts that the only segment was cached, with 0 credits, or was not, with the
 * price.
 *
 * @task_id: (nullable): of it */
void cache_rig_assert_told (Rig * rig, gboolean is_cached,
    const gchar * task_id);

/* Returns: (transfer full): of the only segment */
gchar *cache_rig_get_task_id (Rig * rig);

guint64 cache_rig_get_count (Rig * rig, const gchar * field);

/* Asserts that there was exactly one WARNING, of the category "storage". */
void cache_rig_assert_warned_once (Rig * rig);

G_END_DECLS
