/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The connection ends after each single byte of an answer: the repeat makes it
 * good or the right error tells it, and no task is paid for twice. */
#include "api-fixture.h"

#include <string.h>

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

#define CLOSE QWENTTS_SIMULATOR_END_CLOSE
#define RESET QWENTTS_SIMULATOR_END_RESET
#define STALL QWENTTS_SIMULATOR_END_STALL

/* Of an answer with a file: so much of its start and of its end. */
#define FILE_START 512
#define FILE_END 64

#define MIN_ANSWER_SIZE 300

typedef struct
{
  ApiFixture api;
  gchar *id;                    /* of a finished task */
  gchar *url;                   /* of its audio */
} Fixture;

static void
set_up (Fixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autoptr (GError) error = NULL;

  api_fixture_set_up (&fixture->api, NULL);
  task = api_submit_well (&fixture->api);
  api_wait (&fixture->api, &task, NULL, &error);
  g_assert_no_error (error);
  fixture->id = g_strdup (task->id);
  fixture->url = g_strdup (task->audio_url);
  g_clear_pointer (&fixture->api.client, qwentts_client_unref);
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  api_fixture_tear_down (&fixture->api, NULL);
  g_free (fixture->id);
  g_free (fixture->url);
}

/* Each of these does one step and says whether it went well. */
typedef gboolean (*Step) (Fixture * fixture, GError ** error);

static gboolean
submit (Fixture * fixture, GError ** error)
{
  g_autoptr (QwenttsTask) task = api_submit (&fixture->api, NULL, error);

  return task != NULL;
}

static gboolean
poll (Fixture * fixture, GError ** error)
{
  g_autoptr (QwenttsTask) task = g_new0 (QwenttsTask, 1);

  task->id = g_strdup (fixture->id);
  if (!api_wait (&fixture->api, &task, NULL, error))
    return FALSE;
  g_assert_cmpstr (task->audio_url, ==, fixture->url);
  return TRUE;
}

static gboolean
download (Fixture * fixture, GError ** error)
{
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autoptr (GBytes) audio = api_download (&fixture->api, fixture->url, NULL,
      error);

  if (audio == NULL)
    return FALSE;
  g_assert_true (g_bytes_equal (audio, expected));
  return TRUE;
}

static const Step steps[] = {
  [SUBMIT] = submit,
  [POLL] = poll,
  [DOWNLOAD] = download,
};

/* The request for an answer, as it travels. */
static gchar *
make_request (Fixture * fixture, QwenttsSimulatorKind kind)
{
  g_autoptr (GUri) file = g_uri_parse (fixture->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GBytes) body = api_fixture_make_body (&fixture->api);
  gsize size = g_bytes_get_size (body);

  if (kind == DOWNLOAD)
    return g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
        g_uri_get_path (file));
  if (kind == POLL)
    return g_strdup_printf ("GET /v1/tasks/%s HTTP/1.1\r\nHost: x\r\n"
        "Authorization: Bearer " API_KEY "\r\n\r\n", fixture->id);
  return g_strdup_printf ("POST /v1/audios/generations HTTP/1.1\r\n"
      "Host: x\r\nAuthorization: Bearer " API_KEY "\r\n"
      "Content-Type: application/json\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%.*s", size, (gint) size,
      (const gchar *) g_bytes_get_data (body, NULL));
}

/* The size of an answer, head and body, on a bare connection. */
static gsize
measure_answer (Fixture * fixture, QwenttsSimulatorKind kind)
{
  const QwenttsSimulatorFault fault = {.end = CLOSE,.cut = G_MAXINT64 };
  g_autofree gchar *request = make_request (fixture, kind);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gchar buffer[8192];
  gsize size;

  api_add_fault (&fixture->api, kind, &fault);
  connection = g_socket_client_connect_to_uri (client,
      kind == DOWNLOAD ? fixture->url : fixture->api.connection.base_url, 0,
      NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM
          (connection)), request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM
          (connection)), buffer, sizeof buffer, &size, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (buffer, "HTTP/1.1 200 "));
  g_assert_cmpuint (size, >, MIN_ANSWER_SIZE);
  g_assert_cmpuint (size, <, sizeof buffer);
  return size;
}

typedef struct
{
  guint n_requests;
  guint n_tasks;
} Cost;

/* A connection that was used before is given up without a word by libsoup, when
 * it ends before the first byte of an answer to a GET: begin with a new one. */
static void
drop_connections (Fixture * fixture)
{
  g_clear_pointer (&fixture->api.client, qwentts_client_unref);
}

static Cost
get_cost (Fixture * fixture, QwenttsSimulatorKind kind)
{
  return (Cost) {
    api_count (&fixture->api, kind),
        qwentts_simulator_get_n_tasks (fixture->api.simulator)
  };
}

