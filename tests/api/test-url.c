/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/url.h"

#include <libsoup/soup.h>
#include <string.h>

#include "api/error.h"

static const gchar *const good_bases[] = {
  "https://api.evolink.ai",
  "https://api.evolink.ai/",
  "HTTPS://api.evolink.ai",
  "https://proxy.example/evolink/v2",
  "https://10.0.0.1",
  "https://[2001:db8::1]:8443",
  "http://localhost",
  "http://LOCALHOST:8080",
  "http://localhost.",
  "http://service.localhost:1234/base",
  "http://127.0.0.1:8080",
  "http://127.9.9.9",
  "http://[::1]:8080",
  NULL
};

static const gchar *const bad_bases[] = {
  "",
  "api.evolink.ai",
  "https://",
  "https:///v1",
  "https:api.evolink.ai",
  "https://host:99999",
  "ftp://api.evolink.ai",
  "file:///etc/passwd",
  "https://user@api.evolink.ai",
  "https://user:word@api.evolink.ai",
  "https://api.evolink.ai?x=1",
  "https://api.evolink.ai#x",
  "https://api.evolink.ai\r\nX: y",
  "https://api evolink.ai",
  "https://api%20evolink.ai",
  "https://a@b@c",
  "https://a\\b",
  " https://api.evolink.ai",
  /* In the clear, beyond this machine. */
  "http://api.evolink.ai",
  "http://10.0.0.1",
  "http://0.0.0.0",
  "http://127.0.0.1.example",
  "http://localhost.example",
  "http://notlocalhost",
  "http://localhost..",
  "http://127.1",
  "http://2130706433",
  "http://[::]",
  "http://[::ffff:127.0.0.1]",
  "http://[::1%25eth0]",
  "http://[fe80::1]",
  NULL
};

static void
assert_settings_error (GError * error, const gchar * property)
{
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, property));
}

static void
test_takes_bases (void)
{
  for (guint i = 0; good_bases[i]; i++) {
    g_autofree gchar *url = qwentts_url_join (good_bases[i], "/v1/x");
    g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    qwentts_url_check_base (good_bases[i], &error);
    g_assert_no_error (error);
    g_assert_nonnull (message);
  }
}

static void
test_refuses_bases (void)
{
  for (guint i = 0; bad_bases[i]; i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    g_assert_false (qwentts_url_check_base (bad_bases[i], &error));
    assert_settings_error (error, "base-url");
  }
}

static void
test_refuses_no_base (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_url_check_base (NULL, &error));
  assert_settings_error (error, "base-url");
}

static const gchar *const good_callbacks[] = {
  "https://example.com/done",
  "https://example.com:8443/done?id=1#x",
  "https://8.8.8.8/done",
  "https://172.15.0.1/",
  "https://172.32.0.1/",
  "https://192.167.0.1/",
  "https://169.253.0.1/",
  "https://11.0.0.1/",
  "https://128.0.0.1/",
  "https://[2001:4860:4860::8888]/",
  "https://[::ffff:8.8.8.8]/",
  "https://localhost.example/",
  "https://1.2.3.4.example/",
  NULL
};

static const gchar *const bad_callbacks[] = {
  "",
  "example.com/done",
  "http://example.com/done",
  "ftp://example.com/",
  "https://",
  "https:///done",
  "https://user@example.com/",
  "https://user:word@example.com/",
  "https://:@example.com/",
  "https://example.com\r\n/",
  "https://exam ple.com/",
  /* Each range that interface.md names, at both ends. */
  "https://127.0.0.0/",
  "https://127.255.255.255/",
  "https://10.0.0.0/",
  "https://10.255.255.255/",
  "https://172.16.0.0/",
  "https://172.31.255.255/",
  "https://192.168.0.0/",
  "https://192.168.255.255/",
  "https://169.254.0.0/",
  "https://169.254.169.254/",
  "https://169.254.255.255/",
  "https://0.0.0.0/",
  "https://[::1]/",
  "https://[::]/",
  "https://[fc00::1]/",
  "https://[fdff:ffff::1]/",
  "https://[fe80::1]/",
  "https://[febf::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:10.1.2.3]/",
  "https://[::ffff:172.16.0.1]/",
  "https://[::ffff:192.168.1.1]/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::ffff:0.0.0.0]/",
  "https://[::ffff:7f00:1]/",
  "https://[0:0:0:0:0:ffff:7f00:0001]/",
  "https://localhost/",
  "https://LocalHost:8443/",
  "https://localhost./",
  "https://a.localhost/",
  "https://a.b.LOCALHOST./",
  /* Other ways to write them. */
  "https://127.1/",
  "https://127.1./",
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://0177.0.0.1/",
  "https://127.0.0.0x1/",
  "https://[::7f00:1]/",
  "https://[::127.0.0.1]/",
  "https://[::1%25lo]/",
  "https://[fe80::1%25eth0]/",
  "https://%31%32%37.0.0.1/",
  "https://%6cocalhost/",
  "https://\357\274\221\357\274\222\357\274\227.0.0.1/",
  NULL
};

