/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/feed.h"

#include <string.h>
#include <unistd.h>

#include "store/rig.h"

#define NAME "/folder/key"
#define BYTES "as good as any bytes"

/* A file of a store, that one job writes and others read. */
typedef struct
{
  Rig *rig;
  QwenttsFolder *folder;
  QwenttsTempFile *file;
  QwenttsFeed *first;
} Fixture;

static Fixture *
fixture_new (void)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;
  gboolean is_first;

  fixture->rig = rig_new (NULL);
  fixture->folder = qwentts_folder_open (fixture->rig->folder,
      &qwentts_system, TRUE, &error);
  g_assert_no_error (error);
  fixture->file = qwentts_temp_file_new (fixture->folder, "a.audio", &error);
  g_assert_no_error (error);
  fixture->first = qwentts_feed_enter (NAME, &is_first);
  g_assert_true (is_first);
  return fixture;
}

static void
fixture_free (Fixture * fixture)
{
  g_clear_pointer (&fixture->file, qwentts_temp_file_free);
  qwentts_feed_leave (fixture->first);
  qwentts_folder_unref (fixture->folder);
  rig_free (fixture->rig);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free);

static void
advance (Fixture * fixture, const gchar * bytes)
{
  g_autoptr (GError) error = NULL;

  qwentts_temp_file_write (fixture->file, bytes, strlen (bytes), &error);
  g_assert_no_error (error);
  qwentts_feed_advance (fixture->first, fixture->file);
}

/* Somebody who is not the first. */
static QwenttsFeed *
enter (void)
{
  gboolean is_first;
  QwenttsFeed *feed = qwentts_feed_enter (NAME, &is_first);

  g_assert_false (is_first);
  return feed;
}

static void
assert_read (QwenttsFeed * feed, guint64 offset, const gchar * bytes)
{
  gchar data[100];
  g_autoptr (GError) error = NULL;
  gssize n = qwentts_feed_read (feed, offset, data, sizeof data, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (data, n, bytes, strlen (bytes));
}

static QwenttsFeedState
wait_for_change (QwenttsFeed * feed, QwenttsFeedState state)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_feed_wait_for_change (feed, &state, NULL, &error));
  g_assert_no_error (error);
  return state;
}

static void
test_one_is_first_and_the_others_share (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) second = enter ();
  g_autoptr (QwenttsFeed) third = enter ();

  g_assert_true (second == fixture->first);
  g_assert_true (third == fixture->first);
  qwentts_feed_end (fixture->first, NULL);
}

static void
test_each_name_has_its_own_first (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gboolean is_first = FALSE;
  g_autoptr (QwenttsFeed) other = qwentts_feed_enter ("/folder/other",
      &is_first);

  g_assert_true (is_first);
  qwentts_feed_end (other, NULL);
  qwentts_feed_end (fixture->first, NULL);
}

static void
test_next_one_after_the_end_is_first (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gboolean is_first = FALSE;

  qwentts_feed_end (fixture->first, NULL);
  {
    g_autoptr (QwenttsFeed) next = qwentts_feed_enter (NAME, &is_first);

    g_assert_true (is_first);
    g_assert_true (next != fixture->first);
    qwentts_feed_end (next, NULL);
  }
}

static void
test_what_was_written_is_read (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  QwenttsFeedState state = { 0 };

  qwentts_feed_set_size (fixture->first, 1000);
  advance (fixture, "first ");
  state = wait_for_change (feed, state);
  g_assert_true (state.has_file);
  g_assert_cmpuint (state.size, ==, 1000);
  g_assert_cmpuint (state.written, ==, 6);
  assert_read (feed, 0, "first ");

  advance (fixture, "second");
  state = wait_for_change (feed, state);
  g_assert_cmpuint (state.written, ==, 12);
  assert_read (feed, 0, "first second");
  assert_read (feed, 6, "second");
  qwentts_feed_end (fixture->first, NULL);
}

