/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a job queue does inside, seen and held up from outside. The linker puts
 * these functions in the place of those that the queue calls (`--wrap` in
 * meson.build), and they call the real ones. */
#pragma once

#include "speech/job-queue.h"

G_BEGIN_DECLS

/* Before each test: all is real, and nothing was counted. */
void queue_spy_reset (void);

/* Workers that are alive, and the most that were at once. */
guint queue_spy_get_n_workers (void);
guint queue_spy_get_most_workers (void);

/* From now on no worker can be created. */
void queue_spy_refuse_workers (gboolean is_refused);

/* From now on whoever cuts a script waits, until it is let go. */
void queue_spy_hold_cutting (gboolean is_held);
void queue_spy_wait_until_cutting (void);

/* How often a script was asked for its next job. */
guint queue_spy_get_n_cuts (void);

/* Scripts that were freed. */
guint queue_spy_get_n_freed (void);

/* The calling thread is the one that reads. */
void queue_spy_mark_reader (void);

/* Waits until the thread that reads waits for the queue's lock to change, the
 * @count-th time. */
void queue_spy_wait_for_reader (guint count);

G_END_DECLS
