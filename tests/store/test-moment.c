/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/moment.h"

#include "store/rig.h"

/* A machine whose clocks stand where they are put. */
static gint64 unix_s;
static gint64 boot_s;
static const gchar *boot_id;

static gint64
get_unix_s (void)
{
  return unix_s;
}

static gint64
get_boot_s (void)
{
  return boot_s;
}

static gchar *
get_boot_id (void)
{
  return g_strdup (boot_id);
}

static QwenttsSystem
make_machine (void)
{
  QwenttsSystem machine = qwentts_system;

  machine.get_unix_s = get_unix_s;
  machine.get_boot_s = get_boot_s;
  machine.get_boot_id = get_boot_id;
  unix_s = 1775000000;
  boot_s = 1000;
  boot_id = "first";
  return machine;
}

/* Its age after the clocks have moved by so much. */
static gint64
get_age_s (gint64 wall_s, gint64 since_boot_s, const gchar * later_boot_id)
{
  QwenttsSystem machine = make_machine ();
  QwenttsMoment moment = { 0 };
  gint64 age_s;

  qwentts_moment_set (&moment, &machine);
  unix_s += wall_s;
  boot_s = since_boot_s;
  boot_id = later_boot_id;
  age_s = qwentts_moment_get_age_s (&moment, &machine);
  qwentts_moment_clear (&moment);
  return age_s;
}

static void
test_setting_the_clock_changes_no_age (void)
{
  g_assert_cmpint (get_age_s (60, 1060, "first"), ==, 60);
  g_assert_cmpint (get_age_s (1000000, 1060, "first"), ==, 60);
  g_assert_cmpint (get_age_s (-1000000, 1060, "first"), ==, 60);
}

static void
test_restart_leaves_the_wall_clock (void)
{
  g_assert_cmpint (get_age_s (60, 5, "second"), ==, 60);
  g_assert_cmpint (get_age_s (60, 2000, "second"), ==, 60);
  g_assert_cmpint (get_age_s (60, 2000, NULL), ==, 60);
  g_assert_cmpint (get_age_s (60, 5, "first"), ==, 60);
}

static void
test_future_has_no_age (void)
{
  g_assert_cmpint (get_age_s (-60, 5, "second"), ==, 0);
}

static void
assert_fresh (QwenttsRecordState state, gint64 after_s, gboolean is_fresh)
{
  QwenttsSystem machine = make_machine ();
  g_autoptr (Rig) rig = rig_new (&machine);
  g_autoptr (QwenttsEntry) entry = NULL;

  rig_leave (rig, state);
  boot_s += after_s;
  entry = rig_claim (rig);
  g_assert_cmpint (qwentts_entry_get_record (entry)->state, ==, state);
  g_assert_cmpint (qwentts_entry_is_fresh (entry), ==, is_fresh);
}

static void
test_entry_is_fresh_for_a_day (void)
{
  const gint64 day_s = 24 * 60 * 60;

  for (guint state = QWENTTS_RECORD_ASKED; state <= QWENTTS_RECORD_READY;
      state++) {
    assert_fresh (state, 0, TRUE);
    assert_fresh (state, day_s - 1, TRUE);
    assert_fresh (state, day_s, FALSE);
  }
  assert_fresh (QWENTTS_RECORD_ABSENT, 0, FALSE);
}

static void
test_day_counts_from_the_submit (void)
{
  QwenttsSystem machine = make_machine ();
  g_autoptr (Rig) rig = rig_new (&machine);
  g_autoptr (QwenttsEntry) entry = NULL;

  rig_leave (rig, QWENTTS_RECORD_ASKED);
  boot_s += 20 * 60 * 60;
  rig_leave (rig, QWENTTS_RECORD_PENDING);
  boot_s += 20 * 60 * 60;
  entry = rig_claim (rig);
  g_assert_true (qwentts_entry_is_fresh (entry));
}

/* Nothing breaks with a clock that tells nonsense. */
static void
test_any_clock_can_be_written (void)
{
  static const gint64 clocks[] =
      { 0, -1, G_MININT64, G_MAXINT64, G_GINT64_CONSTANT (253402300800) };

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++) {
    QwenttsSystem machine = make_machine ();
    g_autoptr (Rig) rig = rig_new (&machine);

    unix_s = clocks[i];
    rig_leave (rig, QWENTTS_RECORD_READY);
    rig_assert_state (rig, QWENTTS_RECORD_READY);
  }
}

/* What would be written in another way, and then not be read again. */
static void
test_what_is_read_can_be_written (void)
{
  static const gchar *const texts[] = {
    "[e]\nt=0800-01-01T00:00:00Z\n",
    "[e]\nt=9999-12-31T23:59:59-12:00\n",
    "[e]\nt=1969-12-31T23:59:59Z\n",
    "[e]\nt=2026-04-02T10:15:00Z\nt-boot-s=5\n",
    "[e]\nt=2026-04-02T10:15:00Z\nt-boot-s=-5\nt-boot-id=x\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GKeyFile) again = g_key_file_new ();
    QwenttsMoment first = { 0 };
    QwenttsMoment second = { 0 };

    g_assert_true (g_key_file_load_from_data (file, texts[i], -1, 0, NULL));
    g_assert_true (qwentts_moment_parse (&first, file, "e", "t"));
    qwentts_moment_print (&first, again, "e", "t");
    g_assert_true (qwentts_moment_parse (&second, again, "e", "t"));
    g_assert_cmpint (first.unix_s, ==, second.unix_s);
    g_assert_cmpint (first.boot_s, ==, second.boot_s);
    g_assert_cmpstr (first.boot_id, ==, second.boot_id);
    qwentts_moment_clear (&first);
    qwentts_moment_clear (&second);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  g_test_add_func ("/moment/keeps-its-age-when-the-clock-is-set",
      test_setting_the_clock_changes_no_age);
  g_test_add_func ("/moment/has-the-wall-clock-after-a-restart",
      test_restart_leaves_the_wall_clock);
  g_test_add_func ("/moment/has-no-age-in-the-future", test_future_has_no_age);
  g_test_add_func ("/moment/entry-is-fresh-for-a-day",
      test_entry_is_fresh_for_a_day);
  g_test_add_func ("/moment/day-counts-from-the-submit",
      test_day_counts_from_the_submit);
  g_test_add_func ("/moment/any-clock-can-be-written",
      test_any_clock_can_be_written);
  g_test_add_func ("/moment/what-is-read-can-be-written",
      test_what_is_read_can_be_written);
  return g_test_run ();
}
