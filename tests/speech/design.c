/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "design.h"

#include <string.h>
#include <unistd.h>

#define PREVIEW "Good evening."

void
design_init_request (QwenttsDesignRequest * request)
{
  *request = (QwenttsDesignRequest) {
  .model = DESIGN_MODEL,.voice_prompt = "A calm woman, quick.",.preview_text =
        PREVIEW,.preferred_name = "announcer",.language = "en",.sample_rate =
        16000,.response_format = "wav",.target_model = DESIGN_TARGET_MODEL};
}

static QwenttsJobRequest *
make_request (Design * design, QwenttsStore * store, DesignFlags flags)
{
  const QwenttsVoiceSettings settings = {
    .model = (gchar *) "qwen3-tts-vd",.voice = (gchar *) DESIGN_VOICE,
    .store = store,.base_url = design->base_url
  };

  if (design->text)
    return qwentts_job_request_new_speech (design->text, &settings);
  return qwentts_job_request_new_design (&design->request, design->base_url,
      store, !(flags & DESIGN_ANEW), !(flags & DESIGN_SILENT));
}

QwenttsJob *
design_make_job (Design * design, QwenttsStore * store, DesignFlags flags)
{
  const gchar *text = design->text ? design->text
      : design->request.preview_text;
  const QwenttsSegment segment = { text, 0, 0, g_utf8_strlen (text, -1) };

  return qwentts_job_new (make_request (design, store ? store
          : design->rig->store, flags), &segment);
}

QwenttsStore *
design_open_store (Design * design, const QwenttsSystem * system)
{
  return qwentts_store_new_with_system (design->rig->folder, design->text
      ? QWENTTS_KIND_SPEECH : QWENTTS_KIND_VOICE,
      system ? system : &qwentts_system);
}

/* The store has the kind and the key of what the design makes. */
static void
fit_store (Design * design, const QwenttsSystem * system)
{
  g_autoptr (QwenttsJobRequest) request = NULL;

  qwentts_store_unref (design->rig->store);
  design->rig->store = design_open_store (design, system);
  request = make_request (design, design->rig->store, DESIGN_PLAIN);
  g_free (design->rig->key);
  design->rig->key = g_strdup (request->key);
}

Design *
design_new (const QwenttsSimulatorOptions * options,
    const QwenttsSystem * system)
{
  Design *design = g_new0 (Design, 1);

  design->service = service_new (options, 0);
  design->client = qwentts_client_ref (design->service->client);
  design->base_url =
      g_strdup (qwentts_simulator_get_base_url (design->service->simulator));
  design->rig = rig_new (system);
  design_init_request (&design->request);
  fit_store (design, system);
  return design;
}

Design *
design_new_text (const QwenttsSimulatorOptions * options,
    const QwenttsSystem * system)
{
  Design *design = design_new (options, system);

  design->text = DESIGN_TEXT;
  g_assert_cmpstr (qwentts_simulator_get_voice (design->service->simulator),
      ==, DESIGN_VOICE);
  fit_store (design, system);
  return design;
}

void
design_end_service (Design * design)
{
  g_clear_pointer (&design->service, service_free);
}

void
design_free (Design * design)
{
  design_end_service (design);
  qwentts_client_unref (design->client);
  rig_free (design->rig);
  g_free (design->base_url);
  g_free (design);
}

/* Jobs. */

Run *
run_new (Design * design, QwenttsStore * store, DesignFlags flags)
{
  Run *run = g_new0 (Run, 1);

  run->job = design_make_job (design, store, flags);
  run->client = qwentts_client_ref (design->client);
  run->cancellable = g_cancellable_new ();
  return run;
}

void
run_free (Run * run)
{
  if (run->thread)
    run_stop (run);
  g_object_unref (run->cancellable);
  qwentts_client_unref (run->client);
  qwentts_job_unref (run->job);
  g_free (run);
}

void
run_here (Run * run)
{
  qwentts_job_run (run->job, run->client, run->cancellable);
  if (qwentts_job_is_unchecked (run->job))
    qwentts_job_check (run->job, run->cancellable);
}

static gpointer
run_in_thread (gpointer run)
{
  run_here (run);
  return NULL;
}

void
run_start (Run * run)
{
  run->thread = g_thread_new ("job", run_in_thread, run);
}

void
run_join (Run * run)
{
  g_thread_join (g_steal_pointer (&run->thread));
}

void
run_stop (Run * run)
{
  g_cancellable_cancel (run->cancellable);
  run_join (run);
}

