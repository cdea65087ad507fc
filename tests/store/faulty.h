/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A system that fails, dies or is slow at a chosen call, and tells what it was
 * asked for. One for the whole program. */
#pragma once

#include "store/system.h"

G_BEGIN_DECLS

extern const QwenttsSystem faulty_system;

/* Works as the real one, and counts from 0. Frees the log. */
void faulty_reset (void);

/* The n-th call from now on that changes something (open to write, make, write,
 * sync, rename, unlink), and each later one, fails; n counts from 0.
 *
 * @code: an errno; 0: the process is killed there */
void faulty_fail_at (guint n, gint code);

/* Only the n-th. */
void faulty_fail_once_at (guint n, gint code);

/* All calls that are logged under this word. */
void faulty_fail_all (const gchar * word, gint code);

/* A write writes no more than this. */
void faulty_limit_writes (gsize size);

/* The rename is done, but says that it failed. */
void faulty_lie_about_renames (gint code);

/* What is called before each rename. */
void faulty_before_rename (void (*callback) (gpointer), gpointer user_data);

guint faulty_get_n_calls (void);

/* "sync-file", "rename NAME", …, one a line; names without their first 64
 * characters. */
const gchar *faulty_get_log (void);

/* Waits until a lock was tried so often, by any thread. */
void faulty_wait_for_tries (guint n);

G_END_DECLS
