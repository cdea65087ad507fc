/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From set_state (PLAYING) to the first buffer, by length of the script, with a
 * service that is done at once, and with espeak beside it in the same run. */
#include "bench-script.h"

#define ROUNDS 60
/* espeak says a long script before it gives a buffer. */
#define ESPEAK_ROUNDS 10

/* Long enough to be a segment alone, so that the first request is the same. */
#define OPENING "The weather stays fine until tomorrow night, and then it " \
    "will rain for the rest of the week."

static const guint lengths[] = { 1, 10, 300 };

#define N_LENGTHS G_N_ELEMENTS (lengths)

static gchar *
make_script (guint n_sentences)
{
  g_autofree gchar *rest = bench_make_script (n_sentences - 1);

  return g_strconcat (OPENING, " ", rest, NULL);
}

static gdouble
time_element (const BenchService * service, const gchar * script)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new ();
  g_autoptr (GstElement) pipeline = bench_make_speech (service, script,
      "fakesink sync=false");
  gdouble passed_ms;

  bench_watch_segments (pipeline, segments);
  passed_ms = bench_time_first_buffer (pipeline);
  g_assert_cmpstr (gst_structure_get_string (segments->pdata[0], "text"), ==,
      OPENING);
  return passed_ms;
}

/* Returns: the time of the worst length, as a share of that of the first */
static gdouble
measure (const BenchService * service, gchar * const *scripts)
{
  gdouble times_ms[N_LENGTHS][ROUNDS];
  gdouble ratio[N_LENGTHS][ROUNDS];
  gdouble worst = 0;

  for (guint i = 0; i < N_LENGTHS; i++)
    time_element (service, scripts[i]);
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < N_LENGTHS; i++) {
      times_ms[i][round] = time_element (service, scripts[i]);
      ratio[i][round] = times_ms[i][round] / times_ms[0][round];
    }

  g_print ("| qwenttssrc |");
  for (guint i = 0; i < N_LENGTHS; i++) {
    g_print (" %.2f ms |", bench_quantile (times_ms[i], ROUNDS, 0.5));
    worst = MAX (worst, bench_quantile (ratio[i], ROUNDS, 0.5));
  }
  g_print ("\n");
  return worst;
}

static gdouble
time_espeak (const gchar * script)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch ("espeak name=src ! "
      "fakesink sync=false", NULL);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  g_object_set (src, "text", script, NULL);
  return bench_time_first_buffer (pipeline);
}

static void
measure_espeak (gchar * const *scripts)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find ("espeak");
  gdouble times_ms[N_LENGTHS][ESPEAK_ROUNDS];

  if (factory == NULL) {
    g_print ("| *espeak* is not installed | | | |\n");
    return;
  }
  time_espeak (scripts[0]);
  for (guint round = 0; round < ESPEAK_ROUNDS; round++)
    for (guint i = 0; i < N_LENGTHS; i++)
      times_ms[i][round] = time_espeak (scripts[i]);

  g_print ("| *espeak* (%u rounds) |", ESPEAK_ROUNDS);
  for (guint i = 0; i < N_LENGTHS; i++)
    g_print (" %.2f ms |", bench_quantile (times_ms[i], ESPEAK_ROUNDS, 0.5));
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (BenchService) service = NULL;
  gchar *scripts[N_LENGTHS];
  gdouble worst;

  gst_init (&argc, &argv);
  service = bench_service_new (NULL);
  for (guint i = 0; i < N_LENGTHS; i++)
    scripts[i] = make_script (lengths[i]);

  g_print ("| to the first buffer, median of %u rounds in turn | %u sentence | "
      "%u sentences | %u sentences |\n| --- | ---: | ---: | ---: |\n", ROUNDS,
      lengths[0], lengths[1], lengths[2]);
  worst = measure (service, scripts);
  if (!g_getenv ("NOESP"))
    measure_espeak (scripts);
  bench_print_target ("ratio to one sentence, median of the rounds, the worst",
      worst, 1.1);

  for (guint i = 0; i < N_LENGTHS; i++)
    g_free (scripts[i]);
  return 0;
}
