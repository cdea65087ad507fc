/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What makes room for something else without being lost: an entry's files get
 * another name, KEY.WORD-1.entry and KEY.WORD-1.audio, or the next number. */
#pragma once

#include "store/folder.h"

G_BEGIN_DECLS

/* A good entry that was dropped; it is still listed. */
#define QWENTTS_ASIDE_OLD "old"
/* What cannot be read, or is not ours. */
#define QWENTTS_ASIDE_DAMAGED "damaged"

/* Only by whoever holds the lock of the key.
 *
 * Returns: (transfer full): the name that the entry has now */
gchar *qwentts_aside_move (QwenttsFolder * folder, const gchar * key,
    const gchar * word, GError ** error);

/* The way back, where nothing stands in its place any more.
 *
 * @entry_name: as _move () returned it */
gboolean qwentts_aside_move_back (QwenttsFolder * folder,
    const gchar * entry_name, const gchar * key, GError ** error);

/* Returns: (transfer full) (nullable): the stem, if the file's name is that of
 * an entry, or of one that was set aside with the word */
gchar *qwentts_aside_get_stem (const gchar * file_name, const gchar * word);

G_END_DECLS
