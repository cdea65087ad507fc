/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A transfer that breaks off is taken up again where it stopped. */
#include "api-fixture.h"

#include <string.h>

#define DOWNLOAD QWENTTS_SIMULATOR_DOWNLOAD

/* More than the client may use. */
#define ALL 100

/* Counted from the end of an answer, so that its head does not matter. */
#define MISSING 1000
#define SIZE 3000
#define HAVE (SIZE - MISSING)

#define ETAG "ETag: \"one\"\r\n"
#define LAST_PART "Content-Range: bytes 2000-2999/3000\r\n"

typedef struct
{
  ApiFixture api;
  gchar *url;
} Fixture;

static void
set_up (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) audio = api_make_audio ();

  g_assert_cmpuint (g_bytes_get_size (audio), ==, SIZE);
  api_fixture_set_up (&fixture->api, data);
  fixture->url = qwentts_simulator_add_file (fixture->api.simulator, audio,
      "audio/wav");
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  api_fixture_tear_down (&fixture->api, data);
  g_free (fixture->url);
}

static void
assert_whole (Fixture * fixture)
{
  g_autoptr (GBytes) expected = api_make_audio ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) audio = api_download (&fixture->api, fixture->url, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (audio, expected));
  api_assert_no_key_in_downloads (fixture->api.simulator);
}

static void
assert_fails (Fixture * fixture, QwenttsError code, guint n_requests)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (api_download (&fixture->api, fixture->url, NULL, &error));
  g_assert_error (error, QWENTTS_ERROR, (gint) code);
  g_assert_true (qwentts_error_get_details (error)->is_download);
  g_assert_cmpuint (api_count (&fixture->api, DOWNLOAD), ==, n_requests);
}

static void
assert_request (Fixture * fixture, guint index, const gchar * name,
    const gchar * expected)
{
  g_autofree gchar *value = api_get_header (fixture->api.simulator, DOWNLOAD,
      index, name);

  g_assert_cmpstr (value, ==, expected);
}

/* The first answer breaks off, MISSING bytes before its end.
 *
 * @headers: (nullable) */
static void
add_cut (Fixture * fixture, QwenttsSimulatorEnd end, const gchar * headers)
{
  const QwenttsSimulatorFault fault = {.end = end,.cut = -MISSING,
    .headers = headers
  };

  api_add_fault (&fixture->api, DOWNLOAD, &fault);
}

/* The second answer: a part of the file with these headers. */
static void
add_part (Fixture * fixture, guint status, const gchar * headers, gsize offset,
    gsize size)
{
  g_autoptr (GBytes) audio = api_make_audio ();
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (audio, offset, size);
  const QwenttsSimulatorFault fault = {.status = status,.headers = headers,
    .body = part
  };

  api_add_fault (&fixture->api, DOWNLOAD, &fault);
}

static void
test_asks_for_what_is_missing (Fixture * fixture, gconstpointer end)
{
  g_autofree gchar *range = g_strdup_printf ("bytes=%d-", HAVE);

  fixture->api.connection.timeout_s = 1;
  add_cut (fixture, GPOINTER_TO_INT (end), ETAG);
  add_part (fixture, 206, ETAG LAST_PART, HAVE, MISSING);
  assert_whole (fixture);
  g_assert_cmpuint (api_count (&fixture->api, DOWNLOAD), ==, 2);
  assert_request (fixture, 0, "Range", NULL);
  assert_request (fixture, 0, "If-Range", NULL);
  assert_request (fixture, 1, "Range", range);
  assert_request (fixture, 1, "If-Range", "\"one\"");
}

static void
test_simulator_agrees (Fixture * fixture, gconstpointer end)
{
  fixture->api.connection.timeout_s = 1;
  add_cut (fixture, GPOINTER_TO_INT (end), NULL);
  assert_whole (fixture);
  g_assert_cmpuint (api_count (&fixture->api, DOWNLOAD), ==, 2);
}

