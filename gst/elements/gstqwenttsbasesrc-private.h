/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the files of the base class share, and nobody else sees. */
#pragma once

#include "elements/gstqwenttsbasesrc.h"
#include "elements/live-pace.h"
#include "elements/stream-wait.h"

G_BEGIN_DECLS

typedef struct
{
  /* Protected by the object lock: what was set. */
  QwenttsConnectionProperties connection;

  /* Protected by the object lock. */
  GstClockTime duration;        /* as far as it is known; NONE: it is not */
  gboolean is_duration_final;
  GstClockTime told_duration;   /* by the last DURATION_CHANGED; NONE: by none */
  QwenttsSpeech *speech;        /* from start to stop */
  QwenttsSpeechStats stats;     /* of the last speech that was stopped */
  guint32 seek_seqnum;          /* of the last seek since the stop; INVALID: none */
  guint32 segment_seqnum;       /* of the seek that is being done; likewise */

  QwenttsStreamWait wait;
  QwenttsLivePace pace;

  gint is_discont;              /* something lies before the next buffer; atomic */
  gboolean is_segment_due;      /* no buffer came since it; with the stream's lock */
  GstCaps *pushed_caps;         /* of the streaming thread, from start to stop */
  GError *start_error;          /* likewise: to be told when it is its turn */

  gboolean works_ahead;         /* set in READY only */

  /* Kept until NULL, so that connections are reused from run to run. */
  QwenttsClient *client;
} GstQwenTtsBaseSrcPrivate;

GstQwenTtsBaseSrcPrivate *gst_qwen_tts_base_src_get_private (gpointer self);

/* gstqwenttsbasesrc-start.c */

gboolean gst_qwen_tts_base_src_start (GstBaseSrc * src);

gboolean gst_qwen_tts_base_src_stop (GstBaseSrc * src);

/* gstqwenttsbasesrc-messages.c: what a speech tells, as messages. From the
 * streaming thread, without a lock. */

extern const QwenttsSpeechFuncs gst_qwen_tts_base_src_speech_funcs;

/* @error: why the stream ends */
void gst_qwen_tts_base_src_post_failure (GstQwenTtsBaseSrc * self,
    const GError * error);

/* gstqwenttsbasesrc-duration.c */

/* All of it; NONE where that is not known yet. May read from the store. */
GstClockTime gst_qwen_tts_base_src_get_length (GstQwenTtsBaseSrc * self);

/* Of QwenttsSpeechFuncs. */
void gst_qwen_tts_base_src_take_duration (GstClockTime duration,
    gboolean is_final, gpointer self);

gboolean gst_qwen_tts_base_src_answer_duration (GstQwenTtsBaseSrc * self,
    GstQuery * query);

/* Up to where it is known, though one can seek further. */
gboolean gst_qwen_tts_base_src_answer_seeking (GstQwenTtsBaseSrc * self,
    GstQuery * query);

/* gstqwenttsbasesrc-seek.c */

/* Before GstBaseSrc gets it.
 *
 * Returns: (transfer full) (nullable): what it is to get; NULL if it is refused */
GstEvent *gst_qwen_tts_base_src_prepare_seek (GstBaseSrc * src,
    GstEvent * seek);

/* One that came before the start, and cannot be done any more, is dropped. */
void gst_qwen_tts_base_src_check_pending_seek (GstBaseSrc * src);

/* Before EOS: GstBaseSrc pushes a segment only with its first buffer, and without one
 * nobody downstream can tell the position. From the streaming thread, behind the caps.
 *
 * Returns: EOS, or FLUSHING */
GstFlowReturn gst_qwen_tts_base_src_push_segment (GstBaseSrc * src);

gboolean gst_qwen_tts_base_src_do_seek (GstBaseSrc * src,
    GstSegment * segment);

/* gstqwenttsbasesrc-properties.c */

void gst_qwen_tts_base_src_install_properties (GObjectClass * klass);

G_END_DECLS
