/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-debug.h"

GstDebugCategory *
qwentts_preset_debug_category (void)
{
  static gsize is_ready = FALSE;
  static GstDebugCategory *category = NULL;

  if (g_once_init_enter (&is_ready)) {
    GST_DEBUG_CATEGORY_INIT (category, "qwenttspreset", 0,
        "qwentts: presets on disk");
    g_once_init_leave (&is_ready, TRUE);
  }

  return category;
}
