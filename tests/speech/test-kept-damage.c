/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A file that is kept, of the same length, in which a byte has changed. */
#include "audio/encoded-file.h"
#include "later.h"

#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
/* Of a WAV file. */
#define CODEC_OFFSET 20
#define RATE_OFFSET 24
#define HIGH_SIZE_OFFSET 42
#define SAMPLES_OFFSET 44
#define A_LAW "audioconvert ! alawenc ! wavenc !"
#define LATER_S (DESIGN_DAY_S + 60)

/* Returns: (transfer full): what the file has now */
static GBytes *
change_byte (Design * design, gsize offset)
{
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");
  g_autoptr (GError) error = NULL;
  gchar *bytes;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offset, <, size);
  bytes[offset] ^= 0x40;
  g_file_set_contents (path, bytes, size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

/* An older version wrote none. */
static void
remove_checksum (Design * design)
{
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&record->audio.checksum, g_free);
  qwentts_record_write (record, record->folder,
      design->text ? QWENTTS_KIND_SPEECH : QWENTTS_KIND_VOICE, &error);
  g_assert_no_error (error);
}

static void
assert_heard (Run * run, GBytes * expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) heard = NULL;

  run_assert_done (run);
  heard = run_read_clip (run, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (heard, expected));
}

static void
assert_warned_once (Run * run, const gchar * text)
{
  guint n_others;

  g_assert_cmpuint (run_count_warnings (run, text, &n_others), ==, 1);
  g_assert_cmpuint (n_others, ==, 0);
}

/* Kept, and then a sample changed. */
static Design *
new_with_changed_sample (GBytes ** damaged)
{
  Design *design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);

  *damaged = change_byte (design, SAMPLES_OFFSET + 1000);
  return design;
}

static void
test_changed_sample_is_played_and_told (void)
{
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (Design) design = new_with_changed_sample (&damaged);
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);

  assert_heard (run, damaged);
  assert_warned_once (run, "its bytes are not those");
  g_assert_false (rig_exists (path));
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 1);
}

static void
test_changed_sample_is_fetched_the_next_time (void)
{
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (Design) design = new_with_changed_sample (&damaged);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);

  design_assert_kept (design, run);
  run_assert_no_warning (run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 2);
}

static void
test_changed_sample_of_an_old_one_is_asked_anew (void)
{
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (Design) design = new_with_changed_sample (&damaged);
  g_autoptr (Run) first = later_run (design, LATER_S);
  g_autoptr (Run) run = NULL;

  assert_heard (first, damaged);
  run = later_run (design, LATER_S);
  design_assert_kept (design, run);
  g_assert_cmpuint (design_get_n_tasks (design), ==, 2);
}

/* A preview may not be had again. */
static void
test_changed_preview_stays (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GBytes) damaged = change_byte (design, SAMPLES_OFFSET + 1000);

  for (guint i = 0; i < 2; i++) {
    g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);

    assert_heard (run, damaged);
    assert_warned_once (run, "left as it is");
  }
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 1);
}

/* What would be heard as something else, or break off, is not played at all. */

static void
assert_fetched_before (Design * design, Run * run)
{
  assert_warned_once (run, "Check that disk");
  g_assert_cmpuint (design_get_n_tasks (design), ==, 1);
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 2);
}

static void
test_changed_header_is_fetched_at_once (gconstpointer offset)
{
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GBytes) damaged = change_byte (design, GPOINTER_TO_SIZE (offset));
  g_autoptr (Run) run = design_run (design, DESIGN_PLAIN);

  design_assert_kept (design, run);
  assert_fetched_before (design, run);
}

/* As many as there were, but they begin later. */
static void
test_samples_that_break_off_are_fetched_at_once (void)
{
  static const gchar moved[] = "JUNK\0\0\0\0data";
  g_autoptr (Design) design = design_new_text (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");
  g_autofree gchar *bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Run) run = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  memcpy (bytes + SAMPLES_OFFSET + 4, bytes + SAMPLES_OFFSET - 4, 4);
  memcpy (bytes + SAMPLES_OFFSET - 8, moved, sizeof moved - 1);
  g_file_set_contents (path, bytes, size, &error);
  g_assert_no_error (error);
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  assert_fetched_before (design, run);
}