static void
assert_cost (Fixture * fixture, QwenttsSimulatorKind kind, const Cost * before,
    guint n_requests)
{
  Cost after = get_cost (fixture, kind);

  g_assert_cmpuint (after.n_requests - before->n_requests, ==, n_requests);
  g_assert_cmpuint (after.n_tasks - before->n_tasks, ==, kind == SUBMIT);
}

/* The first answer is cut, the next is whole. */
static void
assert_repeat_succeeds (Fixture * fixture, QwenttsSimulatorKind kind,
    QwenttsSimulatorEnd end, gint64 cut)
{
  const QwenttsSimulatorFault fault = {.end = end,.cut = cut };
  Cost before = get_cost (fixture, kind);
  g_autoptr (GError) error = NULL;

  api_add_fault (&fixture->api, kind, &fault);
  steps[kind] (fixture, &error);
  g_assert_no_error (error);
  assert_cost (fixture, kind, &before, 2);
}

/* All answers are cut. */
static void
assert_repeat_fails (Fixture * fixture, QwenttsSimulatorKind kind,
    QwenttsSimulatorEnd end, gint64 cut)
{
  const QwenttsSimulatorFault fault = {.count = 2,.end = end,.cut = cut };
  Cost before = get_cost (fixture, kind);
  g_autoptr (GError) error = NULL;

  api_add_fault (&fixture->api, kind, &fault);
  g_assert_false (steps[kind] (fixture, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, TRUE, 0, NULL);
  assert_cost (fixture, kind, &before, 2);
}

static void
cut_at (Fixture * fixture, QwenttsSimulatorKind kind, QwenttsSimulatorEnd end,
    gint64 cut)
{
  drop_connections (fixture);
  assert_repeat_succeeds (fixture, kind, end, cut);
  drop_connections (fixture);
  assert_repeat_fails (fixture, kind, end, cut);
}

typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorEnd end;
} Case;

static const Case cases[] = {
  {"/cut-answers/submit-closed", SUBMIT, CLOSE},
  {"/cut-answers/submit-reset", SUBMIT, RESET},
  {"/cut-answers/poll-closed", POLL, CLOSE},
  {"/cut-answers/poll-reset", POLL, RESET},
  {"/cut-answers/download-closed", DOWNLOAD, CLOSE},
  {"/cut-answers/download-reset", DOWNLOAD, RESET},
};

static void
test_each_byte (Fixture * fixture, gconstpointer data)
{
  QwenttsSimulatorKind kind = ((const Case *) data)->kind;
  QwenttsSimulatorEnd end = ((const Case *) data)->end;
  gsize size = measure_answer (fixture, kind);
  gsize n_start = kind == DOWNLOAD ? FILE_START : size;

  fixture->api.connection.retries = 1;
  for (gsize cut = 0; cut < n_start; cut++)
    cut_at (fixture, kind, end, cut);
  for (gint64 missing = FILE_END; missing > 0 && kind == DOWNLOAD; missing--)
    cut_at (fixture, kind, end, -missing);
}

static void
test_whole_answer_is_no_failure (Fixture * fixture, gconstpointer data)
{
  static const QwenttsSimulatorEnd ends[] = { CLOSE, RESET };

  for (guint kind = 0; kind < G_N_ELEMENTS (steps); kind++)
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
      const QwenttsSimulatorFault fault = {.end = ends[i],.cut = G_MAXINT64 };
      Cost before = get_cost (fixture, kind);
      g_autoptr (GError) error = NULL;

      api_add_fault (&fixture->api, kind, &fault);
      steps[kind] (fixture, &error);
      g_assert_no_error (error);
      assert_cost (fixture, kind, &before, 1);
    }
}

typedef struct
{
  QwenttsSimulatorKind kind;
  gint64 cut;
} Sample;

/* A second passes for each: so a few, all at once. */
static const Sample samples[] = {
  {SUBMIT, 0}, {SUBMIT, 40}, {SUBMIT, -1}, {POLL, 9}, {POLL, -100},
  {DOWNLOAD, -64}
};

static gpointer
stall (gpointer data)
{
  const Sample *sample = data;
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  fixture.api.connection.retries = 1;
  fixture.api.connection.timeout_s = 1;
  assert_repeat_succeeds (&fixture, sample->kind, STALL, sample->cut);
  tear_down (&fixture, NULL);
  return NULL;
}

static void
test_stalls (void)
{
  GThread *threads[G_N_ELEMENTS (samples)];

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    threads[i] = g_thread_new ("stall", stall, (gpointer) & samples[i]);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, &cases[i], set_up, test_each_byte,
        tear_down);
  g_test_add ("/cut-answers/whole-answer-is-no-failure", Fixture, NULL, set_up,
      test_whole_answer_is_no_failure, tear_down);
  g_test_add_func ("/cut-answers/stalled", test_stalls);

  return g_test_run ();
}
