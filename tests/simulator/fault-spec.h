/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The program's --fault SPEC. */
#pragma once

#include "simulator.h"

G_BEGIN_DECLS
/* For --help. */
extern const gchar fault_spec_help[];

/* Parses "KIND:KEY=VALUE,…" and orders the fault.
 *
 * Returns: FALSE with @error that names what is wrong */
gboolean fault_spec_add (QwenttsSimulator * simulator, const gchar * spec,
    GError ** error);

G_END_DECLS
