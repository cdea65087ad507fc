/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design with a disk that is full, or a folder that cannot be used. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stop-phase.h"
#include "store/faulty.h"

/* More calls than a design makes. */
#define N_CALLS_MAX 200

/* The job has the voice and its preview; the disk may have nothing. */
static void
assert_works (Design * design, Run * run)
{
  const gchar *voice = qwentts_job_get_voice (run->job)->name;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) preview = NULL;
  g_autoptr (GBytes) heard = NULL;

  run_assert_done (run);
  preview = qwentts_simulator_get_preview (design->service->simulator, voice,
      &error);
  g_assert_no_error (error);
  heard = run_read_clip (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (heard, preview));
}

static void
assert_warned_of_voice (Run * run)
{
  guint n_others;

  g_assert_cmpuint (run_count_warnings (run,
          qwentts_job_get_voice (run->job)->name, &n_others), ==, 1);
  g_assert_cmpuint (n_others, ==, 0);
}

/* Folders. */

static void
spoil_by_file (Design * design)
{
  g_autofree gchar *parent = g_path_get_dirname (design->rig->folder);

  g_mkdir (parent, 0700);
  rig_write (design->rig->folder, "no folder");
}

static void
spoil_by_mode (Design * design)
{
  g_mkdir_with_parents (design->rig->folder, 0700);
  g_assert_cmpint (g_chmod (design->rig->folder, 0777), ==, 0);
}

static void
spoil_by_link (Design * design)
{
  g_autofree gchar *parent = g_path_get_dirname (design->rig->folder);

  g_mkdir (parent, 0700);
  g_assert_cmpint (symlink (design->rig->root, design->rig->folder), ==, 0);
}

static void
spoil_by_lock (Design * design)
{
  g_autofree gchar *lock = g_build_filename (design->rig->folder, "lock", NULL);

  g_mkdir_with_parents (lock, 0700);
}

/* Only root may give a folder away. */
static void
spoil_by_owner (Design * design)
{
  g_mkdir_with_parents (design->rig->folder, 0700);
  if (chown (design->rig->folder, 65534, 65534) < 0)
    spoil_by_mode (design);
}

static void
spoil_by_place (Design * design)
{
  g_clear_pointer (&design->rig->store, qwentts_store_unref);
  design->rig->store = qwentts_store_new ("/proc/qwentts/voices",
      QWENTTS_KIND_VOICE);
}

static void
test_unusable_folder_stops_nothing (gconstpointer data)
{
  void (*spoil) (Design *) = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  spoil (design);
  run = design_run (design, DESIGN_PLAIN);
  assert_works (design, run);
  assert_warned_of_voice (run);
}

static void
test_read_only_folder_stops_nothing (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  faulty_fail_at (0, EROFS);
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  assert_works (design, run);
  assert_warned_of_voice (run);
}

/* What is on disk is gone on with, even where nothing more can be written. */
static void
test_read_only_folder_is_read (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (QwenttsRecord) after = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  stop_phase_leave (phase, design);
  before = design_peek (design);
  faulty_fail_at (0, EROFS);
  design->request.response_format = "pcm";
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  assert_works (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  design_assert_same_posts (design, phase == STOP_ANSWER_LOST ? 2 : 1);
  after = design_peek (design);
  g_assert_cmpint (after->state, ==, before->state);
  if (phase != STOP_DOWNLOADING)
    assert_warned_of_voice (run);
}

static void
test_read_only_folder_gives_what_is_there (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) first = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  first = design_run_well (design, DESIGN_PLAIN);
  faulty_fail_at (0, EROFS);
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  design_assert_kept (design, run);
  run_assert_no_warning (run);
  g_assert_true (qwentts_job_get_voice (run->job)->is_cached);
}

static void
test_read_only_folder_does_not_forbid_another_voice (void)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) first = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  first = design_run_well (design, DESIGN_PLAIN);
  faulty_fail_at (0, EROFS);
  run = design_run (design, DESIGN_ANEW);
  faulty_reset ();
  assert_works (design, run);
  assert_warned_of_voice (run);
  g_assert_false (qwentts_job_get_voice (run->job)->is_cached);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
  design_assert_kept (design, first);
}

/* A full disk. */

static gboolean
is_on_disk (Design * design, Run * run)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (design->rig->store,
      design->rig->key, NULL);

  return record && record->state == QWENTTS_RECORD_READY
      && g_strcmp0 (qwentts_fields_get (record->result, "voice"),
      qwentts_job_get_voice (run->job)->name) == 0;
}

static gboolean
has_audio_on_disk (Design * design)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (design->rig->store,
      design->rig->key, NULL);

  return record && record->audio.format;
}

/* Runs a design whose n-th call to the system fails, and perhaps all later
 * ones.
 *
 * Returns: whether there is no such call */
