/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* An ordered list of named texts: a request, or what came of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _QwenttsFields QwenttsFields;

/* @name: of the first field, in [a-z0-9-], then its value (nullable, UTF-8;
 *   a field without a value is left out), and so on; a NULL instead of a name
 *   ends the list */
QwenttsFields *qwentts_fields_new (const gchar * name, ...)
    G_GNUC_NULL_TERMINATED;

QwenttsFields *qwentts_fields_copy (const QwenttsFields * fields);

void qwentts_fields_free (QwenttsFields * fields);

void qwentts_fields_add (QwenttsFields * fields, const gchar * name,
    const gchar * value);

/* Returns: (transfer none) (nullable) */
const gchar *qwentts_fields_get (const QwenttsFields * fields,
    const gchar * name);

/* Whether each of the names has a value other than "". */
gboolean qwentts_fields_has_all (const QwenttsFields * fields,
    const gchar * const *names);

void qwentts_fields_print (const QwenttsFields * fields, GKeyFile * file,
    const gchar * group);

/* Returns: (transfer full) (nullable): NULL if a value is no text */
QwenttsFields *qwentts_fields_parse (GKeyFile * file, const gchar * group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsFields, qwentts_fields_free);

G_END_DECLS
