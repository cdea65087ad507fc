/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "design-phase.h"

static const gchar *const names[] = {
  [DESIGN_PHASE_SUBMITTING] = "while-submitting",
  [DESIGN_PHASE_POLLING] = "while-polling",
  [DESIGN_PHASE_OPENING] = "while-opening-the-preview",
  [DESIGN_PHASE_DOWNLOADING] = "while-downloading",
  [DESIGN_PHASE_PREVIEW] = "while-pushing-the-preview",
  [DESIGN_PHASE_PAUSED] = "while-paused",
  [DESIGN_PHASE_SPEECH_SUBMITTING] = "while-submitting-the-text",
  [DESIGN_PHASE_SPEECH_POLLING] = "while-polling-the-speech",
  [DESIGN_PHASE_SPEECH_OPENING] = "while-opening-the-speech",
  [DESIGN_PHASE_SPEECH_DOWNLOADING] = "while-downloading-the-speech",
  [DESIGN_PHASE_SPEECH] = "while-pushing-the-speech",
  [DESIGN_PHASE_ENDED] = "after-the-end",
  [DESIGN_PHASE_FAILED] = "after-a-failure",
  [DESIGN_PHASE_SPEECH_FAILED] = "after-a-failure-of-the-speech",
};

/* Its download may come before that of the preview. */
static gboolean
is_download_of_speech (DesignPhase phase)
{
  return phase == DESIGN_PHASE_SPEECH_OPENING
      || phase == DESIGN_PHASE_SPEECH_DOWNLOADING;
}

/* What is the matter with the requests of a kind: with that of the speech, if that
 * of the design is let through. */
static void
add_fault (Rig * rig, DesignPhase phase)
{
  const QwenttsSimulatorFault none = { 0 };
  const QwenttsSimulatorFault lost = {.count = 100,.lost_before = TRUE,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  QwenttsSimulatorFault stall = {.count = 100,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  QwenttsSimulatorKind kind = QWENTTS_SIMULATOR_DOWNLOAD;

  if (phase == DESIGN_PHASE_SUBMITTING
      || phase == DESIGN_PHASE_SPEECH_SUBMITTING)
    kind = QWENTTS_SIMULATOR_SUBMIT;
  if (phase == DESIGN_PHASE_DOWNLOADING
      || phase == DESIGN_PHASE_SPEECH_DOWNLOADING)
    stall.cut = 20000;
  if (phase == DESIGN_PHASE_SPEECH_SUBMITTING)
    qwentts_simulator_add_fault (rig->simulator, kind, &none);
  qwentts_simulator_add_fault (rig->simulator, kind,
      kind == QWENTTS_SIMULATOR_SUBMIT ? &lost : &stall);
}

static gboolean
is_manual (DesignPhase phase)
{
  return phase == DESIGN_PHASE_POLLING || phase == DESIGN_PHASE_SPEECH_POLLING
      || phase == DESIGN_PHASE_SPEECH_FAILED || is_download_of_speech (phase);
}

Rig *
design_phase_new_rig (DesignPhase phase)
{
  const QwenttsSimulatorOptions options = {.is_manual = is_manual (phase) };
  Rig *rig = design_rig_new (&options);

  if (phase == DESIGN_PHASE_SUBMITTING || phase == DESIGN_PHASE_OPENING
      || phase == DESIGN_PHASE_DOWNLOADING
      || phase == DESIGN_PHASE_SPEECH_SUBMITTING)
    add_fault (rig, phase);
  if (phase == DESIGN_PHASE_FAILED)
    qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  return rig;
}

static void
wait_for_request (Rig * rig, QwenttsSimulatorKind kind, guint count)
{
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind, count));
}

static void
wait_for_message (Rig * rig, GstMessageType type)
{
  gst_message_unref (rig_wait_for_message (rig, type));
}

/* In the streaming thread, before the first buffer of the speech. */
static void
block_at_the_speech (Rig * rig, GstMessage * message)
{
  if (!gst_message_has_name (message, "qwentts/segment"))
    return;
  rig->on_message = NULL;
  rig_block (rig);
}

/* With the design completed, and the text submitted. */
static void
let_the_design_pass (Rig * rig)
{
  guint n_polls;

  wait_for_request (rig, QWENTTS_SIMULATOR_POLL, 1);
  qwentts_simulator_finish_jobs (rig->simulator, FALSE);
  wait_for_request (rig, QWENTTS_SIMULATOR_SUBMIT, 2);
  n_polls = qwentts_simulator_count (rig->simulator, QWENTTS_SIMULATOR_POLL);
  wait_for_request (rig, QWENTTS_SIMULATOR_POLL, n_polls + 2);
}

