/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Faults: to the byte, over plain and over TLS. */
#include <string.h>

#include "test-client.h"
#include "test-simulator.h"

/* More than a connection's buffers hold. */
#define BIG_SIZE (32 * 1024 * 1024)

/* So that two answers are the same to the byte. */
#define SAME_DATE "Date: today\r\n"

typedef struct
{
  QwenttsSimulator *simulator;
  gchar *url;                   /* of a file */
  GBytes *whole;                /* the answer with that file */
} Setup;

static GBytes *
get_with_fault (const Setup * setup, const QwenttsSimulatorFault * fault,
    gboolean * was_reset)
{
  g_autoptr (GIOStream) stream = raw_connect (setup->url);

  qwentts_simulator_add_fault (setup->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      fault);
  raw_get (stream, setup->url);
  return raw_read_all (stream, was_reset);
}

static void
setup_init (Setup * setup, gboolean has_tls, gsize size)
{
  const QwenttsSimulatorFault fault = {.headers = SAME_DATE,
    .end = QWENTTS_SIMULATOR_END_CLOSE,.cut = G_MAXINT64
  };
  g_autoptr (GTlsCertificate) certificate =
      has_tls ? qwentts_simulator_new_certificate (NULL) : NULL;
  const QwenttsSimulatorOptions options = {.certificate = certificate };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = g_bytes_new_take (g_malloc0 (size), size);
  gboolean was_reset;

  setup->simulator = qwentts_simulator_new (&options, &error);
  g_assert_no_error (error);
  setup->url = qwentts_simulator_add_file (setup->simulator, file, "audio/wav");
  setup->whole = get_with_fault (setup, &fault, &was_reset);
  g_assert_false (was_reset);
  g_assert_cmpuint (g_bytes_get_size (setup->whole), >, size);
}

static void
setup_clear (Setup * setup)
{
  qwentts_simulator_free (setup->simulator);
  g_free (setup->url);
  g_bytes_unref (setup->whole);
}

static void
assert_begins (GBytes * whole, GBytes * part, gsize size)
{
  g_assert_cmpuint (g_bytes_get_size (part), ==, size);
  g_assert_true (size == 0 || memcmp (g_bytes_get_data (whole, NULL),
          g_bytes_get_data (part, NULL), size) == 0);
}

static void
assert_stalls (const Setup * setup, const QwenttsSimulatorFault * fault,
    gsize size)
{
  g_autoptr (GIOStream) stream = raw_connect (setup->url);
  g_autoptr (GBytes) part = NULL;
  g_autoptr (GBytes) rest = NULL;
  gboolean was_reset;
  guint count = qwentts_simulator_count (setup->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD);

  qwentts_simulator_add_fault (setup->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      fault);
  raw_get (stream, setup->url);
  g_assert_true (qwentts_simulator_wait_for (setup->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, count + 1));
  part = raw_read (stream, size);
  assert_begins (setup->whole, part, size);
  if (g_str_has_prefix (setup->url, "http:"))
    g_assert_true (raw_is_silent (stream));
  qwentts_simulator_clear_faults (setup->simulator);
  rest = raw_read_all (stream, &was_reset);
  g_assert_cmpuint (g_bytes_get_size (rest), ==, 0);
}

static void
assert_cut (const Setup * setup, gint64 cut, gsize size)
{
  QwenttsSimulatorFault fault = {.headers = SAME_DATE,.cut = cut };
  g_autoptr (GBytes) closed = NULL;
  g_autoptr (GBytes) reset = NULL;
  gboolean was_reset;

  fault.end = QWENTTS_SIMULATOR_END_CLOSE;
  closed = get_with_fault (setup, &fault, &was_reset);
  g_assert_false (was_reset);
  assert_begins (setup->whole, closed, size);

  fault.end = QWENTTS_SIMULATOR_END_RESET;
  reset = get_with_fault (setup, &fault, &was_reset);
  g_assert_true (was_reset);
  assert_begins (setup->whole, reset, size);

  fault.end = QWENTTS_SIMULATOR_END_STALL;
  assert_stalls (setup, &fault, size);
}

static void
test_cuts (gconstpointer has_tls)
{
  Setup setup;
  gsize size, head_size;

  setup_init (&setup, GPOINTER_TO_INT (has_tls), 300000);
  size = g_bytes_get_size (setup.whole);
  head_size = size - 300000;
  assert_cut (&setup, 0, 0);
  assert_cut (&setup, 1, 1);
  assert_cut (&setup, 17, 17);
  assert_cut (&setup, head_size - 1, head_size - 1);
  assert_cut (&setup, head_size, head_size);
  assert_cut (&setup, head_size + 1, head_size + 1);
  assert_cut (&setup, 65536, 65536);
  assert_cut (&setup, -1, size - 1);
  assert_cut (&setup, -300000, head_size);
  assert_cut (&setup, size, size);
  assert_cut (&setup, G_MAXINT64, size);
  assert_cut (&setup, -G_MAXINT64, 0);
  setup_clear (&setup);
}

