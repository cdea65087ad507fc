/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One client and one session, used by several threads at once. */
#include "api-fixture.h"

#define N_THREADS 8
#define N_JOBS 10
#define N_ALL (N_THREADS * N_JOBS)

/* One exchange in so many has a fault. */
#define FAULT_INTERVAL 5

static gpointer
run_jobs (gpointer fixture)
{
  for (guint i = 0; i < N_JOBS; i++)
    api_run_job_well (fixture);
  return NULL;
}

static void
run_threads (ApiFixture * fixture)
{
  GThread *threads[N_THREADS];
  QwenttsCounters counters;

  api_fixture_get_client (fixture);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("jobs", run_jobs, fixture);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  qwentts_client_get_counters (fixture->client, &counters);
  g_assert_cmpuint (counters.submits, ==, N_ALL);
  g_assert_cmpuint (counters.polls, >=, N_ALL);
  g_assert_cmpuint (counters.downloads, ==, N_ALL);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==,
      N_ALL);
}

static void
test_all_jobs_succeed (ApiFixture * fixture, gconstpointer data)
{
  run_threads (fixture);
}

static void
test_faults_do_not_mix (ApiFixture * fixture, gconstpointer data)
{
  static const QwenttsSimulatorFault good = {.count = FAULT_INTERVAL };
  static const QwenttsSimulatorFault bad[] = {
    {.end = QWENTTS_SIMULATOR_END_CLOSE},
    {.end = QWENTTS_SIMULATOR_END_RESET,.cut = 100},
    {.status = 503},
    {.end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -1},
  };

  fixture->connection.retries = 20;
  for (guint i = 0; i < N_ALL / FAULT_INTERVAL; i++)
    for (guint kind = 0; kind <= QWENTTS_SIMULATOR_DOWNLOAD; kind++) {
      /* A paid request has one repeat only, which must not fail. */
      api_add_fault (fixture, kind, &bad[i % G_N_ELEMENTS (bad)]);
      api_add_fault (fixture, kind, &good);
      api_add_fault (fixture, kind, &good);
    }
  run_threads (fixture);
}

static gpointer
run_client (gpointer data)
{
  const ApiFixture *shared = data;
  ApiFixture own = *shared;

  for (guint i = 0; i < N_JOBS; i++) {
    own.client = NULL;
    api_run_job_well (&own);
    qwentts_client_unref (own.client);
  }
  return NULL;
}

/* The session is made and ended while others use or make it. */
static void
test_clients_come_and_go (ApiFixture * fixture, gconstpointer data)
{
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("client", run_client, fixture);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->simulator), ==,
      N_ALL);
}

#define add(path, func) \
  g_test_add ("/client-threads/" path, ApiFixture, NULL, api_fixture_set_up, \
      func, api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("all-jobs-succeed", test_all_jobs_succeed);
  add ("faults-do-not-mix", test_faults_do_not_mix);
  add ("clients-come-and-go", test_clients_come_and_go);

  return g_test_run ();
}
