/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A file without a name, for the chunks of clips that are not kept in memory: one
 * for any number of clips, gone with the last of them. It is as large as what was
 * on it at once. Thread safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _QwenttsTape QwenttsTape;

/* There is no file before something is written. */
QwenttsTape *qwentts_tape_new (void);

/* @fd: (transfer full): of a file that is there, only to be read */
QwenttsTape *qwentts_tape_new_from_file (gint fd);

QwenttsTape *qwentts_tape_ref (QwenttsTape * tape);

void qwentts_tape_unref (QwenttsTape * tape);

/* The whole of it or nothing.
 *
 * @size: of a chunk at most
 * @place: (out): where it can be read
 *
 * Returns: FALSE with errno */
gboolean qwentts_tape_write (QwenttsTape * tape, gconstpointer data,
    gsize size, guint64 * place);

/* Likewise. */
gboolean qwentts_tape_read (QwenttsTape * tape, gpointer data, gsize size,
    guint64 place);

/* What is there is not read any more. */
void qwentts_tape_give_back (QwenttsTape * tape, guint64 place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsTape, qwentts_tape_unref);

G_END_DECLS
