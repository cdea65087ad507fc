/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Where the audio lies that is read again: in the store, where nobody removes it,
 * or in one file without a name. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "audio/encoded-file.h"
#include "open-files.h"
#include "replay.h"
#include "store/faulty.h"
#include "store/shelf.h"

#define N_SEGMENTS 3

static const ReplayAudio audio[N_SEGMENTS] = {
  {24000, 12001}, {44100, 30011}, {24000, 7000}
};

static const ReplayOptions kept = {.audio = audio,.n_segments = N_SEGMENTS,
  .uses_store = TRUE
};

static void
remove_file (Replay * replay, guint index, const gchar * suffix)
{
  g_autofree gchar *path = replay_make_path (replay, index, suffix);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* What somebody does who does not know of locks. */
static void
remove_entry (Replay * replay, guint index)
{
  remove_file (replay, index, ".entry");
  remove_file (replay, index, ".audio");
}

static QwenttsRecordState
get_state (Replay * replay, guint index)
{
  g_autofree gchar *key = replay_make_key (replay, index);
  g_autoptr (QwenttsRecord) record = qwentts_store_peek
      (replay->design->rig->store, key, NULL);

  g_assert_nonnull (record);
  return record->state;
}

/* Of the store. */

/* @spoil: does it to the second segment */
static void
assert_loss_is_told (void (*spoil) (Replay *), QwenttsStoreError code)
{
  g_autoptr (Replay) replay = replay_new (&kept);
  g_autoptr (GArray) all = replay_read_all (replay, audio, N_SEGMENTS);
  GstClockTime joint = replay_get_start (audio, 1);
  g_autofree gchar *task_id = NULL;
  g_autofree gchar *wanted_id =
      g_strdup (replay_get_segment (replay, 1)->task_id);
  g_autoptr (GstCaps) missing_caps = NULL;
  const QwenttsSegment *segment;
  guint index;

  spoil (replay);
  replay_seek (replay, 0, GST_CLOCK_TIME_NONE);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;

    while (replay_pull (replay, &error))
      continue;
    g_assert_error (error, QWENTTS_STORE_ERROR, (gint) code);
    g_assert_nonnull (strstr (error->message, replay->design->rig->folder));
    replay_assert_heard (replay, all, 0, joint);
  }
  qwentts_speech_describe_failure (replay->speech, &index, &segment,
      &task_id, &missing_caps);
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpuint (segment->text_index, ==, 1);
  g_assert_cmpstr (task_id, ==, wanted_id);

  replay_assert_seek (replay, all, GST_MSECOND, joint);
  replay_assert_seek (replay, all, replay_get_start (audio, 2),
      GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
}

static void
remove_second_entry (Replay * replay)
{
  remove_entry (replay, 1);
}

static void
test_removed_entry_is_told (void)
{
  assert_loss_is_told (remove_second_entry, QWENTTS_STORE_ERROR_MISSING);
}

static void
remove_second_audio (Replay * replay)
{
  remove_file (replay, 1, ".audio");
}

static void
test_removed_audio_is_told (void)
{
  assert_loss_is_told (remove_second_audio, QWENTTS_STORE_ERROR_MISSING);
}

static void
cut_second_audio (Replay * replay)
{
  g_autofree gchar *path = replay_make_path (replay, 1, ".audio");

  g_assert_cmpint (truncate (path, 1000), ==, 0);
}

static void
test_cut_audio_is_told (void)
{
  assert_loss_is_told (cut_second_audio, QWENTTS_STORE_ERROR_CORRUPT);
}

static void
test_removed_entry_is_skipped (void)
{
  ReplayOptions options = kept;
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) rest = NULL;
  guint n_first = audio[0].n_frames;

  options.skips = TRUE;
  replay = replay_new (&options);
  all = replay_read_all (replay, audio, N_SEGMENTS);
  remove_entry (replay, 1);
  rest = g_array_copy (all);
  g_array_remove_range (rest, n_first, audio[1].n_frames);

  /* Each time: it may be back. */
  for (guint i = 1; i <= 2; i++) {
    replay_seek (replay, 0, GST_CLOCK_TIME_NONE);
    while (replay_pull (replay, NULL))
      replay->next = GST_CLOCK_TIME_NONE;
    replay_assert_heard (replay, rest, 0, GST_CLOCK_TIME_NONE);
    g_assert_cmpuint (replay->n_skipped, ==, i);
  }
}