static void
test_big_cuts (gconstpointer has_tls)
{
  Setup setup;
  gsize size;

  setup_init (&setup, GPOINTER_TO_INT (has_tls), BIG_SIZE);
  size = g_bytes_get_size (setup.whole);
  assert_cut (&setup, size / 2, size / 2);
  assert_cut (&setup, -1, size - 1);
  setup_clear (&setup);
}

/* A connection that is not read holds up neither another one nor the end. */
static void
test_unread (gconstpointer has_tls)
{
  const QwenttsSimulatorFault fault = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = BIG_SIZE
  };
  Setup setup;
  g_autoptr (GIOStream) normal = NULL;
  g_autoptr (GIOStream) stalled = NULL;
  g_autoptr (Answer) answer = NULL;

  setup_init (&setup, GPOINTER_TO_INT (has_tls), BIG_SIZE);
  normal = raw_connect (setup.url);
  raw_get (normal, setup.url);
  g_assert_true (qwentts_simulator_wait_for (setup.simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, 2));
  qwentts_simulator_add_fault (setup.simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &fault);
  stalled = raw_connect (setup.url);
  raw_get (stalled, setup.url);
  g_assert_true (qwentts_simulator_wait_for (setup.simulator,
          QWENTTS_SIMULATOR_DOWNLOAD, 3));
  answer = client_get (setup.simulator, "/v1/credits");
  g_assert_cmpuint (answer->status, ==, 200);
  setup_clear (&setup);
}

static Answer *
get_credits_with (QwenttsSimulator * simulator,
    const QwenttsSimulatorFault * fault)
{
  qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_CREDITS, fault);
  return client_get (simulator, "/v1/credits");
}

static void
test_status (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GBytes) page = g_bytes_new_static ("<html>", 6);
  const QwenttsSimulatorFault bare = {.status = 503,.count = 2,
    .headers = "Retry-After: 1\r\n"
  };
  const QwenttsSimulatorFault full = {.status = 502,.body = page,
    .content_type = "text/html"
  };
  g_autoptr (Answer) first = get_credits_with (simulator, &bare);
  g_autoptr (Answer) second = client_get (simulator, "/v1/credits");
  g_autoptr (Answer) third = get_credits_with (simulator, &full);
  g_autoptr (Answer) fourth = client_get (simulator, "/v1/credits");

  g_assert_cmpuint (first->status, ==, 503);
  g_assert_cmpstr (first->body, ==, "");
  g_assert_cmpstr (soup_message_headers_get_one (first->headers,
          "Retry-After"), ==, "1");
  g_assert_cmpuint (second->status, ==, 503);
  g_assert_cmpuint (third->status, ==, 502);
  g_assert_cmpstr (third->body, ==, "<html>");
  g_assert_cmpstr (soup_message_headers_get_one (third->headers,
          "Content-Type"), ==, "text/html");
  g_assert_cmpuint (fourth->status, ==, 200);
}

static void
test_headers (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  const QwenttsSimulatorFault fault = {
    .headers = "content-type: text/plain\r\nX-More: yes\r\n"
  };
  g_autoptr (Answer) answer = get_credits_with (simulator, &fault);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_list (answer->headers,
          "Content-Type"), ==, "text/plain");
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers, "X-More"),
      ==, "yes");
  g_assert_nonnull (strstr (answer->body, "remaining_credits"));
}

static void
test_no_length (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  const QwenttsSimulatorFault fault = {.has_no_length = TRUE };
  g_autoptr (Answer) answer = get_credits_with (simulator, &fault);

  g_assert_null (soup_message_headers_get_one (answer->headers,
          "Content-Length"));
  g_assert_nonnull (strstr (answer->body, "remaining_credits"));
}

/* The connection lives on after a fault that does not end it. */
static void
test_connection_goes_on (gconstpointer has_tls)
{
  const QwenttsSimulatorFault fault = {.headers = SAME_DATE,.count = 3 };
  Setup setup;
  g_autoptr (GIOStream) stream = NULL;
  guint i;

  setup_init (&setup, GPOINTER_TO_INT (has_tls), 1000);
  stream = raw_connect (setup.url);
  qwentts_simulator_add_fault (setup.simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &fault);
  for (i = 0; i < 3; i++) {
    g_autoptr (GBytes) answer = NULL;

    raw_get (stream, setup.url);
    answer = raw_read (stream, g_bytes_get_size (setup.whole));
    g_assert_true (g_bytes_equal (answer, setup.whole));
  }
  qwentts_simulator_clear_faults (setup.simulator);
  setup_clear (&setup);
}

