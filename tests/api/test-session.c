/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/session.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "api/client.h"
#include "api/error.h"

#define N_THREADS 8
#define N_ROUNDS 50

static const QwenttsConnection basic = {
  .base_url = (gchar *) "https://api.example",
  .api_key = (gchar *) "sk-some-key",
  .proxy = (gchar *) "http://proxy.example:3128",
  .user_agent = (gchar *) "agent",
  .timeout_s = 30,
  .retries = 3,
};

static SoupSession *
get_session (const QwenttsConnection * connection)
{
  g_autoptr (GError) error = NULL;
  SoupSession *session = qwentts_session_get (connection, &error);

  g_assert_no_error (error);
  g_assert_true (SOUP_IS_SESSION (session));
  return session;
}

/* What does not concern the way there makes no difference. */
static void
test_equal_settings_share (void)
{
  QwenttsConnection other = basic;
  g_autoptr (SoupSession) one = get_session (&basic);
  g_autoptr (SoupSession) same = NULL;

  other.base_url = (gchar *) "https://other.example";
  other.api_key = (gchar *) "sk-other";
  other.retries = 7;
  other.task_timeout_ms = 9;
  other.poll_interval_ms = 9;
  other.backoff_factor_s = 9;
  same = get_session (&other);

  g_assert_true (one == same);
}

static void
assert_not_shared (const QwenttsConnection * other)
{
  g_autoptr (SoupSession) one = get_session (&basic);
  g_autoptr (SoupSession) two = get_session (other);

  g_assert_false (one == two);
}

static void
test_other_proxy_is_not_shared (void)
{
  QwenttsConnection other = basic;

  other.proxy = (gchar *) "http://proxy.example:3129";
  assert_not_shared (&other);
  other.proxy = NULL;
  assert_not_shared (&other);
}

static void
test_other_user_agent_is_not_shared (void)
{
  QwenttsConnection other = basic;

  other.user_agent = (gchar *) "other";
  assert_not_shared (&other);
}

static void
test_other_timeout_is_not_shared (void)
{
  QwenttsConnection other = basic;

  other.timeout_s = 31;
  assert_not_shared (&other);
}

static void
test_other_trust_is_not_shared (void)
{
  QwenttsConnection other = basic;
  g_autoptr (GTlsDatabase) database =
      g_tls_backend_get_default_database (g_tls_backend_get_default ());

  other.tls_database = database;
  assert_not_shared (&other);
}

static void
test_settings_reach_session (void)
{
  g_autoptr (SoupSession) session = get_session (&basic);
  g_autoptr (GProxyResolver) resolver = NULL;
  g_auto (GStrv) proxies = NULL;

  g_object_get (session, "proxy-resolver", &resolver, NULL);
  proxies = g_proxy_resolver_lookup (resolver, "https://api.example", NULL,
      NULL);
  g_assert_cmpstr (proxies[0], ==, "http://proxy.example:3128");
  g_assert_cmpstr (soup_session_get_user_agent (session), ==, "agent");
  g_assert_cmpuint (soup_session_get_timeout (session), ==, 30);
}

static void
test_ends_with_its_last_user (void)
{
  SoupSession *session = get_session (&basic);

  g_assert_finalize_object (session);
}

static QwenttsClient *
new_client (void)
{
  g_autoptr (GError) error = NULL;
  QwenttsClient *client = qwentts_client_new (&basic, &error);

  g_assert_no_error (error);
  return client;
}

/* Whoever finds all on disk needs none. */
static void
test_new_client_makes_none (void)
{
  g_autoptr (QwenttsClient) client = new_client ();

  g_assert_null (qwentts_session_find (&basic));
}

/* So that connections stay open from one run to the next. */
static void
test_new_client_holds_the_one_there_is (void)
{
  g_autoptr (SoupSession) session = get_session (&basic);
  g_autoptr (QwenttsClient) client = new_client ();
  g_autoptr (SoupSession) held = NULL;

  g_clear_object (&session);
  held = qwentts_session_find (&basic);
  g_assert_nonnull (held);
}

static gpointer
get_at_once (gpointer start)
{
  while (!g_atomic_int_get ((gint *) start))
    g_thread_yield ();
  return get_session (&basic);
}

static void
test_threads_share (void)
{
  for (guint round = 0; round < N_ROUNDS; round++) {
    GThread *threads[N_THREADS];
    SoupSession *sessions[N_THREADS];
    gint start = FALSE;

    for (guint i = 0; i < N_THREADS; i++)
      threads[i] = g_thread_new ("get", get_at_once, &start);
    g_atomic_int_set (&start, TRUE);
    for (guint i = 0; i < N_THREADS; i++)
      sessions[i] = g_thread_join (threads[i]);
    for (guint i = 1; i < N_THREADS; i++)
      g_assert_true (sessions[i] == sessions[0]);
    for (guint i = 0; i < N_THREADS; i++)
      g_object_unref (sessions[i]);
  }
}

static void
assert_settings_error (const QwenttsConnection * connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsClient) client = qwentts_client_new (connection, &error);

  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_null (client);
}

