/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design is written down before each step, not after it; and one at a time
 * works on it. */
#include <string.h>

#include "design.h"
#include "store/faulty.h"
#include "stop-phase.h"

/* What was on disk when the service had a request, the first of each kind. */
static struct
{
  Design *design;
  QwenttsRecord *records[QWENTTS_SIMULATOR_N_KINDS];
} seen;

/* In the simulator's thread. */
static void
look (const QwenttsSimulatorRequest * request, guint status, gpointer user_data)
{
  if (seen.records[request->kind] == NULL)
    seen.records[request->kind] = design_peek (seen.design);
}

static void
forget (void)
{
  for (guint i = 0; i < QWENTTS_SIMULATOR_N_KINDS; i++)
    g_clear_pointer (&seen.records[i], qwentts_record_free);
}

static void
assert_seen_submit (GPtrArray * requests)
{
  const QwenttsRecord *record = seen.records[QWENTTS_SIMULATOR_SUBMIT];
  g_autofree gchar *key = design_get_header (design_get_request (requests,
          QWENTTS_SIMULATOR_SUBMIT, 0), "Idempotency-Key");

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_ASKED);
  g_assert_cmpstr (record->idempotency_key, ==, key);
  g_assert_cmpstr (qwentts_fields_get (record->request, "voice-prompt"), ==,
      seen.design->request.voice_prompt);
}

static void
assert_seen_poll (GPtrArray * requests)
{
  const QwenttsRecord *record = seen.records[QWENTTS_SIMULATOR_POLL];
  g_autofree gchar *id = g_path_get_basename (design_get_request (requests,
          QWENTTS_SIMULATOR_POLL, 0)->path);

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpstr (record->task_id, ==, id);
}

static void
test_each_request_finds_its_step_on_disk (void)
{
  const QwenttsSimulatorOptions options = {.answered = look };
  g_autoptr (Design) design = design_new (&options, NULL);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (Run) run = NULL;
  const QwenttsRecord *downloaded;

  seen.design = design;
  run = design_run_well (design, DESIGN_PLAIN);
  requests = qwentts_simulator_get_requests (design->service->simulator);
  assert_seen_submit (requests);
  assert_seen_poll (requests);
  downloaded = seen.records[QWENTTS_SIMULATOR_DOWNLOAD];
  g_assert_cmpint (downloaded->state, ==, QWENTTS_RECORD_READY);
  g_assert_cmpstr (qwentts_fields_get (downloaded->result, "voice"), ==,
      qwentts_job_get_voice (run->job)->name);
  g_assert_null (downloaded->audio.format);
  forget ();
}

static void
test_disk_is_a_step_ahead (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_SIZE (data);
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);

  stop_phase_prepare (phase, design);
  run_start (run);
  stop_phase_wait (phase, design);
  stop_phase_assert_left (phase, design);
}

typedef struct
{
  Design *design;
  Run *run;
  GThread *thread;
  gchar *voice;
  guint n_calls;
} Told;

/* Nobody else sees the voice before whoever is told has had his turn. */
static GError *
note_voice (const gchar * voice, GCancellable * cancellable, gpointer data)
{
  Told *told = data;
  g_autoptr (QwenttsRecord) record = design_peek (told->design);

  told->n_calls++;
  told->voice = g_strdup (voice);
  told->thread = g_thread_self ();
  g_assert_true (cancellable == told->run->cancellable);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==, voice);
  g_assert_false (run_get_state (told->run).has_voice);
  return NULL;
}

static void
run_and_note_voice (Design * design, DesignFlags flags)
{
  g_autoptr (Run) run = run_new (design, NULL, flags);
  Told told = {.design = design,.run = run };
  GThread *worker;

  qwentts_job_set_voice_func (run->job, note_voice, &told);
  run_start (run);
  worker = run->thread;
  run_join (run);
  run_assert_done (run);
  g_assert_cmpuint (told.n_calls, ==, 1);
  g_assert_cmpstr (told.voice, ==, qwentts_job_get_voice (run->job)->name);
  g_assert_true (told.thread == worker);
  g_free (told.voice);
}

static void
test_voice_is_told_once_it_is_on_disk (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);

  run_and_note_voice (design, DESIGN_PLAIN);
}

static void
test_stored_voice_is_told_too (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);

  run_and_note_voice (design, DESIGN_PLAIN);
  run_and_note_voice (design, DESIGN_SILENT);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

/* Whose turn it is. */

