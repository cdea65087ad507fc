/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#pragma once

#include <gst/base/gstpushsrc.h>
#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_QWEN_TTS_SRC (gst_qwen_tts_src_get_type ())
G_DECLARE_FINAL_TYPE (GstQwenTtsSrc, gst_qwen_tts_src, GST, QWEN_TTS_SRC,
    GstPushSrc);

GST_ELEMENT_REGISTER_DECLARE (qwenttssrc);

G_END_DECLS
