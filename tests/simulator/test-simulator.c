/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "test-simulator.h"

#include <glib.h>

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_refusal_tests ();
  add_task_tests ();
  add_audio_tests ();
  add_design_tests ();
  add_preview_tests ();
  add_voices_tests ();
  add_fault_tests ();
  add_spec_tests ();
  add_port_file_tests ();
  add_program_tests ();
  return g_test_run ();
}
