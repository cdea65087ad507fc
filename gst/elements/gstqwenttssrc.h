/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#pragma once

#include "elements/gstqwenttsbasesrc.h"

G_BEGIN_DECLS

#define GST_TYPE_QWEN_TTS_SRC (gst_qwen_tts_src_get_type ())
G_DECLARE_FINAL_TYPE (GstQwenTtsSrc, gst_qwen_tts_src, GST, QWEN_TTS_SRC,
    GstQwenTtsBaseSrc);

GST_ELEMENT_REGISTER_DECLARE (qwenttssrc);

/* Whether all that it is set to can be spoken, but for the voice, which is still
 * to be made for @target_model.
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean gst_qwen_tts_src_check (GstQwenTtsSrc * self,
    const gchar * target_model, GError ** error);

G_END_DECLS
