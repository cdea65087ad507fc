/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Downloads: addresses, redirects, refusals and limits. */
#include "api-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

/* More than the client may use. */
#define ALL 100

/* A file of the simulator's with the usual audio. */
static gchar *
add_file (ApiFixture * fixture)
{
  g_autoptr (GBytes) audio = api_make_audio ();

  return qwentts_simulator_add_file (fixture->simulator, audio, "audio/wav");
}

static void
assert_gives_audio (ApiFixture * fixture, const gchar * url)
{
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) audio = api_download (fixture, url, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (audio, expected));
  api_assert_no_key_in_downloads (fixture->simulator);
}

static GError *
fail_to_download (ApiFixture * fixture, const gchar * url)
{
  GError *error = NULL;

  g_assert_null (api_download (fixture, url, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (qwentts_error_get_details (error)->is_download);
  return error;
}

static void
test_gives_file (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);

  assert_gives_audio (fixture, url);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 1);
}

static void
test_tells_size (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  g_autoptr (GBytes) audio = api_make_audio ();
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsDownload) download =
      qwentts_download_open (api_fixture_get_client (fixture), url, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (qwentts_download_get_size (download), ==,
      g_bytes_get_size (audio));
}

static void
test_size_may_be_unknown (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  const QwenttsSimulatorFault fault = {.count = 2,.has_no_length = TRUE };
  g_autoptr (QwenttsDownload) download = NULL;
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, DOWNLOAD, &fault);
  download = qwentts_download_open (api_fixture_get_client (fixture), url,
      NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (qwentts_download_get_size (download), ==, 0);
  assert_gives_audio (fixture, url);
}

static void
test_empty_file_is_no_error (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autofree gchar *url = qwentts_simulator_add_file (fixture->simulator,
      nothing, "audio/wav");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) audio = api_download (fixture, url, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (audio), ==, 0);
}

/* An answer without a length and without a byte is one whose head was cut. */
static void
test_nothing_without_length_is_cut (ApiFixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autofree gchar *url = add_file (fixture);
  const QwenttsSimulatorFault fault = {.body = nothing,.has_no_length = TRUE };

  api_add_fault (fixture, DOWNLOAD, &fault);
  assert_gives_audio (fixture, url);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 2);
}

/* The bytes that travel are those of the file, whatever they are said to be. */
static void
test_does_not_decode (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  const QwenttsSimulatorFault fault = {
    .headers = "Content-Encoding: gzip\r\n"
  };

  api_add_fault (fixture, DOWNLOAD, &fault);
  assert_gives_audio (fixture, url);
}

static void
test_refuses_addresses (ApiFixture * fixture, gconstpointer url)
{
  g_autoptr (GError) error = fail_to_download (fixture, url);

  api_assert_details (error, QWENTTS_ERROR_PROTOCOL, FALSE, 0, NULL);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 0);
}

/* Bytes that come, though not of the file, hold a transfer only so long. */
static void
test_trickling_head_is_given_up (ApiFixture * fixture, gconstpointer data)
{
  QwenttsSimulatorFault fault = {.trickle_size = 1,.trickle_ms = 200 };
  g_autofree gchar *url = NULL;
  g_autoptr (GError) error = NULL;

  fixture->connection.timeout_s = 1;
  fixture->connection.retries = 0;
  url = api_make_audio_url (fixture);
  api_add_fault (fixture, DOWNLOAD, &fault);
  error = fail_to_download (fixture, url);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_TIMEOUT);
  g_assert_true (qwentts_error_get_details (error)->is_download);
}

static void
add_redirect (ApiFixture * fixture, guint count, guint status,
    const gchar * location)
{
  g_autofree gchar *header = g_strdup_printf ("Location: %s\r\n", location);

  api_add_status (fixture, DOWNLOAD, count, status, header, "moved");
}

static void
test_follows_redirect (ApiFixture * fixture, gconstpointer status)
{
  g_autofree gchar *url = add_file (fixture);

  add_redirect (fixture, 1, GPOINTER_TO_UINT (status), url);
  assert_gives_audio (fixture, url);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 2);
}

static void
test_follows_relative_redirects (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  const gchar *path = strrchr (url, '/');
  g_autofree gchar *query = g_strconcat (path, "?again=1", NULL);
  g_autofree gchar *network = g_strdup (strstr (url, "//"));

  add_redirect (fixture, 1, 302, path);
  add_redirect (fixture, 1, 302, query);
  add_redirect (fixture, 1, 302, path + 1);
  add_redirect (fixture, 1, 302, network);
  assert_gives_audio (fixture, url);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 5);
}

