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

QwenttsJob *
design_make_job (Design * design, QwenttsStore * store, DesignFlags flags)
{
  const QwenttsSegment segment = { design->request.preview_text, 0, 0,
    g_utf8_strlen (design->request.preview_text, -1)
  };

  return qwentts_job_new (qwentts_job_request_new_design (&design->request,
          design->base_url, store ? store : design->rig->store,
          !(flags & DESIGN_ANEW), !(flags & DESIGN_SILENT)), &segment);
}

static gchar *
make_key (Design * design)
{
  g_autoptr (QwenttsJobRequest) request =
      qwentts_job_request_new_design (&design->request, design->base_url,
      design->rig->store, TRUE, TRUE);

  return g_strdup (request->key);
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
  g_free (design->rig->key);
  design->rig->key = make_key (design);
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

void
design_assert_kept (Design * design, Run * run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = design_peek (design);
  const gchar *voice = qwentts_job_get_voice (run->job)->name;
  g_autoptr (GBytes) preview = NULL;
  g_autoptr (GBytes) stored = NULL;
  g_autoptr (GBytes) heard = NULL;

  run_assert_done (run);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_nonnull (voice);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==, voice);
  g_assert_nonnull (record->audio.format);

  preview = qwentts_simulator_get_preview (design->service->simulator, voice,
      &error);
  g_assert_no_error (error);
  stored = design_read_stored (design, record);
  g_assert_true (g_bytes_equal (stored, preview));
  heard = run_read_clip (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (heard, preview));
}

/* The service. */

guint
design_count (Design * design, QwenttsSimulatorKind kind)
{
  return qwentts_simulator_count (design->service->simulator, kind);
}

void
design_wait_for (Design * design, QwenttsSimulatorKind kind, guint count)
{
  g_assert_true (qwentts_simulator_wait_for (design->service->simulator, kind,
          count));
}

guint
design_get_n_designs (Design * design)
{
  return qwentts_simulator_get_n_designs (design->service->simulator);
}

void
design_stall (Design * design, QwenttsSimulatorKind kind, gint64 cut)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = cut
  };

  qwentts_simulator_add_fault (design->service->simulator, kind, &stall);
}

static void
add_answer (Design * design, QwenttsSimulatorKind kind, guint status,
    const gchar * json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  const QwenttsSimulatorFault fault = {.status = status,.body = body,
    .content_type = "application/json"
  };

  qwentts_simulator_add_fault (design->service->simulator, kind, &fault);
}

void
design_refuse (Design * design, QwenttsSimulatorKind kind, guint status,
    const gchar * code)
{
  g_autofree gchar *json = g_strdup_printf ("{\"error\":{\"code\":\"%s\","
      "\"message\":\"no\",\"type\":\"t\"}}", code);

  add_answer (design, kind, status, json);
}

void
design_answer (Design * design, QwenttsSimulatorKind kind, const gchar * json)
{
  add_answer (design, kind, 0, json);
}

const QwenttsSimulatorRequest *
design_get_request (GPtrArray * requests, QwenttsSimulatorKind kind,
    guint index)
{
  for (guint i = 0; i < requests->len; i++) {
    const QwenttsSimulatorRequest *request = requests->pdata[i];

    if (request->kind == kind && index-- == 0)
      return request;
  }
  g_assert_not_reached ();
}

gchar *
design_get_header (const QwenttsSimulatorRequest * request, const gchar * name)
{
  g_auto (GStrv) lines = g_strsplit (request->headers, "\n", -1);
  g_autofree gchar *start = g_strconcat (name, ": ", NULL);

  for (guint i = 0; lines[i]; i++)
    if (g_ascii_strncasecmp (lines[i], start, strlen (start)) == 0)
      return g_strdup (lines[i] + strlen (start));
  return NULL;
}

void
design_assert_same_posts (Design * design, guint count)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);
  const QwenttsSimulatorRequest *first = design_get_request (requests,
      QWENTTS_SIMULATOR_SUBMIT, 0);
  g_autofree gchar *key = design_get_header (first, "Idempotency-Key");

  g_assert_nonnull (key);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, count);
  for (guint i = 1; i < count; i++) {
    const QwenttsSimulatorRequest *other = design_get_request (requests,
        QWENTTS_SIMULATOR_SUBMIT, i);
    g_autofree gchar *other_key = design_get_header (other, "Idempotency-Key");

    g_assert_cmpstr (other_key, ==, key);
    g_assert_cmpstr (other->body, ==, first->body);
  }
}
