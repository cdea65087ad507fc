/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the benchmarks of scripts share: sentences, and pipelines that say them. */
#pragma once

#include "bench-common.h"

G_BEGIN_DECLS

/* So many are different; then the first comes again. */
#define BENCH_N_SENTENCES 60

/* A sentence of 40 to 60 characters. */
gchar *bench_make_sentence (guint i);

/* Sentences with a space between them. */
gchar *bench_make_script (guint n_sentences);

/* A pipeline "qwenttssrc … ! SINK" that asks for all of @text each time. */
GstElement *bench_make_speech (const BenchService * service,
    const gchar * text, const gchar * sink);

/* The same of so many sentences, each of them a segment, since each is a text of
 * its own. It is started, up to PAUSED. */
GstElement *bench_start_sentences (const BenchService * service,
    guint n_sentences, guint max_prefetch, guint poll_interval_ms,
    const gchar * sink);

/* Keeps what is told of each segment.
 *
 * @segments: (element-type GstStructure): filled by the streaming thread; to be
 *   read when the pipeline has stopped */
void bench_watch_segments (GstElement * pipeline, GPtrArray * segments);

G_END_DECLS
