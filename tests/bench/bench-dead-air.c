/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Gaps in what is heard where segments are made hardly faster than they are said,
 * with segments made ahead and one after the other, both played at once. */
#include "bench-script.h"

#define N_SEGMENTS 30
#define MAX_PREFETCH 2
/* A job takes this share of its audio's length. */
#define JOB_SHARE 0.9

/* A player that holds one buffer: it is silent when the next one is late, and goes
 * on from there. */
typedef struct
{
  gdouble end_s;                /* running time: until then there is something */
  gdouble delay_s;              /* all gaps so far */
  gdouble longest_gap_s;
  guint n_gaps;
} Player;

/* Running time, in seconds. */
static gdouble
get_time_s (GstElement * sink)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (sink);

  return GST_CLOCK_DIFF (gst_element_get_base_time (sink),
      gst_clock_get_time (clock)) / (gdouble) GST_SECOND;
}

static void
note_gap (Player * player, GstElement * sink, gdouble gap_s)
{
  player->n_gaps++;
  player->delay_s += gap_s;
  player->longest_gap_s = MAX (player->longest_gap_s, gap_s);
  g_object_set (sink, "ts-offset", (gint64) (player->delay_s * GST_SECOND),
      NULL);
}

static GstPadProbeReturn
watch_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Player *player = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  g_autoptr (GstElement) sink = gst_pad_get_parent_element (pad);
  GstClockTime end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);

  /* The first one starts the clock. */
  if (player->end_s > 0) {
    gdouble gap_s = get_time_s (sink) - player->end_s;

    if (gap_s > 0)
      note_gap (player, sink, gap_s);
  }
  player->end_s = end / (gdouble) GST_SECOND + player->delay_s;
  return GST_PAD_PROBE_OK;
}

static GstElement *
start (const BenchService * service, guint max_prefetch, Player * player)
{
  GstElement *pipeline = bench_start_sentences (service, N_SEGMENTS,
      max_prefetch, 0, "fakesink name=sink sync=true");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline),
      "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, watch_buffer, player,
      NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  return pipeline;
}

static void
finish (GstElement * pipeline)
{
  bench_wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
print_row (const gchar * name, const Player * player)
{
  g_print ("| %s | %u | %.3f s | %.1f s |\n", name, player->n_gaps,
      player->longest_gap_s, player->delay_s);
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  g_autoptr (GstElement) ahead_pipeline = NULL;
  g_autoptr (GstElement) serial_pipeline = NULL;
  Player ahead = { 0 };
  Player serial = { 0 };

  gst_init (&argc, &argv);
  service = bench_service_new ((const gchar *[]) {
        "--job-share=" G_STRINGIFY (JOB_SHARE), NULL
      });
  ahead_pipeline = start (service, MAX_PREFETCH, &ahead);
  serial_pipeline = start (service, 0, &serial);
  finish (ahead_pipeline);
  finish (serial_pipeline);

  g_print ("| %u segments, %.0f s of speech | gaps | longest | sum |\n"
      "| --- | ---: | ---: | ---: |\n", N_SEGMENTS,
      ahead.end_s - ahead.delay_s);
  print_row ("`max-prefetch=2`", &ahead);
  print_row ("one after the other, `max-prefetch=0`", &serial);
  bench_print_target ("gaps", ahead.n_gaps, 0);
  return 0;
}
