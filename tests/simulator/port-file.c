/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "port-file.h"

/* Returns: 0 if there is none */
static guint
read_port (const gchar * path)
{
  g_autofree gchar *text = NULL;
  guint64 port;

  if (!g_file_get_contents (path, &text, NULL, NULL)
      || !g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, G_MAXUINT16,
          &port, NULL))
    return 0;
  return port;
}

static gboolean
write_port (const gchar * path, QwenttsSimulator * simulator, GError ** error)
{
  g_autoptr (GUri) uri = g_uri_parse (qwentts_simulator_get_base_url
      (simulator), G_URI_FLAGS_NONE, error);
  g_autofree gchar *text = NULL;

  if (uri == NULL)
    return FALSE;
  text = g_strdup_printf ("%d\n", g_uri_get_port (uri));
  return g_file_set_contents (path, text, -1, error);
}

QwenttsSimulator *
port_file_start (const gchar * path, const QwenttsSimulatorOptions * options,
    GError ** error)
{
  QwenttsSimulatorOptions with_port = *options;
  g_autoptr (QwenttsSimulator) simulator = NULL;

  with_port.port = read_port (path);
  if (with_port.port != 0)
    simulator = qwentts_simulator_new (&with_port, NULL);
  /* What was wrong with more than the port is told by this one. */
  with_port.port = 0;
  if (simulator == NULL)
    simulator = qwentts_simulator_new (&with_port, error);
  if (simulator == NULL || !write_port (path, simulator, error))
    return NULL;
  return g_steal_pointer (&simulator);
}
