/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Audio that one job of this process fetches into the store, for the others that
 * want the same: they read its file while it grows.
 *
 *   first job                                    others
 *   enter, set_task, set_percent, advance … end     enter, wait, read … leave
 *
 * Between processes the lock of the store does the same, from whole file to whole
 * file. See gst/store. */
#pragma once

#include "store/temp-file.h"

G_BEGIN_DECLS

typedef struct _QwenttsFeed QwenttsFeed;

/* What is seen of it at one moment. */
typedef struct
{
  guint percent;                /* the service's */
  gboolean has_file;            /* bytes can be read */
  guint64 written;              /* so many */
  guint64 size;                 /* of the whole file, 0: not known */
  gboolean is_over;
} QwenttsFeedState;

/* @name: of what is wanted, in this process
 * @is_first: (out): nobody else fetches it: the caller does, and ends it
 *
 * Returns: (transfer full) */
QwenttsFeed *qwentts_feed_enter (const gchar * name, gboolean * is_first);

void qwentts_feed_leave (QwenttsFeed * feed);

/* The first job. */

void qwentts_feed_set_task (QwenttsFeed * feed, const gchar * task_id);

void qwentts_feed_set_percent (QwenttsFeed * feed, guint percent);

/* @size: of the whole file, 0 if it is not known */
void qwentts_feed_set_size (QwenttsFeed * feed, guint64 size);

/* More was written to @file. */
void qwentts_feed_advance (QwenttsFeed * feed, QwenttsTempFile * file);

/* Whoever enters from now on is another one's first.
 *
 * @error: (nullable): why it is not whole */
void qwentts_feed_end (QwenttsFeed * feed, const GError * error);

/* The others. */

/* Waits until it looks other than @state, and updates it.
 *
 * Errors: G_IO_ERROR_CANCELLED */
gboolean qwentts_feed_wait_for_change (QwenttsFeed * feed,
    QwenttsFeedState * state, GCancellable * cancellable, GError ** error);

/* Reads what was written.
 *
 * Returns: how much, 1 at least; -1 with an error */
gssize qwentts_feed_read (QwenttsFeed * feed, guint64 offset, gpointer data,
    gsize size, GError ** error);

/* Returns: (transfer full) (nullable) */
gchar *qwentts_feed_get_task_id (QwenttsFeed * feed);

/* Once it is over.
 *
 * Returns: (transfer full) (nullable): NULL: the file is whole */
GError *qwentts_feed_get_error (QwenttsFeed * feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsFeed, qwentts_feed_leave);

G_END_DECLS
