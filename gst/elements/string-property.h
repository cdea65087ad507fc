/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Strings that are set as properties. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Whether the value can be taken: a text that is not UTF-8 cannot. */
gboolean qwentts_value_is_acceptable (const GValue * value);

/* Replaces the field. */
void qwentts_set_string (gchar ** field, const GValue * value);

G_END_DECLS