/* With the preview's download behind it. */
static void
let_the_speech_be_downloaded (Rig * rig, DesignPhase phase)
{
  let_the_design_pass (rig);
  wait_for_request (rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
  add_fault (rig, phase);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
}

/* The stream has come to the speech. */
static void
wait_for_the_speech (Rig * rig)
{
  rig_wait_for_progress_of (rig, design_rig_get_speech (rig),
      GST_PROGRESS_TYPE_START);
}

static void
start (Rig * rig, DesignPhase phase)
{
  if (phase == DESIGN_PHASE_PREVIEW)
    rig_block (rig);
  if (phase == DESIGN_PHASE_SPEECH)
    rig->on_message = block_at_the_speech;
  rig_start (rig, phase == DESIGN_PHASE_PAUSED ? GST_STATE_PAUSED
      : GST_STATE_PLAYING);
}

static void
fail_the_speech (Rig * rig)
{
  wait_for_request (rig, QWENTTS_SIMULATOR_POLL, 1);
  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  wait_for_message (rig, GST_MESSAGE_ERROR);
}

void
design_phase_enter (Rig * rig, DesignPhase phase)
{
  start (rig, phase);

  switch (phase) {
    case DESIGN_PHASE_SUBMITTING:
      wait_for_request (rig, QWENTTS_SIMULATOR_SUBMIT, 1);
      break;
    case DESIGN_PHASE_POLLING:
      wait_for_request (rig, QWENTTS_SIMULATOR_POLL, 2);
      break;
    case DESIGN_PHASE_OPENING:
      wait_for_request (rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
      break;
    case DESIGN_PHASE_DOWNLOADING:
      rig_wait_for_buffers (rig, 2);
      break;
    case DESIGN_PHASE_PREVIEW:
      rig_wait_until_blocked (rig);
      wait_for_request (rig, QWENTTS_SIMULATOR_DOWNLOAD, 2);
      break;
    case DESIGN_PHASE_PAUSED:
      wait_for_message (rig, GST_MESSAGE_ASYNC_DONE);
      break;
    case DESIGN_PHASE_SPEECH_SUBMITTING:
      wait_for_request (rig, QWENTTS_SIMULATOR_SUBMIT, 2);
      wait_for_the_speech (rig);
      break;
    case DESIGN_PHASE_SPEECH_POLLING:
      let_the_design_pass (rig);
      wait_for_the_speech (rig);
      break;
    case DESIGN_PHASE_SPEECH_OPENING:
      let_the_speech_be_downloaded (rig, phase);
      wait_for_request (rig, QWENTTS_SIMULATOR_DOWNLOAD, 2);
      wait_for_the_speech (rig);
      break;
    case DESIGN_PHASE_SPEECH_DOWNLOADING:
      let_the_speech_be_downloaded (rig, phase);
      gst_message_unref (rig_wait_for_named (rig, "qwentts/segment"));
      break;
    case DESIGN_PHASE_SPEECH:
      rig_wait_until_blocked (rig);
      break;
    case DESIGN_PHASE_ENDED:
      wait_for_message (rig, GST_MESSAGE_EOS);
      break;
    case DESIGN_PHASE_FAILED:
      wait_for_message (rig, GST_MESSAGE_ERROR);
      break;
    case DESIGN_PHASE_SPEECH_FAILED:
      fail_the_speech (rig);
      break;
    case N_DESIGN_PHASES:
      g_assert_not_reached ();
  }
}

void
design_phase_release (Rig * rig, DesignPhase phase)
{
  if (phase == DESIGN_PHASE_PREVIEW || phase == DESIGN_PHASE_SPEECH)
    rig_unblock (rig);
  if (is_manual (phase))
    qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  qwentts_simulator_clear_faults (rig->simulator);
}

void
design_phase_add_tests (const gchar * sentence, GTestDataFunc function,
    DesignPhase end)
{
  for (DesignPhase phase = 0; phase < end; phase++) {
    g_autofree gchar *path = g_strdup_printf ("/voicedesign/%s-%s", sentence,
        names[phase]);

    g_test_add_data_func (path, GINT_TO_POINTER ((gint) phase), function);
  }
}