static void
test_wait_for_another_is_cancelled (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
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
test_voice_that_another_makes_is_used (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (QwenttsStore) other = qwentts_store_new (design->rig->folder,
      QWENTTS_KIND_VOICE);
  QwenttsEntry *entry = qwentts_store_claim (other, design->rig->key, NULL,
      NULL);
  g_autoptr (GBytes) heard = NULL;

  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (rig_attach_audio (entry, NULL));
  qwentts_entry_release (entry);
  run_join (run);
  run_assert_done (run);
  g_assert_cmpstr (qwentts_job_get_voice (run->job)->name, ==, RIG_VOICE);
  g_assert_true (qwentts_job_get_voice (run->job)->is_cached);
  heard = run_read_clip (run, NULL);
  g_assert_cmpmem (g_bytes_get_data (heard, NULL), g_bytes_get_size (heard),
      RIG_AUDIO, strlen (RIG_AUDIO));
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 0);
  faulty_reset ();
}

/* A voice without its preview is on disk, and is replaced by another while the
 * job waits for its turn.
 *
 * Returns: the job, DONE */
static Run *
run_while_replaced (Design * design, QwenttsRecordState state)
{
  g_autoptr (QwenttsStore) other = qwentts_store_new (design->rig->folder,
      QWENTTS_KIND_VOICE);
  g_autoptr (Run) first = run_new (design, other, DESIGN_PLAIN);
  Run *run = run_new (design, NULL, DESIGN_PLAIN);
  QwenttsEntry *entry;

  stop_phase_prepare (STOP_DOWNLOAD_BEGUN, design);
  run_start (first);
  stop_phase_wait (STOP_DOWNLOAD_BEGUN, design);
  run_stop (first);

  entry = qwentts_store_claim (other, design->rig->key, NULL, NULL);
  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (3);
  g_assert_true (qwentts_entry_drop (entry, NULL));
  rig_advance (entry, state);
  if (state == QWENTTS_RECORD_READY)
    g_assert_true (rig_attach_audio (entry, NULL));
  qwentts_entry_release (entry);
  run_join (run);
  faulty_reset ();
  run_assert_done (run);
  return run;
}

static void
test_replaced_voice_is_not_told (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = run_while_replaced (design, QWENTTS_RECORD_READY);
  g_autoptr (GBytes) heard = run_read_clip (run, NULL);

  g_assert_cmpstr (qwentts_job_get_voice (run->job)->name, ==, RIG_VOICE);
  g_assert_cmpuint (g_bytes_get_size (heard), ==, strlen (RIG_AUDIO));
}

static void
test_dropped_voice_is_made_anew (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = run_while_replaced (design, QWENTTS_RECORD_ABSENT);

  faulty_reset ();
  design_assert_kept (design, run);
  g_assert_false (qwentts_job_get_voice (run->job)->is_cached);
}

/* What the other took for his task is not taken from ours. */
#define SHORT_TIMEOUT_MS 1000
/* More tries than fit into it: the pauses between them grow to 64 ms. */
#define MANY_TRIES 24

static void
test_wait_for_another_is_not_the_tasks (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (QwenttsEntry) entry = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  entry = rig_claim (design->rig);
  qwentts_client_unref (design->client);
  design->client = service_make_client (design->base_url, SHORT_TIMEOUT_MS, 0);
  run = run_new (design, NULL, DESIGN_PLAIN);
  faulty_reset ();
  run_start (run);
  faulty_wait_for_tries (MANY_TRIES);
  g_clear_pointer (&entry, qwentts_entry_release);
  run_join (run);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_POLL), >=, 1);
  faulty_reset ();
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-order/" path, function)
  ADD ("each-request-finds-its-step-on-disk",
      test_each_request_finds_its_step_on_disk);
  stop_phase_add_tests ("/design-order/disk-is-a-step-ahead", 0,
      STOP_VOICE_NAMED, test_disk_is_a_step_ahead);
  stop_phase_add_tests ("/design-order/disk-is-a-step-ahead",
      STOP_DOWNLOAD_BEGUN, STOP_N_PHASES, test_disk_is_a_step_ahead);
  ADD ("voice-is-told-once-it-is-on-disk",
      test_voice_is_told_once_it_is_on_disk);
  ADD ("stored-voice-is-told-too", test_stored_voice_is_told_too);
  ADD ("wait-for-another-is-cancelled", test_wait_for_another_is_cancelled);
  ADD ("voice-that-another-makes-is-used",
      test_voice_that_another_makes_is_used);
  ADD ("replaced-voice-is-not-told", test_replaced_voice_is_not_told);
  ADD ("dropped-voice-is-made-anew", test_dropped_voice_is_made_anew);
  ADD ("wait-for-another-is-not-the-tasks",
      test_wait_for_another_is_not_the_tasks);
#undef ADD

  return g_test_run ();
}
