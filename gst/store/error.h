/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What can go wrong with results on disk, as the caller has to choose what to
 * do. In each case the caller can go on without the store: it then warns once,
 * and shows what would otherwise be lost.
 *
 * A message is for a person: it names the folder, what happened, what to do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QWENTTS_STORE_ERROR (qwentts_store_error_quark ())

typedef enum
{
  QWENTTS_STORE_ERROR_UNWRITABLE,       /* not allowed, read-only, no locks,
                                         * input/output error */
  QWENTTS_STORE_ERROR_NO_SPACE, /* the disk or the quota is full */
  QWENTTS_STORE_ERROR_FOREIGN,  /* not ours: another's folder, one that others
                                 * can write to, a planted link, another's
                                 * file */
  QWENTTS_STORE_ERROR_NEWER,    /* of a newer version of this program; left
                                 * alone */
  QWENTTS_STORE_ERROR_CORRUPT,  /* not what was written */
  QWENTTS_STORE_ERROR_MISSING   /* the audio of a record is not there */
} QwenttsStoreError;

GQuark qwentts_store_error_quark (void);

/* A failed system call becomes an error.
 *
 * @code: an errno
 * @folder, @name: (nullable): what it was about */
void qwentts_store_set_errno (GError ** error, gint code,
    const gchar * folder, const gchar * name);

/* @reason: a sentence about the file, without its full stop */
void qwentts_store_set_error (GError ** error, QwenttsStoreError code,
    const gchar * folder, const gchar * name, const gchar * reason);

G_END_DECLS
