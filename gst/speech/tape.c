/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/tape.h"

#include <unistd.h>

#include "speech/spill.h"

struct _QwenttsTape
{
  GMutex lock;
  /* Protected by lock. */
  gint fd;                      /* -1: none yet */
  guint64 end;                  /* behind what was written */
};

QwenttsTape *
qwentts_tape_new (void)
{
  return qwentts_tape_new_from_file (-1);
}

QwenttsTape *
qwentts_tape_new_from_file (gint fd)
{
  QwenttsTape *tape = g_atomic_rc_box_new0 (QwenttsTape);

  g_mutex_init (&tape->lock);
  tape->fd = fd;
  return tape;
}

QwenttsTape *
qwentts_tape_ref (QwenttsTape * tape)
{
  return g_atomic_rc_box_acquire (tape);
}

static void
clear (gpointer data)
{
  QwenttsTape *tape = data;

  if (tape->fd >= 0)
    close (tape->fd);
  g_mutex_clear (&tape->lock);
}

void
qwentts_tape_unref (QwenttsTape * tape)
{
  g_atomic_rc_box_release_full (tape, clear);
}

/* Gives away a part of the file.
 *
 * Returns: -1 with errno */
static gint
take_place (QwenttsTape * tape, gsize size, guint64 * place)
{
  gint fd;

  g_mutex_lock (&tape->lock);
  if (tape->fd < 0)
    tape->fd = qwentts_spill_open ();
  fd = tape->fd;
  *place = tape->end;
  if (fd >= 0)
    tape->end += size;
  g_mutex_unlock (&tape->lock);
  return fd;
}

gboolean
qwentts_tape_write (QwenttsTape * tape, gconstpointer data, gsize size,
    guint64 * place)
{
  gint fd = take_place (tape, size, place);

  return fd >= 0 && qwentts_spill_write (fd, data, size, *place);
}

gboolean
qwentts_tape_read (QwenttsTape * tape, gpointer data, gsize size, guint64 place)
{
  gint fd;

  g_mutex_lock (&tape->lock);
  fd = tape->fd;
  g_mutex_unlock (&tape->lock);
  return qwentts_spill_read (fd, data, size, place);
}
