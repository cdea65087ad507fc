/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* appsrc ! decodebin ! audioconvert ! appsink, with no main loop.
 *
 * Three threads: the one that pulls; the one of appsrc, which waits in the
 * input; and those of decodebin. Both ends are bounded, so that a file which
 * nobody pulls stops being read and decoded. */
#pragma once

#include "byte-source.h"

G_BEGIN_DECLS

typedef struct _QwenttsDecodePipeline QwenttsDecodePipeline;

/* Starts at once.
 *
 * @has_mark: whether the file begins as audio does: then it is broken, and of
 *   no wrong type, where no audio is found in it
 *
 * Returns: NULL with GST_CORE_ERROR_MISSING_PLUGIN where one of GStreamer's
 *   own elements is not there */
QwenttsDecodePipeline *qwentts_decode_pipeline_new (QwenttsByteSource source,
    gboolean has_mark, GError ** error);

/* Stops at once, also while appsrc waits in the input. */
void qwentts_decode_pipeline_free (QwenttsDecodePipeline * pipeline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsDecodePipeline,
    qwentts_decode_pipeline_free);

/* The next raw audio of the file's first audio stream, with its caps and its
 * segment. Errors, and the end, are as those of qwentts_decoder_read().
 *
 * Returns: (transfer full) */
GstSample *qwentts_decode_pipeline_pull (QwenttsDecodePipeline * pipeline,
    GCancellable * cancellable, GError ** error);

/* What the container says, GST_CLOCK_TIME_NONE where it says nothing. */
GstClockTime qwentts_decode_pipeline_query_duration (QwenttsDecodePipeline *
    pipeline);

/* After the end alone: the size of the file. */
guint64 qwentts_decode_pipeline_get_size (QwenttsDecodePipeline * pipeline);

/* Returns: (transfer none) (nullable): valid after the end */
GstCaps *qwentts_decode_pipeline_get_missing_caps (QwenttsDecodePipeline *
    pipeline);

G_END_DECLS
