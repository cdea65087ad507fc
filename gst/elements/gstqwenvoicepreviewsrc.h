/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The part of qwenvoicedesign that makes the voice and pushes its preview; not
 * an element for others. */
#pragma once

#include "elements/design-properties.h"
#include "elements/gstqwenttsbasesrc.h"

G_BEGIN_DECLS

#define GST_TYPE_QWEN_VOICE_PREVIEW_SRC (gst_qwen_voice_preview_src_get_type ())
G_DECLARE_FINAL_TYPE (GstQwenVoicePreviewSrc, gst_qwen_voice_preview_src, GST,
    QWEN_VOICE_PREVIEW_SRC, GstQwenTtsBaseSrc);

/* For the bin; called without a lock. */
typedef struct
{
  /* By the worker, as soon as the voice is on disk. */
  QwenttsVoiceFunc keep_voice;
  /* By the streaming thread, before any audio. */
  void (*take_voice) (const QwenttsVoice * voice, gpointer user_data);
} GstQwenVoicePreviewFuncs;

/* @funcs: must stay, as @user_data */
GstQwenVoicePreviewSrc *gst_qwen_voice_preview_src_new (const gchar * name,
    const GstQwenVoicePreviewFuncs * funcs, gpointer user_data);

/* What is made; in READY.
 *
 * @design: checked; copied */
void gst_qwen_voice_preview_src_set_design (GstQwenVoicePreviewSrc * self,
    const QwenttsDesignProperties * design);

G_END_DECLS
