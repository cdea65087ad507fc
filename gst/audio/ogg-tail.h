/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether an Ogg file was cut: oggdemux takes the end of the bytes for the end
 * of the file. */
#pragma once

#include "byte-source.h"

G_BEGIN_DECLS

/* @size: of a file that is there to its end
 *
 * Returns: TRUE where the last page is not whole */
gboolean qwentts_ogg_is_cut (QwenttsByteSource source, guint64 size,
    GCancellable * cancellable);

G_END_DECLS
