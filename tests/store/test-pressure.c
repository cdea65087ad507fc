/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Several processes fill one folder beyond its limit at once, and are killed
 * while they do. */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/child.h"
#include "store/faulty.h"
#include "store/shelf.h"
#include "store/use.h"

#define N_PROCESSES 4
#define LIMIT 400000
#define SIZE 10000
/* What the largest takes, with its entry, is less. */
#define WHOLE_SIZE 21000
#define N_WRITES 50
/* Room for four. */
#define SMALL_LIMIT 50000
#define N_CALLS_MAX 300

static const gchar *program;

/* Each key that anybody has made is a line here. */
static void
note_key (FILE * keys, const gchar * key)
{
  fprintf (keys, "%s\n", key);
  fflush (keys);
}

/* The child's: writes and reads what it wrote. */
static void
fill (Rig * shelf, const gchar * notes)
{
  g_autoptr (QwenttsStoreUse) use = qwentts_store_use_new (shelf->store);
  g_autofree gchar *used = rig_make_key ();
  FILE *keys = fopen (notes, "a");

  g_assert_nonnull (keys);
  g_assert_true (qwentts_store_use_add (use, used, NULL, NULL));
  g_assert_true (shelf_keep (shelf, used, SIZE, NULL));
  child_say_and_wait ("up");
  for (guint i = 0; i < N_WRITES; i++) {
    g_autofree gchar *key = shelf_put (shelf, SIZE + i % 10 * SIZE / 10);

    note_key (keys, key);
    if (shelf_measure (shelf) > LIMIT + N_PROCESSES * WHOLE_SIZE)
      g_error ("It grows to %" G_GUINT64_FORMAT, shelf_measure (shelf));
  }
  fclose (keys);
  g_assert_cmpint (shelf_get_state (shelf, used), ==, QWENTTS_RECORD_READY);
}

static guint
count_ready (Rig * shelf, const gchar * notes, guint * n_keys)
{
  g_autofree gchar *text = rig_read (notes);
  g_auto (GStrv) keys = g_strsplit (g_strstrip (text), "\n", -1);
  guint n = 0;

  for (*n_keys = 0; keys[*n_keys]; (*n_keys)++)
    n += shelf_get_state (shelf, keys[*n_keys]) == QWENTTS_RECORD_READY;
  return n;
}

static void
test_four_stay_within_the_limit (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autofree gchar *notes = g_build_filename (shelf->root, "notes", NULL);
  Child *children[N_PROCESSES];
  guint n_keys, n_ready;

  for (guint i = 0; i < N_PROCESSES; i++)
    children[i] = child_start (program, "fill", shelf->folder, "", notes);
  for (guint i = 0; i < N_PROCESSES; i++)
    child_expect (children[i], "up");
  for (guint i = 0; i < N_PROCESSES; i++)
    child_go_on (children[i]);
  for (guint i = 0; i < N_PROCESSES; i++)
    g_assert_true (child_finish (children[i]));

  n_ready = count_ready (shelf, notes, &n_keys);
  g_assert_cmpuint (n_keys, ==, N_PROCESSES * N_WRITES);
  g_assert_cmpuint (n_ready, >=, (LIMIT / 2) / WHOLE_SIZE);
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT + WHOLE_SIZE - SIZE);
}

/* The child's: keeps one more than there is room for, until it is killed. */
static void
be_killed (Rig * shelf, const gchar * argument)
{
  g_autofree gchar *key = rig_make_key ();

  faulty_reset ();
  faulty_fail_at (atoi (argument), 0);
  g_assert_true (shelf_keep (shelf, key, SIZE, NULL));
  faulty_reset ();
}

static void
test_kill_at_every_call_leaves_the_limit (void)
{
  gboolean is_complete = FALSE;
  guint n;

  for (n = 0; !is_complete && n < N_CALLS_MAX; n++) {
    g_autoptr (Rig) shelf = shelf_new (SMALL_LIMIT, NULL);
    g_autofree gchar *argument = g_strdup_printf ("%u", n);
    g_autoptr (GPtrArray) records = NULL;

    while (shelf_measure (shelf) < SMALL_LIMIT - WHOLE_SIZE / 2)
      g_free (shelf_put (shelf, SIZE));
    is_complete = child_finish (child_start (program, "be-killed",
            shelf->folder, "", argument));

    records = qwentts_store_list (shelf->store, NULL, NULL, NULL);
    for (guint i = 0; i < records->len; i++)
      shelf_get_state (shelf, ((QwenttsRecord *) records->pdata[i])->key);
    for (guint i = 0; i < 3; i++)
      g_free (shelf_put (shelf, SIZE));
    g_assert_cmpuint (shelf_measure (shelf), <=,
        SMALL_LIMIT + WHOLE_SIZE - SIZE);
  }
  g_assert_true (is_complete);
  g_assert_cmpuint (n, >, 25);
}

static int
run_child (gchar ** argv)
{
  gboolean is_fill = g_str_equal (argv[2], "fill");
  g_autoptr (Rig) shelf = shelf_adopt (argv[3], is_fill ? LIMIT : SMALL_LIMIT,
      &faulty_system);

  faulty_reset ();
  if (is_fill)
    fill (shelf, argv[5]);
  else
    be_killed (shelf, argv[5]);
  faulty_reset ();
  return 0;
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  if (argc == 6 && g_str_equal (argv[1], "--child"))
    return run_child (argv);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pressure/four-stay-within-the-limit",
      test_four_stay_within_the_limit);
  g_test_add_func ("/pressure/kill-at-every-call-leaves-the-limit",
      test_kill_at_every_call_leaves_the_limit);
  return g_test_run ();
}
