/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How long a script takes whose segments are made ahead, against the schedules
 * that are possible, and against one segment after the other. */
#include "bench-script.h"

#define N_SEGMENTS 60
#define MAX_PREFETCH 4
#define POLL_INTERVAL_MS 20

/* A job takes so long, plus this share of its audio's length. */
#define JOB_MS 500
#define JOB_SHARE 0.3

/* Returns: seconds to the end of the stream */
static gdouble
run (const BenchService * service, guint max_prefetch, GPtrArray * segments)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GstElement) pipeline = bench_start_sentences (service, N_SEGMENTS,
      max_prefetch, POLL_INTERVAL_MS, "fakesink sync=false");
  gdouble passed_s;

  /* None can be over before. */
  bench_watch_segments (pipeline, segments);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bench_wait_for_eos (pipeline);
  passed_s = (g_get_monotonic_time () - start_us) / 1e6;
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (segments->len, ==, N_SEGMENTS);
  return passed_s;
}

/* From the true length of the audio of each. */
static gdouble *
get_jobs_s (const GPtrArray * segments)
{
  gdouble *jobs_s = g_new (gdouble, segments->len);

  for (guint i = 0; i < segments->len; i++) {
    GstClockTime duration = GST_CLOCK_TIME_NONE;

    g_assert_true (gst_structure_get_clock_time (segments->pdata[i],
            "duration", &duration));
    g_assert_true (GST_CLOCK_TIME_IS_VALID (duration));
    jobs_s[i] = JOB_MS / 1000.0 + JOB_SHARE * duration / GST_SECOND;
  }
  return jobs_s;
}

/* The next job goes to whichever of the machines is free first.
 *
 * Returns: when the last one ends */
static gdouble
get_ideal_s (const gdouble * jobs_s)
{
  gdouble free_s[MAX_PREFETCH + 1] = { 0 };
  gdouble end_s = 0;

  for (guint i = 0; i < N_SEGMENTS; i++) {
    guint first = 0;

    for (guint j = 1; j < G_N_ELEMENTS (free_s); j++)
      if (free_s[j] < free_s[first])
        first = j;
    free_s[first] += jobs_s[i];
    end_s = MAX (end_s, free_s[first]);
  }
  return end_s;
}

/* The same where what is ready counts until its turn has come: a job begins when
 * all those are over that it does not fit into the window with. */
static gdouble
get_window_s (const gdouble * jobs_s)
{
  gdouble passed_s[N_SEGMENTS];

  for (guint i = 0; i < N_SEGMENTS; i++) {
    gdouble begin_s = i > MAX_PREFETCH ? passed_s[i - MAX_PREFETCH - 1] : 0;

    passed_s[i] = MAX (begin_s + jobs_s[i], i ? passed_s[i - 1] : 0);
  }
  return passed_s[N_SEGMENTS - 1];
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  g_autoptr (GPtrArray) segments = g_ptr_array_new ();
  g_autoptr (GPtrArray) serial_segments = g_ptr_array_new ();
  g_autofree gdouble *jobs_s = NULL;
  gdouble ideal_s, window_s, ahead_s, serial_s;

  gst_init (&argc, &argv);
  service = bench_service_new ((const gchar *[]) {
        "--job-ms=" G_STRINGIFY (JOB_MS),
        "--job-share=" G_STRINGIFY (JOB_SHARE), NULL
      });
  ahead_s = run (service, MAX_PREFETCH, segments);
  serial_s = run (service, 0, serial_segments);
  jobs_s = get_jobs_s (segments);
  ideal_s = get_ideal_s (jobs_s);
  window_s = get_window_s (jobs_s);

  g_print ("| to the end of %u segments | time | to the ideal |\n"
      "| --- | ---: | ---: |\n", N_SEGMENTS);
  g_print ("| ideal, %u jobs at once | %.2f s | 1.00 |\n", MAX_PREFETCH + 1,
      ideal_s);
  g_print ("| ideal in the window | %.2f s | %.2f |\n", window_s,
      window_s / ideal_s);
  g_print ("| `max-prefetch=%u` | %.2f s | %.2f |\n", MAX_PREFETCH, ahead_s,
      ahead_s / ideal_s);
  g_print ("| one after the other, `max-prefetch=0` | %.2f s | %.2f |\n",
      serial_s, serial_s / ideal_s);
  bench_print_target ("to the ideal", ahead_s / ideal_s, 1.1);
  g_print ("ratio, one after the other to ahead: %.2f\n", serial_s / ahead_s);
  return 0;
}
