/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The port that stands in a file is tried first. */
#include "port-file.h"
#include "test-client.h"
#include "test-folder.h"
#include "test-simulator.h"

/* Nobody else is given this port, but whoever asks for it can have it as long
 * as the socket does not listen. */
static GSocket *
reserve_port (guint * port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
      G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, TRUE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return socket;
}

static guint
read_port (const gchar * path)
{
  g_autofree gchar *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_suffix (text, "\n"));
  return g_ascii_strtoull (text, NULL, 10);
}

static void
write_port (const gchar * path, guint port)
{
  g_autofree gchar *text = g_strdup_printf ("%u\n", port);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Returns: the port, which answers and stands in the file */
static guint
start_and_end (const gchar * path)
{
  const QwenttsSimulatorOptions options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsSimulator) simulator =
      port_file_start (path, &options, &error);
  g_autofree gchar *base_url = NULL;
  g_autoptr (Answer) answer = NULL;

  g_assert_no_error (error);
  answer = client_get (simulator, "/v1/credits");
  g_assert_cmpuint (answer->status, ==, 200);
  base_url = g_strdup_printf ("http://127.0.0.1:%u", read_port (path));
  g_assert_cmpstr (base_url, ==, qwentts_simulator_get_base_url (simulator));
  return read_port (path);
}

static void
test_again (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "port", NULL);
  g_autoptr (GSocket) reserved = NULL;
  guint port;

  reserved = reserve_port (&port);
  write_port (path, port);
  g_assert_cmpuint (start_and_end (path), ==, port);
  g_assert_cmpuint (start_and_end (path), ==, port);
}

static void
test_taken (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "port", NULL);
  g_autoptr (GSocket) listening = NULL;
  guint port;

  listening = reserve_port (&port);
  g_assert_true (g_socket_listen (listening, NULL));
  write_port (path, port);
  g_assert_cmpuint (start_and_end (path), !=, port);
}

static void
test_bad (void)
{
  static const gchar *const texts[] = { "", "\n", "x", "0", "65536", "-1",
    "80 90", "0x50"
  };
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "port", NULL);
  gsize i;

  g_assert_cmpuint (start_and_end (path), >, 0);
  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_cmpuint (start_and_end (path), >, 0);
  }
}

static void
assert_no_start (const gchar * path, const QwenttsSimulatorOptions * options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsSimulator) simulator =
      port_file_start (path, options, &error);

  g_assert_null (simulator);
  g_assert_nonnull (error);
}

/* With the reason, not with what was wrong with the port. */
static void
test_errors (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "port", NULL);
  g_autofree gchar *in_missing = g_build_filename (path, "port", NULL);
  const QwenttsSimulatorOptions none = { NULL };
  const QwenttsSimulatorOptions bad = {.voices_file = folder };
  guint port;
  g_autoptr (GSocket) reserved = reserve_port (&port);

  assert_no_start (in_missing, &none);
  write_port (path, port);
  assert_no_start (path, &bad);
  g_assert_cmpuint (read_port (path), ==, port);
}

void
add_port_file_tests (void)
{
  g_test_add_func ("/simulator/port-file/is-used-again", test_again);
  g_test_add_func ("/simulator/port-file/taken-port-is-left", test_taken);
  g_test_add_func ("/simulator/port-file/bad-port-is-none", test_bad);
  g_test_add_func ("/simulator/port-file/error-is-told", test_errors);
}
