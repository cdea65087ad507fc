/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech whose record is damaged or old, or whose audio is not what it was. */
#include <glib/gstdio.h>
#include <string.h>

#include "api/error.h"
#include "later.h"
#include "stop-phase.h"

#define LATER_S (DESIGN_DAY_S + 60)

static void
assert_asked_anew (Design * design, Run * run)
{
  design_assert_kept (design, run);
  run_assert_no_warning (run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 2);
  g_assert_cmpfloat (run_get_credits (run), ==, DESIGN_TEXT_PRICE);
}

static void
test_damaged_entry_is_moved_aside (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
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
  g_assert_cmpuint (design_get_n_tasks (design), ==, 2);
}

/* More than a day ago. */

static void
test_old_request_is_asked_anew (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (QwenttsRecord) after = NULL;
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_ANSWER_LOST, design);
  before = design_peek (design);
  run = later_run (design, LATER_S);
  assert_asked_anew (design, run);
  after = design_peek (design);
  g_assert_cmpstr (after->idempotency_key, !=, before->idempotency_key);
}

/* A clock that was set, and a restart, do not make a young request old: it is
 * repeated under its key. */
static const LaterClocks young[] = {
  {"set-forward", 10 * LATER_S, 60, FALSE},
  {"set-back", -10 * LATER_S, 60, FALSE},
  {"restarted", 3600, 5, TRUE},
  {"restarted-and-set-back", -10 * LATER_S, 5, TRUE},
};

static void
test_young_request_is_repeated (gconstpointer clocks)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_ANSWER_LOST, design);
  run = later_run_by (design, clocks);
  stop_phase_assert_resumed (STOP_ANSWER_LOST, design, run);
}

static const LaterClocks old[] = {
  {"set-back", -10 * LATER_S, LATER_S, FALSE},
  {"restarted", LATER_S, 5, TRUE},
};

static void
test_old_one_is_old_by_any_clock (gconstpointer clocks)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_ANSWER_LOST, design);
  run = later_run_by (design, clocks);
  assert_asked_anew (design, run);
}

static void
add_tests_of_clocks (const gchar * name, const LaterClocks * clocks,
    guint n_clocks, GTestDataFunc test)
{
  for (guint i = 0; i < n_clocks; i++) {
    g_autofree gchar *path = g_strdup_printf ("/speech-old/%s-when-%s", name,
        clocks[i].path);

    g_test_add_data_func (path, &clocks[i], test);
  }
}

/* Only the service knows whether it is gone. */
static void
test_old_task_is_looked_at (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  run = later_run (design, LATER_S);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

static void
test_old_task_that_is_unknown_is_asked_anew (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = later_run (design, LATER_S);
  assert_asked_anew (design, run);
}

static void
test_old_task_without_audio_is_asked_anew (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;

  stop_phase_leave (STOP_POLLING, design);
  design_answer (design, QWENTTS_SIMULATOR_POLL,
      "{\"id\":\"x\",\"status\":\"completed\"}");
  run = later_run (design, LATER_S);
  assert_asked_anew (design, run);
}

/* What is not there yet may come. */
static void
test_young_task_without_audio_is_told (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  stop_phase_leave (STOP_POLLING, design);
  design_answer (design, QWENTTS_SIMULATOR_POLL,
      "{\"id\":\"x\",\"status\":\"completed\"}");
  run = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

static void
test_kept_one_does_not_age (void)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Run) run = later_run (design, 100 * LATER_S);

  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_POLL), ==, 1);
}

/* The file of a speech that is kept. */

/* Kept, and then not there, or shorter.
 *
 * @text: (nullable) */
static Design *
new_without_audio (const gchar * text)
{
  Design *design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");

  g_assert_cmpint (g_unlink (path), ==, 0);
  if (text)
    rig_write (path, text);
  return design;
}

static void
test_missing_audio_is_fetched_again (gconstpointer text)
{
  g_autoptr (Design) design = new_without_audio (text);
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);
  g_autoptr (Run) again = NULL;
  guint n_others;

  design_assert_kept (design, run);
  g_assert_cmpuint (run_count_warnings (run, "not as long", &n_others), ==,
      text != NULL);
  g_assert_cmpuint (n_others, ==, 0);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_DOWNLOAD), ==, 2);
  again = design_run_well (design, DESIGN_PLAIN);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_DOWNLOAD), ==, 2);
}

static void
test_missing_audio_behind_a_dead_link_is_asked_anew (void)
{
  const QwenttsSimulatorFault gone = {.status = 403 };
  g_autoptr (Design) design = new_without_audio (NULL);
  g_autoptr (Run) run = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &gone);
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
}