static void
test_refuses_proxies (void)
{
  static const gchar *const proxies[] = { "", "proxy.example",
    "proxy.example:3128", "//proxy.example", "http://", "http:///",
    "http://proxy.example:99999", "ftp://proxy.example", "mailto:a@b",
    "file:///etc/passwd", "http://a b", "http://a\r\nb",
    "http://user:word@proxy.example:3128"
  };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++) {
    QwenttsConnection connection = basic;

    g_test_message ("case %u", i);
    connection.proxy = (gchar *) proxies[i];
    assert_settings_error (&connection);
  }
}

static void
test_takes_proxies (void)
{
  static const gchar *const proxies[] = { "http://proxy.example",
    "http://proxy.example:3128", "https://proxy.example:3128/",
    "socks://proxy.example", "socks4://10.0.0.1", "socks4a://proxy.example",
    "socks5://[::1]:1080", "direct://"
  };

  for (guint i = 0; i < G_N_ELEMENTS (proxies); i++) {
    QwenttsConnection connection = basic;
    g_autoptr (GError) error = NULL;
    g_autoptr (QwenttsClient) client = NULL;

    g_test_message ("%s", proxies[i]);
    connection.proxy = (gchar *) proxies[i];
    client = qwentts_client_new (&connection, &error);
    g_assert_no_error (error);
    g_assert_nonnull (client);
  }
}

/* Plain http to this machine, through another one: the key would cross the
 * network in the clear. */
static void
test_refuses_far_proxy_for_plain_http (void)
{
  QwenttsConnection connection = basic;
  g_autoptr (QwenttsClient) client = NULL;
  g_autoptr (GError) error = NULL;

  connection.base_url = (gchar *) "http://127.0.0.1:8080";
  assert_settings_error (&connection);
  connection.proxy = (gchar *) "http://127.0.0.1:3128";
  client = qwentts_client_new (&connection, &error);
  g_assert_no_error (error);
}

static void
test_refuses_ca_files (void)
{
  QwenttsConnection connection = basic;
  g_autofree gchar *path = NULL;
  gint fd = g_file_open_tmp ("qwentts-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  connection.ca_file = (gchar *) "/nonexistent/ca.pem";
  assert_settings_error (&connection);
  connection.ca_file = (gchar *) g_get_tmp_dir ();
  assert_settings_error (&connection);
  g_assert_true (g_file_set_contents (path, "no certificate", -1, NULL));
  connection.ca_file = path;
  assert_settings_error (&connection);
  connection.ca_file = (gchar *) "/dev/zero";
  assert_settings_error (&connection);
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  connection.ca_file = path;
  assert_settings_error (&connection);
  g_unlink (path);
}

static void
test_refuses_user_agents (void)
{
  static const gchar *const agents[] = { "a\r\nX-Evil: 1", "a\nb", "a\001b" };

  for (guint i = 0; i < G_N_ELEMENTS (agents); i++) {
    QwenttsConnection connection = basic;

    connection.user_agent = (gchar *) agents[i];
    assert_settings_error (&connection);
  }
}

static void
test_refuses_missing_and_odd_keys (void)
{
  static const gchar *const keys[] = { NULL, "", "sk key", "sk\r\nX-Evil: 1",
    "sk-\303\251"
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    QwenttsConnection connection = basic;
    g_autoptr (QwenttsClient) client = NULL;
    g_autoptr (QwenttsTask) task = NULL;
    g_autoptr (GError) error = NULL;

    connection.api_key = (gchar *) keys[i];
    client = qwentts_client_new (&connection, &error);
    g_assert_no_error (error);
    g_assert_false (qwentts_client_check_key (client, &error));
    g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
    g_clear_error (&error);

    /* Nobody is there to be asked, and nobody is. */
    task = qwentts_client_poll (client, "task-unified-1", G_MAXINT64, NULL,
        &error);
    g_assert_null (task);
    g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
  }
}

#define add(path, func) g_test_add_func ("/session/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("equal-settings-share", test_equal_settings_share);
  add ("other-proxy-is-not-shared", test_other_proxy_is_not_shared);
  add ("other-user-agent-is-not-shared", test_other_user_agent_is_not_shared);
  add ("other-timeout-is-not-shared", test_other_timeout_is_not_shared);
  add ("other-trust-is-not-shared", test_other_trust_is_not_shared);
  add ("settings-reach-session", test_settings_reach_session);
  add ("ends-with-its-last-user", test_ends_with_its_last_user);
  add ("new-client-makes-none", test_new_client_makes_none);
  add ("new-client-holds-the-one-there-is",
      test_new_client_holds_the_one_there_is);
  add ("threads-share", test_threads_share);
  add ("refuses-proxies", test_refuses_proxies);
  add ("takes-proxies", test_takes_proxies);
  add ("refuses-far-proxy-for-plain-http",
      test_refuses_far_proxy_for_plain_http);
  add ("refuses-ca-files", test_refuses_ca_files);
  add ("refuses-user-agents", test_refuses_user_agents);
  add ("refuses-missing-and-odd-keys", test_refuses_missing_and_odd_keys);

  return g_test_run ();
}
