/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a request is found by: equal requests have equal keys. */
#pragma once

#include "store/kind.h"

G_BEGIN_DECLS

#define QWENTTS_STORE_KEY_LENGTH 64

/* A key is the SHA-256 over the kind and the fields in their order, each with
 * its length, so that no two lists run together; texts are compared as NFC.
 *
 * @name: of the first field, then its value (nullable, UTF-8; NULL is another
 *   value than ""), and so on; a NULL instead of a name ends the list
 *
 * Returns: (transfer full): 64 of [0-9a-f] */
gchar *qwentts_store_key_new (QwenttsKind kind, const gchar * name, ...)
    G_GNUC_NULL_TERMINATED;

gboolean qwentts_store_key_is_valid (const gchar * key);

/* A number for the key that a file offset can hold on every system: 60 bit. */
gint64 qwentts_store_key_to_offset (const gchar * key);

G_END_DECLS
