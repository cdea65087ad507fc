/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Each wait of a call ends when it is cancelled. Whatever else could end one
 * takes API_LONG_S, so a test that ends shows it. */
#include "api-fixture.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

/* Cancelling may come before, in and after each step; so often is tried. */
#define N_ROUNDS 10

typedef struct
{
  const gchar *name;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorFault fault;
} Case;

static const Case cases[] = {
  {"submit-stalled", SUBMIT, {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"submit-stalled-in-head", SUBMIT, {.end = QWENTTS_SIMULATOR_END_STALL,
          .cut = 20}},
  {"submit-stalled-in-body", SUBMIT, {.end = QWENTTS_SIMULATOR_END_STALL,
          .cut = -1}},
  {"submit-refusal-stalled", SUBMIT, {.status = 500,
              .headers = "Content-Length: 9\r\n",
          .end = QWENTTS_SIMULATOR_END_STALL,.cut = G_MAXINT64}},
  {"submit-backing-off", SUBMIT, {.status = 503,
          .headers = "Retry-After: 600\r\n"}},
  {"poll-stalled", POLL, {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"poll-stalled-in-body", POLL, {.end = QWENTTS_SIMULATOR_END_STALL,
          .cut = -1}},
  {"poll-backing-off", POLL, {.status = 503,
          .headers = "Retry-After: 600\r\n"}},
  {"poll-lost-and-backing-off", POLL, {.lost_before = TRUE}},
  {"polling", POLL, {.count = 1}},
  {"download-stalled", DOWNLOAD, {.end = QWENTTS_SIMULATOR_END_STALL}},
  {"download-stalled-in-head", DOWNLOAD, {.end = QWENTTS_SIMULATOR_END_STALL,
          .cut = 20}},
  {"download-stalled-in-file", DOWNLOAD, {.end = QWENTTS_SIMULATOR_END_STALL,
          .cut = -100}},
  {"download-refusal-stalled", DOWNLOAD, {.status = 404,
              .headers = "Content-Length: 9\r\n",
          .end = QWENTTS_SIMULATOR_END_STALL,.cut = G_MAXINT64}},
  {"download-backing-off", DOWNLOAD, {.status = 503,
          .headers = "Retry-After: 600\r\n"}},
  {"download-cut-and-backing-off", DOWNLOAD,
      {.end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -100}},
};

static void
run_job (ApiFixture * fixture, GCancellable * cancellable, GError ** error)
{
  g_autoptr (QwenttsTask) task = api_submit (fixture, cancellable, error);
  g_autoptr (GBytes) audio = NULL;

  if (task && api_wait (fixture, &task, cancellable, error))
    audio = api_download (fixture, task->audio_url, cancellable, error);
}

static void
set_up (ApiFixture * fixture, gconstpointer data)
{
  const Case *one = data;

  if (one->kind == POLL)
    api_fixture_set_up_manual (fixture, NULL);
  else
    api_fixture_set_up (fixture, NULL);
  fixture->connection.task_timeout_ms = 0;
  fixture->connection.backoff_factor_s = API_LONG_S;
  fixture->connection.backoff_max_s = API_LONG_S;
}

static void
test_cancel (ApiFixture * fixture, gconstpointer data)
{
  const Case *one = data;

  for (guint i = 0; i < N_ROUNDS; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    GThread *thread;

    api_add_fault (fixture, one->kind, &one->fault);
    thread = api_cancel_at (fixture, one->kind,
        api_count (fixture, one->kind) + 1, cancellable);
    run_job (fixture, cancellable, &error);
    g_thread_join (thread);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

/* Between two polls of which the second is far away. */
static void
test_cancel_between_polls (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  fixture->connection.poll_interval_ms = API_LONG_S * 1000;
  thread = api_cancel_at (fixture, SUBMIT, 1, cancellable);
  run_job (fixture, cancellable, &error);
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (api_count (fixture, POLL), ==, 0);
}

static void
test_cancelled_before_sends_nothing (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  g_autofree gchar *url = api_make_audio_url (fixture);
  g_autoptr (GError) submit_error = NULL;
  g_autoptr (GError) wait_error = NULL;
  g_autoptr (GError) download_error = NULL;
  guint n_submits = api_count (fixture, SUBMIT);
  guint n_polls = api_count (fixture, POLL);

  g_cancellable_cancel (cancellable);
  g_assert_null (api_submit (fixture, cancellable, &submit_error));
  g_assert_false (api_wait (fixture, &task, cancellable, &wait_error));
  g_assert_null (api_download (fixture, url, cancellable, &download_error));
  g_assert_error (submit_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (wait_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (download_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (api_count (fixture, SUBMIT), ==, n_submits);
  g_assert_cmpuint (api_count (fixture, POLL), ==, n_polls);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 0);
}

/* The paid task is still there for another call. */
static void
test_goes_on_after_cancelled_wait (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QwenttsTask) task = api_submit_well (fixture);
  GThread *thread = api_cancel_at (fixture, POLL, 2, cancellable);
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (api_wait (fixture, &task, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  qwentts_simulator_finish_jobs (fixture->simulator, TRUE);
  api_wait (fixture, &task, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (task->audio_url);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strconcat ("/client-cancel/", cases[i].name,
        NULL);

    g_test_add (path, ApiFixture, &cases[i], set_up, test_cancel,
        api_fixture_tear_down);
  }
  g_test_add ("/client-cancel/between-polls", ApiFixture, NULL,
      api_fixture_set_up_manual, test_cancel_between_polls,
      api_fixture_tear_down);
  g_test_add ("/client-cancel/cancelled-before-sends-nothing", ApiFixture,
      NULL, api_fixture_set_up, test_cancelled_before_sends_nothing,
      api_fixture_tear_down);
  g_test_add ("/client-cancel/goes-on-after-cancelled-wait", ApiFixture, NULL,
      api_fixture_set_up_manual, test_goes_on_after_cancelled_wait,
      api_fixture_tear_down);

  return g_test_run ();
}
