/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/total.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/temp-file.h"

#define NAME "total"
#define MAX_SIZE 1000

/* Nobody writes so often between two power cuts that it matters. */
#define MAX_WRITES 4096

/* No disk has so much, and sums of it do not overflow. */
#define MAX_BYTES (G_GUINT64_CONSTANT (1) << 60)

static const gchar *const names[] = { "bytes=", "stuck-bytes=", "writes=" };

static gchar *
print (const QwenttsTotal * total)
{
  g_autofree gchar *text = g_strdup_printf
      ("# How much is in this folder; without this file it is counted anew.\n"
      "%s%" G_GUINT64_FORMAT "\n%s%" G_GUINT64_FORMAT "\n%s%" G_GUINT64_FORMAT
      "\n", names[0], total->n_bytes, names[1], total->n_stuck_bytes, names[2],
      total->n_writes);
  g_autofree gchar *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
      text, -1);

  return g_strconcat (text, "sha256=", sum, "\n", NULL);
}

/* Returns: 0 if there is none */
static guint64
get_number (const gchar * text, const gchar * name)
{
  const gchar *found = strstr (text, name);

  return found ? g_ascii_strtoull (found + strlen (name), NULL, 10) : 0;
}

/* Whatever it reads, it takes only what it would have written. */
static gboolean
parse (QwenttsTotal * total, const gchar * text)
{
  g_autofree gchar *wanted = NULL;

  total->n_bytes = get_number (text, names[0]);
  total->n_stuck_bytes = get_number (text, names[1]);
  total->n_writes = get_number (text, names[2]);
  wanted = print (total);
  return g_str_equal (text, wanted) && total->n_bytes <= MAX_BYTES
      && total->n_stuck_bytes <= MAX_BYTES && total->n_writes < MAX_WRITES;
}

gboolean
qwentts_total_read (QwenttsTotal * total, QwenttsFolder * folder)
{
  gchar text[MAX_SIZE + 1];
  struct stat info;
  gint fd = qwentts_folder_open_file (folder, NAME, &info, NULL);
  gssize n;

  if (fd < 0)
    return FALSE;

  n = read (fd, text, MAX_SIZE);
  close (fd);
  if (n < 0)
    return FALSE;
  text[n] = '\0';
  return parse (total, text);
}

static gboolean
write_anew (QwenttsFolder * folder, const gchar * text)
{
  g_autoptr (QwenttsTempFile) file = qwentts_temp_file_new (folder, NAME, NULL);

  return file && qwentts_temp_file_write (file, text, strlen (text), NULL)
      && qwentts_temp_file_commit_unsynced (file, NULL);
}

void
qwentts_total_write (const QwenttsTotal * total, QwenttsFolder * folder)
{
  g_autofree gchar *text = print (total);

  if (!write_anew (folder, text))
    qwentts_folder_unlink (folder, NAME, NULL);
}