static void
test_goes_on_through_many_cuts (Fixture * fixture, gconstpointer data)
{
  static const gint64 missing[] = { 2999, 2000, 1999, 2, 1 };

  fixture->api.connection.retries = G_N_ELEMENTS (missing);
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++) {
    const QwenttsSimulatorFault fault = {.cut = -missing[i],
      .end = i % 2 ? QWENTTS_SIMULATOR_END_CLOSE : QWENTTS_SIMULATOR_END_RESET
    };

    api_add_fault (&fixture->api, DOWNLOAD, &fault);
  }
  assert_whole (fixture);
  g_assert_cmpuint (api_count (&fixture->api, DOWNLOAD), ==,
      G_N_ELEMENTS (missing) + 1);
}

static void
test_gives_up_after_all_repeats (Fixture * fixture, gconstpointer data)
{
  const QwenttsSimulatorFault fault = {.count = ALL,
    .end = QWENTTS_SIMULATOR_END_CLOSE,.cut = -MISSING
  };

  api_add_fault (&fixture->api, DOWNLOAD, &fault);
  assert_fails (fixture, QWENTTS_ERROR_NETWORK, 4);
}

static void
test_stalls_are_timeouts (Fixture * fixture, gconstpointer data)
{
  const QwenttsSimulatorFault fault = {.count = ALL,
    .end = QWENTTS_SIMULATOR_END_STALL,.cut = -MISSING
  };

  fixture->api.connection.timeout_s = 1;
  fixture->api.connection.retries = 1;
  api_add_fault (&fixture->api, DOWNLOAD, &fault);
  assert_fails (fixture, QWENTTS_ERROR_TIMEOUT, 2);
}

/* It gives the whole file again. */
static void
test_server_may_ignore_range (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 200, ETAG, 0, SIZE);
  assert_whole (fixture);
}

static void
test_part_may_start_earlier (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 206, ETAG "Content-Range: bytes 1500-2999/3000\r\n", 1500,
      1500);
  assert_whole (fixture);
}

static void
test_part_may_end_earlier (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 206, ETAG "Content-Range: bytes 2000-2499/3000\r\n", HAVE,
      500);
  add_part (fixture, 206, ETAG "Content-Range: bytes 2500-2999/3000\r\n", 2500,
      500);
  assert_whole (fixture);
}

/* By a part, when the whole was sent in chunks and broke off in one. */
static void
test_size_may_be_told_later (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GBytes) audio = api_make_audio ();
  GByteArray *chunk = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -MISSING,.has_no_length = TRUE,
    .headers = ETAG "Transfer-Encoding: chunked\r\n"
  };

  g_byte_array_append (chunk, (const guint8 *) "bb8\r\n", 5);
  g_byte_array_append (chunk, g_bytes_get_data (audio, NULL), SIZE);
  body = g_byte_array_free_to_bytes (chunk);
  fault.body = body;
  api_add_fault (&fixture->api, DOWNLOAD, &fault);
  add_part (fixture, 206, ETAG LAST_PART, HAVE, MISSING);
  assert_whole (fixture);
}

static void
test_size_of_part_may_be_unknown (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 206, ETAG "Content-Range: bytes 2000-2999/*\r\n", HAVE,
      MISSING);
  assert_whole (fixture);
}

/* The second answer is of another file: one must not become the end of the
 * other. */
static void
test_changed_file_is_an_error (Fixture * fixture, gconstpointer headers)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 206, headers, HAVE, MISSING);
  assert_fails (fixture, QWENTTS_ERROR_PROTOCOL, 2);
}

static void
test_changed_whole_file_is_an_error (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 200, "ETag: \"two\"\r\n", 0, SIZE);
  assert_fails (fixture, QWENTTS_ERROR_PROTOCOL, 2);
}

static void
test_changed_size_is_an_error (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, NULL);
  add_part (fixture, 200, NULL, 0, SIZE - 1);
  assert_fails (fixture, QWENTTS_ERROR_PROTOCOL, 2);
}

/* The size was told, though no byte of the file came. */
static void
test_changed_size_before_first_byte_is_an_error (Fixture * fixture,
    gconstpointer data)
{
  const QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -SIZE,.headers = ETAG
  };

  api_add_fault (&fixture->api, DOWNLOAD, &fault);
  add_part (fixture, 200, ETAG, 0, SIZE - 1);
  assert_fails (fixture, QWENTTS_ERROR_PROTOCOL, 2);
}

/* More than the size that was told. */
static void
test_longer_part_is_an_error (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  add_part (fixture, 206, ETAG LAST_PART, 1000, 2000);
  assert_fails (fixture, QWENTTS_ERROR_PROTOCOL, 2);
}

