/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "bench-common.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define START_DEADLINE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  GMutex lock;
  GCond cond;
  gint64 arrived_us;            /* the first buffer; 0: not yet */
} Arrival;

static gchar *
get_variable (const gchar * text, const gchar * name)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree gchar *head = g_strconcat (name, "=", NULL);

  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], head))
      return g_shell_unquote (lines[i] + strlen (head), NULL);
  g_error ("the simulator does not tell %s", name);
}

BenchService *
bench_service_new (const gchar * const *arguments)
{
  BenchService *service = g_new0 (BenchService, 1);
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *ready = NULL;
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  gint64 deadline_us = g_get_monotonic_time () + START_DEADLINE_US;

  service->folder = g_dir_make_tmp ("qwentts-bench-XXXXXX", &error);
  g_assert_no_error (error);
  ready = g_build_filename (service->folder, "ready", NULL);
  g_ptr_array_add (line, g_strdup (g_getenv ("QWENTTS_SIMULATOR")));
  g_ptr_array_add (line, g_strconcat ("--ready-file=", ready, NULL));
  for (guint i = 0; arguments && arguments[i]; i++)
    g_ptr_array_add (line, g_strdup (arguments[i]));
  g_ptr_array_add (line, NULL);
  service->process = g_subprocess_newv ((const gchar * const *) line->pdata,
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);

  while (!g_file_get_contents (ready, &text, NULL, NULL)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (5000);
  }
  service->base_url = get_variable (text, "EVOLINK_BASE_URL");
  service->api_key = get_variable (text, "EVOLINK_API_KEY");
  service->voice = get_variable (text, "QWENTTS_VOICE");
  g_unlink (ready);
  return service;
}

void
bench_service_free (BenchService * service)
{
  g_subprocess_send_signal (service->process, 15);
  g_subprocess_wait (service->process, NULL, NULL);
  g_object_unref (service->process);
  g_rmdir (service->folder);
  g_free (service->folder);
  g_free (service->base_url);
  g_free (service->api_key);
  g_free (service->voice);
  g_free (service);
}

GstElement *
bench_make_pipeline (const BenchService * service, const gchar * rest)
{
  g_autofree gchar *line = g_strdup_printf ("qwenttssrc name=src voice=%s "
      "text=\"Good evening, listeners.\" base-url=%s poll-interval=1 cache=false ! %s",
      service->voice, service->base_url, rest);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (line, &error);
  g_autoptr (GstElement) src = NULL;

  g_assert_no_error (error);
  src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_object_set (src, "api-key", service->api_key, NULL);
  return pipeline;
}

GstElement *
bench_make_cached_pipeline (const BenchService * service,
    const gchar * cache_dir, const gchar * rest)
{
  GstElement *pipeline = bench_make_pipeline (service, rest);
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");

  g_object_set (src, "cache", TRUE, "cache-dir", cache_dir, NULL);
  return pipeline;
}

void
bench_wait_for_eos (GstElement * pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  message = gst_bus_timed_pop_filtered (bus, 300 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (message, &error, NULL);
    g_error ("%s", error->message);
  }
}

void
bench_run_to_eos (GstElement * pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bench_wait_for_eos (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static GstPadProbeReturn
note_arrival (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Arrival *arrival = user_data;

  g_mutex_lock (&arrival->lock);
  if (arrival->arrived_us == 0)
    arrival->arrived_us = g_get_monotonic_time ();
  g_cond_signal (&arrival->cond);
  g_mutex_unlock (&arrival->lock);
  return GST_PAD_PROBE_OK;
}

gdouble
bench_time_first_buffer (GstElement * pipeline)
{
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (src, "src");
  Arrival arrival = { 0 };
  gint64 start_us;

  g_mutex_init (&arrival.lock);
  g_cond_init (&arrival.cond);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_arrival, &arrival,
      NULL);
  start_us = g_get_monotonic_time ();
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_mutex_lock (&arrival.lock);
  while (arrival.arrived_us == 0)
    g_cond_wait (&arrival.cond, &arrival.lock);
  g_mutex_unlock (&arrival.lock);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_mutex_clear (&arrival.lock);
  g_cond_clear (&arrival.cond);
  return (arrival.arrived_us - start_us) / 1000.0;
}

guint64
bench_get_count (GstElement * pipeline, const gchar * field)
{
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstStructure) stats = NULL;
  guint64 count = 0;

  g_object_get (src, "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, field, &count));
  return count;
}

void
bench_remove_folder (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *inner = g_build_filename (path, name, NULL);

    if (g_remove (inner) < 0)
      bench_remove_folder (inner);
  }
  g_rmdir (path);
}

gchar *
bench_make_wav (guint seconds)
{
  static const guint8 format[] = { 16, 0, 0, 0, 1, 0, 1, 0, 0xc0, 0x5d, 0, 0,
    0x80, 0xbb, 0, 0, 2, 0, 16, 0
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree gchar *path = NULL;
  guint32 data_size = seconds * 48000;
  guint32 riff_size = GUINT32_TO_LE (data_size + 36);
  guint32 block[12000];
  gint fd = g_file_open_tmp ("qwentts-bench-XXXXXX.wav", &path, NULL);
  FILE *file = fdopen (fd, "wb");

  g_assert_nonnull (file);
  fwrite ("RIFF", 4, 1, file);
  fwrite (&riff_size, 4, 1, file);
  fwrite ("WAVEfmt ", 8, 1, file);
  fwrite (format, sizeof format, 1, file);
  fwrite ("data", 4, 1, file);
  data_size = GUINT32_TO_LE (data_size);
  fwrite (&data_size, 4, 1, file);
  for (guint i = 0; i < G_N_ELEMENTS (block); i++)
    block[i] = g_rand_int (rand);
  for (guint i = 0; i < seconds; i++)
    fwrite (block, sizeof block, 1, file);
  g_assert_cmpint (fclose (file), ==, 0);
  return g_steal_pointer (&path);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a;
  gdouble y = *(const gdouble *) b;

  return x < y ? -1 : x > y;
}

gdouble
bench_quantile (gdouble * values, guint n, gdouble p)
{
  qsort (values, n, sizeof (gdouble), compare);
  /* The nearest rank. */
  return values[CLAMP ((gint) ceil (p * n) - 1, 0, (gint) n - 1)];
}

gdouble
bench_get_resident_mib (void)
{
  g_autofree gchar *text = NULL;
  glong total = 0;
  glong resident = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%ld %ld", &total, &resident), ==, 2);
  return resident * (gdouble) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

static gchar *
read_thread_name (const gchar * id)
{
  g_autofree gchar *path = g_build_filename ("/proc/self/task", id, "comm",
      NULL);
  gchar *name = NULL;

  /* It may be over by now. */
  if (!g_file_get_contents (path, &name, NULL, NULL))
    return g_strdup ("");
  return g_strchomp (name);
}

guint
bench_count_threads (const gchar * prefix)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const gchar *id;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((id = g_dir_read_name (dir))) {
    g_autofree gchar *name = read_thread_name (id);

    n += g_str_has_prefix (name, prefix);
  }
  return n;
}

gdouble
bench_get_cpu_s (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
      + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void
bench_print_target (const gchar * what, gdouble figure, gdouble at_most)
{
  g_print ("\n%s: %.2f, to reach: at most %.2f: %s\n", what, figure, at_most,
      figure <= at_most ? "reached" : "MISSED");
}