static void
test_follows_to_another_host (ApiFixture * fixture, gconstpointer data)
{
  ApiFixture other = { 0 };
  g_autofree gchar *url = add_file (fixture);
  g_autofree gchar *other_url = NULL;
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autoptr (GBytes) audio = NULL;
  g_autoptr (GError) error = NULL;

  api_fixture_set_up (&other, NULL);
  other_url = add_file (&other);
  add_redirect (fixture, 1, 302, other_url);
  audio = api_download (fixture, url, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (audio, expected));
  g_assert_cmpuint (api_count (&other, DOWNLOAD), ==, 1);
  api_assert_no_key_in_downloads (other.simulator);
  api_fixture_tear_down (&other, NULL);
}

static void
test_follows_five_redirects (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);

  add_redirect (fixture, 5, 302, url);
  assert_gives_audio (fixture, url);
}

static void
test_does_not_follow_six_redirects (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  g_autoptr (GError) error = NULL;

  add_redirect (fixture, ALL, 302, url);
  error = fail_to_download (fixture, url);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 6);
}

static void
test_refuses_redirects (ApiFixture * fixture, gconstpointer location)
{
  g_autofree gchar *url = add_file (fixture);
  g_autoptr (GError) error = NULL;

  add_redirect (fixture, ALL, 302, location);
  error = fail_to_download (fixture, url);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  api_assert_hides_key (error);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 1);
}

static void
test_refuses_redirect_to_nowhere (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);
  g_autoptr (GError) error = NULL;

  api_add_status (fixture, DOWNLOAD, ALL, 302, NULL, NULL);
  error = fail_to_download (fixture, url);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 1);
}

static const struct
{
  guint status;
  QwenttsError error;
  gboolean is_retryable;
  guint n_requests;
} refusals[] = {
  {403, QWENTTS_ERROR_PERMISSION, FALSE, 1},
  {404, QWENTTS_ERROR_NOT_FOUND, FALSE, 1},
  {410, QWENTTS_ERROR_NOT_FOUND, FALSE, 1},
  {416, QWENTTS_ERROR_PROTOCOL, FALSE, 1},
  {304, QWENTTS_ERROR_PROTOCOL, FALSE, 1},
  {204, QWENTTS_ERROR_PROTOCOL, FALSE, 1},
  {408, QWENTTS_ERROR_TIMEOUT, TRUE, 4},
  {429, QWENTTS_ERROR_RATE_LIMIT, TRUE, 4},
  {500, QWENTTS_ERROR_SERVER, TRUE, 4},
  {503, QWENTTS_ERROR_SERVER, TRUE, 4},
};

static void
test_refusal (ApiFixture * fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  gboolean has_body = refusals[i].status != 304 && refusals[i].status != 204;
  g_autofree gchar *url = add_file (fixture);
  g_autoptr (GError) error = NULL;

  api_add_status (fixture, DOWNLOAD, ALL, refusals[i].status, NULL,
      has_body ? "<Error>words</Error>" : NULL);
  error = fail_to_download (fixture, url);
  api_assert_details (error, refusals[i].error, refusals[i].is_retryable,
      refusals[i].status, NULL);
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==,
      has_body ? "<Error>words</Error>" : "");
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, refusals[i].n_requests);
}

static void
test_passing_refusal_is_repeated (ApiFixture * fixture, gconstpointer data)
{
  g_autofree gchar *url = add_file (fixture);

  api_add_status (fixture, DOWNLOAD, 1, 500, NULL, NULL);
  api_add_status (fixture, DOWNLOAD, 1, 503, "Retry-After: 0\r\n", NULL);
  api_add_status (fixture, DOWNLOAD, 1, 429, NULL, NULL);
  assert_gives_audio (fixture, url);
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 4);
}

/* The size that is told may be a lie: nothing of it is believed. */
static void
test_refuses_told_size (ApiFixture * fixture, gconstpointer length)
{
  g_autofree gchar *header = g_strdup_printf ("Content-Length: %s\r\n",
      (const gchar *) length);
  g_autofree gchar *url = add_file (fixture);
  const QwenttsSimulatorFault fault = {.count = ALL,.headers = header };
  g_autoptr (GError) error = NULL;

  api_add_fault (fixture, DOWNLOAD, &fault);
  error = fail_to_download (fixture, url);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "512 MiB"));
  g_assert_cmpuint (api_count (fixture, DOWNLOAD), ==, 1);
}

