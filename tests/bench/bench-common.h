/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the benchmarks share: the simulator as a process of its own, figures and
 * the audio they are measured with. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  GSubprocess *process;
  gchar *folder;
  gchar *base_url;
  gchar *api_key;
  gchar *voice;
} BenchService;

/* Starts the program that $QWENTTS_SIMULATOR names, with more arguments; ends
 * the benchmark if that fails. */
BenchService *bench_service_new (const gchar * const *arguments);

void bench_service_free (BenchService * service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchService, bench_service_free);

/* A pipeline "qwenttssrc … ! REST" that reaches the service. */
GstElement *bench_make_pipeline (const BenchService * service,
    const gchar * rest);

/* The same with a cache in a folder. */
GstElement *bench_make_cached_pipeline (const BenchService * service,
    const gchar * cache_dir, const gchar * rest);

/* Runs a pipeline to its end; ends the benchmark on an error. */
void bench_run_to_eos (GstElement * pipeline);

/* Waits for the end of one that is running. */
void bench_wait_for_eos (GstElement * pipeline);

/* Runs one with an element "src" until that gives a buffer, and ends it.
 *
 * Returns: milliseconds from set_state (PLAYING), which it may be READY before */
gdouble bench_time_first_buffer (GstElement * pipeline);

/* One of the numbers that the element "src" of a pipeline has in its stats. */
guint64 bench_get_count (GstElement * pipeline, const gchar * field);

/* Removes a folder with all that is in it. */
void bench_remove_folder (const gchar * path);

/* Writes a WAV file of noise, 24 kHz mono 16 bit. Returns: its path */
gchar *bench_make_wav (guint seconds);

/* The p-th quantile (0 to 1) of @n values, which are sorted. */
gdouble bench_quantile (gdouble * values, guint n, gdouble p);

/* Resident memory of this process in MiB. */
gdouble bench_get_resident_mib (void);

/* Threads of this process whose names begin so; "": all. */
guint bench_count_threads (const gchar * prefix);

/* CPU time of this process, all threads, in seconds. */
gdouble bench_get_cpu_s (void);

/* One line: is the figure within what it has to reach? */
void bench_print_target (const gchar * what, gdouble figure, gdouble at_most);

G_END_DECLS
