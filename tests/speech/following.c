/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "following.h"

#include "speech/feed.h"

static GMutex lock;
static GCond cond;
static guint n_waits;
static gboolean has_descriptors = TRUE;

gboolean __real_qwentts_feed_wait_for_change (QwenttsFeed * feed,
    QwenttsFeedState * state, GCancellable * cancellable, GError ** error);
gboolean __wrap_qwentts_feed_wait_for_change (QwenttsFeed * feed,
    QwenttsFeedState * state, GCancellable * cancellable, GError ** error);
gint __real_qwentts_temp_file_dup (QwenttsTempFile * file, GError ** error);
gint __wrap_qwentts_temp_file_dup (QwenttsTempFile * file, GError ** error);

gboolean
__wrap_qwentts_feed_wait_for_change (QwenttsFeed * feed,
    QwenttsFeedState * state, GCancellable * cancellable, GError ** error)
{
  g_mutex_lock (&lock);
  n_waits++;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&lock);
  return __real_qwentts_feed_wait_for_change (feed, state, cancellable, error);
}

gint
__wrap_qwentts_temp_file_dup (QwenttsTempFile * file, GError ** error)
{
  if (g_atomic_int_get (&has_descriptors))
    return __real_qwentts_temp_file_dup (file, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES, "none left");
  return -1;
}

void
following_set_descriptors (gboolean are_there)
{
  g_atomic_int_set (&has_descriptors, are_there);
}

void
following_start (Run * run)
{
  guint before;

  g_mutex_lock (&lock);
  before = n_waits;
  g_mutex_unlock (&lock);
  run_start (run);
  g_mutex_lock (&lock);
  while (n_waits == before)
    g_cond_wait (&cond, &lock);
  g_mutex_unlock (&lock);
}

void
following_wait_for_bytes (Run * run, gsize size)
{
  QwenttsJobState state = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  while (state.phase < QWENTTS_JOB_ARRIVING)
    qwentts_job_wait_for_change (run->job, &state, NULL, NULL);
  bytes = qwentts_clip_read (qwentts_job_get_clip (run->job), 0, size, size,
      NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, size);
}

Run *
following_start_leader (StopPhase phase, Design * design)
{
  Run *run = run_new (design, NULL, DESIGN_PLAIN);

  stop_phase_prepare (phase, design);
  run_start (run);
  stop_phase_wait (phase, design);
  return run;
}
