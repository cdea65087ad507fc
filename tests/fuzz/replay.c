/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Runs a fuzz target once on each file of a folder, with any compiler: what the
 * fuzzer has found stays found. */
#include <glib.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t * data, size_t size);

static void
test_file (gconstpointer data)
{
  const gchar *path = data;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *bytes = NULL;
  gsize size = 0;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const uint8_t *) bytes, size), ==,
      0);
}

int
main (int argc, char **argv)
{
  const gchar *folder;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const gchar *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_strconcat ("/fuzz/corpus/", name, NULL);

    g_test_add_data_func_full (path, g_build_filename (folder, name, NULL),
        test_file, g_free);
  }
  return g_test_run ();
}
