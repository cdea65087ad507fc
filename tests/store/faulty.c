/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/faulty.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#define KEY_LENGTH 64

static GMutex mutex;
static GCond cond;

/* Under the mutex. */
static guint n_tries;

/* Of the one thread that steps. */
static struct
{
  guint n_calls;
  gboolean has_fault;
  gboolean is_once;
  guint fail_at;
  gint fail_code;
  const gchar *failing_word;
  gint failing_word_code;
  gsize max_write;
  gint rename_lie;
  void (*before_rename) (gpointer);
  gpointer before_rename_data;
  GString *log;
} state;

void
faulty_reset (void)
{
  if (state.log)
    g_string_free (state.log, TRUE);
  memset (&state, 0, sizeof state);
  state.max_write = G_MAXSSIZE;
  n_tries = 0;
}

void
faulty_fail_at (guint n, gint code)
{
  state.has_fault = TRUE;
  state.is_once = FALSE;
  state.fail_at = state.n_calls + n;
  state.fail_code = code;
}

void
faulty_fail_once_at (guint n, gint code)
{
  faulty_fail_at (n, code);
  state.is_once = TRUE;
}

void
faulty_fail_all (const gchar * word, gint code)
{
  state.failing_word = word;
  state.failing_word_code = code;
}

void
faulty_limit_writes (gsize size)
{
  state.max_write = size;
}

void
faulty_lie_about_renames (gint code)
{
  state.rename_lie = code;
}

void
faulty_before_rename (void (*callback) (gpointer), gpointer user_data)
{
  state.before_rename = callback;
  state.before_rename_data = user_data;
}

guint
faulty_get_n_calls (void)
{
  return state.n_calls;
}

const gchar *
faulty_get_log (void)
{
  return state.log ? state.log->str : "";
}

static void
note (const gchar * word, const gchar * name)
{
  if (state.log == NULL)
    state.log = g_string_new (NULL);
  g_string_append (state.log, word);
  if (name)
    g_string_append_printf (state.log, " %s",
        strlen (name) > KEY_LENGTH ? name + KEY_LENGTH : name);
  g_string_append_c (state.log, '\n');
}

/* Returns: whether the call is to be made */
static gboolean
enter (const gchar * word, const gchar * name)
{
  guint n = state.n_calls++;

  if (state.failing_word && g_str_equal (word, state.failing_word)) {
    errno = state.failing_word_code;
    return FALSE;
  }
  if (state.has_fault && (state.is_once ? n == state.fail_at
          : n >= state.fail_at)) {
    if (state.fail_code == 0)
      raise (SIGKILL);
    errno = state.fail_code;
    return FALSE;
  }
  note (word, name);
  return TRUE;
}

static gint
open_file (gint folder, const gchar * name, gint flags, guint mode)
{
  if ((flags & O_CREAT) && !enter ("create", name))
    return -1;
  return qwentts_system.open_file (folder, name, flags, mode);
}

static gint
make_folder (gint folder, const gchar * name, guint mode)
{
  if (!enter ("make-folder", name))
    return -1;
  return qwentts_system.make_folder (folder, name, mode);
}

static gssize
write_some (gint fd, gconstpointer data, gsize size)
{
  if (!enter ("write", NULL))
    return -1;
  return qwentts_system.write (fd, data, MIN (size, state.max_write));
}

static gint
sync_file (gint fd)
{
  struct stat info;

  if (fstat (fd, &info) < 0
      || !enter (S_ISDIR (info.st_mode) ? "sync-folder" : "sync-file", NULL))
    return -1;
  return qwentts_system.sync (fd);
}

static gint
rename_file (gint folder, const gchar * from, const gchar * to)
{
  gint result;

  if (state.before_rename)
    state.before_rename (state.before_rename_data);
  if (!enter ("rename", to))
    return -1;
  result = qwentts_system.rename (folder, from, to);
  if (result < 0 || state.rename_lie == 0)
    return result;
  errno = state.rename_lie;
  return -1;
}

static gint
unlink_file (gint folder, const gchar * name)
{
  if (!enter ("unlink", name))
    return -1;
  return qwentts_system.unlink (folder, name);
}

static gint
touch (gint fd)
{
  if (!enter ("touch", NULL))
    return -1;
  return qwentts_system.touch (fd);
}

static void
count_try (void)
{
  gint code = errno;

  g_mutex_lock (&mutex);
  n_tries++;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
  errno = code;
}

static gint
try_lock (gint fd, gint64 offset)
{
  gint result = qwentts_system.try_lock (fd, offset);

  count_try ();
  return result;
}

static gint
try_lock_shared (gint fd, gint64 offset)
{
  gint result = qwentts_system.try_lock_shared (fd, offset);

  count_try ();
  return result;
}

void
faulty_wait_for_tries (guint n)
{
  g_mutex_lock (&mutex);
  while (n_tries < n)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);
}

static gint64
get_unix_s (void)
{
  return qwentts_system.get_unix_s ();
}

static gint64
get_boot_s (void)
{
  return qwentts_system.get_boot_s ();
}

static gchar *
get_boot_id (void)
{
  return qwentts_system.get_boot_id ();
}

const QwenttsSystem faulty_system = {
  .open_file = open_file,
  .make_folder = make_folder,
  .write = write_some,
  .sync = sync_file,
  .rename = rename_file,
  .unlink = unlink_file,
  .touch = touch,
  .try_lock = try_lock,
  .try_lock_shared = try_lock_shared,
  .get_unix_s = get_unix_s,
  .get_boot_s = get_boot_s,
  .get_boot_id = get_boot_id,
};