/* Without a told size, too: read on until the limit. */
static void
test_refuses_real_size (ApiFixture * fixture, gconstpointer data)
{
  gsize size = QWENTTS_AUDIO_MAX_SIZE + 1;
  /* Pages that are only read take no memory. */
  g_autoptr (GMappedFile) zeros = NULL;
  g_autofree gchar *path = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree gchar *url = NULL;
  g_autofree guint8 *buffer = g_malloc (1024 * 1024);
  const QwenttsSimulatorFault fault = {.has_no_length = TRUE };
  g_autoptr (QwenttsDownload) download = NULL;
  g_autoptr (GError) error = NULL;
  gint fd = g_file_open_tmp ("qwentts-XXXXXX", &path, NULL);
  guint64 n_bytes = 0;
  gssize n;

  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  zeros = g_mapped_file_new_from_fd (fd, FALSE, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_close (fd, NULL);
  file = g_mapped_file_get_bytes (zeros);
  url = qwentts_simulator_add_file (fixture->simulator, file, "audio/wav");
  api_add_fault (fixture, DOWNLOAD, &fault);
  download = qwentts_download_open (api_fixture_get_client (fixture), url,
      NULL, &error);
  g_assert_no_error (error);
  while ((n = qwentts_download_read (download, buffer, 1024 * 1024, NULL,
              &error)) > 0)
    n_bytes += n;
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
  g_assert_cmpuint (n_bytes, <=, QWENTTS_AUDIO_MAX_SIZE);
  g_assert_cmpuint (n_bytes, >, QWENTTS_AUDIO_MAX_SIZE - 2 * 1024 * 1024);
}

static void
add_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *path = g_strdup_printf ("/download/refusal/%u",
        refusals[i].status);

    g_test_add (path, ApiFixture, GUINT_TO_POINTER (i), api_fixture_set_up,
        test_refusal, api_fixture_tear_down);
  }
}

#define add(path, data, func) \
  g_test_add ("/download/" path, ApiFixture, data, api_fixture_set_up, func, \
      api_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("gives-file", NULL, test_gives_file);
  add ("tells-size", NULL, test_tells_size);
  add ("size-may-be-unknown", NULL, test_size_may_be_unknown);
  add ("empty-file-is-no-error", NULL, test_empty_file_is_no_error);
  add ("nothing-without-length-is-cut", NULL,
      test_nothing_without_length_is_cut);
  add ("does-not-decode", NULL, test_does_not_decode);
  add ("refuses-file-address", "file:///etc/passwd", test_refuses_addresses);
  add ("refuses-relative-address", "/a.wav", test_refuses_addresses);
  add ("refuses-address-with-key", "http://127.0.0.1:1/?key=" API_KEY,
      test_refuses_addresses);
  add ("refuses-address-with-escaped-key", "http://127.0.0.1:1/%73" "k%2"
      "da-key-that-nobody-may-see/a", test_refuses_addresses);
  add ("trickling-head-is-given-up", NULL, test_trickling_head_is_given_up);
  add ("follows-301", GUINT_TO_POINTER (301), test_follows_redirect);
  add ("follows-302", GUINT_TO_POINTER (302), test_follows_redirect);
  add ("follows-303", GUINT_TO_POINTER (303), test_follows_redirect);
  add ("follows-307", GUINT_TO_POINTER (307), test_follows_redirect);
  add ("follows-308", GUINT_TO_POINTER (308), test_follows_redirect);
  add ("follows-relative-redirects", NULL, test_follows_relative_redirects);
  add ("follows-to-another-host", NULL, test_follows_to_another_host);
  add ("follows-five-redirects", NULL, test_follows_five_redirects);
  add ("does-not-follow-six-redirects", NULL,
      test_does_not_follow_six_redirects);
  add ("refuses-redirect-to-file", "file:///etc/passwd",
      test_refuses_redirects);
  add ("refuses-redirect-to-ftp", "ftp://127.0.0.1/a", test_refuses_redirects);
  add ("refuses-redirect-to-no-host", "http://", test_refuses_redirects);
  add ("refuses-redirect-with-key", "/?key=" API_KEY, test_refuses_redirects);
  add ("refuses-redirect-to-nowhere", NULL, test_refuses_redirect_to_nowhere);
  add_refusals ();
  add ("passing-refusal-is-repeated", NULL, test_passing_refusal_is_repeated);
  add ("refuses-told-size", "536870913", test_refuses_told_size);
  add ("refuses-huge-told-size", "9223372036854775807", test_refuses_told_size);
  add ("refuses-real-size", NULL, test_refuses_real_size);

  return g_test_run ();
}
