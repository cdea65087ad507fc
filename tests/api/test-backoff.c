/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/backoff.h"

#define NO_WISH (-1.0)

/* Longer than any test. */
#define LONG_US (600 * G_TIME_SPAN_SECOND)

static void
test_doubles (void)
{
  g_assert_cmpint (qwentts_backoff_us (1, 30, 0, NO_WISH, 1), ==, 1000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 1, NO_WISH, 1), ==, 2000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 2, NO_WISH, 1), ==, 4000000);
  g_assert_cmpint (qwentts_backoff_us (0.25, 30, 3, NO_WISH, 1), ==, 2000000);
}

static void
test_jitter_takes_half_at_most (void)
{
  g_assert_cmpint (qwentts_backoff_us (1, 30, 2, NO_WISH, 0), ==, 2000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 2, NO_WISH, 0.5), ==, 3000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 2, NO_WISH, 1), ==, 4000000);
}

static void
test_stays_below_maximum (void)
{
  g_assert_cmpint (qwentts_backoff_us (1, 30, 5, NO_WISH, 1), ==, 30000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 1000, NO_WISH, 0), ==, 30000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, G_MAXUINT, NO_WISH, 0), ==,
      30000000);
  g_assert_cmpint (qwentts_backoff_us (1, 0, 5, NO_WISH, 1), ==, 0);
}

static void
test_largest_settings_do_not_overflow (void)
{
  g_assert_cmpint (qwentts_backoff_us (G_MAXINT, G_MAXINT, G_MAXUINT, NO_WISH,
          1), ==, G_MAXINT * G_TIME_SPAN_SECOND);
}

static void
test_service_wish_wins_up_to_maximum (void)
{
  g_assert_cmpint (qwentts_backoff_us (1, 30, 0, 7, 0), ==, 7000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 9, 7, 1), ==, 7000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 0, 31, 0), ==, 30000000);
  g_assert_cmpint (qwentts_backoff_us (1, 30, 0, G_MAXUINT32, 0), ==, 30000000);
}

/* A service that says "at once" each time is not asked without a pause. */
static void
test_wish_of_no_time_is_a_short_wait (void)
{
  g_assert_cmpint (qwentts_backoff_us (1, 30, 3, 0, 1), ==, 250000);
  g_assert_cmpint (qwentts_backoff_us (0.001, 30, 0, 0, 1), ==, 1000);
  g_assert_cmpint (qwentts_backoff_us (1, 0.1, 3, 0, 1), ==, 100000);
}

static void
test_waits_until_deadline (void)
{
  gint64 deadline_us = g_get_monotonic_time () + 20000;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (qwentts_wait_until (deadline_us, cancellable, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time (), >=, deadline_us);
}

static void
test_waits_without_cancellable (void)
{
  gint64 deadline_us = g_get_monotonic_time () + 5000;

  g_assert_true (qwentts_wait_until (deadline_us, NULL, NULL));
  g_assert_cmpint (g_get_monotonic_time (), >=, deadline_us);
}

static void
test_past_deadline_does_not_wait (void)
{
  g_assert_true (qwentts_wait_until (0, NULL, NULL));
  g_assert_true (qwentts_wait_until (g_get_monotonic_time () - 1, NULL, NULL));
}

static void
assert_is_cancelled (GCancellable * cancellable)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_wait_until (g_get_monotonic_time () + LONG_US,
          cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before_does_not_wait (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  assert_is_cancelled (cancellable);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Whether the wait has begun or not: no wake-up may be missed. */
static void
test_cancelling_ends_wait (void)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    GThread *thread = g_thread_new ("cancel", cancel, cancellable);

    assert_is_cancelled (cancellable);
    g_thread_join (thread);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/doubles", test_doubles);
  g_test_add_func ("/backoff/jitter-takes-half-at-most",
      test_jitter_takes_half_at_most);
  g_test_add_func ("/backoff/stays-below-maximum", test_stays_below_maximum);
  g_test_add_func ("/backoff/largest-settings-do-not-overflow",
      test_largest_settings_do_not_overflow);
  g_test_add_func ("/backoff/service-wish-wins-up-to-maximum",
      test_service_wish_wins_up_to_maximum);
  g_test_add_func ("/backoff/wish-of-no-time-is-a-short-wait",
      test_wish_of_no_time_is_a_short_wait);
  g_test_add_func ("/backoff/waits-until-deadline", test_waits_until_deadline);
  g_test_add_func ("/backoff/waits-without-cancellable",
      test_waits_without_cancellable);
  g_test_add_func ("/backoff/past-deadline-does-not-wait",
      test_past_deadline_does_not_wait);
  g_test_add_func ("/backoff/cancelled-before-does-not-wait",
      test_cancelled_before_does_not_wait);
  g_test_add_func ("/backoff/cancelling-ends-wait", test_cancelling_ends_wait);

  return g_test_run ();
}
