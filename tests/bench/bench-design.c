/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* From the service's "completed" to the first buffer of the preview, against a
 * bare libsoup program that keeps the voice with the same syncs to disk: the
 * file and its folder, before the POST, before the first poll and as soon as the
 * voice has a name. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "bench-client.h"
#include "bench-common.h"
#include "simulator/simulator.h"

#define ROUNDS 60
/* About what an entry of the store has. */
#define ENTRY_SIZE 1000

typedef struct
{
  QwenttsSimulator *simulator;
  gchar *folder;                /* for what is kept */
  guint n_designs;

  GMutex lock;
  GCond cond;
  /* Protected by lock. */
  gint64 completed_us;          /* the answer to the last poll was decided */
  gint64 arrived_us;            /* the first buffer since */
} Bench;

static void
note_answer (const QwenttsSimulatorRequest * request, guint status,
    gpointer user_data)
{
  Bench *bench = user_data;

  if (request->kind != QWENTTS_SIMULATOR_POLL)
    return;
  g_mutex_lock (&bench->lock);
  bench->completed_us = g_get_monotonic_time ();
  g_mutex_unlock (&bench->lock);
}

static GstPadProbeReturn
note_arrival (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Bench *bench = user_data;

  g_mutex_lock (&bench->lock);
  if (bench->arrived_us == 0)
    bench->arrived_us = g_get_monotonic_time ();
  g_cond_signal (&bench->cond);
  g_mutex_unlock (&bench->lock);
  return GST_PAD_PROBE_OK;
}

static void
start_round (Bench * bench)
{
  g_mutex_lock (&bench->lock);
  bench->n_designs++;
  bench->arrived_us = 0;
  g_mutex_unlock (&bench->lock);
}

/* Returns: milliseconds from the last "completed" to the first buffer */
static gdouble
wait_for_buffer (Bench * bench)
{
  gint64 passed_us;

  g_mutex_lock (&bench->lock);
  while (bench->arrived_us == 0)
    g_cond_wait (&bench->cond, &bench->lock);
  passed_us = bench->arrived_us - bench->completed_us;
  g_mutex_unlock (&bench->lock);
  return passed_us / 1000.0;
}

/* A new design each time, or the voice would be there. */
static gdouble
time_element (Bench * bench)
{
  g_autofree gchar *prompt = g_strdup_printf ("A calm news anchor, number %u",
      bench->n_designs);
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  GstElement *design = gst_element_factory_make ("qwenvoicedesign", NULL);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (design, "src");
  gdouble passed_ms;

  start_round (bench);
  g_object_set (design, "voice-prompt", prompt, "preview-text",
      "Good evening.", "preferred-name", "announcer", "base-url",
      qwentts_simulator_get_base_url (bench->simulator), "api-key",
      qwentts_simulator_get_api_key (bench->simulator), "poll-interval", 1,
      "cache-dir", bench->folder, NULL);
  gst_bin_add_many (GST_BIN (pipeline), design, sink, NULL);
  gst_element_link (design, sink);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_arrival, bench, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  passed_ms = wait_for_buffer (bench);
  bench_wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return passed_ms;
}

static void
sync_folder (const gchar * path)
{
  gint fd = g_open (path, O_RDONLY | O_DIRECTORY, 0);

  g_assert_cmpint (fsync (fd), ==, 0);
  close (fd);
}

/* Replaces a file as the store does. */
static void
keep (Bench * bench, const gchar * name)
{
  g_autofree gchar *path = g_build_filename (bench->folder, name, NULL);
  g_autofree gchar *temp_path = g_strconcat (path, ".tmp", NULL);
  g_autofree gchar *text = g_strnfill (ENTRY_SIZE, 'a');
  gint fd = g_open (temp_path, O_WRONLY | O_CREAT | O_EXCL, 0600);

  g_assert_cmpint (write (fd, text, ENTRY_SIZE), ==, ENTRY_SIZE);
  g_assert_cmpint (fsync (fd), ==, 0);
  close (fd);
  g_assert_cmpint (g_rename (temp_path, path), ==, 0);
  sync_folder (bench->folder);
}

static gdouble
time_bare_client (Bench * bench)
{
  const BenchServer server = {
    qwentts_simulator_get_base_url (bench->simulator),
    qwentts_simulator_get_api_key (bench->simulator)
  };
  g_autofree gchar *name = g_strdup_printf ("bare-%u", bench->n_designs);
  g_autofree gchar *body = g_strdup_printf ("{\"model\":\"qwen-voice-design\","
      "\"voice_prompt\":\"A calm news anchor, number %u\",\"preview_text\":"
      "\"Good evening.\",\"preferred_name\":\"announcer\"}",
      bench->n_designs);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (JsonObject) task = NULL;
  g_autoptr (JsonObject) done = NULL;

  start_round (bench);
  keep (bench, name);
  task = bench_client_submit (session, &server, body);
  keep (bench, name);
  do {
    g_clear_pointer (&done, json_object_unref);
    g_usleep (1000);
    done = bench_client_poll (session, &server, task);
  } while (g_strcmp0 (json_object_get_string_member (done, "status"),
          "completed") != 0);
  keep (bench, name);
  bench_client_read_head (session, done);
  note_arrival (NULL, NULL, bench);
  return wait_for_buffer (bench);
}

/* Returns: the ratio */
static gdouble
run (Bench * bench, const gchar * parent, const gchar * what)
{
  gdouble ours[ROUNDS];
  gdouble bare[ROUNDS];
  gdouble ratio[ROUNDS];

  bench->folder = g_build_filename (parent, "qwentts-bench-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp_full (bench->folder, 0700));
  time_element (bench);
  for (guint i = 0; i < ROUNDS; i++) {
    ours[i] = time_element (bench);
    bare[i] = time_bare_client (bench);
    ratio[i] = ours[i] / bare[i];
  }
  bench_remove_folder (bench->folder);
  g_clear_pointer (&bench->folder, g_free);

  g_print ("| qwenvoicedesign, %s | %.2f ms | %.2f ms |\n", what,
      bench_quantile (ours, ROUNDS, 0.5), bench_quantile (ours, ROUNDS, 0.9));
  g_print ("| bare libsoup client, %s | %.2f ms | %.2f ms |\n", what,
      bench_quantile (bare, ROUNDS, 0.5), bench_quantile (bare, ROUNDS, 0.9));
  return bench_quantile (ratio, ROUNDS, 0.5);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  QwenttsSimulatorOptions options = {.answered = note_answer,
    .user_data = &bench
  };
  g_autofree gchar *here = g_get_current_dir ();
  g_autoptr (GError) error = NULL;
  gdouble on_disk, in_memory;

  gst_init (&argc, &argv);
  g_mutex_init (&bench.lock);
  g_cond_init (&bench.cond);
  bench.simulator = qwentts_simulator_new (&options, &error);
  g_assert_no_error (error);

  g_print ("| \"completed\" to the first buffer, %u rounds in turn | median | "
      "p90 |\n| --- | ---: | ---: |\n", ROUNDS);
  on_disk = run (&bench, here, "on a disk");
  in_memory = run (&bench, "/dev/shm", "in memory");
  bench_print_target ("ratio on a disk, median of the rounds", on_disk, 1.3);
  g_print ("ratio in memory, where a sync costs nothing: %.2f\n", in_memory);

  qwentts_simulator_free (bench.simulator);
  g_mutex_clear (&bench.lock);
  g_cond_clear (&bench.cond);
  return 0;
}
