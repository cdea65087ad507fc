/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A service whose certificate only the element's own settings make trusted. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "failure.h"

typedef struct
{
  GTlsCertificate *certificate;
  gchar *file;                  /* with the certificate */
  Rig *rig;
} Setup;

static gchar *
write_certificate (GTlsCertificate * certificate)
{
  g_autofree gchar *pem = NULL;
  gchar *path = NULL;
  gint fd = g_file_open_tmp ("ca-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_object_get (certificate, "certificate-pem", &pem, NULL);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  return path;
}

static Setup *
setup_new (void)
{
  Setup *setup = g_new0 (Setup, 1);
  QwenttsSimulatorOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  setup->certificate = qwentts_simulator_new_certificate (&error);
  g_assert_no_error (error);
  options.certificate = setup->certificate;
  setup->file = write_certificate (setup->certificate);
  setup->rig = rig_new (&options);
  return setup;
}

static void
setup_free (Setup * setup)
{
  rig_free (setup->rig);
  g_unlink (setup->file);
  g_free (setup->file);
  g_object_unref (setup->certificate);
  g_free (setup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Setup, setup_free);

static void
test_plays_with_a_ca_file (void)
{
  g_autoptr (Setup) setup = setup_new ();

  g_object_set (setup->rig->src, "ca-file", setup->file, NULL);
  rig_play_to_end (setup->rig);
  rig_assert_spoken (setup->rig, RIG_TEXT);
}

static void
test_plays_with_a_database (void)
{
  g_autoptr (Setup) setup = setup_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database =
      g_tls_file_database_new (setup->file, &error);

  g_assert_no_error (error);
  g_object_set (setup->rig->src, "tls-database", database, NULL);
  rig_play_to_end (setup->rig);
  rig_assert_spoken (setup->rig, RIG_TEXT);
}

static void
test_database_wins_over_a_ca_file (void)
{
  g_autoptr (Setup) setup = setup_new ();
  g_autoptr (GTlsDatabase) system =
      g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr (Failure) failure = NULL;

  g_object_set (setup->rig->src, "tls-database", system, "ca-file", setup->file,
      NULL);
  rig_start (setup->rig, GST_STATE_PLAYING);
  failure = failure_wait_for (setup->rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_OPEN_READ, "network", FALSE);
  g_assert_cmpuint (qwentts_simulator_count (setup->rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 0);
}

/* Also in the process in which another element just trusted it. */
static void
test_other_elements_do_not_trust_it (void)
{
  g_autoptr (Setup) setup = setup_new ();
  g_autoptr (Rig) other = rig_new_for (setup->rig->simulator);
  g_autoptr (Failure) failure = NULL;

  g_object_set (setup->rig->src, "ca-file", setup->file, NULL);
  rig_play_to_end (setup->rig);
  rig_start (other, GST_STATE_PLAYING);
  failure = failure_wait_for (other, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_OPEN_READ, "network", FALSE);
  g_assert_cmpuint (qwentts_simulator_count (setup->rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/ttssrc/" path, function)
  ADD ("plays-with-a-ca-file", test_plays_with_a_ca_file);
  ADD ("plays-with-a-database", test_plays_with_a_database);
  ADD ("database-wins-over-a-ca-file", test_database_wins_over_a_ca_file);
  ADD ("other-elements-do-not-trust-it", test_other_elements_do_not_trust_it);
#undef ADD

  return g_test_run ();
}
