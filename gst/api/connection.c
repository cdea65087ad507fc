/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/error.h"

#define KEY_FILE_MAX_SIZE 4096
#define KEY_MIN_LENGTH 8

void
qwentts_connection_copy (const QwenttsConnection * from, QwenttsConnection * to)
{
  *to = *from;
  to->base_url = g_strdup (from->base_url);
  to->api_key = g_strdup (from->api_key);
  to->key_error = from->key_error ? g_error_copy (from->key_error) : NULL;
  to->proxy = g_strdup (from->proxy);
  if (from->tls_database)
    to->tls_database = g_object_ref (from->tls_database);
  to->ca_file = g_strdup (from->ca_file);
  to->user_agent = g_strdup (from->user_agent);
}

void
qwentts_connection_clear (QwenttsConnection * connection)
{
  g_clear_pointer (&connection->base_url, g_free);
  g_clear_pointer (&connection->api_key, qwentts_free_secret);
  g_clear_error (&connection->key_error);
  g_clear_pointer (&connection->proxy, g_free);
  g_clear_object (&connection->tls_database);
  g_clear_pointer (&connection->ca_file, g_free);
  g_clear_pointer (&connection->user_agent, g_free);
}

void
qwentts_free_secret (gchar * secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

gboolean
qwentts_check_key (const gchar * key, GError ** error)
{
  /* What is as short as a word could not be kept out of messages: each place
   * with the same letters would be struck out, and so betray it. */
  if (strlen (key) < KEY_MIN_LENGTH) {
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_AUTHENTICATION,
            NULL, "The API key is too short to be one. Check how it was "
            "copied."));
    return FALSE;
  }

  for (const gchar * c = key; *c; c++) {
    if (g_ascii_isgraph (*c))
      continue;
    g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_AUTHENTICATION,
            NULL, "The API key holds a character that no key has (a space, a "
            "line break or one outside ASCII). Check how it was copied."));
    return FALSE;
  }
  return TRUE;
}

static gchar *
fail_key_file (const gchar * path, const gchar * reason, GError ** error)
{
  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_AUTHENTICATION,
          reason, "Could not read an API key from the file \"%s\": %s.", path,
          reason));
  return NULL;
}

/* Fills as much of the buffer as the file has. Returns: -1 with errno */
static gssize
read_all (gint fd, gchar * buffer, gsize size)
{
  gsize filled = 0;

  while (filled < size) {
    gssize n = read (fd, buffer + filled, size - filled);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    filled += n;
  }
  return filled;
}

static gchar *
read_key (gint fd, const gchar * path, GError ** error)
{
  gchar buffer[KEY_FILE_MAX_SIZE + 2] = { 0 };
  g_autofree gchar *key = NULL;
  struct stat status;
  gboolean has_nul;
  gssize size;

  if (fstat (fd, &status) != 0)
    return fail_key_file (path, g_strerror (errno), error);
  /* A pipe could make the caller wait, a folder cannot be read. */
  if (!S_ISREG (status.st_mode))
    return fail_key_file (path, "it is not a regular file", error);
  size = read_all (fd, buffer, KEY_FILE_MAX_SIZE + 1);
  if (size < 0)
    return fail_key_file (path, g_strerror (errno), error);

  has_nul = memchr (buffer, '\0', size) != NULL;
  key = g_strdup (g_strstrip (buffer));
  explicit_bzero (buffer, sizeof buffer);
  if (size > KEY_FILE_MAX_SIZE)
    fail_key_file (path, "it is too large to hold only a key", error);
  else if (has_nul)
    fail_key_file (path, "it is not text", error);
  else if (*key == '\0')
    fail_key_file (path, "it is empty", error);
  else if (qwentts_check_key (key, error))
    return g_steal_pointer (&key);

  qwentts_free_secret (g_steal_pointer (&key));
  return NULL;
}

gchar *
qwentts_read_key_file (const gchar * path, GError ** error)
{
  gint fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gchar *key;

  if (fd < 0)
    return fail_key_file (path, g_strerror (errno), error);

  key = read_key (fd, path, error);
  close (fd);
  return key;
}
