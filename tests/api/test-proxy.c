/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Requests go to the proxy. A second simulator stands in for one: it takes
 * whole addresses as paths. */
#include "api-fixture.h"

#include <string.h>

typedef struct
{
  ApiFixture api;
  ApiFixture proxy;
} Fixture;

static void
set_up (Fixture * fixture, gconstpointer data)
{
  api_fixture_set_up (&fixture->api, NULL);
  api_fixture_set_up (&fixture->proxy, NULL);
  fixture->api.connection.proxy =
      g_strdup (qwentts_simulator_get_base_url (fixture->proxy.simulator));
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  api_fixture_tear_down (&fixture->api, NULL);
  api_fixture_tear_down (&fixture->proxy, NULL);
}

static guint
count_all (ApiFixture * fixture)
{
  guint n = 0;

  for (guint kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    n += api_count (fixture, kind);
  return n;
}

static void
test_requests_go_through_proxy (Fixture * fixture, gconstpointer data)
{
  g_autoptr (QwenttsTask) task = NULL;
  g_autofree gchar *host = NULL;
  g_autoptr (GError) error = NULL;

  task = api_submit (&fixture->api, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_all (&fixture->api), ==, 0);
  g_assert_cmpuint (api_count (&fixture->proxy, QWENTTS_SIMULATOR_SUBMIT), ==,
      1);
  host = api_get_header (fixture->proxy.simulator, QWENTTS_SIMULATOR_SUBMIT, 0,
      "Host");
  g_assert_cmpstr (host, ==, strstr (fixture->api.connection.base_url,
          "127.0.0.1"));
}

/* Nobody knows the host but the proxy. */
static void
test_downloads_go_through_proxy (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autofree gchar *url =
      qwentts_simulator_add_file (fixture->proxy.simulator, expected,
      "audio/wav");
  const gchar *path = strstr (strstr (url, "//") + 2, "/");
  g_autofree gchar *far_url = g_strconcat ("http://files.invalid", path, NULL);
  GUri *uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GBytes) audio = NULL;
  g_autoptr (GError) error = NULL;

  g_free (fixture->api.connection.proxy);
  fixture->api.connection.proxy = g_strdup_printf ("http://127.0.0.1:%d",
      g_uri_get_port (uri));
  g_uri_unref (uri);
  audio = api_download (&fixture->api, far_url, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (audio, expected));
}

/* The key goes through a tunnel to an https host, or not at all; and what the
 * proxy answers is not what the service answers. */
static void
test_https_needs_a_tunnel (Fixture * fixture, gconstpointer data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;

  api_add_status (&fixture->proxy, QWENTTS_SIMULATOR_OTHER, 1, status, NULL,
      "{\"id\":\"t\"}");

  g_free (fixture->api.connection.base_url);
  fixture->api.connection.base_url = g_strdup ("https://api.invalid");
  fixture->api.connection.retries = 0;
  g_assert_null (api_submit (&fixture->api, NULL, &error));
  api_assert_details (error, QWENTTS_ERROR_NETWORK, status == 503, status,
      NULL);
  g_assert_nonnull (strstr (error->message, "proxy"));
  requests = qwentts_simulator_get_requests (fixture->proxy.simulator);
  g_assert_cmpuint (requests->len, >, 0);
  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = g_ptr_array_index (requests, i);

    g_assert_cmpstr (request->method, ==, "CONNECT");
    g_assert_null (strstr (request->headers, API_KEY));
  }
}

static void
test_direct_is_no_proxy (Fixture * fixture, gconstpointer data)
{
  g_free (fixture->api.connection.proxy);
  fixture->api.connection.proxy = g_strdup ("direct://");
  api_run_job_well (&fixture->api);
}

#define add(path, data, func) \
  g_test_add ("/proxy/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("requests-go-through-proxy", NULL, test_requests_go_through_proxy);
  add ("downloads-go-through-proxy", NULL, test_downloads_go_through_proxy);
  add ("tunnel-refused-403", GUINT_TO_POINTER (403), test_https_needs_a_tunnel);
  add ("tunnel-refused-407", GUINT_TO_POINTER (407), test_https_needs_a_tunnel);
  add ("tunnel-refused-503", GUINT_TO_POINTER (503), test_https_needs_a_tunnel);
  add ("direct-is-no-proxy", NULL, test_direct_is_no_proxy);

  return g_test_run ();
}
