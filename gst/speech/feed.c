/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/feed.h"

#include <errno.h>
#include <unistd.h>

#include "api/monitor.h"

struct _QwenttsFeed
{
  /* Never changed. */
  gchar *name;

  QwenttsMonitor monitor;
  /* Protected by the monitor's lock. */
  QwenttsFeedState state;
  gint fd;                      /* -1: there is nothing to be read */
  gchar *task_id;
  GError *error;
};

/* Those that are under way; none of its references. */
static GMutex feeds_lock;
static GHashTable *feeds;       /* name → QwenttsFeed */

static QwenttsFeed *
feed_new (const gchar * name)
{
  QwenttsFeed *feed = g_atomic_rc_box_new0 (QwenttsFeed);

  feed->name = g_strdup (name);
  feed->fd = -1;
  qwentts_monitor_init (&feed->monitor);
  return feed;
}

static void
feed_clear (gpointer data)
{
  QwenttsFeed *feed = data;

  g_free (feed->name);
  g_free (feed->task_id);
  g_clear_error (&feed->error);
  if (feed->fd >= 0)
    close (feed->fd);
  qwentts_monitor_clear (&feed->monitor);
}

QwenttsFeed *
qwentts_feed_enter (const gchar * name, gboolean * is_first)
{
  QwenttsFeed *feed;

  g_mutex_lock (&feeds_lock);
  if (feeds == NULL)
    feeds = g_hash_table_new (g_str_hash, g_str_equal);
  feed = g_hash_table_lookup (feeds, name);
  *is_first = feed == NULL;
  if (feed) {
    g_atomic_rc_box_acquire (feed);
  } else {
    feed = feed_new (name);
    g_hash_table_insert (feeds, feed->name, feed);
  }
  g_mutex_unlock (&feeds_lock);
  return feed;
}

void
qwentts_feed_leave (QwenttsFeed * feed)
{
  g_atomic_rc_box_release_full (feed, feed_clear);
}

/* Nobody finds it any more. */
static void
forget (QwenttsFeed * feed)
{
  g_mutex_lock (&feeds_lock);
  g_hash_table_remove (feeds, feed->name);
  if (g_hash_table_size (feeds) == 0)
    g_clear_pointer (&feeds, g_hash_table_unref);
  g_mutex_unlock (&feeds_lock);
}

/* The first job. */

void
qwentts_feed_set_task (QwenttsFeed * feed, const gchar * task_id)
{
  g_mutex_lock (&feed->monitor.lock);
  g_free (feed->task_id);
  feed->task_id = g_strdup (task_id);
  g_mutex_unlock (&feed->monitor.lock);
}

void
qwentts_feed_set_percent (QwenttsFeed * feed, guint percent)
{
  g_mutex_lock (&feed->monitor.lock);
  feed->state.percent = percent;
  qwentts_monitor_wake (&feed->monitor);
  g_mutex_unlock (&feed->monitor.lock);
}

void
qwentts_feed_set_size (QwenttsFeed * feed, guint64 size)
{
  g_mutex_lock (&feed->monitor.lock);
  feed->state.size = size;
  g_mutex_unlock (&feed->monitor.lock);
}

static void
open_file (QwenttsFeed * feed, QwenttsTempFile * file)
{
  gint fd = qwentts_temp_file_dup (file, NULL);

  g_mutex_lock (&feed->monitor.lock);
  feed->fd = fd;
  feed->state.has_file = fd >= 0;
  g_mutex_unlock (&feed->monitor.lock);
}

void
qwentts_feed_advance (QwenttsFeed * feed, QwenttsTempFile * file)
{
  /* Only this thread opens it. */
  if (feed->fd < 0)
    open_file (feed, file);
  /* The others wait for the end, and look anew. */
  if (feed->fd < 0)
    return;

  g_mutex_lock (&feed->monitor.lock);
  feed->state.written = qwentts_temp_file_get_size (file);
  qwentts_monitor_wake (&feed->monitor);
  g_mutex_unlock (&feed->monitor.lock);
}

void
qwentts_feed_end (QwenttsFeed * feed, const GError * error)
{
  forget (feed);
  g_mutex_lock (&feed->monitor.lock);
  feed->error = error ? g_error_copy (error) : NULL;
  feed->state.is_over = TRUE;
  qwentts_monitor_wake (&feed->monitor);
  g_mutex_unlock (&feed->monitor.lock);
}

/* The others. */

static gboolean
is_same (const QwenttsFeedState * a, const QwenttsFeedState * b)
{
  return a->percent == b->percent && a->has_file == b->has_file
      && a->written == b->written && a->is_over == b->is_over;
}

gboolean
qwentts_feed_wait_for_change (QwenttsFeed * feed, QwenttsFeedState * state,
    GCancellable * cancellable, GError ** error)
{
  gulong watch = qwentts_monitor_watch (&feed->monitor, cancellable);

  g_mutex_lock (&feed->monitor.lock);
  while (is_same (&feed->state, state)
      && !g_cancellable_is_cancelled (cancellable))
    qwentts_monitor_wait (&feed->monitor);
  *state = feed->state;
  g_mutex_unlock (&feed->monitor.lock);
  qwentts_monitor_unwatch (watch, cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gssize
qwentts_feed_read (QwenttsFeed * feed, guint64 offset, gpointer data,
    gsize size, GError ** error)
{
  gssize n;

  do {
    n = pread (feed->fd, data, size, offset);
  } while (n < 0 && errno == EINTR);
  if (n > 0)
    return n;

  g_set_error (error, G_IO_ERROR, n < 0 ? g_io_error_from_errno (errno)
      : G_IO_ERROR_FAILED, "The file with the audio cannot be read: %s",
      n < 0 ? g_strerror (errno) : "somebody has cut it");
  return -1;
}

gchar *
qwentts_feed_get_task_id (QwenttsFeed * feed)
{
  gchar *task_id;

  g_mutex_lock (&feed->monitor.lock);
  task_id = g_strdup (feed->task_id);
  g_mutex_unlock (&feed->monitor.lock);
  return task_id;
}

GError *
qwentts_feed_get_error (QwenttsFeed * feed)
{
  GError *error;

  g_mutex_lock (&feed->monitor.lock);
  error = feed->error ? g_error_copy (feed->error) : NULL;
  g_mutex_unlock (&feed->monitor.lock);
  return error;
}
