/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The values of `on-segment-error`. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_ON_SEGMENT_ERROR_STOP,
  QWENTTS_ON_SEGMENT_ERROR_SKIP
} QwenttsOnSegmentError;

#define QWENTTS_TYPE_ON_SEGMENT_ERROR (qwentts_on_segment_error_get_type ())

GType qwentts_on_segment_error_get_type (void);

G_END_DECLS
