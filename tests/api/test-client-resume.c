/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Tasks that somebody else has submitted: asked for once, and waited for. */
#include <string.h>

#include "api-fixture.h"

#define POLL QWENTTS_SIMULATOR_POLL
#define NO_MODEL NULL

static QwenttsTask *
poll (ApiFixture * fixture, const gchar * id, GCancellable * cancellable,
    GError ** error)
{
  return qwentts_client_poll (api_fixture_get_client (fixture), id, G_MAXINT64,
      cancellable, error);
}

static void
test_asks_once (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (QwenttsTask) polled = NULL;
  g_autoptr (GError) error = NULL;
  QwenttsCounters counters;

  polled = poll (fixture, task->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (polled->id, ==, task->id);
  g_assert_cmpint (polled->status, ==, QWENTTS_TASK_UNFINISHED);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
  qwentts_client_get_counters (fixture->client, &counters);
  g_assert_cmpuint (counters.polls, ==, 1);
}

static void
test_finished_task_is_no_error (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) polled = NULL;
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_poll_answer (fixture->simulator,
      "{\"id\":\"another\",\"status\":\"failed\"}");
  polled = poll (fixture, "task-unified-1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (polled->status, ==, QWENTTS_TASK_FAILED);
  g_assert_cmpstr (polled->id, ==, "task-unified-1");
}

static void
test_unknown_task_is_not_found (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (poll (fixture, "task-unified-1", NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NOT_FOUND);
  g_assert_cmpstr (qwentts_error_get_details (error)->task_id, ==,
      "task-unified-1");
  g_assert_cmpuint (api_count (fixture, POLL), ==, 1);
}

static void
test_passing_failure_is_repeated (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autoptr (QwenttsTask) polled = NULL;
  g_autoptr (GError) error = NULL;

  api_add_status (fixture, POLL, 1, 503, NULL, NULL);
  polled = poll (fixture, task->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (polled);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 2);
}

static void
test_poll_is_cancelled (ApiFixture * fixture, gconstpointer data)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = api_cancel_at (fixture, POLL, 1, cancellable);

  api_add_fault (fixture, POLL, &stall);
  g_assert_null (poll (fixture, "task-unified-1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* The time since the submit is not known, so nothing can be learnt of it. */
static void
test_wait_without_a_model (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  fixture->connection.poll_interval_ms = GPOINTER_TO_UINT (data);
  task = api_submit_well (fixture);
  task->estimated_time_s = 0.01;
  qwentts_simulator_finish_jobs (fixture->simulator, TRUE);
  g_assert_true (qwentts_client_wait (fixture->client, NO_MODEL,
          &task, G_MAXINT64, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (task->status, ==, QWENTTS_TASK_COMPLETED);
  g_assert_nonnull (task->audio_url);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, function) \
  g_test_add ("/client-resume/" path, ApiFixture, GUINT_TO_POINTER (data), \
      api_fixture_set_up_manual, function, api_fixture_tear_down)
  ADD ("asks-once", 0, test_asks_once);
  ADD ("finished-task-is-no-error", 0, test_finished_task_is_no_error);
  ADD ("unknown-task-is-not-found", 0, test_unknown_task_is_not_found);
  ADD ("passing-failure-is-repeated", 0, test_passing_failure_is_repeated);
  ADD ("poll-is-cancelled", 0, test_poll_is_cancelled);
  ADD ("waits-without-a-model", 1, test_wait_without_a_model);
  ADD ("waits-without-a-model-as-it-sees-fit", 0, test_wait_without_a_model);
#undef ADD

  return g_test_run ();
}
