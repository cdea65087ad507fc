/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "later.h"

static gint64 later_s;

static gint64
get_later_unix_s (void)
{
  return qwentts_system.get_unix_s () + later_s;
}

static gint64
get_later_boot_s (void)
{
  return qwentts_system.get_boot_s () + later_s;
}

static QwenttsSystem later_system;

Run *
later_run (Design * design, gint64 passed_s)
{
  g_autoptr (QwenttsStore) store = NULL;
  Run *run;

  later_s = passed_s;
  later_system = qwentts_system;
  later_system.get_unix_s = get_later_unix_s;
  later_system.get_boot_s = get_later_boot_s;
  store = design_open_store (design, &later_system);
  run = run_new (design, store, DESIGN_PLAIN);
  run_here (run);
  return run;
}
