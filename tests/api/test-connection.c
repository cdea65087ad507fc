/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/connection.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "api/error.h"

#define MAX_SIZE 4096

typedef struct
{
  gchar *folder;
  gchar *path;
} Fixture;

static void
set_up (Fixture * fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("qwentts-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "key", NULL);
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_file (Fixture * fixture, const gchar * content, gssize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, content, size, &error);
  g_assert_no_error (error);
}

static void
assert_gives (Fixture * fixture, const gchar * content, const gchar * expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *key = NULL;

  write_file (fixture, content, -1);
  key = qwentts_read_key_file (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
}

static void
assert_fails (const gchar * path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (qwentts_read_key_file (path, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
}

static void
test_reads_key (Fixture * fixture, gconstpointer data)
{
  assert_gives (fixture, "sk-some-key", "sk-some-key");
}

static void
test_trims_white_space (Fixture * fixture, gconstpointer data)
{
  assert_gives (fixture, " \t\r\n sk-some-key \r\n\n", "sk-some-key");
}

static void
test_reads_longest_file (Fixture * fixture, gconstpointer data)
{
  g_autofree gchar *key = g_strnfill (MAX_SIZE, 'k');

  assert_gives (fixture, key, key);
}

static void
test_refuses_larger_file (Fixture * fixture, gconstpointer data)
{
  g_autofree gchar *key = g_strnfill (MAX_SIZE + 1, 'k');

  write_file (fixture, key, -1);
  assert_fails (fixture->path);
}

/* The size is that of the file, not of what is left after trimming. */
static void
test_refuses_larger_file_of_spaces (Fixture * fixture, gconstpointer data)
{
  g_autofree gchar *spaces = g_strnfill (MAX_SIZE, ' ');
  g_autofree gchar *content = g_strconcat ("sk-some-key", spaces, NULL);

  write_file (fixture, content, -1);
  assert_fails (fixture->path);
}

static void
test_refuses_missing_file (Fixture * fixture, gconstpointer data)
{
  assert_fails (fixture->path);
}

static void
test_refuses_folder (Fixture * fixture, gconstpointer data)
{
  assert_fails (fixture->folder);
}

/* A pipe without a writer would never be opened in the usual way. */
static void
test_refuses_fifo_at_once (Fixture * fixture, gconstpointer data)
{
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_fails (fixture->path);
}

static void
test_refuses_device (Fixture * fixture, gconstpointer data)
{
  assert_fails ("/dev/zero");
}

static void
test_refuses_unreadable_content (Fixture * fixture, gconstpointer content)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture, content, -1);
  g_assert_null (qwentts_read_key_file (fixture->path, &error));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_AUTHENTICATION);
  g_assert_null (strstr (error->message, "sk-"));
}

static void
test_refuses_nul (Fixture * fixture, gconstpointer data)
{
  write_file (fixture, "sk-some-key\0more", 16);
  assert_fails (fixture->path);
}

static void
test_copy_is_deep (void)
{
  g_auto (QwenttsConnection) from = {
    .base_url = g_strdup ("https://a.example"),
    .api_key = g_strdup ("sk-some-key"),
    .proxy = g_strdup ("http://proxy.example"),
    .ca_file = g_strdup ("ca.pem"),
    .user_agent = g_strdup ("agent"),
    .timeout_s = 1,
    .retries = -1,
  };
  g_auto (QwenttsConnection) to = { 0 };

  qwentts_connection_copy (&from, &to);
  qwentts_connection_clear (&from);

  g_assert_null (from.api_key);
  g_assert_cmpstr (to.base_url, ==, "https://a.example");
  g_assert_cmpstr (to.api_key, ==, "sk-some-key");
  g_assert_cmpstr (to.proxy, ==, "http://proxy.example");
  g_assert_cmpstr (to.ca_file, ==, "ca.pem");
  g_assert_cmpstr (to.user_agent, ==, "agent");
  g_assert_cmpuint (to.timeout_s, ==, 1);
  g_assert_cmpint (to.retries, ==, -1);
}

#define add(path, func, data) \
  g_test_add ("/connection/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("reads-key", test_reads_key, NULL);
  add ("trims-white-space", test_trims_white_space, NULL);
  add ("reads-longest-file", test_reads_longest_file, NULL);
  add ("refuses-larger-file", test_refuses_larger_file, NULL);
  add ("refuses-larger-file-of-spaces", test_refuses_larger_file_of_spaces,
      NULL);
  add ("refuses-missing-file", test_refuses_missing_file, NULL);
  add ("refuses-folder", test_refuses_folder, NULL);
  add ("refuses-fifo-at-once", test_refuses_fifo_at_once, NULL);
  add ("refuses-device", test_refuses_device, NULL);
  add ("refuses-empty-file", test_refuses_unreadable_content, "");
  add ("refuses-blank-file", test_refuses_unreadable_content, " \n\t\n");
  add ("refuses-inner-line-break", test_refuses_unreadable_content,
      "sk-some-key\nsk-other");
  add ("refuses-inner-space", test_refuses_unreadable_content,
      "sk-some-key more");
  add ("refuses-control-character", test_refuses_unreadable_content,
      "sk-some-key\001");
  add ("refuses-letters-outside-ascii", test_refuses_unreadable_content,
      "sk-k\303\251y");
  add ("refuses-byte-order-mark", test_refuses_unreadable_content,
      "\357\273\277sk-some-key");
  add ("refuses-nul", test_refuses_nul, NULL);
  add ("refuses-what-is-too-short", test_refuses_unreadable_content, "task");
  g_test_add_func ("/connection/copy-is-deep", test_copy_is_deep);

  return g_test_run ();
}
