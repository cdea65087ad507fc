/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Makes the registry of all tests, before and beside any of them, and without the
 * search for leaks: some plugins of others leak when they are looked at first. */
#include <gst/gst.h>

static void
test_has_the_plugin (void)
{
  g_autoptr (GstPlugin) plugin =
      gst_registry_find_plugin (gst_registry_get (), "qwentts");

  g_assert_nonnull (plugin);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/registry/has-the-plugin", test_has_the_plugin);

  return g_test_run ();
}
