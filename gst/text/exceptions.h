/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* ICU's own list of abbreviations of a language. The iterator that ICU makes with
 * `@ss=standard` is not used: version 72 looks whether a sentence ends with an
 * entry, so that in German, where "r." and "b." are some, none ends after "Maier."
 * or "blieb.", and it takes the list of the user's locale where there is none. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each with its full stops, without spaces.
 *
 * @locale: (nullable): of a language
 *
 * Returns: (transfer full): a set, empty if ICU has no list */
GHashTable *qwentts_exceptions_new (const gchar * locale);

G_END_DECLS
