/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech is written down, and synced, before each step. */
#include <string.h>

#include "stop-phase.h"
#include "store/faulty.h"

#define ENTRY "create .entry.tmp\nwrite\nsync-file\nrename .entry\nsync-folder\n"

/* What was on disk when the service had a request, the first of each kind, and
 * what the system was asked for by then. */
static struct
{
  Design *design;
  QwenttsRecord *records[QWENTTS_SIMULATOR_N_KINDS];
  gchar *logs[QWENTTS_SIMULATOR_N_KINDS];
} seen;

/* In the simulator's thread, while the job waits for the answer. */
static void
look (const QwenttsSimulatorRequest * request, guint status, gpointer user_data)
{
  if (seen.records[request->kind])
    return;
  seen.records[request->kind] = design_peek (seen.design);
  seen.logs[request->kind] = g_strdup (faulty_get_log ());
}

static void
forget (void)
{
  for (guint i = 0; i < QWENTTS_SIMULATOR_N_KINDS; i++) {
    g_clear_pointer (&seen.records[i], qwentts_record_free);
    g_clear_pointer (&seen.logs[i], g_free);
  }
}

static void
run_and_look (void (*check) (Design *, GPtrArray *))
{
  const QwenttsSimulatorOptions options = {.answered = look };
  g_autoptr (Design) design = design_new_text (&options, &faulty_system);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  seen.design = design;
  run = design_run_well (design, DESIGN_PLAIN);
  requests = qwentts_simulator_get_requests (design->service->simulator);
  check (design, requests);
  design_assert_kept (design, run);
  forget ();
  faulty_reset ();
}

static void
check_submit (Design * design, GPtrArray * requests)
{
  const QwenttsRecord *record = seen.records[QWENTTS_SIMULATOR_SUBMIT];
  g_autofree gchar *key = design_get_header (design_get_request (requests,
          QWENTTS_SIMULATOR_SUBMIT, 0), "Idempotency-Key");

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_ASKED);
  g_assert_cmpstr (record->idempotency_key, ==, key);
  g_assert_cmpstr (qwentts_fields_get (record->request, "text"), ==,
      DESIGN_TEXT);
  g_assert_true (g_str_has_suffix (seen.logs[QWENTTS_SIMULATOR_SUBMIT], ENTRY));
}

static void
test_asked_is_synced_before_the_post (void)
{
  run_and_look (check_submit);
}

static void
check_poll (Design * design, GPtrArray * requests)
{
  const QwenttsRecord *record = seen.records[QWENTTS_SIMULATOR_POLL];
  g_autofree gchar *id = g_path_get_basename (design_get_request (requests,
          QWENTTS_SIMULATOR_POLL, 0)->path);

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpstr (record->task_id, ==, id);
  g_assert_true (g_str_has_suffix (seen.logs[QWENTTS_SIMULATOR_POLL],
          ENTRY ENTRY));
}

static void
test_pending_is_synced_before_the_first_poll (void)
{
  run_and_look (check_poll);
}

/* In the end. */
static void
check_ready (Design * design, GPtrArray * requests)
{
  g_assert_cmpint (seen.records[QWENTTS_SIMULATOR_DOWNLOAD]->state, ==,
      QWENTTS_RECORD_PENDING);
  g_assert_true (g_str_has_suffix (faulty_get_log (),
          "write\nsync-file\nrename .audio\nsync-folder\n" ENTRY));
}

static void
test_ready_comes_after_the_audio (void)
{
  run_and_look (check_ready);
}

static void
test_disk_is_a_step_ahead (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);

  stop_phase_prepare (phase, design);
  run_start (run);
  stop_phase_wait (phase, design);
  stop_phase_assert_left (phase, design);
}

/* What is kept. */

static void
test_kept_one_asks_for_nothing (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GPtrArray) before =
      qwentts_simulator_get_requests (design->service->simulator);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GPtrArray) after =
      qwentts_simulator_get_requests (design->service->simulator);
  QwenttsJobCost cost;

  design_assert_kept (design, run);
  g_assert_cmpuint (after->len, ==, before->len);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_true (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, 0);
  g_assert_cmpuint (cost.characters, ==, 0);
  g_assert_cmpuint (cost.bytes, ==, 0);
}

