/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The real gst-launch-1.0, or another program, against a simulator. */
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

/* Starts "NAME ARGUMENT…".
 *
 * @name: of a program in the path
 * @arguments: (array zero-terminated=1) */
GSubprocess *launch_spawn_program (Launch * launch,
    GSubprocessLauncher * launcher, const gchar * name,
    const gchar * const *arguments);

/* Starts "gst-launch-1.0 ARGUMENT…".
 *
 * @arguments: (array zero-terminated=1) */
GSubprocess *launch_spawn (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * const *arguments);

/* Waits for its end; stdout_text and stderr_text are what it said.
 *
 * Returns: whether it ended with 0 */
gboolean launch_finish (Launch * launch, GSubprocess * process);

/* The same with a launcher as above. */
GSubprocess *launch_start (Launch * launch, const gchar * const *arguments);

/* From its start to its end, with a launcher as above. */
gboolean launch_run (Launch * launch, const gchar * const *arguments);

/* The same with a variable in its environment; it must end with 0. */
void launch_run_with (Launch * launch, const gchar * name,
    const gchar * value, const gchar * const *arguments);

/* Runs it, and asserts that nothing of GStreamer is left of it. */
void launch_assert_no_leak (Launch * launch, const gchar * const *arguments);

/* At which request a process is killed. */
typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorFault fault;
} LaunchKill;

/* Starts it, and kills it there. */
void launch_kill (Launch * launch, const LaunchKill * kill,
    const gchar * const *arguments);

/* Adds a test PATH-NAME-pays-once for each moment, whose data is the kill. */
void launch_add_kills (const gchar * path, GTestDataFunc test);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Launch, launch_free);

G_END_DECLS
