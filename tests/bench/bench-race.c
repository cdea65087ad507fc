/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Two processes with one folder race for one text, in a new folder each time: one
 * task is paid, and it takes about as long as one process alone. */
#include "bench-common.h"
#include "speech/design-child.h"

#define ROUNDS 100
#define JOB_MS 200

/* With a service and a folder of its own.
 *
 * Returns: seconds */
static gdouble
race (const gchar * program, guint n_processes, guint * n_tasks)
{
  const QwenttsSimulatorOptions options = {.job_ms = JOB_MS };
  g_autoptr (Design) design = design_new_text (&options, NULL);
  gdouble passed_s = design_children_race (program, design, n_processes);

  *n_tasks += design_get_n_tasks (design);
  return passed_s;
}

int
main (int argc, char **argv)
{
  gdouble alone_s[ROUNDS], both_s[ROUNDS], ratio[ROUNDS];
  guint n_alone = 0, n_both = 0;

  gst_init (&argc, &argv);
  if (design_child_main (argc, argv))
    return 0;

  for (guint i = 0; i < ROUNDS; i++) {
    alone_s[i] = race (argv[0], 1, &n_alone);
    both_s[i] = race (argv[0], 2, &n_both);
    ratio[i] = both_s[i] / alone_s[i];
  }
  g_print ("| until all have it, %u rounds in turn | tasks | median | p90 |\n"
      "| --- | ---: | ---: | ---: |\n", ROUNDS);
  g_print ("| one process | %u | %.0f ms | %.0f ms |\n", n_alone,
      bench_quantile (alone_s, ROUNDS, 0.5) * 1000,
      bench_quantile (alone_s, ROUNDS, 0.9) * 1000);
  g_print ("| two at once | %u | %.0f ms | %.0f ms |\n", n_both,
      bench_quantile (both_s, ROUNDS, 0.5) * 1000,
      bench_quantile (both_s, ROUNDS, 0.9) * 1000);
  bench_print_target ("tasks a round of two", n_both / (gdouble) ROUNDS, 1.0);
  g_print ("ratio of the times, median of the rounds: %.2f\n",
      bench_quantile (ratio, ROUNDS, 0.5));
  return 0;
}