static void
test_kept_one_is_described (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (GBytes) stored = design_read_stored (design, record);

  /* A WAV file, 16 bit mono. */
  g_assert_cmpstr (record->audio.format, ==, "own");
  g_assert_cmpuint (record->audio.channels, ==, 1);
  g_assert_cmpuint (record->audio.rate, >=, 8000);
  g_assert_cmpuint (record->audio.n_frames * 2 + 44, ==,
      g_bytes_get_size (stored));
  g_assert_cmpuint (record->audio.size, ==, g_bytes_get_size (stored));
}

/* Whose turn it is. */

static void
test_wait_for_another_is_cancelled (void)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  faulty_reset ();
  entry = rig_claim (design->rig);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  run_stop (run);
  error = run_assert_failed (run, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  rig_assert_state (design->rig, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 0);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_POLL), ==, 0);
  faulty_reset ();
}

static void
test_speech_that_another_makes_is_used (void)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (QwenttsStore) other = design_open_store (design, NULL);
  QwenttsEntry *entry = qwentts_store_claim (other, design->rig->key, NULL,
      NULL);
  g_autoptr (GBytes) heard = NULL;
  g_autofree gchar *task_id = NULL;

  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  rig_advance (entry, QWENTTS_RECORD_PENDING);
  g_assert_true (rig_attach_audio (entry, NULL));
  qwentts_entry_release (entry);
  run_join (run);
  run_assert_done (run);
  task_id = qwentts_job_get_task_id (run->job);
  g_assert_cmpstr (task_id, ==, RIG_TASK_ID);
  heard = run_read_clip (run, NULL);
  g_assert_cmpmem (g_bytes_get_data (heard, NULL), g_bytes_get_size (heard),
      RIG_AUDIO, strlen (RIG_AUDIO));
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 0);
  faulty_reset ();
}

/* Of asked, pending, the audio, ready. */
#define N_RENAMES 4

typedef struct
{
  GCancellable *cancellable;
  guint n_before;
} Cancel;

static void
cancel_in_time (gpointer data)
{
  Cancel *cancel = data;

  if (cancel->n_before-- == 0)
    g_cancellable_cancel (cancel->cancellable);
}

/* What is paid for is not lost by stopping in that moment. */
static void
test_stopped_at_each_rename_pays_once (void)
{
  for (guint n = 0; n < N_RENAMES; n++) {
    g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
    g_autoptr (Run) stopped = run_new (design, NULL, DESIGN_PLAIN);
    Cancel cancel = { stopped->cancellable, n };
    g_autoptr (Run) run = NULL;

    faulty_reset ();
    faulty_before_rename (cancel_in_time, &cancel);
    run_here (stopped);
    faulty_reset ();
    g_assert_true (g_cancellable_is_cancelled (stopped->cancellable));
    run = design_run (design, DESIGN_PLAIN);
    design_assert_kept (design, run);
    g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
    if (n >= N_RENAMES - 2)
      g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_DOWNLOAD), ==,
          1);
  }
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-order/" path, function)
  ADD ("asked-is-synced-before-the-post", test_asked_is_synced_before_the_post);
  ADD ("pending-is-synced-before-the-first-poll",
      test_pending_is_synced_before_the_first_poll);
  ADD ("ready-comes-after-the-audio", test_ready_comes_after_the_audio);
  stop_phase_add_text_tests ("/speech-order/disk-is-a-step-ahead",
      test_disk_is_a_step_ahead);
  ADD ("kept-one-asks-for-nothing", test_kept_one_asks_for_nothing);
  ADD ("kept-one-is-described", test_kept_one_is_described);
  ADD ("wait-for-another-is-cancelled", test_wait_for_another_is_cancelled);
  ADD ("speech-that-another-makes-is-used",
      test_speech_that_another_makes_is_used);
  ADD ("stopped-at-each-rename-pays-once",
      test_stopped_at_each_rename_pays_once);
#undef ADD

  return g_test_run ();
}
