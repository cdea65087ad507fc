/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The debug category "qwenttspreset". A file that logs defines
 * GST_CAT_DEFAULT as QWENTTS_PRESET_DEBUG: nobody has to initialize it. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define QWENTTS_PRESET_DEBUG (qwentts_preset_debug_category ())

GstDebugCategory *qwentts_preset_debug_category (void);

G_END_DECLS
