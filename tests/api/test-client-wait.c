/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Waiting for a task: its ends and its times. */
#include "api-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL

/* The client's grace for an exchange under way at the deadline, and enough for
 * a busy machine. */
#define SOON_US (20 * G_TIME_SPAN_SECOND)

static QwenttsTask *
submit_answered_with (ApiFixture * fixture, const gchar * json)
{
  api_add_status (fixture, SUBMIT, 1, 200, NULL, json);
  return api_submit_well (fixture);
}

static void
test_finished_answer_needs_no_poll (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = submit_answered_with (fixture,
      "{\"id\":\"t\",\"status\":\"Completed\",\"results\":[\"http://h/1\"]}");
  g_autoptr (GError) error = NULL;

  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (task->audio_url, ==, "http://h/1");
  g_assert_cmpuint (api_count (fixture, POLL), ==, 0);
}

static void
test_failed_answer_needs_no_poll (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = submit_answered_with (fixture,
      "{\"data\":{\"task_id\":\"t\",\"status\":\"failed\","
      "\"error\":{\"code\":\"resource_not_found\"}}}");
  g_autoptr (GError) error = NULL;

  g_assert_false (api_wait (fixture, &task, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NOT_FOUND, FALSE, 0,
      "resource_not_found");
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, "t");
  g_assert_cmpuint (api_count (fixture, POLL), ==, 0);
}

/* A task of an earlier process: nothing but its id is known. */
static void
test_needs_an_id_only (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) first = api_submit_well (fixture);
  g_autoptr (QwenttsTask) task = g_new0 (QwenttsTask, 1);
  g_autoptr (GError) error = NULL;

  task->id = g_strdup (first->id);
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (task->audio_url);
}

static void
test_unknown_words_are_polled_on (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (fixture->simulator,
      "{\"id\":\"t\",\"status\":\"queued\"}");
  qwentts_simulator_add_poll_answer (fixture->simulator, "{\"id\":\"t\"}");
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 3);
}

/* The question names the task: an answer cannot turn it into another. */
static void
test_keeps_asking_for_the_same_task (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autofree gchar *id = g_strdup (task->id);
  g_autofree gchar *path = g_strconcat ("/v1/tasks/", id, NULL);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (fixture->simulator,
      "{\"id\":\"another\",\"status\":\"pending\"}");
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (task->id, ==, id);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  g_assert_cmpuint (requests->len, ==, 3);
  for (guint i = 1; i < requests->len; i++)
    g_assert_cmpstr (((QwenttsSimulatorRequest *)
            g_ptr_array_index (requests, i))->path, ==, path);
}

static void
note_progress (guint percent, gpointer seen)
{
  g_array_append_val (seen, percent);
}

static void
test_tells_progress (ApiFixture * fixture, gconstpointer data)
{
  QwenttsClient *client = api_fixture_get_client (fixture);
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (fixture->simulator,
      "{\"id\":\"t\",\"status\":\"processing\",\"progress\":40}");
  qwentts_simulator_add_poll_answer (fixture->simulator,
      "{\"id\":\"t\",\"status\":\"processing\",\"progress\":90}");
  qwentts_client_wait (client, "m", &task, G_MAXINT64, note_progress, seen,
      NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (seen->len, ==, 3);
  g_assert_cmpuint (g_array_index (seen, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (seen, guint, 1), ==, 40);
  g_assert_cmpuint (g_array_index (seen, guint, 2), ==, 90);
}

static void
test_fixed_interval_holds_before_first_poll (ApiFixture * fixture,
    gconstpointer data)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us;

  fixture->connection.poll_interval_ms = 40;
  task = api_submit_well (fixture);
  qwentts_simulator_add_poll_answer (fixture->simulator, "{\"id\":\"t\"}");
  start_us = g_get_monotonic_time ();
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 80000);
}

/* Submits and waits until the task time-out. */
static void
assert_is_late (ApiFixture * fixture)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us;

  task = api_submit_well (fixture);
  start_us = g_get_monotonic_time ();
  g_assert_false (api_wait (fixture, &task, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_TIMEOUT, TRUE, 0, NULL);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==, task->id);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=,
      fixture->connection.task_timeout_ms * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, SOON_US);
}

static void
test_task_timeout_ends_polling (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.task_timeout_ms = 50;
  assert_is_late (fixture);
  g_assert_cmpuint (api_count (fixture, POLL), >, 0);
}

/* A task that is done at the last moment is not given up: it is looked at once
 * more when the time is over. */
static void
test_looks_once_more_at_the_end (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.task_timeout_ms = 50;
  fixture->connection.poll_interval_ms = 1000 * API_LONG_S;
  assert_is_late (fixture);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
}

/* Whatever `timeout` says. */
static void
test_task_timeout_ends_stalled_poll (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = 100,
    .end = QWENTTS_SIMULATOR_END_STALL,.cut = GPOINTER_TO_INT (data)
  };

  fixture->connection.task_timeout_ms = 50;
  api_add_fault (fixture, POLL, &fault);
  assert_is_late (fixture);
}

/* Bytes come, so that `timeout` never passes; the answer does not. */
static void
test_task_timeout_ends_trickling_poll (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = 100,.trickle_size = 1,
    .trickle_ms = 200
  };

  fixture->connection.timeout_s = 1;
  fixture->connection.task_timeout_ms = 50;
  api_add_fault (fixture, POLL, &fault);
  assert_is_late (fixture);
}

