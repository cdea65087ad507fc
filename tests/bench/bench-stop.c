/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* PLAYING to NULL in each phase, with souphttpsrc on a stalled server and
 * espeak with a long text beside it in the same run. */
#include "bench-common.h"
#include "simulator/simulator.h"

#define ROUNDS 100
/* After a request has come: until the element waits for what follows. */
#define SETTLE_US 10000

typedef struct
{
  const gchar *name;
  QwenttsSimulatorKind kind;    /* the request whose coming starts the phase */
  QwenttsSimulatorFault fault;  /* of that request */
  gboolean is_manual;
  const gchar *sink;
} Phase;

static const Phase phases[] = {
  {"submit stalled", QWENTTS_SIMULATOR_SUBMIT,
      {.end = QWENTTS_SIMULATOR_END_STALL}, FALSE, "fakesink"},
  {"polling", QWENTTS_SIMULATOR_POLL, {0}, TRUE, "fakesink"},
  {"backing off for 30 s", QWENTTS_SIMULATOR_SUBMIT,
      {.status = 429,.headers = "Retry-After: 30\r\n"}, FALSE, "fakesink"},
  {"download stalled", QWENTTS_SIMULATOR_DOWNLOAD,
      {.end = QWENTTS_SIMULATOR_END_STALL,.cut = 2000}, FALSE, "fakesink"},
  {"blocked sink", QWENTTS_SIMULATOR_DOWNLOAD, {0}, FALSE,
      "fakesink sync=true"},
};

static GstElement *
make_pipeline (QwenttsSimulator * simulator, const gchar * sink)
{
  BenchService service = {
    .base_url = (gchar *) qwentts_simulator_get_base_url (simulator),
    .api_key = (gchar *) qwentts_simulator_get_api_key (simulator),
    .voice = (gchar *) qwentts_simulator_get_voice (simulator),
  };

  return bench_make_pipeline (&service, sink);
}

static gdouble
time_stop (GstElement * pipeline)
{
  gint64 start_us = g_get_monotonic_time ();

  gst_element_set_state (pipeline, GST_STATE_NULL);
  return (g_get_monotonic_time () - start_us) / 1000.0;
}

static void
print_row (const gchar * name, gdouble * times)
{
  gdouble median = bench_quantile (times, ROUNDS, 0.5);

  g_print ("| %s | %.2f ms | %.2f ms | %.2f ms |\n", name, median,
      bench_quantile (times, ROUNDS, 0.99), bench_quantile (times, ROUNDS, 1));
}

/* Returns: p99 in ms */
static gdouble
measure (const Phase * phase)
{
  QwenttsSimulatorOptions options = {.is_manual = phase->is_manual };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (&options,
      NULL);
  gdouble times[ROUNDS];

  g_assert_nonnull (simulator);
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (GstElement) pipeline = make_pipeline (simulator, phase->sink);
    guint n_before = qwentts_simulator_count (simulator, phase->kind);

    if (phase->fault.end || phase->fault.status)
      qwentts_simulator_add_fault (simulator, phase->kind, &phase->fault);
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    g_assert_true (qwentts_simulator_wait_for (simulator, phase->kind,
            n_before + 1));
    g_usleep (SETTLE_US);
    times[i] = time_stop (pipeline);
    qwentts_simulator_clear_faults (simulator);
  }
  print_row (phase->name, times);
  return bench_quantile (times, ROUNDS, 0.99);
}

static void
measure_souphttpsrc (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autofree gchar *line = g_strdup_printf ("souphttpsrc location=%s/x ! "
      "fakesink", qwentts_simulator_get_base_url (simulator));
  gdouble times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (GstElement) pipeline = gst_parse_launch (line, NULL);

    qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_OTHER, &stall);
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    qwentts_simulator_wait_for (simulator, QWENTTS_SIMULATOR_OTHER, i + 1);
    g_usleep (SETTLE_US);
    times[i] = time_stop (pipeline);
    qwentts_simulator_clear_faults (simulator);
  }
  print_row ("*souphttpsrc*, stalled", times);
}

static void
measure_espeak (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gdouble times[ROUNDS];

  for (guint i = 0; i < 300; i++)
    g_string_append (text, "The weather stays fine until tomorrow night. ");
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (GstElement) pipeline = gst_parse_launch ("espeak name=src ! "
        "fakesink", NULL);
    g_autoptr (GstElement) src = pipeline ?
        gst_bin_get_by_name (GST_BIN (pipeline), "src") : NULL;

    if (src == NULL) {
      g_print ("| *espeak* is not installed | | | |\n");
      return;
    }
    g_object_set (src, "text", text->str, NULL);
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    g_usleep (SETTLE_US);
    times[i] = time_stop (pipeline);
    if (i == 9) {
      g_print ("| *espeak*, 300 sentences (10 runs) | %.2f ms | | %.2f ms |\n",
          bench_quantile (times, 10, 0.5), bench_quantile (times, 10, 1));
      return;
    }
  }
}

int
main (int argc, char **argv)
{
  gdouble worst = 0;

  gst_init (&argc, &argv);
  g_print ("| PLAYING to NULL, %u runs each | median | p99 | max |\n"
      "| --- | ---: | ---: | ---: |\n", ROUNDS);
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    gdouble p99_ms = measure (&phases[i]);

    worst = MAX (worst, p99_ms);
  }
  measure_souphttpsrc ();
  measure_espeak ();
  bench_print_target ("p99 in ms, the worst phase", worst, 10.0);
  return 0;
}
