/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The store of speech by how much is in it, on a disk in memory: how long it
 * takes to find what is there, and to keep one more where it is full. */
#include <string.h>
#include <unistd.h>

#include "bench-common.h"
#include "store/store.h"

#define AUDIO_SIZE 4000
#define N_LOOKUPS 2000
/* So that old ones must go several times, also of the most. */
#define N_WRITES 5000

static const QwenttsStoredAudio audio = {
  .format = (gchar *) "wav",
  .rate = 24000,
  .channels = 1,
  .n_frames = AUDIO_SIZE / 2,
};

typedef struct
{
  gchar *folder;
  QwenttsStore *store;
  guint n_keys;
} Shelf;

static gchar *
make_key (guint n)
{
  g_autofree gchar *text = g_strdup_printf ("Announcement %u.", n);

  return qwentts_store_key_new (QWENTTS_KIND_SPEECH, "text", text, NULL);
}

static QwenttsFields *
make_request (void)
{
  return qwentts_fields_new ("model", "qwen3-tts-vd", "voice",
      "qwen-tts-vd-announcer-voice-20260402-a1b2", "text",
      "The train to the harbour leaves from platform four.", NULL);
}

static void
keep_one (Shelf * shelf)
{
  static const gchar bytes[AUDIO_SIZE] = "RIFF";
  g_autofree gchar *key = make_key (shelf->n_keys++);
  g_autoptr (QwenttsFields) request = make_request ();
  g_autoptr (QwenttsEntry) entry = qwentts_store_claim (shelf->store, key,
      NULL, NULL);
  g_autoptr (QwenttsTempFile) file = NULL;

  g_assert_true (qwentts_entry_set_asked (entry, "key", request, NULL));
  g_assert_true (qwentts_entry_set_pending (entry, "task", NULL));
  file = qwentts_entry_create_audio (entry, NULL);
  g_assert_true (qwentts_temp_file_write (file, bytes, sizeof bytes, NULL));
  g_assert_true (qwentts_entry_attach_audio (entry, file, &audio, NULL));
}

/* What one takes in the folder. */
static guint64
measure_one (const gchar * root)
{
  g_autofree gchar *folder = g_build_filename (root, "one", NULL);
  g_autoptr (QwenttsStore) store = qwentts_store_new (folder,
      QWENTTS_KIND_SPEECH);
  Shelf shelf = { folder, store, 0 };
  g_autofree gchar *key = make_key (0);
  g_autofree gchar *path = g_strdup_printf ("%s/%s.entry", folder, key);
  g_autofree gchar *text = NULL;

  keep_one (&shelf);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return strlen (text) + AUDIO_SIZE;
}

/* Of the last ones, which no write has removed yet. Returns: median in ms */
static gdouble
measure_lookup (Shelf * shelf, guint n_entries)
{
  gdouble times_ms[N_LOOKUPS];

  for (guint i = 0; i < N_LOOKUPS; i++) {
    g_autofree gchar *key = make_key (shelf->n_keys - 1
        - g_random_int_range (0, n_entries * 8 / 10));
    gint64 start_us = g_get_monotonic_time ();
    g_autoptr (QwenttsRecord) record = qwentts_store_peek (shelf->store, key,
        NULL);
    gint fd = qwentts_store_open_audio (shelf->store, record, NULL);

    times_ms[i] = (g_get_monotonic_time () - start_us) / 1000.0;
    g_assert_cmpint (fd, >=, 0);
    close (fd);
  }
  return bench_quantile (times_ms, N_LOOKUPS, 0.5);
}

typedef struct
{
  gdouble median_ms;
  gdouble mean_ms;
  /* Of the process: what else the machine does is no matter to it. */
  gdouble mean_cpu_ms;
  gdouble worst_ms;
} Times;

static Times
measure_writes (Shelf * shelf)
{
  g_autofree gdouble *times_ms = g_new (gdouble, N_WRITES);
  Times times = { 0 };
  gdouble cpu_s = bench_get_cpu_s ();

  for (guint i = 0; i < N_WRITES; i++) {
    gint64 start_us = g_get_monotonic_time ();

    keep_one (shelf);
    times_ms[i] = (g_get_monotonic_time () - start_us) / 1000.0;
    times.mean_ms += times_ms[i] / N_WRITES;
  }
  times.mean_cpu_ms = (bench_get_cpu_s () - cpu_s) * 1000 / N_WRITES;
  times.median_ms = bench_quantile (times_ms, N_WRITES, 0.5);
  times.worst_ms = bench_quantile (times_ms, N_WRITES, 1.0);
  return times;
}

/* @size: of one
 * @lookup_ms: (out): median
 *
 * Returns: CPU time of a write in ms, the mean */
static gdouble
measure (const gchar * root, guint64 size, guint n_entries, gdouble * lookup_ms)
{
  g_autofree gchar *name = g_strdup_printf ("%u", n_entries);
  g_autofree gchar *folder = g_build_filename (root, name, NULL);
  g_autoptr (QwenttsStore) store = qwentts_store_new_limited (folder,
      QWENTTS_KIND_SPEECH, size * n_entries);
  Shelf shelf = { folder, store, 0 };
  Times times;

  for (guint i = 0; i < n_entries; i++)
    keep_one (&shelf);
  *lookup_ms = measure_lookup (&shelf, n_entries);
  times = measure_writes (&shelf);
  g_print ("| %u | %.3f ms | %.2f ms | %.2f ms | %.2f ms | %.0f ms |\n",
      n_entries, *lookup_ms, times.median_ms, times.mean_ms, times.mean_cpu_ms,
      times.worst_ms);
  return times.mean_cpu_ms;
}

int
main (void)
{
  static const guint n_entries[] = { 100, 1000, 10000 };
  g_autofree gchar *root = g_strdup ("/dev/shm/qwentts-bench-XXXXXX");
  gdouble lookups_ms[G_N_ELEMENTS (n_entries)];
  gdouble cpu_ms[G_N_ELEMENTS (n_entries)];

  guint64 size;

  g_assert_nonnull (g_mkdtemp (root));
  size = measure_one (root);
  g_print ("| entries, as many as there is room for | found, median | "
      "kept, median | mean | CPU time, mean | worst |\n"
      "| ---: | ---: | ---: | ---: | ---: | ---: |\n");
  for (guint i = 0; i < G_N_ELEMENTS (n_entries); i++)
    cpu_ms[i] = measure (root, size, n_entries[i], &lookups_ms[i]);
  bench_remove_folder (root);

  bench_print_target ("ratio of the lookups, 10,000 to 100 entries",
      lookups_ms[2] / lookups_ms[0], 1.5);
  bench_print_target
      ("ratio of the CPU times of a write, 10,000 to 100 entries",
      cpu_ms[2] / cpu_ms[0], 1.5);
  return 0;
}
