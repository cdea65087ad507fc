/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The program's words for faults. */
#include "fault-spec.h"
#include "test-client.h"
#include "test-simulator.h"

static Answer *
get_with_spec (const gchar * spec)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GError) error = NULL;

  fault_spec_add (simulator, spec, &error);
  g_assert_no_error (error);
  return client_get (simulator, "/v1/credits");
}

static void
test_words (void)
{
  g_autoptr (Answer) status = get_with_spec ("credits:status=429,"
      "header=Retry-After: Fri\\, 01 Jan 2027 00:00:00 GMT,header=X-A: b\\\\");
  g_autoptr (Answer) body = get_with_spec ("credits:body=a\\,b=c,"
      "type=text/plain,delay=1,trickle=50/1,no-length");
  g_autoptr (Answer) other = get_with_spec ("poll:cut=-1,end=reset,count=3");

  g_assert_cmpuint (status->status, ==, 429);
  g_assert_cmpstr (soup_message_headers_get_one (status->headers,
          "Retry-After"), ==, "Fri, 01 Jan 2027 00:00:00 GMT");
  g_assert_cmpstr (soup_message_headers_get_one (status->headers, "X-A"), ==,
      "b\\");
  g_assert_cmpstr (body->body, ==, "a,b=c");
  g_assert_cmpstr (soup_message_headers_get_one (body->headers,
          "Content-Type"), ==, "text/plain");
  g_assert_cmpuint (other->status, ==, 200);
}

static void
test_errors (void)
{
  static const gchar *const specs[] = { "", "sbmit:status=1", "submit",
    "submit:", "submit:status", "submit:status=x", "submit:status=-1",
    "submit:cut=", "submit:end=never", "submit:trickle=5", "submit:trickle=0/1",
    "submit:lost=1", "submit:body-file=/dev/null/none"
  };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (specs); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", specs[i]);
    g_assert_false (fault_spec_add (simulator, specs[i], &error));
    g_assert_nonnull (error);
  }
}

void
add_spec_tests (void)
{
  g_test_add_func ("/simulator/fault-spec/is-understood", test_words);
  g_test_add_func ("/simulator/fault-spec/is-refused", test_errors);
}
