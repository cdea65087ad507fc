/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What one session trusts, another does not, though glib-networking resumes
 * TLS sessions across them.
 *
 * A program without g_test_init (): under it, glib-networking resumes none. So
 * it prints its TAP by itself. The server is not the simulator, since GIO's
 * servers resume none either.
 *
 *   test-tls-resumption PYTHON TLS-SERVER.PY */
#include <glib/gstdio.h>
#include <stdio.h>

#include "api/client.h"
#include "api/error.h"
#include "simulator/simulator.h"

#define N_ROUNDS 10

static gchar *
write_pem (GTlsCertificate * certificate)
{
  g_autofree gchar *pem = NULL;
  g_autofree gchar *key = NULL;
  g_autofree gchar *both = NULL;
  g_autoptr (GError) error = NULL;
  gchar *path = NULL;
  gint fd = g_file_open_tmp ("qwentts-XXXXXX.pem", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_object_get (certificate, "certificate-pem", &pem, "private-key-pem", &key,
      NULL);
  both = g_strconcat (pem, key, NULL);
  g_file_set_contents (path, both, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* @port: (out) */
static GSubprocess *
start_server (const gchar * python, const gchar * script, const gchar * pem,
    gchar ** port)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, python, script, pem, NULL);
  g_autoptr (GDataInputStream) output = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  *port = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*port);
  return server;
}

static void
stop_server (GSubprocess * server)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  g_object_unref (server);
}

/* With a session of its own.
 *
 * @database: (nullable): the system's */
static QwenttsTask *
submit (const gchar * base_url, GTlsDatabase * database, GError ** error)
{
  const QwenttsConnection connection = {
    .base_url = (gchar *) base_url,
    .api_key = (gchar *) "sk-some-key",
    .tls_database = database,
    .timeout_s = 60,
  };
  g_autoptr (QwenttsClient) client = qwentts_client_new (&connection, error);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  return client ? qwentts_client_submit (client, body, "a-key-of-this-test",
      G_MAXINT64, NULL, error) : NULL;
}

static void
assert_refused (const gchar * base_url)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (submit (base_url, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
  g_assert_false (qwentts_error_get_details (error)->is_retryable);
}

/* Returns: whether the TLS session was resumed */
static gboolean
assert_served (const gchar * base_url, GTlsDatabase * database, guint n_served)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsTask) task = submit (base_url, database, &error);

  g_assert_no_error (error);
  /* Nothing has come from those that were refused. */
  g_assert_cmpfloat (task->estimated_time_s, ==, n_served);
  return task->progress == 100;
}

static void
test_trust_is_not_resumed (const gchar * base_url, GTlsDatabase * database)
{
  guint n_resumed = 0;

  assert_refused (base_url);
  for (guint i = 0; i < N_ROUNDS; i++) {
    assert_served (base_url, database, 2 * i + 1);
    n_resumed += assert_served (base_url, database, 2 * i + 2);
    assert_refused (base_url);
    assert_refused (base_url);
  }
  /* Or the test has shown nothing. */
  g_assert_cmpuint (n_resumed, >, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
      qwentts_simulator_new_certificate (&error);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autofree gchar *pem = NULL;
  g_autofree gchar *port = NULL;
  g_autofree gchar *base_url = NULL;
  GSubprocess *server;

  g_assert_no_error (error);
  g_assert_cmpint (argc, ==, 3);
  g_assert_false (g_test_initialized ());
  pem = write_pem (certificate);
  database = g_tls_file_database_new (pem, &error);
  g_assert_no_error (error);
  server = start_server (argv[1], argv[2], pem, &port);
  base_url = g_strdup_printf ("https://127.0.0.1:%s", port);
  test_trust_is_not_resumed (base_url, database);
  stop_server (server);
  g_unlink (pem);

  printf ("1..1\nok 1 /tls-resumption/trust-is-not-resumed\n");
  return 0;
}
