/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The port that a simulator had before, in a file. */
#pragma once

#include "simulator.h"

G_BEGIN_DECLS
/* A simulator on the port that stands in @path, or on any free one if that is
 * taken, or if the file is missing or has none. Then the file has the port that
 * it has got.
 *
 * @options: its port does not count
 *
 * Returns: NULL with @error if it cannot start at all or write the file */
QwenttsSimulator *port_file_start (const gchar * path,
    const QwenttsSimulatorOptions * options, GError ** error);

G_END_DECLS
