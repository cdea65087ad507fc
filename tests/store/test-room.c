/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The limit, as whoever keeps something meets it. */

#include "store/room.h"

#include "store/shelf.h"
#include "store/use.h"

#define LIMIT 100000
#define SIZE 10000
/* What one of SIZE takes, with its entry, is less. */
#define WHOLE_SIZE 11000

static void
test_all_stay_below_the_limit (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 8);

  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 8);
}

/* From the limit down to 90 % of it, and no further. */
static void
test_least_recently_used_goes (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 9);
  g_autofree gchar *key = NULL;

  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 9);
  shelf_use (shelf, keys->pdata[0]);
  shelf_use (shelf, keys->pdata[2]);
  key = shelf_put (shelf, SIZE);

  g_assert_true (shelf_is_ready (shelf, key));
  g_assert_true (shelf_is_ready (shelf, keys->pdata[0]));
  g_assert_false (shelf_is_ready (shelf, keys->pdata[1]));
  g_assert_true (shelf_is_ready (shelf, keys->pdata[2]));
  g_assert_false (shelf_is_ready (shelf, keys->pdata[3]));
  g_assert_true (shelf_is_ready (shelf, keys->pdata[4]));
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT / 10 * 9 + WHOLE_SIZE
      - SIZE);
  g_assert_cmpuint (shelf_measure (shelf), >, LIMIT / 10 * 9 - WHOLE_SIZE);
}

static void
test_limit_holds_for_ever (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);

  for (guint i = 0; i < 100; i++) {
    g_autofree gchar *key = shelf_put (shelf, SIZE + 37 * i);

    g_assert_true (shelf_is_ready (shelf, key));
    g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT + WHOLE_SIZE - SIZE);
  }
  g_assert_cmpuint (shelf_measure (shelf), >, LIMIT / 2);
}

/* A task that made it can still be polled. */
static void
test_what_is_larger_than_the_limit_is_not_kept (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 8);
  g_autofree gchar *key = shelf_put (shelf, LIMIT + 1);
  g_autofree gchar *audio = shelf_make_path (shelf, key, ".audio");
  g_autofree gchar *temp = shelf_make_path (shelf, key, ".audio.tmp");

  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_false (rig_exists (audio));
  g_assert_false (rig_exists (temp));
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 8);
}

/* Nor what was kept before; what is paid for is. */
static void
test_with_limit_0_nothing_is_kept (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 3);
  g_autofree gchar *asked = shelf_leave (shelf, QWENTTS_RECORD_ASKED);
  g_autofree gchar *key = NULL;

  qwentts_store_unref (shelf->store);
  shelf->store = qwentts_store_new_limited (shelf->folder,
      QWENTTS_KIND_SPEECH, 0);
  key = shelf_put (shelf, 1);
  g_assert_cmpint (shelf_get_state (shelf, key), ==, QWENTTS_RECORD_PENDING);
  g_assert_cmpint (shelf_get_state (shelf, asked), ==, QWENTTS_RECORD_ASKED);
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 0);
}

/* Somebody else thinks that there is room: nothing of it is looked at. */
static void
test_total_tells_without_a_look (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 8);
  g_autofree gchar *first = NULL;
  g_autofree gchar *second = NULL;

  shelf_set_total (shelf, LIMIT - 2 * WHOLE_SIZE, 0);
  first = shelf_put (shelf, SIZE);
  second = shelf_put (shelf, SIZE);
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 8);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (shelf_count_ready (shelf, keys), <, 8);
}

/* A process that was killed may have lost a number. */
static void
test_total_is_counted_anew_after_many_writes (void)
{
  g_autoptr (Rig) shelf = shelf_new (LIMIT, NULL);
  g_autoptr (GPtrArray) keys = shelf_put_many (shelf, SIZE, 9);

  shelf_set_total (shelf, 0, 4095);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, 9);
  g_free (shelf_put (shelf, SIZE));
  g_assert_cmpuint (shelf_count_ready (shelf, keys), <, 9);
}

/* A folder that is opened for a look; each claim opens it once as well. */
static guint n_opened_to_look;

static gint
count_looks (gint folder, const gchar * name, gint flags, guint mode)
{
  n_opened_to_look += g_str_equal (name, ".");
  return qwentts_system.open_file (folder, name, flags, mode);
}

/* Long texts, all of them in use: more than the limit, and it is not looked
 * through for each of them. */
static void
test_what_is_used_stays_beyond_the_limit (void)
{
  QwenttsSystem system = qwentts_system;
  g_autoptr (Rig) shelf = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  QwenttsStoreUse *uses;
  guint n_kept = 100;

  system.open_file = count_looks;
  shelf = shelf_new (LIMIT, &system);
  keys = g_ptr_array_new_with_free_func (g_free);
  uses = qwentts_store_use_new (shelf->store);
  n_opened_to_look = 0;
  for (guint i = 0; i < n_kept; i++) {
    gchar *key = rig_make_key ();

    g_ptr_array_add (keys, key);
    g_assert_true (qwentts_store_use_add (uses, key, NULL, NULL));
    g_assert_true (shelf_keep (shelf, key, SIZE / 10, NULL));
  }
  g_assert_cmpuint (shelf_count_ready (shelf, keys), ==, n_kept);
  g_assert_cmpuint (n_opened_to_look - n_kept, <, n_kept / 5);

  qwentts_store_use_free (uses);
  for (guint i = 0; i < 20; i++)
    g_free (shelf_put (shelf, SIZE / 10));
  g_assert_cmpuint (shelf_measure (shelf), <=, LIMIT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/room/all-stay-below-the-limit",
      test_all_stay_below_the_limit);
  g_test_add_func ("/room/least-recently-used-goes",
      test_least_recently_used_goes);
  g_test_add_func ("/room/limit-holds-for-ever", test_limit_holds_for_ever);
  g_test_add_func ("/room/larger-than-the-limit-is-not-kept",
      test_what_is_larger_than_the_limit_is_not_kept);
  g_test_add_func ("/room/limit-0-keeps-nothing",
      test_with_limit_0_nothing_is_kept);
  g_test_add_func ("/room/total-tells-without-a-look",
      test_total_tells_without_a_look);
  g_test_add_func ("/room/is-counted-anew-after-many-writes",
      test_total_is_counted_anew_after_many_writes);
  g_test_add_func ("/room/what-is-used-stays-beyond-the-limit",
      test_what_is_used_stays_beyond_the_limit);
  return g_test_run ();
}
