/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The system calls that change something, and the clocks: what a test replaces
 * to see a full disk, a dying one, a kill between two calls, or a clock that
 * jumps. Each returns what the system call returns, and sets errno.
 *
 * Names are of files in the folder whose descriptor is given. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint (*open_file) (gint folder, const gchar * name, gint flags, guint mode);
  gint (*make_folder) (gint folder, const gchar * name, guint mode);
  gssize (*write) (gint fd, gconstpointer data, gsize size);
  gint (*sync) (gint fd);
  gint (*rename) (gint folder, const gchar * from, const gchar * to);
  gint (*unlink) (gint folder, const gchar * name);
  /* Sets the time of the last change to now. */
  gint (*touch) (gint fd);
  /* Locks one byte for this descriptor's open file, or fails at once. */
  gint (*try_lock) (gint fd, gint64 offset);
  /* Together with others who share it, and with no other lock. */
  gint (*try_lock_shared) (gint fd, gint64 offset);
  /* The wall clock, which people and time servers set. */
  gint64 (*get_unix_s) (void);
  /* Since the machine was started, also while it slept. */
  gint64 (*get_boot_s) (void);
  /* (transfer full) (nullable): names this start of the machine. */
  gchar *(*get_boot_id) (void);
} QwenttsSystem;

/* The real one. */
extern const QwenttsSystem qwentts_system;

G_END_DECLS
