/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Who may change the presets when: one at a time, of all threads and processes,
 * and nobody waits who was cancelled. */
#include "presets/presets.h"

#include <stdio.h>
#include <string.h>

#include "presets/preset-lock.h"
#include "preset-rig.h"

#define N_SAVED 50
#define ALTO "[alto]\nvoice=alto-1\n"

static gboolean
save_bass (GCancellable * cancellable, GError ** error)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  return qwentts_preset_save_voice (element, "bass-1", "bass", cancellable,
      error);
}

static void
assert_saves_bass (void)
{
  g_autoptr (GError) error = NULL;
  gboolean is_saved = save_bass (NULL, &error);

  g_assert_no_error (error);
  g_assert_true (is_saved);
}

static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_cancellable_cancel (cancellable);
  g_assert_false (save_bass (cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  preset_rig_assert_file (ALTO);
}

static void
say_up (void)
{
  printf ("up\n");
  fflush (stdout);
}

static int
hold (const gchar * path)
{
  g_autoptr (QwenttsPresetLock) lock =
      qwentts_preset_lock_acquire (path, 0, NULL, NULL);

  g_assert_nonnull (lock);
  say_up ();
  /* Until the parent wants it to go on, or is gone. */
  getchar ();
  return 0;
}

static gpointer
save_in_thread (gpointer cancellable)
{
  GError *error = NULL;

  save_bass (cancellable, &error);
  return error;
}

static void
test_cancelled_while_another_holds_the_lock (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL;
  GThread *thread;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  child = preset_rig_spawn ("hold", preset_rig_get_path (), "");
  preset_rig_expect (child, "up");
  thread = g_thread_new ("save", save_in_thread, cancellable);
  g_cancellable_cancel (cancellable);
  error = g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  preset_rig_assert_file (ALTO);

  said = preset_rig_wait (child);
  assert_saves_bass ();
}

static void
test_killed_holder_leaves_no_lock (void)
{
  g_autoptr (GSubprocess) child = NULL;

  preset_rig_clear ();
  preset_rig_make_folder ();
  child = preset_rig_spawn ("hold", preset_rig_get_path (), "");
  preset_rig_expect (child, "up");
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  assert_saves_bass ();
}

static void
test_gives_up_after_a_while (void)
{
  g_autoptr (QwenttsPresetLock) lock = NULL;
  g_autoptr (GError) error = NULL;

  preset_rig_clear ();
  preset_rig_make_folder ();
  lock = qwentts_preset_lock_acquire (preset_rig_get_path (), 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (qwentts_preset_lock_acquire (preset_rig_get_path (), 1, NULL,
          &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, preset_rig_get_path ()));
}

static gpointer
save_many (gpointer data)
{
  const gchar *prefix = data;
  g_autoptr (GstElement) element = preset_rig_make_element ();

  for (guint i = 0; i < N_SAVED; i++) {
    g_autofree gchar *name = g_strdup_printf ("%s-%u", prefix, i);

    g_object_set (element, "voice", name, NULL);
    g_assert_true (gst_preset_save_preset (GST_PRESET (element), name));
  }
  return NULL;
}

static int
save_many_as_child (gchar * prefix)
{
  say_up ();
  save_many (prefix);
  return 0;
}

static void
assert_has_many (const gchar * prefix)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  for (guint i = 0; i < N_SAVED; i++) {
    g_autofree gchar *name = g_strdup_printf ("%s-%u", prefix, i);
    g_autofree gchar *voice = NULL;

    g_assert_true (gst_preset_load_preset (GST_PRESET (element), name));
    g_object_get (element, "voice", &voice, NULL);
    g_assert_cmpstr (voice, ==, name);
  }
}

/* Both stand before the lock when it is released. */
static void
test_two_processes_lose_nothing (void)
{
  QwenttsPresetLock *lock;
  g_autoptr (GSubprocess) one = NULL, two = NULL;
  g_autofree gchar *said_one = NULL, *said_two = NULL;
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_auto (GStrv) names = NULL;

  preset_rig_clear ();
  preset_rig_make_folder ();
  lock = qwentts_preset_lock_acquire (preset_rig_get_path (), 0, NULL, NULL);
  g_assert_nonnull (lock);
  one = preset_rig_spawn ("save-many", "one", "");
  two = preset_rig_spawn ("save-many", "two", "");
  preset_rig_expect (one, "up");
  preset_rig_expect (two, "up");
  qwentts_preset_lock_release (lock);

  said_one = preset_rig_wait (one);
  said_two = preset_rig_wait (two);
  assert_has_many ("one");
  assert_has_many ("two");
  names = gst_preset_get_preset_names (GST_PRESET (element));
  g_assert_cmpuint (g_strv_length (names), ==, 2 * N_SAVED);
}

static void
test_two_threads_lose_nothing (void)
{
  GThread *one, *two;

  preset_rig_clear ();
  one = g_thread_new ("one", save_many, (gpointer) "one");
  two = g_thread_new ("two", save_many, (gpointer) "two");
  g_thread_join (one);
  g_thread_join (two);
  assert_has_many ("one");
  assert_has_many ("two");
}

static int
run_child (const gchar * mode, gchar * argument)
{
  gst_init (NULL, NULL);
  if (g_str_equal (mode, "hold"))
    return hold (argument);
  return save_many_as_child (argument);
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preset-turns/cancelled-before", test_cancelled_before);
  g_test_add_func ("/preset-turns/cancelled-while-another-holds-the-lock",
      test_cancelled_while_another_holds_the_lock);
  g_test_add_func ("/preset-turns/killed-holder-leaves-no-lock",
      test_killed_holder_leaves_no_lock);
  g_test_add_func ("/preset-turns/gives-up-after-a-while",
      test_gives_up_after_a_while);
  g_test_add_func ("/preset-turns/two-processes-lose-nothing",
      test_two_processes_lose_nothing);
  g_test_add_func ("/preset-turns/two-threads-lose-nothing",
      test_two_threads_lose_nothing);

  return preset_rig_finish (g_test_run ());
}
