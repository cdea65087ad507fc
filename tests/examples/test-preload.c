/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The example that makes texts before they go on air: what it makes, finds and
 * prints. */
#include <string.h>

#include "preload-rig.h"

static void
test_second_run_finds_all (void)
{
  static const PreloadRow made[] =
      { {"made", PRELOAD_PRICE, "One."}, {"made", PRELOAD_PRICE, "二。"},
  {NULL}
  };
  static const PreloadRow cached[] =
      { {"cached", 0, "One."}, {"cached", 0, "二。"},
  {NULL}
  };
  g_autoptr (Launch) launch = launch_new (NULL);
  guint n_requests;

  preload_write_texts (launch, "!\nOne.\n\n  二。\r\n ! \n");
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  preload_assert_table (launch, made);
  g_assert_cmpstr (launch->stderr_text, ==, "");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 2);

  n_requests = preload_count_requests (launch);
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  preload_assert_table (launch, cached);
  g_assert_cmpuint (preload_count_requests (launch), ==, n_requests);
}

static void
test_reads_standard_input (void)
{
  static const PreloadRow made[] = { {"made", PRELOAD_PRICE, "One."}, {NULL} };
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process = NULL;

  preload_write_texts (launch, "One.");
  g_subprocess_launcher_set_stdin_file_path (launcher, launch->file);
  process = preload_start (launch, launcher, "-", NULL);
  g_assert_cmpint (preload_finish (launch, process), ==, 0);
  preload_assert_table (launch, made);
}

static void
test_no_texts_are_all_there (void)
{
  static const PreloadRow none[] = { {NULL} };
  g_autoptr (Launch) launch = launch_new (NULL);

  preload_write_texts (launch, "\n!\n");
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  preload_assert_table (launch, none);
  g_assert_cmpuint (preload_count_requests (launch), ==, 0);
}

/* Which of the two asks is not said, if both are under way. */
static void
test_line_that_comes_twice_is_paid_once (void)
{
  static const PreloadRow rows[] =
      { {"made", PRELOAD_PRICE, "One."}, {"cached", 0, "One."},
  {NULL}
  };
  g_autoptr (Launch) launch = launch_new (NULL);

  /* With the mark that some editors write, and a line that is blank to them. */
  preload_write_texts (launch, "\xef\xbb\xbfOne.\n\xc2\xa0\nOne.\n");
  g_assert_cmpint (preload_run (launch, "max-prefetch=0"), ==, 0);
  preload_assert_table (launch, rows);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
}

/* Also where the header of the audio does not say how long it is. */
static void
test_segments_are_summed (gconstpointer has_streamed_header)
{
  static const PreloadRow made[] =
      { {"made", 2 * PRELOAD_PRICE, PRELOAD_FIRST, PRELOAD_SECOND},
  {"made", PRELOAD_PRICE, "One."}, {NULL}
  };
  const QwenttsSimulatorOptions options = {
    .has_streamed_header = GPOINTER_TO_INT (has_streamed_header)
  };
  g_autoptr (Launch) launch = launch_new (&options);

  preload_write_texts (launch, PRELOAD_FIRST " " PRELOAD_SECOND "\nOne.\n");
  g_assert_cmpint (preload_run (launch, PRELOAD_SHORTEST), ==, 0);
  preload_assert_table (launch, made);
}

static void
test_text_is_made_if_a_segment_is (void)
{
  static const PreloadRow rows[] =
      { {"made", PRELOAD_PRICE, PRELOAD_FIRST, PRELOAD_SECOND}, {NULL} };
  g_autoptr (Launch) launch = launch_new (NULL);

  preload_write_texts (launch, PRELOAD_FIRST);
  g_assert_cmpint (preload_run (launch, PRELOAD_SHORTEST), ==, 0);
  preload_write_texts (launch, PRELOAD_FIRST " " PRELOAD_SECOND);
  g_assert_cmpint (preload_run (launch, PRELOAD_SHORTEST), ==, 0);
  preload_assert_table (launch, rows);
}

static void
test_long_text_is_shown_in_part (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) shown = g_string_new ("  ");

  for (guint i = 0; i < 100; i++)
    g_string_append (text, "é");
  for (guint i = 0; i < 60; i++)
    g_string_append (shown, "é");
  g_string_append (shown, "…\n");
  preload_write_texts (launch, text->str);
  g_assert_cmpint (preload_run (launch, NULL), ==, 0);
  g_assert_nonnull (strstr (launch->stdout_text, shown->str));
}

static void
test_uses_the_cache_in_any_case (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);

  preload_write_texts (launch, "One.\n");
  g_assert_cmpint (preload_run (launch, "cache=false"), ==, 0);
}

static void
test_nothing_leaks (void)
{
  g_autoptr (Launch) launch = launch_new (NULL);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autoptr (GSubprocess) process = NULL;

  preload_write_texts (launch, "One.\n");
  g_subprocess_launcher_setenv (launcher, "GST_TRACERS", "leaks", TRUE);
  g_subprocess_launcher_setenv (launcher, "GST_DEBUG", "GST_TRACER:7", TRUE);
  process = preload_start (launch, launcher, launch->file, NULL);
  g_assert_cmpint (preload_finish (launch, process), ==, 0);
  preload_assert_told (launch, "object-alive.class");
  g_assert_null (strstr (launch->stderr_text,
          "object-alive, type-name=(string)Gst"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/preload/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/preload/" path, GINT_TO_POINTER (data), function)
  ADD ("second-run-finds-all", test_second_run_finds_all);
  ADD ("reads-standard-input", test_reads_standard_input);
  ADD ("no-texts-are-all-there", test_no_texts_are_all_there);
  ADD ("line-that-comes-twice-is-paid-once",
      test_line_that_comes_twice_is_paid_once);
  ADD_WITH ("segments-are-summed", FALSE, test_segments_are_summed);
  ADD_WITH ("segments-of-no-known-length-are-summed", TRUE,
      test_segments_are_summed);
  ADD ("text-is-made-if-a-segment-is", test_text_is_made_if_a_segment_is);
  ADD ("long-text-is-shown-in-part", test_long_text_is_shown_in_part);
  ADD ("uses-the-cache-in-any-case", test_uses_the_cache_in_any_case);
  ADD ("nothing-leaks", test_nothing_leaks);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
