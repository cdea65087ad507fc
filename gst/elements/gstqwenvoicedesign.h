/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_QWEN_VOICE_DESIGN (gst_qwen_voice_design_get_type ())
G_DECLARE_FINAL_TYPE (GstQwenVoiceDesign, gst_qwen_voice_design, GST,
    QWEN_VOICE_DESIGN, GstBin);

GST_ELEMENT_REGISTER_DECLARE (qwenvoicedesign);

G_END_DECLS
