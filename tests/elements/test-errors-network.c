/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A network that fails, time that passes, answers that make no sense. */
#include <string.h>

#include "failure.h"
#include "nowhere.h"

#define RETRIES 2

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD
#define CODE(code) GST_RESOURCE_ERROR_ ## code
#define END(end) QWENTTS_SIMULATOR_END_ ## end

/* All requests of a kind end so. */
typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorFault fault;
  gint code;
  const gchar *category;
  guint n_requests;
  guint n_tasks;
} Break;

static const Break breaks[] = {
  {"submit-that-is-closed", SUBMIT, {.end = END (CLOSE),.lost_before = TRUE},
      CODE (OPEN_READ), "network", 2, 0},
  {"submit-that-is-reset", SUBMIT, {.end = END (RESET),.lost_before = TRUE},
      CODE (OPEN_READ), "network", 2, 0},
  {"submit-whose-answer-is-lost", SUBMIT, {.end = END (RESET)},
      CODE (OPEN_READ), "network", 2, 1},
  {"submit-whose-answer-is-cut", SUBMIT, {.end = END (CLOSE),.cut = -10},
      CODE (OPEN_READ), "network", 2, 1},
  {"poll-that-is-closed", POLL, {.end = END (CLOSE)}, CODE (OPEN_READ),
      "network", 1 + RETRIES, 1},
  {"poll-that-is-cut", POLL, {.end = END (RESET),.cut = -10},
      CODE (OPEN_READ), "network", 1 + RETRIES, 1},
  {"download-that-is-closed", DOWNLOAD, {.end = END (CLOSE)}, CODE (READ),
      "network", 1 + RETRIES, 1},
  {"download-that-is-reset", DOWNLOAD, {.end = END (RESET)}, CODE (READ),
      "network", 1 + RETRIES, 1},
};

static void
test_break (gconstpointer data)
{
  const Break *tested = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  QwenttsSimulatorFault fault = tested->fault;

  /* Else it repeats by itself on a connection that was used before. */
  fault.count = 100;
  fault.headers = "Connection: close\r\n";
  g_object_set (rig->src, "retries", RETRIES, NULL);
  qwentts_simulator_add_fault (rig->simulator, tested->kind, &fault);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, tested->code,
      tested->category, TRUE);
  failure_assert_http_status (failure, 0);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, tested->kind), >=,
      tested->n_requests);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      tested->n_tasks);
}

/* What is whole is played before the error. */
static void
test_download_that_breaks_off (void)
{
  const QwenttsSimulatorFault cut = {.count = 100,.end = END (CLOSE),
    .cut = -2000
  };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (GBytes) wav = NULL;

  g_object_set (rig->src, "retries", 0, NULL);
  qwentts_simulator_add_fault (rig->simulator, DOWNLOAD, &cut);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (READ), "network",
      TRUE);
  samples = rig_get_samples (rig);
  wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), RIG_TEXT, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (samples), ==,
      g_bytes_get_size (wav) - 44 - 2000);
}

static void
test_refused_connection (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Nowhere) nowhere = nowhere_new ();
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "base-url", nowhere_get_url (nowhere), "retries", 2,
      NULL);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (OPEN_READ),
      "network", TRUE);
  failure_assert_string (failure, "task-id", NULL);
}

static void
test_unknown_host (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  nowhere_forget_names ();
  g_object_set (rig->src, "base-url", "https://api.example.com", NULL);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (OPEN_READ),
      "network", TRUE);
  g_assert_nonnull (strstr (failure->error->message, "api.example.com"));
}

static void
test_certificate_that_is_not_trusted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
      qwentts_simulator_new_certificate (&error);
  const QwenttsSimulatorOptions options = {.certificate = certificate };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Failure) failure = NULL;

  g_assert_no_error (error);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (OPEN_READ),
      "network", FALSE);
  failure_assert_names (failure, "ca-file");
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 0);
}

