/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "phase.h"

static const gchar *const names[] = {
  [PHASE_SUBMITTING] = "while-submitting",
  [PHASE_POLLING] = "while-polling",
  [PHASE_BACKING_OFF] = "while-backing-off",
  [PHASE_OPENING] = "while-opening-the-file",
  [PHASE_DOWNLOADING] = "while-downloading",
  [PHASE_PUSHING] = "while-pushing",
  [PHASE_PAUSED] = "while-paused",
  [PHASE_ENDED] = "after-the-end",
  [PHASE_FAILED] = "after-a-failure",
};

static void
add_fault (Rig * rig, Phase phase)
{
  const QwenttsSimulatorFault lost = {.count = 100,.lost_before = TRUE,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  const QwenttsSimulatorFault busy = {.count = 100,.status = 503,
    .headers = "Retry-After: 30\r\n"
  };
  const QwenttsSimulatorFault stall = {.count = 100,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  const QwenttsSimulatorFault stall_later = {.count = 100,.cut = 20000,
    .end = QWENTTS_SIMULATOR_END_STALL
  };

  if (phase == PHASE_SUBMITTING)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
        &lost);
  else if (phase == PHASE_BACKING_OFF)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_POLL, &busy);
  else if (phase == PHASE_OPENING)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
        &stall);
  else if (phase == PHASE_DOWNLOADING)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
        &stall_later);
  else if (phase == PHASE_FAILED)
    qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
}

Rig *
phase_new_rig (Phase phase)
{
  const QwenttsSimulatorOptions options = {
    .is_manual = phase == PHASE_POLLING
  };
  Rig *rig = rig_new (&options);

  add_fault (rig, phase);
  return rig;
}

static void
wait_for_request (Rig * rig, QwenttsSimulatorKind kind, guint count)
{
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, kind, count));
}

void
phase_enter (Rig * rig, Phase phase)
{
  if (phase == PHASE_PUSHING)
    rig_block (rig);
  rig_start (rig, phase == PHASE_PAUSED ? GST_STATE_PAUSED : GST_STATE_PLAYING);

  switch (phase) {
    case PHASE_SUBMITTING:
      wait_for_request (rig, QWENTTS_SIMULATOR_SUBMIT, 1);
      break;
    case PHASE_POLLING:
      wait_for_request (rig, QWENTTS_SIMULATOR_POLL, 2);
      break;
    case PHASE_BACKING_OFF:
      wait_for_request (rig, QWENTTS_SIMULATOR_POLL, 1);
      break;
    case PHASE_OPENING:
      wait_for_request (rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
      break;
    case PHASE_DOWNLOADING:
      rig_wait_for_buffers (rig, 2);
      break;
    case PHASE_PUSHING:
      rig_wait_until_blocked (rig);
      break;
    case PHASE_PAUSED:
      gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ASYNC_DONE));
      break;
    case PHASE_FAILED:
      gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
      break;
    case PHASE_ENDED:
      gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
      break;
    case N_PHASES:
      g_assert_not_reached ();
  }
}

void
phase_release (Rig * rig, Phase phase)
{
  if (phase == PHASE_PUSHING)
    rig_unblock (rig);
  if (phase == PHASE_POLLING)
    qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  qwentts_simulator_clear_faults (rig->simulator);
}

void
phase_add_tests (const gchar * sentence, GTestDataFunc function, Phase end)
{
  for (Phase phase = 0; phase < end; phase++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/%s-%s", sentence,
        names[phase]);

    g_test_add_data_func (path, GINT_TO_POINTER ((gint) phase), function);
  }
}
