/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Is audio what was written? */
#include <errno.h>
#include <unistd.h>

#include "store/error.h"
#include "store/store-private.h"

/* Bytes read at once. */
#define PIECE_SIZE 65536

/* @checksum: of all bytes, if it returns TRUE */
static gboolean
add_bytes (GChecksum * checksum, gint fd, guint64 size,
    GCancellable * cancellable, GError ** error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  gssize n;

  for (guint64 offset = 0; offset < size; offset += n) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    do {
      n = pread (fd, piece, MIN (PIECE_SIZE, size - offset), offset);
    } while (n < 0 && errno == EINTR);
    /* What cannot be read is as good as damaged. */
    if (n <= 0)
      return TRUE;
    g_checksum_update (checksum, piece, n);
  }
  return TRUE;
}

gboolean
qwentts_store_check_audio (QwenttsStore * store, const QwenttsRecord * record,
    gint fd, GCancellable * cancellable, GError ** error)
{
  g_autoptr (GChecksum) checksum = NULL;
  g_autofree gchar *name = NULL;

  if (record->audio.checksum == NULL)
    return TRUE;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (!add_bytes (checksum, fd, record->audio.size, cancellable, error))
    return FALSE;
  if (g_str_equal (g_checksum_get_string (checksum), record->audio.checksum))
    return TRUE;

  name = qwentts_record_make_audio_name (record->stem);
  qwentts_store_set_error (error, QWENTTS_STORE_ERROR_CORRUPT, store->path,
      name, "is damaged: its bytes are not those that were written");
  return FALSE;
}
