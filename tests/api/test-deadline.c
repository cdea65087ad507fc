/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/deadline.h"

#include "api/backoff.h"

/* Longer than any test. */
#define LONG_US (600 * G_TIME_SPAN_SECOND)

static gint64
get_in_us (gint64 delay_us)
{
  return g_get_monotonic_time () + delay_us;
}

/* Waits until it is cancelled. */
static void
assert_ends (QwenttsDeadline * deadline)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_wait_until (get_in_us (LONG_US),
          qwentts_deadline_get_cancellable (deadline), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_time_cancels (void)
{
  gint64 end_us = get_in_us (20000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsDeadline) deadline = qwentts_deadline_new (end_us,
      cancellable);

  g_assert_false (qwentts_deadline_has_passed (deadline));
  assert_ends (deadline);
  g_assert_cmpint (g_get_monotonic_time (), >=, end_us);
  g_assert_true (qwentts_deadline_has_passed (deadline));
  g_assert_false (g_cancellable_is_cancelled (cancellable));
}

static void
test_past_time_cancels (void)
{
  g_autoptr (QwenttsDeadline) deadline = qwentts_deadline_new (0, NULL);

  assert_ends (deadline);
  g_assert_true (qwentts_deadline_has_passed (deadline));
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_is_cancelled_with_other (void)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (QwenttsDeadline) deadline =
        qwentts_deadline_new (get_in_us (LONG_US), cancellable);
    GThread *thread = g_thread_new ("cancel", cancel, cancellable);

    assert_ends (deadline);
    g_assert_false (qwentts_deadline_has_passed (deadline));
    g_thread_join (thread);
  }
}

static void
test_is_cancelled_with_other_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsDeadline) deadline = NULL;

  g_cancellable_cancel (cancellable);
  deadline = qwentts_deadline_new (G_MAXINT64, cancellable);
  assert_ends (deadline);
  g_assert_false (qwentts_deadline_has_passed (deadline));
}

static void
test_never_passes (void)
{
  g_autoptr (QwenttsDeadline) deadline = qwentts_deadline_new (G_MAXINT64,
      NULL);

  g_assert_true (qwentts_wait_until (get_in_us (10000),
          qwentts_deadline_get_cancellable (deadline), NULL));
  g_assert_false (qwentts_deadline_has_passed (deadline));
}

/* While its time comes. */
static void
test_can_be_freed_at_any_time (void)
{
  for (guint i = 0; i < 2000; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (QwenttsDeadline) deadline =
        qwentts_deadline_new (get_in_us (i % 100), cancellable);

    if (i % 2)
      g_thread_yield ();
    g_assert_false (g_cancellable_is_cancelled (cancellable));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/deadline/time-cancels", test_time_cancels);
  g_test_add_func ("/deadline/past-time-cancels", test_past_time_cancels);
  g_test_add_func ("/deadline/is-cancelled-with-other",
      test_is_cancelled_with_other);
  g_test_add_func ("/deadline/is-cancelled-with-other-before",
      test_is_cancelled_with_other_before);
  g_test_add_func ("/deadline/never-passes", test_never_passes);
  g_test_add_func ("/deadline/can-be-freed-at-any-time",
      test_can_be_freed_at_any_time);

  return g_test_run ();
}
