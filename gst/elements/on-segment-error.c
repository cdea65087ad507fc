/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/on-segment-error.h"

static const GEnumValue values[] = {
  {QWENTTS_ON_SEGMENT_ERROR_STOP, "The stream ends with an error", "stop"},
  {QWENTTS_ON_SEGMENT_ERROR_SKIP, "A warning, then the next segment", "skip"},
  {0, NULL, NULL}
};

GType
qwentts_on_segment_error_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type)) {
    GType registered = g_enum_register_static ("GstQwenTtsOnSegmentError",
        values);

    g_once_init_leave (&type, registered);
  }
  return type;
}
