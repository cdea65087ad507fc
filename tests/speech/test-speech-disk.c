/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech with a disk that is full, or read-only: it is heard all the same, and
 * one warning tells of it. */
#include <errno.h>
#include <string.h>

#include "speech/speech.h"
#include "stop-phase.h"
#include "store/faulty.h"

/* More calls than a speech makes. */
#define N_CALLS_MAX 200

#define SCRIPT "One sentence is spoken now by the announcer. Another sentence " \
  "comes behind it by itself. And the last one is said at the end of all."
#define MAX_LENGTH 50
#define N_SEGMENTS 4

static gboolean
is_ready (Design * design)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (design->rig->store,
      design->rig->key, NULL);

  return record && record->state == QWENTTS_RECORD_READY;
}

static guint
count_warnings (Run * run)
{
  guint n_others;

  return run_count_warnings (run, "could not be kept", &n_others) + n_others;
}

/* Runs a job whose n-th call to the system fails, and perhaps all later ones.
 *
 * Returns: whether there is no such call */
static gboolean
fail_at (guint n, gboolean is_once)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autofree gchar *temp = rig_make_path (design->rig, ".audio.tmp");
  g_autoptr (Run) run = NULL;
  guint n_calls, n_warnings;

  faulty_reset ();
  if (is_once)
    faulty_fail_once_at (n, ENOSPC);
  else
    faulty_fail_at (n, ENOSPC);
  run = design_run (design, DESIGN_PLAIN);
  n_calls = faulty_get_n_calls ();
  faulty_reset ();

  design_assert_heard (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  n_warnings = count_warnings (run);
  g_assert_cmpuint (n_warnings, <=, 1);
  if (!is_ready (design))
    g_assert_cmpuint (n_warnings, ==, 1);
  else
    design_assert_kept (design, run);
  if (is_once)
    g_assert_false (rig_exists (temp));
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
  g_assert_cmpuint (n, >, 15);
}

static void
test_disk_of_a_kind_that_fails_costs_the_audio (gconstpointer word)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;

  faulty_reset ();
  faulty_fail_all (word, ENOSPC);
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  design_assert_heard (design, run);
  g_assert_false (is_ready (design));
  g_assert_cmpuint (count_warnings (run), ==, 1);

  /* Once there is room. */
  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  run_assert_no_warning (again);
}

/* What is on disk is gone on with, even where nothing more can be written. */
static void
test_read_only_folder_is_read (gconstpointer data)
{
  const StopPhase phase = GPOINTER_TO_INT (data);
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (QwenttsRecord) before = NULL;
  g_autoptr (QwenttsRecord) after = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  stop_phase_leave (phase, design);
  before = design_peek (design);
  faulty_fail_at (0, EROFS);
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  design_assert_heard (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  design_assert_same_posts (design, phase == STOP_ANSWER_LOST ? 2 : 1);
  after = design_peek (design);
  g_assert_cmpint (after->state, ==, before->state);
  g_assert_cmpuint (count_warnings (run), ==, 1);
}

static void
test_read_only_folder_gives_what_is_there (void)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  g_autoptr (Run) first = NULL;
  g_autoptr (Run) run = NULL;

  faulty_reset ();
  first = design_run_well (design, DESIGN_PLAIN);
  faulty_fail_at (0, EROFS);
  run = design_run (design, DESIGN_PLAIN);
  faulty_reset ();
  design_assert_kept (design, run);
  run_assert_no_warning (run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
}

/* A script of many segments. */

typedef struct
{
  guint n_warnings;
  guint n_segments;
  guint64 n_bytes;
} Heard;

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Heard *heard = user_data;

  heard->n_segments++;
}

static void
note_duration (GstClockTime duration, gboolean is_final, gpointer user_data)
{
}

static void
note_warning (const GError * warning, gpointer user_data)
{
  Heard *heard = user_data;

  heard->n_warnings++;
}

static const QwenttsSpeechFuncs funcs = {
  .progress = note_progress,.segment = note_segment,
  .duration = note_duration,.warning = note_warning
};

static Heard
say_script (Design * design)
{
  const QwenttsVoiceSettings settings = {
    .model = (gchar *) "qwen3-tts-vd",.voice = (gchar *) DESIGN_VOICE,
    .store = design->rig->store,.base_url = design->base_url
  };
  Heard heard = { 0 };
  g_autoptr (QwenttsSpeech) speech = qwentts_speech_new (design->client, 1,
      &funcs, &heard);
  g_autoptr (GError) error = NULL;
  GstBuffer *buffer;

  g_assert_true (qwentts_speech_push_text (speech, SCRIPT, &settings,
          MAX_LENGTH));
  qwentts_speech_close (speech);
  while ((buffer = qwentts_speech_pull (speech, NULL, &error))) {
    heard.n_bytes += gst_buffer_get_size (buffer);
    gst_buffer_unref (buffer);
  }
  g_assert_no_error (error);
  qwentts_speech_stop (speech);
  g_assert_cmpuint (heard.n_segments, ==, N_SEGMENTS);
  return heard;
}

