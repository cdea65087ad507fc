/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design whose record is damaged, incomplete, or more than a day old. */
#include <glib/gstdio.h>
#include <string.h>

#include "api/error.h"
#include "later.h"
#include "stop-phase.h"

static void
test_damaged_entry_is_moved_aside (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autofree gchar *path = rig_make_path (design->rig, ".entry");
  g_autofree gchar *aside = rig_make_path (design->rig, ".damaged-1.entry");
  g_autoptr (Run) run = NULL;
  guint n_others;

  rig_write (path, "not what was written");
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (run_count_warnings (run, "damaged-1", &n_others), ==, 1);
  g_assert_cmpuint (n_others, ==, 0);
  g_assert_true (rig_exists (aside));
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
}

static void
test_missing_audio_is_fetched_again (gconstpointer text)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");
  g_autoptr (Run) run = NULL;
  guint n_others;

  g_unlink (path);
  if (text)
    rig_write (path, text);
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (run_count_warnings (run, "not as long", &n_others), ==,
      text != NULL);
  g_assert_cmpuint (n_others, ==, 0);
  g_assert_true (qwentts_job_get_voice (run->job)->is_cached);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

/* A day later. */
static Run *
run_later (Design * design)
{
  return later_run (design, DESIGN_DAY_S + 60);
}

static void
test_old_request_is_asked_anew (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (QwenttsRecord) after = NULL;
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_ANSWER_LOST, design);
  before = design_peek (design);
  run = run_later (design);
  design_assert_kept (design, run);
  after = design_peek (design);
  g_assert_cmpstr (after->idempotency_key, !=, before->idempotency_key);
}

/* Only the service knows whether it is gone. */
static void
test_old_task_is_looked_at (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  run = run_later (design);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_old_task_that_is_gone_is_asked_anew (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = run_later (design);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
}

/* It was paid for, so it is told. */
static void
test_task_that_is_gone_before_its_time_is_told (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (Run) run = NULL;
  guint n_others;

  stop_phase_leave (STOP_POLLING, design);
  before = design_peek (design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = later_run (design, 60 * 60);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
  g_assert_cmpuint (run_count_warnings (run, before->task_id, &n_others), ==,
      1);
  g_assert_cmpuint (n_others, ==, 0);
}

/* A gateway knows nothing of tasks. */
static void
test_page_that_is_not_found_is_not_believed (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>nginx</html>", 18);
  const QwenttsSimulatorFault fault = {.status = 404,.body = page,
    .content_type = "text/html"
  };
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  stop_phase_leave (STOP_POLLING, design);
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_POLL, &fault);
  run = later_run (design, 60 * 60);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_old_voice_without_preview_is_told (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_DOWNLOADING, design);
  before = qwentts_simulator_get_requests (design->service->simulator);
  run = run_later (design);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "\"preview\" to false"));
  g_assert_nonnull (strstr (error->message,
          qwentts_job_get_voice (run->job)->name));
  g_assert_true (run_get_state (run).has_voice);
  after = qwentts_simulator_get_requests (design->service->simulator);
  g_assert_cmpuint (after->len, ==, before->len);
  design_assert_state (design, QWENTTS_RECORD_READY);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-old/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/design-old/" path, data, function)
  ADD ("damaged-entry-is-moved-aside", test_damaged_entry_is_moved_aside);
  ADD_WITH ("missing-audio-is-fetched-again", NULL,
      test_missing_audio_is_fetched_again);
  ADD_WITH ("cut-audio-is-fetched-again", "RIFF",
      test_missing_audio_is_fetched_again);
  ADD ("old-request-is-asked-anew", test_old_request_is_asked_anew);
  ADD ("old-task-is-looked-at", test_old_task_is_looked_at);
  ADD ("old-task-that-is-gone-is-asked-anew",
      test_old_task_that_is_gone_is_asked_anew);
  ADD ("task-that-is-gone-before-its-time-is-told",
      test_task_that_is_gone_before_its_time_is_told);
  ADD ("page-that-is-not-found-is-not-believed",
      test_page_that_is_not_found_is_not_believed);
  ADD ("old-voice-without-preview-is-told",
      test_old_voice_without_preview_is_told);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