static void
test_takes_callbacks (void)
{
  for (guint i = 0; good_callbacks[i]; i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    qwentts_url_check_callback (good_callbacks[i], &error);
    g_assert_no_error (error);
  }
}

static void
test_refuses_callbacks (void)
{
  for (guint i = 0; bad_callbacks[i]; i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("case %u", i);
    g_assert_false (qwentts_url_check_callback (bad_callbacks[i], &error));
    assert_settings_error (error, "callback-url");
  }
}

static void
test_limits_callback_length (void)
{
  const gchar *start = "https://example.com/";
  g_autofree gchar *filling = g_strnfill (2048 - strlen (start), 'x');
  g_autofree gchar *longest = g_strconcat (start, filling, NULL);
  g_autofree gchar *too_long = g_strconcat (longest, "x", NULL);
  g_autoptr (GError) no_error = NULL;
  g_autoptr (GError) error = NULL;

  qwentts_url_check_callback (longest, &no_error);
  g_assert_no_error (no_error);
  g_assert_false (qwentts_url_check_callback (too_long, &error));
  assert_settings_error (error, "callback-url");
}

static const gchar *const good_results[] = {
  "http://files.example/a.wav?Expires=1&Signature=a%2Bb",
  "https://files.example:8443/a.wav",
  "HTTP://files.example/",
  "http://127.0.0.1:1234/a",
  "http://[::1]/a",
  "https://files.example/a%20b/\346\227\245.wav",
  NULL
};

static const gchar *const bad_results[] = {
  "",
  "/a.wav",
  "//files.example/a.wav",
  "file:///etc/passwd",
  "ftp://files.example/a.wav",
  "data:audio/wav;base64,AAAA",
  "javascript:alert(1)",
  "http://",
  "http:///a.wav",
  "http:/\\files.example/a.wav",
  "http://files.example\r\nX-Evil: 1/a.wav",
  "http://files.example%0d%0aX-Evil:%201/a.wav",
  "http://\377\376/a.wav",
  NULL
};

static void
test_takes_results (void)
{
  for (guint i = 0; good_results[i]; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = qwentts_url_parse_result (good_results[i], &error);

    g_test_message ("case %u", i);
    g_assert_no_error (error);
    g_assert_nonnull (uri);
  }
}

static void
test_refuses_results (void)
{
  for (guint i = 0; bad_results[i]; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = qwentts_url_parse_result (bad_results[i], &error);

    g_test_message ("case %u", i);
    g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_PROTOCOL);
    g_assert_null (uri);
  }
}

/* A line break in an address must not become one in a request. */
static void
test_escapes_line_breaks_in_results (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri =
      qwentts_url_parse_result ("http://files.example/a\r\nX-Evil: 1", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_path (uri), ==, "/a%0D%0AX-Evil:%201");
}

static void
test_joins (void)
{
  g_autofree gchar *plain = qwentts_url_join ("https://a.example", "/v1/x");
  g_autofree gchar *slash = qwentts_url_join ("https://a.example/", "/v1/x");
  g_autofree gchar *deep = qwentts_url_join ("https://a.example/b//", "/v1/x");

  g_assert_cmpstr (plain, ==, "https://a.example/v1/x");
  g_assert_cmpstr (slash, ==, "https://a.example/v1/x");
  g_assert_cmpstr (deep, ==, "https://a.example/b/v1/x");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/url/takes-bases", test_takes_bases);
  g_test_add_func ("/url/refuses-bases", test_refuses_bases);
  g_test_add_func ("/url/refuses-no-base", test_refuses_no_base);
  g_test_add_func ("/url/takes-callbacks", test_takes_callbacks);
  g_test_add_func ("/url/refuses-callbacks", test_refuses_callbacks);
  g_test_add_func ("/url/limits-callback-length", test_limits_callback_length);
  g_test_add_func ("/url/takes-results", test_takes_results);
  g_test_add_func ("/url/refuses-results", test_refuses_results);
  g_test_add_func ("/url/escapes-line-breaks-in-results",
      test_escapes_line_breaks_in_results);
  g_test_add_func ("/url/joins", test_joins);

  return g_test_run ();
}
