/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Changes of a key file as text, where GKeyFile would tear comments away from
 * what they stand above. Texts are such as GKeyFile has read; names, keys and
 * values such as may stand in them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text with these values in a group, which is made if missing; its other
 * lines stay.
 *
 * @values: of as many as there are keys; NULL: the key goes
 *
 * Returns: (transfer full) */
gchar *qwentts_preset_text_set (const gchar * text, const gchar * name,
    const gchar * const *keys, const gchar * const *values);

/* The text without a group. Comments above it and above the next group stay.
 *
 * Returns: (transfer full) */
gchar *qwentts_preset_text_remove (const gchar * text, const gchar * name);

/* The text with a group under a new name, in its place. A group that has that
 * name goes.
 *
 * Returns: (transfer full) */
gchar *qwentts_preset_text_rename (const gchar * text, const gchar * old_name,
    const gchar * new_name);

G_END_DECLS
