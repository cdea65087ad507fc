/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Many elements of one process ask for one text at once: one task is paid, all
 * have the whole audio, and it takes as long as one alone. */
#include "bench-script.h"
#include "simulator/simulator.h"

#define N_ELEMENTS 200
#define ROUNDS 5
#define JOB_MS 2000
#define POLL_INTERVAL_MS 20

typedef struct
{
  GstElement *pipeline;
  guint64 n_bytes;              /* that came out of the element */
} Voice;

typedef struct
{
  gdouble passed_s;
  guint64 n_bytes;              /* of each */
  guint n_threads;              /* while all of them wait */
} Result;

static GstPadProbeReturn
count_bytes (GstPad * pad, GstPadProbeInfo * info, gpointer n_bytes)
{
  *(guint64 *) n_bytes += gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER
      (info));
  return GST_PAD_PROBE_OK;
}

static void
voice_init (Voice * voice, const BenchService * service,
    const gchar * cache_dir, const gchar * text)
{
  g_autoptr (GstElement) src = NULL;
  g_autoptr (GstPad) pad = NULL;

  voice->pipeline = bench_make_cached_pipeline (service, cache_dir,
      "fakesink sync=false");
  src = gst_bin_get_by_name (GST_BIN (voice->pipeline), "src");
  g_object_set (src, "text", text, "poll-interval", POLL_INTERVAL_MS, NULL);
  pad = gst_element_get_static_pad (src, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_bytes,
      &voice->n_bytes, NULL);
}

static void
voice_clear (Voice * voice)
{
  gst_element_set_state (voice->pipeline, GST_STATE_NULL);
  gst_object_unref (voice->pipeline);
}

/* In a folder that is new. */
static Result
run (const BenchService * service, QwenttsSimulator * simulator,
    const gchar * text, guint n_elements)
{
  g_autofree gchar *cache_dir = g_dir_make_tmp ("qwentts-bench-XXXXXX", NULL);
  g_autofree Voice *voices = g_new0 (Voice, n_elements);
  guint n_tasks = qwentts_simulator_get_n_tasks (simulator);
  Result result;
  gint64 start_us;

  g_assert_nonnull (cache_dir);
  for (guint i = 0; i < n_elements; i++)
    voice_init (&voices[i], service, cache_dir, text);
  start_us = g_get_monotonic_time ();
  for (guint i = 0; i < n_elements; i++)
    gst_element_set_state (voices[i].pipeline, GST_STATE_PLAYING);
  result.n_threads = bench_count_threads ("");
  for (guint i = 0; i < n_elements; i++)
    bench_wait_for_eos (voices[i].pipeline);
  result.passed_s = (g_get_monotonic_time () - start_us) / 1e6;

  result.n_bytes = voices[0].n_bytes;
  for (guint i = 0; i < n_elements; i++) {
    g_assert_cmpuint (voices[i].n_bytes, ==, result.n_bytes);
    voice_clear (&voices[i]);
  }
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, n_tasks + 1);
  bench_remove_folder (cache_dir);
  return result;
}

int
main (int argc, char **argv)
{
  const QwenttsSimulatorOptions options = {.job_ms = JOB_MS };
  g_autoptr (QwenttsSimulator) simulator = NULL;
  g_autoptr (GError) error = NULL;
  BenchService service = { NULL };
  gdouble alone_s[ROUNDS], together_s[ROUNDS], ratio[ROUNDS];
  guint n_threads = 0;

  gst_init (&argc, &argv);
  simulator = qwentts_simulator_new (&options, &error);
  g_assert_no_error (error);
  service.base_url = (gchar *) qwentts_simulator_get_base_url (simulator);
  service.api_key = (gchar *) qwentts_simulator_get_api_key (simulator);
  service.voice = (gchar *) qwentts_simulator_get_voice (simulator);
  for (guint i = 0; i < ROUNDS; i++) {
    g_autofree gchar *text = bench_make_sentence (i);
    Result alone = run (&service, simulator, text, 1);
    Result together = run (&service, simulator, text, N_ELEMENTS);

    g_assert_cmpuint (together.n_bytes, ==, alone.n_bytes);
    alone_s[i] = alone.passed_s;
    together_s[i] = together.passed_s;
    ratio[i] = together.passed_s / alone.passed_s;
    n_threads = MAX (n_threads, together.n_threads);
  }

  g_print ("| to the end of one text, %u rounds in turn | tasks a round | "
      "median |\n| --- | ---: | ---: |\n", ROUNDS);
  g_print ("| one element | 1 | %.2f s |\n", bench_quantile (alone_s, ROUNDS,
          0.5));
  g_print ("| %u elements at once (%u threads) | 1 | %.2f s |\n", N_ELEMENTS,
      n_threads, bench_quantile (together_s, ROUNDS, 0.5));
  bench_print_target ("ratio, median of the rounds", bench_quantile (ratio,
          ROUNDS, 0.5), 1.1);
  return 0;
}
