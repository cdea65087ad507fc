/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Who is trusted. See test-tls-resumption.c for several sessions. */
#include "api-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT
#define POLL QWENTTS_SIMULATOR_POLL
#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

typedef struct
{
  ApiFixture api;
  gchar *ca_file;               /* holds the service's certificate */
} Fixture;

static void
set_up (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
      qwentts_simulator_new_certificate (&error);
  const QwenttsSimulatorOptions options = {.certificate = certificate };
  g_autofree gchar *pem = NULL;
  gint fd;

  g_assert_no_error (error);
  api_fixture_init (&fixture->api, &options);
  g_object_get (certificate, "certificate-pem", &pem, NULL);
  fd = g_file_open_tmp ("qwentts-XXXXXX.pem", &fixture->ca_file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (fixture->ca_file, pem, -1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  api_fixture_tear_down (&fixture->api, NULL);
  g_unlink (fixture->ca_file);
  g_free (fixture->ca_file);
}

static void
assert_untrusted (const GError * error)
{
  api_assert_details (error, QWENTTS_ERROR_NETWORK, FALSE, 0, NULL);
  g_assert_nonnull (strstr (error->message, "not trusted"));
}

static void
assert_no_request (Fixture * fixture)
{
  for (guint kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    g_assert_cmpuint (api_count (&fixture->api, kind), ==, 0);
}

static void
test_unknown_certificate_is_refused (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (api_submit (&fixture->api, NULL, &error));
  assert_untrusted (error);
  assert_no_request (fixture);
}

static void
test_unknown_certificate_is_refused_for_files (Fixture * fixture,
    gconstpointer data)
{
  g_autoptr (GBytes) audio = api_make_audio ();
  g_autofree gchar *url = qwentts_simulator_add_file (fixture->api.simulator,
      audio, "audio/wav");
  g_autoptr (GError) error = NULL;

  g_assert_null (api_download (&fixture->api, url, NULL, &error));
  assert_untrusted (error);
  g_assert_true (qwentts_error_get_details (error)->is_download);
  assert_no_request (fixture);
}

static void
test_ca_file_is_trusted (Fixture * fixture, gconstpointer data)
{
  fixture->api.connection.ca_file = g_strdup (fixture->ca_file);
  api_run_job_well (&fixture->api);
}

static void
test_database_is_trusted (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->api.connection.tls_database =
      g_tls_file_database_new (fixture->ca_file, &error);
  g_assert_no_error (error);
  api_run_job_well (&fixture->api);
}

/* The database wins over the file. */
static void
test_other_database_is_not_trusted (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->api.connection.ca_file = g_strdup (fixture->ca_file);
  fixture->api.connection.tls_database =
      g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_assert_null (api_submit (&fixture->api, NULL, &error));
  assert_untrusted (error);
  assert_no_request (fixture);
}

/* The certificate is trusted, and another's. */
static void
test_other_name_is_refused (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GUri) base = g_uri_parse (fixture->api.connection.base_url,
      G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  g_free (fixture->api.connection.base_url);
  fixture->api.connection.base_url = g_strdup_printf
      ("https://other.localhost:%d", g_uri_get_port (base));
  fixture->api.connection.ca_file = g_strdup (fixture->ca_file);
  g_assert_null (api_submit (&fixture->api, NULL, &error));
  assert_untrusted (error);
  assert_no_request (fixture);
}

/* A server that speaks no TLS waits for the end of a line. */
static void
test_silent_handshake_is_a_timeout (Fixture * fixture, gconstpointer data)
{
  ApiFixture plain = { 0 };
  gchar *url;
  g_autoptr (GError) error = NULL;

  api_fixture_set_up (&plain, NULL);
  url = g_strdup_printf ("https%s", strstr (plain.connection.base_url, ":"));
  g_free (plain.connection.base_url);
  plain.connection.base_url = url;
  plain.connection.timeout_s = 1;
  plain.connection.retries = 0;
  g_assert_null (api_submit (&plain, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_TIMEOUT, TRUE, 0, NULL);
  g_assert_cmpuint (api_count (&plain, SUBMIT), ==, 0);
  api_fixture_tear_down (&plain, NULL);
}

/* Over TLS as in the clear. */
static void
test_cut_answers_are_repeated (Fixture * fixture, gconstpointer data)
{
  static const QwenttsSimulatorEnd ends[] = { QWENTTS_SIMULATOR_END_CLOSE,
    QWENTTS_SIMULATOR_END_RESET
  };
  static const gint64 cuts[] = { 0, 1, 17, 100, -100, -1 };

  fixture->api.connection.ca_file = g_strdup (fixture->ca_file);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint j = 0; j < G_N_ELEMENTS (cuts); j++) {
      const QwenttsSimulatorFault fault = {.end = ends[i],.cut = cuts[j] };
      guint n_before = api_count (&fixture->api, SUBMIT);

      api_add_fault (&fixture->api, SUBMIT, &fault);
      api_add_fault (&fixture->api, POLL, &fault);
      api_add_fault (&fixture->api, DOWNLOAD, &fault);
      api_run_job_well (&fixture->api);
      g_assert_cmpuint (api_count (&fixture->api, SUBMIT), ==, n_before + 2);
    }
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (fixture->api.simulator), ==,
      G_N_ELEMENTS (ends) * G_N_ELEMENTS (cuts));
}

#define add(path, func) \
  g_test_add ("/tls/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("unknown-certificate-is-refused", test_unknown_certificate_is_refused);
  add ("unknown-certificate-is-refused-for-files",
      test_unknown_certificate_is_refused_for_files);
  add ("ca-file-is-trusted", test_ca_file_is_trusted);
  add ("database-is-trusted", test_database_is_trusted);
  add ("other-database-is-not-trusted", test_other_database_is_not_trusted);
  add ("other-name-is-refused", test_other_name_is_refused);
  add ("silent-handshake-is-a-timeout", test_silent_handshake_is_a_timeout);
  add ("cut-answers-are-repeated", test_cut_answers_are_repeated);

  return g_test_run ();
}
