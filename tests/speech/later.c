/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "later.h"

static LaterClocks later;

static gint64
get_later_unix_s (void)
{
  return qwentts_system.get_unix_s () + later.wall_s;
}

static gint64
get_later_boot_s (void)
{
  return later.is_restarted ? later.boot_s
      : qwentts_system.get_boot_s () + later.boot_s;
}

static gchar *
get_later_boot_id (void)
{
  return later.is_restarted ? g_strdup ("later")
      : qwentts_system.get_boot_id ();
}

static QwenttsSystem later_system;

Run *
later_run_by (Design * design, const LaterClocks * clocks)
{
  g_autoptr (QwenttsStore) store = NULL;
  Run *run;

  later = *clocks;
  later_system = qwentts_system;
  later_system.get_unix_s = get_later_unix_s;
  later_system.get_boot_s = get_later_boot_s;
  later_system.get_boot_id = get_later_boot_id;
  store = design_open_store (design, &later_system);
  run = run_new (design, store, DESIGN_PLAIN);
  run_here (run);
  return run;
}

Run *
later_run (Design * design, gint64 passed_s)
{
  const LaterClocks clocks = {.wall_s = passed_s,.boot_s = passed_s };

  return later_run_by (design, &clocks);
}