static void
test_times (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  const QwenttsSimulatorFault late = {.delay_ms = 30 };
  const QwenttsSimulatorFault slow = {.trickle_size = 20,.trickle_ms = 2 };
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (Answer) first = get_credits_with (simulator, &late);
  gint64 middle_us = g_get_monotonic_time ();
  g_autoptr (Answer) second = get_credits_with (simulator, &slow);
  gint64 end_us = g_get_monotonic_time ();

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (first->body, ==, second->body);
  g_assert_cmpint (middle_us - start_us, >=, 30000);
  g_assert_cmpint (end_us - middle_us, >=,
      strlen (second->body) / 20 * 2 * 1000);
}

/* Submits and loses the answer. */
static void
submit_lost (QwenttsSimulator * simulator, gboolean lost_before)
{
  const QwenttsSimulatorFault fault = {.lost_before = lost_before,
    .end = QWENTTS_SIMULATOR_END_RESET
  };
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  g_autofree gchar *request = g_strdup_printf ("POST /v1/audios/generations "
      "HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Authorization: Bearer %s\r\nContent-Length: %u\r\n\r\n%s",
      qwentts_simulator_get_api_key (simulator), (guint) strlen (json), json);
  g_autoptr (GIOStream) stream =
      raw_connect (qwentts_simulator_get_base_url (simulator));
  g_autoptr (GBytes) answer = NULL;
  gboolean was_reset;

  qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_SUBMIT, &fault);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream
          (stream), request, strlen (request), NULL, NULL, NULL));
  answer = raw_read_all (stream, &was_reset);
  g_assert_true (was_reset);
  g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
}

static void
test_lost (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);

  submit_lost (simulator, TRUE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 0);
  submit_lost (simulator, FALSE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 1);
}

static void
test_carried_out (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *json = speech_json (simulator, "Hello.");
  QwenttsSimulatorFault fault = {.status = 504 };
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) lost = NULL;

  qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_SUBMIT, &fault);
  refused = client_post (simulator, json, NULL);
  g_assert_cmpuint (refused->status, ==, 504);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 0);
  fault.is_carried_out = TRUE;
  qwentts_simulator_add_fault (simulator, QWENTTS_SIMULATOR_SUBMIT, &fault);
  lost = client_post (simulator, json, NULL);
  g_assert_cmpuint (lost->status, ==, 504);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (simulator), ==, 1);
}

/* All ways, over https. */
static void
test_tls (void)
{
  g_autoptr (GTlsCertificate) certificate =
      qwentts_simulator_new_certificate (NULL);
  const QwenttsSimulatorOptions options = {.certificate = certificate };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autoptr (Answer) file = client_download (url, NULL);

  g_assert_true (g_str_has_prefix (url, "https://127.0.0.1:"));
  g_assert_cmpuint (file->status, ==, 200);
}

#define TLS GINT_TO_POINTER (TRUE)

void
add_fault_tests (void)
{
  g_test_add_data_func ("/simulator/fault/cuts", NULL, test_cuts);
  g_test_add_data_func ("/simulator/fault/cuts-tls", TLS, test_cuts);
  g_test_add_data_func ("/simulator/fault/cuts-much", NULL, test_big_cuts);
  g_test_add_data_func ("/simulator/fault/cuts-much-tls", TLS, test_big_cuts);
  g_test_add_data_func ("/simulator/fault/unread", NULL, test_unread);
  g_test_add_data_func ("/simulator/fault/unread-tls", TLS, test_unread);
  g_test_add_func ("/simulator/fault/changes-status", test_status);
  g_test_add_func ("/simulator/fault/replaces-headers", test_headers);
  g_test_add_func ("/simulator/fault/leaves-out-length", test_no_length);
  g_test_add_data_func ("/simulator/fault/keeps-connection", NULL,
      test_connection_goes_on);
  g_test_add_data_func ("/simulator/fault/keeps-connection-tls", TLS,
      test_connection_goes_on);
  g_test_add_func ("/simulator/fault/takes-time", test_times);
  g_test_add_func ("/simulator/fault/loses-answer", test_lost);
  g_test_add_func ("/simulator/fault/carries-out", test_carried_out);
  g_test_add_func ("/simulator/speaks-https", test_tls);
}
