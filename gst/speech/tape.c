/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/tape.h"

#include <errno.h>
#include <unistd.h>

#include "speech/chunk-pool.h"
#include "speech/spill.h"

struct _QwenttsTape
{
  GMutex lock;
  /* Protected by lock. */
  gint fd;                      /* -1: none yet */
  guint64 end;                  /* behind the places that were given away */
  GArray *unused;               /* of guint64: places that were given back */
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
  tape->unused = g_array_new (FALSE, FALSE, sizeof (guint64));
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
  g_array_unref (tape->unused);
  g_mutex_clear (&tape->lock);
}

void
qwentts_tape_unref (QwenttsTape * tape)
{
  g_atomic_rc_box_release_full (tape, clear);
}

static guint64
take_place_locked (QwenttsTape * tape)
{
  guint64 place = tape->end;

  if (tape->unused->len == 0) {
    tape->end += QWENTTS_CHUNK_SIZE;
    return place;
  }
  place = g_array_index (tape->unused, guint64, tape->unused->len - 1);
  g_array_set_size (tape->unused, tape->unused->len - 1);
  return place;
}

/* Returns: a descriptor of the tape's, -1 with errno */
static gint
take_place (QwenttsTape * tape, guint64 * place)
{
  gint fd;

  g_mutex_lock (&tape->lock);
  if (tape->fd < 0)
    tape->fd = qwentts_spill_open ();
  fd = tape->fd;
  if (fd >= 0)
    *place = take_place_locked (tape);
  g_mutex_unlock (&tape->lock);
  return fd;
}

void
qwentts_tape_give_back (QwenttsTape * tape, guint64 place)
{
  g_mutex_lock (&tape->lock);
  g_array_append_val (tape->unused, place);
  g_mutex_unlock (&tape->lock);
}

gboolean
qwentts_tape_write (QwenttsTape * tape, gconstpointer data, gsize size,
    guint64 * place)
{
  gint fd = take_place (tape, place);
  gint code;

  if (fd < 0)
    return FALSE;
  if (qwentts_spill_write (fd, data, size, *place))
    return TRUE;

  code = errno;
  qwentts_tape_give_back (tape, *place);
  errno = code;
  return FALSE;
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
