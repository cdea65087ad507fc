/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The first job of a queue, where its result may be kept. */
#include "queue-rig.h"
#include "store/rig.h"

#define TEXT "Good evening."

typedef struct
{
  gchar *folder;
  QueueRig *rig;
} Fixture;

static QueueRig *
new_rig (const gchar * folder)
{
  const QwenttsSimulatorOptions options = { NULL };
  QueueRig *rig = queue_rig_new (options, 2);
  QwenttsVoiceSettings *settings = &rig->service->settings;

  settings->store = qwentts_store_new (folder, QWENTTS_KIND_SPEECH);
  settings->base_url = g_strdup ("https://api.example");
  return rig;
}

/* With TEXT in its folder. */
static void
set_up (Fixture * fixture, gconstpointer data)
{
  g_autoptr (QueueRig) earlier = NULL;

  fixture->folder = rig_make_folder ();
  earlier = new_rig (fixture->folder);
  queue_rig_push (earlier, TEXT);
  queue_rig_start (earlier);
  queue_rig_read (earlier, TEXT);
  g_clear_pointer (&earlier, queue_rig_free);
  fixture->rig = new_rig (fixture->folder);
}

static void
tear_down (Fixture * fixture, gconstpointer data)
{
  queue_rig_free (fixture->rig);
  rig_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
use_stored (Fixture * fixture)
{
  return qwentts_job_queue_use_stored (fixture->rig->queue, fixture->rig->wait);
}

static void
test_needs_no_worker_if_it_is_kept (Fixture * fixture, gconstpointer data)
{
  QwenttsJobCost cost;
  guint64 n_cached;

  queue_spy_refuse_workers (TRUE);
  queue_rig_push (fixture->rig, TEXT);
  g_assert_true (use_stored (fixture));
  queue_rig_read (fixture->rig, TEXT);
  queue_rig_assert_over (fixture->rig);
  qwentts_job_queue_get_cost (fixture->rig->queue, &cost, &n_cached);
  g_assert_cmpuint (n_cached, ==, 1);
  g_assert_cmpuint (queue_rig_count (fixture->rig, QWENTTS_SIMULATOR_SUBMIT),
      ==, 0);
}

static void
test_lets_others_be_asked_for (Fixture * fixture, gconstpointer data)
{
  queue_rig_push (fixture->rig, TEXT);
  queue_rig_push (fixture->rig, "Here is the news.");
  g_assert_true (use_stored (fixture));
  queue_rig_wait_for (fixture->rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
  queue_rig_read (fixture->rig, TEXT);
  queue_rig_read (fixture->rig, "Here is the news.");
}

/* Pushed when the first was taken already. */
static void
test_lets_later_ones_be_asked_for (Fixture * fixture, gconstpointer data)
{
  qwentts_job_queue_set_open (fixture->rig->queue, TRUE);
  queue_rig_push (fixture->rig, TEXT);
  g_assert_true (use_stored (fixture));
  queue_rig_push (fixture->rig, "Here is the news.");
  queue_rig_wait_for (fixture->rig, QWENTTS_SIMULATOR_DOWNLOAD, 1);
}

static void
test_is_left_to_a_worker_if_it_is_not (Fixture * fixture, gconstpointer data)
{
  queue_rig_push (fixture->rig, "Who is there?");
  g_assert_false (use_stored (fixture));
  g_assert_cmpuint (queue_spy_get_most_workers (), ==, 0);
  queue_rig_start (fixture->rig);
  queue_rig_read (fixture->rig, "Who is there?");
  queue_rig_assert_over (fixture->rig);
  g_assert_cmpuint (queue_spy_get_n_cuts (), ==, 1);
}

static void
test_may_be_absent (Fixture * fixture, gconstpointer data)
{
  g_assert_false (use_stored (fixture));
  queue_rig_start (fixture->rig);
  queue_rig_assert_over (fixture->rig);
}

/* Of a text that is not to be kept nothing is looked for. */
static void
test_may_have_no_store (Fixture * fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->rig->service->settings.store, qwentts_store_unref);
  queue_rig_push (fixture->rig, TEXT);
  g_assert_false (use_stored (fixture));
  queue_rig_start (fixture->rig);
  queue_rig_read (fixture->rig, TEXT);
  g_assert_cmpuint (queue_rig_count (fixture->rig, QWENTTS_SIMULATOR_SUBMIT),
      ==, 1);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/job-first/" path, Fixture, NULL, \
    set_up, function, tear_down)
  ADD ("needs-no-worker-if-it-is-kept", test_needs_no_worker_if_it_is_kept);
  ADD ("lets-others-be-asked-for", test_lets_others_be_asked_for);
  ADD ("lets-later-ones-be-asked-for", test_lets_later_ones_be_asked_for);
  ADD ("is-left-to-a-worker-if-it-is-not",
      test_is_left_to_a_worker_if_it_is_not);
  ADD ("may-be-absent", test_may_be_absent);
  ADD ("may-have-no-store", test_may_have_no_store);
#undef ADD

  return g_test_run ();
}
