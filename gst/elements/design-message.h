/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the bin tells of what its parts tell. */
#pragma once

#include "elements/design-stream.h"

G_BEGIN_DECLS

/* An ERROR of the preview cuts the stream short.
 *
 * @message: (transfer full): of a part
 *
 * Returns: (transfer full) (nullable): what @bin passes on; NULL: nothing */
GstMessage *qwentts_design_message_adopt (GstMessage * message,
    QwenttsDesignStream * stream, GstObject * bin);

G_END_DECLS
