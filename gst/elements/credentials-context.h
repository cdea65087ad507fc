/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Where the key is, told by the application for all elements at once: the
 * GstContext `gst.qwentts.credentials` with the string field `api-key-file`.
 * The key itself is never in a context, since core logs contexts. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define QWENTTS_CREDENTIALS_CONTEXT "gst.qwentts.credentials"

/* The file that the element's context names; if it has none, neighbours and the
 * application are asked for it, as is the custom for contexts.
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_find_context_key_file (GstElement * element);

G_END_DECLS