static void
test_missing_audio_of_an_unknown_task_is_asked_anew (void)
{
  g_autoptr (Design) design = new_without_audio (NULL);
  g_autoptr (Run) run = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_POLL, 404, "task_not_found");
  run = design_run (design, DESIGN_PLAIN);
  assert_asked_anew (design, run);
}

static void
test_old_missing_audio_is_asked_anew (void)
{
  g_autoptr (Design) design = new_without_audio (NULL);
  g_autoptr (Run) run = later_run (design, LATER_S);

  assert_asked_anew (design, run);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_POLL), ==, 2);
}

/* It was paid for: nothing is thrown away before the new one is there. */
static void
test_missing_audio_stays_fetchable_after_a_failure (void)
{
  g_autoptr (Design) design = new_without_audio (NULL);
  g_autoptr (Run) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;

  design_refuse (design, QWENTTS_SIMULATOR_DOWNLOAD, 500, "internal_error");
  failed = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (failed, QWENTTS_ERROR, QWENTTS_ERROR_SERVER);
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* What is no audio. */

static void
test_what_cannot_be_decoded_is_not_kept (gconstpointer body)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  const QwenttsSimulatorFault fault = {.body = bytes,
    .content_type = "text/html"
  };
  g_autofree gchar *audio = rig_make_path (design->rig, ".audio");
  g_autofree gchar *temp = rig_make_path (design->rig, ".audio.tmp");
  g_autoptr (Run) bad = NULL;
  g_autoptr (Run) run = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &fault);
  bad = design_run_well (design, DESIGN_PLAIN);
  run_assert_no_warning (bad);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  g_assert_false (rig_exists (audio));
  g_assert_false (rig_exists (temp));

  /* The task is there all the same. */
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

static void
test_download_that_breaks_off_is_not_kept (void)
{
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -1000
  };
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autofree gchar *audio = rig_make_path (design->rig, ".audio");
  g_autoptr (Run) broken = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  broken = design_run (design, DESIGN_PLAIN);
  error = run_assert_failed (broken, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  design_assert_state (design, QWENTTS_RECORD_PENDING);
  g_assert_false (rig_exists (audio));
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-old/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-old/" path, data, function)
  ADD ("damaged-entry-is-moved-aside", test_damaged_entry_is_moved_aside);
  ADD ("old-request-is-asked-anew", test_old_request_is_asked_anew);
  add_tests_of_clocks ("young-request-is-repeated", young,
      G_N_ELEMENTS (young), test_young_request_is_repeated);
  add_tests_of_clocks ("old-request-is-asked-anew", old, G_N_ELEMENTS (old),
      test_old_one_is_old_by_any_clock);
  ADD ("old-task-is-looked-at", test_old_task_is_looked_at);
  ADD ("old-task-that-is-unknown-is-asked-anew",
      test_old_task_that_is_unknown_is_asked_anew);
  ADD ("old-task-without-audio-is-asked-anew",
      test_old_task_without_audio_is_asked_anew);
  ADD ("young-task-without-audio-is-told",
      test_young_task_without_audio_is_told);
  ADD ("kept-one-does-not-age", test_kept_one_does_not_age);
  ADD_WITH ("missing-audio-is-fetched-again", NULL,
      test_missing_audio_is_fetched_again);
  ADD_WITH ("cut-audio-is-fetched-again", "RIFF",
      test_missing_audio_is_fetched_again);
  ADD ("missing-audio-behind-a-dead-link-is-asked-anew",
      test_missing_audio_behind_a_dead_link_is_asked_anew);
  ADD ("missing-audio-of-an-unknown-task-is-asked-anew",
      test_missing_audio_of_an_unknown_task_is_asked_anew);
  ADD ("old-missing-audio-is-asked-anew", test_old_missing_audio_is_asked_anew);
  ADD ("missing-audio-stays-fetchable-after-a-failure",
      test_missing_audio_stays_fetchable_after_a_failure);
  ADD_WITH ("page-is-not-kept", "<html>not found</html>",
      test_what_cannot_be_decoded_is_not_kept);
  ADD_WITH ("wav-without-samples-is-not-kept", "RIFF\x04",
      test_what_cannot_be_decoded_is_not_kept);
  ADD_WITH ("empty-file-is-not-kept", "",
      test_what_cannot_be_decoded_is_not_kept);
  ADD ("download-that-breaks-off-is-not-kept",
      test_download_that_breaks_off_is_not_kept);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