/* Nothing but the header tells it. */
static void
test_changed_codec_of_an_old_preview_is_fetched_at_once (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GBytes) damaged = change_byte (design, CODEC_OFFSET);
  g_autoptr (Run) run = NULL;

  remove_checksum (design);
  run = design_run (design, DESIGN_PLAIN);
  design_assert_kept (design, run);
  assert_warned_once (run, "Check that disk");
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 2);
}

/* Where it is kept.
 *
 * Returns: NULL where there is no such encoder */
static Design *
new_with_encoded_file (const gchar * tail, GBytes ** file)
{
  QwenttsSimulatorOptions options = { NULL };
  g_autoptr (Run) run = NULL;
  Design *design;

  *file = encoded_file_new_sine (48000, "audio/x-raw,rate=48000,channels=1",
      tail);
  if (*file == NULL)
    return NULL;
  options.audio = *file;
  design = design_new_text (&options, NULL);
  run = design_run_well (design, DESIGN_PLAIN);
  return design;
}

static void
test_changed_encoded_file_is_fetched_at_once (gconstpointer tail)
{
  g_autoptr (GBytes) file = NULL;
  g_autoptr (Design) design = new_with_encoded_file (tail, &file);
  g_autoptr (Run) again = NULL;
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (Run) run = NULL;

  if (design == NULL)
    return;
  again = design_run_well (design, DESIGN_PLAIN);
  assert_heard (again, file);
  g_assert_cmpuint (design_count (design, DOWNLOAD), ==, 1);
  damaged = change_byte (design, g_bytes_get_size (file) / 2);
  run = design_run (design, DESIGN_PLAIN);
  assert_heard (run, file);
  assert_fetched_before (design, run);
}

static void
test_changed_rate_of_an_older_a_law_is_fetched_at_once (void)
{
  g_autoptr (GBytes) file = NULL;
  g_autoptr (Design) design = new_with_encoded_file (A_LAW, &file);
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (Run) run = NULL;

  if (design == NULL)
    return;
  remove_checksum (design);
  damaged = change_byte (design, RATE_OFFSET);
  run = design_run (design, DESIGN_PLAIN);
  assert_heard (run, file);
  assert_fetched_before (design, run);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/kept-damage/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/kept-damage/" path, data, function)
  ADD ("changed-sample-is-played-and-told",
      test_changed_sample_is_played_and_told);
  ADD ("changed-sample-is-fetched-the-next-time",
      test_changed_sample_is_fetched_the_next_time);
  ADD ("changed-sample-of-an-old-one-is-asked-anew",
      test_changed_sample_of_an_old_one_is_asked_anew);
  ADD ("changed-preview-stays", test_changed_preview_stays);
  ADD_WITH ("changed-rate-is-fetched-at-once", GSIZE_TO_POINTER (RATE_OFFSET),
      test_changed_header_is_fetched_at_once);
  ADD_WITH ("larger-size-is-fetched-at-once",
      GSIZE_TO_POINTER (HIGH_SIZE_OFFSET),
      test_changed_header_is_fetched_at_once);
  ADD ("samples-that-break-off-are-fetched-at-once",
      test_samples_that_break_off_are_fetched_at_once);
  ADD ("changed-codec-of-an-old-preview-is-fetched-at-once",
      test_changed_codec_of_an_old_preview_is_fetched_at_once);
  ADD_WITH ("changed-opus-is-fetched-at-once", "opusenc ! oggmux !",
      test_changed_encoded_file_is_fetched_at_once);
  ADD_WITH ("changed-flac-is-fetched-at-once", "flacenc !",
      test_changed_encoded_file_is_fetched_at_once);
  ADD_WITH ("changed-a-law-is-fetched-at-once", A_LAW,
      test_changed_encoded_file_is_fetched_at_once);
  ADD ("changed-rate-of-an-older-a-law-is-fetched-at-once",
      test_changed_rate_of_an_older_a_law_is_fetched_at_once);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
