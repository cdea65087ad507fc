/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "stop-phase.h"

const gchar *const stop_phase_names[STOP_N_PHASES] = {
  [STOP_REQUEST_LOST] = "while-the-request-is-lost",
  [STOP_ANSWER_LOST] = "while-the-answer-is-lost",
  [STOP_POLLING] = "while-polling",
  [STOP_VOICE_NAMED] = "when-the-voice-is-named",
  [STOP_DOWNLOAD_BEGUN] = "before-the-first-byte",
  [STOP_DOWNLOADING] = "amid-the-download",
};

void
stop_phase_prepare (StopPhase phase, Design * design)
{
  const QwenttsSimulatorFault lost = {.lost_before = TRUE,
    .end = QWENTTS_SIMULATOR_END_STALL
  };

  switch (phase) {
    case STOP_REQUEST_LOST:
      qwentts_simulator_add_fault (design->service->simulator,
          QWENTTS_SIMULATOR_SUBMIT, &lost);
      break;
    case STOP_ANSWER_LOST:
      design_stall (design, QWENTTS_SIMULATOR_SUBMIT, 0);
      break;
    case STOP_POLLING:
      design_stall (design, QWENTTS_SIMULATOR_POLL, 0);
      break;
    case STOP_DOWNLOAD_BEGUN:
      design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, 0);
      break;
    case STOP_DOWNLOADING:
      design_stall (design, QWENTTS_SIMULATOR_DOWNLOAD, -100);
      break;
    default:
      break;
  }
}

void
stop_phase_wait (StopPhase phase, Design * design)
{
  if (phase <= STOP_ANSWER_LOST)
    design_wait_for (design, QWENTTS_SIMULATOR_SUBMIT, 1);
  else if (phase == STOP_POLLING)
    design_wait_for (design, QWENTTS_SIMULATOR_POLL, 1);
  else if (phase >= STOP_DOWNLOAD_BEGUN)
    design_wait_for (design, QWENTTS_SIMULATOR_DOWNLOAD, 1);
}

/* The task that the first poll was for. */
static gchar *
get_polled_id (Design * design)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);

  return g_path_get_basename (design_get_request (requests,
          QWENTTS_SIMULATOR_POLL, 0)->path);
}

void
stop_phase_assert_left (StopPhase phase, Design * design)
{
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autofree gchar *id = phase >= STOP_POLLING ? get_polled_id (design) : NULL;

  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  g_assert_cmpstr (record->task_id, ==, id);
  g_assert_null (record->audio.format);
  if (phase <= STOP_ANSWER_LOST)
    g_assert_cmpint (record->state, ==, QWENTTS_RECORD_ASKED);
  else if (phase == STOP_POLLING || design->text)
    g_assert_cmpint (record->state, ==, QWENTTS_RECORD_PENDING);
  else
    g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
}

static GError *
cancel_job (const gchar * voice, GCancellable * cancellable, gpointer data)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

void
stop_phase_leave (StopPhase phase, Design * design)
{
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autoptr (GError) error = NULL;

  if (phase == STOP_VOICE_NAMED)
    qwentts_job_set_voice_func (run->job, cancel_job, NULL);
  stop_phase_prepare (phase, design);
  run_start (run);
  stop_phase_wait (phase, design);
  if (phase == STOP_VOICE_NAMED)
    run_join (run);
  else
    run_stop (run);
  error = run_assert_failed (run, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stop_phase_assert_left (phase, design);
}

void
stop_phase_leave_each (Design * design)
{
  for (guint phase = 0; phase < STOP_N_PHASES; phase++) {
    g_autoptr (Run) stopped = run_new (design, NULL, DESIGN_PLAIN);
    QwenttsSimulatorKind kind = phase <= STOP_ANSWER_LOST
        ? QWENTTS_SIMULATOR_SUBMIT : phase == STOP_POLLING
        ? QWENTTS_SIMULATOR_POLL : QWENTTS_SIMULATOR_DOWNLOAD;
    guint count = design_count (design, kind);

    if (phase == STOP_VOICE_NAMED)
      continue;
    stop_phase_prepare (phase, design);
    run_start (stopped);
    design_wait_for (design, kind, count + 1);
    run_stop (stopped);
    qwentts_simulator_clear_faults (design->service->simulator);
  }
}

void
stop_phase_assert_told (StopPhase phase, Design * design, Run * run,
    Run * follower)
{
  gdouble price = design->text ? DESIGN_TEXT_PRICE : DESIGN_PRICE;
  gdouble told = run_get_credits (run)
      + (follower ? run_get_credits (follower) : 0);

  /* Whoever knew its task has told it. */
  if (phase > STOP_ANSWER_LOST)
    price = 0;
  g_assert_cmpfloat (told, ==, price);
  if (design->text == NULL)
    g_assert_cmpfloat (qwentts_job_get_voice (run->job)->credits, ==, price);
}

void
stop_phase_assert_resumed (StopPhase phase, Design * design, Run * run)
{
  g_autoptr (QwenttsRecord) record = NULL;

  run_assert_done (run);
  run_assert_no_warning (run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  design_assert_same_posts (design, phase <= STOP_ANSWER_LOST ? 2 : 1);
  design_assert_kept (design, run);
  if (design->text)
    return;
  record = design_peek (design);
  g_assert_cmpstr (record->audio.format, ==, "wav");
  g_assert_cmpstr (qwentts_fields_get (record->request, "sample-rate"), ==,
      "16000");
  g_assert_null (qwentts_job_get_pcm_caps (run->job));
}

void
stop_phase_add_tests (const gchar * path, StopPhase first, StopPhase end,
    GTestDataFunc function)
{
  for (gsize i = first; i < end; i++) {
    g_autofree gchar *full = g_strconcat (path, "-", stop_phase_names[i], NULL);

    g_test_add_data_func (full, GSIZE_TO_POINTER (i), function);
  }
}

void
stop_phase_add_text_tests (const gchar * path, GTestDataFunc function)
{
  stop_phase_add_tests (path, 0, STOP_VOICE_NAMED, function);
  stop_phase_add_tests (path, STOP_DOWNLOAD_BEGUN, STOP_N_PHASES, function);
}