static guint
count_ready (Design * design)
{
  g_autoptr (GPtrArray) records = qwentts_store_list (design->rig->store,
      NULL, NULL, NULL);
  guint n = 0;

  for (guint i = 0; records && i < records->len; i++)
    n += ((QwenttsRecord *) records->pdata[i])->state == QWENTTS_RECORD_READY;
  return n;
}

/* Returns: whether there is no such call */
static gboolean
say_with_a_fault_at (Design * design, guint n, const Heard * wanted)
{
  Heard heard;
  guint n_calls;

  faulty_reset ();
  faulty_fail_at (n, ENOSPC);
  heard = say_script (design);
  n_calls = faulty_get_n_calls ();
  faulty_reset ();

  g_assert_cmpuint (heard.n_bytes, ==, wanted->n_bytes);
  g_assert_cmpuint (heard.n_warnings, <=, 1);
  if (count_ready (design) < N_SEGMENTS)
    g_assert_cmpuint (heard.n_warnings, ==, 1);
  return n_calls <= n;
}

static void
test_full_disk_is_told_once_for_a_script (void)
{
  g_autoptr (Design) whole = design_new_text (NULL, &faulty_system);
  Heard wanted;
  gboolean is_over = FALSE;

  faulty_reset ();
  wanted = say_script (whole);
  g_assert_cmpuint (wanted.n_warnings, ==, 0);
  g_assert_cmpuint (count_ready (whole), ==, N_SEGMENTS);
  for (guint n = 0; !is_over && n < N_CALLS_MAX; n += 3) {
    g_autoptr (Design) design = design_new_text (NULL, &faulty_system);

    is_over = say_with_a_fault_at (design, n, &wanted);
  }
  g_assert_true (is_over);
}

static void
damage_all_entries (Design * design)
{
  g_autoptr (GDir) dir = g_dir_open (design->rig->folder, 0, NULL);
  const gchar *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (design->rig->folder, name, NULL);

    if (g_str_has_suffix (name, ".entry"))
      g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  }
}

/* That something old was damaged does not hide that nothing new can be kept. */
static void
test_damage_and_a_full_disk_are_both_told (void)
{
  g_autoptr (Design) design = design_new_text (NULL, &faulty_system);
  Heard heard;

  faulty_reset ();
  say_script (design);
  damage_all_entries (design);
  faulty_fail_all ("write", ENOSPC);
  heard = say_script (design);
  faulty_reset ();
  g_assert_cmpuint (heard.n_warnings, ==, 2);
}

int
main (int argc, char **argv)
{
  static const gchar *const words[] = { "create", "write", "sync-file",
    "rename"
  };

  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/speech-disk/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-disk/" path, data, function)
  ADD_WITH ("full-disk-stops-nothing", GINT_TO_POINTER (FALSE),
      test_full_disk_stops_nothing);
  ADD_WITH ("disk-that-is-full-for-a-moment-stops-nothing",
      GINT_TO_POINTER (TRUE), test_full_disk_stops_nothing);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree gchar *path = g_strdup_printf ("/speech-disk/disk-without-%s-"
        "costs-the-audio", words[i]);

    g_test_add_data_func (path, words[i],
        test_disk_of_a_kind_that_fails_costs_the_audio);
  }
  ADD_WITH ("read-only-request-is-repeated", GINT_TO_POINTER (STOP_ANSWER_LOST),
      test_read_only_folder_is_read);
  ADD_WITH ("read-only-task-is-gone-on-with", GINT_TO_POINTER (STOP_POLLING),
      test_read_only_folder_is_read);
  ADD_WITH ("read-only-download-is-gone-on-with",
      GINT_TO_POINTER (STOP_DOWNLOADING), test_read_only_folder_is_read);
  ADD ("read-only-folder-gives-what-is-there",
      test_read_only_folder_gives_what_is_there);
  ADD ("full-disk-is-told-once-for-a-script",
      test_full_disk_is_told_once_for_a_script);
  ADD ("damage-and-a-full-disk-are-both-told",
      test_damage_and_a_full_disk_are_both_told);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