Run *
design_run (Design * design, DesignFlags flags)
{
  Run *run = run_new (design, NULL, flags);

  run_here (run);
  return run;
}

Run *
design_run_well (Design * design, DesignFlags flags)
{
  Run *run = design_run (design, flags);

  run_assert_done (run);
  return run;
}

QwenttsJobState
run_get_state (Run * run)
{
  QwenttsJobState state = {.percent = 1000 };

  g_assert_true (qwentts_job_wait_for_change (run->job, &state, NULL, NULL));
  return state;
}

void
run_assert_done (Run * run)
{
  g_autoptr (GError) error = qwentts_job_get_error (run->job);

  g_assert_no_error (error);
  g_assert_cmpint (run_get_state (run).phase, ==, QWENTTS_JOB_DONE);
}

GError *
run_assert_failed (Run * run, GQuark domain, gint code)
{
  GError *error = qwentts_job_get_error (run->job);

  g_assert_error (error, domain, code);
  g_assert_cmpint (run_get_state (run).phase, ==, QWENTTS_JOB_FAILED);
  return error;
}

GBytes *
run_read_clip (Run * run, GError ** error)
{
  QwenttsClip *clip = qwentts_job_get_clip (run->job);
  GByteArray *file = g_byte_array_new ();
  GBytes *piece;

  while ((piece = qwentts_clip_read (clip, file->len, 1, 65536, NULL, error))) {
    gsize size = g_bytes_get_size (piece);

    g_byte_array_append (file, g_bytes_get_data (piece, NULL), size);
    g_bytes_unref (piece);
    if (size == 0)
      break;
  }
  return g_byte_array_free_to_bytes (file);
}

gdouble
run_get_credits (Run * run)
{
  QwenttsJobCost cost;

  qwentts_job_get_cost (run->job, &cost);
  return cost.credits;
}

guint
run_count_warnings (Run * run, const gchar * text, guint * n_others)
{
  GError *warning;
  guint n = 0;

  *n_others = 0;
  while ((warning = qwentts_job_take_warning (run->job))) {
    if (strstr (warning->message, text))
      n++;
    else
      (*n_others)++;
    g_error_free (warning);
  }
  return n;
}

void
run_assert_no_warning (Run * run)
{
  g_autoptr (GError) warning = qwentts_job_take_warning (run->job);

  g_assert_no_error (warning);
}

/* The store. */

QwenttsRecord *
design_peek (Design * design)
{
  g_autoptr (GError) error = NULL;
  QwenttsRecord *record = qwentts_store_peek (design->rig->store,
      design->rig->key, &error);

  g_assert_no_error (error);
  return record;
}

void
design_assert_state (Design * design, QwenttsRecordState state)
{
  g_autoptr (QwenttsRecord) record = design_peek (design);

  g_assert_cmpint (record->state, ==, state);
}

GBytes *
design_read_stored (Design * design, const QwenttsRecord * record)
{
  g_autoptr (GError) error = NULL;
  gint fd = qwentts_store_open_audio (design->rig->store, record, &error);
  guint8 *bytes = g_malloc (record->audio.size);

  g_assert_no_error (error);
  g_assert_cmpint (read (fd, bytes, record->audio.size), ==,
      record->audio.size);
  close (fd);
  return g_bytes_new_take (bytes, record->audio.size);
}

/* What the service has for it. */
static GBytes *
get_original (Design * design, Run * run)
{
  QwenttsSimulator *simulator = design->service->simulator;
  g_autoptr (GError) error = NULL;
  GBytes *original = design->text
      ? qwentts_simulator_speak_as (simulator, DESIGN_VOICE, design->text, NULL,
      &error) : qwentts_simulator_get_preview (simulator,
      qwentts_job_get_voice (run->job)->name, &error);

  g_assert_no_error (error);
  return original;
}

void
design_assert_heard (Design * design, Run * run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) heard = NULL;

  run_assert_done (run);
  original = get_original (design, run);
  heard = run_read_clip (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (heard, original));
}

void
design_assert_kept (Design * design, Run * run)
{
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autofree gchar *task_id = qwentts_job_get_task_id (run->job);
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) stored = NULL;

  design_assert_heard (design, run);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_nonnull (record->audio.format);
  if (design->text == NULL)
    g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==,
        qwentts_job_get_voice (run->job)->name);
  else
    g_assert_cmpstr (record->task_id, ==, task_id);

  original = get_original (design, run);
  stored = design_read_stored (design, record);
  g_assert_true (g_bytes_equal (stored, original));
}
