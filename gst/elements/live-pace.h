/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* When a live source pushes what, by the pipeline's clock.
 *
 * A buffer is made when its time has come. The stream follows its own count of
 * samples, which is exact, and not the clock; only where the two are too far
 * apart, it goes on at the clock's time: after a pause of downstream, or where
 * running time began anew. A sink that plays later than the latency says (by its
 * ts-offset) looks like such a pause, once; then so much is let pass.
 *
 * GstBaseSrc's own waiting would throw away what is waiting for its time when
 * the pipeline is paused. */
#pragma once

#include <gst/base/gstbasesrc.h>

#include "speech/speech.h"

G_BEGIN_DECLS

/* The longest buffer, and so the latency. */
#define QWENTTS_LIVE_BUFFER_TIME (20 * GST_MSECOND)

typedef struct
{
  /* Protected by the element's object lock. */
  gboolean is_playing;
  GstClockID *clock_id;         /* being waited for; NULL: none */
  GstClockTime latency;         /* of the pipeline */

  /* Of the streaming thread. */
  gboolean has_begun;
  GstClockTime held;            /* by downstream, beyond the latency */
  GstClockTime calm_since;      /* running time: nothing was held since then */
} QwenttsLivePace;

typedef enum
{
  QWENTTS_LIVE_PACE_DUE,        /* the time has come */
  QWENTTS_LIVE_PACE_PAUSED,     /* no longer PLAYING: nothing is due */
  QWENTTS_LIVE_PACE_ENDED,      /* the wait was ended */
  QWENTTS_LIVE_PACE_FAILED      /* the clock cannot be waited for */
} QwenttsLivePaceResult;

/* A new stream. */
void qwentts_live_pace_reset (QwenttsLivePace * self, GstElement * element);

/* PLAYING begins or ends: the latter ends a wait. */
void qwentts_live_pace_set_playing (QwenttsLivePace * self,
    GstElement * element, gboolean is_playing);

/* The latency of the pipeline: so long downstream may hold a buffer. */
void qwentts_live_pace_set_latency (QwenttsLivePace * self,
    GstElement * element, GstClockTime latency);

/* Where the stream goes on.
 *
 * @position: (inout): running time: where it would by the count of samples
 *
 * Returns: whether that was changed */
gboolean qwentts_live_pace_adjust (QwenttsLivePace * self,
    GstElement * element, GstClockTime * position);

/* @position: running time
 * @wait: ends the wait */
QwenttsLivePaceResult qwentts_live_pace_wait (QwenttsLivePace * self,
    GstElement * element, GstClockTime position, GCancellable * wait);

/* Waits until the next buffer of @speech is due, in PLAYING.
 *
 * @wait: ends the wait
 * @is_moved: (out): whether the stream goes on elsewhere; untouched if not
 *
 * Errors: G_IO_ERROR_CANCELLED; GST_CORE_ERROR_CLOCK */
gboolean qwentts_live_pace_wait_for_turn (QwenttsLivePace * self,
    GstBaseSrc * src, QwenttsSpeech * speech, GCancellable * wait,
    gboolean * is_moved, GError ** error);

G_END_DECLS