/* Whoever comes late sees all at once. */
static void
test_late_one_has_all (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = NULL;
  QwenttsFeedState state = { 0 };

  qwentts_feed_set_percent (fixture->first, 70);
  advance (fixture, BYTES);
  feed = enter ();
  state = wait_for_change (feed, state);
  g_assert_cmpuint (state.percent, ==, 70);
  g_assert_cmpuint (state.written, ==, strlen (BYTES));
  g_assert_false (state.is_over);
  qwentts_feed_end (fixture->first, NULL);
}

/* The others hold it, whatever becomes of its name. */
static void
test_file_outlives_its_writer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();

  advance (fixture, BYTES);
  qwentts_feed_end (fixture->first, NULL);
  g_clear_pointer (&fixture->file, qwentts_temp_file_free);
  assert_read (feed, 0, BYTES);
}

static void
test_file_that_was_cut_is_an_error (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  g_autoptr (GError) error = NULL;
  gchar byte;

  advance (fixture, BYTES);
  g_assert_cmpint (qwentts_feed_read (feed, 1000, &byte, 1, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  qwentts_feed_end (fixture->first, NULL);
}

static void
test_task_is_told (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  g_autofree gchar *before = qwentts_feed_get_task_id (feed);
  g_autofree gchar *after = NULL;

  g_assert_null (before);
  qwentts_feed_set_task (fixture->first, "task-0");
  qwentts_feed_set_task (fixture->first, "task-1");
  after = qwentts_feed_get_task_id (feed);
  g_assert_cmpstr (after, ==, "task-1");
  qwentts_feed_end (fixture->first, NULL);
}

static void
test_end_is_told_with_its_reason (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  g_autoptr (GError) cause = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE,
      "full");
  g_autoptr (GError) told = NULL;
  QwenttsFeedState state = { 0 };

  qwentts_feed_end (fixture->first, cause);
  state = wait_for_change (feed, state);
  g_assert_true (state.is_over);
  told = qwentts_feed_get_error (feed);
  g_assert_error (told, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static void
test_whole_file_ends_without_an_error (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();

  qwentts_feed_end (fixture->first, NULL);
  g_assert_null (qwentts_feed_get_error (feed));
}

/* In the order in which the first one is seen by an other. */
static gpointer
write_and_end (gpointer data)
{
  Fixture *fixture = data;

  qwentts_feed_set_percent (fixture->first, 50);
  for (guint i = 0; i < 200; i++)
    advance (fixture, BYTES);
  qwentts_feed_end (fixture->first, NULL);
  return NULL;
}

static void
test_no_change_is_missed (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  QwenttsFeedState state = { 0 };
  GThread *writer = g_thread_new ("writer", write_and_end, fixture);

  while (!state.is_over) {
    guint64 written = state.written;

    state = wait_for_change (feed, state);
    g_assert_cmpuint (state.written, >=, written);
  }
  g_thread_join (writer);
  g_assert_cmpuint (state.written, ==, 200 * strlen (BYTES));
  g_assert_cmpuint (state.percent, ==, 50);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_wait_is_cancelled (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (QwenttsFeed) feed = enter ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QwenttsFeedState state = { 0 };
  GThread *thread = g_thread_new ("cancel", cancel, cancellable);

  g_assert_false (qwentts_feed_wait_for_change (feed, &state, cancellable,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  qwentts_feed_end (fixture->first, NULL);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/feed/" path, function)
  ADD ("one-is-first-and-the-others-share",
      test_one_is_first_and_the_others_share);
  ADD ("each-name-has-its-own-first", test_each_name_has_its_own_first);
  ADD ("next-one-after-the-end-is-first", test_next_one_after_the_end_is_first);
  ADD ("what-was-written-is-read", test_what_was_written_is_read);
  ADD ("late-one-has-all", test_late_one_has_all);
  ADD ("file-outlives-its-writer", test_file_outlives_its_writer);
  ADD ("file-that-was-cut-is-an-error", test_file_that_was_cut_is_an_error);
  ADD ("task-is-told", test_task_is_told);
  ADD ("end-is-told-with-its-reason", test_end_is_told_with_its_reason);
  ADD ("whole-file-ends-without-an-error",
      test_whole_file_ends_without_an_error);
  ADD ("no-change-is-missed", test_no_change_is_missed);
  ADD ("wait-is-cancelled", test_wait_is_cancelled);
#undef ADD

  return g_test_run ();
}