static void
test_stall (gconstpointer data)
{
  const QwenttsSimulatorKind kind = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault stall = {.count = 100,.end = END (STALL) };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "timeout", 1, "retries", 0, NULL);
  qwentts_simulator_add_fault (rig->simulator, kind, &stall);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (READ), "timeout",
      TRUE);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, kind), ==, 1);
}

static void
test_task_that_does_not_end (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "task-timeout", 1, "poll-interval", 50, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (READ), "timeout",
      TRUE);
  failure_assert_names (failure, "task-timeout");
  g_assert_true (gst_structure_has_field (failure->details, "task-id"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

/* Answers with 200. */
typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  const gchar *body;            /* NULL: 2 MiB of spaces */
} Nonsense;

static const Nonsense nonsense[] = {
  {"submit-answered-by-a-page", SUBMIT, "<html>Welcome</html>"},
  {"submit-answered-without-an-id", SUBMIT, "{\"status\":\"pending\"}"},
  {"submit-answered-with-a-strange-id", SUBMIT, "{\"id\":\"../../secret\"}"},
  {"submit-answered-with-nothing", SUBMIT, ""},
  {"submit-answered-without-end", SUBMIT, NULL},
  {"poll-answered-by-a-page", POLL, "<html>Welcome</html>"},
  {"poll-answered-with-a-list", POLL, "[]"},
  {"poll-answered-without-audio", POLL,
      "{\"id\":\"task-unified-1\",\"status\":\"completed\",\"results\":[]}"},
  {"poll-answered-with-another-scheme", POLL,
      "{\"id\":\"task-unified-1\",\"status\":\"completed\","
        "\"results\":[\"file:///etc/passwd\"]}"},
  {"poll-answered-with-no-url", POLL,
      "{\"id\":\"task-unified-1\",\"status\":\"completed\","
        "\"results\":[\"speech.wav\"]}"},
};

static GBytes *
make_body (const gchar * text)
{
  gsize size = text ? strlen (text) : 2 * 1024 * 1024;
  gchar *body = g_malloc (size + 1);

  memset (body, ' ', size);
  if (text)
    memcpy (body, text, size);
  return g_bytes_new_take (body, size);
}

static void
test_nonsense (gconstpointer data)
{
  const Nonsense *tested = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autoptr (GBytes) body = make_body (tested->body);
  const QwenttsSimulatorFault fault = {.count = 100,.status = 200,.body = body,
    .content_type = "application/json"
  };

  g_object_set (rig->src, "retries", RETRIES, NULL);
  qwentts_simulator_add_fault (rig->simulator, tested->kind, &fault);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, CODE (READ), "protocol",
      FALSE);
  /* A submit that was answered with 200 may have been paid: never again. */
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, DOWNLOAD), ==, 0);
  g_assert_cmpint (gst_structure_has_field (failure->details, "task-id"), ==,
      tested->kind == POLL);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/tells-%s",
        breaks[i].path);

    g_test_add_data_func (path, &breaks[i], test_break);
  }
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/tells-%s",
        nonsense[i].path);

    g_test_add_data_func (path, &nonsense[i], test_nonsense);
  }
  g_test_add_data_func ("/ttssrc/tells-submit-that-stalls",
      GINT_TO_POINTER (SUBMIT), test_stall);
  g_test_add_data_func ("/ttssrc/tells-poll-that-stalls",
      GINT_TO_POINTER (POLL), test_stall);
  g_test_add_data_func ("/ttssrc/tells-download-that-stalls",
      GINT_TO_POINTER (DOWNLOAD), test_stall);
#define ADD(path, function) g_test_add_func ("/ttssrc/tells-" path, function)
  ADD ("download-that-breaks-off", test_download_that_breaks_off);
  ADD ("refused-connection", test_refused_connection);
  ADD ("certificate-that-is-not-trusted", test_certificate_that_is_not_trusted);
  ADD ("task-that-does-not-end", test_task_that_does_not_end);
  ADD ("unknown-host", test_unknown_host);
#undef ADD

  return g_test_run ();
}
