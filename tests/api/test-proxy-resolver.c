/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/proxy-resolver.h"

#define PROXY "http://proxy.example:3128"

static GProxyResolver *
make_resolver (void)
{
  g_autoptr (GProxyResolver) system = g_simple_proxy_resolver_new (PROXY, NULL);

  return qwentts_proxy_resolver_new (system);
}

static void
assert_found (const gchar * url, const gchar * expected)
{
  g_autoptr (GProxyResolver) resolver = make_resolver ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) proxies = g_proxy_resolver_lookup (resolver, url, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (proxies), ==, 1);
  g_assert_cmpstr (proxies[0], ==, expected);
}

static void
test_this_machine_needs_no_proxy (void)
{
  assert_found ("http://127.0.0.1:8080/v1", "direct://");
  assert_found ("http://127.1.2.3/", "direct://");
  assert_found ("http://localhost:8080", "direct://");
  assert_found ("https://a.localhost", "direct://");
  assert_found ("http://[::1]:8080", "direct://");
}

static void
test_others_have_the_systems (void)
{
  assert_found ("https://api.example/v1", PROXY);
  assert_found ("http://10.0.0.1", PROXY);
  assert_found ("http://localhost.example", PROXY);
}

static void
note_result (GObject * resolver, GAsyncResult * result, gpointer proxies)
{
  g_autoptr (GError) error = NULL;

  *(gchar ***) proxies =
      g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (resolver), result,
      &error);
  g_assert_no_error (error);
}

static void
test_answers_later_the_same (void)
{
  g_autoptr (GProxyResolver) resolver = make_resolver ();
  g_auto (GStrv) near = NULL;
  g_auto (GStrv) far = NULL;

  g_assert_true (g_proxy_resolver_is_supported (resolver));
  g_proxy_resolver_lookup_async (resolver, "http://127.0.0.1", NULL,
      note_result, &near);
  g_proxy_resolver_lookup_async (resolver, "http://api.example", NULL,
      note_result, &far);
  while (near == NULL || far == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (near[0], ==, "direct://");
  g_assert_cmpstr (far[0], ==, PROXY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proxy-resolver/this-machine-needs-no-proxy",
      test_this_machine_needs_no_proxy);
  g_test_add_func ("/proxy-resolver/others-have-the-systems",
      test_others_have_the_systems);
  g_test_add_func ("/proxy-resolver/answers-later-the-same",
      test_answers_later_the_same);

  return g_test_run ();
}
