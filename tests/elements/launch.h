/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The real gst-launch-1.0 against a simulator. */
#pragma once

#include <gio/gio.h>

#include "simulator/simulator.h"

G_BEGIN_DECLS

typedef struct
{
  QwenttsSimulator *simulator;
  gchar *folder;
  gchar *file;                  /* that the launch line writes */
  gchar *stdout_text;
  gchar *stderr_text;
} Launch;

/* @options: (nullable) */
Launch *launch_new (const QwenttsSimulatorOptions * options);

void launch_free (Launch * launch);

/* With the simulator's address and key in the environment, and with pipes. */
GSubprocessLauncher *launch_make_launcher (Launch * launch);

/* Starts "gst-launch-1.0 ARGUMENT…".
 *
 * @arguments: (array zero-terminated=1) */
GSubprocess *launch_spawn (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * const *arguments);

/* Waits for its end; stdout_text and stderr_text are what it said.
 *
 * Returns: whether it ended with 0 */
gboolean launch_finish (Launch * launch, GSubprocess * process);

/* Both, with a launcher as above. */
gboolean launch_run (Launch * launch, const gchar * const *arguments);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Launch, launch_free);

G_END_DECLS