static void
test_vanished_file_is_not_found (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, ETAG);
  api_add_status (&fixture->api, DOWNLOAD, ALL, 404, NULL, NULL);
  assert_fails (fixture, QWENTTS_ERROR_NOT_FOUND, 2);
}

/* A weak ETag says nothing of the bytes, and If-Range may not name it. */
static void
test_weak_etag_is_no_condition (Fixture * fixture, gconstpointer data)
{
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, "ETag: W/\"one\"\r\n");
  add_part (fixture, 206, "ETag: W/\"one\"\r\n" LAST_PART, HAVE, MISSING);
  assert_whole (fixture);
  assert_request (fixture, 1, "If-Range", NULL);
}

/* The address is asked anew, since a signed one may have ended. */
static void
test_resumes_through_redirects (Fixture * fixture, gconstpointer data)
{
  g_autofree gchar *header = g_strdup_printf ("Location: %s?signed\r\n",
      fixture->url);

  api_add_status (&fixture->api, DOWNLOAD, 1, 302, header, NULL);
  add_cut (fixture, QWENTTS_SIMULATOR_END_CLOSE, NULL);
  api_add_status (&fixture->api, DOWNLOAD, 1, 302, header, NULL);
  assert_whole (fixture);
  g_assert_cmpuint (api_count (&fixture->api, DOWNLOAD), ==, 4);
}

#define END_CLOSE GINT_TO_POINTER (QWENTTS_SIMULATOR_END_CLOSE)
#define END_RESET GINT_TO_POINTER (QWENTTS_SIMULATOR_END_RESET)
#define END_STALL GINT_TO_POINTER (QWENTTS_SIMULATOR_END_STALL)
#define add(path, data, func) \
  g_test_add ("/download-resume/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("asks-for-rest-after-close", END_CLOSE, test_asks_for_what_is_missing);
  add ("asks-for-rest-after-reset", END_RESET, test_asks_for_what_is_missing);
  add ("asks-for-rest-after-stall", END_STALL, test_asks_for_what_is_missing);
  add ("simulator-agrees-after-close", END_CLOSE, test_simulator_agrees);
  add ("simulator-agrees-after-reset", END_RESET, test_simulator_agrees);
  add ("goes-on-through-many-cuts", NULL, test_goes_on_through_many_cuts);
  add ("gives-up-after-all-repeats", NULL, test_gives_up_after_all_repeats);
  add ("stalls-are-timeouts", NULL, test_stalls_are_timeouts);
  add ("server-may-ignore-range", NULL, test_server_may_ignore_range);
  add ("part-may-start-earlier", NULL, test_part_may_start_earlier);
  add ("part-may-end-earlier", NULL, test_part_may_end_earlier);
  add ("size-may-be-told-later", NULL, test_size_may_be_told_later);
  add ("size-of-part-may-be-unknown", NULL, test_size_of_part_may_be_unknown);
  add ("changed-etag-is-an-error", "ETag: \"two\"\r\n" LAST_PART,
      test_changed_file_is_an_error);
  add ("changed-total-is-an-error",
      ETAG "Content-Range: bytes 2000-2999/4000\r\n",
      test_changed_file_is_an_error);
  add ("later-part-is-an-error",
      ETAG "Content-Range: bytes 2001-2999/3000\r\n",
      test_changed_file_is_an_error);
  add ("part-without-range-is-an-error", ETAG, test_changed_file_is_an_error);
  add ("garbled-range-is-an-error", ETAG "Content-Range: some\r\n",
      test_changed_file_is_an_error);
  add ("changed-whole-file-is-an-error", NULL,
      test_changed_whole_file_is_an_error);
  add ("changed-size-is-an-error", NULL, test_changed_size_is_an_error);
  add ("changed-size-before-first-byte-is-an-error", NULL,
      test_changed_size_before_first_byte_is_an_error);
  add ("longer-part-is-an-error", NULL, test_longer_part_is_an_error);
  add ("vanished-file-is-not-found", NULL, test_vanished_file_is_not_found);
  add ("weak-etag-is-no-condition", NULL, test_weak_etag_is_no_condition);
  add ("resumes-through-redirects", NULL, test_resumes_through_redirects);

  return g_test_run ();
}
