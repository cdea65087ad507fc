/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "ogg-tail.h"

#include <string.h>

/* A page: 27 bytes that begin with "OggS" and end with the number of segments,
 * the size of each of them in a byte, the segments. */
#define PAGE_MARK "OggS"
#define PAGE_HEAD_SIZE 27
#define PAGE_MAX_SIZE (PAGE_HEAD_SIZE + 255 + 255 * 255)

/* The last page that begins in the bytes, NULL where none does. */
static const guint8 *
find_last_page (const guint8 * data, gsize size)
{
  gsize i;

  for (i = size; i >= 4; i--) {
    if (memcmp (data + i - 4, PAGE_MARK, 4) == 0)
      return data + i - 4;
  }

  return NULL;
}

static gboolean
is_page_whole (const guint8 * page, gsize size)
{
  gsize page_size;
  guint i, n_segments;

  if (size < PAGE_HEAD_SIZE)
    return FALSE;

  n_segments = page[PAGE_HEAD_SIZE - 1];
  page_size = PAGE_HEAD_SIZE + n_segments;
  if (size < page_size)
    return FALSE;

  for (i = 0; i < n_segments; i++)
    page_size += page[PAGE_HEAD_SIZE + i];

  return size >= page_size;
}

gboolean
qwentts_ogg_is_cut (QwenttsByteSource source, guint64 size,
    GCancellable * cancellable)
{
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) tail = NULL;
  gsize tail_size = MIN (size, PAGE_MAX_SIZE);
  const guint8 *data, *page;

  head = qwentts_byte_source_read (source, 0, 4, 4, cancellable, NULL);
  if (!head || g_bytes_get_size (head) < 4
      || memcmp (g_bytes_get_data (head, NULL), PAGE_MARK, 4) != 0)
    return FALSE;

  tail = qwentts_byte_source_read (source, size - tail_size, tail_size,
      tail_size, cancellable, NULL);
  if (!tail)
    return FALSE;

  data = g_bytes_get_data (tail, &tail_size);
  page = find_last_page (data, tail_size);
  return page && !is_page_whole (page, data + tail_size - page);
}