/* Somebody was faster: it is on the tape then.
 *
 * @is_cached: it was there before the speech */
static void
assert_survives_a_removal_before_its_end (gboolean is_cached)
{
  g_autoptr (Replay) replay = replay_new (&kept);
  g_autoptr (GArray) all = NULL;
  const guint n_unlinked = open_files_count_unlinked ();

  if (is_cached) {
    replay_pull_to_end (replay);
    replay_begin_anew (replay, N_SEGMENTS);
  }
  all = replay_make_frames (audio, N_SEGMENTS);
  for (guint i = 0; i < N_SEGMENTS; i++) {
    replay_pull_up_to_segment (replay, i);
    replay_wait_until_kept (replay, i);
    remove_entry (replay, i);
  }
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, 0, GST_CLOCK_TIME_NONE);
  for (guint i = 0; i < 2; i++)
    replay_assert_seek (replay, all, GST_MSECOND, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
  replay_end_speech (replay);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_unlinked);
}

static void
test_what_went_before_its_end_is_read_again (void)
{
  assert_survives_a_removal_before_its_end (FALSE);
}

static void
test_what_was_cached_and_went_is_read_again (void)
{
  assert_survives_a_removal_before_its_end (TRUE);
}

/* The store has room for the speech, and for nothing beside it. */

#define LARGE_AUDIO (2 * 30011)
#define LIMIT (LARGE_AUDIO + 50000)

static void
fill_store (Replay * replay)
{
  g_autoptr (Rig) shelf = shelf_adopt (replay->design->rig->folder, LIMIT,
      &qwentts_system);

  for (guint i = 0; i < 10; i++)
    g_free (shelf_put (shelf, LIMIT / 4));
}

static void
test_what_is_in_use_stays (void)
{
  ReplayOptions options = kept;
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;
  const guint n_unlinked = open_files_count_unlinked ();

  options.max_size = LIMIT;
  replay = replay_new (&options);
  all = replay_read_all (replay, audio, N_SEGMENTS);
  fill_store (replay);
  for (guint i = 0; i < N_SEGMENTS; i++)
    g_assert_cmpint (get_state (replay, i), ==, QWENTTS_RECORD_READY);
  replay_assert_seek (replay, all, 0, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_unlinked);

  /* By nobody any more. */
  replay_end_speech (replay);
  fill_store (replay);
  for (guint i = 0; i < N_SEGMENTS; i++)
    g_assert_cmpint (get_state (replay, i), ==, QWENTTS_RECORD_ABSENT);
}

static void
test_what_has_no_room_is_read_again (gconstpointer max_size)
{
  ReplayOptions options = kept;
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;
  guint n_ready = 0;

  options.max_size = GPOINTER_TO_SIZE (max_size);
  replay = replay_new (&options);
  all = replay_read_all (replay, audio, N_SEGMENTS);
  for (guint i = 0; i < N_SEGMENTS; i++)
    n_ready += get_state (replay, i) == QWENTTS_RECORD_READY;
  g_assert_cmpuint (n_ready, <, N_SEGMENTS);
  for (guint i = 0; i < 3; i++)
    replay_assert_seek (replay, all, i, GST_CLOCK_TIME_NONE);
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
}

static void
test_what_a_full_disk_lost_is_read_again (void)
{
  ReplayOptions options = kept;
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;

  options.system = &faulty_system;
  faulty_reset ();
  replay = replay_new (&options);
  faulty_fail_all ("write", ENOSPC);
  all = replay_read_all (replay, audio, N_SEGMENTS);
  g_assert_cmpuint (replay->n_warnings, ==, 1);
  for (guint i = 0; i < 3; i++)
    replay_assert_seek (replay, all, i, GST_CLOCK_TIME_NONE);
  faulty_reset ();
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, N_SEGMENTS);
}

/* Files. */