static void
test_task_timeout_ends_stalled_submit (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.count = 100,
    .end = QWENTTS_SIMULATOR_END_STALL
  };
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();

  fixture->connection.task_timeout_ms = 50;
  api_add_fault (fixture, SUBMIT, &fault);
  g_assert_null (api_submit (fixture, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_TIMEOUT, TRUE, 0, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, SOON_US);
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, 1);
}

/* No wait that would end after the task time-out is begun. */
static void
test_task_timeout_ends_backing_off (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  fixture->connection.task_timeout_ms = 30000;
  fixture->connection.backoff_max_s = API_LONG_S;
  task = api_submit_well (fixture);
  api_add_status (fixture, POLL, 1, 503, "Retry-After: 60\r\n", NULL);
  g_assert_false (api_wait (fixture, &task, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_SERVER, TRUE, 503, NULL);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
}

/* How long the client waits after a 429 with this header. */
static gint64
measure_wait_us (ApiFixture * fixture, const gchar * retry_after)
{
  g_autofree gchar *header = g_strdup_printf ("Retry-After: %s\r\n",
      retry_after);
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  QwenttsSimulatorRequest *first, *second;

  api_add_status (fixture, SUBMIT, 1, 429, header, NULL);
  task = api_submit_well (fixture);
  requests = qwentts_simulator_get_requests (fixture->simulator);
  g_assert_cmpuint (requests->len, ==, 2);
  first = g_ptr_array_index (requests, 0);
  second = g_ptr_array_index (requests, 1);
  return second->time_us - first->time_us;
}

static void
test_retry_after_in_seconds_wins (ApiFixture * fixture, gconstpointer data)
{
  fixture->connection.backoff_max_s = 30;
  g_assert_cmpint (measure_wait_us (fixture, "1"), >=, 1000000);
}

static void
test_retry_after_as_date_wins (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, 2);
  g_autofree gchar *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);

  fixture->connection.backoff_max_s = 30;
  g_assert_cmpint (measure_wait_us (fixture, date), >=, 500000);
}

static void
test_retry_after_is_capped (ApiFixture * fixture, gconstpointer retry_after)
{
  fixture->connection.backoff_max_s = 0.02;
  g_assert_cmpint (measure_wait_us (fixture, retry_after), >=, 20000);
}

/* Neither asks for a wait of its own. */
static void
test_odd_retry_after_is_ignored (ApiFixture * fixture,
    gconstpointer retry_after)
{
  fixture->connection.backoff_max_s = API_LONG_S;
  g_assert_cmpint (measure_wait_us (fixture, retry_after), <, SOON_US);
}

static void
test_retry_after_is_told (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->connection.retries = 0;
  api_add_status (fixture, SUBMIT, 1, 429, "Retry-After: 7\r\n", NULL);
  g_assert_null (api_submit (fixture, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_RATE_LIMIT);
  g_assert_cmpfloat (qwentts_error_get_details (error)->retry_after_s, ==, 7);
}

#define add_with(path, data, set_up, func) \
  g_test_add ("/client-wait/" path, ApiFixture, data, set_up, func, \
      api_fixture_tear_down)
#define add(path, data, func) add_with (path, data, api_fixture_set_up, func)
#define add_manual(path, data, func) \
  add_with (path, data, api_fixture_set_up_manual, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("finished-answer-needs-no-poll", NULL,
      test_finished_answer_needs_no_poll);
  add ("failed-answer-needs-no-poll", NULL, test_failed_answer_needs_no_poll);
  add ("needs-an-id-only", NULL, test_needs_an_id_only);
  add ("unknown-words-are-polled-on", NULL, test_unknown_words_are_polled_on);
  add ("keeps-asking-for-the-same-task", NULL,
      test_keeps_asking_for_the_same_task);
  add ("tells-progress", NULL, test_tells_progress);
  add ("fixed-interval-holds-before-first-poll", NULL,
      test_fixed_interval_holds_before_first_poll);
  add_manual ("task-timeout-ends-polling", NULL,
      test_task_timeout_ends_polling);
  add_manual ("looks-once-more-at-the-end", NULL,
      test_looks_once_more_at_the_end);
  add_manual ("task-timeout-ends-stalled-poll", NULL,
      test_task_timeout_ends_stalled_poll);
  add_manual ("task-timeout-ends-poll-stalled-in-body", GINT_TO_POINTER (-1),
      test_task_timeout_ends_stalled_poll);
  add_manual ("task-timeout-ends-trickling-poll", NULL,
      test_task_timeout_ends_trickling_poll);
  add ("task-timeout-ends-stalled-submit", NULL,
      test_task_timeout_ends_stalled_submit);
  add ("task-timeout-ends-backing-off", NULL,
      test_task_timeout_ends_backing_off);
  add ("retry-after-in-seconds-wins", NULL, test_retry_after_in_seconds_wins);
  add ("retry-after-as-date-wins", NULL, test_retry_after_as_date_wins);
  add ("retry-after-in-seconds-is-capped", "3600", test_retry_after_is_capped);
  add ("retry-after-as-date-is-capped", "Fri, 31 Dec 2100 23:59:59 GMT",
      test_retry_after_is_capped);
  add ("past-retry-after-is-no-wait", "Sat, 01 Jan 2000 00:00:00 GMT",
      test_odd_retry_after_is_ignored);
  add ("garbled-retry-after-is-ignored", "soon",
      test_odd_retry_after_is_ignored);
  add ("negative-retry-after-is-ignored", "-5",
      test_odd_retry_after_is_ignored);
  add ("impossible-date-is-ignored", "Wed, 99 Foo 9999 99:99:99 GMT",
      test_odd_retry_after_is_ignored);
  add ("retry-after-is-told", NULL, test_retry_after_is_told);

  return g_test_run ();
}