static gboolean
fail_at (guint n, gboolean is_once)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = NULL;
  guint n_calls, n_of_voice, n_of_audio;

  faulty_reset ();
  if (is_once)
    faulty_fail_once_at (n, ENOSPC);
  else
    faulty_fail_at (n, ENOSPC);
  run = design_run (design, DESIGN_PLAIN);
  n_calls = faulty_get_n_calls ();
  faulty_reset ();

  assert_works (design, run);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  n_of_voice = run_count_warnings (run, qwentts_job_get_voice (run->job)->name,
      &n_of_audio);
  g_assert_cmpuint (n_of_voice + n_of_audio, <=, 1);
  if (!is_on_disk (design, run))
    g_assert_cmpuint (n_of_voice, ==, 1);
  else if (!has_audio_on_disk (design))
    g_assert_cmpuint (n_of_voice + n_of_audio, ==, 1);
  return n_calls <= n;
}

static void
test_full_disk_stops_nothing (gconstpointer data)
{
  gboolean is_over = FALSE;
  guint n;

  for (n = 0; !is_over && n < N_CALLS_MAX; n++)
    is_over = fail_at (n, GPOINTER_TO_INT (data));
  g_assert_true (is_over);
  g_assert_cmpuint (n, >, 20);
}

/* The disk is full as soon as the voice is told. */
static GError *
fill_disk (const gchar * voice, GCancellable * cancellable, gpointer data)
{
  faulty_fail_all (data, ENOSPC);
  return NULL;
}

static void
test_full_disk_for_the_audio_costs_the_audio (gconstpointer word)
{
  g_autoptr (Design) design = design_new (NULL, &faulty_system);
  g_autoptr (Run) run = run_new (design, NULL, DESIGN_PLAIN);
  g_autofree gchar *temp = rig_make_path (design->rig, ".audio.tmp");
  guint n_others;

  faulty_reset ();
  qwentts_job_set_voice_func (run->job, fill_disk, (gpointer) word);
  run_here (run);
  faulty_reset ();
  assert_works (design, run);
  g_assert_true (is_on_disk (design, run));
  g_assert_false (has_audio_on_disk (design));
  g_assert_false (rig_exists (temp));
  g_assert_cmpuint (run_count_warnings (run, "could not be kept", &n_others),
      ==, 1);
  g_assert_cmpuint (n_others, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const gchar *path;
    void (*spoil) (Design *);
  } folders[] = {
    {"/design-disk/file-for-a-folder-stops-nothing", spoil_by_file},
    {"/design-disk/folder-of-all-stops-nothing", spoil_by_mode},
    {"/design-disk/folder-of-another-stops-nothing", spoil_by_owner},
    {"/design-disk/link-for-a-folder-stops-nothing", spoil_by_link},
    {"/design-disk/folder-for-a-lock-stops-nothing", spoil_by_lock},
    {"/design-disk/folder-that-cannot-be-stops-nothing", spoil_by_place},
  };

  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-disk/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/design-disk/" path, data, function)
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_test_add_data_func (folders[i].path, folders[i].spoil,
        test_unusable_folder_stops_nothing);
  ADD ("read-only-folder-stops-nothing", test_read_only_folder_stops_nothing);
  ADD_WITH ("read-only-request-is-repeated", GINT_TO_POINTER (STOP_ANSWER_LOST),
      test_read_only_folder_is_read);
  ADD_WITH ("read-only-task-is-gone-on-with", GINT_TO_POINTER (STOP_POLLING),
      test_read_only_folder_is_read);
  ADD_WITH ("read-only-voice-gets-its-preview",
      GINT_TO_POINTER (STOP_DOWNLOADING), test_read_only_folder_is_read);
  ADD ("read-only-folder-gives-what-is-there",
      test_read_only_folder_gives_what_is_there);
  ADD ("read-only-folder-does-not-forbid-another-voice",
      test_read_only_folder_does_not_forbid_another_voice);
  ADD_WITH ("full-disk-stops-nothing", GINT_TO_POINTER (FALSE),
      test_full_disk_stops_nothing);
  ADD_WITH ("disk-that-is-full-for-a-moment-stops-nothing",
      GINT_TO_POINTER (TRUE), test_full_disk_stops_nothing);
  ADD_WITH ("audio-that-cannot-be-created-costs-itself", "create",
      test_full_disk_for_the_audio_costs_the_audio);
  ADD_WITH ("audio-that-cannot-be-written-costs-itself", "write",
      test_full_disk_for_the_audio_costs_the_audio);
  ADD_WITH ("audio-that-cannot-be-synced-costs-itself", "sync-file",
      test_full_disk_for_the_audio_costs_the_audio);
  ADD_WITH ("audio-that-cannot-be-renamed-costs-itself", "rename",
      test_full_disk_for_the_audio_costs_the_audio);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