static void
test_encoded_audio_is_the_same_again (gconstpointer data)
{
  g_autoptr (GBytes) file = encoded_file_new_sine (50000,
      "audio/x-raw, rate=24000, channels=1", data);
  const ReplayOptions options = {.file = file,.n_segments = 3 };
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;
  GstClockTime end;

  if (file == NULL)
    return;
  replay = replay_new (&options);
  replay_pull_to_end (replay);
  all = replay_get_heard (replay);
  g_assert_cmpuint (all->len, >=, 3 * 50000);
  end = replay->next;
  for (guint i = 0; i < 20; i++) {
    GstClockTime position = g_test_rand_double_range (0, 1) * end;

    replay_assert_seek (replay, all, position, i % 2 ? GST_CLOCK_TIME_NONE
        : position + end / 4);
  }
  g_assert_cmpuint (replay_get_n_tasks (replay), ==, 3);
}

#define N_MANY 200

/* However many segments there are, and whatever was read of them again. */
static void
test_files_do_not_add_up (gconstpointer data)
{
  const gboolean uses_store = GPOINTER_TO_INT (data);
  g_autofree ReplayAudio *many = g_new (ReplayAudio, N_MANY);
  g_autoptr (Replay) replay = NULL;
  g_autoptr (GArray) all = NULL;
  guint n_unlinked, n_files, n_more;

  for (guint i = 0; i < N_MANY; i++)
    many[i] = (ReplayAudio) {
    24000, 20 + i};
  replay = replay_new (&(ReplayOptions) {
      .audio = many,.n_segments = N_MANY,.uses_store = uses_store}
  );
  n_unlinked = open_files_count_unlinked ();
  n_files = open_files_count ();
  all = replay_read_all (replay, many, N_MANY);
  /* The locks of what is in use and their folder, or the tape. */
  n_more = uses_store ? 2 : 1;
  g_assert_cmpuint (open_files_count (), ==, n_files + n_more);
  g_assert_cmpuint (open_files_count_unlinked (), ==, n_unlinked + !uses_store);

  for (guint i = 0; i < N_MANY; i++)
    replay_assert_seek (replay, all, replay_get_start (many, i) + 1,
        replay_get_start (many, i + 1) + 1);
  g_assert_cmpuint (open_files_count (), ==, n_files + n_more);
  replay_end_speech (replay);
  g_assert_cmpuint (open_files_count (), ==, n_files);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add_func ("/speech-seek-files/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/speech-seek-files/" path, data, function)
  ADD ("removed-entry-is-told", test_removed_entry_is_told);
  ADD ("removed-audio-is-told", test_removed_audio_is_told);
  ADD ("cut-audio-is-told", test_cut_audio_is_told);
  ADD ("removed-entry-is-skipped", test_removed_entry_is_skipped);
  ADD ("what-went-before-its-end-is-read-again",
      test_what_went_before_its_end_is_read_again);
  ADD ("what-was-cached-and-went-is-read-again",
      test_what_was_cached_and_went_is_read_again);
  ADD ("what-is-in-use-stays", test_what_is_in_use_stays);
  ADD_WITH ("what-has-no-room-is-read-again/none-at-all", GSIZE_TO_POINTER (1),
      test_what_has_no_room_is_read_again);
  ADD_WITH ("what-has-no-room-is-read-again/large-one",
      GSIZE_TO_POINTER (LARGE_AUDIO - 1000),
      test_what_has_no_room_is_read_again);
  ADD ("what-a-full-disk-lost-is-read-again",
      test_what_a_full_disk_lost_is_read_again);
  ADD_WITH ("files-do-not-add-up/kept", GINT_TO_POINTER (TRUE),
      test_files_do_not_add_up);
  ADD_WITH ("files-do-not-add-up/not-kept", GINT_TO_POINTER (FALSE),
      test_files_do_not_add_up);
  ADD_WITH ("encoded-audio-is-the-same-again/vorbis",
      "audioconvert ! vorbisenc ! oggmux !",
      test_encoded_audio_is_the_same_again);
  ADD_WITH ("encoded-audio-is-the-same-again/flac", "audioconvert ! flacenc !",
      test_encoded_audio_is_the_same_again);
  ADD_WITH ("encoded-audio-is-the-same-again/mp3",
      "audioconvert ! lamemp3enc !", test_encoded_audio_is_the_same_again);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
